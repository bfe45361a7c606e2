// SPDX-License-Identifier: Apache-2.0
//! Under Full the calls of one account have the outcomes of some sequential order (T-2). A policy
//! inside the calls numbers them as they come; that order must fit when each call began and ended,
//! and a Local engine for each account that is given its calls in it must answer every one of them
//! the same, and end with the same holds and balances.
//!
//! Threads meet at a barrier after every 200 calls of each at most. `OPENPIT_OPERATIONS` is how
//! many calls there are for each number of accounts; a million in all unless told. It fails if the
//! two stages of one call let go of the account between them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, ExecutionReport,
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation, Order,
};
use openpit::engine::sync::{Full, KeepsAccounts, Local};
use openpit::engine::{
    AccountBalance, BatchError, Engine, EngineBuilder, FinalizeError, Hold, ManualClock, StartError,
};
use openpit::param::{AccountId, AdjustmentAmount, Side, Trade};
use openpit::pretrade::policies::{
    NotionalAssetBarrier, NotionalLimitPolicy, RateLimit, RateLimitAccountBarrier, RateLimitPolicy,
};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport,
    PreTradePolicy, Reservation,
};

type Desk<S> = Engine<Order, ExecutionReport, AccountAdjustment, S>;
type Building<S> = EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>;
type Open<S> = Reservation<Order, ExecutionReport, AccountAdjustment, S>;

const THREADS: u64 = 2;
const AT_MOST: u64 = 200;

thread_local!(static TURN: Cell<Option<u64>> = const { Cell::new(None) });

/// Numbers the calls of each account from inside them.
struct Witness(Arc<Vec<AtomicU64>>);

impl Witness {
    fn take_turn(&self, ctx: &Context<'_>) {
        if TURN.get().is_none() {
            let account = ctx.account_id().expect("an account").as_int();
            let place = usize::try_from(account).expect("a small number");
            TURN.set(Some(self.0[place].fetch_add(1, Ordering::Relaxed)));
        }
    }
}

impl PreTradePolicy for Witness {
    fn name(&self) -> &str {
        "Witness"
    }

    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        self.take_turn(ctx);
        Ok(Vec::new())
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(0)))
    }

    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        _report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        self.take_turn(ctx);
        Ok(PolicyReport::nothing())
    }

    fn apply_account_adjustment(
        &self,
        ctx: &Context<'_>,
        _account_id: AccountId,
        _adjustment: &AccountAdjustment,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.take_turn(ctx);
        Ok(PolicyDecision::accept())
    }

    fn finalize(
        &self,
        ctx: &Context<'_>,
        _token: u64,
        _side: Finalization,
    ) -> Result<(), PolicyFailure> {
        self.take_turn(ctx);
        Ok(())
    }
}

/// One call of one thread; orders are named by their calls.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Place { quantity: u64 },
    Commit { order: u64 },
    Rollback { order: u64 },
    Fill { order: u64, quantity: u64 },
    Adjust { delta: i64 },
}

#[derive(Debug, Clone)]
struct Call {
    id: u64,
    account: u64,
    at: i64,
    deed: Deed,
    turn: u64,
    outcome: String,
    begun: u64,
    ended: u64,
}

fn engine<S: KeepsAccounts>(
    builder: Building<S>,
    accounts: u64,
    add: fn(Building<S>, Witness) -> Building<S>,
) -> Desk<S> {
    let turns = (0..accounts).map(|_| AtomicU64::new(0)).collect();
    let limit = RateLimit::new(30, Duration::from_nanos(200));
    let rate = (0..accounts).map(|account| RateLimitAccountBarrier {
        limit,
        account_id: AccountId::from_int(account),
    });
    add(builder, Witness(Arc::new(turns)))
        .clock(ManualClock::new().accept_late())
        .builtin(RateLimitPolicy::new().account_barriers(rate))
        .builtin(
            NotionalLimitPolicy::new().asset_barriers([NotionalAssetBarrier {
                limit: "3000".parse().expect("a volume"),
                settlement_asset: "USD".parse().expect("an asset"),
            }]),
        )
        .build()
        .expect("a valid configuration")
}

fn id(number: u64) -> String {
    format!("order-{number}")
}

