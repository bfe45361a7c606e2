// SPDX-License-Identifier: Apache-2.0
//! `PolicyAccountAdjustmentResult`: what an adjustment hook answers.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::PolicyDecision;

/// The answer of an adjustment hook: accept or reject one adjustment of a batch, with mutations and
/// account blocks (B-1).
///
/// Made by ``PolicyAccountAdjustmentResult.accept`` or ``.reject``. ``mutations``: an iterable of
/// ``Mutation``, committed when the whole batch is accepted and rolled back else.
/// ``account_blocks``: an iterable of ``AccountBlock``, applied to the call's account at once and
/// never rolled back (M-3).
///
/// >>> PolicyAccountAdjustmentResult.accept().is_reject
/// False
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct PolicyAccountAdjustmentResult(PolicyDecision);

impl PolicyAccountAdjustmentResult {
    /// The same as the main stage's decision, which the core takes for both.
    pub const fn decision(&self) -> &PolicyDecision {
        &self.0
    }
}

#[pymethods]
impl PolicyAccountAdjustmentResult {
    /// Accepts the adjustment.
    #[staticmethod]
    #[pyo3(signature = (mutations=None, account_blocks=None))]
    fn accept(
        py: Python<'_>,
        mutations: Option<&Bound<'_, PyAny>>,
        account_blocks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        PolicyDecision::make(py, None, mutations, account_blocks).map(Self)
    }

    /// Rejects the adjustment, and with it the batch, with an iterable of ``PolicyReject``; an
    /// empty one is nonsense and fails closed (P-8).
    #[staticmethod]
    #[pyo3(signature = (rejects, mutations=None, account_blocks=None))]
    fn reject(
        rejects: &Bound<'_, PyAny>,
        mutations: Option<&Bound<'_, PyAny>>,
        account_blocks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        PolicyDecision::make(rejects.py(), Some(rejects), mutations, account_blocks).map(Self)
    }

    /// Whether it rejects.
    #[getter]
    fn is_reject(&self) -> bool {
        self.0.is_reject()
    }

    /// The rejects, a tuple of ``PolicyReject``.
    #[getter]
    fn rejects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.0.rejects(py)
    }

    /// The mutations, a tuple of ``Mutation``.
    #[getter]
    fn mutations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.0.mutations(py)
    }

    /// The account blocks, a tuple of ``AccountBlock``.
    #[getter]
    fn account_blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.0.account_blocks(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        self.0.shown(py, "PolicyAccountAdjustmentResult")
    }
}
