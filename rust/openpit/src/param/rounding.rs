// SPDX-License-Identifier: Apache-2.0
//! How a value is rounded when the caller asks for it.

use std::fmt;
use std::str::FromStr;

use super::raw::is_name;
use super::{ParamError, ParamErrorKind};

const NAME: &str = "rounding_strategy";

/// How `*_rounded` forms round (V-3, V-4).
///
/// # Example
///
/// ```
/// use openpit::param::{Price, RoundingStrategy};
///
/// let price = Price::from_string_rounded("-2.5", 0, RoundingStrategy::HalfEven)?;
/// assert_eq!(price.to_string(), "-2");
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum RoundingStrategy {
    /// To the nearest; a tie to the even digit: 0.5 to 0, 1.5 to 2.
    HalfEven = 1,
    /// To the nearest; a tie away from zero: 0.5 to 1, -0.5 to -1.
    HalfAway = 2,
    /// Toward plus infinity: 1.1 to 2, -1.1 to -1.
    Up = 3,
    /// Toward minus infinity: 1.9 to 1, -1.1 to -2.
    Down = 4,
    /// Toward zero: 1.9 to 1, -1.9 to -1.
    TowardZero = 5,
}

impl RoundingStrategy {
    /// All strategies in the order of their numbers.
    pub const ALL: [Self; 5] = [
        Self::HalfEven,
        Self::HalfAway,
        Self::Up,
        Self::Down,
        Self::TowardZero,
    ];

    /// The name: `half_even`, `half_away`, `up`, `down`, `toward_zero`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HalfEven => "half_even",
            Self::HalfAway => "half_away",
            Self::Up => "up",
            Self::Down => "down",
            Self::TowardZero => "toward_zero",
        }
    }

    /// The number in the C interface, from 1; 0 is unset.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// The strategy with this number.
    ///
    /// # Errors
    ///
    /// `unset` for 0, `unknown_name` for any other number that has no strategy (V-6).
    pub fn from_number(number: u32) -> Result<Self, ParamError> {
        if number == 0 {
            return Err(ParamError::new(NAME, ParamErrorKind::Unset, "unset"));
        }
        Self::ALL
            .into_iter()
            .find(|strategy| strategy.number() == number)
            .ok_or_else(|| ParamError::new(NAME, ParamErrorKind::UnknownName, &number.to_string()))
    }
}

impl fmt::Display for RoundingStrategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for RoundingStrategy {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        if text.is_empty() {
            return Err(ParamError::new(NAME, ParamErrorKind::Empty, text));
        }
        Self::ALL
            .into_iter()
            .find(|strategy| is_name(text, strategy.as_str()))
            .ok_or_else(|| ParamError::new(NAME, ParamErrorKind::UnknownName, text))
    }
}
