// SPDX-License-Identifier: Apache-2.0
//! serde: every value and record goes through a text and a binary format unchanged, and what a
//! constructor refuses is refused here, in the same words (V-6.12).

use std::collections::BTreeMap;
use std::fmt::Debug;

use openpit::core::{
    AccountAdjustmentAmount, AccountAdjustmentBalanceOperation, AccountAdjustmentBounds,
    AccountAdjustmentOperation, AccountAdjustmentPositionOperation, ExecutionReportFillDetails,
    ExecutionReportIdentity, ExecutionReportOperation, ExecutionReportPositionImpact,
    FinancialImpact, OrderMargin, OrderPosition,
};
use openpit::param::{
    AccountGroupId, AccountId, AdjustmentAmount, Asset, CashFlow, ClientOrderId, ExecutionId, Fee,
    Leverage, Notional, ParamErrorKind, Pnl, PositionEffect, PositionMode, PositionSide,
    PositionSize, Price, Quantity, RoundingStrategy, Side, Trade, TradeAmount, Volume,
};
use openpit::{AccountAdjustment, ExecutionReport, Instrument, Order, json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as ValueError, MapDeserializer};

/// The JSON of a value, after both formats gave it back unchanged.
fn json<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let bytes = postcard::to_stdvec(value).expect("bytes");
    assert_eq!(&postcard::from_bytes::<T>(&bytes).expect("a value"), value);
    let text = serde_json::to_string(value).expect("JSON");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("a value"), value);
    text
}

fn refusal<T: DeserializeOwned + Debug>(json: &str) -> String {
    let error = serde_json::from_str::<T>(json).expect_err(json).to_string();
    let place = error.rfind(" at line").unwrap_or(error.len());
    error[..place].to_owned()
}

fn parsed<T: std::str::FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a value")
}

