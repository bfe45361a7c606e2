// SPDX-License-Identifier: Apache-2.0
//! One trade.

use super::{Price, Quantity};

/// A trade: so many units at this price.
///
/// # Example
///
/// ```
/// use openpit::param::{Price, Quantity, Trade};
///
/// let trade = Trade::new(Price::from_string("185")?, Quantity::from_string("100")?);
/// assert_eq!(trade.price.to_string(), "185");
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Trade {
    /// Settlement asset per unit.
    pub price: Price,
    /// Units of the underlying.
    pub quantity: Quantity,
}

impl Trade {
    /// A trade of `quantity` units at `price`.
    #[must_use]
    pub const fn new(price: Price, quantity: Quantity) -> Self {
        Self { price, quantity }
    }
}
