// SPDX-License-Identifier: Apache-2.0
//! L-3: reads an `OrderSizeLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

use crate::param::{Quantity, Volume, account_id, asset};

#[derive(FromPyObject)]
struct Limit<'py> {
    max_quantity: Option<Bound<'py, Quantity>>,
    max_notional: Option<Bound<'py, Volume>>,
}

impl From<Limit<'_>> for core::OrderSizeLimit {
    fn from(limit: Limit<'_>) -> Self {
        Self {
            max_quantity: limit.max_quantity.map(|quantity| quantity.get().0),
            max_notional: limit.max_notional.map(|volume| volume.get().0),
        }
    }
}

#[derive(FromPyObject)]
struct BrokerBarrier<'py> {
    limit: Limit<'py>,
}

#[derive(FromPyObject)]
struct AssetBarrier<'py> {
    limit: Limit<'py>,
    #[pyo3(from_py_with = asset)]
    asset: param::Asset,
}

#[derive(FromPyObject)]
struct AccountAssetBarrier<'py> {
    limit: Limit<'py>,
    #[pyo3(from_py_with = account_id)]
    account_id: param::AccountId,
    #[pyo3(from_py_with = asset)]
    asset: param::Asset,
}

#[derive(FromPyObject)]
struct Builder<'py> {
    name: Option<String>,
    broker: Vec<BrokerBarrier<'py>>,
    assets: Vec<AssetBarrier<'py>>,
    account_assets: Vec<AccountAssetBarrier<'py>>,
}

pub fn read(policy: &Bound<'_, PyAny>) -> PyResult<core::OrderSizeLimitPolicy> {
    let builder: Builder<'_> = policy.extract()?;
    let mut policy = core::OrderSizeLimitPolicy::new();
    if let Some(name) = builder.name {
        policy = policy.named(name);
    }
    for barrier in builder.broker {
        let limit = barrier.limit.into();
        policy = policy.broker_barrier(core::OrderSizeBrokerBarrier { limit });
    }
    let assets = builder
        .assets
        .into_iter()
        .map(|barrier| core::OrderSizeAssetBarrier {
            limit: barrier.limit.into(),
            asset: barrier.asset,
        });
    let account_assets =
        builder
            .account_assets
            .into_iter()
            .map(|barrier| core::OrderSizeAccountAssetBarrier {
                limit: barrier.limit.into(),
                account_id: barrier.account_id,
                asset: barrier.asset,
            });
    Ok(policy
        .asset_barriers(assets)
        .account_asset_barriers(account_assets))
}
