// SPDX-License-Identifier: Apache-2.0
//! What Rust users expect of numbers: `FromStr`, `TryFrom`, `Display`, `Sum` and `rust_decimal`,
//! exact or an error (V-2, V-4).

use openpit::param::{
    AccountGroupId, AccountId, CashFlow, Decimal, Factor, Fee, Leverage, Notional, ParamError,
    ParamErrorKind, Pnl, PositionSize, Price, Quantity, Volume,
};

macro_rules! for_numbers {
    ($check:ident: $($name:ident),+) => {
        $($check!($name);)+
    };
}

macro_rules! comes_in_and_out {
    ($name:ident) => {
        let text: $name = "1.50".parse().expect("text");
        let decimal = $name::try_from(Decimal::new(15, 1)).expect("a decimal");
        assert_eq!(text, decimal);
        assert_eq!(Decimal::from(text), Decimal::new(15, 1));
        assert_eq!(text.to_string(), "1.5");
        let seven = $name::from_int(7).expect("an integer");
        let integers = [
            $name::try_from(7),
            $name::try_from(7_i8),
            $name::try_from(7_i16),
            $name::try_from(7_i64),
            $name::try_from(7_i128),
            $name::try_from(7_isize),
            $name::try_from(7_u8),
            $name::try_from(7_u16),
            $name::try_from(7_u32),
            $name::try_from(7_u64),
            $name::try_from(7_u128),
            $name::try_from(7_usize),
            $name::try_from("7"),
        ];
        for integer in integers {
            assert_eq!(integer.expect("an integer"), seven);
        }
        let huge = $name::try_from(i128::MAX).map_err(|error| error.kind());
        assert!(huge.is_err(), "{huge:?}");
        let huge = $name::try_from(u128::MAX).expect_err("too large");
        assert_eq!(huge.input(), u128::MAX.to_string());
        assert!($name::try_from("1_0").is_err());
    };
}

/// V-4.6: integers, decimals and text are factors, whatever their size.
#[test]
fn factors_come_from_integers_decimals_and_text() {
    let price = Price::from_string("0.5").expect("a price");
    let made = [
        Factor::from(4),
        Factor::from(4_u8),
        Factor::from(4_u128),
        Factor::from(4_isize),
        Factor::from(Decimal::new(40, 1)),
        Factor::from_float(4.0).expect("a float"),
        "4e0".parse().expect("text"),
        "4.0".try_into().expect("text"),
    ];
    for factor in made {
        assert_eq!(price.checked_mul(factor.clone()), Price::from_int(2));
        assert_eq!(price.checked_div(factor.clone()), Price::from_parts(125, 3));
        assert_eq!(price.checked_rem(factor), Ok(price));
    }
    let half = price.checked_mul(u128::MAX).expect_err("too large");
    assert_eq!(half.kind(), ParamErrorKind::Overflow);
    assert_eq!(half.input(), format!("0.5 * {}", u128::MAX));
    for (text, shown) in [
        ("1E+200", "1e200"),
        ("-12.50e-90", "-125e-91"),
        ("1e40", "10000000000000000000000000000000000000000"),
        ("000.250", "0.25"),
        ("1E+999999999999999999", "1E+999999999999999999"),
        ("1e-99999999999999999999", "1e-99999999999999999999"),
    ] {
        let factor: Factor = text.parse().expect("a factor");
        assert_eq!(
            format!("{factor} {factor:?}"),
            format!("{shown} Factor({shown})")
        );
    }
    for (text, kind) in [
        ("", ParamErrorKind::Empty),
        ("1_0", ParamErrorKind::InvalidFormat),
        ("nan", ParamErrorKind::InvalidFormat),
    ] {
        assert_eq!(
            Factor::from_string(text).map_err(|e| e.kind()).err(),
            Some(kind)
        );
    }
    let infinite = Factor::from_float(f64::INFINITY).expect_err("infinite");
    assert_eq!(infinite.kind(), ParamErrorKind::NotFinite);
}

macro_rules! sums_up {
    ($name:ident) => {
        let values: Vec<$name> = ["0.1", "0.2", "1e-28"]
            .map(|text| text.parse().expect("a number"))
            .to_vec();
        let by_reference: Result<$name, ParamError> = values.iter().sum();
        let by_value: Result<$name, ParamError> = values.iter().copied().sum();
        assert_eq!(by_reference, by_value);
        assert_eq!(
            by_value.map(|sum| sum.to_string()).as_deref(),
            Ok("0.3000000000000000000000000001")
        );
        let none: Result<$name, ParamError> = std::iter::empty::<$name>().sum();
        assert_eq!(none, Ok($name::ZERO));
        let large = $name::from_decimal(Decimal::MAX).expect("the largest");
        let one = $name::from_int(1).expect("one");
        let over: Result<$name, ParamError> = [large, one].into_iter().sum();
        assert_eq!(over.map_err(|e| e.kind()), Err(ParamErrorKind::Overflow));
        let fine = $name::from_parts(1, 1).expect("a tenth");
        let inexact: Result<$name, ParamError> = [large, fine].iter().sum();
        assert_eq!(inexact.map_err(|e| e.kind()), Err(ParamErrorKind::Overflow));
    };
}

#[test]
fn numbers_come_in_and_out_exactly() {
    for_numbers!(comes_in_and_out:
        Price, Quantity, Volume, Notional, Pnl, CashFlow, Fee, PositionSize);
    let negative = Quantity::try_from(-1_i64).expect_err("no sign");
    assert_eq!(
        negative.to_string(),
        "`quantity` `-1` is negative: allowed is zero or more"
    );
    assert_eq!(Leverage::try_from(3_u64), Leverage::from_string("3"));
    let low = Leverage::try_from(0_i64).expect_err("below one");
    assert_eq!(low.kind(), ParamErrorKind::OutOfRange);
}

#[test]
fn sums_are_exact_or_an_error() {
    for_numbers!(sums_up:
        Price, Quantity, Volume, Notional, Pnl, CashFlow, Fee, PositionSize);
}

#[test]
fn ids_come_from_their_integers() {
    assert_eq!(AccountId::from(7), AccountId::from_int(7));
    assert_eq!(AccountGroupId::from(7), AccountGroupId::from_int(7));
}
