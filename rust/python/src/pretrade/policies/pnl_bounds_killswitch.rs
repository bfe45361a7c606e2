// SPDX-License-Identifier: Apache-2.0
//! L-4: reads a `PnlBoundsKillSwitchBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

use super::all;
use crate::param::{Pnl, account_id, asset};

#[derive(FromPyObject)]
struct BrokerBarrier<'py> {
    #[pyo3(from_py_with = asset)]
    settlement_asset: param::Asset,
    lower_bound: Option<Bound<'py, Pnl>>,
    upper_bound: Option<Bound<'py, Pnl>>,
}

impl From<BrokerBarrier<'_>> for core::PnlBoundsBrokerBarrier {
    fn from(barrier: BrokerBarrier<'_>) -> Self {
        Self {
            settlement_asset: barrier.settlement_asset,
            lower_bound: barrier.lower_bound.map(|pnl| pnl.get().0),
            upper_bound: barrier.upper_bound.map(|pnl| pnl.get().0),
        }
    }
}

#[derive(FromPyObject)]
struct AccountBarrier<'py> {
    barrier: BrokerBarrier<'py>,
    #[pyo3(from_py_with = account_id)]
    account_id: param::AccountId,
    initial_pnl: Bound<'py, Pnl>,
}

impl From<AccountBarrier<'_>> for core::PnlBoundsAccountAssetBarrier {
    fn from(barrier: AccountBarrier<'_>) -> Self {
        Self {
            barrier: barrier.barrier.into(),
            account_id: barrier.account_id,
            initial_pnl: barrier.initial_pnl.get().0,
        }
    }
}

#[derive(FromPyObject)]
struct Builder<'py> {
    name: Option<String>,
    broker: Vec<BrokerBarrier<'py>>,
    accounts: Vec<AccountBarrier<'py>>,
}

pub fn read(policy: &Bound<'_, PyAny>) -> PyResult<core::PnlBoundsKillSwitchPolicy> {
    let builder: Builder<'_> = policy.extract()?;
    let mut policy = core::PnlBoundsKillSwitchPolicy::new();
    if let Some(name) = builder.name {
        policy = policy.named(name);
    }
    Ok(policy
        .broker_barriers(builder.broker.into_iter().map(Into::into))
        .account_asset_barriers(builder.accounts.into_iter().map(Into::into)))
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Change<'py> {
    broker: Option<Vec<BrokerBarrier<'py>>>,
    account_asset: Option<Vec<AccountBarrier<'py>>>,
}

pub fn change(axes: &Bound<'_, PyAny>) -> PyResult<core::LimitsChange> {
    let change: Change<'_> = axes.extract()?;
    Ok(core::LimitsChange::Pnl(core::PnlBoundsChange {
        broker: all(change.broker),
        account_asset: all(change.account_asset),
    }))
}