fn perform<S: KeepsAccounts>(
    engine: &Desk<S>,
    call: &Call,
    open: &mut BTreeMap<u64, Open<S>>,
) -> String {
    let account = AccountId::from_int(call.account);
    let instrument = "AAPL/USD".parse().expect("an instrument");
    match call.deed {
        Deed::Place { quantity } => {
            let quantity = i128::from(quantity).try_into().expect("a quantity");
            let price = "10".parse().expect("a price");
            let order = Order::limit(instrument, account, Side::Buy, quantity, price)
                .with_client_order_id(id(call.id).parse().expect("an id"));
            match engine.execute_pre_trade_at(order, call.at) {
                Ok(reservation) => {
                    open.insert(call.id, reservation);
                    "accepted".to_owned()
                }
                Err(StartError::Rejected(rejected)) => rejected.to_string(),
                Err(StartError::Refused(error)) => error.to_string(),
            }
        }
        Deed::Commit { order } => finalized(open.remove(&order).map(|it| it.commit_at(call.at))),
        Deed::Rollback { order } => {
            finalized(open.remove(&order).map(|it| it.rollback_at(call.at)))
        }
        Deed::Fill { order, quantity } => {
            let mut report = ExecutionReport {
                operation: ExecutionReportOperation {
                    instrument: Some(instrument),
                    account_id: Some(account),
                    side: Some(Side::Buy),
                },
                ..ExecutionReport::default()
            };
            let fill = ExecutionReportFillDetails {
                last_trade: Some(Trade {
                    price: "10".parse().expect("a price"),
                    quantity: i128::from(quantity).try_into().expect("a quantity"),
                }),
                ..ExecutionReportFillDetails::default()
            };
            report.fill = Some(fill);
            report.identity = Some(ExecutionReportIdentity {
                client_order_id: id(order).parse().expect("an id"),
                execution_id: id(call.id).parse().ok(),
            });
            let result = engine.apply_execution_report_at(&report, call.at);
            format!("{:?}", result.map(|told| (told.anomalies, told.late)))
        }
        Deed::Adjust { delta } => {
            let batch = [adjustment(delta), adjustment(1)];
            match engine.apply_account_adjustment_at(account, &batch, call.at) {
                Ok(batch) => format!("{:?}", batch.outcomes),
                Err(BatchError::Rejected(rejected)) => rejected.to_string(),
                Err(BatchError::Refused(error)) => error.to_string(),
            }
        }
    }
}

fn finalized<S: KeepsAccounts>(result: Option<Result<(), FinalizeError<Open<S>>>>) -> String {
    match result {
        None => "none".to_owned(),
        Some(Ok(())) => "done".to_owned(),
        // An explicit rollback after a report: the reservation is then dropped, which does nothing.
        Some(Err(FinalizeError::Refused { error, .. })) => error.to_string(),
        Some(Err(FinalizeError::Failed(failures))) => failures.to_string(),
    }
}

fn adjustment(delta: i64) -> AccountAdjustment {
    let delta = i128::from(delta).try_into().expect("a size");
    AccountAdjustment::new(
        AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
            asset: "USD".parse().expect("an asset"),
            average_entry_price: None,
        }),
        AccountAdjustmentAmount {
            balance: Some(AdjustmentAmount::Delta(delta)),
            ..AccountAdjustmentAmount::default()
        },
        AccountAdjustmentBounds {
            balance_lower: "-500".parse().ok(),
            ..AccountAdjustmentBounds::default()
        },
    )
    .expect("an adjustment")
}

/// A small generator: the same numbers in every run, whatever the threads do.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }

    fn deed(&mut self, open: &[u64]) -> Deed {
        let some =
            |numbers: &mut Self| open[usize::try_from(numbers.below(open.len() as u64)).unwrap()];
        match self.below(10) {
            0..=3 => Deed::Place {
                quantity: 1 + self.below(40),
            },
            4 | 5 if !open.is_empty() => Deed::Commit { order: some(self) },
            6 if !open.is_empty() => Deed::Rollback { order: some(self) },
            7 if !open.is_empty() => Deed::Fill {
                order: some(self),
                quantity: 1 + self.below(20),
            },
            _ => Deed::Adjust {
                delta: 3 - i64::try_from(self.below(9)).unwrap(),
            },
        }
    }
}

/// What one thread does between two barriers.
fn round<S: KeepsAccounts>(
    engine: &Desk<S>,
    accounts: u64,
    numbers: &mut Numbers,
    first: u64,
    (open, tickets): (&mut BTreeMap<u64, Open<S>>, &AtomicU64),
) -> Vec<Call> {
    let mut owners: BTreeMap<u64, u64> = BTreeMap::new();
    let mut calls = Vec::new();
    for number in 0..AT_MOST {
        let known: Vec<u64> = open
            .keys()
            .copied()
            .filter(|id| owners.contains_key(id))
            .collect();
        let deed = numbers.deed(&known);
        let account = match deed {
            Deed::Commit { order } | Deed::Rollback { order } | Deed::Fill { order, .. } => {
                owners[&order]
            }
            _ => numbers.below(accounts),
        };
        let begun = tickets.fetch_add(1, Ordering::SeqCst);
        let mut call = Call {
            id: first + number,
            account,
            at: i64::try_from(begun).unwrap(),
            deed,
            turn: 0,
            outcome: String::new(),
            begun,
            ended: 0,
        };
        owners.insert(call.id, account);
        TURN.set(None);
        call.outcome = perform(engine, &call, open);
        call.ended = tickets.fetch_add(1, Ordering::SeqCst);
        // A call that the witness did not see changed nothing: it was refused or had nothing to do.
        if let Some(turn) = TURN.get() {
            call.turn = turn;
            calls.push(call);
        }
    }
    calls
}

