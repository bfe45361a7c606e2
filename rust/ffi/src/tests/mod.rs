// SPDX-License-Identifier: Apache-2.0
//! The border under test: hostile input, lifecycles, callbacks, and the header.

mod batch;
mod callbacks;
mod configure;
mod header;
mod hostile;
mod lifecycle;
mod records;
mod typed;
mod values;

use std::ptr;

use crate::outcome::{OPENPIT_OUTCOME_BYTES, OPENPIT_STATUS_CONFIG, OPENPIT_STATUS_OK};
use crate::policy::OpenpitPolicyCallback;
use crate::*;

/// What an outcome said, with its bytes taken.
#[derive(Debug)]
struct Said {
    status: u32,
    flag: u32,
    key: u64,
    bytes: Vec<u8>,
}

impl Said {
    /// A text of the bytes, for looking at errors and rejects without reading all of them.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The kind and sub-kind of an error.
    fn kinds(&self) -> (u16, u16) {
        let number = |at: usize| u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]]);
        (number(0), number(2))
    }
}

/// Makes a call with an outcome full of rubbish, and takes what it said.
fn said(call: impl FnOnce(*mut OpenpitOutcome) -> u32) -> Said {
    let mut outcome = OpenpitOutcome {
        status: 77,
        flag: 77,
        key: 77,
        account: 77,
        spilled: 77,
        len: 77,
        bytes: [77; OPENPIT_OUTCOME_BYTES],
    };
    let status = call(&raw mut outcome);
    assert_eq!(status, outcome.status);
    let len = usize::try_from(outcome.len).expect("a length");
    let bytes = if outcome.spilled == 0 {
        outcome.bytes[..len].to_vec()
    } else {
        assert!(len > OPENPIT_OUTCOME_BYTES);
        let data = ptr::with_exposed_provenance::<u8>(outcome.spilled);
        // SAFETY: spilled bytes of this outcome, not freed yet.
        let bytes = unsafe { std::slice::from_raw_parts(data, len) }.to_vec();
        // SAFETY: freed once.
        unsafe { openpit_bytes_free(outcome.spilled, outcome.len) };
        bytes
    };
    Said {
        status,
        flag: outcome.flag,
        key: outcome.key,
        bytes,
    }
}

/// An engine that is freed at the end.
struct Held(*mut OpenpitEngine);

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: made by `build`, freed once.
        unsafe { openpit_engine_free(self.0) }
    }
}

/// Builds an engine with a manual clock, a decision log, an order validation and one foreign
/// policy, if it is given.
fn build(callback: OpenpitPolicyCallback, number: u64) -> Held {
    let builder = openpit_builder_new(1);
    let mut engine = ptr::null_mut();
    let name = "foreign";
    // SAFETY: a fresh builder, and texts that outlive the calls.
    unsafe {
        assert_eq!(openpit_builder_clock(builder, 0, 0, ptr::null_mut()), 0);
        assert_eq!(
            openpit_builder_record_decisions(builder, ptr::null_mut()),
            0
        );
        let validation = "OrderValidation";
        let (data, len) = (validation.as_ptr(), validation.len());
        let status = openpit_builder_order_validation(builder, data, len, ptr::null_mut());
        assert_eq!(status, OPENPIT_STATUS_OK);
        if callback.is_some() {
            let (data, len) = (name.as_ptr(), name.len());
            let none = ptr::null_mut();
            let status = openpit_builder_policy(builder, data, len, 39, number, callback, none);
            assert_eq!(status, OPENPIT_STATUS_OK);
        }
        assert_eq!(
            openpit_builder_build(builder, &raw mut engine, ptr::null_mut()),
            0
        );
        openpit_builder_free(builder);
    }
    Held(engine)
}

fn text(text: &str) -> OpenpitText {
    let mut made = OpenpitText::default();
    made.bytes[..text.len()].copy_from_slice(text.as_bytes());
    made.len = u8::try_from(text.len()).expect("a short text");
    made
}

const fn number(lo: u64) -> OpenpitNumber {
    OpenpitNumber {
        lo,
        hi: 0,
        scale: 0,
        negative: 0,
    }
}

/// A limit order of account 7.
fn order() -> OpenpitOrder {
    OpenpitOrder {
        flags: 3,
        side: 1,
        amount_kind: 1,
        account_id: 7,
        amount: number(100),
        price: number(185),
        underlying: text("AAPL"),
        settlement: text("USD"),
        ..OpenpitOrder::default()
    }
}

fn start(engine: &Held, order: &OpenpitOrder) -> Said {
    // SAFETY: a live engine and order.
    said(|out| unsafe { openpit_engine_start(engine.0, order, 0, 0, ptr::null_mut(), out) })
}

fn both(engine: &Held, order: &OpenpitOrder) -> Said {
    let none = ptr::null_mut();
    // SAFETY: a live engine and order.
    said(|out| unsafe { openpit_engine_start_and_execute(engine.0, order, 0, 0, none, out) })
}

fn execute(engine: &Held, key: u64) -> Said {
    // SAFETY: a live engine.
    said(|out| unsafe { openpit_engine_execute(engine.0, key, 1, 0, 0, ptr::null_mut(), out) })
}

fn finalize(engine: &Held, key: u64, side: u32) -> Said {
    // SAFETY: a live engine.
    said(|out| unsafe { openpit_engine_finalize(engine.0, key, 1, side, 0, 0, out) })
}

fn log(engine: &Held) -> String {
    // SAFETY: a live engine.
    said(|out| unsafe { openpit_engine_decisions(engine.0, out) }).text()
}
