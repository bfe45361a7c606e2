// SPDX-License-Identifier: Apache-2.0
//! Values through the public interface: doors, text, equality and errors (V-1 to V-6, E-2).

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use openpit::param::raw::{self, NumberType, Op, Operands, Raw};
use openpit::param::{
    AccountId, Asset, ClientOrderId, Decimal, ExecutionId, Fee, Leverage, ParamError,
    ParamErrorKind, Pnl, Price, Quantity, RoundingStrategy, Side, Trade, TradeAmount, Volume,
};

fn price(text: &str) -> Price {
    Price::from_string(text).expect("a price")
}

fn quantity(text: &str) -> Quantity {
    Quantity::from_string(text).expect("a quantity")
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn equality_order_and_hash_go_by_value() {
    let decimal = Decimal::from_parts(1500, 0, 0, false, 3);
    let same = [
        price("1.5"),
        price("1.50"),
        price("15e-1"),
        price("+01.500"),
        Price::from_float(1.5).unwrap(),
        Price::from_decimal(decimal).unwrap(),
        Price::from_parts(15_000, 4).unwrap(),
        price("0.5").checked_add(price("1")).unwrap(),
        price("0.75").checked_mul_int(2).unwrap(),
    ];
    assert_eq!(HashSet::from(same).len(), 1);
    for value in same {
        assert_eq!(hash(value), hash(price("1.5")));
        assert_eq!(value.to_parts(), (15, 1));
        assert_eq!(value.to_string(), "1.5");
    }
    let mut sorted = [
        price("2"),
        price("-0.1"),
        price("1.10"),
        price("1.09"),
        price("-3"),
    ];
    sorted.sort();
    assert_eq!(
        sorted.map(|value| value.to_string()),
        ["-3", "-0.1", "1.09", "1.1", "2"]
    );
}

#[test]
fn zero_has_one_form() {
    let zeros = [
        Price::ZERO,
        Price::default(),
        price("-0.000"),
        price("0e999"),
        price("0e-5"),
        Price::from_float(-0.0).unwrap(),
        Price::from_decimal(Decimal::from_parts(0, 0, 0, true, 28)).unwrap(),
        price("1").checked_sub(price("1.00")).unwrap(),
        Price::ZERO.checked_neg().unwrap(),
        price("-1").checked_mul(Decimal::ZERO).unwrap(),
    ];
    for zero in zeros {
        assert_eq!(zero.to_parts(), (0, 0));
        assert!(zero.is_zero() && !zero.is_negative());
        assert_eq!(zero.to_string(), "0");
    }
}

#[test]
fn text_honours_the_flags_of_formatting() {
    assert_eq!(format!("{}", price("-1234.50")), "-1234.5");
    assert_eq!(format!("{:.2}", price("-1234.5")), "-1234.50");
    assert_eq!(
        format!("{:>8}|{:<8}|{:+}", price("1.5"), price("1.5"), price("1.5")),
        { "     1.5|1.5     |+1.5" }
    );
    assert_eq!(format!("{:08.1}", price("-1.25")), "-00001.2");
    assert_eq!(
        format!("{:?} {:?}", price("1.50"), quantity("2")),
        "Price(1.5) Quantity(2)"
    );
    assert_eq!(price("1.5").to_fixed(255).len(), 257);
    assert_eq!(format!("{:.1000}", price("-1.5")).len(), 1003);
    assert_eq!(price("0.0000000000000000000000000001").to_string(), {
        "0.0000000000000000000000000001"
    });
}

fn number_messages(long: &str) -> Vec<(ParamError, &'static str)> {
    vec![
        (
            Price::from_string("1_000").unwrap_err(),
            "`price` `1_000` is not a number: allowed is `[+-]digits[.digits][e[+-]digits]`",
        ),
        (
            Price::from_string("").unwrap_err(),
            "`price` `` is empty: allowed is text of at least one character",
        ),
        (
            Quantity::from_string("-3").unwrap_err(),
            "`quantity` `-3` is negative: allowed is zero or more",
        ),
        (
            Volume::from_string(long).unwrap_err(),
            "`volume` `9999999999999999999999999999999999999999999999999999999999999...` \
             is too large: allowed are magnitudes up to `79228162514264337593543950335`",
        ),
        (
            quantity("1").checked_sub(quantity("2")).unwrap_err(),
            "`quantity` `1 - 2` is below zero: allowed is a result of zero or more",
        ),
        (
            Fee::from_string("1e-29").unwrap_err(),
            "`fee` `1e-29` cannot be held exactly: allowed are `28` digits after the point and \
             `96` bits in all",
        ),
        (
            Pnl::ZERO.checked_div(Decimal::ZERO).unwrap_err(),
            "`pnl` `0 / 0` divides by zero: allowed is any other divisor",
        ),
        (
            Price::from_float(f64::NEG_INFINITY).unwrap_err(),
            "`price` `-inf` is not finite: allowed is a finite number",
        ),
        (
            Price::from_string_rounded("1", 29, RoundingStrategy::Up).unwrap_err(),
            "`price` `29` is not a scale: allowed is `0` to `28`",
        ),
    ]
}

fn name_messages(long: &str) -> Vec<(ParamError, &'static str)> {
    vec![
        (
            Asset::new(" USD").unwrap_err(),
            "`asset` ` USD` has blanks around it: allowed is text without surrounding blanks",
        ),
        (
            Asset::new("U\nSD").unwrap_err(),
            "`asset` `U\\nSD` has a control character: allowed is text without one",
        ),
        (
            ExecutionId::new(long).unwrap_err(),
            "`execution_id` `9999999999999999999999999999999999999999999999999999999999999...` \
             is too long: allowed are `64` bytes",
        ),
        (
            "long".parse::<Side>().unwrap_err(),
            "`side` `long` is unknown: allowed are `buy`, `sell`",
        ),
        (
            Side::from_number(0).unwrap_err(),
            "`side` `unset` is unset: allowed are `buy`, `sell`",
        ),
        (
            RoundingStrategy::from_number(6).unwrap_err(),
            "`rounding_strategy` `6` is unknown: allowed are `half_even`, `half_away`, `up`, \
             `down`, `toward_zero`",
        ),
        (
            ParamError::new(
                "report",
                ParamErrorKind::MissingField,
                "operation.account_id",
            ),
            "`report` `operation.account_id` is missing: allowed is a value that is present",
        ),
        (
            Leverage::from_string("3000.1").unwrap_err(),
            "`leverage` `3000.1` is out of range: allowed is `1` to `3000`",
        ),
        (
            Leverage::from_string("1.25").unwrap_err(),
            "`leverage` `1.25` is between two steps: allowed are steps of `0.1`",
        ),
        (
            ParamError::new("held_bounds", ParamErrorKind::InvertedBounds, "2 to 1"),
            "`held_bounds` `2 to 1` is inverted: allowed is a lower bound up to the upper bound",
        ),
        (
            ParamError::new("account_group_id", ParamErrorKind::Reserved, "0"),
            "`account_group_id` `0` is reserved: allowed is `1` to `4294967295`",
        ),
        (
            ParamError::new("account_group_id", ParamErrorKind::InAnotherGroup, "7"),
            "`account_group_id` `7` has an account of another group: allowed are accounts of none",
        ),
        (
            ParamError::new("account_group_id", ParamErrorKind::NotInGroup, "7"),
            "`account_group_id` `7` lacks an account: allowed are accounts of the group",
        ),
    ]
}

fn json_messages() -> Vec<(ParamError, &'static str)> {
    vec![
        (
            ParamError::new("price", ParamErrorKind::WrongType, "null"),
            "`price` `null` is of the wrong type: allowed is a string, or an integer from \
             `-9223372036854775808` to `18446744073709551615`",
        ),
        (
            ParamError::new("order", ParamErrorKind::DuplicateField, "side"),
            "`order` `side` is there twice: allowed is a field once",
        ),
    ]
}

/// Every message as users see it; the same text crosses into every language.
#[test]
fn messages_say_what_was_wrong_and_what_is_allowed() {
    let long = "9".repeat(70);
    let mut errors = number_messages(&long);
    errors.extend(name_messages(&long));
    errors.extend(json_messages());
    for (error, message) in &errors {
        assert_eq!(error.to_string(), *message);
        assert!(error.input().chars().count() <= 64);
    }
    let kinds: HashSet<_> = errors.iter().map(|(error, _)| error.kind()).collect();
    assert_eq!(
        kinds.len(),
        ParamErrorKind::ALL.len(),
        "a kind without a tested message"
    );
}

#[test]
fn long_input_is_answered_quickly() {
    let million = 10_000_000;
    let start = Instant::now();
    let nines = Price::from_string(&"9".repeat(million)).unwrap_err();
    assert_eq!(nines.kind(), ParamErrorKind::Overflow);
    let letters = Price::from_string(&"x".repeat(million)).unwrap_err();
    assert_eq!(letters.kind(), ParamErrorKind::InvalidFormat);
    let tiny = Price::from_string(&format!("0.{}1", "0".repeat(million))).unwrap_err();
    assert_eq!(tiny.kind(), ParamErrorKind::Inexact);
    let exponent = Price::from_string(&format!("1e{}", "9".repeat(million))).unwrap_err();
    assert_eq!(exponent.kind(), ParamErrorKind::Overflow);
    assert_eq!(price(&format!("1.{}", "0".repeat(million))), price("1"));
    assert_eq!(price(&format!("0e-{}", "9".repeat(million))), Price::ZERO);
    let asset = Asset::new(&"A".repeat(million)).unwrap_err();
    assert_eq!(asset.kind(), ParamErrorKind::TooLong);
    // A debug build on a busy machine; quadratic work would take hours.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "took {:?}",
        start.elapsed()
    );
}