/// The calls in the witness's order, which must fit when each began and ended.
fn in_order(mut calls: Vec<Call>) -> Result<Vec<Call>, String> {
    calls.sort_unstable_by_key(|call| (call.account, call.turn));
    for own in calls.chunk_by(|a, b| a.account == b.account) {
        let mut latest_begun = 0;
        for call in own {
            if call.ended < latest_begun {
                return Err(format!("{call:?} ended before an earlier one began"));
            }
            latest_begun = latest_begun.max(call.begun);
        }
    }
    Ok(calls)
}

type Sums = (Vec<Hold>, Vec<AccountBalance>);

fn sums<S: KeepsAccounts>(engine: &Desk<S>) -> Sums {
    (engine.holds().unwrap(), engine.balances().unwrap())
}

/// The same calls on one thread: an engine for each account, whose time is its own (D-2.9).
struct Replay {
    engines: Vec<Desk<Local>>,
    open: BTreeMap<u64, Open<Local>>,
}

impl Replay {
    fn new(accounts: u64) -> Self {
        let one = |_| {
            let desk = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
            engine(desk.no_sync(), accounts, |desk, witness| {
                desk.pre_trade(witness)
            })
        };
        Self {
            engines: (0..accounts).map(one).collect(),
            open: BTreeMap::new(),
        }
    }

    fn check(&mut self, calls: Vec<Call>) -> Result<(), String> {
        for call in in_order(calls)? {
            TURN.set(None);
            let engine = &self.engines[usize::try_from(call.account).unwrap()];
            let outcome = perform(engine, &call, &mut self.open);
            if outcome != call.outcome {
                return Err(format!(
                    "one thread would have been told {outcome}: {call:?}"
                ));
            }
        }
        Ok(())
    }

    fn check_sums(&self, found: &Sums) -> Result<(), String> {
        let mut wanted = (Vec::new(), Vec::new());
        for engine in &self.engines {
            let (holds, balances) = sums(engine);
            wanted.0.extend(holds);
            wanted.1.extend(balances);
        }
        if *found == wanted {
            Ok(())
        } else {
            Err(format!(
                "one thread would have {wanted:?}, there is {found:?}"
            ))
        }
    }

    /// Each round begins with nothing used, so that limits go on being met.
    fn begin_anew(&mut self, full: &Desk<Full>) {
        for engine in &self.engines {
            engine
                .configure()
                .reset_notional_limit("NotionalLimit", None)
                .unwrap();
        }
        full.configure()
            .reset_notional_limit("NotionalLimit", None)
            .unwrap();
    }
}

fn linearizable(accounts: u64) {
    let operations = std::env::var("OPENPIT_OPERATIONS").ok();
    let operations = operations
        .and_then(|text| text.parse().ok())
        .unwrap_or(333_334_u64);
    let rounds = operations.div_ceil(AT_MOST * THREADS);
    let desk = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
    let full: Desk<Full> = engine(desk.full_sync(), accounts, |b, witness| {
        b.pre_trade(witness)
    });
    let mut replay = Replay::new(accounts);
    let (tickets, meet) = (AtomicU64::new(1), Barrier::new(THREADS as usize + 1));
    let done = Mutex::new(Vec::new());
    // Nobody may be left waiting at the barrier: what is found is told at the end.
    let found = thread::scope(|scope| {
        let mut found = Ok(());
        for own in 0..THREADS {
            let (full, tickets, meet, done) = (&full, &tickets, &meet, &done);
            scope.spawn(move || {
                let mut numbers = Numbers(accounts * 1_000 + own);
                for round_number in 0..rounds {
                    let mut open = BTreeMap::new();
                    let first = (round_number * THREADS + own) * AT_MOST;
                    meet.wait();
                    let calls = round(full, accounts, &mut numbers, first, (&mut open, tickets));
                    done.lock().unwrap().extend(calls);
                    meet.wait();
                    // The main thread looks at what is there.
                    meet.wait();
                    drop(open);
                    meet.wait();
                }
            });
        }
        for _ in 0..rounds {
            meet.wait();
            meet.wait();
            let calls = std::mem::take(&mut *done.lock().unwrap());
            found = found.and_then(|()| replay.check(calls));
            found = found.and_then(|()| replay.check_sums(&sums(&full)));
            meet.wait();
            replay.open.clear();
            meet.wait();
            found = found.and_then(|()| replay.check_sums(&sums(&full)));
            replay.begin_anew(&full);
        }
        found
    });
    assert_eq!(found, Ok(()));
}

#[test]
fn one_account_is_linearizable() {
    linearizable(1);
}

#[test]
fn two_accounts_are_linearizable() {
    linearizable(2);
}

#[test]
fn sixty_four_accounts_are_linearizable() {
    linearizable(64);
}
