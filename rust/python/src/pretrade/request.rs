// SPDX-License-Identifier: Apache-2.0
//! `StartResult` and `Request`: an accepted start is its own request.

use std::sync::atomic::{AtomicBool, Ordering};

use openpit::engine::{Error, Key, LifecycleKind, RequestKey, StartError};
use openpit::pretrade::Reject;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{ExecuteResult, Reservation, rejects_tuple};
use crate::engine::{At, Engine, error, raised, rejected};
use crate::param::AccountId;

/// What came of a start stage (P-2). Truthy when the order was accepted.
///
/// ``ok``: whether it was; ``request``: then the ``Request``, else ``None``; ``rejects``: else the
/// rejects, a tuple of ``Reject``. Write ``if result:`` and every type checker knows which it is.
#[pyclass(frozen, subclass, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct StartResult {
    /// None when accepted.
    rejects: Option<Vec<Reject>>,
}

impl StartResult {
    /// The result of a start that was rejected.
    pub fn rejected(py: Python<'_>, rejects: Vec<Reject>) -> PyResult<Bound<'_, Self>> {
        let rejects = Some(rejects);
        Bound::new(py, Self { rejects })
    }
}

#[pymethods]
impl StartResult {
    /// Whether the order was accepted.
    #[getter]
    fn ok(&self) -> bool {
        self.rejects.is_none()
    }

    /// The request, if the order was accepted.
    #[getter]
    fn request<'py>(slf: &Bound<'py, Self>) -> Option<Bound<'py, PyAny>> {
        // An accepted start is the request itself, which saves an object for each order.
        slf.get().ok().then(|| slf.clone().into_any())
    }

    /// The rejects, a tuple of ``Reject``; empty if the order was accepted.
    #[getter]
    fn rejects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        rejects_tuple(py, self.rejects.as_deref().unwrap_or_default())
    }

    fn __bool__(&self) -> bool {
        self.ok()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let this = slf.get();
        if this.ok() {
            return Ok("<openpit.pretrade.Request>".to_owned());
        }
        let rejects = this.rejects(slf.py())?.repr()?;
        Ok(format!("<openpit.pretrade.StartResult rejects={rejects}>"))
    }
}

/// An order that passed the start stage and waits for ``execute``, which consumes it (P-4).
///
/// Forgetting it forgets the order; what start policies counted stays counted (P-3).
#[pyclass(frozen, extends = StartResult, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct Request {
    engine: Py<Engine>,
    key: RequestKey,
    used: AtomicBool,
}

impl Request {
    /// A request of an engine.
    pub fn open<'py>(engine: &Bound<'py, Engine>, key: RequestKey) -> PyResult<Bound<'py, Self>> {
        let request = Self {
            engine: engine.clone().unbind(),
            key,
            used: AtomicBool::new(false),
        };
        let base = StartResult { rejects: None };
        Bound::new(
            engine.py(),
            PyClassInitializer::from(base).add_subclass(request),
        )
    }

    fn consume(&self) {
        self.used.store(true, Ordering::Relaxed);
    }
}

#[pymethods]
impl Request {
    /// Main stage (P-4): every policy, then a reservation, or the rollback of all mutations and
    /// every policy's rejects.
    ///
    /// Gives an ``ExecuteResult``, truthy when accepted: then it has the ``reservation``. ``at`` is
    /// the time in nanoseconds since the epoch, only under a manual clock; without it the
    /// request's time or the engine's last, whichever is later (D-2). Raises ``LifecycleError`` for
    /// a second call (P-7), ``CallbackError`` if a policy failed (P-8), ``TimeError``,
    /// ``ThreadingError``, ``ReentrancyError``; after those three it can be executed later.
    #[pyo3(signature = (*, at=None))]
    fn execute<'py>(slf: &Bound<'py, Self>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let request = slf.get();
        let engine = request.engine.bind(py);
        let inner = &engine.get().inner;
        if request.used.load(Ordering::Relaxed) && !inner.core.is_closed() {
            let used = Error::Lifecycle(LifecycleKind::RequestUsed);
            return Err(error(py, &used));
        }
        inner.enter(py)?;
        let call = inner.calls.begin();
        match inner.run(py, |core| {
            core.execute_keyed(request.key, at.map(|at| at.0))
        })? {
            Ok(key) => {
                request.consume();
                call.end(py);
                Ok(Reservation::open(engine, key)?.into_any())
            }
            Err(StartError::Rejected(rejects)) => {
                request.consume();
                rejected(py, &call, rejects, |rejects| {
                    ExecuteResult::rejected(py, rejects)
                })
            }
            Err(StartError::Refused(refused)) => Err(raised(py, &call, &refused)),
        }
    }

    /// Whose order it is, for the async engine.
    #[getter]
    fn _account(&self) -> Option<AccountId> {
        self.key.to_parts().1.map(AccountId)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.engine)
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if !*self.used.get_mut() {
            self.engine.get().inner.release(Key::Request(self.key));
        }
    }
}
