// SPDX-License-Identifier: Apache-2.0
//! Text to decimal and back: the strict grammar of V-2 and the canonical text of V-1.

use std::fmt::Write;

use ethnum::U256;
use rust_decimal::Decimal;

use super::big::Big;
use super::{MAX_SCALE, POW10, Parts, parts, wide};
use crate::param::error_kind::ParamErrorKind as Kind;
use crate::param::rounding::RoundingStrategy;

/// Significant digits that are kept: 76 digits fit in 256 bits, 57 decide any rounding.
const KEPT_DIGITS: usize = 76;
/// Beyond any value that matters, far from the limits of `i64`.
const FAR: i64 = 1 << 60;

/// A number as written: `digits * 10^exponent`, digits without zeros at either end.
struct Literal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

fn trim_start_zeros(digits: &[u8]) -> &[u8] {
    let start = digits
        .iter()
        .position(|b| *b != b'0')
        .unwrap_or(digits.len());
    &digits[start..]
}

fn trim_end_zeros(digits: &[u8]) -> &[u8] {
    let end = digits
        .iter()
        .rposition(|b| *b != b'0')
        .map_or(0, |last| last + 1);
    &digits[..end]
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(FAR)
}

/// `[+-]digits`, held within `FAR`.
fn exponent(text: &[u8]) -> Result<i64, Kind> {
    let (negative, text) = split_sign(text);
    let (digits, rest) = split_digits(text);
    if digits.is_empty() || !rest.is_empty() {
        return Err(Kind::InvalidFormat);
    }
    let value = digits.iter().fold(0_i64, |sum, b| {
        let more = sum.saturating_mul(10).saturating_add(i64::from(b - b'0'));
        more.min(FAR)
    });
    Ok(if negative { -value } else { value })
}

impl<'a> Literal<'a> {
    /// `[+-]digits[.digits][e[+-]digits]`.
    fn scan(text: &'a [u8]) -> Result<Self, Kind> {
        if text.is_empty() {
            return Err(Kind::Empty);
        }
        let (negative, rest) = split_sign(text);
        let (whole, mut rest) = split_digits(rest);
        let mut fraction: &[u8] = &[];
        if let [b'.', tail @ ..] = rest {
            (fraction, rest) = split_digits(tail);
            if fraction.is_empty() {
                return Err(Kind::InvalidFormat);
            }
        }
        if whole.is_empty() {
            return Err(Kind::InvalidFormat);
        }
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', digits @ ..] => exponent(digits)?,
            _ => return Err(Kind::InvalidFormat),
        };
        let mut literal = Self {
            negative,
            whole,
            fraction,
            exponent,
        };
        literal.trim();
        Ok(literal)
    }

    fn trim(&mut self) {
        self.whole = trim_start_zeros(self.whole);
        self.fraction = trim_end_zeros(self.fraction);
        if self.whole.is_empty() && self.fraction.is_empty() {
            self.exponent = 0;
        } else if self.fraction.is_empty() {
            let whole = trim_end_zeros(self.whole);
            self.exponent += length(self.whole) - length(whole);
            self.whole = whole;
        } else {
            self.exponent -= length(self.fraction);
            if self.whole.is_empty() {
                self.fraction = trim_start_zeros(self.fraction);
            }
        }
    }

    fn digits(&self) -> impl Iterator<Item = u64> + '_ {
        self.whole
            .iter()
            .chain(self.fraction)
            .map(|b| u64::from(b - b'0'))
    }

    fn count(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// All digits.
    fn big(&self) -> Big {
        let digits: Vec<u8> = self.digits().map(|digit| digit as u8).collect();
        Big::new(self.negative, &digits, self.exponent)
    }

    /// Up to 19 digits, as many with the zeros of an integer, and a scale of 0 to 28: the common
    /// case.
    #[inline]
    fn short(&self) -> Option<Decimal> {
        let (zeros, scale) = match self.exponent {
            zeros @ 0..=18 => (usize::try_from(zeros).ok()?, 0),
            places @ -28..0 => (0, u32::try_from(-places).ok()?),
            _ => return None,
        };
        if self.count() + zeros > 19 {
            return None;
        }
        let coefficient = self.digits().fold(0_u64, |sum, digit| sum * 10 + digit);
        let coefficient = u128::from(coefficient) * POW10[zeros];
        Some(super::build(self.negative, coefficient, scale))
    }

    /// Coefficient, scale and whether anything was cut off below the coefficient.
    fn wide(&self) -> Result<(U256, u32, bool), Kind> {
        let mut coefficient = U256::ZERO;
        let mut digits = self.digits().take(KEPT_DIGITS).peekable();
        // 19 digits fit in 64 bits: four wide steps at most, instead of one a digit.
        while digits.peek().is_some() {
            let (mut chunk, mut count) = (0_u64, 0);
            for digit in digits.by_ref().take(19) {
                (chunk, count) = (chunk * 10 + digit, count + 1);
            }
            coefficient = coefficient * U256::new(POW10[count]) + U256::from(chunk);
        }
        let cut = self.count().saturating_sub(KEPT_DIGITS);
        let exponent = self.exponent + i64::try_from(cut).unwrap_or(FAR);
        if coefficient == U256::ZERO {
            return Ok((U256::ZERO, 0, false));
        }
        if exponent > 0 {
            // The largest number has 29 digits.
            if exponent > 28 || cut > 0 {
                return Err(Kind::Overflow);
            }
            let power = POW10[usize::try_from(exponent).unwrap_or(0)];
            let coefficient = coefficient
                .checked_mul(U256::new(power))
                .ok_or(Kind::Overflow)?;
            return Ok((coefficient, 0, false));
        }
        // Any scale from 107 on means the same: below one half at every allowed scale.
        Ok((
            coefficient,
            u32::try_from(-exponent).unwrap_or(u32::MAX),
            cut > 0,
        ))
    }
}

