// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::sync::{Mutex, PoisonError};

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

/// The last context of an engine: the hooks of one call share it while nothing new is emitted.
#[derive(Debug, Default)]
pub struct ContextCache(Mutex<Option<Cached>>);

#[derive(Debug)]
struct Cached {
    call: u64,
    account: Option<openpit::param::AccountId>,
    emitted: usize,
    context: Py<Context>,
}

impl ContextCache {
    /// The context of a hook in the engine's call with this number.
    pub fn get(
        &self,
        py: Python<'_>,
        call: u64,
        ctx: &openpit::pretrade::Context<'_>,
    ) -> PyResult<Py<Context>> {
        let (account, emitted) = (ctx.account_id(), ctx.mutations().len());
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*cache
            && known.call == call
            && known.emitted == emitted
            && known.account == account
        {
            return Ok(known.context.clone_ref(py));
        }
        // Making and dropping a context runs no Python code, so the lock may be held.
        let context = Py::new(py, Context::of(ctx))?;
        *cache = Some(Cached {
            call,
            account,
            emitted,
            context: context.clone_ref(py),
        });
        Ok(context)
    }
}
