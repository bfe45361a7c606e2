// SPDX-License-Identifier: Apache-2.0
//! `Engine`: the handle that callers hold.

use std::sync::{Arc, OnceLock};

use openpit::engine::sync::{Checked, Mode};
use openpit::engine::{BlockScope, Error, Key, LifecycleKind, StartError};
use openpit::pretrade::Rejected;
use pyo3::IntoPyObjectExt;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::accounts::{self, Accounts};
use super::calls::{Call, Calls, Policies};
use super::clock::At;
use super::error::{error, guarded};
use super::holds::hold_list;
use super::report::PostTradeResult;
use super::sync::{Place, detached, is_exiting, may_release_at_exit};
use super::verdict::Verdict;
use crate::classes::{DROP_COUNTERS, ENGINE_BUILDER};
use crate::core::{ExecutionReport, Order, SubmittedAdjustment, SubmittedOrder, SubmittedReport};
use crate::pretrade::{ExecuteResult, Request, Reservation, StartResult};
use crate::text::typed;

/// The core's engine for Python: of any mode, checked at run time.
pub type Core = openpit::Engine<SubmittedOrder, SubmittedReport, SubmittedAdjustment, Checked>;

/// What an engine shares with the guardian that closes it.
#[derive(Debug)]
pub struct Inner {
    pub core: Core,
    pub calls: Arc<Calls>,
    pub place: Place,
}

impl Inner {
    /// Lifecycle, then threading (K-1); time and blocks are the core's.
    #[inline]
    pub fn enter(&self, py: Python<'_>) -> PyResult<()> {
        if self.core.is_closed() {
            let closed = Error::Lifecycle(LifecycleKind::EngineClosed);
            return Err(error(py, &closed));
        }
        self.check_thread(py)
    }

    #[inline]
    pub fn check_thread(&self, py: Python<'_>) -> PyResult<()> {
        self.place.check(py)
    }

    /// Runs core work. A Local engine's is shorter than letting go of the interpreter; else other
    /// threads run beside it, and what it waits for can come (T-5).
    #[inline]
    pub fn run<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&Core) -> T + Send,
    ) -> PyResult<T> {
        if self.place.is_local() {
            return guarded(|| work(&self.core));
        }
        detached(py, || guarded(|| work(&self.core)))
    }

    /// Closes; the exception of what failed, if anything did.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let call = self.calls.begin();
        match self.run(py, |core| core.close())? {
            Ok(()) => {
                call.end(py);
                Ok(())
            }
            Err(refused) => Err(raised(py, &call, &refused)),
        }
    }

    /// A handle is gone: an open reservation rolls back, now if this thread may run its callbacks,
    /// else with the account's next call (P-6, T-3a). At the interpreter's exit what the engine
    /// itself holds is given back all the same, without Python's callbacks (P-7.4).
    pub fn release(&self, key: Key) {
        if !self.place.is_own_process() {
            // A copy in a forked process: the order is the other one's.
            return;
        }
        let is_exiting = is_exiting();
        let may_wait = self.place.is_local() || !is_exiting || may_release_at_exit();
        if !self.place.is_here() || !may_wait {
            self.core.release_later(key);
            return;
        }
        if is_exiting {
            let _ = self.calls.muted(|| guarded(|| self.core.release(key)));
            return;
        }
        Python::attach(|py| {
            // The drop may be part of an exception's unwinding, which callbacks must not disturb.
            let pending = PyErr::take(py);
            let call = self.calls.begin();
            let released = self.run(py, |core| core.release(key));
            call.end(py);
            if let Err(error) = released {
                error.write_unraisable(py, None);
            }
            if let Some(pending) = pending {
                pending.restore(py);
            }
        });
    }
}

/// The exception of an error that a call returned.
#[cold]
pub fn raised(py: Python<'_>, call: &Call<'_>, refused: &Error) -> PyErr {
    if let Error::Callback(failures) = refused {
        return call.error(py, &failures.0, &PyTuple::empty(py), None);
    }
    call.end(py);
    error(py, refused)
}

