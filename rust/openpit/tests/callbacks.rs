// SPDX-License-Identifier: Apache-2.0
//! What only Rust's policies do: recurse deep on a stack of a given size (P-8.14), nest engines on
//! it, and panic when they are dropped (P-8, E-3).

use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;
use std::thread;

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, ExecutionReport, Order,
};
use openpit::engine::{Engine, ManualClock};
use openpit::param::{AccountId, AdjustmentAmount, Side};
use openpit::pretrade::{
    Context, Finalization, Mutation, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport,
    PreTradePolicy,
};

/// What a thread of a service may have; the main thread has sixteen times as much.
const STACK_BYTES: usize = 512 << 10;
/// Half of it in the frames of `down`, each of which keeps this much.
const FRAME_BYTES: usize = 1 << 10;
const DEPTH: usize = STACK_BYTES / 2 / FRAME_BYTES;

/// Runs work on a thread with a stack of this size.
fn on_stack(bytes: usize, work: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(bytes).spawn(work);
    thread.expect("a thread").join().expect("its end");
}

fn down(depth: usize) -> usize {
    let mut frame = [0_u8; FRAME_BYTES];
    black_box(&mut frame);
    if depth == 0 {
        return frame[0].into();
    }
    black_box(down(depth - 1)) + 1
}

/// Recurses in every hook, and counts in how many.
struct Deep(Rc<Cell<usize>>);

impl Deep {
    fn recurse(&self) {
        assert_eq!(down(DEPTH), DEPTH);
        self.0.set(self.0.get() + 1);
    }
}

impl PreTradePolicy for Deep {
    fn name(&self) -> &str {
        self.recurse();
        "deep"
    }

    fn supports_dry_run(&self) -> bool {
        self.recurse();
        true
    }

    fn check_pre_trade_start(
        &self,
        _: &Context<'_>,
        _: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        self.recurse();
        Ok(Vec::new())
    }

    fn perform_pre_trade_check(
        &self,
        _: &Context<'_>,
        _: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.recurse();
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(0)))
    }

    fn apply_execution_report(
        &self,
        _: &Context<'_>,
        _: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        self.recurse();
        Ok(PolicyReport::nothing())
    }

    fn apply_account_adjustment(
        &self,
        _: &Context<'_>,
        _: AccountId,
        _: &AccountAdjustment,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.recurse();
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(1)))
    }

    fn finalize(&self, _: &Context<'_>, _: u64, _: Finalization) -> Result<(), PolicyFailure> {
        self.recurse();
        Ok(())
    }
}

fn engine(policy: impl PreTradePolicy + 'static) -> Engine<Order, ExecutionReport> {
    let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
    let builder = builder.no_sync().clock(ManualClock::default());
    builder
        .record_decisions()
        .pre_trade(policy)
        .build()
        .expect("an engine")
}

fn order() -> Order {
    let (instrument, account) = ("AAPL/USD".parse().expect("text"), AccountId::from_int(7));
    let (quantity, price) = ("100".parse().expect("text"), "185".parse().expect("text"));
    Order::limit(instrument, account, Side::Buy, quantity, price)
}

fn adjustment() -> AccountAdjustment {
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta("5".parse().expect("text"))),
        ..AccountAdjustmentAmount::default()
    };
    let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: "USD".parse().expect("text"),
        average_entry_price: None,
    });
    let bounds = AccountAdjustmentBounds::default();
    AccountAdjustment::new(operation, amount, bounds).expect("an adjustment")
}

