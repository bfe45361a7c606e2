// SPDX-License-Identifier: Apache-2.0
//! `ExecuteResult` and `Reservation`: an accepted execute is its own reservation.

use std::sync::atomic::{AtomicBool, Ordering};

use openpit::engine::{Error, Key, LifecycleKind, ReservationKey};
use openpit::pretrade::{Finalization, Reject};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::rejects_tuple;
use crate::engine::{At, Call, Engine, error, raised};
use crate::param::AccountId;

/// What came of a main stage (P-4), or of both stages (P-5). Truthy when the order was accepted.
///
/// ``ok``: whether it was; ``reservation``: then the ``Reservation``, else ``None``; ``rejects``:
/// else the rejects, a tuple of ``Reject``. Write ``if result:`` and every type checker knows which
/// it is.
#[pyclass(frozen, subclass, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct ExecuteResult {
    /// None when accepted.
    rejects: Option<Vec<Reject>>,
}

impl ExecuteResult {
    /// The result of an execute that was rejected.
    pub fn rejected(py: Python<'_>, rejects: Vec<Reject>) -> PyResult<Bound<'_, Self>> {
        let rejects = Some(rejects);
        Bound::new(py, Self { rejects })
    }
}

#[pymethods]
impl ExecuteResult {
    /// Whether the order was accepted.
    #[getter]
    fn ok(&self) -> bool {
        self.rejects.is_none()
    }

    /// The reservation, if the order was accepted.
    #[getter]
    fn reservation<'py>(slf: &Bound<'py, Self>) -> Option<Bound<'py, PyAny>> {
        // An accepted execute is the reservation itself, which saves an object for each order.
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
            return Ok("<openpit.pretrade.Reservation>".to_owned());
        }
        let rejects = this.rejects(slf.py())?.repr()?;
        Ok(format!(
            "<openpit.pretrade.ExecuteResult rejects={rejects}>"
        ))
    }
}

/// An order that passed both stages and may go to the venue. Commit it or roll it back, once (P-6).
///
/// Forgotten, it rolls back: at once on a thread that may call its account then, else with the
/// account's next call (T-3a); what its callbacks raise then goes to ``sys.unraisablehook`` and
/// blocks the account.
/// In a ``with`` statement it is closed at the end, on an exception too.
///
/// >>> result = engine.execute_pre_trade(order=order)
/// >>> if result:
/// ...     with result.reservation as reservation:
/// ...         reservation.commit()
#[pyclass(frozen, extends = ExecuteResult, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct Reservation {
    engine: Py<Engine>,
    key: ReservationKey,
    finalized: AtomicBool,
}

impl Reservation {
    /// A reservation of an engine.
    pub fn open<'py>(
        engine: &Bound<'py, Engine>,
        key: ReservationKey,
    ) -> PyResult<Bound<'py, Self>> {
        let reservation = Self {
            engine: engine.clone().unbind(),
            key,
            finalized: AtomicBool::new(false),
        };
        let base = ExecuteResult { rejects: None };
        Bound::new(
            engine.py(),
            PyClassInitializer::from(base).add_subclass(reservation),
        )
    }

    #[inline]
    fn finalize(&self, py: Python<'_>, side: Finalization, at: Option<At>) -> PyResult<()> {
        let inner = &self.engine.get().inner;
        if self.finalized.load(Ordering::Relaxed) && !inner.core.is_closed() {
            let finalized = Error::Lifecycle(LifecycleKind::ReservationFinalized);
            return Err(error(py, &finalized));
        }
        inner.enter(py)?;
        let call = inner.calls.begin();
        let at = at.map(|at| at.0);
        let finalized = inner.run(py, |core| core.finalize_keyed(self.key, side, at))?;
        self.settled(py, &call, finalized)
    }

    /// Takes note of what came of a finalization.
    #[inline]
    fn settled(&self, py: Python<'_>, call: &Call<'_>, result: Result<(), Error>) -> PyResult<()> {
        match result {
            Ok(()) => {
                self.finalized.store(true, Ordering::Relaxed);
                call.end(py);
                Ok(())
            }
            Err(refused) => {
                if matches!(refused, Error::Callback(_)) {
                    self.finalized.store(true, Ordering::Relaxed);
                }
                Err(raised(py, call, &refused))
            }
        }
    }
}

#[pymethods]
impl Reservation {
    /// Applies the commit side of every mutation, in registration order (P-6).
    ///
    /// ``at`` is the time in nanoseconds since the epoch, only under a manual clock; without it the
    /// engine's last (D-2). Raises ``LifecycleError`` if it is finalized already (P-7),
    /// ``CallbackError`` if callbacks failed: all others ran, it is finalized and the account is
    /// blocked (P-8); ``TimeError``, ``ThreadingError``, ``ReentrancyError``, which leave it open.
    #[pyo3(signature = (*, at=None))]
    fn commit(&self, py: Python<'_>, at: Option<At>) -> PyResult<()> {
        self.finalize(py, Finalization::Commit, at)
    }

    /// Applies the rollback side of every mutation, in reverse order (P-6). ``at`` and errors as
    /// for ``commit``.
    #[pyo3(signature = (*, at=None))]
    fn rollback(&self, py: Python<'_>, at: Option<At>) -> PyResult<()> {
        self.finalize(py, Finalization::Rollback, at)
    }

    /// Drops it here and now (P-7.2): what is open rolls back, and after a report on its order
    /// nothing is given back. Closing what is finalized, or of a closed engine, does nothing.
    ///
    /// Reads no clock. Raises ``CallbackError`` if callbacks failed: it is finalized all the same
    /// and the account is blocked (P-8); ``ThreadingError``, ``ReentrancyError``, which leave it
    /// open.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let inner = &self.engine.get().inner;
        if self.finalized() {
            return Ok(());
        }
        inner.check_thread(py)?;
        let call = inner.calls.begin();
        let closed = inner.run(py, |core| core.close_keyed(self.key))?;
        self.settled(py, &call, closed.map(drop))
    }

    /// Whether it was committed, rolled back or closed.
    #[getter]
    fn finalized(&self) -> bool {
        self.finalized.load(Ordering::Relaxed) || self.engine.get().inner.core.is_closed()
    }

    /// Whose order it is, for the async engine.
    #[getter]
    fn _account(&self) -> Option<AccountId> {
        self.key.to_parts().1.map(AccountId)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.engine)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if !*self.finalized.get_mut() {
            self.engine.get().inner.release(Key::Reservation(self.key));
        }
    }
}
