// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::EMITTED_MUTATION;
use crate::param::AccountId;

/// What a policy's hook may read of the running call: the way to read inside a callback (P-9).
///
/// A snapshot; it may be kept.
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct Context {
    at: i64,
    account_id: Option<openpit::param::AccountId>,
    mutations: Vec<(String, &'static str)>,
}

impl Context {
    fn of(ctx: &openpit::pretrade::Context<'_>) -> Self {
        Self {
            at: ctx.at(),
            account_id: ctx.account_id(),
            mutations: ctx
                .mutations()
                .map(|emitted| (emitted.policy.to_owned(), emitted.kind.as_str()))
                .collect(),
        }
    }
}

#[pymethods]
impl Context {
    /// The time of the call in nanoseconds since the epoch (D-2).
    #[getter]
    fn at(&self) -> i64 {
        self.at
    }

    /// The account of the call.
    #[getter]
    fn account_id(&self) -> Option<AccountId> {
        self.account_id.map(AccountId)
    }

    /// What earlier policies of this main stage emitted, a tuple of ``EmittedMutation`` (P-4);
    /// empty elsewhere.
    #[getter]
    fn mutations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        if self.mutations.is_empty() {
            return Ok(PyTuple::empty(py));
        }
        let class = EMITTED_MUTATION.get(py)?;
        let emitted = self
            .mutations
            .iter()
            .map(|(policy, kind)| class.call1((policy, *kind)));
        PyTuple::new(py, emitted.collect::<PyResult<Vec<_>>>()?)
    }

    fn __repr__(&self) -> String {
        let (at, count) = (self.at, self.mutations.len());
        format!("<openpit.pretrade.Context at={at} mutations={count}>")
    }
}

/// The arguments of the running call's hooks: they share one tuple while nothing new is emitted.
#[derive(Debug, Default)]
pub struct HookArgs {
    last: Mutex<Option<(usize, Py<PyTuple>)>>,
    is_kept: AtomicBool,
}

impl HookArgs {
    /// Context and record as a hook's arguments.
    pub fn get<'py>(
        &self,
        py: Python<'py>,
        ctx: &openpit::pretrade::Context<'_>,
        record: &Py<PyAny>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let emitted = ctx.mutations().len();
        if let Some((known, args)) = &*self.lock()
            && *known == emitted
        {
            return Ok(args.bind(py).clone());
        }
        let args = (Context::of(ctx), record).into_pyobject(py)?;
        // The lock is let go before what it held is dropped.
        let earlier = self.lock().replace((emitted, args.clone().unbind()));
        self.is_kept.store(true, Ordering::Relaxed);
        drop(earlier);
        Ok(args)
    }

    /// The call is over: its record is not kept any longer.
    #[inline]
    pub fn clear(&self) {
        if self.is_kept.load(Ordering::Relaxed) {
            self.is_kept.store(false, Ordering::Relaxed);
            let last = self.lock().take();
            drop(last);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(usize, Py<PyTuple>)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
