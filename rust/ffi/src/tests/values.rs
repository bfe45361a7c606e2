// SPDX-License-Identifier: Apache-2.0
//! The doors of values under hostile input: numbers, texts, faults that a binding found (V-6).

use super::hostile::{BAD_SCALE, BAD_SIGN, NEGATIVE, OVER_96, OVER_127, refused};
use super::*;
use crate::outcome::OPENPIT_STATUS_ERROR;
use crate::value::OPENPIT_NUMBER_TYPE_LEVERAGE as LEVERAGE;
use openpit::param::ParamErrorKind as Kind;
use openpit::param::raw::{NumberType, Op};

const PRICE: u32 = NumberType::Price as u32;
const QUANTITY: u32 = NumberType::Quantity as u32;
const FROM_PARTS: u32 = Op::FromParts as u32;
const FROM_STRING: u32 = Op::FromString as u32;
/// What every result starts as, to see what is left alone.
const UNTOUCHED: OpenpitNumber = OpenpitNumber {
    lo: 9,
    hi: 9,
    scale: 9,
    negative: 9,
};
const TEN_MEGABYTES: usize = 10 << 20;

fn parts(a: OpenpitNumber, b: OpenpitNumber) -> OpenpitOperands {
    OpenpitOperands {
        a,
        b,
        ..OpenpitOperands::default()
    }
}

fn op(number: u32, op: u32, operands: OpenpitOperands, text: &[u8]) -> (Said, OpenpitNumber) {
    let mut result = UNTOUCHED;
    let (data, len) = (text.as_ptr(), text.len());
    // SAFETY: everything outlives the call.
    let said = said(|out| unsafe {
        openpit_value_op(
            number,
            op,
            &raw const operands,
            data,
            len,
            &raw mut result,
            out,
        )
    });
    (said, result)
}

/// As `op`, without an outcome: the way that bindings go first.
fn op_unheard(number: u32, op: u32, operands: OpenpitOperands) -> (u32, OpenpitNumber) {
    let mut result = UNTOUCHED;
    let none = ptr::null();
    // SAFETY: everything outlives the call.
    let status = unsafe {
        openpit_value_op(
            number,
            op,
            &raw const operands,
            none,
            0,
            &raw mut result,
            ptr::null_mut(),
        )
    };
    (status, result)
}

#[test]
fn unknown_types_and_operations() {
    let one = parts(number(1), number(1));
    for bad in [0, 9, 99, 101, u32::MAX] {
        refused(
            &op(bad, FROM_PARTS, one, b"").0,
            Kind::UnknownName,
            "number_type",
        );
        assert_eq!(
            op_unheard(bad, 7, one),
            (OPENPIT_STATUS_ERROR, UNTOUCHED),
            "{bad}"
        );
    }
    for bad in [0, 19, 100, u32::MAX] {
        for number_type in [PRICE, LEVERAGE] {
            refused(
                &op(number_type, bad, one, b"").0,
                Kind::UnknownName,
                "value_op",
            );
        }
        assert_eq!(op_unheard(PRICE, bad, one).0, OPENPIT_STATUS_ERROR, "{bad}");
    }
    for arithmetic in 4..=18 {
        refused(
            &op(LEVERAGE, arithmetic, one, b"").0,
            Kind::UnknownName,
            "value_op",
        );
    }
}

