// SPDX-License-Identifier: Apache-2.0
//! The corners of an engine's end: calls from callbacks while it closes, drops that nobody takes
//! up, panics of the caller's own types, and threads that race for the last word (P-7, P-8, T-3a).

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use openpit::core::HasAccountId;
use openpit::engine::sync::{Checked, Mode};
use openpit::engine::{
    DropCounters, Engine, Error, Key, LifecycleKind, ManualClock, RecordOrder, RecordReport,
    StartError,
};
use openpit::param::{AccountId, Side};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PreTradePolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

type Desk = Engine<Order, ExecutionReport, AccountAdjustment, Checked>;

/// Emits one mutation per order, counts rollbacks, and tries the engine's calls in each.
#[derive(Default)]
struct Nosy {
    engine: Mutex<std::sync::Weak<Desk>>,
    errors: Mutex<Vec<Error>>,
    rollbacks: AtomicUsize,
}

struct NosyPolicy(Arc<Nosy>);

impl PreTradePolicy for NosyPolicy {
    fn name(&self) -> &str {
        "nosy"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(0)))
    }

    fn finalize(&self, _: &Context<'_>, _: u64, side: Finalization) -> Result<(), PolicyFailure> {
        if side == Finalization::Rollback {
            self.0.rollbacks.fetch_add(1, Ordering::SeqCst);
        }
        if let Some(engine) = self.0.engine.lock().expect("a lock").upgrade() {
            let mut errors = self.0.errors.lock().expect("a lock");
            errors.extend(engine.close().err());
            errors.extend(engine.decisions().err());
        }
        Ok(())
    }
}

fn order() -> Order {
    Order::market(
        "AAPL/USD".parse().expect("an instrument"),
        AccountId::from_int(1),
        Side::Buy,
        "100".parse().expect("a quantity"),
    )
}

fn desk() -> (Arc<Desk>, Arc<Nosy>) {
    let nosy = Arc::new(Nosy::default());
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .checked(Mode::Local)
        .clock(ManualClock::new())
        .record_decisions()
        .pre_trade(NosyPolicy(nosy.clone()))
        .build()
        .expect("a valid configuration");
    (Arc::new(engine), nosy)
}

#[test]
fn a_callback_of_close_is_inside_the_engine() {
    let (engine, nosy) = desk();
    *nosy.engine.lock().expect("a lock") = Arc::downgrade(&engine);
    let reservation = engine.execute_pre_trade(order()).expect("accepted");
    engine.close().expect("close");
    let errors = nosy.errors.lock().expect("a lock").clone();
    assert_eq!(errors, [Error::Reentrancy, Error::Reentrancy]);
    let late = reservation
        .commit()
        .expect_err("after the end")
        .into_error();
    assert_eq!(late, Error::Lifecycle(LifecycleKind::EngineClosed));
    engine.close().expect("closing again does nothing");
}

#[test]
fn a_queued_drop_is_taken_up_by_a_reader_and_counted_after_close() {
    let (engine, nosy) = desk();
    let key = engine
        .start_and_execute_keyed(order(), None)
        .expect("accepted");
    engine.release_later(Key::Reservation(key));
    assert_eq!(nosy.rollbacks.load(Ordering::SeqCst), 0, "it waits");
    let lines = engine.decisions().expect("lines");
    assert!(lines[2].contains(r#""cause":"dropped""#), "{lines:?}");
    engine.close().expect("close");
    engine.release_later(Key::Reservation(key));
    let counted = DropCounters {
        queued: 2,
        drained: 2,
    };
    assert_eq!(engine.drops(), counted);
    assert_eq!(nosy.rollbacks.load(Ordering::SeqCst), 1, "once");
}

#[test]
fn what_the_admin_did_stands_before_the_end() {
    let (engine, _) = desk();
    let cause = engine.block("the end is near").expect("a cause");
    engine.unblock(&cause).expect("unblocked");
    engine.close().expect("close");
    let calls = ["block", "unblock", "close"].map(|call| format!(r#"{{"call":"{call}""#));
    let lines = engine.decisions().expect("lines");
    assert_eq!(lines.len(), calls.len());
    for (line, call) in lines.iter().zip(calls) {
        assert!(line.starts_with(&call), "{lines:?}");
    }
}

#[test]
fn whoever_loses_the_race_for_the_end_leaves_nothing_open() {
    for _ in 0..2_000 {
        let (engine, nosy) = desk();
        let open = engine.execute_pre_trade(order()).expect("accepted");
        let requests: Vec<_> = (0..4)
            .map(|_| engine.start_pre_trade(order()).expect("started"))
            .collect();
        let go = Arc::new(AtomicBool::new(false));
        let ending = std::thread::spawn({
            let go = go.clone();
            move || {
                while !go.load(Ordering::Acquire) {
                    std::hint::spin_loop();
                }
                drop(engine);
            }
        });
        go.store(true, Ordering::Release);
        let executed: Vec<_> = requests.into_iter().map(|one| one.execute()).collect();
        ending.join().expect("the other thread");
        let accepted = 1 + executed.iter().filter(|one| one.is_ok()).count();
        assert_eq!(nosy.rollbacks.load(Ordering::SeqCst), accepted);
        let late = open.commit().expect_err("after the end").into_error();
        assert_eq!(late, Error::Lifecycle(LifecycleKind::EngineClosed));
    }
}

/// A caller's own order that panics when it is read.
struct Hostile;

impl HasAccountId for Hostile {
    fn account_id(&self) -> Option<AccountId> {
        panic!("no account")
    }
}

impl RecordOrder for Hostile {
    fn order_fields(&self) -> openpit::engine::OrderFields<'_> {
        panic!("no fields")
    }
}

impl RecordReport for Hostile {}

#[test]
fn a_panic_of_the_callers_own_type_stays_inside() {
    let engine = Engine::builder::<Hostile, Hostile, AccountAdjustment>()
        .no_sync()
        .record_decisions()
        .build()
        .expect("a valid configuration");
    let refused = engine.start_pre_trade(Hostile);
    assert!(
        matches!(refused, Err(StartError::Rejected(_))),
        "{refused:?}"
    );
    assert!(matches!(
        engine.apply_execution_report(&Hostile),
        Err(Error::Param(_))
    ));
    let lines = engine.decisions().expect("lines");
    assert_eq!(lines.len(), 1, "the reject is in the log: {lines:?}");
}
