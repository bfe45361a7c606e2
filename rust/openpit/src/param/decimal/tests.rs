// SPDX-License-Identifier: Apache-2.0
//! The kernel against big integers: every operation on any decimals, normalised or not.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::param::RoundingStrategy;

/// An exact number `digits / 10^scale`.
type Exact = (BigInt, u32);

fn ten(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

fn exact_of(value: Decimal) -> Exact {
    (value.mantissa().into(), value.scale())
}

fn largest() -> BigInt {
    BigInt::from(MAX_COEFFICIENT)
}

/// What the kernel must answer for an exact result.
fn held((digits, scale): Exact) -> Result<(BigInt, u32), Kind> {
    let (mut short, mut short_scale) = (digits.clone(), scale);
    while short_scale > 0 && &short % 10 == BigInt::ZERO {
        short /= 10;
        short_scale -= 1;
    }
    if short.magnitude() <= largest().magnitude() && short_scale <= MAX_SCALE {
        Ok((short, short_scale))
    } else if digits.magnitude() > (largest() * ten(scale)).magnitude() {
        Err(Kind::Overflow)
    } else {
        Err(Kind::Inexact)
    }
}

/// Compares mantissa and scale, so that a result that is not normalised fails.
fn same(actual: Result<Decimal, Kind>, expected: Result<Exact, Kind>) -> Result<(), TestCaseError> {
    let negative_zero = actual.is_ok_and(|value| value.is_zero() && value.is_sign_negative());
    prop_assert!(!negative_zero, "a negative zero");
    prop_assert_eq!(actual.map(exact_of), expected);
    Ok(())
}

/// Rounds `numerator / denominator` to a whole number by the definition of each strategy.
fn rounded(numerator: &BigInt, denominator: &BigInt, strategy: RoundingStrategy) -> BigInt {
    let (numerator, denominator) = match denominator.sign() {
        Sign::Minus => (-numerator, -denominator),
        _ => (numerator.clone(), denominator.clone()),
    };
    let mut floor = &numerator / &denominator;
    if &floor * &denominator > numerator {
        floor -= 1;
    }
    let rest = &numerator - &floor * &denominator;
    let half = (&rest * 2_u8).cmp(&denominator);
    let is_odd = &floor % 2 != BigInt::ZERO;
    let is_negative = numerator.sign() == Sign::Minus;
    let next = match strategy {
        RoundingStrategy::HalfEven => {
            half == Ordering::Greater || half == Ordering::Equal && is_odd
        }
        RoundingStrategy::HalfAway => {
            half == Ordering::Greater || half == Ordering::Equal && !is_negative
        }
        RoundingStrategy::Up => rest != BigInt::ZERO,
        RoundingStrategy::Down => false,
        RoundingStrategy::TowardZero => rest != BigInt::ZERO && is_negative,
    };
    if next { floor + 1 } else { floor }
}

/// `a / b` as a fraction of big integers.
fn fraction(a: Decimal, b: Decimal) -> (BigInt, BigInt) {
    let ((a, a_scale), (b, b_scale)) = (exact_of(a), exact_of(b));
    (a * ten(b_scale), b * ten(a_scale))
}

/// Coefficients of every length, near both ends of it, and round numbers.
fn decimals() -> impl Strategy<Value = Decimal> {
    let coefficient = (0_u32..=96, any::<u128>(), 0_u8..4).prop_map(|(bits, random, shape)| {
        let mask = if bits == 0 {
            0
        } else {
            u128::MAX >> (128 - bits)
        };
        match shape {
            0 => mask - (random & mask & 1),
            1 => (10_u128.pow(bits % 29) * (random % 7)).min(MAX_COEFFICIENT),
            2 => random & mask & !0xff,
            _ => random & mask,
        }
    });
    (coefficient, any::<bool>(), 0_u32..=MAX_SCALE)
        .prop_map(|(coefficient, negative, scale)| build(negative, coefficient, scale))
}

fn strategies() -> impl Strategy<Value = RoundingStrategy> {
    (0..RoundingStrategy::ALL.len()).prop_map(|index| RoundingStrategy::ALL[index])
}

/// The shapes of numbers in text, and neighbours that are no numbers.
fn literals() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+-]?[0-9]{1,40}",
        "[+-]?[0-9]{1,30}\\.[0-9]{1,40}",
        "[+-]?0{0,3}[0-9]{1,31}(\\.[0-9]{1,3}0{0,80}[0-9]?)?([eE][+-]?[0-9]{1,2})?",
        "-?[0-9]{0,2}\\.?[0-9]{0,2}[e_ ]?[+-]?[0-9]{0,2}",
    ]
}