#[test]
fn unsigned_types_are_checked_at_every_door() {
    let minus_one = Decimal::NEGATIVE_ONE;
    let half_even = RoundingStrategy::HalfEven;
    let refused = [
        Quantity::new(minus_one),
        Quantity::from_decimal(minus_one),
        Quantity::try_from(minus_one),
        Quantity::from_string("-1"),
        "-1".parse(),
        Quantity::from_int(-1),
        Quantity::from_float(-1.0),
        Quantity::from_parts(-1, 0),
        Quantity::from_decimal_rounded(minus_one, 0, half_even),
        Quantity::from_string_rounded("-1", 0, half_even),
        Quantity::from_float_rounded(-1.0, 0, half_even),
    ];
    for door in refused {
        assert_eq!(door.unwrap_err().kind(), ParamErrorKind::Negative);
    }
    let one = quantity("1");
    let below = [
        one.checked_sub(quantity("1.1")),
        one.checked_neg(),
        one.checked_mul(minus_one),
        one.checked_mul_int(-1),
        one.checked_div(minus_one),
        one.checked_div_rounded(minus_one, 0, half_even),
    ];
    for result in below {
        assert_eq!(result.unwrap_err().kind(), ParamErrorKind::Underflow);
    }
    assert_eq!(
        Quantity::from_string_rounded("-0.4", 0, half_even),
        Ok(Quantity::ZERO)
    );
    assert_eq!(one.checked_rem(minus_one), Ok(Quantity::ZERO));
}

