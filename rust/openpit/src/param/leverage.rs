// SPDX-License-Identifier: Apache-2.0
//! Leverage.

use std::fmt;
use std::str::FromStr;

use super::number::Spec;
use super::{Decimal, ParamError, ParamErrorKind as Kind};

const SPEC: Spec = Spec {
    name: "leverage",
    is_signed: true,
};

/// How many times the margin a position may be: 1 to 3000 in steps of 0.1, an exact decimal (V-1).
///
/// ```
/// use openpit::param::{Leverage, ParamErrorKind};
///
/// assert_eq!(Leverage::from_string("10.50")?.to_string(), "10.5");
/// assert_eq!(Leverage::from_string("0.9").unwrap_err().kind(), ParamErrorKind::OutOfRange);
/// assert_eq!(Leverage::from_string("1.25").unwrap_err().kind(), ParamErrorKind::OffStep);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leverage {
    tenths: u16,
}

impl Leverage {
    /// The smallest leverage, 1.
    pub const MIN: Self = Self { tenths: 10 };
    /// The largest leverage, 3000.
    pub const MAX: Self = Self { tenths: 30_000 };

    /// The leverage that equals a decimal.
    ///
    /// # Errors
    ///
    /// `out_of_range` outside 1 to 3000, `off_step` between two steps of 0.1.
    pub fn from_decimal(value: Decimal) -> Result<Self, ParamError> {
        Self::admit(SPEC.read_decimal(value))
    }

    /// The leverage that the text states, by the grammar of numbers (V-2).
    ///
    /// # Errors
    ///
    /// As [`Self::from_decimal`], and `empty` or `invalid_format`.
    pub fn from_string(text: &str) -> Result<Self, ParamError> {
        Self::admit(SPEC.read_string(text))
    }

    /// The leverage of an integer.
    ///
    /// # Errors
    ///
    /// `out_of_range` outside 1 to 3000.
    pub fn from_int(value: i128) -> Result<Self, ParamError> {
        Self::from_parts(value, 0)
    }

    /// The leverage of a float by its shortest text: 10.1 is 10.1 (V-2).
    ///
    /// # Errors
    ///
    /// As [`Self::from_decimal`], and `not_finite`.
    pub fn from_float(value: f64) -> Result<Self, ParamError> {
        Self::admit(SPEC.read_float(value))
    }

    /// The leverage of `mantissa / 10^scale`.
    ///
    /// # Errors
    ///
    /// As [`Self::from_decimal`], and `scale_out_of_range` above 28.
    pub fn from_parts(mantissa: i128, scale: u32) -> Result<Self, ParamError> {
        Self::admit(SPEC.read_parts(mantissa, scale))
    }

    /// A number in the range and on a step. What no number can hold is far out of the range, or
    /// has far more digits than a step.
    fn admit(value: Result<Decimal, ParamError>) -> Result<Self, ParamError> {
        let value = value.map_err(|error| match error.kind() {
            Kind::Overflow => ParamError::new(SPEC.name, Kind::OutOfRange, error.input()),
            Kind::Inexact => ParamError::new(SPEC.name, Kind::OffStep, error.input()),
            _ => error,
        })?;
        let refused = |kind| Err(ParamError::new(SPEC.name, kind, &value.to_string()));
        if value < Self::MIN.decimal() || value > Self::MAX.decimal() {
            return refused(Kind::OutOfRange);
        }
        let tenths = match value.scale() {
            0 => value.mantissa() * 10,
            1 => value.mantissa(),
            _ => return refused(Kind::OffStep),
        };
        u16::try_from(tenths)
            .map_or_else(|_| refused(Kind::OutOfRange), |tenths| Ok(Self { tenths }))
    }

    /// Text with this many digits after the point, rounded half-even (V-1).
    #[must_use]
    pub fn to_fixed(self, decimals: u8) -> String {
        super::decimal::text::to_fixed(self.decimal(), decimals.into())
    }

    /// The number, without trailing zeros.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        let (mantissa, scale) = self.to_parts();
        Decimal::from_parts(mantissa as u32, 0, 0, false, scale)
    }

    /// Mantissa and scale of the number; the scale is 0 or 1.
    #[must_use]
    pub const fn to_parts(self) -> (i128, u32) {
        if self.tenths.is_multiple_of(10) {
            ((self.tenths / 10) as i128, 0)
        } else {
            (self.tenths as i128, 1)
        }
    }
}

impl fmt::Display for Leverage {
    /// Canonical text: `10`, `10.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::decimal::text::format(self.decimal(), f)
    }
}

impl fmt::Debug for Leverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leverage({self})")
    }
}

impl FromStr for Leverage {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        Self::from_string(text)
    }
}

impl TryFrom<Decimal> for Leverage {
    type Error = ParamError;

    fn try_from(value: Decimal) -> Result<Self, ParamError> {
        Self::from_decimal(value)
    }
}

impl From<Leverage> for Decimal {
    fn from(value: Leverage) -> Self {
        value.decimal()
    }
}
