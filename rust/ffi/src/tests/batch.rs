// SPDX-License-Identifier: Apache-2.0
//! Adjustment batches, balances, groups, state and the notional limit across the border.

use std::cell::Cell;

use super::callbacks::{push, with};
use super::hostile::{BAD_SCALE, LONG, NOT_UTF8, refused};
use super::*;
use crate::outcome::OPENPIT_STATUS_REJECTED;
use openpit::param::ParamErrorKind as Kind;

const REPORT: u32 = 4;
const COMMIT: u32 = 8;
const ADJUSTMENT: u32 = 32;

/// Adds to a balance of USD.
fn deposit(amount: u64) -> OpenpitAdjustment {
    OpenpitAdjustment {
        operation: 1,
        balance_kind: 1,
        balance: number(amount),
        asset: text("USD"),
        ..OpenpitAdjustment::default()
    }
}

fn adjust(engine: &Held, batch: &[OpenpitAdjustment]) -> Said {
    let (data, count, none) = (batch.as_ptr(), batch.len(), ptr::null_mut());
    // SAFETY: a live engine and batch.
    said(|out| unsafe {
        openpit_engine_apply_account_adjustment(engine.0, 7, data, count, 0, 0, none, out)
    })
}

fn balances(engine: &Held) -> Said {
    // SAFETY: a live engine.
    said(|out| unsafe { openpit_engine_balances(engine.0, out) })
}

fn balance(context: &OpenpitContext, key: &OpenpitBalanceKey) -> (Said, OpenpitBalance) {
    let mut balance = OpenpitBalance::default();
    // SAFETY: the running callback's own context, and values that outlive the call.
    let said = said(|out| unsafe { openpit_context_balance(context, key, &raw mut balance, out) });
    (said, balance)
}

fn regroup(engine: &Held, what: u32, group: u32, accounts: &[u64]) -> Said {
    let (data, count) = (accounts.as_ptr(), accounts.len());
    // SAFETY: a live engine and accounts.
    said(|out| unsafe { openpit_engine_regroup(engine.0, what, group, data, count, out) })
}

#[test]
fn a_callback_learns_the_place_of_what_it_judges() {
    thread_local!(static SEEN: Cell<u64> = const { Cell::new(0) });
    let engine = with(|ctx, answer| {
        if ctx.hook == ADJUSTMENT {
            assert_eq!((ctx.token, ctx.account_id), (SEEN.get(), 7));
            SEEN.set(ctx.token + 1);
            let key = OpenpitBalanceKey {
                asset: text("USD"),
                ..OpenpitBalanceKey::default()
            };
            let (said, found) = balance(ctx, &key);
            assert_eq!(said.status, OPENPIT_STATUS_OK);
            assert_eq!(found.balance, number(ctx.token + 1));
            // SAFETY: the callback's own answer.
            unsafe {
                (*answer).token_count = 1;
                (*answer).tokens[0] = 9;
            }
        } else if ctx.hook == COMMIT {
            assert_eq!((ctx.token, SEEN.get()), (9, 3));
        }
    });
    let accepted = adjust(&engine, &[deposit(1), deposit(1), deposit(1)]);
    assert_eq!(accepted.status, OPENPIT_STATUS_OK, "{}", accepted.text());
    assert_eq!(accepted.bytes[..4], [3, 0, 0, 0]);
    assert_eq!(balances(&engine).bytes[..4], [1, 0, 0, 0]);
}

#[test]
fn a_reject_tells_its_place_and_leaves_nothing() {
    let engine = with(|ctx, answer| {
        if ctx.hook == ADJUSTMENT && ctx.token == 1 {
            // SAFETY: the callback's own answer.
            unsafe { (*answer).rejected = 1 };
            push(answer, 1, 254, 1, 0, "no");
        }
    });
    let rejected = adjust(&engine, &[deposit(1), deposit(1), deposit(1)]);
    assert_eq!(
        (rejected.status, rejected.key),
        (OPENPIT_STATUS_REJECTED, 1)
    );
    assert_eq!(balances(&engine).bytes, [0; 4]);
}

