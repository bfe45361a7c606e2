// SPDX-License-Identifier: Apache-2.0
//! The hot path beside the empty call of this language (one `Instant::now`), and beside the lines
//! that a desk would write by hand for the same controls: ratios of one run.
//!
//! `cargo bench --bench hot_path` prints one row per case: nanoseconds per call and the ratio to
//! the empty call. Rounds of all cases alternate, so a drift of the machine meets every case.

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::{Duration, Instant};

use openpit::core::{
    AccountAdjustmentAmount, AccountAdjustmentBalanceOperation, AccountAdjustmentBounds,
    AccountAdjustmentOperation,
};
use openpit::engine::{Engine, EngineBuilder, ManualClock, sync::Local};
use openpit::param::{AccountId, AdjustmentAmount, Decimal, Side};
use openpit::pretrade::policies::{
    OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy, OrderValidation, RateLimit,
    RateLimitBrokerBarrier, RateLimitPolicy,
};
use openpit::pretrade::{
    Context, Finalization, Hooks, Mutation, PolicyDecision, PolicyFailure, PreTradePolicy, Tokens,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

const ROUNDS: usize = 41;
const CALLS: i64 = 20_000;
const STEP_NS: i64 = 1_000_000;

type Case = (&'static str, Option<f64>, Box<dyn FnMut(i64)>);

fn builder() -> EngineBuilder<Order, ExecutionReport, AccountAdjustment, Local> {
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync()
}

fn controls(
    builder: EngineBuilder<Order, ExecutionReport, AccountAdjustment, Local>,
    max_quantity: &str,
) -> Engine<Order, ExecutionReport> {
    let rate = RateLimit::new(2_000, Duration::from_secs(1));
    let size = OrderSizeLimit {
        max_quantity: max_quantity.parse().ok(),
        max_notional: "100000".parse().ok(),
    };
    builder
        .builtin(OrderValidation::new())
        .builtin(RateLimitPolicy::new().broker_barrier(RateLimitBrokerBarrier { limit: rate }))
        .builtin(OrderSizeLimitPolicy::new().broker_barrier(OrderSizeBrokerBarrier { limit: size }))
        .build()
        .expect("a valid configuration")
}

fn order() -> Order {
    let account = AccountId::from_int(99_224_416);
    let instrument = "AAPL/USD".parse().expect("an instrument");
    let quantity = "100".parse().expect("a quantity");
    let price = "185.25".parse().expect("a price");
    Order::limit(instrument, account, Side::Buy, quantity, price)
}

/// A custom policy with one mutation pair, as a desk would write it.
#[derive(Default)]
struct Reserving {
    held: Tokens<Decimal>,
}

impl PreTradePolicy for Reserving {
    fn name(&self) -> &str {
        "Reserving"
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            main: true,
            ..Hooks::NONE
        }
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let token = self.held.insert(Decimal::ONE);
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(token)))
    }

    fn finalize(&self, _: &Context<'_>, token: u64, _: Finalization) -> Result<(), PolicyFailure> {
        self.held.take(token);
        Ok(())
    }
}

/// The lines that most desks write by hand for the same three controls.
struct ByHand {
    sent: VecDeque<i64>,
    max_quantity: Decimal,
    max_notional: Decimal,
}

impl ByHand {
    fn check(&mut self, quantity: Decimal, price: Decimal, at: i64) -> bool {
        if quantity.is_zero() {
            return false;
        }
        while self
            .sent
            .front()
            .is_some_and(|&sent| sent <= at - 1_000_000_000)
        {
            self.sent.pop_front();
        }
        if self.sent.len() >= 2_000 {
            return false;
        }
        self.sent.push_back(at);
        quantity <= self.max_quantity && quantity * price <= self.max_notional
    }
}

fn three_calls(engine: Engine<Order, ExecutionReport>) -> Box<dyn FnMut(i64)> {
    let ready = order();
    Box::new(move |at| {
        let request = engine.start_pre_trade_at(ready.clone(), at).expect("start");
        let reservation = request.execute().expect("execute");
        reservation.commit().expect("commit");
    })
}

