// SPDX-License-Identifier: Apache-2.0
//! Position, margin, position impact and account adjustments: what crosses well, and what no honest
//! binding sends.

use super::hostile::{BAD_SCALE, BAD_SIGN, LONG, NOT_UTF8, OVER_96, refused};
use super::*;
use openpit::core::{
    AccountAdjustmentOperation, ExecutionReportPositionImpact, OrderMargin, OrderPosition,
};
use openpit::param::ParamErrorKind as Kind;
use openpit::param::{AdjustmentAmount, PositionEffect, PositionMode, PositionSide};

fn checked_order(order: &OpenpitOrder) -> Said {
    // SAFETY: a live order.
    said(|out| unsafe { openpit_order_check(order, out) })
}

fn checked_report(report: &OpenpitReport) -> Said {
    // SAFETY: a live report.
    said(|out| unsafe { openpit_report_check(report, out) })
}

fn checked(adjustment: &OpenpitAdjustment) -> Said {
    // SAFETY: a live adjustment.
    said(|out| unsafe { openpit_adjustment_check(adjustment, out) })
}

#[test]
fn position_and_margin_of_an_order() {
    let plain = order().read().expect("an order");
    assert_eq!((plain.position, plain.margin), (None, None));
    let full = OpenpitOrder {
        flags: 127,
        position_side: 2,
        leverage: 105,
        collateral_asset: text("USDT"),
        ..order()
    };
    let read = full.read().expect("an order");
    let position = OrderPosition {
        position_side: Some(PositionSide::Short),
        reduce_only: true,
        close_position: true,
    };
    let margin = OrderMargin {
        leverage: Some("10.5".parse().expect("a leverage")),
        collateral_asset: Some("USDT".parse().expect("an asset")),
        auto_borrow: true,
    };
    assert_eq!((read.position, read.margin), (Some(position), Some(margin)));
    assert_eq!(checked_order(&full).status, OPENPIT_STATUS_OK);
    let empty = OpenpitOrder {
        flags: 4 | 32,
        ..order()
    };
    let read = empty.read().expect("an order");
    assert_eq!(read.position, Some(OrderPosition::default()));
    assert_eq!(read.margin, Some(OrderMargin::default()));
}

#[test]
fn what_stands_beside_an_absent_group_is_not_read() {
    let order = OpenpitOrder {
        position_side: 9,
        leverage: 9,
        collateral_asset: LONG,
        ..order()
    };
    assert_eq!(checked_order(&order).status, OPENPIT_STATUS_OK);
}

#[test]
fn hostile_groups_of_an_order() {
    type Change = fn(&mut OpenpitOrder);
    let cases: &[(Change, Kind, &str)] = &[
        (|o| o.flags = 3 | 128, Kind::UnknownName, "order_flags"),
        (|o| o.flags = 3 | 8, Kind::UnknownName, "order_flags"),
        (|o| o.flags = 3 | 16 | 32, Kind::UnknownName, "order_flags"),
        (|o| o.flags = 3 | 64, Kind::UnknownName, "order_flags"),
        (|o| o.flags = 3 | 64 | 4, Kind::UnknownName, "order_flags"),
        (|o| o.position_side = 3, Kind::UnknownName, "position_side"),
        (
            |o| o.position_side = u16::MAX,
            Kind::UnknownName,
            "position_side",
        ),
        (|o| o.leverage = 9, Kind::OutOfRange, "leverage"),
        (|o| o.leverage = 30_001, Kind::OutOfRange, "leverage"),
        (|o| o.leverage = u16::MAX, Kind::OutOfRange, "leverage"),
        (|o| o.collateral_asset = LONG, Kind::TooLong, "asset"),
        (
            |o| o.collateral_asset = NOT_UTF8,
            Kind::InvalidFormat,
            "asset",
        ),
        (|o| o.collateral_asset = text(" "), Kind::Empty, "asset"),
    ];
    let engine = build(None, 0);
    for (change, kind, type_name) in cases {
        let mut order = OpenpitOrder {
            flags: 127,
            ..order()
        };
        change(&mut order);
        refused(&start(&engine, &order), *kind, type_name);
        refused(&both(&engine, &order), *kind, type_name);
        refused(&checked_order(&order), *kind, type_name);
    }
    assert_eq!(log(&engine), "\0\0\0\0");
}