/// The pre-trade risk engine (P). Made by ``Engine.builder()``.
///
/// The builder's sync policy says who may call it (T-1); what it does not allow is a
/// ``ThreadingError``, and so is a call in a process that was forked since (T-1.6). A call from
/// inside one of its own callbacks is a ``ReentrancyError`` (P-9); after ``close``
/// every call is a ``LifecycleError`` (P-7). Used in a ``with`` statement it closes at the end; an
/// engine that is no longer used closes itself.
///
/// >>> engine = Engine.builder().no_sync().clock(ManualClock()).build()
/// >>> order = Order.limit("AAPL/USD", account=1, side="BUY", quantity="100", price="185")
/// >>> result = engine.execute_pre_trade(order=order, at=1)
/// >>> result.ok
/// True
/// >>> if result:
/// ...     result.reservation.commit()
#[pyclass(frozen, weakref, module = "openpit.core")]
#[derive(Debug)]
pub struct Engine {
    pub inner: Arc<Inner>,
    policies: Policies,
    /// Closes the engine when it is garbage, before anything that it needs is torn down.
    guardian: OnceLock<Py<PyAny>>,
}

impl Engine {
    pub fn new(core: Core, mode: Mode, calls: Arc<Calls>, policies: Policies) -> Self {
        let place = Place::here(mode);
        Self {
            inner: Arc::new(Inner { core, calls, place }),
            policies,
            guardian: OnceLock::new(),
        }
    }

    /// Sets the object whose finalizer closes the engine.
    pub fn guard(&self, guardian: Py<PyAny>) {
        let _ = self.guardian.set(guardian);
    }

    /// A read that is allowed after `close` too.
    pub fn read<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&Core) -> Result<T, Error> + Send,
    ) -> PyResult<T>
    where
        T: Send,
    {
        let inner = &self.inner;
        inner.check_thread(py)?;
        let call = inner.calls.begin();
        match inner.run(py, work)? {
            Ok(found) => {
                call.end(py);
                Ok(found)
            }
            Err(refused) => Err(raised(py, &call, &refused)),
        }
    }
}

/// The rejects of a call as its result object, or the exception of the callbacks that failed.
#[cold]
pub fn rejected<'py, T>(
    py: Python<'py>,
    call: &Call<'_>,
    rejected: Rejected,
    result: impl FnOnce(Vec<openpit::pretrade::Reject>) -> PyResult<Bound<'py, T>>,
) -> PyResult<Bound<'py, PyAny>> {
    let Rejected { rejects, failures } = rejected;
    let result = result(rejects)?.into_any();
    if failures.is_empty() {
        call.end(py);
        return Ok(result);
    }
    let rejects = result.getattr("rejects")?.cast_into::<PyTuple>()?;
    Err(call.error(py, &failures, &rejects, Some(result)))
}

#[pymethods]
impl Engine {
    /// Starts the configuration of an engine: an ``EngineBuilder``.
    #[staticmethod]
    fn builder(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        ENGINE_BUILDER.get(py)?.call0()
    }

