// SPDX-License-Identifier: Apache-2.0
//! Typed mutations, holdings, releases, verdicts and the pnl kill switch across the border.

use std::cell::Cell;

use super::callbacks::{push, with};
use super::hostile::{BAD_SCALE, BAD_SIGN, LONG, NEGATIVE, NOT_UTF8, OVER_96, refused};
use super::*;
use crate::outcome::{OPENPIT_STATUS_ERROR, OPENPIT_STATUS_REJECTED};
use openpit::engine::ErrorKind;
use openpit::param::ParamErrorKind as Kind;

const MAIN: u32 = 2;
const REPORT: u32 = 4;

/// 100 USD of account 7, the call's own.
fn reserve() -> OpenpitReserveNotional {
    OpenpitReserveNotional {
        account_id: 7,
        amount: number(100),
        settlement_asset: text("USD"),
        ..OpenpitReserveNotional::default()
    }
}

/// Blocks the engine on commit.
const fn switch() -> OpenpitKillSwitch {
    OpenpitKillSwitch {
        scope: 0,
        code: 254,
        account_id: 0,
        on_commit: 2,
        on_rollback: 1,
    }
}

fn emit(answer: *mut OpenpitAnswer, reserve: &OpenpitReserveNotional) -> u32 {
    // SAFETY: the callback's own answer, and a reservation that outlives the call.
    unsafe { openpit_answer_reserve_notional(answer, reserve) }
}

fn halt(answer: *mut OpenpitAnswer, switch: &OpenpitKillSwitch) -> u32 {
    // SAFETY: the callback's own answer, and a switch that outlives the call.
    unsafe { openpit_answer_set_kill_switch(answer, switch, "halt".as_ptr(), 4) }
}

fn release(answer: *mut OpenpitAnswer, amount: OpenpitNumber) -> u32 {
    let asset = text("USD");
    // SAFETY: the callback's own answer, and values that outlive the call.
    unsafe { openpit_answer_release(answer, &raw const asset, &raw const amount) }
}

fn holds(engine: &Held) -> Said {
    // SAFETY: a live engine.
    said(|out| unsafe { openpit_engine_holds(engine.0, out) })
}

fn report(engine: &Held, report: &OpenpitReport) -> Said {
    let none = ptr::null_mut();
    // SAFETY: a live engine and report.
    said(|out| unsafe { openpit_engine_apply_execution_report(engine.0, report, 0, 0, none, out) })
}

fn holding(context: &OpenpitContext, whose: u32, asset: OpenpitText) -> (Said, OpenpitHolding) {
    let mut holding = OpenpitHolding::default();
    // SAFETY: the running callback's own context, and values that outlive the call.
    let said = said(|out| unsafe {
        openpit_context_holding(context, whose, &raw const asset, &raw mut holding, out)
    });
    (said, holding)
}

#[test]
fn a_reservation_is_held_opened_and_released() {
    let engine = with(|ctx, answer| match ctx.hook {
        MAIN => assert_eq!(emit(answer, &reserve()), OPENPIT_STATUS_OK),
        REPORT => assert_eq!(release(answer, number(60)), OPENPIT_STATUS_OK),
        _ => {}
    });
    let reservation = both(&engine, &order());
    assert_eq!(holds(&engine).bytes[4..12], 7_u64.to_le_bytes());
    assert_eq!(
        finalize(&engine, reservation.key, 1).status,
        OPENPIT_STATUS_OK
    );
    let one = OpenpitReport {
        flags: 1,
        account_id: 7,
        ..OpenpitReport::default()
    };
    assert_eq!(report(&engine, &one).bytes, Vec::<u8>::new());
    let open = &holds(&engine).bytes[30 + 24..];
    assert_eq!(open[..8], 40_u64.to_le_bytes());
    // The second release is of more than there is.
    assert!(report(&engine, &one).text().contains("release of `60`"));
}

#[test]
fn a_breach_of_both_limits_is_told_on_the_first_axis() {
    let engine = with(|ctx, answer| {
        if ctx.hook == MAIN {
            let both = OpenpitReserveNotional {
                flags: 3,
                ..reserve()
            };
            emit(answer, &both);
        }
    });
    let rejected = both(&engine, &order());
    assert_eq!(rejected.status, OPENPIT_STATUS_REJECTED);
    assert!(
        rejected.text().contains("on `asset` axis"),
        "{}",
        rejected.text()
    );
    assert_eq!(holds(&engine).bytes, [0; 4]);
}

