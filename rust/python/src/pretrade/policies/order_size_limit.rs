// SPDX-License-Identifier: Apache-2.0
//! L-3: reads an `OrderSizeLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

use super::all;
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

impl From<BrokerBarrier<'_>> for core::OrderSizeBrokerBarrier {
    fn from(barrier: BrokerBarrier<'_>) -> Self {
        let limit = barrier.limit.into();
        Self { limit }
    }
}

impl From<AssetBarrier<'_>> for core::OrderSizeAssetBarrier {
    fn from(barrier: AssetBarrier<'_>) -> Self {
        Self {
            limit: barrier.limit.into(),
            asset: barrier.asset,
        }
    }
}

impl From<AccountAssetBarrier<'_>> for core::OrderSizeAccountAssetBarrier {
    fn from(barrier: AccountAssetBarrier<'_>) -> Self {
        Self {
            limit: barrier.limit.into(),
            account_id: barrier.account_id,
            asset: barrier.asset,
        }
    }
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
        policy = policy.broker_barrier(barrier.into());
    }
    Ok(policy
        .asset_barriers(builder.assets.into_iter().map(Into::into))
        .account_asset_barriers(builder.account_assets.into_iter().map(Into::into)))
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Change<'py> {
    broker: Option<Vec<BrokerBarrier<'py>>>,
    asset: Option<Vec<AssetBarrier<'py>>>,
    account_asset: Option<Vec<AccountAssetBarrier<'py>>>,
}

pub fn change(axes: &Bound<'_, PyAny>) -> PyResult<core::LimitsChange> {
    let change: Change<'_> = axes.extract()?;
    Ok(core::LimitsChange::Size(core::OrderSizeLimitChange {
        broker: all(change.broker),
        asset: all(change.asset),
        account_asset: all(change.account_asset),
    }))
}
