// SPDX-License-Identifier: Apache-2.0
//! One door for the bindings: every operation of every number type on plain parts.
//!
//! Not part of the public interface of the crate. The C interface passes numbers as mantissa and
//! scale and needs one function for all value arithmetic.

use rust_decimal::Decimal;

use super::decimal::{self, Parts};
use super::number::Spec;
use super::{
    CashFlow, Factor, Fee, Notional, ParamError, Pnl, PositionSize, Price, Quantity,
    RoundingStrategy, Volume,
};

/// A number as it crosses the C interface: `mantissa / 10^scale`, normalised on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Raw {
    /// The coefficient with its sign.
    pub mantissa: i128,
    /// Digits after the point, at most 28.
    pub scale: u32,
}

impl From<Decimal> for Raw {
    fn from(value: Decimal) -> Self {
        Self {
            mantissa: value.mantissa(),
            scale: value.scale(),
        }
    }
}

/// The number types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum NumberType {
    /// `Price`.
    Price = 1,
    /// `Quantity`.
    Quantity = 2,
    /// `Volume`.
    Volume = 3,
    /// `Pnl`.
    Pnl = 4,
    /// `Fee`.
    Fee = 5,
    /// `Notional`.
    Notional = 6,
    /// `CashFlow`.
    CashFlow = 7,
    /// `PositionSize`.
    PositionSize = 8,
}

impl NumberType {
    /// All types in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Price,
        Self::Quantity,
        Self::Volume,
        Self::Pnl,
        Self::Fee,
        Self::Notional,
        Self::CashFlow,
        Self::PositionSize,
    ];

    /// The type with this number in the C interface.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(number.wrapping_sub(1) as usize).copied()
    }

    /// The name in errors: `price`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.spec().name
    }

    fn spec(self) -> Spec {
        match self {
            Self::Price => Price::SPEC,
            Self::Quantity => Quantity::SPEC,
            Self::Volume => Volume::SPEC,
            Self::Pnl => Pnl::SPEC,
            Self::Fee => Fee::SPEC,
            Self::Notional => Notional::SPEC,
            Self::CashFlow => CashFlow::SPEC,
            Self::PositionSize => PositionSize::SPEC,
        }
    }
}

/// The operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Op {
    /// `a` as it is; integers have scale 0.
    FromParts = 1,
    /// `text`.
    FromString = 2,
    /// `float`.
    FromFloat = 3,
    /// `a` rounded by `scale` and `strategy`.
    FromPartsRounded = 4,
    /// `text` rounded by `scale` and `strategy`.
    FromStringRounded = 5,
    /// `float` rounded by `scale` and `strategy`.
    FromFloatRounded = 6,
    /// `a + b`.
    Add = 7,
    /// `a - b`.
    Sub = 8,
    /// `-a`.
    Neg = 9,
    /// `a * b`; integers have scale 0 and may be of any size.
    Mul = 10,
    /// `a / b`, half-even at the largest scale that fits.
    Div = 11,
    /// `a / b` rounded by `scale` and `strategy`.
    DivRounded = 12,
    /// What is left of `a` after the truncated division by `b`.
    Rem = 13,
    /// `abs(a) * abs(b)` of plain decimals.
    MulAbs = 14,
    /// `abs(a) / abs(b)` of plain decimals, half-even at the largest scale that fits.
    DivAbs = 15,
    /// `abs(a) / abs(b)` of plain decimals, rounded by `scale` and `strategy`.
    DivAbsRounded = 16,
    /// `a * b` of plain decimals.
    MulPlain = 17,
    /// `-a` of a plain decimal.
    NegPlain = 18,
}

impl Op {
    /// All operations in the order of their numbers.
    pub const ALL: [Self; 18] = [
        Self::FromParts,
        Self::FromString,
        Self::FromFloat,
        Self::FromPartsRounded,
        Self::FromStringRounded,
        Self::FromFloatRounded,
        Self::Add,
        Self::Sub,
        Self::Neg,
        Self::Mul,
        Self::Div,
        Self::DivRounded,
        Self::Rem,
        Self::MulAbs,
        Self::DivAbs,
        Self::DivAbsRounded,
        Self::MulPlain,
        Self::NegPlain,
    ];

    /// The operation with this number in the C interface.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(number.wrapping_sub(1) as usize).copied()
    }
}

/// What an operation reads; it ignores the rest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Operands<'a> {
    /// The value itself, or the left side.
    pub a: Raw,
    /// The right side: a value of the same type for `Add` and `Sub`, a plain decimal else.
    pub b: Raw,
    /// Text to read; a factor or a divisor in place of `b` where it is not empty.
    pub text: &'a str,
    /// Float to read.
    pub float: f64,
    /// Digits after the point of the rounded forms.
    pub scale: u32,
    /// Number of the rounding strategy of the rounded forms.
    pub strategy: u32,
}

