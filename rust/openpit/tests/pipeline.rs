// SPDX-License-Identifier: Apache-2.0
//! What only Rust can show of the pipeline: handles that come back from refused calls, drops
//! inside callbacks, and the engine's end. The behaviour shared by all languages is in `features/`.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use openpit::engine::{
    Engine, Error, ErrorKind, ExecuteError, FinalizeError, LifecycleKind, ManualClock, StartError,
};
use openpit::param::{AccountId, Side};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PolicyReject, PreTradePolicy,
    RejectCode, Reservation,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

type Journal = Rc<RefCell<Vec<String>>>;

/// Emits one mutation per order and writes down what happens to it.
struct Journaling {
    name: &'static str,
    journal: Journal,
}

impl PreTradePolicy for Journaling {
    fn name(&self) -> &str {
        self.name
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let seen = ctx.mutations().len();
        self.journal
            .borrow_mut()
            .push(format!("{} sees {seen}", self.name));
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(1)))
    }

    fn finalize(
        &self,
        ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        let line = format!("{} {side:?} {token} at {}", self.name, ctx.at());
        self.journal.borrow_mut().push(line);
        Ok(())
    }
}

fn order(account: u64) -> Order {
    Order::limit(
        "AAPL/USD".parse().expect("an instrument"),
        AccountId::from_int(account),
        Side::Buy,
        "100".parse().expect("a quantity"),
        "185".parse().expect("a price"),
    )
}

fn journaling(names: &[&'static str]) -> (Engine<Order, ExecutionReport>, Journal) {
    let journal = Journal::default();
    let mut builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new());
    for name in names {
        let journal = journal.clone();
        builder = builder.pre_trade(Journaling { name, journal });
    }
    (builder.build().expect("a valid configuration"), journal)
}

fn taken(journal: &Journal) -> Vec<String> {
    journal.borrow_mut().drain(..).collect()
}

#[test]
fn a_refused_execute_gives_the_request_back() {
    let (engine, _) = journaling(&["a"]);
    let request = engine.start_pre_trade_at(order(1), 10).expect("start");
    let Err(ExecuteError::Refused { error, request }) = request.execute_at(9) else {
        panic!("an earlier time was taken");
    };
    assert_eq!(error.kind(), ErrorKind::Time);
    let reservation = request.execute_at(11).expect("the request is unused");
    let Err(FinalizeError::Refused { error, reservation }) = reservation.commit_at(10) else {
        panic!("an earlier time was taken");
    };
    assert_eq!(error.kind(), ErrorKind::Time);
    reservation.commit().expect("the reservation is open");
}

/// M-4.1: the core knows a custom mutation as (policy, token); see `Journaling::finalize`.
#[test]
fn commits_run_in_order_and_rollbacks_in_reverse() {
    let (engine, journal) = journaling(&["a", "b"]);
    let reservation = engine.execute_pre_trade_at(order(1), 5).expect("accepted");
    reservation.commit_at(6).expect("commit");
    let expected = ["a sees 0", "b sees 1", "a Commit 1 at 6", "b Commit 1 at 6"];
    assert_eq!(taken(&journal), expected);

    let reservation = engine.execute_pre_trade(order(1)).expect("accepted");
    reservation.rollback().expect("rollback");
    let expected = [
        "a sees 0",
        "b sees 1",
        "b Rollback 1 at 6",
        "a Rollback 1 at 6",
    ];
    assert_eq!(taken(&journal), expected);
}

#[test]
fn what_outlives_the_engine_gets_a_typed_error() {
    let (engine, journal) = journaling(&["a"]);
    let request = engine.start_pre_trade(order(1)).expect("start");
    let first = engine.execute_pre_trade(order(1)).expect("accepted");
    let second = engine.execute_pre_trade(order(2)).expect("accepted");
    taken(&journal);
    drop(engine);
    let rolled_back = ["a Rollback 1 at 0", "a Rollback 1 at 0"];
    assert_eq!(taken(&journal), rolled_back);

    let closed = Error::Lifecycle(LifecycleKind::EngineClosed);
    let Err(ExecuteError::Refused { error, .. }) = request.execute() else {
        panic!("executed after the end");
    };
    assert_eq!(error, closed);
    assert_eq!(
        first.commit().expect_err("after the end").into_error(),
        closed
    );
    drop(second);
    assert!(taken(&journal).is_empty(), "rolled back twice");
}

