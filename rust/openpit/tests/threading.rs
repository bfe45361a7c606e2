// SPDX-License-Identifier: Apache-2.0
//! Account and Full sync from real threads (T): what is promised, what is refused, and that nothing
//! is lost. Threads meet at barriers and channels; nobody sleeps.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use openpit::engine::sync::{Account, Full, KeepsAccounts, SyncPolicy};
use openpit::engine::{
    Builder, EngineBuilder, Error, FinalizeError, LifecycleKind, ManualClock, StartError,
    ThreadingKind,
};
use openpit::param::{AccountId, Quantity, Side, Volume};
use openpit::pretrade::policies::{
    NotionalBrokerAssetBarrier, NotionalLimitPolicy, RateLimit, RateLimitBrokerBarrier,
    RateLimitPolicy,
};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PreTradePolicy,
};
use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};

type Built<S> = Engine<Order, ExecutionReport, AccountAdjustment, S>;
type Building<S> = EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>;

fn builder() -> Builder<Order, ExecutionReport, AccountAdjustment> {
    Engine::builder()
}

fn order(account: u64, quantity: i128) -> Order {
    let quantity = Quantity::from_int(quantity).expect("a quantity");
    let instrument = "AAPL/USD".parse().expect("an instrument");
    let price = "1".parse().expect("a price");
    Order::limit(
        instrument,
        AccountId::from_int(account),
        Side::Buy,
        quantity,
        price,
    )
}

fn named(account: u64, id: &str) -> Order {
    let id = id.parse().expect("an id");
    order(account, 1).with_client_order_id(id)
}

/// A policy whose main-stage hook waits to be let go, and says when it is there.
struct Gate {
    arrived: Mutex<Sender<()>>,
    go: Mutex<Receiver<()>>,
}

impl Gate {
    fn new() -> (Self, Receiver<()>, Sender<()>) {
        let (arrived, at_gate) = channel();
        let (let_go, go) = channel();
        let gate = Self {
            arrived: Mutex::new(arrived),
            go: Mutex::new(go),
        };
        (gate, at_gate, let_go)
    }
}

impl<O, R, A> PreTradePolicy<O, R, A> for Gate
where
    O: openpit::core::HasAccountId,
{
    fn name(&self) -> &str {
        "Gate"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        order: &O,
    ) -> Result<PolicyDecision, PolicyFailure> {
        if order.account_id() == Some(AccountId::from_int(1)) {
            self.arrived.lock().unwrap().send(()).unwrap();
            self.go.lock().unwrap().recv().unwrap();
        }
        Ok(PolicyDecision::accept())
    }
}

fn busy(error: &StartError) -> bool {
    matches!(
        error,
        StartError::Refused(Error::Threading(ThreadingKind::AccountBusy))
    )
}

/// T-1.4, T-1a.1, T-2.1: a second call for the account is refused and changes nothing; another
/// account's goes through beside it.
#[test]
fn account_mode_refuses_an_overlap_of_one_account_only() {
    let (gate, at_gate, let_go) = Gate::new();
    let engine = builder().account_sync().pre_trade(gate).build().unwrap();
    thread::scope(|scope| {
        let first = scope.spawn(|| engine.execute_pre_trade(order(1, 1)).unwrap().commit());
        at_gate.recv().unwrap();
        let refused = engine.execute_pre_trade(order(1, 1)).unwrap_err();
        assert!(busy(&refused), "{refused}");
        engine
            .execute_pre_trade(order(2, 1))
            .unwrap()
            .commit()
            .unwrap();
        // Whole-engine reads and close are busy too (T-1a.4).
        let threading = Error::Threading(ThreadingKind::AccountBusy);
        assert_eq!(engine.holds().unwrap_err(), threading);
        assert_eq!(engine.close().unwrap_err(), threading);
        // What spans accounts never is (T-1a.3).
        let cause = engine
            .accounts()
            .block(AccountId::from_int(3), "desk")
            .unwrap();
        assert!(
            engine
                .accounts()
                .unblock(AccountId::from_int(3), &cause)
                .unwrap()
        );
        let_go.send(()).unwrap();
        first.join().unwrap().unwrap();
    });
    assert!(engine.holds().unwrap().is_empty());
    engine.close().unwrap();
}

/// T-1.5, T-1a.2: under Full the second call for the account waits and is then answered.
#[test]
fn full_mode_lets_the_second_call_wait() {
    let (gate, at_gate, let_go) = Gate::new();
    let engine = builder().full_sync().pre_trade(gate).build().unwrap();
    let done = AtomicU64::new(0);
    thread::scope(|scope| {
        let call = || {
            engine
                .execute_pre_trade(order(1, 1))
                .unwrap()
                .commit()
                .unwrap();
            done.fetch_add(1, Ordering::SeqCst);
        };
        scope.spawn(call);
        at_gate.recv().unwrap();
        scope.spawn(call);
        let reader = scope.spawn(|| engine.holds().map(|holds| holds.len()));
        assert_eq!(done.load(Ordering::SeqCst), 0);
        let_go.send(()).unwrap();
        at_gate.recv().unwrap();
        let_go.send(()).unwrap();
        assert_eq!(reader.join().unwrap(), Ok(0));
    });
    assert_eq!(done.load(Ordering::SeqCst), 2);
}

