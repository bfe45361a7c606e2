// SPDX-License-Identifier: Apache-2.0
//! L-6: reads a `NotionalLimitBuilder`.

use openpit::param;
use openpit::pretrade::policies as core;
use pyo3::prelude::*;

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
    let broker = |barrier: AssetBarrier<'_>| core::NotionalBrokerAssetBarrier {
        limit: barrier.limit.get().0,
        settlement_asset: barrier.settlement_asset,
    };
    let each = |barrier: AssetBarrier<'_>| core::NotionalAssetBarrier {
        limit: barrier.limit.get().0,
        settlement_asset: barrier.settlement_asset,
    };
    let account = |barrier: AccountAssetBarrier<'_>| core::NotionalAccountAssetBarrier {
        limit: barrier.limit.get().0,
        account_id: barrier.account_id,
        settlement_asset: barrier.settlement_asset,
    };
    Ok(policy
        .broker_asset_barriers(builder.broker.into_iter().map(broker))
        .asset_barriers(builder.assets.into_iter().map(each))
        .account_asset_barriers(builder.account_assets.into_iter().map(account)))
}