/// The operations that cost less than judging their operands twice, where nothing is wrong: `None`
/// for all others, and for whatever [`apply`] has to judge.
#[inline]
#[must_use]
pub fn quick(number: NumberType, op: Op, a: Raw, b: Raw) -> Option<Raw> {
    let spec = number.spec();
    let plain = |value: Raw| {
        let coefficient = value.mantissa.unsigned_abs();
        let held = coefficient <= decimal::MAX_COEFFICIENT && value.scale <= decimal::MAX_SCALE;
        held.then_some(Parts {
            negative: value.mantissa < 0,
            coefficient,
            scale: value.scale,
        })
    };
    let own = |value: Raw| plain(value).filter(|it| spec.is_signed || !it.negative);
    let value = match op {
        Op::Add => decimal::add_parts(own(a)?, own(b)?),
        Op::Sub => decimal::sub_parts(own(a)?, own(b)?),
        Op::Mul => decimal::mul_parts(own(a)?, plain(b)?),
        Op::Rem => decimal::rem_parts(own(a)?, plain(b)?),
        Op::MulPlain => decimal::mul_parts(plain(a)?, plain(b)?),
        Op::MulAbs => decimal::mul_parts(plain(a)?.abs(), plain(b)?.abs()),
        _ => return None,
    };
    let value = value.ok()?;
    (spec.is_signed || !value.is_sign_negative()).then(|| value.into())
}

/// One operation on values of one type. Operands are validated like any input (V-6).
///
/// # Errors
///
/// Those of the method of the same name.
pub fn apply(number: NumberType, op: Op, o: &Operands<'_>) -> Result<Raw, ParamError> {
    let spec = number.spec();
    let plain = Spec {
        name: spec.name,
        is_signed: true,
    };
    let a = || spec.read_parts(o.a.mantissa, o.a.scale);
    let b = || spec.read_parts(o.b.mantissa, o.b.scale);
    let plain_a = || plain.read_parts(o.a.mantissa, o.a.scale);
    let plain_b = || plain.read_parts(o.b.mantissa, o.b.scale);
    let factor = || match (o.text, o.b.scale) {
        ("", 0) => Ok(Factor::from(o.b.mantissa)),
        ("", _) => plain_b().map(Factor::from),
        (text, _) => Factor::from_string(text)
            .map_err(|error| ParamError::new(spec.name, error.kind(), error.input())),
    };
    // The scale is judged before the strategy, in every language.
    let strategy = || {
        spec.check_scale(o.scale)?;
        RoundingStrategy::from_number(o.strategy)
    };
    let value = match op {
        Op::FromParts => a()?,
        Op::FromString => spec.read_string(o.text)?,
        Op::FromFloat => spec.read_float(o.float)?,
        Op::FromPartsRounded => {
            let value = plain_a()?;
            spec.read_decimal_rounded(value, o.scale, strategy()?)?
        }
        Op::FromStringRounded => spec.read_string_rounded(o.text, o.scale, strategy()?)?,
        Op::FromFloatRounded => spec.read_float_rounded(o.float, o.scale, strategy()?)?,
        Op::Add => spec.add(a()?, b()?)?,
        Op::Sub => spec.sub(a()?, b()?)?,
        Op::Neg => spec.neg(a()?)?,
        Op::Mul => spec.mul_by(a()?, factor()?)?,
        Op::Div => spec.div_by(a()?, factor()?)?,
        Op::DivRounded => spec.div_rounded_by(a()?, factor()?, o.scale, strategy()?)?,
        Op::Rem => spec.rem_by(a()?, factor()?)?,
        Op::MulAbs => spec.mul_abs(plain_a()?, plain_b()?)?,
        Op::DivAbs => spec.div_abs(plain_a()?, plain_b()?)?,
        Op::DivAbsRounded => spec.div_abs_rounded(plain_a()?, plain_b()?, o.scale, strategy()?)?,
        Op::MulPlain => spec.mul(plain_a()?, plain_b()?)?,
        Op::NegPlain => spec.neg(plain_a()?)?,
    };
    Ok(value.into())
}

/// Whether a text is the name of an enum's member: as it stands in the table, or all of it in upper
/// case, and in no other spelling (V-6.18).
#[must_use]
pub fn is_name(text: &str, name: &str) -> bool {
    text == name
        || text
            .bytes()
            .eq(name.bytes().map(|b| b.to_ascii_uppercase()))
}

/// Canonical text of a number, for bindings that do not format by themselves.
///
/// # Errors
///
/// `scale_out_of_range`, `overflow` or `inexact` for parts that are no number.
pub fn to_text(value: Raw) -> Result<String, ParamError> {
    Price::from_parts(value.mantissa, value.scale).map(|value| value.to_string())
}
