// SPDX-License-Identifier: Apache-2.0
//! Factors and divisors that no [`Decimal`] holds: any number of digits, any exponent (V-4.6).
//!
//! Only the result is judged. Each operation first asks how far from one the factor is, so that no
//! power of ten is made that the answer does not need.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigUint;
use rust_decimal::Decimal;

use super::wide::{Cut, check_scale};
use super::{MAX_COEFFICIENT, MAX_SCALE, Parts, U256, build};
use crate::param::error_kind::ParamErrorKind as Kind;
use crate::param::rounding::RoundingStrategy;

/// Numbers are between 10^-28 and 10^29, so a factor beyond 10^60 either way decides by itself.
const FAR: i64 = 60;
/// The longest integer that is shown digit by digit; a message shows no more.
const SHOWN_DIGITS: i64 = 64;

/// `digits * 10^exponent`; never zero, and the digits do not end in one.
#[derive(Clone)]
pub(crate) struct Big {
    negative: bool,
    digits: BigUint,
    /// How many digits there are.
    count: i64,
    exponent: i64,
    /// The text of one that is so far out that its exponent is not kept.
    shown: Option<Box<str>>,
}

impl Big {
    /// From decimal digits without zeros at either end, at least one.
    pub(super) fn new(negative: bool, digits: &[u8], exponent: i64) -> Self {
        Self {
            negative,
            digits: integer(digits),
            count: i64::try_from(digits.len()).unwrap_or(i64::MAX),
            exponent,
            shown: None,
        }
    }

    /// The same, which says this text of itself.
    pub(super) fn shown_as(mut self, text: &str) -> Self {
        self.shown = Some(text.into());
        self
    }

    /// The integer, which is not zero.
    pub(crate) fn from_int(negative: bool, magnitude: u128) -> Self {
        let (mut digits, mut exponent) = (magnitude, 0);
        while digits.is_multiple_of(10) {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        Self {
            negative,
            digits: digits.into(),
            count: i64::from(digits.ilog10()) + 1,
            exponent,
            shown: None,
        }
    }

    /// The magnitude is below `10^size` and not below `10^(size - 1)`.
    fn size(&self) -> i64 {
        self.count.saturating_add(self.exponent)
    }
}

impl fmt::Display for Big {
    /// Plain digits if it is an integer of a readable length, else digits and exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.shown {
            return f.write_str(text);
        }
        let sign = if self.negative { "-" } else { "" };
        let Self {
            digits, exponent, ..
        } = self;
        match usize::try_from(*exponent) {
            Ok(zeros) if self.size() <= SHOWN_DIGITS || zeros == 0 => {
                write!(f, "{sign}{digits}{:0<zeros$}", "")
            }
            _ => write!(f, "{sign}{digits}e{exponent}"),
        }
    }
}

/// The integer of decimal digits. Long ones by halves, since reading takes the square of a length.
fn integer(digits: &[u8]) -> BigUint {
    if digits.len() <= 2_000 {
        return BigUint::from_radix_be(digits, 10).unwrap_or_default();
    }
    let (high, low) = digits.split_at(digits.len() / 2);
    let shift = i64::try_from(low.len()).unwrap_or(0);
    integer(high) * ten_to(shift) + integer(low)
}

/// `10^digits`. The callers have seen to it that it is needed.
fn ten_to(digits: i64) -> BigUint {
    BigUint::from(10_u8).pow(u32::try_from(digits).unwrap_or(0))
}

/// The decimal that equals `coefficient / 10^scale` exactly, normalised.
fn exact(negative: bool, coefficient: BigUint, scale: i64) -> Result<Decimal, Kind> {
    let (mut coefficient, mut scale) = match scale < 0 {
        true => (coefficient * ten_to(-scale), 0),
        false => (coefficient, scale),
    };
    // All digits beyond the last place at once, since there may be thousands of them.
    for step in [(scale - i64::from(MAX_SCALE)).max(0), 16, 8, 4, 2, 1] {
        let power = ten_to(step);
        let shorter = &coefficient / &power;
        if step > 0 && scale >= step && &shorter * &power == coefficient {
            (coefficient, scale) = (shorter, scale - step);
        }
    }
    let largest = BigUint::from(MAX_COEFFICIENT);
    match (u128::try_from(&coefficient), u32::try_from(scale)) {
        (Ok(held), Ok(scale)) if coefficient <= largest && scale <= MAX_SCALE => {
            Ok(build(negative, held, scale))
        }
        _ if coefficient > largest * ten_to(scale) => Err(Kind::Overflow),
        _ => Err(Kind::Inexact),
    }
}

