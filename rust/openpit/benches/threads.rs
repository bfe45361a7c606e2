// SPDX-License-Identifier: Apache-2.0
//! What each sync policy costs, and what two threads bring: orders of one thread and of two on
//! accounts of their own, in one run. `cargo bench --bench threads` prints one row per case:
//! nanoseconds per order (start, execute, commit) and a ratio. One thread stands beside an order of
//! a Local engine, two threads beside one thread of the same engine: 0.59 are 1.7 times the orders.
//! Rounds of all cases alternate, so a drift of the machine meets every case.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use openpit::engine::sync::{Account, Full, KeepsAccounts, Local};
use openpit::engine::{Engine, EngineBuilder, ManualClock};
use openpit::param::{AccountId, Side};
use openpit::pretrade::policies::{
    OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy, OrderValidation, RateLimit,
    RateLimitAccountBarrier, RateLimitBrokerBarrier, RateLimitPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

const ROUNDS: usize = 21;
const ORDERS: i64 = 40_000;
const STEP_NS: i64 = 1_000_000;

type Building<S> = EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>;
type Desk<S> = Engine<Order, ExecutionReport, AccountAdjustment, S>;

/// No order is over it: of all accounts time is the latest of any, so windows fill in bursts.
fn limit() -> RateLimit {
    RateLimit::new(100_000, Duration::from_secs(1))
}

/// The controls of the hot path with a window for each account, or one for all of them.
fn controls<S: KeepsAccounts>(builder: Building<S>, of_all: bool) -> Desk<S> {
    let rate = RateLimitPolicy::new();
    let rate = if of_all {
        rate.broker_barrier(RateLimitBrokerBarrier { limit: limit() })
    } else {
        rate.account_barriers((0..2).map(|account| RateLimitAccountBarrier {
            limit: limit(),
            account_id: AccountId::from_int(account),
        }))
    };
    let size = OrderSizeLimit {
        max_quantity: "500".parse().ok(),
        max_notional: "100000".parse().ok(),
    };
    builder
        .clock(ManualClock::new())
        .builtin(OrderValidation::new())
        .builtin(rate)
        .builtin(OrderSizeLimitPolicy::new().broker_barrier(OrderSizeBrokerBarrier { limit: size }))
        .build()
        .expect("a valid configuration")
}

fn order(account: u64) -> Order {
    let instrument = "AAPL/USD".parse().expect("an instrument");
    let quantity = "100".parse().expect("a quantity");
    let price = "185.25".parse().expect("a price");
    Order::limit(
        instrument,
        AccountId::from_int(account),
        Side::Buy,
        quantity,
        price,
    )
}

fn orders<S: KeepsAccounts>(engine: &Desk<S>, account: u64) {
    let order = order(account);
    for step in 0..ORDERS {
        let at = step * STEP_NS;
        let request = engine.start_pre_trade_at(black_box(order.clone()), at);
        let reservation = request.expect("started").execute_at(at).expect("executed");
        reservation.commit_at(at).expect("committed");
    }
}

/// Nanoseconds for each order of a thread.
fn per_order(taken: Duration) -> f64 {
    taken.as_secs_f64() * 1e9 / ORDERS as f64
}

fn alone<S: KeepsAccounts>(engine: &Desk<S>) -> f64 {
    let begun = Instant::now();
    orders(engine, 0);
    per_order(begun.elapsed())
}

/// Two threads at once: the time of both, for each order of either.
fn two<S: KeepsAccounts>(engine: &Desk<S>) -> f64
where
    Desk<S>: Sync,
{
    let meet = Barrier::new(3);
    let begun = thread::scope(|scope| {
        for account in 0..2 {
            let meet = &meet;
            scope.spawn(move || {
                meet.wait();
                orders(engine, account);
            });
        }
        meet.wait();
        Instant::now()
    });
    per_order(begun.elapsed()) / 2.0
}

fn builder() -> openpit::engine::Builder<Order, ExecutionReport, AccountAdjustment> {
    Engine::builder()
}

fn measured(case: usize) -> f64 {
    match case {
        0 => alone::<Local>(&controls(builder().no_sync(), false)),
        1 => alone::<Account>(&controls(builder().account_sync(), false)),
        2 => alone::<Full>(&controls(builder().full_sync(), false)),
        3 => two::<Account>(&controls(builder().account_sync(), false)),
        4 => two::<Full>(&controls(builder().full_sync(), false)),
        5 => alone::<Full>(&controls(builder().full_sync(), true)),
        _ => two::<Full>(&controls(builder().full_sync(), true)),
    }
}

/// Each case, the case that it stands beside, and its budget (design, 6).
const CASES: [(&str, usize, Option<f64>); 7] = [
    ("order, Local", 0, None),
    ("order, Account", 0, None),
    ("order, Full", 0, None),
    ("two threads, Account", 1, Some(0.59)),
    ("two threads, Full", 2, Some(0.59)),
    ("order, Full, a window of all accounts", 0, None),
    ("two threads, Full, a window of all accounts", 5, None),
];

fn median(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn main() {
    let mut samples = vec![Vec::with_capacity(ROUNDS); CASES.len()];
    for _ in 0..ROUNDS {
        for (case, samples) in samples.iter_mut().enumerate() {
            samples.push(measured(case));
        }
    }
    let medians: Vec<f64> = samples.iter_mut().map(|each| median(each)).collect();
    for ((name, beside, budget), ns) in CASES.iter().zip(&medians) {
        let budget = budget.map_or(String::new(), |budget| format!("{budget:.2}"));
        println!(
            "{name:<44} {ns:>8.1} {:>7.2} {budget:>7}",
            ns / medians[*beside]
        );
    }
}