#[test]
fn an_empty_batch_may_be_null() {
    let engine = build(None, 0);
    assert_eq!(adjust(&engine, &[]).status, OPENPIT_STATUS_OK);
    let none = ptr::null_mut();
    // SAFETY: a live engine, and no adjustments at all.
    let said = said(|out| unsafe {
        openpit_engine_apply_account_adjustment(engine.0, 7, ptr::null(), 0, 0, 0, none, out)
    });
    assert_eq!(said.status, OPENPIT_STATUS_OK);
}

#[test]
fn hostile_batches_are_refused() {
    let engine = build(None, 0);
    let none = ptr::null_mut();
    // SAFETY: a live engine; null is what is tested.
    let null = said(|out| unsafe {
        openpit_engine_apply_account_adjustment(engine.0, 7, ptr::null(), 1, 0, 0, none, out)
    });
    refused(&null, Kind::Unset, "adjustments");
    type Spoil = fn(&mut OpenpitAdjustment);
    let cases: &[(Spoil, Kind, &str)] = &[
        (|bad| bad.operation = 0, Kind::MissingField, "operation"),
        (
            |bad| bad.operation = 3,
            Kind::UnknownName,
            "adjustment_operation",
        ),
        (
            |bad| bad.flags = 1 << 20,
            Kind::UnknownName,
            "adjustment_flags",
        ),
        (|bad| bad.balance_kind = 0, Kind::Empty, "adjustment_amount"),
        (
            |bad| bad.balance_kind = 9,
            Kind::UnknownName,
            "adjustment_amount_kind",
        ),
        (
            |bad| bad.balance = BAD_SCALE,
            Kind::ScaleOutOfRange,
            "position_size",
        ),
        (|bad| bad.asset = LONG, Kind::TooLong, "asset"),
        (|bad| bad.asset = NOT_UTF8, Kind::InvalidFormat, "asset"),
    ];
    for (spoil, kind, name) in cases {
        let mut bad = deposit(1);
        spoil(&mut bad);
        refused(&adjust(&engine, &[deposit(1), bad]), *kind, name);
    }
    assert_eq!(balances(&engine).bytes, [0; 4]);
}

#[test]
fn hostile_balance_keys_are_refused() {
    let engine = with(|ctx, _| {
        if ctx.hook != ADJUSTMENT {
            return;
        }
        let none = OpenpitBalanceKey::default();
        let key = OpenpitBalanceKey {
            asset: text("USD"),
            ..none
        };
        refused(&balance(ctx, &none).0, Kind::Unset, "asset");
        refused(
            &balance(ctx, &OpenpitBalanceKey { asset: LONG, ..key }).0,
            Kind::TooLong,
            "asset",
        );
        let half = OpenpitBalanceKey {
            underlying: text("AAPL"),
            ..key
        };
        refused(&balance(ctx, &half).0, Kind::Unset, "asset");
        // SAFETY: null is what is tested.
        let null = said(|out| unsafe {
            openpit_context_balance(ctx, &raw const key, ptr::null_mut(), out)
        });
        refused(&null, Kind::Unset, "balance");
        // SAFETY: null is what is tested.
        let null = said(|out| unsafe {
            openpit_context_balance(ptr::null(), &raw const key, ptr::null_mut(), out)
        });
        refused(&null, Kind::Unset, "context");
    });
    assert_eq!(adjust(&engine, &[deposit(1)]).status, OPENPIT_STATUS_OK);
}

#[test]
fn a_report_hook_adjusts_and_a_bad_adjustment_is_its_failure() {
    for (amount, is_fine) in [(deposit(5), true), (OpenpitAdjustment::default(), false)] {
        let engine = with(move |ctx, answer| {
            if ctx.hook == REPORT {
                // SAFETY: the callback's own answer, and an adjustment that outlives the call.
                let status = unsafe { openpit_answer_adjust(answer, &raw const amount) };
                assert_eq!(status == OPENPIT_STATUS_OK, is_fine);
            }
        });
        let report = OpenpitReport {
            flags: 1,
            account_id: 7,
            ..OpenpitReport::default()
        };
        let none = ptr::null_mut();
        // SAFETY: a live engine and report.
        let said = said(|out| unsafe {
            openpit_engine_apply_execution_report(engine.0, &raw const report, 0, 0, none, out)
        });
        assert_eq!(said.status, OPENPIT_STATUS_OK);
        assert_eq!(balances(&engine).bytes[0] == 1, is_fine);
        assert_eq!(said.text().contains("USD"), is_fine);
    }
    // SAFETY: null is what is tested.
    let refused = unsafe { openpit_answer_adjust(ptr::null_mut(), ptr::null()) };
    assert_ne!(refused, OPENPIT_STATUS_OK);
}

