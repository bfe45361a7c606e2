// SPDX-License-Identifier: Apache-2.0
//! The price of a unit.

use super::number_type::number_type;
use super::{Notional, ParamError, PositionSize, Quantity, Volume};

number_type!(
    /// A price: settlement asset per unit of the underlying. Any sign: spreads and power are
    /// traded below zero.
    Price,
    "price",
    signed = true
);

impl Price {
    /// The money size of so many units: absolute price times quantity (V-5).
    ///
    /// ```
    /// use openpit::param::Price;
    ///
    /// let price = Price::from_string("-2.5")?;
    /// assert_eq!(price.calculate_volume("4".parse()?)?.to_string(), "10");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn calculate_volume(self, quantity: Quantity) -> Result<Volume, ParamError> {
        let product = Volume::SPEC.mul_abs(self.0, quantity.decimal());
        product.map(Volume::kept)
    }

    /// The notional of so many units: absolute price times quantity (V-5).
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn calculate_notional(self, quantity: Quantity) -> Result<Notional, ParamError> {
        let product = Notional::SPEC.mul_abs(self.0, quantity.decimal());
        product.map(Notional::kept)
    }

    /// Price times quantity with the price's sign, in the settlement asset (V-5).
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn calculate_position_size(self, quantity: Quantity) -> Result<PositionSize, ParamError> {
        let product = PositionSize::SPEC.mul(self.0, quantity.decimal());
        product.map(PositionSize::kept)
    }
}
