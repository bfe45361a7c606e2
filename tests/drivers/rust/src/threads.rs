// SPDX-License-Identifier: Apache-2.0
//! Scenarios of Account and Full engines: real threads that meet where the script says, each with
//! calls of its own. One request is one whole scenario, as `tests/drivers/base.py` says.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use openpit::Engine;
use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, ExecutionReport, Order,
};
use openpit::engine::sync::KeepsAccounts;
use openpit::engine::{
    BatchError, EngineBuilder, Error, ExecuteError, FinalizeError, ManualClock, StartError,
};
use openpit::param::{AccountId, AdjustmentAmount, Side, TradeAmount};
use openpit::pretrade::policies::{RateLimit, RateLimitBrokerBarrier, RateLimitPolicy};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PreTradePolicy, Request,
    Reservation,
};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, text};

/// Longer than any step takes: a scenario that hangs fails.
const PATIENCE: Duration = Duration::from_secs(60);

type Desk<S> = Engine<Order, ExecutionReport, AccountAdjustment, S>;

/// What the script's threads and the control share.
#[derive(Debug, Default)]
struct Meeting {
    /// Threads that the control holds in their next call.
    held: Mutex<BTreeMap<u64, Gate>>,
    trace: Mutex<Vec<String>>,
}

#[derive(Debug)]
struct Gate {
    arrived: Sender<()>,
    go: Receiver<()>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Meeting {
    fn note(&self, text: String) {
        lock(&self.trace).push(text);
    }

    /// Inside the control: waits if the script holds this thread.
    fn pass(&self, who: u64) {
        self.note(format!("{} in", name(who)));
        let gate = lock(&self.held).remove(&who);
        if let Some(gate) = gate {
            let _ = gate.arrived.send(());
            let _ = gate.go.recv_timeout(PATIENCE);
        }
        self.note(format!("{} out", name(who)));
    }
}

/// Threads are numbers in orders, which carry them as their quantity, and letters in scenarios.
fn name(who: u64) -> char {
    char::from(b'A' + u8::try_from(who.saturating_sub(1)).unwrap_or_default())
}

/// The control: it notes who is in, holds whom the script holds, and emits one mutation.
struct Control(Arc<Meeting>);

impl PreTradePolicy for Control {
    fn name(&self) -> &str {
        "desk"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let who = thread_of(order);
        self.0.pass(who);
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(who)))
    }

    fn apply_account_adjustment(
        &self,
        _ctx: &Context<'_>,
        _account_id: AccountId,
        adjustment: &AccountAdjustment,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let delta = adjustment.amount().balance.map(|amount| amount.value());
        // The last item of the script's batch, so that half of it is done.
        if delta.is_some_and(|delta| delta.decimal().is_sign_negative()) {
            self.0.pass(1);
        }
        Ok(PolicyDecision::accept())
    }

    fn finalize(
        &self,
        _ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        let side = match side {
            Finalization::Commit => "commit",
            Finalization::Rollback => "rollback",
        };
        self.0.note(format!("{} {side}", name(token)));
        Ok(())
    }
}

fn thread_of(order: &Order) -> u64 {
    match &order.operation.trade_amount {
        Some(TradeAmount::Quantity(who)) => who.to_string().parse().unwrap_or_default(),
        _ => 0,
    }
}

/// Everything that threads hand to each other.
struct Table<S: KeepsAccounts> {
    engine: Desk<S>,
    requests: Mutex<BTreeMap<u64, Request<Order, ExecutionReport, AccountAdjustment, S>>>,
    reservations: Mutex<BTreeMap<u64, Reservation<Order, ExecutionReport, AccountAdjustment, S>>>,
}

/// Plays a scenario.
pub fn play(request: &Value) -> Answer {
    let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
    match text(request, "sync")? {
        "account" => run(builder.account_sync(), request, |b, c| b.pre_trade(c)),
        "full" => run(builder.full_sync(), request, |b, c| b.pre_trade(c)),
        other => Err(Fault::driver(format!("no sync policy `{other}`"))),
    }
}

type Building<S> = EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>;

