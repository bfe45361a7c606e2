// SPDX-License-Identifier: Apache-2.0
//! Why each order was decided as it was: every policy's verdict with its numbers.

use openpit::engine as core;
use openpit::param::Decimal;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::DECIMAL;
use crate::param::AccountId;
use crate::pretrade::reject_code_member;
use crate::record::{Fields, value_methods};

/// One number that a built-in policy judged, in a ``Verdict``. Immutable.
///
/// ``metric``: ``orders``, ``quantity``, ``volume``, ``notional``, ``pnl``, or ``credit``: what is
/// held, open and used of a notional limit. ``axis``: ``broker``, ``asset``, ``account`` or
/// ``account_asset``. ``observed``: what the policy saw, the new order counted in. ``limit``: the
/// limit in force. ``headroom``: what is left up to the limit, negative if the order is over it.
/// All numbers are ``decimal.Decimal``, exact; ``observed`` and ``headroom`` are ``None`` if they
/// did not fit.
#[pyclass(frozen, eq, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure(core::Measure);

/// What one policy said of one order, from ``Engine.verdicts``. Immutable.
///
/// >>> from openpit.pretrade import policies
/// >>> builder = Engine.builder().no_sync().clock(ManualClock())
/// >>> builder = builder.builtin(policies.build_order_validation()).record_verdicts()
/// >>> engine = builder.build()
/// >>> order = Order.limit("AAPL/USD", account=1, side="BUY", quantity="100", price="185")
/// >>> bool(engine.start_pre_trade(order=order, at=1))
/// True
/// >>> [(verdict.policy, verdict.codes) for verdict in engine.verdicts()]
/// [('OrderValidation', ())]
#[pyclass(frozen, eq, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict(pub core::Verdict);

value_methods!(Measure);
value_methods!(Verdict);

fn decimal(py: Python<'_>, number: Decimal) -> PyResult<Bound<'_, PyAny>> {
    DECIMAL.get(py)?.call1((number.to_string(),))
}

#[pymethods]
impl Measure {
    /// What was measured.
    #[getter]
    const fn metric(&self) -> &'static str {
        self.0.metric
    }

    /// The axis of the barrier.
    #[getter]
    const fn axis(&self) -> &'static str {
        self.0.axis
    }

    /// What the policy saw, the new order counted in.
    #[getter]
    fn observed<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0
            .observed
            .map(|number| decimal(py, number))
            .transpose()
    }

    /// The limit in force.
    #[getter]
    fn limit<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, self.0.limit)
    }

    /// What is left up to the limit; negative if the order is over it.
    #[getter]
    fn headroom<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0
            .headroom
            .map(|number| decimal(py, number))
            .transpose()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Fields::default()
            .with(py, "metric", Some(self.metric()))?
            .with(py, "axis", Some(self.axis()))?
            .with(py, "observed", self.observed(py)?)?
            .with(py, "limit", Some(self.limit(py)?))?
            .with(py, "headroom", self.headroom(py)?)?
            .repr("Measure")
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let limit = self.0.limit.to_string();
        (self.metric(), self.axis(), limit)
            .into_pyobject(py)?
            .hash()
    }
}

#[pymethods]
impl Verdict {
    /// The time of the decision in nanoseconds since the epoch.
    #[getter]
    const fn at(&self) -> i64 {
        self.0.at
    }

    /// The account, if the order names one.
    #[getter]
    fn account_id(&self) -> Option<AccountId> {
        self.0.account_id.map(AccountId)
    }

    /// The client's id of the order, if it has one.
    #[getter]
    fn client_order_id(&self) -> Option<&str> {
        self.0.client_order_id.as_ref().map(|id| id.as_str())
    }

    /// Where the policy was asked: ``start`` or ``main`` (P-2, P-4).
    #[getter]
    const fn stage(&self) -> &'static str {
        self.0.stage.as_str()
    }

    /// The policy's name; of a block the blocker's (K-1).
    #[getter]
    fn policy(&self) -> &str {
        &self.0.policy
    }

    /// The codes with which it rejected, a tuple of ``RejectCode``; empty if it accepted.
    #[getter]
    fn codes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let codes = self.0.codes.iter();
        let members = codes.map(|code| reject_code_member(py, *code));
        PyTuple::new(py, members.collect::<PyResult<Vec<_>>>()?)
    }

    /// What it measured, a tuple of ``Measure``: built-in policies only.
    #[getter]
    fn measures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.measures.iter().cloned().map(Measure))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Fields::default()
            .with(py, "at", Some(self.at()))?
            .with(py, "account_id", self.account_id())?
            .with(py, "client_order_id", self.client_order_id())?
            .with(py, "stage", Some(self.stage()))?
            .with(py, "policy", Some(self.policy()))?
            .with(py, "codes", Some(self.codes(py)?))?
            .with(py, "measures", Some(self.measures(py)?))?
            .repr("Verdict")
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let parts = (self.at(), self.client_order_id(), self.policy());
        parts.into_pyobject(py)?.hash()
    }
}