macro_rules! numbers {
    ($($name:ident: $text:literal),+) => {
        $(
            assert_eq!(json(&parsed::<$name>("1.50")), r#""1.5""#);
            let most = "79228162514264337593543950335";
            assert_eq!(json(&parsed::<$name>(most)), format!("{most:?}"));
            assert_eq!(serde_json::from_str::<$name>("150").expect("an integer"), parsed("150"));
            assert_eq!(serde_json::from_str::<$name>(r#""15e-1""#).expect("text"), parsed("1.5"));
            for text in ["", " 1", "1_000", "nan", "\u{ff11}", "1e-29", "1e30"] {
                let expected = $name::from_string(text).expect_err(text).to_string();
                assert_eq!(refusal::<$name>(&format!("{text:?}")), expected);
                let bytes = postcard::to_stdvec(text).expect("bytes");
                assert!(postcard::from_bytes::<$name>(&bytes).is_err(), "{text}");
            }
            for (json, found) in [("1.5", "number"), ("true", "boolean"), ("null", "null")] {
                assert_eq!(
                    refusal::<$name>(json),
                    format!(
                        "`{}` `{found}` is of the wrong type: allowed is a string, or an integer \
                         from `-9223372036854775808` to `18446744073709551615`",
                        $text
                    )
                );
            }
        )+
    };
}

#[test]
fn numbers_are_their_text() {
    numbers!(
        Price: "price", Quantity: "quantity", Volume: "volume", Notional: "notional", Pnl: "pnl",
        CashFlow: "cash_flow", Fee: "fee", PositionSize: "position_size"
    );
    assert_eq!(
        refusal::<Quantity>("-3"),
        "`quantity` `-3` is negative: allowed is zero or more"
    );
    assert_eq!(json(&parsed::<Leverage>("10.50")), r#""10.5""#);
    assert_eq!(
        refusal::<Leverage>(r#""1.25""#),
        "`leverage` `1.25` is between two steps: allowed are steps of `0.1`"
    );
}

/// A number that JSON can hold and a float cannot is never read as the float beside it.
#[test]
fn a_number_is_exact_or_an_error() {
    assert!(serde_json::from_str::<Price>("0.1000000000000000055").is_err());
    assert!(serde_json::from_str::<Price>("123456789012345678901234567890").is_err());
    let huge = u64::MAX.to_string();
    let price = serde_json::from_str::<Price>(&huge).expect("an integer");
    assert_eq!(price.to_string(), huge);
}

/// Where some crate turns on `arbitrary_precision`, serde_json hands numbers on by this map: they
/// are read by the same rule.
#[test]
fn a_literal_number_is_read_by_the_same_rule() {
    fn read<T: DeserializeOwned>(literal: &str) -> Result<T, ValueError> {
        let map = [("$serde_json::private::Number", literal)];
        T::deserialize(MapDeserializer::new(map.into_iter()))
    }
    let huge = u64::MAX.to_string();
    for literal in ["0", "185", "-9223372036854775808", &huge] {
        let price: Price = read(literal).expect("an integer");
        assert_eq!(price.to_string(), literal);
    }
    for literal in [
        "1.5",
        "1e3",
        "-0",
        "18446744073709551616",
        "0.1000000000000000055",
    ] {
        assert_eq!(
            read::<Price>(literal).expect_err(literal).to_string(),
            refusal::<Price>("1.5")
        );
        assert_eq!(refusal::<Price>(literal), refusal::<Price>("1.5"));
    }
    assert!(read::<Asset>("1").is_err());
}

/// The typed door has the kind that serde's error, which is a text, cannot have.
#[test]
fn the_typed_door_gives_kinds() {
    let error = json::read::<Order>(r#"{"margin":{},"margin":{}}"#).expect_err("twice");
    assert_eq!(error.kind(), ParamErrorKind::DuplicateField);
    assert_eq!(
        error.to_string(),
        refusal::<Order>(r#"{"margin":{},"margin":{}}"#)
    );
    for text in [
        "",
        "{",
        "{}{}",
        "nan",
        "'",
        "\"\u{d}\"",
        &"[".repeat(200_000),
    ] {
        let error = json::read::<Order>(text).expect_err(text);
        assert_eq!(error.kind(), ParamErrorKind::InvalidFormat, "{text}");
    }
}

/// A record is no row of a table: formats that could read it so are refused (O-7).
#[test]
fn a_record_is_no_array() {
    for text in [
        "[]",
        "[null,null,null,null]",
        "null",
        r#"{"operation":[null,7]}"#,
    ] {
        assert!(refusal::<Order>(text).contains("is of the wrong type: allowed is an object"));
    }
    let trade = refusal::<Trade>(r#"["1","2"]"#);
    assert_eq!(
        trade,
        "`trade` `array` is of the wrong type: allowed is an object"
    );
}

#[test]
fn ids_names_and_enums_are_their_text() {
    assert_eq!(
        json(&AccountId::from_int(u64::MAX)),
        r#""18446744073709551615""#
    );
    assert_eq!(
        serde_json::from_str::<AccountId>("7").expect("an id"),
        AccountId::from_int(7)
    );
    assert_eq!(json(&AccountGroupId::DEFAULT), r#""0""#);
    assert_eq!(json(&parsed::<Asset>("USD")), r#""USD""#);
    assert_eq!(json(&parsed::<ClientOrderId>("c1")), r#""c1""#);
    assert_eq!(json(&parsed::<ExecutionId>("e1")), r#""e1""#);
    assert_eq!(json(&Side::Buy), r#""buy""#);
    assert_eq!(json(&RoundingStrategy::HalfEven), r#""half_even""#);
    assert_eq!(json(&PositionSide::Long), r#""long""#);
    assert_eq!(json(&PositionEffect::Close), r#""close""#);
    assert_eq!(json(&PositionMode::Hedging), r#""hedging""#);
    assert_eq!(json(&parsed::<Instrument>("AAPL/USD")), r#""AAPL/USD""#);
    let by_asset = BTreeMap::from([(parsed::<Asset>("USD"), parsed::<Pnl>("-1.50"))]);
    assert_eq!(json(&by_asset), r#"{"USD":"-1.5"}"#);
}

#[test]
fn ids_names_and_enums_are_judged() {
    for (refusal, expected) in [
        (
            refusal::<AccountId>(r#""ACC001""#),
            "`account_id` `ACC001` is not a number: allowed are digits",
        ),
        (
            refusal::<AccountId>("-1"),
            "`account_id` `-1` is negative: allowed is zero or more",
        ),
        (
            refusal::<AccountId>(r#""""#),
            "`account_id` `` is empty: allowed is text of at least one character",
        ),
        (
            refusal::<AccountId>(r#""18446744073709551616""#),
            "`account_id` `18446744073709551616` is too large: allowed are numbers up to \
             `18446744073709551615`",
        ),
        (
            refusal::<AccountGroupId>("4294967296"),
            "`account_group_id` `4294967296` is too large: allowed are numbers up to \
             `4294967295`",
        ),
        (
            refusal::<Asset>(r#""USD ""#),
            "`asset` `USD ` has blanks around it: allowed is text without surrounding blanks",
        ),
        (
            refusal::<Asset>("1"),
            "`asset` `number` is of the wrong type: allowed is a string",
        ),
        (
            refusal::<Side>(r#""Buy""#),
            "`side` `Buy` is unknown: allowed are `buy`, `sell`",
        ),
        (
            refusal::<PositionMode>(r#""""#),
            "`position_mode` `` is empty: allowed is text of at least one character",
        ),
        (
            refusal::<Instrument>(r#""AAPL""#),
            "`instrument` `AAPL` is not an instrument: allowed is `UNDERLYING/SETTLEMENT`",
        ),
    ] {
        assert_eq!(refusal, expected);
    }
    assert_eq!(
        refusal::<Asset>(r#""A/B""#),
        "`asset` `A/B` has a slash: allowed is text without one"
    );
}

#[test]
fn sums_of_types_are_objects_of_one_field() {
    let quantity = TradeAmount::Quantity(parsed("1"));
    assert_eq!(json(&quantity), r#"{"quantity":"1"}"#);
    assert_eq!(json(&TradeAmount::Volume(parsed("1"))), r#"{"volume":"1"}"#);
    assert_eq!(
        json(&AdjustmentAmount::Delta(parsed("-1"))),
        r#"{"delta":"-1"}"#
    );
    assert_eq!(
        json(&AdjustmentAmount::Absolute(parsed("1"))),
        r#"{"absolute":"1"}"#
    );
    let trade = Trade::new(parsed("185"), parsed("100"));
    assert_eq!(json(&trade), r#"{"price":"185","quantity":"100"}"#);
    for bad in [
        r#"{"lots":"1"}"#,
        r#"{"quantity":"1","volume":"1"}"#,
        r#"{}"#,
        r#"{"quantity":"-1"}"#,
    ] {
        assert!(serde_json::from_str::<TradeAmount>(bad).is_err(), "{bad}");
    }
    assert!(serde_json::from_str::<Trade>(r#"{"price":"1"}"#).is_err());
}

fn order() -> Order {
    let mut order = Order::limit(
        parsed("AAPL/USD"),
        AccountId::from_int(7),
        Side::Buy,
        parsed("100"),
        parsed("185.50"),
    );
    order.position = Some(OrderPosition {
        position_side: Some(PositionSide::Long),
        reduce_only: true,
        close_position: false,
    });
    order.margin = Some(OrderMargin {
        leverage: Some(parsed("10")),
        collateral_asset: None,
        auto_borrow: true,
    });
    order.with_client_order_id(parsed("c1"))
}

#[test]
fn an_order_leaves_out_what_is_absent() {
    assert_eq!(
        json(&order()),
        concat!(
            r#"{"operation":{"instrument":"AAPL/USD","account_id":"7","side":"buy","#,
            r#""trade_amount":{"quantity":"100"},"price":"185.5"},"#,
            r#""position":{"position_side":"long","reduce_only":true},"#,
            r#""margin":{"leverage":"10","auto_borrow":true},"#,
            r#""identity":{"client_order_id":"c1"}}"#
        )
    );
    assert_eq!(json(&Order::default()), r#"{"operation":{}}"#);
    let nulls = r#"{"operation":null,"position":{"reduce_only":null},"margin":null}"#;
    let order: Order = serde_json::from_str(nulls).expect("an order");
    assert_eq!(order.position, Some(OrderPosition::default()));
    assert_eq!(order.margin, None);
}

#[test]
fn a_report_leaves_out_what_is_absent() {
    let report = ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: Some(parsed("AAPL/USD")),
            account_id: Some(AccountId::from_int(7)),
            side: None,
        },
        financial_impact: Some(FinancialImpact {
            pnl: Some(parsed("-50")),
            fee: None,
        }),
        fill: Some(ExecutionReportFillDetails {
            last_trade: Some(Trade::new(parsed("185"), parsed("1"))),
            leaves_quantity: Some(parsed("0")),
            is_final: true,
        }),
        position_impact: Some(ExecutionReportPositionImpact {
            position_effect: Some(PositionEffect::Open),
            position_side: None,
        }),
        identity: Some(ExecutionReportIdentity {
            client_order_id: parsed("c1"),
            execution_id: None,
        }),
    };
    assert_eq!(
        json(&report),
        concat!(
            r#"{"operation":{"instrument":"AAPL/USD","account_id":"7"},"#,
            r#""financial_impact":{"pnl":"-50"},"#,
            r#""fill":{"last_trade":{"price":"185","quantity":"1"},"leaves_quantity":"0","#,
            r#""is_final":true},"position_impact":{"position_effect":"open"},"#,
            r#""identity":{"client_order_id":"c1"}}"#
        )
    );
}

#[test]
fn an_adjustment_is_judged_again() {
    let balance = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: parsed("USD"),
        average_entry_price: None,
    });
    let position = AccountAdjustmentOperation::Position(AccountAdjustmentPositionOperation {
        instrument: parsed("BTC/USD"),
        collateral_asset: parsed("USDT"),
        average_entry_price: parsed("60000"),
        mode: PositionMode::Netting,
        leverage: Some(parsed("5")),
    });
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta(parsed("100"))),
        ..AccountAdjustmentAmount::default()
    };
    let bounds = AccountAdjustmentBounds {
        balance_lower: Some(parsed("0")),
        ..AccountAdjustmentBounds::default()
    };
    let deposit = AccountAdjustment::new(balance, amount, AccountAdjustmentBounds::default());
    assert_eq!(
        json(&deposit.expect("an adjustment")),
        r#"{"operation":{"balance":{"asset":"USD"}},"amount":{"balance":{"delta":"100"}}}"#
    );
    let correction = AccountAdjustment::new(position, amount, bounds).expect("an adjustment");
    assert_eq!(
        json(&correction),
        concat!(
            r#"{"operation":{"position":{"instrument":"BTC/USD","collateral_asset":"USDT","#,
            r#""average_entry_price":"60000","mode":"netting","leverage":"5"}},"#,
            r#""amount":{"balance":{"delta":"100"}},"bounds":{"balance_lower":"0"}}"#
        )
    );
    assert_eq!(
        refusal::<AccountAdjustment>(r#"{"operation":{"balance":{"asset":"USD"}},"amount":{}}"#),
        "`adjustment_amount` `` is empty: allowed is at least one of `balance`, `held`, `incoming`"
    );
    let inverted = concat!(
        r#"{"operation":{"balance":{"asset":"USD"}},"amount":{"held":{"delta":"1"}},"#,
        r#""bounds":{"held_lower":"2","held_upper":"1"}}"#
    );
    assert_eq!(
        refusal::<AccountAdjustment>(inverted),
        "`held_bounds` `2 to 1` is inverted: allowed is a lower bound up to the upper bound"
    );
}

#[test]
fn unknown_missing_and_doubled_fields_are_refused() {
    for bad in [
        r#"{"operations":{}}"#,
        r#"{"operation":{"Side":"buy"}}"#,
        r#"{"operation":{"side":"buy","side":"sell"}}"#,
        r#"{"position":{"reduceOnly":true}}"#,
        r#"{"position":{"reduce_only":1}}"#,
        r#"{"margin":{"leverage":"0"}}"#,
        r#"{"identity":{}}"#,
        r#"{"identity":{"client_order_id":""}}"#,
        "[]1",
    ] {
        assert!(serde_json::from_str::<Order>(bad).is_err(), "{bad}");
    }
    for bad in [
        r#"{"fill":{"trade":{}}}"#,
        r#"{"financial_impact":{"pnl":0.5}}"#,
    ] {
        assert!(
            serde_json::from_str::<ExecutionReport>(bad).is_err(),
            "{bad}"
        );
    }
    for bad in [
        r#"{"amount":{"held":{"delta":"1"}}}"#,
        r#"{"operation":{"gift":{}},"amount":{"held":{"delta":"1"}}}"#,
        r#"{"operation":{"balance":{"asset":"USD"}},"amount":{"held":{"delta":"1"}},"to":1}"#,
    ] {
        assert!(
            serde_json::from_str::<AccountAdjustment>(bad).is_err(),
            "{bad}"
        );
    }
}