#[test]
fn the_door_of_bindings_validates_its_operands() {
    let kind = |number, op, o: Operands<'_>| raw::apply(number, op, &o).unwrap_err().kind();
    let one = Raw {
        mantissa: 1,
        scale: 0,
    };
    let minus = Raw {
        mantissa: -1,
        scale: 0,
    };
    let both = |a: Raw, b: Raw| Operands {
        a,
        b,
        ..Operands::default()
    };
    let deep = Raw {
        mantissa: 1,
        scale: 29,
    };
    let wide = Raw {
        mantissa: i128::MIN,
        scale: 0,
    };
    assert_eq!(
        kind(NumberType::Price, Op::Add, both(deep, one)),
        ParamErrorKind::ScaleOutOfRange
    );
    assert_eq!(
        kind(NumberType::Price, Op::Add, both(one, wide)),
        ParamErrorKind::Overflow
    );
    assert_eq!(
        kind(NumberType::Quantity, Op::Add, both(one, minus)),
        ParamErrorKind::Negative
    );
    assert_eq!(
        kind(NumberType::Fee, Op::Div, both(one, deep)),
        ParamErrorKind::ScaleOutOfRange
    );
    assert_eq!(
        kind(NumberType::Pnl, Op::DivRounded, both(one, one)),
        ParamErrorKind::Unset
    );
    let loose = Raw {
        mantissa: 1_000,
        scale: 3,
    };
    assert_eq!(
        raw::apply(NumberType::Volume, Op::FromParts, &both(loose, one)),
        Ok(one)
    );
    assert_eq!(raw::to_text(loose).unwrap(), "1");
    for number in NumberType::ALL {
        assert_eq!(NumberType::from_number(number as u32), Some(number));
    }
    for op in Op::ALL {
        assert_eq!(Op::from_number(op as u32), Some(op));
    }
    assert_eq!(
        (NumberType::from_number(0), Op::from_number(0)),
        (None, None)
    );
}