/// `a * b`, exact or an error.
#[cold]
pub(crate) fn mul(a: Parts, b: &Big) -> Result<Decimal, Kind> {
    if a.coefficient == 0 {
        return Ok(Decimal::ZERO);
    }
    if b.size() > FAR {
        return Err(Kind::Overflow);
    }
    if b.size() < -FAR {
        return Err(Kind::Inexact);
    }
    let product = &b.digits * a.coefficient;
    exact(
        a.negative != b.negative,
        product,
        i64::from(a.scale) - b.exponent,
    )
}

/// The same integer; `None` above 200 bits, which is above any number at any scale.
fn wide(integer: &BigUint) -> Option<U256> {
    if integer.bits() > 200 {
        return None;
    }
    let mut limbs = [0_u64; 4];
    for (index, limb) in integer.iter_u64_digits().enumerate() {
        limbs[index] = limb;
    }
    let [a, b, c, d] = limbs.map(u128::from);
    Some(U256::from_words(d << 64 | c, b << 64 | a))
}

/// `a / b * 10^scale` cut to a whole number; `None` when it is no number by far.
fn quotient(a: Parts, b: &Big, scale: u32) -> Option<Cut> {
    let negative = a.negative != b.negative;
    if a.coefficient == 0 || b.size() > FAR {
        return Some(Cut {
            negative,
            quotient: U256::ZERO,
            is_exact: a.coefficient == 0,
            half: Ordering::Less,
        });
    }
    if b.size() < -FAR {
        return None;
    }
    let (mut numerator, mut denominator) = (BigUint::from(a.coefficient), b.digits.clone());
    let up = i64::from(scale) - i64::from(a.scale) - b.exponent;
    if up < 0 {
        denominator *= ten_to(-up);
    } else {
        numerator *= ten_to(up);
    }
    let quotient = &numerator / &denominator;
    let remainder = numerator - &quotient * &denominator;
    Some(Cut {
        negative,
        quotient: wide(&quotient)?,
        is_exact: remainder == BigUint::ZERO,
        half: (remainder * 2_u8).cmp(&denominator),
    })
}

/// `a / b` rounded half-even at the largest scale that fits.
#[cold]
pub(crate) fn div(a: Parts, b: &Big) -> Result<Decimal, Kind> {
    for scale in (0..=MAX_SCALE).rev() {
        let Some(cut) = quotient(a, b, scale) else {
            continue;
        };
        let rounded = cut.round(RoundingStrategy::HalfEven);
        if rounded <= U256::new(MAX_COEFFICIENT) {
            return super::wide::exact(cut.negative, rounded, scale);
        }
    }
    Err(Kind::Overflow)
}

/// `a / b` rounded to `scale` digits after the point.
#[cold]
pub(crate) fn div_rounded(
    a: Parts,
    b: &Big,
    scale: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal, Kind> {
    check_scale(scale)?;
    let cut = quotient(a, b, scale).ok_or(Kind::Overflow)?;
    super::wide::exact(cut.negative, cut.round(strategy), scale)
}

/// The remainder of the truncated division, with the sign of `a`.
#[cold]
pub(crate) fn rem(a: Parts, b: &Big) -> Result<Decimal, Kind> {
    if a.coefficient == 0 || b.size() > FAR {
        return super::exact(a.negative, a.coefficient, a.scale);
    }
    // Digits after the point that `b` has more than `a`; below zero, `a` has more.
    let up = -b.exponent - i64::from(a.scale);
    if up <= 0 {
        let rest = BigUint::from(a.coefficient) % (&b.digits * ten_to(-up));
        return exact(a.negative, rest, a.scale.into());
    }
    // What is left is below the last place of any number, so it is nothing or does not fit.
    if b.size() < -FAR {
        return match divides(&b.digits, a.coefficient, up.unsigned_abs()) {
            true => Ok(Decimal::ZERO),
            false => Err(Kind::Inexact),
        };
    }
    let rest = ten_to(up) * a.coefficient % &b.digits;
    exact(a.negative, rest, -b.exponent)
}

/// Whether `coefficient * 10^power` is a multiple of the digits, without making that power of ten.
fn divides(digits: &BigUint, coefficient: u128, power: u64) -> bool {
    let twos = digits.trailing_zeros().unwrap_or(0);
    if twos > power.saturating_add(coefficient.trailing_zeros().into()) {
        return false;
    }
    // No more fives than that are in so many bits.
    let odd = digits >> twos;
    let fives = power.min(odd.bits() / 2);
    let fives = BigUint::from(5_u8).pow(u32::try_from(fives).unwrap_or(u32::MAX));
    fives * coefficient % odd == BigUint::ZERO
}
