// SPDX-License-Identifier: Apache-2.0
//! The slow half of the kernel: 256-bit intermediates, division and rounding.

use std::cmp::Ordering;

use ethnum::U256;
use rust_decimal::Decimal;

use super::{MAX_COEFFICIENT, MAX_SCALE, POW10, Parts, parts};
use crate::param::error_kind::ParamErrorKind as Kind;
use crate::param::rounding::RoundingStrategy;

/// The largest power of ten in 256 bits is 10^77.
const MAX_POWER: u32 = 77;

/// `10^digits` for at most 77 digits.
fn ten_to(digits: u32) -> U256 {
    match POW10.get(digits as usize) {
        Some(power) => U256::new(*power),
        None => U256::new(POW10[38]) * ten_to(digits - 38),
    }
}

/// `10^digits`; `None` above 256 bits.
fn power(digits: u32) -> Option<U256> {
    (digits <= MAX_POWER).then(|| ten_to(digits))
}

/// The exact product of two 96-bit coefficients: at most 192 bits.
pub(crate) fn product(a: u128, b: u128) -> U256 {
    U256::new(a) * U256::new(b)
}

fn divide(numerator: U256, denominator: U256) -> (U256, U256) {
    let quotient = numerator / denominator;
    (quotient, numerator - quotient * denominator)
}

/// Why `coefficient / 10^scale` (plus a little more if `sticky`) does not fit.
#[cold]
pub(crate) fn misfit(coefficient: U256, scale: u32, sticky: bool) -> Kind {
    // Above 77 digits of fraction a 256-bit coefficient is below two.
    let Some(power) = power(scale) else {
        return Kind::Inexact;
    };
    let (whole, fraction) = divide(coefficient, power);
    let beyond = fraction != U256::ZERO || sticky;
    match whole.cmp(&U256::new(MAX_COEFFICIENT)) {
        Ordering::Greater => Kind::Overflow,
        Ordering::Equal if beyond => Kind::Overflow,
        _ => Kind::Inexact,
    }
}

/// The decimal that equals `coefficient / 10^scale` exactly, normalised.
pub(crate) fn exact(negative: bool, coefficient: U256, scale: u32) -> Result<Decimal, Kind> {
    if coefficient == U256::ZERO {
        return Ok(Decimal::ZERO);
    }
    let (mut coefficient, mut scale) = (coefficient, scale);
    for step in [32_u32, 16, 8, 4, 2, 1] {
        let power = ten_to(step);
        while scale >= step && coefficient.trailing_zeros() >= step {
            let (quotient, remainder) = divide(coefficient, power);
            if remainder != U256::ZERO {
                break;
            }
            (coefficient, scale) = (quotient, scale - step);
        }
    }
    if coefficient <= U256::new(MAX_COEFFICIENT) && scale <= MAX_SCALE {
        Ok(super::build(negative, coefficient.as_u128(), scale))
    } else {
        Err(misfit(coefficient, scale, false))
    }
}

/// Compares `left / 10^left_scale` with `right / 10^right_scale`; exact for any scale difference.
pub(crate) fn compare(left: U256, left_scale: u32, right: U256, right_scale: u32) -> Ordering {
    // A side that is not zero and leaves 256 bits when scaled up is the larger one.
    let scaled = |value: U256, digits: u32| match power(digits) {
        Some(power) => value.checked_mul(power),
        None => (value == U256::ZERO).then_some(U256::ZERO),
    };
    if left_scale <= right_scale {
        scaled(left, right_scale - left_scale).map_or(Ordering::Greater, |left| left.cmp(&right))
    } else {
        scaled(right, left_scale - right_scale).map_or(Ordering::Less, |right| left.cmp(&right))
    }
}

/// Both coefficients at the larger of the two scales: at most 190 bits each.
fn aligned(a: Parts, b: Parts) -> (U256, U256, u32) {
    let scale = a.scale.max(b.scale);
    let up = |p: Parts| U256::new(p.coefficient) * ten_to(scale - p.scale);
    (up(a), up(b), scale)
}

