// SPDX-License-Identifier: Apache-2.0
//! What came of an execution report (P-10).

use openpit::pretrade::{AccountBlock, BlockCause};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::ACCOUNT_BLOCK;
use crate::pretrade::{items, reject_code, reject_code_member};
use crate::record::{Fields, record_methods};

/// What came of an execution report; also what a policy's report hook answers (P-10).
///
/// ``account_blocks``: in a result, the blocks that came into force, each with its policy, in
/// registration order; from a policy, the blocks that it asks for. ``late``: whether the report's
/// time was earlier than the engine's last, at which it was then applied (D-2).
///
/// >>> PostTradeResult().late
/// False
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct PostTradeResult {
    account_blocks: Py<PyTuple>,
    late: bool,
}

impl PostTradeResult {
    /// The result of a call.
    pub fn of(py: Python<'_>, result: &openpit::engine::PostTradeResult) -> PyResult<Self> {
        let account_blocks = if result.account_blocks.is_empty() {
            PyTuple::empty(py)
        } else {
            account_blocks(py, &result.account_blocks)?
        };
        Ok(Self {
            account_blocks: account_blocks.unbind(),
            late: result.late,
        })
    }

    /// The blocks that a policy asks for, as the core takes them.
    pub fn blocks(&self, py: Python<'_>) -> PyResult<Vec<AccountBlock>> {
        self.account_blocks
            .bind(py)
            .iter()
            .map(|block| account_block(&block))
            .collect()
    }

    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        let blocks = self.account_blocks.bind(py);
        Fields::default()
            .with(py, "account_blocks", (!blocks.is_empty()).then_some(blocks))?
            .with(py, "late", self.late.then_some(true))
    }
}

record_methods!(PostTradeResult);

#[pymethods]
impl PostTradeResult {
    #[new]
    #[pyo3(signature = (*, account_blocks=None, late=false))]
    fn new(
        py: Python<'_>,
        account_blocks: Option<&Bound<'_, PyAny>>,
        late: bool,
    ) -> PyResult<Self> {
        let account_blocks = match account_blocks {
            None => PyTuple::empty(py),
            Some(blocks) => PyTuple::new(py, policy_blocks(blocks)?)?,
        };
        Ok(Self {
            account_blocks: account_blocks.unbind(),
            late,
        })
    }

    /// The blocks, a tuple of ``AccountBlock``.
    #[getter]
    fn account_blocks(&self, py: Python<'_>) -> Py<PyTuple> {
        self.account_blocks.clone_ref(py)
    }

    /// Whether the report came late.
    #[getter]
    fn late(&self) -> bool {
        self.late
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => {
                let other = other.get();
                let same = self.account_blocks.bind(py).eq(&other.account_blocks)?;
                Ok(same && self.late == other.late)
            }
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (&self.account_blocks, self.late).into_pyobject(py)?.hash()
    }
}

/// An iterable of `AccountBlock` objects.
pub fn policy_blocks<'py>(blocks: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let class = ACCOUNT_BLOCK.get(blocks.py())?;
    items(blocks, "account_blocks", class)
}

/// The core's block of an `AccountBlock` object.
pub fn account_block(block: &Bound<'_, PyAny>) -> PyResult<AccountBlock> {
    let py = block.py();
    let code = reject_code(&block.getattr(intern!(py, "code"))?)?;
    let reason: String = block.getattr(intern!(py, "reason"))?.extract()?;
    Ok(AccountBlock::new(code, reason))
}

/// Blocks that came into force, as `AccountBlock` objects with their policies.
pub fn account_blocks<'py>(
    py: Python<'py>,
    causes: &[BlockCause],
) -> PyResult<Bound<'py, PyTuple>> {
    let block = |cause: &BlockCause| {
        let code = reject_code_member(py, cause.code())?;
        ACCOUNT_BLOCK
            .get(py)?
            .call1((code, cause.reason(), cause.source()))
    };
    PyTuple::new(py, causes.iter().map(block).collect::<PyResult<Vec<_>>>()?)
}
