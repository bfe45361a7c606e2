// SPDX-License-Identifier: Apache-2.0
//! Input that no honest binding makes: each is a typed error that changes nothing (V-6).

use super::*;
use crate::outcome::OPENPIT_STATUS_ERROR;
use openpit::engine::ErrorKind;
use openpit::param::ParamErrorKind as Kind;

pub(super) const LONG: OpenpitText = OpenpitText {
    len: 65,
    bytes: [b'A'; 64],
};
pub(super) const NOT_UTF8: OpenpitText = OpenpitText {
    len: 2,
    bytes: [0xff; 64],
};

/// 2^96 and more do not fit a value; 2^127 and more do not even fit an integer.
pub(super) const OVER_96: OpenpitNumber = OpenpitNumber {
    lo: 0,
    hi: 1 << 32,
    scale: 0,
    negative: 0,
};
pub(super) const OVER_127: OpenpitNumber = OpenpitNumber {
    lo: u64::MAX,
    hi: u64::MAX,
    scale: 0,
    negative: 1,
};
pub(super) const NEGATIVE: OpenpitNumber = OpenpitNumber {
    lo: 1,
    hi: 0,
    scale: 0,
    negative: 1,
};
pub(super) const BAD_SIGN: OpenpitNumber = OpenpitNumber {
    lo: 1,
    hi: 0,
    scale: 0,
    negative: 2,
};
pub(super) const BAD_SCALE: OpenpitNumber = OpenpitNumber {
    lo: 1,
    hi: 0,
    scale: 29,
    negative: 0,
};

pub(super) fn refused(said: &Said, kind: Kind, type_name: &str) {
    assert_eq!(said.status, OPENPIT_STATUS_ERROR, "{}", said.text());
    assert_eq!(
        said.kinds(),
        (ErrorKind::Param.number(), kind.number()),
        "{}",
        said.text()
    );
    assert!(
        said.text().contains(&format!("`{type_name}`")),
        "{}",
        said.text()
    );
    assert_eq!(said.key, 0);
}

#[test]
fn orders() {
    type Change = fn(&mut OpenpitOrder);
    let cases: &[(Change, Kind, &str)] = &[
        (|o| o.flags = 0x80, Kind::UnknownName, "order_flags"),
        (|o| o.side = 3, Kind::UnknownName, "side"),
        (|o| o.side = u32::MAX, Kind::UnknownName, "side"),
        (
            |o| o.amount_kind = 3,
            Kind::UnknownName,
            "trade_amount_kind",
        ),
        (|o| o.amount = NEGATIVE, Kind::Negative, "quantity"),
        (|o| o.amount = OVER_96, Kind::Overflow, "quantity"),
        (|o| o.price = OVER_96, Kind::Overflow, "price"),
        (|o| o.price = OVER_127, Kind::Overflow, "price"),
        (|o| o.price = BAD_SCALE, Kind::ScaleOutOfRange, "price"),
        (|o| o.price = BAD_SIGN, Kind::InvalidFormat, "price"),
        (|o| o.underlying = LONG, Kind::TooLong, "asset"),
        (|o| o.settlement = LONG, Kind::TooLong, "asset"),
        (|o| o.settlement.len = u8::MAX, Kind::TooLong, "asset"),
        (|o| o.settlement = text(""), Kind::Unset, "asset"),
        (|o| o.underlying = text(""), Kind::Unset, "asset"),
        (|o| o.underlying = text(" "), Kind::Empty, "asset"),
        (
            |o| o.underlying = text("A\n"),
            Kind::ControlCharacter,
            "asset",
        ),
        (|o| o.underlying = NOT_UTF8, Kind::InvalidFormat, "asset"),
        (
            |o| o.client_order_id = NOT_UTF8,
            Kind::InvalidFormat,
            "client_order_id",
        ),
        (
            |o| o.client_order_id = text("\0"),
            Kind::ControlCharacter,
            "client_order_id",
        ),
    ];
    let engine = build(None, 0);
    for (change, kind, type_name) in cases {
        let mut order = order();
        change(&mut order);
        refused(&start(&engine, &order), *kind, type_name);
        refused(&both(&engine, &order), *kind, type_name);
    }
    assert_eq!(log(&engine), "\0\0\0\0");
}

#[test]
fn reports() {
    type Change = fn(&mut OpenpitReport);
    let cases: &[(Change, Kind, &str)] = &[
        (|r| r.flags = 128, Kind::UnknownName, "report_flags"),
        (|r| r.flags = 0, Kind::MissingField, "account_id"),
        (|r| r.side = 3, Kind::UnknownName, "side"),
        (|r| r.pnl = BAD_SCALE, Kind::ScaleOutOfRange, "pnl"),
        (|r| r.fee = OVER_96, Kind::Overflow, "fee"),
        (|r| r.last_price = BAD_SIGN, Kind::InvalidFormat, "price"),
        (|r| r.last_quantity = NEGATIVE, Kind::Negative, "quantity"),
        (|r| r.leaves_quantity = NEGATIVE, Kind::Negative, "quantity"),
        (|r| r.underlying = text("A"), Kind::Unset, "asset"),
        (
            |r| r.execution_id = text("1"),
            Kind::MissingField,
            "client_order_id",
        ),
        (|r| r.execution_id = LONG, Kind::TooLong, "execution_id"),
    ];
    let engine = build(None, 0);
    for (change, kind, type_name) in cases {
        let mut report = OpenpitReport {
            flags: 63,
            ..OpenpitReport::default()
        };
        change(&mut report);
        let none = ptr::null_mut();
        // SAFETY: a live engine and report.
        let call = |out| unsafe {
            openpit_engine_apply_execution_report(engine.0, &raw const report, 0, 0, none, out)
        };
        refused(&said(call), *kind, type_name);
    }
    assert_eq!(log(&engine), "\0\0\0\0");
}

