// SPDX-License-Identifier: Apache-2.0
//! The macro that makes a number type over the kernel.

/// Makes one number type: its doc comment, `Type: "type_name", is_signed`.
macro_rules! number_type {
    ($(#[$doc:meta])* $name:ident, $type_name:literal, signed = $signed:literal) => {
        $(#[$doc])*
        ///
        /// Equality, order and hash go by value; text is canonical: plain digits, no exponent, no
        /// trailing zeros, no `-0` (V-1).
        ///
        /// # Example
        ///
        /// ```
        #[doc = concat!("use openpit::param::", stringify!($name), ";")]
        ///
        #[doc = concat!("let value = ", stringify!($name), "::from_string(\"1.50\")?;")]
        /// assert_eq!(value.to_string(), "1.5");
        #[doc = concat!("assert_eq!(value, ", stringify!($name), "::from_float(1.5)?);")]
        /// assert_eq!(value.to_fixed(2), "1.50");
        /// # Ok::<(), openpit::param::ParamError>(())
        /// ```
        #[derive(Clone, Copy)]
        pub struct $name(rust_decimal::Decimal);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);

            /// A decimal that another number type has judged, or the kernel for this one.
            #[inline]
            #[allow(dead_code, reason = "not every type is the result of a conversion")]
            pub(crate) const fn kept(value: rust_decimal::Decimal) -> Self {
                Self(value)
            }

            pub(crate) const SPEC: $crate::param::number::Spec =
                $crate::param::number::Spec { name: $type_name, is_signed: $signed };
        }

        $crate::param::number_type::number_inputs!($name);
        $crate::param::number_type::number_operations!($name);
        $crate::param::number_type::number_traits!($name);
    };
}

/// The doors: everything that makes a value.
macro_rules! number_inputs {
    ($name:ident) => {
        impl $name {
            /// The value of a decimal, exactly; the same as [`Self::from_decimal`].
            ///
            /// # Errors
            ///
            /// `negative` if the type has no sign (V-6).
            #[inline]
            pub fn new(value: rust_decimal::Decimal) -> Result<Self, $crate::param::ParamError> {
                Self::from_decimal(value)
            }

            /// The value of a decimal, exactly (V-2).
            ///
            /// # Errors
            ///
            /// `negative` if the type has no sign (V-6).
            #[inline]
            pub fn from_decimal(
                value: rust_decimal::Decimal,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.read_decimal(value).map(Self)
            }

            /// The value that the text states: `[+-]digits[.digits][e[+-]digits]`, exactly (V-2).
            ///
            /// # Errors
            ///
            /// `empty`, `invalid_format`, `overflow`, `inexact`, and `negative` if the type has
            /// no sign.
            pub fn from_string(text: &str) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.read_string(text).map(Self)
            }

            /// The value of an integer (V-2).
            ///
            /// # Errors
            ///
            /// `overflow` above 96 bits, and `negative` if the type has no sign.
            pub fn from_int(value: i128) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.read_parts(value, 0).map(Self)
            }

            /// The value of a float by its shortest text: 0.1 is 0.1 (V-2).
            ///
            /// # Errors
            ///
            /// `not_finite`, `overflow`, `inexact` (below 28 digits), and `negative` if the type
            /// has no sign.
            pub fn from_float(value: f64) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.read_float(value).map(Self)
            }

            /// The value of `mantissa / 10^scale`; [`Self::to_parts`] is the way back.
            ///
            /// # Errors
            ///
            /// `scale_out_of_range` above 28, `overflow`, `inexact`, and `negative` if the type
            /// has no sign.
            #[inline]
            pub fn from_parts(
                mantissa: i128,
                scale: u32,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.read_parts(mantissa, scale).map(Self)
            }

            /// The value of parts that need no judge, for bindings: what it gives is what
            /// [`Self::from_parts`] gives.
            #[doc(hidden)]
            #[inline(always)]
            #[must_use]
            pub fn from_short(mantissa: i128, scale: u32) -> Option<Self> {
                Self::SPEC.short(mantissa, scale).map(Self)
            }

            /// The value of a decimal, rounded to `scale` digits after the point first and
            /// checked for its sign then (V-3).
            ///
            /// # Errors
            ///
            /// `scale_out_of_range` above 28, and `negative` if the type has no sign.
            pub fn from_decimal_rounded(
                value: rust_decimal::Decimal,
                scale: u32,
                strategy: $crate::param::RoundingStrategy,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC
                    .read_decimal_rounded(value, scale, strategy)
                    .map(Self)
            }

            /// The value that the text states, rounded to `scale` digits after the point first
            /// and checked for its sign then (V-3).
            ///
            /// # Errors
            ///
            /// As [`Self::from_string`], and `scale_out_of_range` above 28.
            pub fn from_string_rounded(
                text: &str,
                scale: u32,
                strategy: $crate::param::RoundingStrategy,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC
                    .read_string_rounded(text, scale, strategy)
                    .map(Self)
            }

            /// The value of a float's shortest text, rounded to `scale` digits after the point
            /// first and checked for its sign then (V-3).
            ///
            /// # Errors
            ///
            /// As [`Self::from_float`], and `scale_out_of_range` above 28.
            pub fn from_float_rounded(
                value: f64,
                scale: u32,
                strategy: $crate::param::RoundingStrategy,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC
                    .read_float_rounded(value, scale, strategy)
                    .map(Self)
            }
        }
    };
}