fn run<S: KeepsAccounts>(
    builder: Building<S>,
    request: &Value,
    control: fn(Building<S>, Control) -> Building<S>,
) -> Answer
where
    Table<S>: Send + Sync,
    Desk<S>: Sync,
{
    let meeting = Arc::new(Meeting::default());
    let mut builder = control(builder.clock(ManualClock::new()), Control(meeting.clone()));
    if let Some(most) = request["max_orders"].as_u64() {
        let limit = RateLimit::new(most, Duration::from_secs(3_600));
        builder = builder
            .builtin(RateLimitPolicy::new().broker_barrier(RateLimitBrokerBarrier { limit }));
    }
    if request["record"] == json!(true) {
        builder = builder.record_decisions();
    }
    let engine = builder
        .build()
        .map_err(|faults| Fault::driver(faults.to_string()))?;
    let table = Arc::new(Table {
        engine,
        requests: Mutex::default(),
        reservations: Mutex::default(),
    });
    let mut stage = Stage {
        table: table.clone(),
        meeting: meeting.clone(),
        workers: BTreeMap::new(),
        gates: BTreeMap::new(),
    };
    let steps = request["steps"].as_array().cloned().unwrap_or_default();
    let mut seen = vec![Value::Null; steps.len()];
    for (place, step) in steps.iter().enumerate() {
        stage.step(place, step, &mut seen)?;
    }
    stage.finish(&mut seen)?;
    let drops = table.engine.drops();
    Ok(json!({
        "seen": seen,
        "control": *lock(&meeting.trace),
        "drops": {"queued": drops.queued.to_string(), "drained": drops.drained.to_string()},
    }))
}

/// One thread of the script and what it still owes.
struct Worker {
    orders: Sender<(usize, Value)>,
    answers: Receiver<(usize, String)>,
    owed: usize,
}

struct Stage<S: KeepsAccounts> {
    table: Arc<Table<S>>,
    meeting: Arc<Meeting>,
    workers: BTreeMap<u64, Worker>,
    gates: BTreeMap<u64, Sender<()>>,
}

fn late(_: RecvTimeoutError) -> Fault {
    Fault::driver("a step of the scenario did not end".to_owned())
}

impl<S: KeepsAccounts> Stage<S>
where
    Table<S>: Send + Sync,
    Desk<S>: Sync,
{
    fn step(&mut self, place: usize, step: &Value, seen: &mut [Value]) -> Result<(), Fault> {
        let who = step["thread"].as_u64().unwrap_or_default();
        if step["do"] == "let_go" {
            if let Some(go) = self.gates.remove(&who) {
                let _ = go.send(());
            }
            seen[place] = json!("");
            return self.collect(who, seen);
        }
        let arrived = (step["how"] == "held").then(|| self.hold(who));
        let table = self.table.clone();
        let worker = self.workers.entry(who).or_insert_with(|| hire(who, table));
        let _ = worker.orders.send((place, step.clone()));
        worker.owed += 1;
        match (arrived, step["how"].as_str()) {
            (Some(arrived), _) => arrived.recv_timeout(PATIENCE).map_err(late),
            (None, Some("waits")) => Ok(()),
            (None, _) => self.collect(who, seen),
        }
    }

    fn hold(&mut self, who: u64) -> Receiver<()> {
        let (arrived, at_gate) = channel();
        let (let_go, go) = channel();
        self.gates.insert(who, let_go);
        lock(&self.meeting.held).insert(who, Gate { arrived, go });
        at_gate
    }

    fn collect(&mut self, who: u64, seen: &mut [Value]) -> Result<(), Fault> {
        let Some(worker) = self.workers.get_mut(&who) else {
            return Ok(());
        };
        while worker.owed > 0 {
            let (place, outcome) = worker.answers.recv_timeout(PATIENCE).map_err(late)?;
            seen[place] = outcome.into();
            worker.owed -= 1;
        }
        Ok(())
    }

    fn finish(&mut self, seen: &mut [Value]) -> Result<(), Fault> {
        let all: Vec<u64> = self.workers.keys().copied().collect();
        all.into_iter().try_for_each(|who| self.collect(who, seen))
    }
}

fn hire<S: KeepsAccounts>(who: u64, table: Arc<Table<S>>) -> Worker
where
    Table<S>: Send + Sync,
    Desk<S>: Sync,
{
    let (orders, work) = channel::<(usize, Value)>();
    let (done, answers) = channel();
    thread::spawn(move || {
        for (place, step) in work {
            let _ = done.send((place, act(who, &step, &table)));
        }
    });
    Worker {
        orders,
        answers,
        owed: 0,
    }
}

fn order(who: u64, account: AccountId) -> Order {
    let quantity = i128::from(who).try_into().unwrap_or_default();
    let instrument = "AAPL/USD".parse();
    match (instrument, "1".parse()) {
        (Ok(instrument), Ok(price)) => {
            Order::limit(instrument, account, Side::Buy, quantity, price)
        }
        _ => Order::default(),
    }
}

fn adjustment(delta: &str) -> Option<AccountAdjustment> {
    let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: "USD".parse().ok()?,
        average_entry_price: None,
    });
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta(delta.parse().ok()?)),
        ..AccountAdjustmentAmount::default()
    };
    AccountAdjustment::new(operation, amount, AccountAdjustmentBounds::default()).ok()
}

fn refused(error: &Error) -> String {
    match error {
        Error::Threading(kind) => kind.as_str().to_owned(),
        Error::Lifecycle(kind) => kind.as_str().to_owned(),
        Error::Time(fault) => fault.kind().as_str().to_owned(),
        other => other.kind().as_str().to_owned(),
    }
}

