// SPDX-License-Identifier: Apache-2.0
//! The mutation "reserve notional for a settlement asset" (M-2).

use openpit::param;
use openpit::pretrade as core;
use pyo3::prelude::*;

use crate::param::{AccountId, Asset, Volume, account_id, asset};
use crate::record::Fields;
use crate::text::wrong_type;

/// A reservation as Python gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReserveNotional {
    account_id: param::AccountId,
    settlement_asset: param::Asset,
    amount: param::Volume,
    account_asset_limit: Option<param::Volume>,
    asset_limit: Option<param::Volume>,
}

/// The volume of a `Volume` object.
pub fn volume(value: &Bound<'_, PyAny>, name: &str) -> PyResult<param::Volume> {
    match value.cast::<Volume>() {
        Ok(volume) => Ok(volume.get().0),
        Err(_) => Err(wrong_type(value, name, "`Volume`")),
    }
}

fn limit(value: Option<&Bound<'_, PyAny>>, name: &str) -> PyResult<Option<param::Volume>> {
    value.map(|value| volume(value, name)).transpose()
}

impl ReserveNotional {
    pub fn new(
        account_id: &Bound<'_, PyAny>,
        settlement_asset: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        account_asset_limit: Option<&Bound<'_, PyAny>>,
        asset_limit: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self {
            account_id: self::account_id(account_id)?,
            settlement_asset: asset(settlement_asset)?,
            amount: volume(amount, "amount")?,
            account_asset_limit: limit(account_asset_limit, "account_asset_limit")?,
            asset_limit: limit(asset_limit, "asset_limit")?,
        })
    }

    pub fn to_core(&self) -> core::ReserveNotional {
        let asset = self.settlement_asset.clone();
        let mut reserve = core::ReserveNotional::new(self.account_id, asset, self.amount);
        if let Some(limit) = self.asset_limit {
            reserve = reserve.with_asset_limit(limit);
        }
        if let Some(limit) = self.account_asset_limit {
            reserve = reserve.with_account_asset_limit(limit);
        }
        reserve
    }

    /// The arguments that make it again.
    pub fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        let asset = Asset(self.settlement_asset.clone());
        let limit = |limit: Option<param::Volume>| limit.map(Volume);
        Fields::default()
            .with(py, "account_id", Some(AccountId(self.account_id)))?
            .with(py, "settlement_asset", Some(asset))?
            .with(py, "amount", Some(Volume(self.amount)))?
            .with(py, "account_asset_limit", limit(self.account_asset_limit))?
            .with(py, "asset_limit", limit(self.asset_limit))
    }
}