    /// Start stage: the early checks, in registration order, up to the first reject (P-2).
    ///
    /// Gives a ``StartResult``, truthy when accepted: then it has the ``request``. ``at`` is the
    /// time in nanoseconds since the epoch, only under a manual clock (D-2). Raises
    /// ``CallbackError`` if a policy failed (P-8), ``TimeError``, ``ThreadingError``,
    /// ``LifecycleError``, ``ReentrancyError``.
    #[pyo3(signature = (order, *, at=None))]
    fn start_pre_trade<'py>(
        slf: &Bound<'py, Self>,
        order: &Bound<'py, PyAny>,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let order = SubmittedOrder::new(typed::<Order>(order, "order")?)?;
        let inner = &slf.get().inner;
        inner.enter(py)?;
        let call = inner.calls.begin();
        match inner.run(py, |core| core.start_keyed(order, at.map(|at| at.0)))? {
            Ok(key) => {
                call.end(py);
                Ok(Request::open(slf, key)?.into_any())
            }
            Err(StartError::Rejected(rejects)) => rejected(py, &call, rejects, |rejects| {
                StartResult::rejected(py, rejects)
            }),
            Err(StartError::Refused(refused)) => Err(raised(py, &call, &refused)),
        }
    }

    /// Start and execute in one call: the same outcomes, with the rejects of the stage that
    /// rejected (P-5).
    ///
    /// Gives an ``ExecuteResult``, truthy when accepted: then it has the ``reservation``. ``at``
    /// and errors as for ``start_pre_trade``.
    #[pyo3(signature = (order, *, at=None))]
    fn execute_pre_trade<'py>(
        slf: &Bound<'py, Self>,
        order: &Bound<'py, PyAny>,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let order = SubmittedOrder::new(typed::<Order>(order, "order")?)?;
        let inner = &slf.get().inner;
        inner.enter(py)?;
        let call = inner.calls.begin();
        match inner.run(py, |core| {
            core.start_and_execute_keyed(order, at.map(|at| at.0))
        })? {
            Ok(key) => {
                call.end(py);
                Ok(Reservation::open(slf, key)?.into_any())
            }
            Err(StartError::Rejected(rejects)) => rejected(py, &call, rejects, |rejects| {
                ExecuteResult::rejected(py, rejects)
            }),
            Err(StartError::Refused(refused)) => Err(raised(py, &call, &refused)),
        }
    }

    /// Post-trade feedback (P-10): every policy learns of the execution.
    ///
    /// Gives a ``PostTradeResult``. A report is a fact: it is taken for blocked accounts too (K-3),
    /// and under a manual clock with an earlier ``at``, which flags it late. Raises ``ParamError``
    /// for a report without an account, ``CallbackError`` if a report hook failed: the others ran
    /// and the account is blocked.
    #[pyo3(signature = (report, *, at=None))]
    fn apply_execution_report(
        slf: &Bound<'_, Self>,
        report: &Bound<'_, PyAny>,
        at: Option<At>,
    ) -> PyResult<PostTradeResult> {
        let py = slf.py();
        let report = SubmittedReport::new(typed::<ExecutionReport>(report, "report")?)?;
        let inner = &slf.get().inner;
        inner.enter(py)?;
        let call = inner.calls.begin();
        let at = at.map(|at| at.0);
        match inner.run(py, |core| core.apply_execution_report_keyed(&report, at))? {
            Ok(outcome) => {
                let result = PostTradeResult::of(py, &outcome)?;
                if outcome.failures.is_empty() {
                    call.end(py);
                    return Ok(result);
                }
                let result = result.into_bound_py_any(py)?;
                let no_rejects = PyTuple::empty(py);
                Err(call.error(py, &outcome.failures, &no_rejects, Some(result)))
            }
            Err(refused) => Err(raised(py, &call, &refused)),
        }
    }

    /// The admin side of blocks (K-2), for any thread (K-4).
    fn accounts(&self) -> Accounts {
        Accounts::new(self.inner.core.accounts(), self.inner.place.process())
    }

    /// Blocks every account (K-2); gives the cause, a ``BlockCause`` to unblock with. From any
    /// thread (K-4).
    fn block<'py>(
        &self,
        py: Python<'py>,
        reason: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.accounts().block_scope(py, BlockScope::Engine, reason)
    }

    /// Removes one cause of the engine's block; ``False`` if it was not there. From any thread
    /// (K-4).
    fn unblock(&self, cause: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.accounts().unblock_scope(BlockScope::Engine, cause)
    }

    /// Removes every cause of the engine's block, but none of an account's; ``False`` if there was
    /// none. From any thread (K-4).
    fn unblock_all(&self, py: Python<'_>) -> PyResult<bool> {
        self.inner.place.process().check(py)?;
        accounts::run(py, || self.inner.core.unblock_all())
    }

    /// What every policy has reserved (M-2): a list of ``Hold``, by account id, settlement asset
    /// and registration order of the policies; what holds nothing and has nothing open is not in
    /// it. Works after ``close`` too, which has given back what was held.
    ///
    /// Inside a callback it is a ``ReentrancyError``: the context's ``own_holding`` and
    /// ``total_holding`` are the way to read (P-9).
    fn holds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let holds = self.read(py, |core| core.holds())?;
        hold_list(py, holds)
    }

    /// Takes the decision log's lines that were not taken yet, without line feeds (D-1).
    ///
    /// Empty unless the engine records decisions. Works after ``close`` too.
    fn decisions(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.read(py, |core| core.decisions())
    }

    /// The SHA-256 of the whole decision log so far, lines already taken too, in lower-case
    /// hexadecimal (D-1). Works after ``close`` too.
    fn decisions_digest(&self, py: Python<'_>) -> PyResult<String> {
        self.read(py, |core| core.decisions_digest())
    }

    /// Takes the verdicts that were not taken yet, a list of ``Verdict`` in the order of the
    /// decisions: what every policy observed, its limit and the headroom.
    ///
    /// Empty unless the engine records verdicts. Works after ``close`` too.
    fn verdicts(&self, py: Python<'_>) -> PyResult<Vec<Verdict>> {
        let verdicts = self.read(py, |core| core.verdicts())?;
        Ok(verdicts.into_iter().map(Verdict).collect())
    }

    /// How many dropped handles had to wait, and how many of those are rolled back (T-3a).
    ///
    /// Gives ``DropCounters``; from any thread, at any time.
    fn drops<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.inner.place.process().check(py)?;
        let counters = self.inner.core.drops();
        DROP_COUNTERS
            .get(py)?
            .call1((counters.queued, counters.drained))
    }

    /// Whether one thread owns the engine, for the async engine.
    #[getter]
    fn _is_local(&self) -> bool {
        self.inner.place.is_local()
    }

    /// Whether the engine is closed.
    #[getter]
    fn closed(&self) -> bool {
        self.inner.core.is_closed()
    }

    /// Rolls back what is open, the newest first, and ends the engine (P-7).
    ///
    /// Closing again does nothing. Raises ``CallbackError`` with the rollbacks that failed: the
    /// engine is closed all the same.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        if self.inner.core.is_closed() {
            return Ok(());
        }
        self.inner.check_thread(py)?;
        self.inner.close(py)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    fn __repr__(&self) -> String {
        let state = if self.closed() { "closed" } else { "open" };
        format!("<openpit.core.Engine {state}>")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if let Some(guardian) = self.guardian.get() {
            visit.call(guardian)?;
        }
        for policy in &self.policies {
            policy.traverse(&visit)?;
        }
        self.inner.calls.traverse(&visit)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if !self.inner.place.is_own_process() {
            // The core's own end would wait for threads that are not in this process.
            std::mem::forget(Arc::clone(&self.inner));
        }
    }
}

/// What the guardian of an engine calls when the engine is garbage.
#[pyclass(frozen, name = "_Closer", module = "openpit._native")]
#[derive(Debug)]
pub struct Closer(pub Arc<Inner>);

#[pymethods]
impl Closer {
    /// Closes the engine; what fails goes to ``sys.unraisablehook``, as from any finalizer.
    fn close(&self, py: Python<'_>) {
        if !self.0.place.is_own_process() {
            return;
        }
        if self.0.core.is_closed() || is_exiting() {
            self.0.calls.mute();
            return;
        }
        if let Err(error) = self.0.close(py) {
            error.write_unraisable(py, None);
        }
    }
}
