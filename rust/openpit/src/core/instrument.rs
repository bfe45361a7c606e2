// SPDX-License-Identifier: Apache-2.0
//! What is traded: an underlying asset settled in another.

use std::fmt;
use std::str::FromStr;

use crate::param::{Asset, ParamError, ParamErrorKind};

/// An underlying asset and the asset that it settles in, such as `AAPL/USD`.
///
/// ```
/// use openpit::core::Instrument;
///
/// let instrument: Instrument = "AAPL/USD".parse()?;
/// assert_eq!(instrument.underlying().as_str(), "AAPL");
/// assert_eq!(instrument.settlement().as_str(), "USD");
/// assert_eq!(instrument.to_string(), "AAPL/USD");
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instrument {
    underlying: Asset,
    settlement: Asset,
}

impl Instrument {
    /// Makes an instrument from its underlying and its settlement asset.
    ///
    /// ```
    /// use openpit::core::Instrument;
    /// use openpit::param::Asset;
    ///
    /// let instrument = Instrument::new(Asset::new("BTC")?, Asset::new("USD")?);
    /// assert_eq!(instrument.to_string(), "BTC/USD");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    #[must_use]
    pub const fn new(underlying: Asset, settlement: Asset) -> Self {
        Self {
            underlying,
            settlement,
        }
    }

    /// The asset that is bought or sold; quantities count its units.
    #[must_use]
    pub const fn underlying(&self) -> &Asset {
        &self.underlying
    }

    /// The asset that the trade is paid in; prices, volumes, pnl and fees are in its units.
    #[must_use]
    pub const fn settlement(&self) -> &Asset {
        &self.settlement
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.underlying, self.settlement)
    }
}

impl FromStr for Instrument {
    type Err = ParamError;

    /// Reads `UNDERLYING/SETTLEMENT`: exactly one slash, a valid [`Asset`] on both sides.
    fn from_str(text: &str) -> Result<Self, ParamError> {
        match text.split_once('/') {
            Some((underlying, settlement)) if !settlement.contains('/') => {
                Ok(Self::new(underlying.parse()?, settlement.parse()?))
            }
            _ => Err(ParamError::new(
                "instrument",
                ParamErrorKind::InvalidFormat,
                text,
            )),
        }
    }
}
