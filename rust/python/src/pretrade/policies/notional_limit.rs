// SPDX-License-Identifier: Apache-2.0
//! L-6: reads a `NotionalLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

use super::all;
use crate::param::{Volume, account_id, asset};

#[derive(FromPyObject)]
struct AssetBarrier<'py> {
    limit: Bound<'py, Volume>,
    #[pyo3(from_py_with = asset)]
    settlement_asset: param::Asset,
}

#[derive(FromPyObject)]
struct AccountAssetBarrier<'py> {
    limit: Bound<'py, Volume>,
    #[pyo3(from_py_with = account_id)]
    account_id: param::AccountId,
    #[pyo3(from_py_with = asset)]
    settlement_asset: param::Asset,
}

impl From<AssetBarrier<'_>> for core::NotionalBrokerAssetBarrier {
    fn from(barrier: AssetBarrier<'_>) -> Self {
        Self {
            limit: barrier.limit.get().0,
            settlement_asset: barrier.settlement_asset,
        }
    }
}

impl From<AssetBarrier<'_>> for core::NotionalAssetBarrier {
    fn from(barrier: AssetBarrier<'_>) -> Self {
        Self {
            limit: barrier.limit.get().0,
            settlement_asset: barrier.settlement_asset,
        }
    }
}

impl From<AccountAssetBarrier<'_>> for core::NotionalAccountAssetBarrier {
    fn from(barrier: AccountAssetBarrier<'_>) -> Self {
        Self {
            limit: barrier.limit.get().0,
            account_id: barrier.account_id,
            settlement_asset: barrier.settlement_asset,
        }
    }
}

#[derive(FromPyObject)]
struct Builder<'py> {
    name: Option<String>,
    broker: Vec<AssetBarrier<'py>>,
    assets: Vec<AssetBarrier<'py>>,
    account_assets: Vec<AccountAssetBarrier<'py>>,
}

pub fn read(policy: &Bound<'_, PyAny>) -> PyResult<core::NotionalLimitPolicy> {
    let builder: Builder<'_> = policy.extract()?;
    let mut policy = core::NotionalLimitPolicy::new();
    if let Some(name) = builder.name {
        policy = policy.named(name);
    }
    Ok(policy
        .broker_asset_barriers(builder.broker.into_iter().map(Into::into))
        .asset_barriers(builder.assets.into_iter().map(Into::into))
        .account_asset_barriers(builder.account_assets.into_iter().map(Into::into)))
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Change<'py> {
    broker_asset: Option<Vec<AssetBarrier<'py>>>,
    asset: Option<Vec<AssetBarrier<'py>>>,
    account_asset: Option<Vec<AccountAssetBarrier<'py>>>,
}

pub fn change(axes: &Bound<'_, PyAny>) -> PyResult<core::LimitsChange> {
    let change: Change<'_> = axes.extract()?;
    Ok(core::LimitsChange::Notional(core::NotionalLimitChange {
        broker_asset: all(change.broker_asset),
        asset: all(change.asset),
        account_asset: all(change.account_asset),
    }))
}
