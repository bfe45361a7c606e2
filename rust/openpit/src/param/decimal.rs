// SPDX-License-Identifier: Apache-2.0
//! The one decimal kernel: exact arithmetic over [`Decimal`] (V-1, V-4, V-4a).
//!
//! Everything here takes any `Decimal` and returns a normalised one: no trailing zeros in the
//! fraction, no negative zero. A fast path on 64-bit coefficients stands before each 256-bit
//! intermediate, so nothing is rounded unless the function's name says so. An exact value whose
//! magnitude is above the largest coefficient is `overflow`; any other that does not fit is
//! `inexact`.

use std::cmp::Ordering;

use ethnum::U256;
use rust_decimal::Decimal;

use super::error_kind::ParamErrorKind as Kind;

pub(crate) mod big;
pub(crate) mod share;
#[cfg(test)]
mod tests;
pub(crate) mod text;
pub(crate) mod wide;

/// The largest scale: 28 digits after the point.
pub(crate) const MAX_SCALE: u32 = 28;
/// The largest coefficient: 96 bits.
pub(crate) const MAX_COEFFICIENT: u128 = (1 << 96) - 1;

const POW10: [u128; 39] = {
    let mut table = [1_u128; 39];
    let mut i = 1;
    while i < table.len() {
        table[i] = table[i - 1] * 10;
        i += 1;
    }
    table
};

/// Sign, coefficient and scale of a decimal.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) negative: bool,
    pub(crate) coefficient: u128,
    pub(crate) scale: u32,
}

impl Parts {
    /// The magnitude.
    pub(crate) const fn abs(self) -> Self {
        Self {
            negative: false,
            ..self
        }
    }
}

#[inline]
pub(crate) fn parts(value: Decimal) -> Parts {
    let raw = value.unpack();
    let coefficient = (u128::from(raw.hi) << 64) | (u128::from(raw.mid) << 32) | u128::from(raw.lo);
    Parts {
        negative: raw.negative,
        coefficient,
        scale: raw.scale,
    }
}

/// The caller has checked that the coefficient has 96 bits and the scale is at most 28.
#[inline(always)]
#[allow(
    clippy::cast_possible_truncation,
    reason = "takes the coefficient's 32-bit limbs"
)]
fn build(negative: bool, coefficient: u128, scale: u32) -> Decimal {
    debug_assert!(coefficient <= MAX_COEFFICIENT && scale <= MAX_SCALE);
    Decimal::from_parts(
        coefficient as u32,
        (coefficient >> 32) as u32,
        (coefficient >> 64) as u32,
        negative,
        scale,
    )
}

/// The decimal that equals `coefficient / 10^scale` exactly, normalised.
#[inline]
pub(crate) fn exact(negative: bool, coefficient: u128, scale: u32) -> Result<Decimal, Kind> {
    let (coefficient, scale) = strip(coefficient, scale);
    if coefficient <= MAX_COEFFICIENT && scale <= MAX_SCALE {
        Ok(build(negative, coefficient, scale))
    } else {
        Err(wide::misfit(coefficient.into(), scale, false))
    }
}

/// The decimal that equals `mantissa / 10^scale`, if it is one and has 64 bits. It never passes
/// through memory: what is written in parts and read as a whole makes the processor wait.
#[inline(always)]
pub(crate) fn short(mantissa: i128, scale: u32) -> Option<Decimal> {
    let coefficient = u64::try_from(mantissa.unsigned_abs()).ok()?;
    if coefficient == 0 || scale > MAX_SCALE {
        return None;
    }
    let (coefficient, scale) = strip_short(coefficient, scale);
    Some(build(mantissa < 0, coefficient.into(), scale))
}

/// The same value without trailing zeros in the fraction.
pub(crate) fn normalise(value: Decimal) -> Result<Decimal, Kind> {
    let Parts {
        negative,
        coefficient,
        scale,
    } = parts(value);
    exact(negative, coefficient, scale)
}