/// Holds the engine that it belongs to, and does to it what the test says.
struct Reentrant {
    engine: RefCell<Weak<Engine<Order, ExecutionReport>>>,
    held: RefCell<Option<Reservation<Order, ExecutionReport>>>,
    errors: RefCell<Vec<Error>>,
}

struct ReentrantPolicy(Rc<Reentrant>);

impl PreTradePolicy for ReentrantPolicy {
    fn name(&self) -> &str {
        "reentrant"
    }

    fn check_pre_trade_start(
        &self,
        _ctx: &Context<'_>,
        order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        let Some(engine) = self.0.engine.borrow().upgrade() else {
            return Ok(Vec::new());
        };
        let mut errors = self.0.errors.borrow_mut();
        if let Err(StartError::Refused(error)) = engine.start_pre_trade(order.clone()) {
            errors.push(error);
        }
        errors.extend(engine.holds().err());
        // The admin handle is never refused (K-4).
        errors.extend(engine.accounts().blocked().err());
        errors.extend(engine.decisions().err());
        errors.extend(engine.close().err());
        drop(self.0.held.borrow_mut().take());
        Ok(Vec::new())
    }
}

#[test]
fn a_callback_that_calls_its_engine_gets_an_error_and_its_drops_wait() {
    let (reentrant, journal) = (
        Rc::new(Reentrant {
            engine: RefCell::default(),
            held: RefCell::default(),
            errors: RefCell::default(),
        }),
        Journal::default(),
    );
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
        .pre_trade(ReentrantPolicy(reentrant.clone()))
        .pre_trade(Journaling {
            name: "journal",
            journal: journal.clone(),
        })
        .build()
        .expect("a valid configuration");
    let engine = Rc::new(engine);
    let held = engine.execute_pre_trade(order(1)).expect("accepted");
    *reentrant.held.borrow_mut() = Some(held);
    *reentrant.engine.borrow_mut() = Rc::downgrade(&engine);
    taken(&journal);

    let reservation = engine.execute_pre_trade(order(1)).expect("accepted");
    assert_eq!(*reentrant.errors.borrow(), vec![Error::Reentrancy; 4]);
    let expected = ["journal sees 0", "journal Rollback 1 at 0"];
    assert_eq!(
        taken(&journal),
        expected,
        "the drop takes effect at the end"
    );
    assert_eq!((engine.drops().queued, engine.drops().drained), (1, 1));
    reservation.commit().expect("commit");
}

/// Panics in every hook.
struct Panicking;

impl PreTradePolicy for Panicking {
    fn name(&self) -> &str {
        "panicking"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        panic!("main stage");
    }
}

#[test]
fn a_panic_fails_closed_and_the_engine_lives() {
    let journal = Journal::default();
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .pre_trade(Journaling {
            name: "before",
            journal: journal.clone(),
        })
        .pre_trade(Panicking)
        .pre_trade(Journaling {
            name: "after",
            journal: journal.clone(),
        })
        .build()
        .expect("a valid configuration");
    let Err(StartError::Rejected(rejected)) = engine.execute_pre_trade(order(1)) else {
        panic!("a policy that panics let an order pass");
    };
    assert_eq!(rejected.rejects.len(), 1);
    assert_eq!(rejected.rejects[0].code(), RejectCode::SystemUnavailable);
    assert_eq!(rejected.rejects[0].policy(), "panicking");
    assert_eq!(rejected.failures[0].text(), "panic: main stage");
    let lines = taken(&journal);
    assert_eq!(lines[..2], ["before sees 0", "after sees 1"]);
    assert!(lines[2].starts_with("after Rollback"), "{lines:?}");
    assert!(lines[3].starts_with("before Rollback"), "{lines:?}");
    assert!(
        engine.execute_pre_trade(order(1)).is_err(),
        "the next call works"
    );
}