/// Reads a number by a grammar of its own; exponents are small here.
fn read(text: &str) -> Option<Exact> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent),
        None => (rest, "0"),
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = match number.split_once('.') {
        Some((whole, part)) => (whole, all_digits(part).then_some(part)?),
        None => (number, ""),
    };
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !all_digits(whole) || !all_digits(power) {
        return None;
    }
    let digits: BigInt = format!("{whole}{part}").parse().ok()?;
    let digits = if negative { -digits } else { digits };
    let scale = i64::try_from(part.len()).ok()? - exponent.parse::<i64>().ok()?;
    Some(match u32::try_from(scale) {
        Ok(scale) => (digits, scale),
        Err(_) => (digits * ten(u32::try_from(-scale).ok()?), 0),
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 4096,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sums_are_exact(a in decimals(), b in decimals()) {
        let ((left, left_scale), (right, right_scale)) = (exact_of(a), exact_of(b));
        let scale = left_scale.max(right_scale);
        let (left, right) = (left * ten(scale - left_scale), right * ten(scale - right_scale));
        same(add_exact(a, b), held((&left + &right, scale)))?;
        same(sub_exact(a, b), held((&left - &right, scale)))?;
        prop_assert_eq!(compare(a, b), left.cmp(&right));
    }

    #[test]
    fn products_are_exact(
        a in decimals(), b in decimals(), factor in any::<i128>(), bits in 0..128
    ) {
        let ((left, left_scale), (right, right_scale)) = (exact_of(a), exact_of(b));
        same(mul_exact(a, b), held((&left * &right, left_scale + right_scale)))?;
        let factor = factor >> bits;
        same(mul_int_exact(a, factor), held((left * factor, left_scale)))?;
    }

    #[test]
    fn mul_up_is_the_least_magnitude_that_is_enough(a in decimals(), b in decimals()) {
        let ((left, left_scale), (right, right_scale)) = (exact_of(a), exact_of(b));
        let (product, scale) = (left * right, left_scale + right_scale);
        let away = match product.sign() {
            Sign::Minus => RoundingStrategy::Down,
            _ => RoundingStrategy::Up,
        };
        let expected = (0..=MAX_SCALE)
            .rev()
            .map(|target| (rounded(&(&product * ten(target)), &ten(scale), away), target))
            .find(|(digits, _)| digits.magnitude() <= largest().magnitude())
            .ok_or(Kind::Overflow);
        same(mul_up(a, b), expected.and_then(held))?;
    }

    #[test]
    fn cmp_product_is_exact(v in decimals(), a in decimals(), b in decimals()) {
        let ((v_digits, v_scale), (left, left_scale), (right, right_scale)) =
            (exact_of(v), exact_of(a), exact_of(b));
        let product = left * right;
        let expected = (v_digits * ten(left_scale + right_scale)).cmp(&(product * ten(v_scale)));
        prop_assert_eq!(cmp_product(v, a, b), expected);
    }

    #[test]
    fn a_limit_judges_the_exact_product_as_it_judges_the_rounded_one(
        limit in decimals(), a in decimals(), b in decimals()
    ) {
        let (limit, a, b) = (abs(limit), abs(a), abs(b));
        if let Ok(rounded) = mul_up(a, b) {
            prop_assert_eq!(
                compare(limit, rounded) == Ordering::Less,
                cmp_product(limit, a, b) == Ordering::Less
            );
        }
    }

    #[test]
    fn cmp_product_finds_equality(a in decimals(), b in decimals()) {
        if let Ok(product) = mul_exact(a, b) {
            prop_assert_eq!(cmp_product(product, a, b), Ordering::Equal);
        }
    }

    #[test]
    fn quotients_are_rounded_once(
        a in decimals(), b in decimals(), scale in 0..=MAX_SCALE, strategy in strategies()
    ) {
        if b.is_zero() {
            prop_assert_eq!(div(a, b), Err(Kind::DivisionByZero));
            prop_assert_eq!(div_rounded(a, b, scale, strategy), Err(Kind::DivisionByZero));
            return Ok(());
        }
        let (numerator, denominator) = fraction(a, b);
        let at = |scale: u32, strategy| {
            (rounded(&(&numerator * ten(scale)), &denominator, strategy), scale)
        };
        same(div_rounded(a, b, scale, strategy), held(at(scale, strategy)))?;
        let expected = (0..=MAX_SCALE)
            .rev()
            .map(|scale| at(scale, RoundingStrategy::HalfEven))
            .find(|(digits, _)| digits.magnitude() <= largest().magnitude())
            .ok_or(Kind::Overflow);
        same(div(a, b), expected.and_then(held))?;
    }

    #[test]
    fn quotients_of_products_are_exact(a in decimals(), b in decimals()) {
        if let (Ok(product), false) = (mul_exact(a, b), b.is_zero()) {
            prop_assert_eq!(div(product, b), normalise(a));
        }
    }

    #[test]
    fn remainders_are_exact(a in decimals(), b in decimals()) {
        let (numerator, denominator) = fraction(a, b);
        let expected = match denominator.sign() {
            Sign::NoSign => Err(Kind::DivisionByZero),
            _ => held((numerator % denominator, a.scale() + b.scale())),
        };
        same(rem(a, b), expected)?;
    }

    #[test]
    fn rounding_follows_its_definition(
        a in decimals(), scale in 0..=MAX_SCALE, strategy in strategies()
    ) {
        let (digits, from) = exact_of(a);
        let expected = (rounded(&(digits * ten(scale)), &ten(from), strategy), scale);
        same(round(a, scale, strategy), held(expected))?;
    }

    #[test]
    fn canonical_text_is_read_back(a in decimals()) {
        let value = normalise(a).expect("any decimal can be normalised");
        let magnitude = text::write_magnitude(value);
        prop_assert_eq!(text::parse(magnitude.as_str()), Ok(abs(value)));
        prop_assert_eq!(magnitude.as_str(), abs(value).to_string());
    }

    #[test]
    fn text_is_exact(
        literal in literals(), scale in 0..=MAX_SCALE, strategy in strategies()
    ) {
        let Some((digits, from)) = read(&literal) else {
            let kind = if literal.is_empty() { Kind::Empty } else { Kind::InvalidFormat };
            prop_assert_eq!(text::parse(&literal), Err(kind));
            prop_assert_eq!(text::parse_rounded(&literal, scale, strategy), Err(kind));
            return Ok(());
        };
        let close = (rounded(&(&digits * ten(scale)), &ten(from), strategy), scale);
        same(text::parse_rounded(&literal, scale, strategy), held(close))?;
        same(text::parse(&literal), held((digits, from)))?;
    }
}

#[test]
fn cmp_product_holds_where_256_bits_do_not() {
    let largest = build(false, MAX_COEFFICIENT, 0);
    let smallest = build(false, MAX_COEFFICIENT, MAX_SCALE);
    assert_eq!(cmp_product(smallest, largest, largest), Ordering::Less);
    assert_eq!(
        cmp_product(neg(smallest), largest, neg(largest)),
        Ordering::Greater
    );
    assert_eq!(cmp_product(largest, smallest, smallest), Ordering::Greater);
    assert_eq!(
        cmp_product(Decimal::ZERO, smallest, largest),
        Ordering::Less
    );
}

#[test]
fn scales_above_28_are_refused() {
    let one = Decimal::ONE;
    let scale = Err(Kind::ScaleOutOfRange);
    assert_eq!(round(one, 29, RoundingStrategy::Up), scale);
    assert_eq!(div_rounded(one, one, 29, RoundingStrategy::Up), scale);
    assert_eq!(
        text::parse_rounded("1", u32::MAX, RoundingStrategy::Up),
        scale
    );
}