pub(crate) fn add(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    let (left, right, scale) = aligned(a, b);
    if a.negative == b.negative {
        exact(a.negative, left + right, scale)
    } else if left >= right {
        exact(a.negative, left - right, scale)
    } else {
        exact(b.negative, right - left, scale)
    }
}

/// The sum of a few decimals, exact whatever their sums in between are: 190 bits each.
pub(crate) fn sum<const N: usize>(numbers: [Parts; N]) -> Result<Decimal, Kind> {
    let scale = numbers.iter().map(|number| number.scale).max();
    let scale = scale.unwrap_or_default();
    let (mut above, mut below) = (U256::ZERO, U256::ZERO);
    for number in numbers {
        let side = if number.negative {
            &mut below
        } else {
            &mut above
        };
        *side += U256::new(number.coefficient) * ten_to(scale - number.scale);
    }
    if above >= below {
        exact(false, above - below, scale)
    } else {
        exact(true, below - above, scale)
    }
}

/// `product / 10^scale` rounded away from zero at the largest scale that fits.
pub(crate) fn round_up(negative: bool, product: U256, scale: u32) -> Result<Decimal, Kind> {
    let excess = (256 - product.leading_zeros()).saturating_sub(96);
    // Fewer dropped digits than this leave more than 96 bits; a digit is at least 3.32 bits.
    let at_least = (excess * 301 / 1000).saturating_sub(1);
    for dropped in at_least.max(scale.saturating_sub(MAX_SCALE))..=scale {
        let (quotient, remainder) = divide(product, ten_to(dropped));
        let rounded = quotient + U256::from(u8::from(remainder != U256::ZERO));
        if rounded <= U256::new(MAX_COEFFICIENT) {
            return exact(negative, rounded, scale - dropped);
        }
    }
    Err(Kind::Overflow)
}

/// A quotient cut to a whole number, with what was cut off: zero or not, and beside one half.
pub(super) struct Cut {
    pub(super) negative: bool,
    pub(super) quotient: U256,
    pub(super) is_exact: bool,
    pub(super) half: Ordering,
}

impl Cut {
    fn new(negative: bool, quotient: U256, remainder: U256, denominator: U256) -> Self {
        let half = remainder.cmp(&(denominator - remainder));
        Self {
            negative,
            quotient,
            is_exact: remainder == U256::ZERO,
            half,
        }
    }

    /// More follows below the remainder: never zero, never exactly one half.
    fn with_more(mut self) -> Self {
        self.is_exact = false;
        if self.half == Ordering::Equal {
            self.half = Ordering::Greater;
        }
        self
    }

    pub(super) fn round(&self, strategy: RoundingStrategy) -> U256 {
        let odd = self.quotient & U256::ONE == U256::ONE;
        let away = !self.is_exact
            && match strategy {
                RoundingStrategy::HalfEven => {
                    self.half == Ordering::Greater || (self.half == Ordering::Equal && odd)
                }
                RoundingStrategy::HalfAway => self.half != Ordering::Less,
                RoundingStrategy::Up => !self.negative,
                RoundingStrategy::Down => self.negative,
                RoundingStrategy::TowardZero => false,
            };
        self.quotient + U256::from(u8::from(away))
    }
}