fn report_alone(engine: Engine<Order, ExecutionReport>) -> Box<dyn FnMut(i64)> {
    let report = ExecutionReport {
        operation: openpit::core::ExecutionReportOperation {
            account_id: Some(AccountId::from_int(99_224_416)),
            ..Default::default()
        },
        ..Default::default()
    };
    Box::new(move |at| {
        black_box(
            engine
                .apply_execution_report_at(&report, at)
                .expect("report"),
        );
    })
}

fn system_clock(engine: Engine<Order, ExecutionReport>) -> Box<dyn FnMut(i64)> {
    let ready = order();
    Box::new(move |_| {
        let request = engine.start_pre_trade(ready.clone());
        // The system clock lets 2,000 orders a second pass: rejects are part of the run.
        if let Ok(request) = request {
            request
                .execute()
                .expect("execute")
                .commit()
                .expect("commit");
        }
    })
}

/// One batch for every thousand calls, so that a call is one adjustment of it.
fn adjustments(engine: Engine<Order, ExecutionReport>) -> Box<dyn FnMut(i64)> {
    const BATCH: usize = 1_000;
    let balance = AccountAdjustmentBalanceOperation {
        asset: "USD".parse().expect("an asset"),
        average_entry_price: None,
    };
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta("0.01".parse().expect("a size"))),
        ..Default::default()
    };
    let one = AccountAdjustment::new(
        AccountAdjustmentOperation::Balance(balance),
        amount,
        AccountAdjustmentBounds::default(),
    )
    .expect("an adjustment");
    let batch = vec![one; BATCH];
    let account = AccountId::from_int(99_224_416);
    let mut calls = 0;
    Box::new(move |at| {
        calls += 1;
        if calls % BATCH == 0 {
            black_box(
                engine
                    .apply_account_adjustment_at(account, &batch, at)
                    .expect("adjust"),
            );
        }
    })
}

fn cases() -> Vec<Case> {
    let manual = || builder().clock(ManualClock::new());
    let rejecting = controls(manual(), "99");
    let custom = manual()
        .pre_trade(Reserving::default())
        .build()
        .expect("an engine");
    let mut by_hand = ByHand {
        sent: VecDeque::new(),
        max_quantity: Decimal::from(500),
        max_notional: Decimal::from(100_000),
    };
    let ready = order();
    let (quantity, price) = (Decimal::from(100), Decimal::new(18_525, 2));
    vec![
        (
            "empty: one Instant::now",
            None,
            Box::new(|_| {
                black_box(Instant::now());
            }),
        ),
        (
            "by hand: the same three controls",
            None,
            Box::new(move |at| {
                black_box(by_hand.check(black_box(quantity), black_box(price), at));
            }),
        ),
        (
            "start + execute + commit, three built-ins",
            Some(2.5),
            three_calls(controls(manual(), "500")),
        ),
        (
            "start-stage reject",
            Some(2.2),
            Box::new(move |at| {
                black_box(
                    rejecting
                        .start_pre_trade_at(ready.clone(), at)
                        .expect_err("reject"),
                );
            }),
        ),
        (
            "execution report",
            Some(1.0),
            report_alone(controls(manual(), "500")),
        ),
        (
            "custom policy with one mutation",
            Some(2.0),
            three_calls(custom),
        ),
        (
            "one adjustment of a batch of 1000",
            Some(2.5),
            adjustments(controls(manual(), "500")),
        ),
        (
            "start + execute + commit, system clock",
            None,
            system_clock(controls(builder(), "500")),
        ),
    ]
}

fn main() {
    let mut cases = cases();
    let mut times = vec![Vec::with_capacity(ROUNDS); cases.len()];
    let mut clocks = vec![0_i64; cases.len()];
    for _ in 0..ROUNDS {
        for (index, (_, _, call)) in cases.iter_mut().enumerate() {
            let started = Instant::now();
            for _ in 0..CALLS {
                clocks[index] += STEP_NS;
                call(clocks[index]);
            }
            times[index].push(started.elapsed().as_secs_f64() * 1e9 / CALLS as f64);
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let empty = median(&mut times[0]);
    println!(
        "{:<44} {:>8} {:>7} {:>7}",
        "Rust", "ns", "x empty", "budget"
    );
    for ((name, budget, _), times) in cases.iter().zip(&mut times) {
        let median = median(times);
        let budget = budget.map_or(String::new(), |budget| format!("{budget:.1}"));
        println!(
            "{name:<44} {median:>8.1} {:>7.2} {budget:>7}",
            median / empty
        );
    }
}