/// T-3: a request is executed and a reservation finalized on other threads than their own.
fn hand_over<S: SyncPolicy>(engine: Built<S>)
where
    Built<S>: Send + Sync,
    openpit::pretrade::Request<Order, ExecutionReport, AccountAdjustment, S>: Send,
    openpit::pretrade::Reservation<Order, ExecutionReport, AccountAdjustment, S>: Send,
{
    let request = engine.start_pre_trade(named(1, "a")).unwrap();
    let reservation = thread::scope(|scope| {
        let execute = scope.spawn(move || request.execute().unwrap());
        execute.join().unwrap()
    });
    thread::scope(|scope| {
        scope.spawn(move || reservation.commit().unwrap());
    });
    let dropped = engine.execute_pre_trade(named(1, "b")).unwrap();
    thread::scope(|scope| {
        scope.spawn(move || drop(dropped));
    });
    // The order's id is free again, so the drop has rolled back.
    let kept = engine.execute_pre_trade(named(1, "b")).unwrap();
    engine.close().unwrap();
    let late = thread::scope(|scope| scope.spawn(move || kept.commit()).join().unwrap());
    let Err(FinalizeError::Refused { error, .. }) = late else {
        panic!("{late:?}");
    };
    assert_eq!(error, Error::Lifecycle(LifecycleKind::EngineClosed));
}

fn limited<S: SyncPolicy>(builder: Building<S>) -> Building<S> {
    builder.builtin(NotionalLimitPolicy::new().broker_asset_barriers([
        NotionalBrokerAssetBarrier {
            limit: Volume::from_int(1_000).expect("a volume"),
            settlement_asset: "USD".parse().expect("an asset"),
        },
    ]))
}

#[test]
fn requests_and_reservations_cross_threads() {
    hand_over::<Account>(limited(builder().account_sync()).build().unwrap());
    hand_over::<Full>(limited(builder().full_sync()).build().unwrap());
}

