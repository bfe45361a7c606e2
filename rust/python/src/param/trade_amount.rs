// SPDX-License-Identifier: Apache-2.0
//! `TradeAmount`: how much an order is for.

use openpit::param::TradeAmount as Core;
use pyo3::prelude::*;

use super::sum_type::sum_class;
use super::{Quantity, Volume};
use crate::text::wrong_type;

sum_class!(
    /// The amount of an order: units of the underlying, or money in the settlement asset (V).
    ///
    /// Made by ``TradeAmount.quantity`` or ``TradeAmount.volume``, which take what ``Quantity`` and
    /// ``Volume`` take; ``kind`` says which, ``value`` how much. Immutable, hashable, picklable
    /// (V-7).
    ///
    /// >>> TradeAmount.quantity("100").value
    /// Quantity('100')
    /// >>> match TradeAmount.volume(5):
    /// ...     case TradeAmount("volume", volume):
    /// ...         print(volume)
    /// 5
    TradeAmount,
    "trade_amount",
    "trade_amount_kind",
    Quantity: "quantity" Quantity,
    Volume: "volume" Volume
);

/// The amount of a `TradeAmount`, `Quantity` or `Volume`.
pub fn trade_amount(value: &Bound<'_, PyAny>) -> PyResult<Core> {
    if let Ok(amount) = value.cast::<TradeAmount>() {
        Ok(amount.get().0)
    } else if let Ok(quantity) = value.cast::<Quantity>() {
        Ok(Core::Quantity(quantity.get().0))
    } else if let Ok(volume) = value.cast::<Volume>() {
        Ok(Core::Volume(volume.get().0))
    } else {
        let allowed = "`TradeAmount`, `Quantity` or `Volume`";
        Err(wrong_type(value, "trade_amount", allowed))
    }
}

#[pymethods]
impl TradeAmount {
    /// So many units of the underlying.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn quantity(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        Quantity::read(value).map(Core::Quantity).map(Self)
    }

    /// So much money in the settlement asset.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn volume(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        Volume::read(value).map(Core::Volume).map(Self)
    }
}