/// Removes trailing zeros of the fraction. An odd coefficient cannot have one.
#[inline]
fn strip(coefficient: u128, scale: u32) -> (u128, u32) {
    if scale == 0 || coefficient & 1 == 1 {
        return (coefficient, scale);
    }
    match u64::try_from(coefficient) {
        Ok(0) => (0, 0),
        Ok(short) => {
            let (short, scale) = strip_short(short, scale);
            (short.into(), scale)
        }
        Err(_) => strip_long(coefficient, scale),
    }
}

#[inline(always)]
fn strip_short(coefficient: u64, scale: u32) -> (u64, u32) {
    // An odd coefficient has none.
    if scale == 0 || coefficient & 1 == 1 {
        return (coefficient, scale);
    }
    strip_even(coefficient, scale)
}

fn strip_even(mut coefficient: u64, mut scale: u32) -> (u64, u32) {
    while scale >= 4 && coefficient.is_multiple_of(10_000) {
        coefficient /= 10_000;
        scale -= 4;
    }
    while scale > 0 && coefficient.is_multiple_of(10) {
        coefficient /= 10;
        scale -= 1;
    }
    (coefficient, scale)
}

#[cold]
fn strip_long(mut coefficient: u128, mut scale: u32) -> (u128, u32) {
    for step in [16_u32, 8, 4, 2, 1] {
        let power = POW10[step as usize];
        // 10^n has n factors of two, so the cheap bit count refuses most divisions.
        while scale >= step
            && coefficient.trailing_zeros() >= step
            && coefficient.is_multiple_of(power)
        {
            coefficient /= power;
            scale -= step;
        }
    }
    (coefficient, scale)
}

/// `coefficient * 10^digits`, or `None` above 128 bits.
#[inline]
fn scaled_up(coefficient: u128, digits: u32) -> Option<u128> {
    if coefficient >> 64 == 0 && digits <= 19 {
        return Some(coefficient * POW10[digits as usize]);
    }
    match POW10.get(digits as usize) {
        Some(power) => coefficient.checked_mul(*power),
        None => (coefficient == 0).then_some(0),
    }
}

#[inline]
fn compare_magnitude(left: u128, left_scale: u32, right: u128, right_scale: u32) -> Ordering {
    if left_scale == right_scale {
        return left.cmp(&right);
    }
    if left_scale <= right_scale {
        // A left side above 128 bits is above any right side, which has 128 bits.
        scaled_up(left, right_scale - left_scale).map_or(Ordering::Greater, |left| left.cmp(&right))
    } else {
        scaled_up(right, left_scale - right_scale).map_or(Ordering::Less, |right| left.cmp(&right))
    }
}

#[inline]
fn signed(negative: bool, magnitude: Ordering) -> Ordering {
    if negative {
        magnitude.reverse()
    } else {
        magnitude
    }
}

/// Compares by value. A negative zero, which no value here is, would stand below zero.
#[inline]
pub(crate) fn compare(left: Decimal, right: Decimal) -> Ordering {
    let (a, b) = (parts(left), parts(right));
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    signed(
        a.negative,
        compare_magnitude(a.coefficient, a.scale, b.coefficient, b.scale),
    )
}

/// Compares `value` with the exact product `a * b`; never overflows.
#[inline]
pub(crate) fn cmp_product(value: Decimal, a: Decimal, b: Decimal) -> Ordering {
    let (v, a, b) = (parts(value), parts(a), parts(b));
    let zero_product = a.coefficient == 0 || b.coefficient == 0;
    let negative = a.negative != b.negative && !zero_product;
    if v.negative != negative {
        return negative.cmp(&v.negative);
    }
    let scale = a.scale + b.scale;
    let magnitude = if (a.coefficient | b.coefficient) >> 64 == 0 {
        compare_magnitude(v.coefficient, v.scale, a.coefficient * b.coefficient, scale)
    } else {
        let product = wide::product(a.coefficient, b.coefficient);
        wide::compare(v.coefficient.into(), v.scale, product, scale)
    };
    signed(negative, magnitude)
}

/// `a + b`, exact or an error.
#[inline]
pub(crate) fn add_exact(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    add_parts(parts(a), parts(b))
}

/// `a - b`, exact or an error.
#[inline]
pub(crate) fn sub_exact(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    sub_parts(parts(a), parts(b))
}