/// The number that the text states, exactly (V-2).
pub(crate) fn parse(text: &str) -> Result<Decimal, Kind> {
    let literal = Literal::scan(text.as_bytes())?;
    if let Some(value) = literal.short() {
        return Ok(value);
    }
    let (coefficient, scale, sticky) = literal.wide()?;
    if sticky {
        return Err(wide::misfit(coefficient, scale, true));
    }
    wide::exact(literal.negative, coefficient, scale)
}

/// A plain number of any size.
pub(crate) enum Plain {
    Decimal(Decimal),
    /// What no decimal holds.
    Big(Big),
}

/// The plain number that the text states, whatever its size (V-4.6).
pub(crate) fn plain(text: &str) -> Result<Plain, Kind> {
    let literal = Literal::scan(text.as_bytes())?;
    let held = literal.short().map(Ok).unwrap_or_else(|| {
        let (coefficient, scale, sticky) = literal.wide()?;
        match sticky {
            true => Err(Kind::Inexact),
            false => wide::exact(literal.negative, coefficient, scale),
        }
    });
    Ok(match held {
        Ok(value) => Plain::Decimal(value),
        // An exponent that is held within `FAR` is not the one that was written.
        Err(_) if literal.exponent.abs() > FAR / 2 => Plain::Big(literal.big().shown_as(text)),
        Err(_) => Plain::Big(literal.big()),
    })
}

/// The number that the text states, rounded to `scale` digits after the point (V-3).
pub(crate) fn parse_rounded(
    text: &str,
    scale: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal, Kind> {
    let literal = Literal::scan(text.as_bytes())?;
    if scale > MAX_SCALE {
        return Err(Kind::ScaleOutOfRange);
    }
    wide::round_wide(literal.negative, literal.wide()?, scale, strategy)
}

/// The shortest text that gives this float back; at most 24 bytes.
pub(crate) fn shortest(value: f64) -> Result<Buffer, Kind> {
    if !value.is_finite() {
        return Err(Kind::NotFinite);
    }
    let mut buffer = Buffer::new();
    write!(buffer, "{value:e}").map_err(|_| Kind::NotFinite)?;
    Ok(buffer)
}

/// Text on the stack. A canonical number has at most 31 bytes.
pub(crate) struct Buffer {
    bytes: [u8; 40],
    length: usize,
}

impl Buffer {
    const fn new() -> Self {
        Self {
            bytes: [0; 40],
            length: 0,
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    fn push(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        self.bytes[self.length..end].copy_from_slice(bytes);
        self.length = end;
    }
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        if self.length + text.len() > self.bytes.len() {
            return Err(std::fmt::Error);
        }
        self.push(text.as_bytes());
        Ok(())
    }
}

/// At least `width` decimal digits of a 96-bit coefficient.
fn digits(coefficient: u128, width: usize) -> ([u8; 40], usize) {
    let mut bytes = [b'0'; 40];
    let mut start = bytes.len();
    let mut write = |mut part: u64, least: usize| {
        let stop = start - least;
        while part > 0 || start > stop {
            start -= 1;
            bytes[start] = b'0' + u8::try_from(part % 10).unwrap_or(0);
            part /= 10;
        }
    };
    // Two 64-bit halves: long division by ten on 128 bits is slow.
    match u64::try_from(coefficient) {
        Ok(short) => write(short, width),
        Err(_) => {
            let split = POW10[19];
            write(u64::try_from(coefficient % split).unwrap_or(0), 19);
            write(
                u64::try_from(coefficient / split).unwrap_or(0),
                width.saturating_sub(19),
            );
        }
    }
    (bytes, start)
}

/// Canonical text of the magnitude: plain digits, no exponent, no trailing zeros.
pub(crate) fn write_magnitude(value: Decimal) -> Buffer {
    let Parts {
        coefficient, scale, ..
    } = parts(value);
    let scale = scale as usize;
    let (bytes, start) = digits(coefficient, scale + 1);
    let (whole, fraction) = bytes[start..].split_at(bytes.len() - start - scale);
    let mut buffer = Buffer::new();
    buffer.push(whole);
    if scale > 0 {
        buffer.push(b".");
        buffer.push(fraction);
    }
    buffer
}

/// Text with a fixed number of digits after the point, rounded half-even; never `-0`.
pub(crate) fn to_fixed(value: Decimal, decimals: usize) -> String {
    let rounded = wide::round(
        value,
        u32::try_from(decimals).unwrap_or(MAX_SCALE).min(MAX_SCALE),
        RoundingStrategy::HalfEven,
    )
    .unwrap_or(value);
    let p = parts(rounded);
    let mut text = String::from(if p.negative { "-" } else { "" });
    text.push_str(write_magnitude(rounded).as_str());
    let scale = p.scale as usize;
    if decimals > 0 && scale == 0 {
        text.push('.');
    }
    text.extend(std::iter::repeat_n('0', decimals - scale));
    text
}

/// `Display` of all numbers: width, fill and sign flags hold, a precision means `to_fixed`.
pub(crate) fn format(value: Decimal, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    match f.precision() {
        None => {
            let magnitude = write_magnitude(value);
            f.pad_integral(!value.is_sign_negative(), "", magnitude.as_str())
        }
        Some(decimals) => {
            let text = to_fixed(value, decimals);
            let magnitude = text.strip_prefix('-');
            f.pad_integral(magnitude.is_none(), "", magnitude.unwrap_or(&text))
        }
    }
}
