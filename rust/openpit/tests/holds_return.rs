// SPDX-License-Identifier: Apache-2.0
//! However a reservation ends without a commit, held notional returns to zero (P-6.2, M-2.2): the
//! public listing of holds tells it.

use std::cell::{Cell, RefCell};
use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use openpit::engine::sync::{Checked, Mode};
use openpit::engine::{Engine, Error, Key, LifecycleKind, ManualClock};
use openpit::param::{AccountId, Asset, Side};
use openpit::pretrade::policies::{NotionalAssetBarrier, NotionalLimitPolicy};
use openpit::pretrade::{
    self, Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PolicyReject,
    PreTradePolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

type Desk = Engine<Order, ExecutionReport>;
type Reservation = pretrade::Reservation<Order, ExecutionReport>;

fn limit() -> NotionalLimitPolicy {
    NotionalLimitPolicy::new().asset_barriers([NotionalAssetBarrier {
        limit: "1000".parse().expect("a limit"),
        settlement_asset: Asset::new("USD").expect("an asset"),
    }])
}

fn desk() -> Desk {
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
        .record_decisions()
        .builtin(limit())
        .build()
        .expect("an engine")
}

fn order(id: &str) -> Order {
    Order::limit(
        "AAPL/USD".parse().expect("an instrument"),
        AccountId::from_int(7),
        Side::Buy,
        "10".parse().expect("a quantity"),
        "10".parse().expect("a price"),
    )
    .with_client_order_id(id.parse().expect("an id"))
}

fn held(engine: &Desk) -> Vec<(String, String)> {
    let holds = engine.holds().expect("a list").into_iter();
    holds
        .map(|hold| (hold.holding.held.to_string(), hold.holding.open.to_string()))
        .collect()
}

fn reserve(engine: &Desk) -> Reservation {
    let reservation = engine.execute_pre_trade(order("1")).expect("accepted");
    assert_eq!(held(engine), [("100".to_owned(), "0".to_owned())]);
    reservation
}

/// One way in which a reservation ends.
type Way = fn(&Desk, Reservation);

#[test]
fn held_notional_returns_to_zero() {
    let ways: [(&str, Way); 8] = [
        ("rolled back", |_, one| one.rollback().expect("rolled back")),
        ("closed", |_, one| one.close().expect("closed")),
        ("dropped", |_, one| drop(one)),
        ("out of scope", |_, one| {
            let _scope = one;
        }),
        ("unwound", |_, one| {
            let unwound = catch_unwind(AssertUnwindSafe(|| {
                let _held = one;
                std::panic::resume_unwind(Box::new("mine"));
            }));
            assert!(unwound.is_err());
        }),
        ("engine closed", |engine, one| {
            engine.close().expect("closed");
            assert!(one.commit().is_err());
        }),
        ("engine closed, then closed", |engine, one| {
            engine.close().expect("closed");
            one.close().expect("nothing to do");
        }),
        ("leaked, then the engine closed", |engine, one| {
            forget(one);
            assert_eq!(held(engine).len(), 1, "nobody can know");
            engine.close().expect("closed");
        }),
    ];
    for (name, way) in ways {
        let engine = desk();
        let reservation = reserve(&engine);
        way(&engine, reservation);
        assert!(held(&engine).is_empty(), "{name}");
        assert!(engine.state().expect("a state").contains(r#""open":[]"#));
        if !engine.is_closed() {
            drop(reserve(&engine));
            assert!(held(&engine).is_empty(), "{name}: taken again");
        }
    }
}

#[test]
fn what_is_closed_or_dropped_after_a_commit_stays_open() {
    let engine = desk();
    reserve(&engine).commit().expect("committed");
    assert_eq!(held(&engine), [("0".to_owned(), "100".to_owned())]);
    engine.close().expect("closed");
    assert_eq!(held(&engine), [("0".to_owned(), "100".to_owned())]);
}

#[test]
fn an_unused_request_holds_nothing() {
    let engine = desk();
    let request = engine.start_pre_trade(order("1")).expect("started");
    assert!(held(&engine).is_empty());
    drop(request);
    assert!(held(&engine).is_empty());
}

/// Drops what it was given when an order starts.
#[derive(Default, Clone)]
struct Dropping(Rc<RefCell<Option<Reservation>>>);

impl PreTradePolicy for Dropping {
    fn name(&self) -> &str {
        "dropping"
    }

    fn check_pre_trade_start(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        drop(self.0.take());
        Ok(Vec::new())
    }
}

#[test]
fn a_drop_in_a_callback_is_given_back_at_the_end_of_the_call() {
    let dropping = Dropping::default();
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .pre_trade(dropping.clone())
        .builtin(limit())
        .build()
        .expect("an engine");
    *dropping.0.borrow_mut() = Some(reserve(&engine));
    let request = engine.start_pre_trade(order("2")).expect("started");
    let drops = engine.drops();
    assert_eq!((drops.queued, drops.drained), (1, 1));
    assert!(held(&engine).is_empty());
    drop(request);
}

#[test]
fn what_other_threads_drop_is_given_back_in_every_mode() {
    for mode in [Mode::Local, Mode::Account, Mode::Full] {
        is_given_back(mode);
    }
}

fn is_given_back(mode: Mode) {
    let engine: Engine<Order, ExecutionReport, AccountAdjustment, Checked> =
        Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
            .checked(mode)
            .builtin(limit())
            .build()
            .expect("an engine");
    let mut ids = (0..).map(|number: u32| order(&number.to_string()));
    for _ in 0..100 {
        let mut reserve = || {
            let order = ids.next().expect("an order");
            engine.execute_pre_trade(order).expect("accepted")
        };
        let (first, second) = (reserve(), reserve());
        std::thread::scope(|scope| {
            scope.spawn(move || drop(first));
            scope.spawn(move || second.close().or_else(refused_or_closed));
        });
        assert_eq!(engine.holds().expect("a list"), []);
    }
    let drops = engine.drops();
    assert_eq!(drops.queued, drops.drained);
    let key = engine
        .start_and_execute_keyed(order("last"), None)
        .expect("accepted");
    std::thread::scope(|scope| {
        scope.spawn(|| engine.release_later(Key::Reservation(key)));
    });
    assert_eq!(engine.holds().expect("a list"), []);
}

/// A close that found the engine in use is refused and gives the reservation back: dropped here.
fn refused_or_closed<T>(refused: openpit::engine::FinalizeError<T>) -> Result<(), ()> {
    drop(refused);
    Ok(())
}

/// Lets go of the last handle of its engine when a mutation is committed, and counts rollbacks.
#[derive(Default, Clone)]
struct LettingGo(Rc<(RefCell<Option<Desk>>, Cell<u32>)>);

impl PreTradePolicy for LettingGo {
    fn name(&self) -> &str {
        "letting go"
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
            self.0.1.set(self.0.1.get() + 1);
        }
        drop(self.0.0.take());
        Ok(())
    }
}

#[test]
fn an_engine_that_its_callback_lets_go_closes_at_the_end_of_the_call() {
    let policy = LettingGo::default();
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .pre_trade(policy.clone())
        .builtin(limit())
        .build()
        .expect("an engine");
    let mut ids = ["1", "2", "3"].into_iter();
    let mut reserve = || {
        let id = ids.next().expect("an id");
        engine.execute_pre_trade(order(id)).expect("accepted")
    };
    let (committed, open, dropped) = (reserve(), reserve(), reserve());
    *policy.0.0.borrow_mut() = Some(engine);
    committed.commit().expect("its own work is done first");
    assert_eq!(policy.0.1.get(), 2, "what was open is rolled back");
    let late = open.rollback().expect_err("after the end").into_error();
    assert_eq!(late, Error::Lifecycle(LifecycleKind::EngineClosed));
    drop(dropped);
    assert_eq!(policy.0.1.get(), 2, "once");
}
