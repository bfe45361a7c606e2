// SPDX-License-Identifier: Apache-2.0
//! L-2: reads a `RateLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

use super::all;
use crate::param::{account_id, asset};

#[derive(FromPyObject)]
struct Limit {
    max_orders: u64,
    window_ns: i64,
}

impl From<Limit> for core::RateLimit {
    fn from(limit: Limit) -> Self {
        Self {
            max_orders: limit.max_orders,
            window_ns: limit.window_ns,
        }
    }
}

#[derive(FromPyObject)]
struct BrokerBarrier {
    limit: Limit,
}

#[derive(FromPyObject)]
struct AssetBarrier {
    limit: Limit,
    #[pyo3(from_py_with = asset)]
    settlement_asset: param::Asset,
}

#[derive(FromPyObject)]
struct AccountBarrier {
    limit: Limit,
    #[pyo3(from_py_with = account_id)]
    account_id: param::AccountId,
}

#[derive(FromPyObject)]
struct AccountAssetBarrier {
    limit: Limit,
    #[pyo3(from_py_with = account_id)]
    account_id: param::AccountId,
    #[pyo3(from_py_with = asset)]
    settlement_asset: param::Asset,
}

impl From<BrokerBarrier> for core::RateLimitBrokerBarrier {
    fn from(barrier: BrokerBarrier) -> Self {
        let limit = barrier.limit.into();
        Self { limit }
    }
}

impl From<AssetBarrier> for core::RateLimitAssetBarrier {
    fn from(barrier: AssetBarrier) -> Self {
        Self {
            limit: barrier.limit.into(),
            settlement_asset: barrier.settlement_asset,
        }
    }
}

impl From<AccountBarrier> for core::RateLimitAccountBarrier {
    fn from(barrier: AccountBarrier) -> Self {
        Self {
            limit: barrier.limit.into(),
            account_id: barrier.account_id,
        }
    }
}

impl From<AccountAssetBarrier> for core::RateLimitAccountAssetBarrier {
    fn from(barrier: AccountAssetBarrier) -> Self {
        Self {
            limit: barrier.limit.into(),
            account_id: barrier.account_id,
            settlement_asset: barrier.settlement_asset,
        }
    }
}

#[derive(FromPyObject)]
struct Builder {
    name: Option<String>,
    counts_rejected: bool,
    broker: Vec<BrokerBarrier>,
    assets: Vec<AssetBarrier>,
    accounts: Vec<AccountBarrier>,
    account_assets: Vec<AccountAssetBarrier>,
}

pub fn read(policy: &Bound<'_, PyAny>) -> PyResult<core::RateLimitPolicy> {
    let builder: Builder = policy.extract()?;
    let mut policy = core::RateLimitPolicy::new().count_rejected(builder.counts_rejected);
    if let Some(name) = builder.name {
        policy = policy.named(name);
    }
    for barrier in builder.broker {
        policy = policy.broker_barrier(barrier.into());
    }
    Ok(policy
        .asset_barriers(builder.assets.into_iter().map(Into::into))
        .account_barriers(builder.accounts.into_iter().map(Into::into))
        .account_asset_barriers(builder.account_assets.into_iter().map(Into::into)))
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Change {
    broker: Option<Vec<BrokerBarrier>>,
    asset: Option<Vec<AssetBarrier>>,
    account: Option<Vec<AccountBarrier>>,
    account_asset: Option<Vec<AccountAssetBarrier>>,
}

pub fn change(axes: &Bound<'_, PyAny>) -> PyResult<core::LimitsChange> {
    let change: Change = axes.extract()?;
    Ok(core::LimitsChange::Rate(core::RateLimitChange {
        broker: all(change.broker),
        asset: all(change.asset),
        account: all(change.account),
        account_asset: all(change.account_asset),
    }))
}
