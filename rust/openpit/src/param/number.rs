// SPDX-License-Identifier: Apache-2.0
//! What all number types share: one macro for the types, one function for each operation.

use rust_decimal::Decimal;

use super::decimal::{self, text};
use super::{ParamError, ParamErrorKind as Kind, RoundingStrategy};

/// What makes one number type differ from another.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) is_signed: bool,
}

impl Spec {
    #[cold]
    fn error(self, kind: Kind, input: &str) -> ParamError {
        ParamError::new(self.name, kind, input)
    }

    /// The sign check of every door: what comes in must not be negative (V-6).
    #[inline]
    fn admit(
        self,
        value: Result<Decimal, Kind>,
        input: impl FnOnce() -> String,
    ) -> Result<Decimal, ParamError> {
        self.check(value, Kind::Negative, input)
    }

    /// The sign check of every result: what comes out must not be below zero.
    #[inline]
    pub(crate) fn check(
        self,
        value: Result<Decimal, Kind>,
        below_zero: Kind,
        input: impl FnOnce() -> String,
    ) -> Result<Decimal, ParamError> {
        match value {
            Ok(value) if self.is_signed || !value.is_sign_negative() => Ok(value),
            Ok(_) => Err(self.error(below_zero, &input())),
            Err(kind) => Err(self.error(kind, &input())),
        }
    }

    /// The scale is checked first, so that the message is about it and not about the value.
    #[inline]
    pub(crate) fn check_scale(self, scale: u32) -> Result<(), ParamError> {
        if scale <= decimal::MAX_SCALE {
            Ok(())
        } else {
            Err(self.error(Kind::ScaleOutOfRange, &scale.to_string()))
        }
    }

    #[inline]
    pub(crate) fn read_decimal(self, value: Decimal) -> Result<Decimal, ParamError> {
        self.admit(decimal::normalise(value), || value.to_string())
    }

    pub(crate) fn read_decimal_rounded(
        self,
        value: Decimal,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        self.admit(decimal::round(value, scale, strategy), || value.to_string())
    }

    /// The decimal of parts that need no judge: 64 bits, a scale and a sign that the type takes.
    #[inline(always)]
    pub(crate) fn short(self, mantissa: i128, scale: u32) -> Option<Decimal> {
        if mantissa < 0 && !self.is_signed {
            return None;
        }
        decimal::short(mantissa, scale)
    }

    #[inline]
    pub(crate) fn read_parts(self, mantissa: i128, scale: u32) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        let value = decimal::exact(mantissa < 0, mantissa.unsigned_abs(), scale);
        self.admit(value, || match scale {
            0 => mantissa.to_string(),
            _ => format!("{mantissa}e-{scale}"),
        })
    }

    pub(crate) fn read_string(self, input: &str) -> Result<Decimal, ParamError> {
        match text::parse(input) {
            Ok(value) if self.is_signed || !value.is_sign_negative() => Ok(value),
            Ok(_) => Err(self.error(Kind::Negative, input)),
            Err(kind) => Err(self.error(kind, input)),
        }
    }

    pub(crate) fn read_string_rounded(
        self,
        input: &str,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        match text::parse_rounded(input, scale, strategy) {
            Ok(value) if self.is_signed || !value.is_sign_negative() => Ok(value),
            Ok(_) => Err(self.error(Kind::Negative, input)),
            Err(kind) => Err(self.error(kind, input)),
        }
    }

    pub(crate) fn read_float(self, value: f64) -> Result<Decimal, ParamError> {
        let read = self.read_string(self.shortest(value)?.as_str());
        read.map_err(|error| self.error(error.kind(), &shown_float(value)))
    }

    pub(crate) fn read_float_rounded(
        self,
        value: f64,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        let read = self.read_string_rounded(self.shortest(value)?.as_str(), scale, strategy);
        read.map_err(|error| self.error(error.kind(), &shown_float(value)))
    }

    pub(crate) fn shortest(self, value: f64) -> Result<text::Buffer, ParamError> {
        text::shortest(value).map_err(|kind| self.error(kind, not_finite_name(value)))
    }

    #[inline]
    pub(crate) fn add(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        self.check(decimal::add_exact(a, b), Kind::Underflow, || {
            format!("{a} + {b}")
        })
    }

    #[inline]
    pub(crate) fn sub(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        self.check(decimal::sub_exact(a, b), Kind::Underflow, || {
            format!("{a} - {b}")
        })
    }

    #[inline]
    pub(crate) fn neg(self, a: Decimal) -> Result<Decimal, ParamError> {
        self.check(Ok(decimal::neg(a)), Kind::Underflow, || format!("-{a}"))
    }

    #[inline]
    pub(crate) fn mul(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        self.check(decimal::mul_exact(a, b), Kind::Underflow, || {
            format!("{a} * {}", b.normalize())
        })
    }

    #[inline]
    pub(crate) fn mul_int(self, a: Decimal, b: i128) -> Result<Decimal, ParamError> {
        let product = decimal::mul_int_exact(a, b);
        self.check(product, Kind::Underflow, || format!("{a} * {b}"))
    }

    /// `abs(a) * abs(b)`; the error shows the operands as they came.
    pub(crate) fn mul_abs(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        let product = decimal::mul_exact(a.abs(), b.abs());
        self.check(product, Kind::Underflow, || format!("{a} * {b}"))
    }

    /// `abs(a) / abs(b)`; the error shows the operands as they came.
    pub(crate) fn div_abs(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        let quotient = decimal::div(a.abs(), b.abs());
        self.check(quotient, Kind::Underflow, || format!("{a} / {b}"))
    }

    pub(crate) fn div_abs_rounded(
        self,
        a: Decimal,
        b: Decimal,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        let quotient = decimal::div_rounded(a.abs(), b.abs(), scale, strategy);
        self.check(quotient, Kind::Underflow, || format!("{a} / {b}"))
    }

    pub(crate) fn div(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        self.check(decimal::div(a, b), Kind::Underflow, || {
            format!("{a} / {}", b.normalize())
        })
    }

    pub(crate) fn div_rounded(
        self,
        a: Decimal,
        b: Decimal,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal, ParamError> {
        self.check_scale(scale)?;
        let quotient = decimal::div_rounded(a, b, scale, strategy);
        self.check(quotient, Kind::Underflow, || {
            format!("{a} / {}", b.normalize())
        })
    }

    pub(crate) fn rem(self, a: Decimal, b: Decimal) -> Result<Decimal, ParamError> {
        self.check(decimal::rem(a, b), Kind::Underflow, || {
            format!("{a} rem {}", b.normalize())
        })
    }
}

/// A float as people write it: with an exponent only where it would have many zeros.
fn shown_float(value: f64) -> String {
    if value == 0.0 || (1e-5..1e16).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// The same spelling in every language.
fn not_finite_name(value: f64) -> &'static str {
    if value.is_nan() {
        "nan"
    } else if value > 0.0 {
        "inf"
    } else {
        "-inf"
    }
}