/// `coefficient / 10^scale` (plus a little more if `sticky`) rounded to `target` digits.
pub(crate) fn round_wide(
    negative: bool,
    (coefficient, scale, sticky): (U256, u32, bool),
    target: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal, Kind> {
    check_scale(target)?;
    if scale <= target {
        // Sticky text has 76 digits before the cut, most of them before the point.
        return if sticky {
            Err(Kind::Overflow)
        } else {
            exact(negative, coefficient, scale)
        };
    }
    let mut cut = match power(scale - target) {
        Some(power) => {
            let (quotient, remainder) = divide(coefficient, power);
            Cut::new(negative, quotient, remainder, power)
        }
        // Below 10^78 a 256-bit coefficient is less than one half.
        None => Cut {
            negative,
            quotient: U256::ZERO,
            is_exact: coefficient == U256::ZERO,
            half: Ordering::Less,
        },
    };
    if sticky {
        cut = cut.with_more();
    }
    exact(negative, cut.round(strategy), target)
}

pub(super) fn check_scale(scale: u32) -> Result<(), Kind> {
    if scale <= MAX_SCALE {
        Ok(())
    } else {
        Err(Kind::ScaleOutOfRange)
    }
}

/// `value` rounded to `scale` digits after the point.
pub(crate) fn round(
    value: Decimal,
    scale: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal, Kind> {
    let p = parts(value);
    round_wide(
        p.negative,
        (U256::new(p.coefficient), p.scale, false),
        scale,
        strategy,
    )
}

/// `a / b * 10^scale` cut to a whole number; `None` when it leaves 256 bits.
fn quotient(a: Parts, b: Parts, scale: u32) -> Option<Cut> {
    let negative = a.negative != b.negative;
    let (numerator, denominator) = (U256::new(a.coefficient), U256::new(b.coefficient));
    let up = scale + b.scale;
    if up < a.scale {
        let denominator = denominator * ten_to(a.scale - up);
        let (quotient, remainder) = divide(numerator, denominator);
        return Some(Cut::new(negative, quotient, remainder, denominator));
    }
    let digits = up - a.scale;
    if digits <= 47 {
        let (quotient, remainder) = divide(numerator * ten_to(digits), denominator);
        return Some(Cut::new(negative, quotient, remainder, denominator));
    }
    // In two steps, since 96 bits and 56 digits leave 256 bits. Here b.scale > a.scale.
    let whole = numerator * ten_to(digits - scale);
    let (whole, rest) = divide(whole, denominator);
    let power = ten_to(scale);
    let (fraction, remainder) = divide(rest * power, denominator);
    let quotient = whole.checked_mul(power)?.checked_add(fraction)?;
    Some(Cut::new(negative, quotient, remainder, denominator))
}

/// `a / b` rounded half-even at the largest scale that fits.
pub(crate) fn div(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    let (a, b) = (parts(a), parts(b));
    if b.coefficient == 0 {
        return Err(Kind::DivisionByZero);
    }
    if a.coefficient == 0 {
        return Ok(Decimal::ZERO);
    }
    // The quotient's whole digits are known within one, so at most three scales are tried.
    let whole =
        i64::from(a.coefficient.ilog10()) - i64::from(b.coefficient.ilog10()) - i64::from(a.scale)
            + i64::from(b.scale);
    let first = (29 - whole).clamp(0, i64::from(MAX_SCALE));
    let first = u32::try_from(first).unwrap_or(MAX_SCALE);
    for scale in (first.saturating_sub(3)..=first).rev() {
        let Some(cut) = quotient(a, b, scale) else {
            continue;
        };
        let rounded = cut.round(RoundingStrategy::HalfEven);
        if rounded <= U256::new(MAX_COEFFICIENT) {
            return exact(cut.negative, rounded, scale);
        }
    }
    Err(Kind::Overflow)
}

/// `a / b` rounded to `scale` digits after the point.
pub(crate) fn div_rounded(
    a: Decimal,
    b: Decimal,
    scale: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal, Kind> {
    check_scale(scale)?;
    let (a, b) = (parts(a), parts(b));
    if b.coefficient == 0 {
        return Err(Kind::DivisionByZero);
    }
    let cut = quotient(a, b, scale).ok_or(Kind::Overflow)?;
    exact(cut.negative, cut.round(strategy), scale)
}

/// The remainder of the truncated division, with the sign of `a`; always exact.
pub(crate) fn rem(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    if b.coefficient == 0 {
        return Err(Kind::DivisionByZero);
    }
    let (left, right, scale) = aligned(a, b);
    let (_, remainder) = divide(left, right);
    exact(a.negative, remainder, scale)
}
