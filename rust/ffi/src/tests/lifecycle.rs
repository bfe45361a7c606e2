// SPDX-License-Identifier: Apache-2.0
//! The way of an order by keys, and the ends of engines.

use super::*;
use crate::outcome::OPENPIT_STATUS_REJECTED;
use openpit::engine::ErrorKind;

#[test]
fn both_stages_then_commit() {
    let engine = build(None, 0);
    let request = start(&engine, &order());
    assert_eq!(
        (request.status, request.flag, request.bytes.len()),
        (OPENPIT_STATUS_OK, 0, 0)
    );
    assert_ne!(request.key, 0);
    let reservation = execute(&engine, request.key);
    assert_eq!(reservation.status, OPENPIT_STATUS_OK);
    let lifecycle = ErrorKind::Lifecycle.number();
    assert_eq!(execute(&engine, request.key).kinds(), (lifecycle, 1));
    assert_eq!(
        finalize(&engine, reservation.key, 1).status,
        OPENPIT_STATUS_OK
    );
    assert_eq!(
        finalize(&engine, reservation.key, 1).kinds(),
        (lifecycle, 2)
    );
    assert_eq!(
        finalize(&engine, reservation.key, 2).kinds(),
        (lifecycle, 2)
    );
    // SAFETY: a live engine.
    let digest = said(|out| unsafe { openpit_engine_decisions_digest(engine.0, out) });
    assert_eq!(digest.bytes.len(), 4 + 64);
    assert_eq!(log(&engine).matches("\"call\"").count(), 3);
}

#[test]
fn rejects_are_told_whole() {
    let engine = build(None, 0);
    let mut order = order();
    order.amount = number(0);
    let rejected = both(&engine, &order);
    assert_eq!(
        (rejected.status, rejected.key),
        (OPENPIT_STATUS_REJECTED, 0)
    );
    assert!(
        rejected.text().contains("trade amount is zero"),
        "{}",
        rejected.text()
    );
    order.flags = 0;
    assert!(
        both(&engine, &order)
            .text()
            .contains("order.operation.account_id")
    );
}

#[test]
fn after_close_everything_is_refused_and_nothing_is_lost() {
    let engine = build(None, 0);
    let (request, reservation) = (start(&engine, &order()).key, both(&engine, &order()).key);
    for _ in 0..2 {
        // SAFETY: a live engine.
        let closed = said(|out| unsafe { openpit_engine_close(engine.0, out) });
        assert_eq!(closed.status, OPENPIT_STATUS_OK);
    }
    let closed = (ErrorKind::Lifecycle.number(), 3);
    assert_eq!(start(&engine, &order()).kinds(), closed);
    assert_eq!(execute(&engine, request).kinds(), closed);
    assert_eq!(finalize(&engine, reservation, 1).kinds(), closed);
    assert!(log(&engine).contains("\"cause\":\"closed\""));
}

#[test]
fn forgotten_handles_wait_for_the_next_call() {
    let engine = build(None, 0);
    let reservation = both(&engine, &order()).key;
    let mut drops = OpenpitDrops::default();
    // SAFETY: a live engine.
    unsafe {
        openpit_engine_release_later(engine.0, 2, reservation, 1);
        openpit_engine_drops(engine.0, &raw mut drops);
        assert_eq!((drops.queued, drops.drained), (1, 0));
        start(&engine, &order());
        openpit_engine_drops(engine.0, &raw mut drops);
        assert_eq!((drops.queued, drops.drained), (1, 1));
    }
    assert!(log(&engine).contains("\"cause\":\"dropped\""));
}

#[test]
fn blocks_are_listed_and_removed_by_cause() {
    let engine = build(None, 0);
    let reason = "watch";
    let (data, len) = (reason.as_ptr(), reason.len());
    // SAFETY: a live engine, and texts that outlive the calls.
    unsafe {
        for scope in [0, 1] {
            let blocked = said(|out| openpit_engine_block(engine.0, scope, 7, data, len, out));
            assert!(blocked.text().ends_with(reason));
        }
        let bad = said(|out| openpit_engine_block(engine.0, 3, 7, data, len, out));
        assert_eq!(bad.kinds().0, ErrorKind::Param.number());
        assert_eq!(start(&engine, &order()).status, OPENPIT_STATUS_REJECTED);
        assert_eq!(
            said(|out| openpit_engine_blocked(engine.0, out)).bytes[0],
            2
        );
        let source = "engine";
        let (name, size) = (source.as_ptr(), source.len());
        for (code, gone) in [(1, 0), (28, 1), (28, 0)] {
            let said = said(|out| {
                openpit_engine_unblock(engine.0, 0, 0, code, name, size, data, len, out)
            });
            assert_eq!((said.status, said.flag), (OPENPIT_STATUS_OK, gone));
        }
        assert_eq!(
            said(|out| openpit_engine_unblock_all(engine.0, 1, 7, out)).flag,
            1
        );
        assert_eq!(
            said(|out| openpit_engine_unblock_all(engine.0, 1, 7, out)).flag,
            0
        );
    }
    assert_eq!(start(&engine, &order()).status, OPENPIT_STATUS_OK);
}

#[test]
fn long_answers_spill() {
    let engine = build(None, 0);
    for _ in 0..20 {
        start(&engine, &order());
    }
    assert_eq!(log(&engine).matches("\"call\"").count(), 20);
}