fn started(error: StartError) -> String {
    match error {
        StartError::Rejected(rejected) => rejected.rejects[0].code().to_string(),
        StartError::Refused(error) => refused(&error),
    }
}

fn said<T>(result: Result<T, Error>, text: impl FnOnce(T) -> String) -> String {
    result.map_or_else(|error| refused(&error), text)
}

/// One call of one thread, and what came of it in a word.
fn act<S: KeepsAccounts>(who: u64, step: &Value, table: &Table<S>) -> String
where
    Desk<S>: Sync,
{
    let engine = &table.engine;
    let account = step["account"].as_str().and_then(|id| id.parse().ok());
    let account = AccountId::from_int(account.unwrap_or_default());
    let number = step["number"].as_u64().unwrap_or_default();
    let done = |()| "ok".to_owned();
    match step["do"].as_str().unwrap_or_default() {
        "start" => match engine.start_pre_trade(order(who, account)) {
            Ok(request) => {
                lock(&table.requests).insert(number, request);
                "accepted".to_owned()
            }
            Err(error) => started(error),
        },
        "execute" => {
            let request = lock(&table.requests).remove(&number);
            match request.map(Request::execute) {
                None => "request_used".to_owned(),
                Some(Ok(reservation)) => keep(table, number, reservation),
                Some(Err(ExecuteError::Rejected(rejected))) => {
                    rejected.rejects[0].code().to_string()
                }
                Some(Err(ExecuteError::Refused { error, request })) => {
                    lock(&table.requests).insert(number, *request);
                    refused(&error)
                }
            }
        }
        "place" => {
            let order = order(who, account);
            let placed = match step["at"].as_i64() {
                Some(at) => engine.execute_pre_trade_at(order, at),
                None => engine.execute_pre_trade(order),
            };
            match placed {
                Ok(reservation) => keep(table, number, reservation),
                Err(error) => started(error),
            }
        }
        side @ ("commit" | "rollback" | "drop") => finalize(table, number, side),
        "report" => {
            let mut report = ExecutionReport::default();
            report.operation.account_id = Some(account);
            said(engine.apply_execution_report(&report).map(drop), done)
        }
        "adjust" => {
            let batch: Vec<_> = ["5", "-2"].into_iter().filter_map(adjustment).collect();
            match engine.apply_account_adjustment(account, &batch) {
                Ok(_) => "accepted".to_owned(),
                Err(BatchError::Rejected(_)) => "rejected".to_owned(),
                Err(BatchError::Refused(error)) => refused(&error),
            }
        }
        "balances" => said(engine.balances(), |list| {
            let each = list.iter().map(|one| one.balance.balance.to_string());
            each.collect::<Vec<_>>().join(" ")
        }),
        "holds" => said(engine.holds(), |holds| holds.len().to_string()),
        "block" => said(engine.accounts().block(account, "desk").map(drop), done),
        "close" => said(engine.close(), done),
        "lines" => said(engine.decisions(), |lines| lines.len().to_string()),
        "storm" => storm(engine, step),
        other => format!("no call `{other}`"),
    }
}

fn keep<S: KeepsAccounts>(
    table: &Table<S>,
    number: u64,
    reservation: Reservation<Order, ExecutionReport, AccountAdjustment, S>,
) -> String {
    lock(&table.reservations).insert(number, reservation);
    "accepted".to_owned()
}

fn finalize<S: KeepsAccounts>(table: &Table<S>, number: u64, side: &str) -> String {
    let Some(reservation) = lock(&table.reservations).remove(&number) else {
        return "reservation_finalized".to_owned();
    };
    let result = match side {
        "commit" => reservation.commit(),
        "rollback" => reservation.rollback(),
        _ => {
            drop(reservation);
            return "ok".to_owned();
        }
    };
    match result {
        Ok(()) => "ok".to_owned(),
        Err(FinalizeError::Failed(_)) => "callback".to_owned(),
        Err(FinalizeError::Refused { error, reservation }) => {
            lock(&table.reservations).insert(number, reservation);
            refused(&error)
        }
    }
}

/// Many threads at once, each with orders for an account of its own; how many were accepted.
fn storm<S: KeepsAccounts>(engine: &Desk<S>, step: &Value) -> String
where
    Desk<S>: Sync,
{
    let (threads, orders) = (step["threads"].as_u64(), step["orders"].as_u64());
    let (threads, orders) = (threads.unwrap_or_default(), orders.unwrap_or_default());
    let one = |account: u64| {
        let account = AccountId::from_int(100 + account);
        let placed = |_: &u64| engine.start_pre_trade(order(26, account)).is_ok();
        (0..orders).filter(placed).count()
    };
    let accepted: usize = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|own| scope.spawn(move || one(own)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_default())
            .sum()
    });
    accepted.to_string()
}
