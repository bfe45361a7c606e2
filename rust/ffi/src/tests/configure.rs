// SPDX-License-Identifier: Apache-2.0
//! Dry runs and changes of limits, as a careless binding would call them.

use super::*;
use crate::builtins::OPENPIT_AXIS_BROKER;
use crate::configure::{OPENPIT_LIMITS_NOTIONAL, OPENPIT_LIMITS_ORDER_SIZE, OPENPIT_LIMITS_RATE};
use crate::outcome::{OPENPIT_STATUS_ERROR, OPENPIT_STATUS_REJECTED};

const BROKER: u32 = 1 << OPENPIT_AXIS_BROKER;

fn rate(max_orders: u64) -> OpenpitBarrier {
    OpenpitBarrier {
        axis: OPENPIT_AXIS_BROKER,
        max_orders,
        window_ns: 1_000_000_000,
        ..OpenpitBarrier::default()
    }
}

/// An engine with a rate limit `burst` of no orders at all, which requires limits.
fn limited() -> Held {
    let builder = openpit_builder_new(1);
    let mut engine = ptr::null_mut();
    let (name, barrier, none) = ("burst", rate(0), ptr::null_mut());
    // SAFETY: a fresh builder, and a name and a barrier that outlive the calls.
    unsafe {
        let (data, len) = (name.as_ptr(), name.len());
        openpit_builder_rate_limit(builder, data, len, 0, &raw const barrier, 1, none);
        assert_eq!(openpit_builder_require_limits(builder, none), 0);
        assert_eq!(openpit_builder_build(builder, &raw mut engine, none), 0);
        openpit_builder_free(builder);
    }
    Held(engine)
}

fn change(engine: &Held, what: u32, name: &str, axes: u32, barriers: &[OpenpitBarrier]) -> Said {
    let (data, len) = (barriers.as_ptr(), barriers.len());
    // SAFETY: a live engine, name and barriers.
    said(|out| unsafe {
        let (name, name_len) = (name.as_ptr(), name.len());
        openpit_engine_change_limits(engine.0, what, name, name_len, axes, data, len, out)
    })
}

fn dry_run(engine: &Held, order: *const OpenpitOrder, both: u32) -> Said {
    let none = ptr::null_mut();
    // SAFETY: a live engine; the order is null or live.
    said(|out| unsafe { openpit_engine_dry_run(engine.0, order, both, 0, 0, none, out) })
}

#[test]
fn limits_change_by_name_and_a_dry_run_tells() {
    let (engine, order) = (limited(), order());
    for both in [0, 1] {
        assert_eq!(
            dry_run(&engine, &raw const order, both).status,
            OPENPIT_STATUS_REJECTED
        );
    }
    let said = change(&engine, OPENPIT_LIMITS_RATE, "burst", BROKER, &[rate(9)]);
    assert_eq!(said.status, OPENPIT_STATUS_OK);
    let said = change(&engine, OPENPIT_LIMITS_RATE, "burst", 0, &[]);
    assert_eq!(said.status, OPENPIT_STATUS_OK);
    for both in [0, 1] {
        assert_eq!(
            dry_run(&engine, &raw const order, both).status,
            OPENPIT_STATUS_OK
        );
    }
    // SAFETY: a live engine.
    let armed = super::said(|out| unsafe { openpit_engine_armed(engine.0, 7, out) });
    assert!(armed.text().contains("burst"), "{}", armed.text());
}

#[test]
fn wrong_changes_are_faults_of_the_configuration() {
    let engine = limited();
    let mut odd = rate(1);
    odd.axis = 77;
    let wrong = [
        change(&engine, OPENPIT_LIMITS_RATE, "burst", BROKER, &[]),
        change(
            &engine,
            OPENPIT_LIMITS_RATE,
            "burst",
            BROKER,
            &[rate(1), rate(2)],
        ),
        change(&engine, OPENPIT_LIMITS_RATE, "burst", 1 << 31, &[]),
        change(&engine, OPENPIT_LIMITS_RATE, "burst", 0, &[odd]),
        change(&engine, OPENPIT_LIMITS_ORDER_SIZE, "burst", 0, &[]),
        change(&engine, OPENPIT_LIMITS_NOTIONAL, "nobody", 0, &[]),
    ];
    for said in wrong {
        assert_eq!(said.status, OPENPIT_STATUS_CONFIG, "{}", said.text());
    }
    assert_eq!(
        change(&engine, 77, "burst", 0, &[]).status,
        OPENPIT_STATUS_ERROR
    );
    let rubbish = b"\xff".as_ptr();
    // SAFETY: one byte that is no text; null is refused.
    let wrong = unsafe {
        [
            said(|out| {
                openpit_engine_change_limits(engine.0, 1, rubbish, 1, 0, ptr::null(), 0, out)
            }),
            said(|out| {
                let (name, barriers) = ("burst".as_ptr(), ptr::null());
                openpit_engine_change_limits(engine.0, 1, name, 5, 0, barriers, 2, out)
            }),
            said(|out| {
                openpit_engine_change_pnl_bounds(engine.0, rubbish, 1, 0, ptr::null(), 0, out)
            }),
            said(|out| openpit_engine_reset_notional_limit(engine.0, rubbish, 1, 0, 0, out)),
            said(|out| openpit_engine_armed(ptr::null(), 7, out)),
            dry_run(&engine, ptr::null(), 1),
        ]
    };
    for said in wrong {
        assert_eq!(said.status, OPENPIT_STATUS_ERROR, "{}", said.text());
    }
}

#[test]
fn a_start_hook_needs_the_word_of_its_policy() {
    let engine = callbacks::with(|_, _| {});
    let order = order();
    let said = dry_run(&engine, &raw const order, 0);
    assert_eq!(said.status, OPENPIT_STATUS_CONFIG, "{}", said.text());
    assert!(
        said.text().contains("does not support dry runs"),
        "{}",
        said.text()
    );
}
