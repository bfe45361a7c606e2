// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::sync::{Mutex, PoisonError};

use openpit::engine::Holding;
use openpit::param::Asset;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::EMITTED_MUTATION;
use crate::engine::holding_object;
use crate::param::{AccountId, asset};

/// What a policy's hook may read of the running call: the way to read inside a callback (P-9).
///
/// A snapshot; it may be kept.
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct Context {
    at: i64,
    account_id: Option<openpit::param::AccountId>,
    mutations: Vec<(String, &'static str)>,
    holdings: Vec<AssetHolding>,
}

/// What is reserved of one asset for the call's account.
#[derive(Debug)]
struct AssetHolding {
    asset: Asset,
    own: Holding,
    total: Holding,
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
            holdings: ctx
                .held_assets()
                .into_iter()
                .map(|asset| AssetHolding {
                    own: ctx.own_holding(&asset),
                    total: ctx.total_holding(&asset),
                    asset,
                })
                .collect(),
        }
    }

    fn holding<'py>(
        &self,
        asset: &Bound<'py, PyAny>,
        part: impl FnOnce(&AssetHolding) -> Holding,
    ) -> PyResult<Bound<'py, PyAny>> {
        let wanted = self::asset(asset)?;
        let found = self.holdings.iter().find(|known| known.asset == wanted);
        let holding = found.map(part).unwrap_or_default();
        holding_object(asset.py(), &holding)
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

    /// What this policy itself has reserved of a settlement asset, an ``Asset`` or its name, for
    /// the call's account when the hook is called: a ``Holding`` (M-2).
    fn own_holding<'py>(
        &self,
        settlement_asset: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.holding(settlement_asset, |known| known.own)
    }

    /// What all policies together have reserved of a settlement asset, an ``Asset`` or its name,
    /// for the call's account when the hook is called, with what earlier policies of the call took:
    /// a ``Holding`` (M-2).
    fn total_holding<'py>(
        &self,
        settlement_asset: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.holding(settlement_asset, |known| known.total)
    }

    fn __repr__(&self) -> String {
        let (at, count) = (self.at, self.mutations.len());
        format!("<openpit.pretrade.Context at={at} mutations={count}>")
    }
}

/// The last context of an engine: the hooks of one call share it while nothing new is emitted and
/// nothing is reserved, of which each policy has its own.
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
            && ctx.held_assets().is_empty()
        {
            return Ok(known.context.clone_ref(py));
        }
        // Making and dropping a context runs no Python code, so the lock may be held.
        let made = Context::of(ctx);
        if !made.holdings.is_empty() {
            *cache = None;
            return Py::new(py, made);
        }
        let context = Py::new(py, made)?;
        *cache = Some(Cached {
            call,
            account,
            emitted,
            context: context.clone_ref(py),
        });
        Ok(context)
    }
}