#[test]
fn every_hook_may_use_half_of_a_small_stack() {
    on_stack(STACK_BYTES, || {
        let hooks = Rc::new(Cell::new(0));
        let engine = engine(Deep(hooks.clone()));
        assert_eq!(hooks.take(), 2);
        engine
            .dry_run_execute_pre_trade(&order())
            .expect("accepted");
        assert_eq!(hooks.take(), 3);
        let request = engine.start_pre_trade(order()).expect("accepted");
        request
            .execute()
            .expect("accepted")
            .commit()
            .expect("committed");
        engine
            .execute_pre_trade(order())
            .expect("accepted")
            .rollback()
            .expect("rolled back");
        drop(engine.execute_pre_trade(order()).expect("accepted"));
        assert_eq!(hooks.take(), 9);
        let mut report = ExecutionReport::default();
        report.operation.account_id = Some(AccountId::from_int(7));
        engine.apply_execution_report(&report).expect("taken");
        let batch = [adjustment(), adjustment()];
        let made = engine.apply_account_adjustment(AccountId::from_int(7), &batch);
        assert_eq!(made.expect("accepted").outcomes.len(), 2);
        assert_eq!(hooks.take(), 5);
        let open = engine.execute_pre_trade(order()).expect("accepted");
        engine.close().expect("closed");
        drop(open);
        assert_eq!(hooks.take(), 3);
    });
}

/// Builds an engine in each hook, with the next smaller one of these.
struct Nested(usize);

impl Nested {
    fn inside(&self, work: impl Fn(&Engine<Order, ExecutionReport>)) {
        if let Some(depth) = self.0.checked_sub(1) {
            work(&engine(Self(depth)));
        }
    }
}

impl PreTradePolicy for Nested {
    fn name(&self) -> &str {
        "nested"
    }

    fn check_pre_trade_start(
        &self,
        _: &Context<'_>,
        _: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        self.inside(|engine| drop(engine.start_pre_trade(order()).expect("accepted")));
        Ok(Vec::new())
    }

    fn perform_pre_trade_check(
        &self,
        _: &Context<'_>,
        _: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(0)))
    }

    fn apply_execution_report(
        &self,
        _: &Context<'_>,
        report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        self.inside(|engine| assert!(engine.apply_execution_report(report).is_ok()));
        Ok(PolicyReport::nothing())
    }

    /// The next engine is dropped with an order open: its drop finalizes in here.
    fn finalize(&self, _: &Context<'_>, _: u64, _: Finalization) -> Result<(), PolicyFailure> {
        if let Some(depth) = self.0.checked_sub(1) {
            let inner = engine(Quiet(Self(depth)));
            let open = inner.execute_pre_trade(order()).expect("accepted");
            drop(inner);
            drop(open);
        }
        Ok(())
    }
}

/// A nested policy without its start hook, so that a chain of finalizations does not fork.
struct Quiet(Nested);

impl PreTradePolicy for Quiet {
    fn name(&self) -> &str {
        "quiet"
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.0.perform_pre_trade_check(ctx, order)
    }

    fn finalize(
        &self,
        ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        self.0.finalize(ctx, token, side)
    }
}

#[test]
fn engines_nest_in_engines_on_a_sized_stack() {
    on_stack(4 << 20, || {
        let outer = engine(Nested(40));
        drop(outer.start_pre_trade(order()).expect("accepted"));
        let mut report = ExecutionReport::default();
        report.operation.account_id = Some(AccountId::from_int(7));
        assert!(
            outer
                .apply_execution_report(&report)
                .expect("taken")
                .failures
                .is_empty()
        );
        let quiet = engine(Quiet(Nested(40)));
        let open = quiet.execute_pre_trade(order()).expect("accepted");
        open.commit().expect("committed");
        assert_eq!(quiet.decisions().expect("lines").len(), 3);
    });
}

/// Panics when it is dropped, as its drop tells.
struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        if !thread::panicking() {
            panic!("dropped");
        }
    }
}

impl PreTradePolicy for Bomb {
    fn name(&self) -> &str {
        self.0
    }
}

#[test]
fn a_policy_that_panics_when_it_is_dropped_stops_nobody() {
    let builder = || {
        let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
        builder
            .no_sync()
            .pre_trade(Bomb("one"))
            .pre_trade(Bomb("two"))
    };
    let engine = builder().build().expect("an engine");
    let request = engine.start_pre_trade(order()).expect("accepted");
    drop(engine);
    drop(request);
    // Two at once would abort the process.
    let refused = builder().pre_trade(Bomb("two")).build();
    assert_eq!(
        refused
            .expect_err("a name that is used twice")
            .faults()
            .len(),
        1
    );
}