#[test]
fn a_kill_switch_blocks_on_commit() {
    let engine = with(|ctx, answer| {
        if ctx.hook == MAIN {
            assert_eq!(halt(answer, &switch()), OPENPIT_STATUS_OK);
        }
    });
    let reservation = both(&engine, &order());
    assert_eq!(
        finalize(&engine, reservation.key, 1).status,
        OPENPIT_STATUS_OK
    );
    assert!(
        start(&engine, &order())
            .text()
            .contains("engine is blocked")
    );
}

#[test]
fn mutations_that_cannot_be_read_fail_closed() {
    type Change = fn(&mut OpenpitReserveNotional);
    let cases: &[Change] = &[
        |r| r.flags = 4,
        |r| r.reserved = 1,
        |r| r.amount = NEGATIVE,
        |r| r.amount = OVER_96,
        |r| r.amount = BAD_SIGN,
        |r| r.settlement_asset = LONG,
        |r| r.settlement_asset = NOT_UTF8,
        |r| r.settlement_asset = text(""),
        |r| (r.flags, r.asset_limit) = (2, BAD_SCALE),
        |r| (r.flags, r.account_asset_limit) = (1, NEGATIVE),
    ];
    for change in cases.iter().copied() {
        fails_closed(move |answer| {
            let mut reserve = reserve();
            change(&mut reserve);
            emit(answer, &reserve)
        });
    }
    type Turn = fn(&mut OpenpitKillSwitch);
    let cases: &[Turn] = &[
        |s| s.scope = 3,
        |s| s.code = 0,
        |s| s.code = 9999,
        |s| s.on_commit = 0,
        |s| s.on_rollback = 4,
    ];
    for change in cases.iter().copied() {
        fails_closed(move |answer| {
            let mut switch = switch();
            change(&mut switch);
            halt(answer, &switch)
        });
    }
    // SAFETY: the callback's own answer; null is refused.
    fails_closed(|answer| unsafe { openpit_answer_reserve_notional(answer, ptr::null()) });
    // SAFETY: as above.
    fails_closed(|answer| unsafe {
        openpit_answer_set_kill_switch(answer, ptr::null(), ptr::null(), 0)
    });
    // SAFETY: as above; a release has no place in a main-stage check even if it can be read.
    fails_closed(|answer| unsafe { openpit_answer_release(answer, ptr::null(), ptr::null()) });
}

fn fails_closed(push: impl Fn(*mut OpenpitAnswer) -> u32 + 'static) {
    let engine = with(move |ctx, answer| {
        if ctx.hook == MAIN {
            assert_eq!(push(answer), OPENPIT_STATUS_ERROR);
        }
    });
    let rejected = both(&engine, &order());
    assert_eq!(rejected.status, OPENPIT_STATUS_REJECTED);
    assert!(
        rejected.text().contains("policy failed closed"),
        "{}",
        rejected.text()
    );
    assert_eq!(holds(&engine).bytes, [0; 4]);
}

#[test]
fn the_answer_of_another_hook_fails_closed() {
    for hook in [1, MAIN] {
        let engine = with(move |ctx, answer| {
            if ctx.hook == hook {
                match hook {
                    1 => emit(answer, &reserve()),
                    _ => release(answer, number(1)),
                };
            }
        });
        let said = both(&engine, &order());
        assert!(
            said.text().contains("that of another hook"),
            "{}",
            said.text()
        );
    }
    let engine = with(|_, answer| push(answer, 3, 0, 0, 1, ""));
    let one = OpenpitReport {
        flags: 1,
        account_id: 7,
        ..OpenpitReport::default()
    };
    assert!(
        report(&engine, &one)
            .text()
            .contains("that of another hook")
    );
    let null: *mut OpenpitAnswer = ptr::null_mut();
    assert_eq!(emit(null, &reserve()), OPENPIT_STATUS_ERROR);
}