/// Reading and arithmetic.
macro_rules! number_operations {
    ($name:ident) => {
        impl $name {
            /// The number: always without trailing zeros and without negative zero.
            #[inline]
            #[must_use]
            pub const fn decimal(self) -> rust_decimal::Decimal {
                self.0
            }

            /// Mantissa and scale of the number; the scale is the smallest that holds it.
            #[inline]
            #[must_use]
            pub const fn to_parts(self) -> (i128, u32) {
                (self.0.mantissa(), self.0.scale())
            }

            /// Whether the value is zero.
            #[inline]
            #[must_use]
            pub const fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Whether the value is below zero.
            #[inline]
            #[must_use]
            pub const fn is_negative(self) -> bool {
                self.0.is_sign_negative()
            }

            /// Text with this many digits after the point, rounded half-even; never `-0` (V-1).
            #[must_use]
            pub fn to_fixed(self, decimals: u8) -> String {
                $crate::param::decimal::text::to_fixed(self.0, decimals.into())
            }

            /// `self + other` (V-4).
            ///
            /// # Errors
            ///
            /// `overflow` or `inexact`.
            #[inline]
            pub fn checked_add(self, other: Self) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.add(self.0, other.0).map(Self)
            }

            /// `self - other` (V-4).
            ///
            /// # Errors
            ///
            /// `overflow` or `inexact`, and `underflow` if the type has no sign.
            #[inline]
            pub fn checked_sub(self, other: Self) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.sub(self.0, other.0).map(Self)
            }

            /// `-self` (V-4).
            ///
            /// # Errors
            ///
            /// `underflow` if the type has no sign and the value is not zero.
            #[inline]
            pub fn checked_neg(self) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.neg(self.0).map(Self)
            }

            /// `self * factor`, an integer, a decimal or a [`Factor`](crate::param::Factor) of
            /// any size (V-4).
            ///
            /// # Errors
            ///
            /// `overflow` or `inexact`, and `underflow` if the type has no sign.
            #[inline]
            pub fn checked_mul(
                self,
                factor: impl Into<$crate::param::Factor>,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.mul_by(self.0, factor.into()).map(Self)
            }

            /// `self * factor` (V-4).
            ///
            /// # Errors
            ///
            /// `overflow` or `inexact`, and `underflow` if the type has no sign.
            #[inline]
            pub fn checked_mul_int(self, factor: i128) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.mul_int(self.0, factor).map(Self)
            }

            /// `self / divisor`, rounded half-even at the largest scale that fits (V-4). The
            /// divisor is what [`Self::checked_mul`] takes as a factor.
            ///
            /// # Errors
            ///
            /// `division_by_zero` or `overflow`, and `underflow` if the type has no sign.
            pub fn checked_div(
                self,
                divisor: impl Into<$crate::param::Factor>,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.div_by(self.0, divisor.into()).map(Self)
            }

            /// `self / divisor`, rounded to `scale` digits after the point (V-4).
            ///
            /// # Errors
            ///
            /// `division_by_zero`, `scale_out_of_range` above 28, `overflow`, `inexact` if that
            /// many digits do not fit, and `underflow` if the type has no sign.
            pub fn checked_div_rounded(
                self,
                divisor: impl Into<$crate::param::Factor>,
                scale: u32,
                strategy: $crate::param::RoundingStrategy,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC
                    .div_rounded_by(self.0, divisor.into(), scale, strategy)
                    .map(Self)
            }

            /// What is left of `self` after the truncated division, with the sign of `self`
            /// (V-4).
            ///
            /// # Errors
            ///
            /// `division_by_zero`, and `inexact` if a divisor of more digits than a number has
            /// leaves what does not fit.
            pub fn checked_rem(
                self,
                divisor: impl Into<$crate::param::Factor>,
            ) -> Result<Self, $crate::param::ParamError> {
                Self::SPEC.rem_by(self.0, divisor.into()).map(Self)
            }
        }
    };
}

/// Equality, order, hash, text and conversions.
macro_rules! number_traits {
    ($name:ident) => {
        // Normalised numbers are equal exactly when mantissa and scale are.
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.to_parts() == other.to_parts()
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.to_parts().hash(state);
            }
        }

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                $crate::param::decimal::compare(self.0, other.0)
            }
        }

        impl std::fmt::Display for $name {
            /// Canonical text; a precision (`{:.2}`) means [`Self::to_fixed`].
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::param::decimal::text::format(self.0, f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::param::ParamError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_string(text)
            }
        }

        impl TryFrom<rust_decimal::Decimal> for $name {
            type Error = $crate::param::ParamError;

            fn try_from(value: rust_decimal::Decimal) -> Result<Self, Self::Error> {
                Self::from_decimal(value)
            }
        }

        impl From<$name> for rust_decimal::Decimal {
            fn from(value: $name) -> Self {
                value.decimal()
            }
        }

        impl Default for $name {
            /// Zero.
            fn default() -> Self {
                Self::ZERO
            }
        }
    };
}

pub(crate) use {number_inputs, number_operations, number_traits, number_type};
