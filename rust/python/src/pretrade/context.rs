// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::collections::BTreeMap;
use std::sync::Arc;

use openpit::engine::{Balance, BalanceKey, Holding};
use openpit::param::Asset;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::EMITTED_MUTATION;
use crate::engine::{balance_key, balance_object, holding_object};
use crate::param::{AccountId, asset};

/// What a policy's hook may read of the running call: the way to read inside a callback (P-9).
///
/// A snapshot; it may be kept.
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct Context {
    at: i64,
    dry_run: bool,
    account_id: Option<openpit::param::AccountId>,
    mutations: Vec<(String, &'static str)>,
    holdings: Vec<AssetHolding>,
    balances: Option<Balances>,
}

/// All that the call's account has; shared with the engine until it changes.
type Balances = Arc<BTreeMap<BalanceKey, Balance>>;

fn same_balances(a: Option<&Balances>, b: Option<&Balances>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
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
            balances: ctx.balances(),
            at: ctx.at(),
            dry_run: ctx.dry_run(),
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

    /// The context of a hook that is called once for each item of a batch.
    pub fn of_item(ctx: &openpit::pretrade::Context<'_>) -> Self {
        Self::of(ctx, ctx.held_assets())
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

    /// Whether the call is a dry run (P-11): what a hook changes of its own state then, the
    /// rollback that it emits has to undo.
    #[getter]
    const fn dry_run(&self) -> bool {
        self.dry_run
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

    /// What the call's account has of an asset, an ``Asset`` or its name, or in a position: an
    /// ``instrument`` and the ``collateral_asset`` that secures it. A ``Balance``, as adjustments
    /// tell it; inside a batch with what earlier items and the one that is judged do (B-1).
    ///
    /// Keyword only. Zero where no adjustment told of any.
    #[pyo3(signature = (*, asset=None, instrument=None, collateral_asset=None))]
    fn balance<'py>(
        &self,
        py: Python<'py>,
        asset: Option<&Bound<'py, PyAny>>,
        instrument: Option<&Bound<'py, PyAny>>,
        collateral_asset: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let key = balance_key(asset, instrument, collateral_asset)?;
        let known = self.balances.as_ref();
        let balance = known.and_then(|known| known.get(&key)).copied();
        balance_object(py, &key, &balance.unwrap_or_default())
    }

    fn __repr__(&self) -> String {
        let (at, count) = (self.at, self.mutations.len());
        format!("<openpit.pretrade.Context at={at} mutations={count}>")
    }
}

/// The last hook's arguments, with how much was emitted by then and what the account had.
#[derive(Debug)]
struct Last {
    emitted: usize,
    balances: Option<Balances>,
    args: Py<PyTuple>,
}

/// The arguments of one call's hooks: they share one tuple while nothing new is emitted and nothing
/// is reserved, of which each policy sees its own.
#[derive(Debug, Default)]
pub struct HookArgs(Option<Last>);

impl HookArgs {
    /// The earlier arguments, if they still say all that a hook may read.
    pub fn find<'py>(
        &self,
        py: Python<'py>,
        ctx: &openpit::pretrade::Context<'_>,
    ) -> Option<Bound<'py, PyTuple>> {
        let last = self.0.as_ref()?;
        let balances = ctx.balances();
        let is_same = last.emitted == ctx.mutations().len()
            && same_balances(last.balances.as_ref(), balances.as_ref())
            && ctx.held_assets().is_empty();
        is_same.then(|| last.args.bind(py).clone())
    }

    /// Context and record as a hook's arguments, and what to keep of them.
    pub fn make<'py>(
        py: Python<'py>,
        ctx: &openpit::pretrade::Context<'_>,
        record: &Py<PyAny>,
    ) -> PyResult<(Bound<'py, PyTuple>, Self)> {
        let held = ctx.held_assets();
        let is_own = !held.is_empty();
        let args = (Context::of(ctx, held), record).into_pyobject(py)?;
        let last = Last {
            emitted: ctx.mutations().len(),
            balances: ctx.balances(),
            args: args.clone().unbind(),
        };
        Ok((args, Self((!is_own).then_some(last))))
    }
}