#[test]
fn integers_of_any_size_are_exact_or_refused() {
    assert_eq!(Price::from_int(-7).unwrap(), price("-7"));
    assert_eq!(
        Price::from_int((1 << 96) - 1).unwrap().to_string(),
        "79228162514264337593543950335"
    );
    for int in [1 << 96, i128::MAX, i128::MIN] {
        let error = Price::from_int(int).unwrap_err();
        assert_eq!(error.kind(), ParamErrorKind::Overflow);
        assert_eq!(error.input(), int.to_string());
    }
    let far = price("1e-28").checked_mul_int(i128::MAX).unwrap_err();
    assert_eq!(far.kind(), ParamErrorKind::Inexact);
    // 10^37 / 10^28 is exact, though the factor itself is no number.
    assert_eq!(
        price("1e-28").checked_mul_int(10_i128.pow(37)),
        Ok(price("1000000000"))
    );
}

#[test]
fn enums_know_their_numbers_and_names() {
    for side in Side::ALL {
        assert_eq!(Side::from_number(side.number()), Ok(side));
        assert_eq!(side.as_str().parse(), Ok(side));
        assert_eq!(side.opposite().opposite(), side);
        assert_ne!(side.opposite(), side);
    }
    for strategy in RoundingStrategy::ALL {
        assert_eq!(
            RoundingStrategy::from_number(strategy.number()),
            Ok(strategy)
        );
        assert_eq!(strategy.to_string().parse(), Ok(strategy));
    }
    assert_eq!(
        Side::from_number(3).unwrap_err().kind(),
        ParamErrorKind::UnknownName
    );
    assert_eq!(
        RoundingStrategy::from_number(0).unwrap_err().kind(),
        ParamErrorKind::Unset
    );
    assert_eq!(
        "".parse::<RoundingStrategy>().unwrap_err().kind(),
        ParamErrorKind::Empty
    );
}

#[test]
fn names_and_ids_are_kept_as_written() {
    let asset: Asset = "BRK B".parse().unwrap();
    assert_eq!(
        format!("{asset} {asset:?} {asset:>6}"),
        "BRK B Asset(\"BRK B\")  BRK B"
    );
    assert_eq!(asset.clone(), asset);
    assert!(Asset::new("usd").unwrap() != Asset::new("USD").unwrap());
    let id: ClientOrderId = "1458:2".parse().unwrap();
    assert_eq!((id.to_string(), format!("{id:?}")), {
        ("1458:2".to_owned(), "ClientOrderId(\"1458:2\")".to_owned())
    });
    assert_eq!(ExecutionId::new("x").unwrap().as_str(), "x");
    assert_eq!(
        AccountId::from_int(u64::MAX).to_string(),
        "18446744073709551615"
    );
}

#[test]
fn records_of_values_compare_by_value() {
    let trade = Trade::new(price("185.0"), quantity("100"));
    assert_eq!(
        trade,
        Trade {
            price: price("185"),
            quantity: quantity("1e2")
        }
    );
    let amount = TradeAmount::from(quantity("0.0"));
    assert!(amount.is_zero());
    assert_ne!(amount, TradeAmount::from(Volume::ZERO));
    assert_eq!(
        TradeAmount::Volume(Volume::from_int(5).unwrap()).decimal(),
        Decimal::from(5)
    );
}

/// The hot path copies values; an error must not make a result much larger.
#[test]
fn values_are_small() {
    assert_eq!(size_of::<Price>(), 16);
    assert_eq!(size_of::<AccountId>(), 8);
    assert_eq!(size_of::<TradeAmount>(), 20);
    assert!(size_of::<Asset>() <= 24);
    assert!(size_of::<ParamError>() <= 48);
}
