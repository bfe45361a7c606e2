// SPDX-License-Identifier: Apache-2.0
//! L-2: reads a `RateLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

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
        let limit = barrier.limit.into();
        policy = policy.broker_barrier(core::RateLimitBrokerBarrier { limit });
    }
    let assets = builder
        .assets
        .into_iter()
        .map(|barrier| core::RateLimitAssetBarrier {
            limit: barrier.limit.into(),
            settlement_asset: barrier.settlement_asset,
        });
    let accounts = builder
        .accounts
        .into_iter()
        .map(|barrier| core::RateLimitAccountBarrier {
            limit: barrier.limit.into(),
            account_id: barrier.account_id,
        });
    let account_assets =
        builder
            .account_assets
            .into_iter()
            .map(|barrier| core::RateLimitAccountAssetBarrier {
                limit: barrier.limit.into(),
                account_id: barrier.account_id,
                settlement_asset: barrier.settlement_asset,
            });
    Ok(policy
        .asset_barriers(assets)
        .account_barriers(accounts)
        .account_asset_barriers(account_assets))
}
