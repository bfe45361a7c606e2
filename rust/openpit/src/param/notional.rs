// SPDX-License-Identifier: Apache-2.0
//! The money behind a number of units.

use super::number_type::number_type;
use super::{Leverage, ParamError, Price, Quantity, RoundingStrategy, Volume};

number_type!(
    /// A notional: absolute price times quantity in the settlement asset, zero or more.
    Notional,
    "notional",
    signed = false
);

impl Notional {
    /// Absolute price times quantity (V-5).
    ///
    /// ```
    /// use openpit::param::Notional;
    ///
    /// let notional = Notional::from_price_quantity("-2.5".parse()?, "4".parse()?)?;
    /// assert_eq!(notional.to_string(), "10");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn from_price_quantity(price: Price, quantity: Quantity) -> Result<Self, ParamError> {
        price.calculate_notional(quantity)
    }

    /// The same amount as a notional (V-5).
    #[must_use]
    pub const fn from_volume(volume: Volume) -> Self {
        Self(volume.decimal())
    }

    /// The same amount as a volume (V-5).
    #[must_use]
    pub const fn to_volume(self) -> Volume {
        Volume::kept(self.0)
    }

    /// The margin that the notional needs at this leverage: `self / leverage`, rounded half-even
    /// at the largest scale that fits (V-5, V-4).
    ///
    /// ```
    /// use openpit::param::{Leverage, Notional};
    ///
    /// let margin = Notional::from_int(1000)?.calculate_margin_required(Leverage::from_int(20)?)?;
    /// assert_eq!(margin.to_string(), "50");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None in practice: a leverage is 1 or more.
    pub fn calculate_margin_required(self, leverage: Leverage) -> Result<Self, ParamError> {
        Self::SPEC.div_abs(self.0, leverage.decimal()).map(Self)
    }

    /// The margin that the notional needs at this leverage, rounded (V-5, V-4).
    ///
    /// # Errors
    ///
    /// `scale_out_of_range` above 28, and `overflow`.
    pub fn calculate_margin_required_rounded(
        self,
        leverage: Leverage,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self, ParamError> {
        Self::SPEC
            .div_abs_rounded(self.0, leverage.decimal(), scale, strategy)
            .map(Self)
    }
}