#[test]
fn position_impact_of_a_report() {
    let full = OpenpitReport {
        flags: 1 | 64,
        position_effect: 2,
        position_side: 1,
        ..OpenpitReport::default()
    };
    let impact = ExecutionReportPositionImpact {
        position_effect: Some(PositionEffect::Close),
        position_side: Some(PositionSide::Long),
    };
    let read = full.read().expect("a report");
    assert_eq!(read.position_impact, Some(impact));
    assert_eq!(checked_report(&full).status, OPENPIT_STATUS_OK);
    let absent = OpenpitReport { flags: 1, ..full };
    assert_eq!(absent.read().expect("a report").position_impact, None);
    let effect = OpenpitReport {
        position_effect: 3,
        ..full
    };
    refused(
        &checked_report(&effect),
        Kind::UnknownName,
        "position_effect",
    );
    let side = OpenpitReport {
        position_side: 3,
        ..full
    };
    refused(&checked_report(&side), Kind::UnknownName, "position_side");
}

/// A balance with everything.
fn balance() -> OpenpitAdjustment {
    OpenpitAdjustment {
        flags: 127,
        operation: 1,
        balance_kind: 1,
        held_kind: 2,
        incoming_kind: 1,
        average_entry_price: number(185),
        balance: number(5),
        held: number(6),
        incoming: number(7),
        balance_upper: number(12),
        balance_lower: number(11),
        held_upper: number(14),
        held_lower: number(13),
        incoming_upper: number(16),
        incoming_lower: number(15),
        asset: text("USD"),
        ..OpenpitAdjustment::default()
    }
}

/// A position with everything but bounds.
fn position() -> OpenpitAdjustment {
    OpenpitAdjustment {
        flags: 0,
        operation: 2,
        mode: 2,
        leverage: 30,
        underlying: text("BTC"),
        settlement: text("USD"),
        ..balance()
    }
}

#[test]
fn adjustments_cross_field_by_field() {
    let read = balance().read().expect("an adjustment");
    let AccountAdjustmentOperation::Balance(operation) = read.operation() else {
        panic!("no balance: {read:?}");
    };
    assert_eq!(operation.asset.as_str(), "USD");
    assert_eq!(operation.average_entry_price, "185".parse().ok());
    let size = |number| Some(openpit::param::PositionSize::from_int(number).expect("a size"));
    let delta = |number| size(number).map(AdjustmentAmount::Delta);
    let amount = read.amount();
    assert_eq!((amount.balance, amount.incoming), (delta(5), delta(7)));
    assert_eq!(amount.held, size(6).map(AdjustmentAmount::Absolute));
    let bounds = read.bounds();
    let pairs = [
        (bounds.balance_lower, bounds.balance_upper),
        (bounds.held_lower, bounds.held_upper),
        (bounds.incoming_lower, bounds.incoming_upper),
    ];
    let expected = [(11, 12), (13, 14), (15, 16)];
    assert_eq!(pairs, expected.map(|(a, b)| (size(a), size(b))));

    let read = position().read().expect("an adjustment");
    let AccountAdjustmentOperation::Position(operation) = read.operation() else {
        panic!("no position: {read:?}");
    };
    assert_eq!(operation.instrument.to_string(), "BTC/USD");
    assert_eq!(operation.collateral_asset.as_str(), "USD");
    assert_eq!(operation.average_entry_price.to_string(), "185");
    assert_eq!(operation.mode, PositionMode::Hedging);
    assert_eq!(operation.leverage, "3".parse().ok());
    assert_eq!(read.bounds(), &Default::default());
    for one in [&balance(), &position()] {
        assert_eq!(checked(one).status, OPENPIT_STATUS_OK);
    }
}

type Change = fn(&mut OpenpitAdjustment);