#[test]
fn an_adjustment_in_another_hooks_answer_is_nonsense() {
    let engine = with(|ctx, answer| {
        if ctx.hook == ADJUSTMENT {
            let one = deposit(1);
            // SAFETY: the callback's own answer, and an adjustment that outlives the call.
            unsafe { openpit_answer_adjust(answer, &raw const one) };
        }
    });
    let rejected = adjust(&engine, &[deposit(1)]);
    assert_eq!(rejected.status, OPENPIT_STATUS_REJECTED);
    assert!(rejected.text().contains("policy failed closed"));
}

#[test]
fn groups_are_kept_and_hostile_changes_refused() {
    let engine = build(None, 0);
    assert_eq!(regroup(&engine, 1, 5, &[7, 8]).status, OPENPIT_STATUS_OK);
    // SAFETY: a live engine.
    let of = |account| said(|out| unsafe { openpit_engine_group_of(engine.0, account, out) });
    assert_eq!((of(7).key, of(9).key), (5, 0));
    refused(
        &regroup(&engine, 1, 0, &[9]),
        Kind::Reserved,
        "account_group_id",
    );
    refused(
        &regroup(&engine, 1, 6, &[9, 7]),
        Kind::InAnotherGroup,
        "account_group_id",
    );
    refused(
        &regroup(&engine, 2, 5, &[9]),
        Kind::NotInGroup,
        "account_group_id",
    );
    refused(&regroup(&engine, 3, 5, &[9]), Kind::UnknownName, "regroup");
    // SAFETY: null is what is tested.
    let null = said(|out| unsafe { openpit_engine_regroup(engine.0, 1, 5, ptr::null(), 1, out) });
    refused(&null, Kind::Unset, "account_ids");
    assert_eq!(regroup(&engine, 2, 5, &[7]).status, OPENPIT_STATUS_OK);
    assert_eq!((of(7).key, of(8).key), (0, 5));
}

#[test]
fn state_and_its_digest_are_texts() {
    let engine = build(None, 0);
    adjust(&engine, &[deposit(12)]);
    // SAFETY: a live engine.
    let state = said(|out| unsafe { openpit_engine_state(engine.0, out) });
    assert!(
        state.text().contains(r#""balance":"12""#),
        "{}",
        state.text()
    );
    // SAFETY: a live engine.
    let digest = said(|out| unsafe { openpit_engine_state_digest(engine.0, out) });
    assert_eq!(digest.bytes.len(), 4 + 64);
}

#[test]
fn hostile_notional_limits_are_faults() {
    let fine = OpenpitBarrier {
        axis: 2,
        flags: 2,
        max_notional: number(5),
        asset: text("USD"),
        ..OpenpitBarrier::default()
    };
    let barriers = [
        (fine, true),
        (OpenpitBarrier { axis: 4, ..fine }, true),
        (OpenpitBarrier { axis: 5, ..fine }, true),
        (OpenpitBarrier { axis: 1, ..fine }, false),
        (OpenpitBarrier { flags: 0, ..fine }, false),
        (OpenpitBarrier { flags: 3, ..fine }, false),
        (
            OpenpitBarrier {
                asset: LONG,
                ..fine
            },
            false,
        ),
        (
            OpenpitBarrier {
                max_notional: BAD_SCALE,
                ..fine
            },
            false,
        ),
    ];
    for (barrier, is_fine) in barriers {
        let builder = openpit_builder_new(1);
        let mut engine = ptr::null_mut();
        let (name, none) = ("n", ptr::null_mut());
        // SAFETY: a fresh builder, and values that outlive the calls.
        unsafe {
            let (data, barrier) = (name.as_ptr(), &raw const barrier);
            openpit_builder_notional_limit(builder, data, 1, barrier, 1, none);
            let built = openpit_builder_build(builder, &raw mut engine, ptr::null_mut());
            assert_eq!(built == OPENPIT_STATUS_OK, is_fine, "{:?}", *barrier);
            openpit_engine_free(engine);
            openpit_builder_free(builder);
        }
    }
}
