// SPDX-License-Identifier: Apache-2.0
//! A plain number without a unit, by which a value is multiplied or divided.

use std::fmt;
use std::str::FromStr;

use super::decimal::text::{self, Plain};
use super::decimal::{self, big, big::Big, parts};
use super::number::Spec;
use super::{Decimal, ParamError, ParamErrorKind as Kind, RoundingStrategy};

const SPEC: Spec = Spec {
    name: "factor",
    is_signed: true,
};

/// A factor or a divisor: a plain number without a unit, of any size (V-4.6).
///
/// `checked_mul`, `checked_div`, `checked_div_rounded` and `checked_rem` of every number take what
/// makes one: an integer, a [`Decimal`], or a factor from text, which may have any number of digits
/// and any exponent. It is never rounded: only the result has to fit.
///
/// # Example
///
/// ```
/// use openpit::param::{Factor, Price};
///
/// let price = Price::from_string("0.1")?;
/// assert_eq!(price.checked_mul(3)?.to_string(), "0.3");
/// let factor: Factor = "1e29".parse()?;
/// assert_eq!(price.checked_mul(factor)?.to_string(), "10000000000000000000000000000");
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Clone)]
pub struct Factor(Size);

#[derive(Clone)]
enum Size {
    Int(i128),
    Decimal(Decimal),
    Big(Box<Big>),
}

impl Factor {
    /// The factor that the text states: `[+-]digits[.digits][e[+-]digits]`, exactly (V-2).
    ///
    /// # Errors
    ///
    /// `empty` or `invalid_format`; no number is too large.
    pub fn from_string(text: &str) -> Result<Self, ParamError> {
        match text::plain(text) {
            Ok(Plain::Decimal(value)) => Ok(Self(Size::Decimal(value))),
            Ok(Plain::Big(value)) => Ok(Self(Size::Big(Box::new(value)))),
            Err(kind) => Err(ParamError::new(SPEC.name, kind, text)),
        }
    }

    /// The factor of a float by its shortest text: 0.1 is 0.1 (V-2).
    ///
    /// # Errors
    ///
    /// `not_finite`.
    pub fn from_float(value: f64) -> Result<Self, ParamError> {
        Self::from_string(SPEC.shortest(value)?.as_str())
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Size::Int(int) => int.fmt(f),
            Size::Decimal(decimal) => decimal.fmt(f),
            Size::Big(big) => big.fmt(f),
        }
    }
}

impl fmt::Debug for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Factor({self})")
    }
}

impl FromStr for Factor {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        Self::from_string(text)
    }
}

impl From<Decimal> for Factor {
    #[inline]
    fn from(value: Decimal) -> Self {
        Self(Size::Decimal(value))
    }
}

macro_rules! from_integers {
    ($($integer:ty),+) => {
        $(impl From<$integer> for Factor {
            #[inline]
            fn from(value: $integer) -> Self {
                Self(match i128::try_from(value) {
                    Ok(int) => Size::Int(int),
                    Err(_) => Size::Big(Box::new(Big::from_int(false, value as u128))),
                })
            }
        })+
    };
}

from_integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

/// The operations that take a factor.
impl Spec {
    #[inline]
    pub(crate) fn mul_by(self, a: Decimal, b: Factor) -> Result<Decimal, ParamError> {
        match b.0 {
            Size::Int(int) => self.mul_int(a, int),
            Size::Decimal(decimal) => self.mul(a, decimal),
            Size::Big(b) => self.result(big::mul(parts(a), &b), || format!("{a} * {b}")),
        }
    }

    #[inline]
    pub(crate) fn div_by(self, a: Decimal, b: Factor) -> Result<Decimal, ParamError> {
        match divisor(b) {
            Ok(decimal) => self.div(a, decimal),
            Err(b) => self.result(big::div(parts(a), &b), || format!("{a} / {b}")),
        }
    }

    #[inline]
    pub(crate) fn div_rounded_by(
        self,
        a: Decimal,
        b: Factor,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        match divisor(b) {
            Ok(decimal) => self.div_rounded(a, decimal, scale, strategy),
            Err(b) => {
                let quotient = big::div_rounded(parts(a), &b, scale, strategy);
                self.result(quotient, || format!("{a} / {b}"))
            }
        }
    }

    #[inline]
    pub(crate) fn rem_by(self, a: Decimal, b: Factor) -> Result<Decimal, ParamError> {
        match divisor(b) {
            Ok(decimal) => self.rem(a, decimal),
            Err(b) => self.result(big::rem(parts(a), &b), || format!("{a} rem {b}")),
        }
    }

    #[inline]
    fn result(
        self,
        value: Result<Decimal, Kind>,
        input: impl FnOnce() -> String,
    ) -> Result<Decimal, ParamError> {
        self.check(value, Kind::Underflow, input)
    }
}

/// The divisor as a decimal, or what no decimal holds.
#[inline]
fn divisor(factor: Factor) -> Result<Decimal, Box<Big>> {
    match factor.0 {
        Size::Decimal(decimal) => Ok(decimal),
        Size::Int(int) => decimal::exact(int < 0, int.unsigned_abs(), 0)
            .map_err(|_| Box::new(Big::from_int(int < 0, int.unsigned_abs()))),
        Size::Big(big) => Err(big),
    }
}