fn all_refused(good: &OpenpitAdjustment, cases: &[(Change, Kind, &str)]) {
    for (change, kind, type_name) in cases {
        let mut adjustment = *good;
        change(&mut adjustment);
        refused(&checked(&adjustment), *kind, type_name);
    }
}

#[test]
fn hostile_adjustments() {
    let cases: &[(Change, Kind, &str)] = &[
        (|a| a.flags = 128, Kind::UnknownName, "adjustment_flags"),
        (|a| a.operation = 0, Kind::MissingField, "operation"),
        (
            |a| a.operation = 3,
            Kind::UnknownName,
            "adjustment_operation",
        ),
        (
            |a| a.balance_kind = 3,
            Kind::UnknownName,
            "adjustment_amount_kind",
        ),
        (
            |a| a.held_kind = 3,
            Kind::UnknownName,
            "adjustment_amount_kind",
        ),
        (
            |a| a.incoming_kind = u16::MAX,
            Kind::UnknownName,
            "adjustment_amount_kind",
        ),
        (|a| a.balance = OVER_96, Kind::Overflow, "position_size"),
        (|a| a.held = BAD_SIGN, Kind::InvalidFormat, "position_size"),
        (
            |a| a.incoming = BAD_SCALE,
            Kind::ScaleOutOfRange,
            "position_size",
        ),
        (
            |a| a.average_entry_price = BAD_SCALE,
            Kind::ScaleOutOfRange,
            "price",
        ),
        (|a| a.asset = LONG, Kind::TooLong, "asset"),
        (|a| a.asset = NOT_UTF8, Kind::InvalidFormat, "asset"),
        (|a| a.asset = text(""), Kind::MissingField, "asset"),
        (
            |a| a.balance_lower = number(99),
            Kind::InvertedBounds,
            "balance_bounds",
        ),
        (
            |a| a.held_lower = number(99),
            Kind::InvertedBounds,
            "held_bounds",
        ),
        (
            |a| a.incoming_lower = number(99),
            Kind::InvertedBounds,
            "incoming_bounds",
        ),
        (
            |a| a.held_upper = BAD_SIGN,
            Kind::InvalidFormat,
            "position_size",
        ),
        (
            |a| (a.balance_kind, a.held_kind, a.incoming_kind) = (0, 0, 0),
            Kind::Empty,
            "adjustment_amount",
        ),
    ];
    all_refused(&balance(), cases);
}

#[test]
fn hostile_positions() {
    let cases: &[(Change, Kind, &str)] = &[
        (|a| a.mode = 0, Kind::MissingField, "mode"),
        (|a| a.mode = 3, Kind::UnknownName, "position_mode"),
        (|a| a.leverage = 9, Kind::OutOfRange, "leverage"),
        (|a| a.leverage = 30_001, Kind::OutOfRange, "leverage"),
        (|a| a.average_entry_price = OVER_96, Kind::Overflow, "price"),
        (|a| a.underlying = text(""), Kind::Unset, "asset"),
        (|a| a.settlement = LONG, Kind::TooLong, "asset"),
        (
            |a| a.asset = text(""),
            Kind::MissingField,
            "collateral_asset",
        ),
        (
            |a| (a.underlying, a.settlement) = (text(""), text("")),
            Kind::MissingField,
            "instrument",
        ),
    ];
    all_refused(&position(), cases);
}

#[test]
fn checks_take_null_and_answer_nothing_else() {
    // SAFETY: null is allowed.
    unsafe {
        let call = |out| openpit_order_check(ptr::null(), out);
        refused(&said(call), Kind::Unset, "order");
        let call = |out| openpit_report_check(ptr::null(), out);
        refused(&said(call), Kind::Unset, "report");
        let call = |out| openpit_adjustment_check(ptr::null(), out);
        refused(&said(call), Kind::Unset, "adjustment");
        let good = balance();
        assert_eq!(
            openpit_adjustment_check(&raw const good, ptr::null_mut()),
            0
        );
    }
    let good = checked(&balance());
    assert_eq!((good.flag, good.key, good.bytes.len()), (0, 0, 0));
}
