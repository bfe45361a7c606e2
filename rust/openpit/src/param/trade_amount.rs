// SPDX-License-Identifier: Apache-2.0
//! The amount of an order.

use super::{Decimal, Quantity, Volume};

/// The amount of an order: units of the underlying, or money.
///
/// # Example
///
/// ```
/// use openpit::param::{Quantity, TradeAmount};
///
/// let amount = TradeAmount::Quantity(Quantity::from_string("100")?);
/// assert!(!amount.is_zero());
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum TradeAmount {
    /// Units of the underlying.
    Quantity(Quantity),
    /// Money in the settlement asset.
    Volume(Volume),
}

impl TradeAmount {
    /// Whether the amount is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.decimal().is_zero()
    }

    /// The number, whichever of the two it is.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        match self {
            Self::Quantity(quantity) => quantity.decimal(),
            Self::Volume(volume) => volume.decimal(),
        }
    }
}

impl From<Quantity> for TradeAmount {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity)
    }
}

impl From<Volume> for TradeAmount {
    fn from(volume: Volume) -> Self {
        Self::Volume(volume)
    }
}
