// SPDX-License-Identifier: Apache-2.0
//! Dry runs leave no trace (P-11), limits change at run time (L-5) and can be required (L-7).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use openpit::core::AccountAdjustment;
use openpit::engine::{Engine, EngineBuilder, Error, ErrorKind, ManualClock, StartError, sync};
use openpit::param::{AccountId, Asset, Side};
use openpit::pretrade::policies::{
    NotionalAssetBarrier, NotionalLimitChange, NotionalLimitPolicy, RateLimit,
    RateLimitAccountBarrier, RateLimitBrokerBarrier, RateLimitChange, RateLimitPolicy,
};
use openpit::pretrade::{
    AccountBlock, Context, Finalization, Hooks, Mutation, PolicyDecision, PolicyFailure,
    PreTradePolicy, RejectCode,
};
use openpit::{ExecutionReport, Order};

const ACCOUNT: AccountId = AccountId::from_int(7);

fn builder() -> EngineBuilder<Order, ExecutionReport, AccountAdjustment, sync::Local> {
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
        .record_decisions()
}

fn order(id: &str) -> Order {
    Order::limit(
        "AAPL/USD".parse().expect("an instrument"),
        ACCOUNT,
        Side::Buy,
        "10".parse().expect("a quantity"),
        "50".parse().expect("a price"),
    )
    .with_client_order_id(id.parse().expect("an id"))
}

fn rate(max_orders: u64) -> RateLimitBrokerBarrier {
    RateLimitBrokerBarrier {
        limit: RateLimit::new(max_orders, Duration::from_secs(1)),
    }
}

fn notional(limit: &str) -> NotionalAssetBarrier {
    NotionalAssetBarrier {
        limit: limit.parse().expect("a limit"),
        settlement_asset: Asset::new("USD").expect("an asset"),
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, StartError>) -> RejectCode {
    match result {
        Err(StartError::Rejected(rejected)) => rejected.rejects[0].code(),
        other => panic!("not rejected: {other:?}"),
    }
}

/// Counts what it emitted and took back; asks for a block.
struct Counting {
    open: Rc<Cell<i64>>,
    dry: Rc<Cell<bool>>,
}

impl PreTradePolicy for Counting {
    fn name(&self) -> &str {
        "counting"
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            main: true,
            ..Hooks::NONE
        }
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.open.set(self.open.get() + 1);
        self.dry.set(ctx.dry_run());
        let block = AccountBlock::new(RejectCode::Other, "seen");
        Ok(PolicyDecision::accept()
            .with_mutation(Mutation::custom(1))
            .with_account_block(block))
    }

    fn finalize(
        &self,
        ctx: &Context<'_>,
        _token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        assert!(ctx.dry_run());
        assert_eq!(side, Finalization::Rollback);
        self.open.set(self.open.get() - 1);
        Ok(())
    }
}

/// A start hook that says nothing of dry runs.
struct Start;

impl PreTradePolicy for Start {
    fn name(&self) -> &str {
        "start"
    }
}

#[test]
fn a_dry_run_answers_as_the_real_call_and_leaves_no_trace() {
    let (open, dry) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(false)));
    let policy = Counting {
        open: open.clone(),
        dry: dry.clone(),
    };
    let engine = builder()
        .builtin(
            RateLimitPolicy::new()
                .broker_barrier(rate(1))
                .account_barriers([RateLimitAccountBarrier {
                    limit: RateLimit::new(5, Duration::from_secs(1)),
                    account_id: ACCOUNT,
                }]),
        )
        .builtin(NotionalLimitPolicy::new().asset_barriers([notional("600")]))
        .pre_trade(policy)
        .build()
        .expect("an engine");
    let before = engine.state().expect("a state");
    for at in [5, 3] {
        engine
            .dry_run_execute_pre_trade_at(&order("a"), at)
            .expect("an accepting answer");
        engine
            .dry_run_start_pre_trade_at(&order("a"), at)
            .expect("an accepting answer");
    }
    assert!(dry.get());
    assert_eq!(open.get(), 0);
    assert_eq!(engine.state().expect("a state"), before);
    assert!(engine.decisions().expect("lines").is_empty());
    assert!(engine.holds().expect("holds").is_empty());
    // The one slot of the window is still free for the real order, and then it is not.
    let _ = engine.start_pre_trade(order("a")).expect("a request");
    let rejected = engine.dry_run_execute_pre_trade(&order("b"));
    assert_eq!(code(rejected), RejectCode::RateLimitExceeded);
}