#[test]
fn null_pointers() {
    let (none, order) = (ptr::null_mut(), order());
    let engine = build(None, 0);
    // SAFETY: null where a door allows it, live things else.
    unsafe {
        let call = |out| openpit_engine_start(ptr::null(), &raw const order, 0, 0, none, out);
        refused(&said(call), Kind::Unset, "engine");
        let call = |out| openpit_engine_start(engine.0, ptr::null(), 0, 0, none, out);
        refused(&said(call), Kind::Unset, "order");
        let call =
            |out| openpit_engine_apply_execution_report(engine.0, ptr::null(), 0, 0, none, out);
        refused(&said(call), Kind::Unset, "report");
        let call = |out| openpit_builder_build(ptr::null_mut(), ptr::null_mut(), out);
        refused(&said(call), Kind::Unset, "builder");
        let status = openpit_engine_start(engine.0, ptr::null(), 0, 0, none, ptr::null_mut());
        assert_eq!(status, OPENPIT_STATUS_ERROR);
        assert_eq!(openpit_engine_drops(ptr::null(), ptr::null_mut()), 0);
        assert_eq!(openpit_engine_release_later(ptr::null(), 1, 1, 1), 0);
        assert_eq!(openpit_engine_release_later(engine.0, 9, 1, 1), 0);
        openpit_answer_push(ptr::null_mut(), 1, 1, 1, 0, ptr::null(), 0, ptr::null(), 0);
        openpit_builder_free(ptr::null_mut());
        openpit_engine_free(ptr::null_mut());
        openpit_bytes_free(0, 0);
        openpit_callback_exited();
    }
}

#[test]
fn configurations() {
    let barrier = OpenpitBarrier {
        axis: 2,
        max_orders: 1,
        window_ns: 1,
        ..OpenpitBarrier::default()
    };
    let axis = OpenpitBarrier { axis: 9, ..barrier };
    let account = OpenpitBarrier { axis: 3, ..barrier };
    let flags = OpenpitBarrier {
        axis: 1,
        flags: 8,
        ..barrier
    };
    let cap = OpenpitBarrier {
        axis: 1,
        flags: 1,
        max_quantity: NEGATIVE,
        ..barrier
    };
    let builder = openpit_builder_new(1);
    let (rate, size) = ("rate", "size");
    let none = ptr::null_mut();
    // SAFETY: a live builder, and arguments that outlive the calls.
    let faults = unsafe {
        for one in [&barrier, &axis] {
            let (data, len) = (rate.as_ptr(), rate.len());
            let status = openpit_builder_rate_limit(builder, data, len, 0, one, 1, none);
            assert_eq!(status, OPENPIT_STATUS_OK);
        }
        for one in [&barrier, &account, &flags, &cap] {
            let (data, len) = (size.as_ptr(), size.len());
            let status = openpit_builder_order_size_limit(builder, data, len, one, 1, none);
            assert_eq!(status, OPENPIT_STATUS_OK);
        }
        let (data, len) = (rate.as_ptr(), rate.len());
        let call = |out| openpit_builder_policy(builder, data, len, 8, 0, None, out);
        refused(&said(call), Kind::UnknownName, "hooks");
        let call = |out| openpit_builder_policy(builder, data, len, 7, 0, None, out);
        refused(&said(call), Kind::Unset, "callback");
        let mut engine = ptr::null_mut();
        let faults = said(|out| openpit_builder_build(builder, &raw mut engine, out));
        assert!(engine.is_null());
        let call = |out| openpit_builder_build(builder, &raw mut engine, out);
        refused(&said(call), Kind::Unset, "builder");
        openpit_builder_free(builder);
        faults
    };
    assert_eq!(faults.status, OPENPIT_STATUS_CONFIG);
    assert_eq!(faults.bytes[0], 6, "{}", faults.text());
    assert!(
        faults
            .text()
            .contains("policy `size`: `quantity` `-1` is negative")
    );
}

#[test]
fn any_number_may_be_a_key() {
    let engine = build(None, 0);
    for key in [0, 1, 7, u64::MAX, 1 << 32, (1 << 32) | 1, 0xdead_beef] {
        let lifecycle = ErrorKind::Lifecycle.number();
        assert_eq!(execute(&engine, key).kinds(), (lifecycle, 1));
        assert_eq!(finalize(&engine, key, 1).kinds(), (lifecycle, 2));
        for kind in [1, 2] {
            // SAFETY: a live engine.
            let status = unsafe { openpit_engine_release_later(engine.0, kind, key, 1) };
            assert_eq!(status, OPENPIT_STATUS_OK);
        }
    }
    assert_eq!(finalize(&engine, 1, 4).kinds().0, ErrorKind::Param.number());
    assert_eq!(log(&engine), "\0\0\0\0");
}