#[test]
fn bad_operands() {
    let cases = [
        (OVER_96, Kind::Overflow),
        (OVER_127, Kind::Overflow),
        (BAD_SIGN, Kind::InvalidFormat),
        (BAD_SCALE, Kind::ScaleOutOfRange),
        (
            OpenpitNumber {
                scale: u32::MAX,
                ..number(1)
            },
            Kind::ScaleOutOfRange,
        ),
    ];
    for (bad, kind) in cases {
        for arithmetic in [
            Op::FromParts,
            Op::Add,
            Op::Sub,
            Op::Neg,
            Op::Mul,
            Op::Div,
            Op::MulAbs,
            Op::MulPlain,
        ] {
            let operands = parts(bad, number(1));
            refused(
                &op(PRICE, arithmetic as u32, operands, b"").0,
                kind,
                "price",
            );
            assert_eq!(
                op_unheard(PRICE, arithmetic as u32, operands),
                (OPENPIT_STATUS_ERROR, UNTOUCHED),
            );
        }
        for arithmetic in [Op::Add, Op::Sub, Op::Div, Op::Rem, Op::DivAbs, Op::MulPlain] {
            let operands = parts(number(1), bad);
            let (said, result) = op(PRICE, arithmetic as u32, operands, b"");
            // A divisor may have more bits than a value (V-4.6).
            if bad == OVER_96 && matches!(arithmetic, Op::Div | Op::Rem) {
                assert_eq!(said.status, OPENPIT_STATUS_OK, "{}", said.text());
                continue;
            }
            refused(&said, kind, "price");
            assert_eq!(result, UNTOUCHED, "a refused operation writes no result");
        }
        let said = op(LEVERAGE, FROM_PARTS, parts(bad, bad), b"").0;
        assert_eq!(said.status, OPENPIT_STATUS_ERROR);
        assert!(said.text().contains("`leverage`"), "{}", said.text());
    }
    let negative = parts(NEGATIVE, number(1));
    refused(
        &op(QUANTITY, FROM_PARTS, negative, b"").0,
        Kind::Negative,
        "quantity",
    );
    refused(
        &op(QUANTITY, 7, negative, b"").0,
        Kind::Negative,
        "quantity",
    );
    let unset = parts(number(1), number(1));
    refused(
        &op(PRICE, 4, unset, b"").0,
        Kind::Unset,
        "rounding_strategy",
    );
}

