// SPDX-License-Identifier: Apache-2.0
//! The side of an order.

use std::fmt;
use std::str::FromStr;

use super::raw::is_name;
use super::{ParamError, ParamErrorKind};

const NAME: &str = "side";

/// The side of an order or trade.
///
/// Text is `buy` and `sell`; `BUY` and `SELL` are read too (V-6.18). There is no default: an unset
/// side is refused wherever a side is needed (V-6).
///
/// # Example
///
/// ```
/// use openpit::param::{ParamErrorKind, Side};
///
/// assert_eq!("SELL".parse::<Side>()?, Side::Sell);
/// assert_eq!(Side::Buy.to_string(), "buy");
/// assert_eq!("long".parse::<Side>().unwrap_err().kind(), ParamErrorKind::UnknownName);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Side {
    /// Takes the underlying, gives the settlement asset.
    Buy = 1,
    /// Gives the underlying, takes the settlement asset.
    Sell = 2,
}

impl Side {
    /// All sides in the order of their numbers.
    pub const ALL: [Self; 2] = [Self::Buy, Self::Sell];

    /// The name: `buy` or `sell`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        }
    }

    /// The number in the C interface: 1 is buy, 2 is sell, 0 is unset.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// The side with this number.
    ///
    /// # Errors
    ///
    /// `unset` for 0, `unknown_name` for any other number than 1 and 2 (V-6).
    pub fn from_number(number: u32) -> Result<Self, ParamError> {
        match number {
            0 => Err(ParamError::new(NAME, ParamErrorKind::Unset, "unset")),
            1 => Ok(Self::Buy),
            2 => Ok(Self::Sell),
            _ => Err(ParamError::new(
                NAME,
                ParamErrorKind::UnknownName,
                &number.to_string(),
            )),
        }
    }

    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Side {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        if text.is_empty() {
            return Err(ParamError::new(NAME, ParamErrorKind::Empty, text));
        }
        let known = Self::ALL
            .into_iter()
            .find(|known| is_name(text, known.as_str()));
        known.ok_or_else(|| ParamError::new(NAME, ParamErrorKind::UnknownName, text))
    }
}
