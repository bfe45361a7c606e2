// SPDX-License-Identifier: Apache-2.0
//! Dry runs: the answer of a call without a trace (P-11).

use openpit::engine::StartError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::clock::At;
use super::handle::{Engine, raised, rejected};
use crate::classes::DRY_RUN_RESULT;
use crate::core::{Order, SubmittedOrder};
use crate::pretrade::rejects_tuple;
use crate::text::typed;

/// The answer of a dry run of start, or of both stages.
fn dry_run<'py>(
    engine: &Engine,
    order: &Bound<'py, PyAny>,
    at: Option<At>,
    both: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let py = order.py();
    let order = SubmittedOrder::new(typed::<Order>(order, "order")?)?;
    let inner = &engine.inner;
    inner.enter(py)?;
    let call = inner.calls.begin();
    let result = |rejects: Bound<'py, PyTuple>| DRY_RUN_RESULT.get(py)?.call1((rejects,));
    match inner.run(py, |core| {
        core.dry_run_keyed(&order, at.map(|at| at.0), both)
    })? {
        Ok(()) => {
            call.end(py);
            result(PyTuple::empty(py))
        }
        Err(StartError::Rejected(found)) => rejected(py, &call, found, |rejects| {
            result(rejects_tuple(py, &rejects)?)
        }),
        Err(StartError::Refused(refused)) => Err(raised(py, &call, &refused)),
    }
}

#[pymethods]
impl Engine {
    /// What ``start_pre_trade`` would answer, without a trace (P-11): nothing is counted, logged or
    /// blocked, and time stands still.
    ///
    /// Gives a ``DryRunResult``, truthy when accepted. ``at`` and errors as for the real call; also
    /// ``ConfigError`` if a custom policy with a start hook does not support dry runs.
    ///
    /// >>> engine = Engine.builder().no_sync().build()
    /// >>> order = Order.limit("AAPL/USD", account=1, side="BUY", quantity="100", price="185")
    /// >>> engine.dry_run_start_pre_trade(order=order).ok
    /// True
    #[pyo3(signature = (order, *, at=None))]
    fn dry_run_start_pre_trade<'py>(
        &self,
        order: &Bound<'py, PyAny>,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        dry_run(self, order, at, false)
    }

    /// What ``execute_pre_trade`` would answer, without a trace (P-11): what policies emitted is
    /// rolled back in reverse.
    ///
    /// As ``dry_run_start_pre_trade``. A rollback callback that raises is a ``CallbackError`` and
    /// blocks the account, as after any rollback (P-8).
    #[pyo3(signature = (order, *, at=None))]
    fn dry_run_execute_pre_trade<'py>(
        &self,
        order: &Bound<'py, PyAny>,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        dry_run(self, order, at, true)
    }
}
