// SPDX-License-Identifier: Apache-2.0
//! What a barrier limits: the keys of a rate limit and of a size limit, and their values.

use toml::de::DeValue;

use super::faults::{Faults, shown};
use super::section::{Field, Section};
use crate::param::{ParamError, ParamErrorKind, Quantity, Volume};
use crate::pretrade::policies::{OrderSizeLimit, RateLimit};

/// The limit of a barrier of one type of policy.
pub(super) trait Limit: Copy {
    /// The axes that the policy has, in the order in which faults name them.
    const AXES: &'static [&'static str];
    /// The keys of the limit in every barrier.
    const KEYS: &'static [&'static str];

    /// Reads the keys of the limit; whatever is wrong with them is a fault.
    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self>;

    /// This limit, and where it says nothing the other.
    #[must_use]
    fn or(self, other: Self) -> Self;
}

impl Limit for RateLimit {
    const AXES: &'static [&'static str] = &[
        "broker",
        "asset",
        "account",
        "each_account",
        "account_asset",
        "each_account_asset",
    ];
    const KEYS: &'static [&'static str] = &["max_orders", "window"];

    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let max_orders = max_orders(barrier, faults);
        let window_ns = window_ns(barrier, faults);
        Some(Self {
            max_orders: max_orders?,
            window_ns: window_ns?,
        })
    }

    fn or(self, _other: Self) -> Self {
        self
    }
}

impl Limit for OrderSizeLimit {
    const AXES: &'static [&'static str] =
        &["broker", "asset", "account_asset", "each_account_asset"];
    const KEYS: &'static [&'static str] = &["max_quantity", "max_notional"];

    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let max_quantity = barrier.field("max_quantity");
        let max_notional = barrier.field("max_notional");
        if max_quantity.is_none() && max_notional.is_none() {
            let what = "no limit: allowed is at least one of `max_quantity`, `max_notional`";
            barrier.lacks(what, faults);
            return None;
        }
        let max_quantity =
            max_quantity.map(|field| number(&field, "quantity", Quantity::from_string, faults));
        let max_notional =
            max_notional.map(|field| number(&field, "volume", Volume::from_string, faults));
        // A cap that is there and wrong makes the barrier wrong.
        Some(Self {
            max_quantity: max_quantity.map_or(Some(None), |cap| cap.map(Some))?,
            max_notional: max_notional.map_or(Some(None), |cap| cap.map(Some))?,
        })
    }

    fn or(self, other: Self) -> Self {
        Self {
            max_quantity: self.max_quantity.or(other.max_quantity),
            max_notional: self.max_notional.or(other.max_notional),
        }
    }
}

fn max_orders(barrier: &Section<'_>, faults: &mut Faults) -> Option<u64> {
    const ALLOWED: &str = "an integer from `0` to `18446744073709551615`";
    let field = barrier.required("max_orders", ALLOWED, faults)?;
    let DeValue::Integer(integer) = field.value() else {
        field.wrong_type(ALLOWED, faults);
        return None;
    };
    let orders = match integer.as_str() {
        "-0" => Ok(0),
        digits => u64::from_str_radix(digits, integer.radix()),
    };
    if orders.is_err() {
        let written = integer.to_string();
        let what = format!(
            "`{}` is out of range: allowed is {ALLOWED}",
            shown(&written)
        );
        field.fault(what, faults);
    }
    orders.ok()
}

fn window_ns(barrier: &Section<'_>, faults: &mut Faults) -> Option<i64> {
    const ALLOWED: &str = "digits and a unit `ns`, `us`, `ms`, `s`, `m` or `h`, such as `1s`";
    let field = barrier.required("window", ALLOWED, faults)?;
    let text = field.text(ALLOWED, faults)?;
    let range = format!("allowed is more than `0ns`, at most `{}ns`", i64::MAX);
    let what = match duration_ns(text) {
        Duration::Ns(0) => format!("`{}` is zero: {range}", shown(text)),
        Duration::Ns(ns) => return Some(ns),
        Duration::TooLong => format!("`{}` is too long: {range}", shown(text)),
        Duration::Malformed => {
            format!("`{}` is not a duration: allowed is {ALLOWED}", shown(text))
        }
    };
    field.fault(what, faults);
    None
}

#[derive(Debug, PartialEq, Eq)]
enum Duration {
    Ns(i64),
    TooLong,
    Malformed,
}

/// Digits and a unit with nothing between.
fn duration_ns(text: &str) -> Duration {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, unit) = text.split_at(digits);
    let unit_ns: i64 = match unit {
        "ns" => 1,
        "us" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return Duration::Malformed,
    };
    if digits.is_empty() {
        return Duration::Malformed;
    }
    // Only digits are left, so that what does not parse is too large.
    match digits
        .parse::<i64>()
        .ok()
        .and_then(|count| count.checked_mul(unit_ns))
    {
        Some(ns) => Duration::Ns(ns),
        None => Duration::TooLong,
    }
}

/// A number by the grammar of the values: text, or an integer of TOML.
pub(super) fn number<T>(
    field: &Field<'_>,
    type_name: &'static str,
    read: impl Fn(&str) -> Result<T, ParamError>,
    faults: &mut Faults,
) -> Option<T> {
    let value = match field.value() {
        DeValue::String(text) => read(text),
        DeValue::Integer(integer) if integer.radix() == 10 => read(integer.as_str()),
        DeValue::Integer(integer) => {
            match i128::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(value) => read(&value.to_string()),
                // Only digits, so that what does not parse is too large.
                Err(_) => {
                    let written = integer.to_string();
                    Err(ParamError::new(
                        type_name,
                        ParamErrorKind::Overflow,
                        &written,
                    ))
                }
            }
        }
        DeValue::Float(_) => {
            let what = "a float is not exact: allowed is text such as `\"0.5\"` or an integer";
            field.fault(what, faults);
            return None;
        }
        _ => {
            field.wrong_type("text such as `\"0.5\"` or an integer", faults);
            return None;
        }
    };
    value.map_err(|error| field.fault(error, faults)).ok()
}

#[cfg(test)]
mod tests {
    use super::{Duration, duration_ns};

    #[test]
    fn a_duration_is_digits_and_a_unit() {
        for (text, expected) in [
            ("1ns", Duration::Ns(1)),
            ("007us", Duration::Ns(7_000)),
            ("500ms", Duration::Ns(500_000_000)),
            ("1s", Duration::Ns(1_000_000_000)),
            ("2m", Duration::Ns(120_000_000_000)),
            ("2562047h", Duration::Ns(9_223_369_200_000_000_000)),
            ("2562048h", Duration::TooLong),
            ("9223372036854775807ns", Duration::Ns(i64::MAX)),
            ("9223372036854775808ns", Duration::TooLong),
            ("99999999999999999999999999h", Duration::TooLong),
            ("0s", Duration::Ns(0)),
        ] {
            assert_eq!(duration_ns(text), expected, "{text}");
        }
        for text in [
            "", "s", "1", "1 s", " 1s", "1s ", "-1s", "+1s", "1.5s", "1S", "1d", "1_0s", "\u{661}s",
        ] {
            assert_eq!(duration_ns(text), Duration::Malformed, "{text}");
        }
    }
}
