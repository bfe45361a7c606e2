// SPDX-License-Identifier: Apache-2.0
//! Units of the underlying.

use super::number_type::number_type;
use super::{ParamError, Price, Volume};

number_type!(
    /// A quantity: units of the underlying, zero or more.
    Quantity,
    "quantity",
    signed = false
);

impl Quantity {
    /// The money size of these units at a price: absolute price times quantity (V-5).
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn calculate_volume(self, price: Price) -> Result<Volume, ParamError> {
        let product = Volume::SPEC.mul_abs(self.0, price.decimal());
        product.map(Volume::kept)
    }
}
