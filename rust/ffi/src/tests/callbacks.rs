// SPDX-License-Identifier: Apache-2.0
//! Foreign policies: answers, nonsense, re-entrancy, and callbacks that never return.

use std::cell::{Cell, RefCell};

use super::*;
use crate::answer::OPENPIT_ANSWER_TOKENS;
use crate::outcome::OPENPIT_STATUS_REJECTED;
use openpit::engine::ErrorKind;

type Script = Box<dyn FnMut(&OpenpitContext, *mut OpenpitAnswer)>;

thread_local! {
    static SCRIPT: RefCell<Option<Script>> = const { RefCell::new(None) };
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

unsafe extern "C" fn scripted(_: u64, ctx: *const OpenpitContext, answer: *mut OpenpitAnswer) {
    CALLS.set(CALLS.get() + 1);
    // Taken out while it runs, so that it may come in again.
    let script = SCRIPT.take();
    if let Some(mut script) = script {
        // SAFETY: the library's own, for the time of the callback.
        script(unsafe { &*ctx }, answer);
        SCRIPT.set(Some(script));
    }
}

pub(super) fn with(script: impl FnMut(&OpenpitContext, *mut OpenpitAnswer) + 'static) -> Held {
    SCRIPT.set(Some(Box::new(script)));
    CALLS.set(0);
    build(Some(scripted), 5)
}

pub(super) fn push(
    answer: *mut OpenpitAnswer,
    kind: u32,
    code: u32,
    scope: u32,
    number: u64,
    text: &str,
) {
    let (data, len) = (text.as_ptr(), text.len());
    // SAFETY: the callback's own answer, and a text that outlives the call.
    unsafe { openpit_answer_push(answer, kind, code, scope, number, data, len, data, len) };
}

#[test]
fn tokens_in_place_and_beyond_come_back_once() {
    thread_local!(static SEEN: RefCell<Vec<(u32, u64)>> = const { RefCell::new(Vec::new()) });
    let engine = with(|ctx, answer| match ctx.hook {
        2 => {
            // SAFETY: the callback's own answer.
            unsafe {
                (*answer).token_count = 4;
                (*answer).tokens = [10, 11, 12, 13];
            }
            push(answer, 3, 0, 0, 14, "");
        }
        8 | 16 => SEEN.with_borrow_mut(|seen| seen.push((ctx.hook, ctx.token))),
        _ => {}
    });
    let reservation = both(&engine, &order());
    assert_eq!(
        finalize(&engine, reservation.key, 1).status,
        OPENPIT_STATUS_OK
    );
    let committed: Vec<_> = (10..15).map(|token| (8, token)).collect();
    assert_eq!(SEEN.take(), committed);
    let reservation = both(&engine, &order());
    assert_eq!(
        finalize(&engine, reservation.key, 2).status,
        OPENPIT_STATUS_OK
    );
    let rolled_back: Vec<_> = (10..15).rev().map(|token| (16, token)).collect();
    assert_eq!(SEEN.take(), rolled_back);
}

#[test]
fn nonsense_fails_closed() {
    type Nonsense = fn(*mut OpenpitAnswer);
    let cases: &[Nonsense] = &[
        |answer| push(answer, 1, 0, 1, 0, "no code"),
        |answer| push(answer, 1, 9999, 1, 0, "bad code"),
        |answer| push(answer, 1, 1, 0, 0, "no scope"),
        |answer| push(answer, 1, 1, 3, 0, "bad scope"),
        |answer| push(answer, 2, 0, 0, 0, "no code"),
        |answer| push(answer, 9, 0, 0, 0, "no kind"),
        |answer| push(answer, 4, 0, 0, 0, "failed"),
        // SAFETY: the callback's own answer.
        |answer| unsafe { (*answer).token_count = OPENPIT_ANSWER_TOKENS as u32 + 1 },
        // SAFETY: the callback's own answer.
        |answer| unsafe { (*answer).rejected = 2 },
        // SAFETY: the callback's own answer.
        |answer| unsafe { (*answer).rejected = 1 },
    ];
    for nonsense in cases.iter().copied() {
        let engine = with(move |ctx, answer| {
            if ctx.hook == 2 {
                nonsense(answer);
            }
        });
        let rejected = both(&engine, &order());
        assert_eq!(rejected.status, OPENPIT_STATUS_REJECTED);
        assert!(
            rejected.text().contains("policy failed closed"),
            "{}",
            rejected.text()
        );
    }
}

#[test]
fn the_pointer_of_a_call_comes_back_to_its_callbacks() {
    let mut inner = 0_u8;
    let inner_call = (&raw mut inner).expose_provenance();
    let mut outer = 0_u8;
    let outer_call = (&raw mut outer).cast::<std::ffi::c_void>();
    let other = build(Some(scripted), 6);
    let place = other.0.expose_provenance();
    let engine = with(move |ctx, _| {
        let expected = if ctx.hook == 1 && CALLS.get() > 1 {
            inner_call
        } else {
            ctx.call.addr()
        };
        assert_eq!(ctx.call.addr(), expected);
        if CALLS.get() == 1 {
            let (order, other) = (
                order(),
                ptr::with_exposed_provenance::<OpenpitEngine>(place),
            );
            let call = ptr::with_exposed_provenance_mut(inner_call);
            // SAFETY: `other` outlives this engine.
            let said = said(|out| unsafe {
                openpit_engine_start(other, &raw const order, 0, 0, call, out)
            });
            assert_eq!(said.status, OPENPIT_STATUS_OK);
        }
    });
    let order = order();
    // SAFETY: a live engine and order.
    let said = said(|out| unsafe {
        openpit_engine_start(engine.0, &raw const order, 0, 0, outer_call, out)
    });
    assert_eq!((said.status, CALLS.get()), (OPENPIT_STATUS_OK, 2));
}

#[test]
fn a_callback_that_calls_its_engine_is_told_so() {
    thread_local!(static ENGINE: Cell<*mut OpenpitEngine> = const { Cell::new(ptr::null_mut()) });
    let engine = with(|_, answer| {
        let order = order();
        // SAFETY: the engine that is calling is alive.
        let said = said(|out| unsafe {
            openpit_engine_start(ENGINE.get(), &raw const order, 0, 0, ptr::null_mut(), out)
        });
        assert_eq!(said.kinds().0, ErrorKind::Reentrancy.number());
        push(answer, 4, 0, 0, 0, "uncaught");
    });
    ENGINE.set(engine.0);
    assert!(start(&engine, &order()).text().contains("uncaught"));
    SCRIPT.set(None);
    assert_eq!(start(&engine, &order()).status, OPENPIT_STATUS_OK);
}

/// Ends the callback's thread of control as Go's `runtime.Goexit` does: it says so and never comes
/// back. Here the thread sleeps for good, which drops its frames without unwinding them too.
#[test]
fn a_callback_that_never_returns_leaves_a_whole_engine() {
    let engine = build(Some(vanishing), 5);
    let place = engine.0.expose_provenance();
    let (tell, told) = std::sync::mpsc::channel();
    TELL.lock().expect("a channel").replace(tell);
    std::thread::spawn(move || {
        let order = order();
        let engine = ptr::with_exposed_provenance::<OpenpitEngine>(place);
        // SAFETY: the engine outlives the call, which ends before the callback is dropped.
        unsafe {
            openpit_engine_start(
                engine,
                &raw const order,
                0,
                0,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        unreachable!("the callback came back");
    });
    told.recv().expect("the end of the call");
    assert!(log(&engine).contains("\"hook\":\"check_pre_trade_start\""));
    let lifecycle = ErrorKind::Lifecycle.number();
    assert_eq!(finalize(&engine, 1, 1).kinds().0, lifecycle);
}

static TELL: std::sync::Mutex<Option<std::sync::mpsc::Sender<()>>> = std::sync::Mutex::new(None);

unsafe extern "C" fn vanishing(_: u64, _: *const OpenpitContext, answer: *mut OpenpitAnswer) {
    push(answer, 4, 0, 0, 0, "ended");
    // SAFETY: the last thing that this callback does; its door is never returned to.
    unsafe { openpit_callback_exited() };
    let tell = TELL.lock().expect("a channel").take();
    tell.expect("one call").send(()).expect("a listener");
    loop {
        std::thread::park();
    }
}
