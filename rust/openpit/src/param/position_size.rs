// SPDX-License-Identifier: Apache-2.0
//! The size of a position, a balance, a hold or a bound.

use super::number_type::number_type;
use super::{ParamError, Quantity, Side};

number_type!(
    /// The size of a position: long is positive, short negative. Balances, holds and bounds are
    /// position sizes too.
    PositionSize,
    "position_size",
    signed = true
);

impl PositionSize {
    /// What an execution of so many units does to a position: a buy adds, a sell takes (V-5).
    ///
    /// ```
    /// use openpit::param::{PositionSize, Side};
    ///
    /// let size = PositionSize::from_quantity_and_side("3".parse()?, Side::Sell);
    /// assert_eq!(size.to_string(), "-3");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    #[must_use]
    pub fn from_quantity_and_side(quantity: Quantity, side: Side) -> Self {
        match side {
            Side::Buy => Self(quantity.decimal()),
            Side::Sell => Self(super::decimal::neg(quantity.decimal())),
        }
    }

    /// The order that opens this position from flat: how much, and on which side. None if the
    /// position is flat (V-5).
    ///
    /// ```
    /// use openpit::param::{PositionSize, Quantity, Side};
    ///
    /// let short = PositionSize::from_int(-3)?;
    /// assert_eq!(short.to_open_quantity(), Some((Quantity::from_int(3)?, Side::Sell)));
    /// assert_eq!(PositionSize::ZERO.to_open_quantity(), None);
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    #[must_use]
    pub fn to_open_quantity(self) -> Option<(Quantity, Side)> {
        let side = match (self.is_zero(), self.is_negative()) {
            (true, _) => return None,
            (false, false) => Side::Buy,
            (false, true) => Side::Sell,
        };
        Some((Quantity::kept(self.0.abs()), side))
    }

    /// The order that closes this position: how much, and on which side. None if the position is
    /// flat (V-5).
    #[must_use]
    pub fn to_close_quantity(self) -> Option<(Quantity, Side)> {
        self.to_open_quantity()
            .map(|(quantity, side)| (quantity, side.opposite()))
    }

    /// The position after an execution of so many units: a buy adds, a sell takes (V-5).
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn checked_add_quantity(self, quantity: Quantity, side: Side) -> Result<Self, ParamError> {
        match side {
            Side::Buy => Self::SPEC.add(self.0, quantity.decimal()),
            Side::Sell => Self::SPEC.sub(self.0, quantity.decimal()),
        }
        .map(Self)
    }
}