/// T-4: two threads on two accounts, and never more than the broker's limit of a window.
#[test]
fn the_broker_counter_is_exact_under_contention() {
    let most = 1_000;
    let window = RateLimit::new(most, Duration::from_secs(3_600));
    let limit = RateLimitPolicy::new().broker_barrier(RateLimitBrokerBarrier { limit: window });
    let engine = builder()
        .full_sync()
        .clock(ManualClock::new())
        .builtin(limit)
        .build()
        .unwrap();
    let (passed, meet) = (AtomicU64::new(0), Barrier::new(4));
    thread::scope(|scope| {
        for account in 0..4 {
            let (engine, passed, meet) = (&engine, &passed, &meet);
            scope.spawn(move || {
                meet.wait();
                for _ in 0..500 {
                    if engine.start_pre_trade(order(account, 1)).is_ok() {
                        passed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(passed.load(Ordering::Relaxed), most);
}

/// T-4, L-6: holds of all accounts together never pass the broker's limit, and come back to zero.
#[test]
fn notional_of_all_accounts_is_exact_under_contention() {
    let engine = limited(builder().full_sync()).build().unwrap();
    let meet = Barrier::new(4);
    let kept: Vec<_> = thread::scope(|scope| {
        let tasks: Vec<_> = (0..4_u64)
            .map(|account| {
                let (engine, meet) = (&engine, &meet);
                scope.spawn(move || {
                    meet.wait();
                    let ids = 0..400;
                    let take = |id: i32| {
                        let order = named(account, &format!("order-{id}"));
                        engine.execute_pre_trade(order).ok()
                    };
                    ids.filter_map(take).collect::<Vec<_>>()
                })
            })
            .collect();
        tasks
            .into_iter()
            .flat_map(|task| task.join().unwrap())
            .collect()
    });
    assert_eq!(kept.len(), 1_000);
    let held: u64 = engine.holds().unwrap().len().try_into().unwrap();
    assert!(held <= 4);
    thread::scope(|scope| {
        let mut kept = kept;
        let other = kept.split_off(500);
        scope.spawn(move || drop(other));
        scope.spawn(move || drop(kept));
    });
    assert!(engine.holds().unwrap().is_empty());
    let drops = engine.drops();
    assert_eq!(drops.queued, drops.drained);
}

/// Rolls back and says on which thread.
struct Tell(Mutex<Sender<thread::ThreadId>>);

impl<O, R, A> PreTradePolicy<O, R, A> for Tell {
    fn name(&self) -> &str {
        "Tell"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &O,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(1)))
    }

    fn finalize(
        &self,
        _ctx: &Context<'_>,
        _token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        if side == Finalization::Rollback {
            self.0.lock().unwrap().send(thread::current().id()).unwrap();
        }
        Ok(())
    }
}

/// T-3a: a drop while somebody owns the account runs nothing there; the owner drains it.
#[test]
fn a_drop_beside_the_owner_is_drained_by_the_owner() {
    let (gate, at_gate, let_go) = Gate::new();
    let (tell, told) = channel();
    let engine = builder()
        .account_sync()
        .pre_trade(Tell(Mutex::new(tell)))
        .pre_trade(gate)
        .build()
        .unwrap();
    thread::scope(|scope| {
        let first = scope.spawn(|| {
            let reservation = engine.execute_pre_trade(order(1, 1)).unwrap();
            (reservation, thread::current().id())
        });
        at_gate.recv().unwrap();
        let_go.send(()).unwrap();
        let (reservation, _) = first.join().unwrap();
        let second = scope.spawn(|| {
            engine
                .execute_pre_trade(order(1, 1))
                .unwrap()
                .commit()
                .unwrap();
            thread::current().id()
        });
        at_gate.recv().unwrap();
        drop(reservation);
        assert!(
            told.try_recv().is_err(),
            "the rollback ran beside the owner"
        );
        assert_eq!(engine.drops().queued - engine.drops().drained, 1);
        let_go.send(()).unwrap();
        let owner = second.join().unwrap();
        assert_eq!(told.recv().unwrap(), owner);
    });
    assert_eq!(engine.drops().queued, engine.drops().drained);
}

/// Holds its rollback until it is let go.
struct SlowRollback(Mutex<Sender<()>>, Mutex<Receiver<()>>);

impl<O, R, A> PreTradePolicy<O, R, A> for SlowRollback {
    fn name(&self) -> &str {
        "SlowRollback"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &O,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(1)))
    }

    fn finalize(
        &self,
        _ctx: &Context<'_>,
        _token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        if side == Finalization::Rollback {
            self.0.lock().unwrap().send(()).unwrap();
            self.1.lock().unwrap().recv().unwrap();
        }
        Ok(())
    }
}

/// T-3a: a drop may be a garbage collector's, on whichever thread: the account's own caller waits
/// for it and is not refused, under Account too.
#[test]
fn a_call_that_meets_a_drop_waits_for_it() {
    let (there, at_gate) = channel();
    let (let_go, go) = channel();
    let slow = SlowRollback(Mutex::new(there), Mutex::new(go));
    let engine = builder().account_sync().pre_trade(slow).build().unwrap();
    let dropped = engine.execute_pre_trade(order(1, 1)).unwrap();
    thread::scope(|scope| {
        scope.spawn(move || drop(dropped));
        at_gate.recv().unwrap();
        let own = scope.spawn(|| engine.execute_pre_trade(order(1, 1)).unwrap().commit());
        let_go.send(()).unwrap();
        own.join().unwrap().unwrap();
    });
}

/// Calls the engine from inside its own callback, for its own account and for another (P-9).
struct Nosy<S: KeepsAccounts>(Arc<Mutex<Option<Arc<Built<S>>>>>, Sender<bool>);

impl<S: KeepsAccounts> PreTradePolicy for Nosy<S>
where
    Built<S>: Send + Sync,
{
    fn name(&self) -> &str {
        "Nosy"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let engine = self.0.lock().unwrap().clone().unwrap();
        for account in [1, 2] {
            let refused = engine.execute_pre_trade(order(account, 1)).unwrap_err();
            let reentrant = StartError::Refused(Error::Reentrancy);
            self.1.send(refused == reentrant).unwrap();
        }
        self.1
            .send(engine.holds() == Err(Error::Reentrancy))
            .unwrap();
        self.1
            .send(engine.close() == Err(Error::Reentrancy))
            .unwrap();
        Ok(PolicyDecision::accept())
    }
}

#[test]
fn a_callback_that_calls_its_engine_is_refused_for_every_account() {
    let place = Arc::new(Mutex::new(None));
    let (tell, told) = channel();
    let nosy = Nosy::<Full>(place.clone(), tell);
    let engine = Arc::new(builder().full_sync().pre_trade(nosy).build().unwrap());
    *place.lock().unwrap() = Some(engine.clone());
    engine
        .execute_pre_trade(order(1, 1))
        .unwrap()
        .commit()
        .unwrap();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [true; 4]);
    *place.lock().unwrap() = None;
}

/// D-1.10: recording puts the calls of all threads in one order; a replay of the log's calls on one
/// thread gives the same log.
#[test]
fn a_recorded_engine_logs_the_calls_of_all_threads_in_one_order() {
    let engine = limited(builder().full_sync())
        .clock(ManualClock::new())
        .record_decisions()
        .build()
        .unwrap();
    thread::scope(|scope| {
        for account in 0..2_u64 {
            let engine = &engine;
            scope.spawn(move || {
                for id in 0..200 {
                    let order = named(account, &format!("order-{id}"));
                    if let Ok(reservation) = engine.execute_pre_trade(order) {
                        reservation.commit().unwrap();
                    }
                }
            });
        }
    });
    let lines = engine.decisions().unwrap();
    assert_eq!(lines.len(), 2 * 200 * 3);
    let number = |line: &String, key: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line[key].as_str().map(|text| text.parse::<u64>().unwrap())
    };
    let starts = lines.iter().filter(|line| line.contains("\"start\""));
    let numbers: Vec<_> = starts.filter_map(|line| number(line, "request")).collect();
    assert_eq!(numbers, (1..=400).collect::<Vec<u64>>());
}
