// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    fn of(ctx: &openpit::pretrade::Context<'_>, held: Vec<Asset>) -> Self {
        Self {
            at: ctx.at(),
            account_id: ctx.account_id(),
            mutations: ctx
                .mutations()
                .map(|emitted| (emitted.policy.to_owned(), emitted.kind.as_str()))
                .collect(),
            holdings: held
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

/// The arguments of the running call's hooks: they share one tuple while nothing new is emitted and
/// nothing is reserved, of which each policy sees its own.
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
        let (emitted, held) = (ctx.mutations().len(), ctx.held_assets());
        if !held.is_empty() {
            return (Context::of(ctx, held), record).into_pyobject(py);
        }
        if let Some((known, args)) = &*self.lock()
            && *known == emitted
        {
            return Ok(args.bind(py).clone());
        }
        let args = (Context::of(ctx, held), record).into_pyobject(py)?;
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
