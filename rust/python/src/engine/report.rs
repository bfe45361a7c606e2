// SPDX-License-Identifier: Apache-2.0
//! What came of an execution report (P-10).

use openpit::pretrade::{AccountBlock, BlockCause, PolicyReport};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::balances::policy_adjustments;
use super::executions::anomaly_members;
use crate::classes::{ACCOUNT_BLOCK, ANOMALY, POLICY_ADJUSTMENT, PythonClass, RELEASE};
use crate::core::{AccountAdjustment, adjustment_record};
use crate::param::asset;
use crate::pretrade::{each, items, reject_code, reject_code_member, volume};
use crate::record::{Fields, record_methods};
use crate::text::typed;

/// What came of an execution report; also what a policy's report hook answers (P-10). Keyword
/// only.
///
/// ``account_blocks``: in a result, the blocks that came into force, each with its policy, in
/// registration order; from a policy, the blocks that it asks for. ``releases``, from a policy
/// only: an iterable of ``Release``, the open notional of its own that it frees; more than there
/// is, is the policy's failure and changes nothing (M-2). ``account_adjustments``: from a policy,
/// an iterable of ``AccountAdjustment`` that the engine applies to the report's account, all or
/// none; in a result, those that it applied, as ``PolicyAdjustment`` objects.
///
/// In a result only: ``late``, whether the report's time was earlier than the engine's last, at
/// which it was then applied (D-2); ``duplicate``, whether the same execution was reported before,
/// so that no policy heard of it again; ``anomalies``, the ``Anomaly`` members that tell what does
/// not fit earlier reports.
///
/// >>> PostTradeResult().late
/// False
/// >>> PostTradeResult(releases=[Release("USD", Volume("100"))]).releases
/// (Release(settlement_asset=Asset('USD'), amount=Volume('100')),)
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct PostTradeResult {
    account_blocks: Py<PyTuple>,
    releases: Py<PyTuple>,
    account_adjustments: Py<PyTuple>,
    late: bool,
    duplicate: bool,
    anomalies: Py<PyTuple>,
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
            releases: PyTuple::empty(py).unbind(),
            account_adjustments: policy_adjustments(py, result)?.unbind(),
            late: result.late,
            duplicate: result.duplicate,
            anomalies: anomaly_members(py, &result.anomalies)?.unbind(),
        })
    }

    /// What a policy asks for, as the core takes it.
    pub fn to_core(&self, py: Python<'_>) -> PyResult<PolicyReport> {
        let mut report = PolicyReport::nothing();
        for block in self.account_blocks.bind(py).iter() {
            report = report.with_account_block(account_block(&block)?);
        }
        for release in self.releases.bind(py).iter() {
            let settlement_asset = asset(&release.getattr(intern!(py, "settlement_asset"))?)?;
            let amount = volume(&release.getattr(intern!(py, "amount"))?, "amount")?;
            report = report.with_release(settlement_asset, amount);
        }
        for adjustment in self.account_adjustments.bind(py).iter() {
            let adjustment = typed::<AccountAdjustment>(&adjustment, "account_adjustments")?;
            report = report.with_account_adjustment(adjustment_record(adjustment)?);
        }
        Ok(report)
    }

    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        let some = |tuple: &Py<PyTuple>| {
            let tuple = tuple.bind(py).clone();
            (!tuple.is_empty()).then_some(tuple)
        };
        Fields::default()
            .with(py, "account_blocks", some(&self.account_blocks))?
            .with(py, "releases", some(&self.releases))?
            .with(py, "account_adjustments", some(&self.account_adjustments))?
            .with(py, "late", self.late.then_some(true))?
            .with(py, "duplicate", self.duplicate.then_some(true))?
            .with(py, "anomalies", some(&self.anomalies))
    }

    fn key<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let key = (
            &self.account_blocks,
            &self.releases,
            &self.account_adjustments,
            self.late,
            self.duplicate,
            &self.anomalies,
        );
        key.into_pyobject(py)
    }
}

record_methods!(PostTradeResult);

#[pymethods]
impl PostTradeResult {
    #[new]
    #[pyo3(signature = (
        *, account_blocks=None, releases=None, account_adjustments=None, late=false,
        duplicate=false, anomalies=None
    ))]
    fn new(
        py: Python<'_>,
        account_blocks: Option<&Bound<'_, PyAny>>,
        releases: Option<&Bound<'_, PyAny>>,
        account_adjustments: Option<&Bound<'_, PyAny>>,
        late: bool,
        duplicate: bool,
        anomalies: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let tuple = |found: Option<&Bound<'_, PyAny>>, name: &str, class: &PythonClass| {
            let found = match found {
                None => PyTuple::empty(py),
                Some(found) => PyTuple::new(py, items(found, name, class.get(py)?)?)?,
            };
            Ok::<_, PyErr>(found.unbind())
        };
        Ok(Self {
            account_blocks: tuple(account_blocks, "account_blocks", &ACCOUNT_BLOCK)?,
            releases: tuple(releases, "releases", &RELEASE)?,
            account_adjustments: adjustments(py, account_adjustments)?.unbind(),
            late,
            duplicate,
            anomalies: tuple(anomalies, "anomalies", &ANOMALY)?,
        })
    }

    /// The blocks, a tuple of ``AccountBlock``.
    #[getter]
    fn account_blocks(&self, py: Python<'_>) -> Py<PyTuple> {
        self.account_blocks.clone_ref(py)
    }

    /// What a policy's answer releases, a tuple of ``Release`` (M-2); empty in a result.
    #[getter]
    fn releases(&self, py: Python<'_>) -> Py<PyTuple> {
        self.releases.clone_ref(py)
    }

    /// From a policy, the adjustments that it asks for, a tuple of ``AccountAdjustment``; in a
    /// result, those that were applied, a tuple of ``PolicyAdjustment`` (P-10).
    #[getter]
    fn account_adjustments(&self, py: Python<'_>) -> Py<PyTuple> {
        self.account_adjustments.clone_ref(py)
    }

    /// Whether the report came late.
    #[getter]
    fn late(&self) -> bool {
        self.late
    }

    /// Whether the same execution was reported before (P-10).
    #[getter]
    fn duplicate(&self) -> bool {
        self.duplicate
    }

    /// What does not fit earlier reports, a tuple of ``Anomaly`` (P-10).
    #[getter]
    fn anomalies(&self, py: Python<'_>) -> Py<PyTuple> {
        self.anomalies.clone_ref(py)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => self.key(py)?.eq(other.get().key(py)?),
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.key(py)?.hash()
    }
}

/// A tuple of adjustments, of a policy's answer or of a result.
fn adjustments<'py>(
    py: Python<'py>,
    found: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    const NAME: &str = "account_adjustments";
    let mut kept = Vec::new();
    if let Some(found) = found {
        each(found, NAME, |item| {
            if !POLICY_ADJUSTMENT.has(item)? {
                typed::<AccountAdjustment>(item, NAME)?;
            }
            kept.push(item.clone());
            Ok(())
        })?;
    }
    PyTuple::new(py, kept)
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