#[test]
fn a_context_reads_what_is_reserved() {
    thread_local!(static READ: Cell<u32> = const { Cell::new(0) });
    let engine = with(|ctx, answer| {
        if ctx.hook != MAIN {
            return;
        }
        let expected = number(100 * u64::from(READ.get()));
        for whose in [1, 2] {
            let (said, found) = holding(ctx, whose, text("USD"));
            assert_eq!((said.status, found.held), (OPENPIT_STATUS_OK, expected));
        }
        READ.set(READ.get() + 1);
        refused(
            &holding(ctx, 3, text("USD")).0,
            Kind::UnknownName,
            "holding",
        );
        refused(&holding(ctx, 1, text("")).0, Kind::Empty, "asset");
        refused(&holding(ctx, 1, LONG).0, Kind::TooLong, "asset");
        let copy = OpenpitContext {
            core: ptr::null(),
            ..*ctx
        };
        refused(&holding(&copy, 1, text("USD")).0, Kind::Unset, "context");
        emit(answer, &reserve());
    });
    both(&engine, &order());
    both(&engine, &order());
    assert_eq!(READ.get(), 2);
}

#[test]
fn an_execution_counts_once() {
    let engine = build(None, 0);
    let mut one = OpenpitReport {
        flags: 3,
        account_id: 7,
        client_order_id: text("A-17"),
        execution_id: text("e1"),
        ..OpenpitReport::default()
    };
    assert_eq!(
        (report(&engine, &one).flag, report(&engine, &one).flag),
        (0, 2)
    );
    one.pnl = number(1);
    let conflict = report(&engine, &one);
    let mut bytes = vec![0; 8];
    bytes.extend([1, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!((conflict.flag, conflict.bytes), (0, bytes));
}

#[test]
fn pnl_barriers_and_verdicts() {
    let barrier = OpenpitPnlBarrier {
        axis: 1,
        flags: 1,
        lower_bound: NEGATIVE,
        settlement_asset: text("USD"),
        ..OpenpitPnlBarrier::default()
    };
    let add = |builder, barrier: &OpenpitPnlBarrier| {
        let (name, none) = ("pnl", ptr::null_mut());
        // SAFETY: a live builder, and arguments that outlive the call.
        unsafe {
            openpit_builder_pnl_bounds_killswitch(builder, name.as_ptr(), 3, barrier, 1, none)
        }
    };
    let build = |barrier: &OpenpitPnlBarrier| {
        let builder = openpit_builder_new(1);
        let mut engine = ptr::null_mut();
        assert_eq!(add(builder, barrier), OPENPIT_STATUS_OK);
        // SAFETY: a live builder, freed once.
        let said = unsafe {
            openpit_builder_record_verdicts(builder, ptr::null_mut());
            let said = said(|out| openpit_builder_build(builder, &raw mut engine, out));
            openpit_builder_free(builder);
            said
        };
        (said, Held(engine))
    };
    type Change = fn(&mut OpenpitPnlBarrier);
    let cases: &[(Change, &str)] = &[
        (|b| b.axis = 2, "`axis`"),
        (|b| b.flags = 4, "`barrier_flags`"),
        (|b| b.flags = 0, "without a bound"),
        (|b| b.settlement_asset = text(""), "`asset`"),
        (|b| b.lower_bound = BAD_SCALE, "`pnl`"),
        (|b| (b.flags, b.upper_bound) = (2, OVER_96), "`pnl`"),
        (|b| (b.axis, b.initial_pnl) = (4, BAD_SIGN), "`pnl`"),
    ];
    for (change, text) in cases {
        let mut barrier = barrier;
        change(&mut barrier);
        let (faults, _) = build(&barrier);
        assert_eq!(faults.status, OPENPIT_STATUS_CONFIG);
        assert!(faults.text().contains(text), "{}", faults.text());
    }
    let (built, engine) = build(&barrier);
    assert_eq!(built.status, OPENPIT_STATUS_OK);
    assert_eq!(start(&engine, &order()).status, OPENPIT_STATUS_OK);
    // SAFETY: a live engine.
    let verdicts = said(|out| unsafe { openpit_engine_verdicts(engine.0, out) });
    assert_eq!(verdicts.bytes[0], 1);
    assert!(verdicts.text().contains("broker"), "{}", verdicts.text());
}

#[test]
fn holds_from_a_callback_are_reentrancy() {
    thread_local!(static ENGINE: Cell<*mut OpenpitEngine> = const { Cell::new(ptr::null_mut()) });
    let engine = with(|_, _| {
        // SAFETY: the engine that is calling is alive.
        let said = said(|out| unsafe { openpit_engine_holds(ENGINE.get(), out) });
        assert_eq!(said.kinds().0, ErrorKind::Reentrancy.number());
    });
    ENGINE.set(engine.0);
    assert_eq!(start(&engine, &order()).status, OPENPIT_STATUS_OK);
}