/// `a + b - c`, exact or an error: a sum in between that does not fit is none.
#[cold]
pub(crate) fn add_sub_exact(a: Decimal, b: Decimal, c: Decimal) -> Result<Decimal, Kind> {
    let mut c = parts(c);
    c.negative = !c.negative;
    wide::sum([parts(a), parts(b), c])
}

#[inline]
pub(crate) fn sub_parts(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    let negative = !b.negative;
    add_parts(a, Parts { negative, ..b })
}

#[inline]
pub(crate) fn add_parts(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    let scale = a.scale.max(b.scale);
    let (left, right) = (
        scaled_up(a.coefficient, scale - a.scale),
        scaled_up(b.coefficient, scale - b.scale),
    );
    let (Some(left), Some(right)) = (left, right) else {
        return wide::add(a, b);
    };
    if a.negative != b.negative {
        return exact(a.negative != (left < right), left.abs_diff(right), scale);
    }
    match left.checked_add(right) {
        Some(sum) => exact(a.negative, sum, scale),
        None => wide::add(a, b),
    }
}

/// `a * b`, exact or an error.
#[inline]
pub(crate) fn mul_exact(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    mul_parts(parts(a), parts(b))
}

#[inline]
pub(crate) fn mul_parts(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    let (negative, scale) = (a.negative != b.negative, a.scale + b.scale);
    if (a.coefficient | b.coefficient) >> 64 == 0 {
        return exact(negative, a.coefficient * b.coefficient, scale);
    }
    wide::exact(negative, wide::product(a.coefficient, b.coefficient), scale)
}

/// The remainder of the truncated division, with the sign of `a`; always exact.
#[inline]
pub(crate) fn rem(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    rem_parts(parts(a), parts(b))
}

#[inline]
pub(crate) fn rem_parts(a: Parts, b: Parts) -> Result<Decimal, Kind> {
    let scale = a.scale.max(b.scale);
    let left = scaled_up(a.coefficient, scale - a.scale).map(u64::try_from);
    let right = scaled_up(b.coefficient, scale - b.scale).map(u64::try_from);
    match (left, right) {
        (_, Some(Ok(0))) => Err(Kind::DivisionByZero),
        (Some(Ok(left)), Some(Ok(right))) => exact(a.negative, (left % right).into(), scale),
        _ => wide::rem(a, b),
    }
}

/// `a * b` for an integer of any size, exact or an error.
#[inline]
pub(crate) fn mul_int_exact(a: Decimal, b: i128) -> Result<Decimal, Kind> {
    let a = parts(a);
    let (negative, factor) = (a.negative != (b < 0), b.unsigned_abs());
    if (a.coefficient | factor) >> 64 == 0 {
        return exact(negative, a.coefficient * factor, a.scale);
    }
    wide::exact(negative, wide::product(a.coefficient, factor), a.scale)
}

/// `a * b`, rounded away from zero at the largest scale that fits when it does not fit exactly
/// (V-4a); only overflow is an error.
#[inline]
pub(crate) fn mul_up(a: Decimal, b: Decimal) -> Result<Decimal, Kind> {
    let (a, b) = (parts(a), parts(b));
    let (negative, scale) = (a.negative != b.negative, a.scale + b.scale);
    if (a.coefficient | b.coefficient) >> 64 == 0 {
        let (product, scale) = strip(a.coefficient * b.coefficient, scale);
        if product <= MAX_COEFFICIENT && scale <= MAX_SCALE {
            return Ok(build(negative, product, scale));
        }
    }
    wide::round_up(negative, wide::product(a.coefficient, b.coefficient), scale)
}

/// `-value`; zero stays without a sign.
#[inline]
pub(crate) fn neg(value: Decimal) -> Decimal {
    let Parts {
        negative,
        coefficient,
        scale,
    } = parts(value);
    build(!negative, coefficient, scale)
}

/// `|value|`.
#[inline]
pub(crate) fn abs(value: Decimal) -> Decimal {
    value.abs()
}

pub(crate) use wide::{div, div_rounded, round};