/// Operations without an outcome take a shorter way: it must lead to the same place.
#[test]
fn the_quick_way_leads_to_the_same_place() {
    let wide = |lo, hi, scale, negative| OpenpitNumber {
        lo,
        hi,
        scale,
        negative,
    };
    let numbers = [
        number(0),
        number(1),
        NEGATIVE,
        wide(15, 0, 1, 0),
        wide(150, 0, 2, 1),
        wide(0, 0, 28, 1),
        wide(1, 0, 28, 0),
        wide(u64::MAX, 0, 0, 1),
        wide(u64::MAX, 0, 19, 0),
        wide(u64::MAX, u32::MAX.into(), 0, 0),
        wide(u64::MAX, u32::MAX.into(), 28, 1),
        wide(0, 1, 5, 0),
        wide(u64::MAX, 1 << 62, 0, 1),
        OVER_96,
        OVER_127,
        BAD_SIGN,
        BAD_SCALE,
    ];
    for number_type in 0..=9 {
        for operation in 0..=19 {
            for a in numbers {
                for b in numbers {
                    let operands = parts(a, b);
                    let (said, result) = op(number_type, operation, operands, b"");
                    assert_eq!(
                        op_unheard(number_type, operation, operands),
                        (said.status, result),
                        "type {number_type}, operation {operation}, {a:?}, {b:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn bad_texts_of_numbers() {
    let none = OpenpitOperands::default();
    for number_type in NumberType::ALL {
        let name = number_type.as_str();
        let read = |text: &[u8]| op(number_type as u32, FROM_STRING, none, text);
        refused(&read(b"").0, Kind::Empty, name);
        refused(&read(b"1_0").0, Kind::InvalidFormat, name);
        refused(&read(b"1\0").0, Kind::InvalidFormat, name);
        let (said, result) = read(b"1\xff");
        refused(&said, Kind::InvalidFormat, name);
        assert!(said.text().contains("is not UTF-8: allowed is UTF-8 text"));
        assert_eq!(result, UNTOUCHED);
        refused(&read(&vec![b'9'; TEN_MEGABYTES]).0, Kind::Overflow, name);
        assert_eq!(read(&vec![b'0'; TEN_MEGABYTES]).1, number(0));
    }
    let (said, result) = op(PRICE, FROM_STRING, none, b"-1.50");
    assert_eq!(said.status, 0);
    let expected = OpenpitNumber {
        scale: 1,
        lo: 15,
        ..NEGATIVE
    };
    assert_eq!(result, expected);
    let read = |text: &[u8]| op(LEVERAGE, FROM_STRING, none, text).0;
    refused(&read(b"1.25"), Kind::OffStep, "leverage");
    refused(&read(b"0.9"), Kind::OutOfRange, "leverage");
    refused(&read(b"\xff"), Kind::InvalidFormat, "leverage");
    refused(
        &read(&vec![b'9'; TEN_MEGABYTES]),
        Kind::OutOfRange,
        "leverage",
    );
    let float = OpenpitOperands {
        number: f64::NAN,
        ..none
    };
    refused(&op(LEVERAGE, 3, float, b"").0, Kind::NotFinite, "leverage");
    refused(&op(PRICE, 3, float, b"").0, Kind::NotFinite, "price");
}

fn judge(kind: u32, text: &[u8]) -> Said {
    let (data, len) = (text.as_ptr(), text.len());
    // SAFETY: the text outlives the call.
    said(|out| unsafe { openpit_text_value(kind, data, len, out) })
}

#[test]
fn texts() {
    for bad in [0, 15, u32::MAX] {
        refused(&judge(bad, b"A"), Kind::UnknownName, "text_kind");
    }
    refused(&judge(7, b"A"), Kind::InvalidFormat, "instrument");
    refused(&judge(7, b"A/B/C"), Kind::InvalidFormat, "instrument");
    refused(&judge(7, b"A/"), Kind::Empty, "asset");
    assert_eq!(judge(7, b"AAPL/USD").key, 4);
    refused(&judge(1, b""), Kind::Empty, "asset");
    refused(&judge(1, &[b'A'; 65]), Kind::TooLong, "asset");
    refused(&judge(4, b""), Kind::Empty, "account_id");
    assert_eq!(judge(4, b"a").key, 0xaf63_dc4c_8601_ec8c);
    for (kind, name, last, number) in [
        (5, "side", "sell", 2),
        (6, "rounding_strategy", "toward_zero", 5),
        (8, "position_side", "short", 2),
        (9, "position_effect", "close", 2),
        (10, "position_mode", "hedging", 2),
        (11, "trade_amount_kind", "volume", 2),
        (12, "adjustment_amount_kind", "absolute", 2),
    ] {
        assert_eq!(judge(kind, last.as_bytes()).key, number);
        refused(&judge(kind, b""), Kind::Empty, name);
        refused(&judge(kind, b"Sell"), Kind::UnknownName, name);
        refused(&judge(kind, b"unset"), Kind::UnknownName, name);
        refused(&judge(kind, b"\xff"), Kind::InvalidFormat, name);
    }
    for (kind, name, most) in [
        (13, "account_id", u64::MAX),
        (14, "account_group_id", u32::MAX.into()),
    ] {
        let digits = most.to_string();
        assert_eq!(judge(kind, digits.as_bytes()).key, most);
        let above = (u128::from(most) + 1).to_string();
        refused(&judge(kind, above.as_bytes()), Kind::Overflow, name);
        refused(&judge(kind, b"-1"), Kind::Negative, name);
        for bad in ["+1", "-", " 1", "1.0", "1e3", "x"] {
            refused(&judge(kind, bad.as_bytes()), Kind::InvalidFormat, name);
        }
    }
    let huge = vec![b'A'; TEN_MEGABYTES];
    for (kind, found, name) in [
        (1, Kind::TooLong, "asset"),
        (2, Kind::TooLong, "client_order_id"),
        (3, Kind::TooLong, "execution_id"),
        (5, Kind::UnknownName, "side"),
        (7, Kind::InvalidFormat, "instrument"),
        (13, Kind::InvalidFormat, "account_id"),
    ] {
        refused(&judge(kind, &huge), found, name);
    }
}

/// No object is so long: nothing of it is read.
#[test]
fn lengths_beyond_memory() {
    let (one, text) = (parts(number(1), number(1)), b"buy".as_ptr());
    let mut result = UNTOUCHED;
    for len in [usize::MAX, isize::MAX.cast_unsigned() + 1] {
        // SAFETY: such a length is refused before the text is read.
        unsafe {
            for kind in 1..=14 {
                let told = said(|out| openpit_text_value(kind, text, len, out));
                refused(&told, Kind::TooLong, "text_len");
            }
            let into = &raw mut result;
            let call = |out| openpit_value_op(PRICE, 2, &raw const one, text, len, into, out);
            refused(&said(call), Kind::TooLong, "text_len");
            let call = |out| openpit_value_op(100, 2, &raw const one, text, len, into, out);
            refused(&said(call), Kind::TooLong, "text_len");
            let call = |out| openpit_refuse(1, text, len, text, 3, out);
            said(call);
        }
    }
    assert_eq!(result, UNTOUCHED);
}

#[test]
fn null_pointers_of_values() {
    let (one, none) = (parts(number(1), number(1)), ptr::null());
    let mut result = UNTOUCHED;
    // SAFETY: null, or alive for the call; a null text has no bytes, whatever its length.
    unsafe {
        let into = &raw mut result;
        let out = ptr::null_mut();
        let status = openpit_value_op(PRICE, 7, ptr::null(), none, 0, into, out);
        assert_eq!(status, OPENPIT_STATUS_ERROR);
        let status = openpit_value_op(PRICE, 7, &raw const one, none, 0, ptr::null_mut(), out);
        assert_eq!(status, OPENPIT_STATUS_ERROR);
        assert_eq!(result, UNTOUCHED);
        let call = |out| openpit_value_op(PRICE, 7, ptr::null(), none, 0, into, out);
        refused(&said(call), Kind::Unset, "operands");
        let call = |out| openpit_value_op(PRICE, 7, &raw const one, none, 9, ptr::null_mut(), out);
        refused(&said(call), Kind::Unset, "result");
        let call = |out| openpit_value_op(PRICE, 2, &raw const one, none, 9, into, out);
        refused(&said(call), Kind::Empty, "price");
        let call = |out| openpit_text_value(1, none, 9, out);
        refused(&said(call), Kind::Empty, "asset");
        assert_eq!(
            openpit_text_value(1, none, 9, ptr::null_mut()),
            OPENPIT_STATUS_ERROR
        );
        let call = |out| openpit_refuse(1, none, 9, none, 9, out);
        refused(&said(call), Kind::UnknownName, "type_name");
        let status = openpit_refuse(1, none, 0, none, 0, ptr::null_mut());
        assert_eq!(status, OPENPIT_STATUS_ERROR);
    }
}

#[test]
fn faults_that_a_binding_found() {
    let refuse = |kind: u32, name: &[u8], input: &[u8]| {
        let (name, name_len, data, len) = (name.as_ptr(), name.len(), input.as_ptr(), input.len());
        // SAFETY: the texts outlive the call.
        said(|out| unsafe { openpit_refuse(kind, name, name_len, data, len, out) })
    };
    let unknown = u32::from(Kind::UnknownName.number());
    let said = refuse(unknown, b"side", b"9");
    refused(&said, Kind::UnknownName, "side");
    assert!(
        said.text()
            .contains("`side` `9` is unknown: allowed are `buy`, `sell`")
    );
    let format = u32::from(Kind::InvalidFormat.number());
    assert!(
        refuse(format, b"asset", b"5")
            .text()
            .contains("`asset` `5` is not text: allowed is text")
    );
    for bad in ["", "Side", "side\0", "engine"] {
        refused(
            &refuse(unknown, bad.as_bytes(), b"9"),
            Kind::UnknownName,
            "type_name",
        );
    }
    for bad in [0, Kind::ALL.len() as u32 + 1, u32::MAX] {
        refused(
            &refuse(bad, b"side", b"9"),
            Kind::UnknownName,
            "param_error_kind",
        );
    }
    refused(
        &refuse(unknown, b"side", b"\xff"),
        Kind::UnknownName,
        "side",
    );
    refused(
        &refuse(unknown, b"side", &vec![0xff; TEN_MEGABYTES]),
        Kind::UnknownName,
        "side",
    );
}
