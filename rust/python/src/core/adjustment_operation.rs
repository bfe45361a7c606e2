// SPDX-License-Identifier: Apache-2.0
//! What an account adjustment speaks of: a balance or a position (O-3.1).

use openpit::core as records;
use openpit::core::AccountAdjustmentOperation;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

use super::instrument::Instrument;
use super::named_asset;
use crate::param::{Asset, Leverage, Price, enum_member, enum_value};
use crate::record::{Fields, record_methods};
use crate::text::{typed, typed_option, wrong_type};

/// A balance that is adjusted: so much of one asset (O-3).
///
/// ``asset``: an ``Asset`` or its name; ``average_entry_price``: what a unit of the balance cost on
/// average, if that is known. Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> AccountAdjustmentBalanceOperation(asset="USD").asset
/// Asset('USD')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentBalanceOperation(pub records::AccountAdjustmentBalanceOperation);

impl AccountAdjustmentBalanceOperation {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "asset", Some(self.asset()))?
            .with(py, "average_entry_price", self.average_entry_price())
    }
}

record_methods!(AccountAdjustmentBalanceOperation);

#[pymethods]
impl AccountAdjustmentBalanceOperation {
    #[new]
    #[pyo3(signature = (*, asset, average_entry_price=None))]
    fn new(
        asset: &Bound<'_, PyAny>,
        average_entry_price: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let price = typed_option::<Price>(average_entry_price, "average_entry_price")?;
        Ok(Self(records::AccountAdjustmentBalanceOperation {
            asset: named_asset(asset, "asset")?,
            average_entry_price: price.map(|price| price.get().0),
        }))
    }

    /// The asset.
    #[getter]
    fn asset(&self) -> Asset {
        Asset(self.0.asset.clone())
    }

    /// What a unit of the balance cost on average, if that is known.
    #[getter]
    fn average_entry_price(&self) -> Option<Price> {
        self.0.average_entry_price.map(Price)
    }
}

/// A position that is adjusted (O-3).
///
/// ``instrument``: what it is in, an ``Instrument`` or ``"UNDERLYING/SETTLEMENT"``;
/// ``collateral_asset``: the asset that secures it, an ``Asset`` or its name;
/// ``average_entry_price``: what a unit cost on average; ``mode``: how the account keeps the
/// positions of the instrument; ``leverage``: how many times the margin the position may be.
/// Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> AccountAdjustmentPositionOperation(
/// ...     instrument="BTC/USD", collateral_asset="USDC", average_entry_price=Price("62000"),
/// ...     mode="netting",
/// ... ).mode
/// PositionMode.NETTING
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentPositionOperation(pub records::AccountAdjustmentPositionOperation);

impl AccountAdjustmentPositionOperation {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "instrument", Some(self.instrument()))?
            .with(py, "collateral_asset", Some(self.collateral_asset()))?
            .with(py, "average_entry_price", Some(self.average_entry_price()))?
            .with(py, "mode", Some(self.mode(py)?))?
            .with(py, "leverage", self.leverage())
    }
}

record_methods!(AccountAdjustmentPositionOperation);

#[pymethods]
impl AccountAdjustmentPositionOperation {
    #[new]
    #[pyo3(signature = (*, instrument, collateral_asset, average_entry_price, mode, leverage=None))]
    fn new(
        instrument: &Bound<'_, PyAny>,
        collateral_asset: &Bound<'_, PyAny>,
        average_entry_price: &Bound<'_, PyAny>,
        mode: &Bound<'_, PyAny>,
        leverage: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let price = typed::<Price>(average_entry_price, "average_entry_price")?;
        let leverage = typed_option::<Leverage>(leverage, "leverage")?;
        Ok(Self(records::AccountAdjustmentPositionOperation {
            instrument: super::instrument::instrument(instrument)?,
            collateral_asset: named_asset(collateral_asset, "collateral_asset")?,
            average_entry_price: price.get().0,
            mode: enum_value(mode, "mode")?,
            leverage: leverage.map(|leverage| leverage.get().0),
        }))
    }

    /// What the position is in.
    #[getter]
    fn instrument(&self) -> Instrument {
        Instrument(self.0.instrument.clone())
    }

    /// The asset that secures it.
    #[getter]
    fn collateral_asset(&self) -> Asset {
        Asset(self.0.collateral_asset.clone())
    }

    /// What a unit of the position cost on average.
    #[getter]
    fn average_entry_price(&self) -> Price {
        Price(self.0.average_entry_price)
    }

    /// How the account keeps the positions of the instrument: a ``PositionMode``.
    #[getter]
    fn mode<'py>(&self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        enum_member(py, self.0.mode)
    }

    /// How many times the margin the position may be.
    #[getter]
    fn leverage(&self) -> Option<Leverage> {
        self.0.leverage.map(Leverage)
    }
}

/// The operation of an argument: exactly one of the two.
pub fn read(value: &Bound<'_, PyAny>) -> PyResult<AccountAdjustmentOperation> {
    if let Ok(balance) = value.cast::<AccountAdjustmentBalanceOperation>() {
        Ok(AccountAdjustmentOperation::Balance(balance.get().0.clone()))
    } else if let Ok(position) = value.cast::<AccountAdjustmentPositionOperation>() {
        Ok(AccountAdjustmentOperation::Position(
            position.get().0.clone(),
        ))
    } else {
        let allowed = "`AccountAdjustmentBalanceOperation` or `AccountAdjustmentPositionOperation`";
        Err(wrong_type(value, "operation", allowed))
    }
}

/// The operation as an object.
pub fn show<'py>(
    py: Python<'py>,
    operation: &AccountAdjustmentOperation,
) -> PyResult<Bound<'py, PyAny>> {
    match operation {
        AccountAdjustmentOperation::Balance(balance) => {
            AccountAdjustmentBalanceOperation(balance.clone()).into_bound_py_any(py)
        }
        AccountAdjustmentOperation::Position(position) => {
            AccountAdjustmentPositionOperation(position.clone()).into_bound_py_any(py)
        }
    }
}