#[test]
fn a_policy_with_a_start_hook_must_say_that_it_supports_dry_runs() {
    let engine = builder().pre_trade(Start).build().expect("an engine");
    let error = engine
        .dry_run_execute_pre_trade(&order("a"))
        .expect_err("a refusal");
    let StartError::Refused(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(
        error
            .to_string()
            .contains("policy `start`: has a start hook"),
        "{error}"
    );
}

#[test]
fn limits_change_with_their_counters_kept() {
    let engine = builder()
        .builtin(
            RateLimitPolicy::new()
                .named("burst")
                .broker_barrier(rate(2)),
        )
        .builtin(NotionalLimitPolicy::new().asset_barriers([notional("600")]))
        .build()
        .expect("an engine");
    engine
        .execute_pre_trade(order("a"))
        .expect("a reservation")
        .commit()
        .expect("a commit");
    let change = |max_orders| RateLimitChange {
        broker: Some(vec![rate(max_orders)]),
        ..RateLimitChange::default()
    };
    engine
        .configure()
        .rate_limit("burst", change(1))
        .expect("a change");
    assert_eq!(
        code(engine.start_pre_trade(order("b"))),
        RejectCode::RateLimitExceeded
    );
    engine
        .configure()
        .rate_limit("burst", change(3))
        .expect("a change");
    assert_eq!(
        code(engine.execute_pre_trade(order("b"))),
        RejectCode::CreditLimitExceeded
    );
    let more = NotionalLimitChange {
        asset: Some(vec![notional("1000")]),
        ..NotionalLimitChange::default()
    };
    engine
        .configure()
        .notional_limit("NotionalLimit", more)
        .expect("a change");
    engine
        .execute_pre_trade(order("b"))
        .expect("a reservation")
        .commit()
        .expect("a commit");
    let lines = engine.decisions().expect("lines");
    let changes = lines
        .iter()
        .filter(|line| line.starts_with(r#"{"call":"configure""#));
    assert_eq!(changes.count(), 3);
}

#[test]
fn invalid_limits_change_nothing() {
    let engine = builder()
        .builtin(
            RateLimitPolicy::new()
                .named("burst")
                .broker_barrier(rate(0)),
        )
        .builtin(NotionalLimitPolicy::new().asset_barriers([notional("600")]))
        .build()
        .expect("an engine");
    let before = engine.state().expect("a state");
    let broker = |limits: &[u64]| RateLimitChange {
        broker: Some(limits.iter().map(|max_orders| rate(*max_orders)).collect()),
        ..RateLimitChange::default()
    };
    let wrong = [
        ("burst", broker(&[9, 9])),
        ("burst", broker(&[])),
        ("NotionalLimit", broker(&[9])),
        ("nobody", broker(&[9])),
    ];
    for (name, change) in wrong {
        let error = engine
            .configure()
            .rate_limit(name, change)
            .expect_err("a refusal");
        assert!(matches!(error, Error::Config(_)), "{error:?}");
    }
    assert_eq!(engine.state().expect("a state"), before);
    assert!(engine.decisions().expect("lines").is_empty());
}

#[test]
fn a_limit_can_be_required() {
    let eur = NotionalAssetBarrier {
        limit: "1".parse().expect("a limit"),
        settlement_asset: Asset::new("EUR").expect("an asset"),
    };
    let policy = || NotionalLimitPolicy::new().asset_barriers([eur.clone()]);
    let loose = builder().builtin(policy()).build().expect("an engine");
    let _ = loose.execute_pre_trade(order("a")).expect("a reservation");
    let strict = builder()
        .builtin(policy())
        .require_limits()
        .build()
        .expect("an engine");
    assert_eq!(
        code(strict.execute_pre_trade(order("a"))),
        RejectCode::RiskConfigurationMissing
    );
    let armed = strict.armed(ACCOUNT).expect("a list");
    let expected = concat!(
        r#"[{"limits":{"asset":{"EUR":"1"}},"name":"NotionalLimit","#,
        r#""stages":["main"]}]"#
    );
    assert_eq!(armed, expected);
}
