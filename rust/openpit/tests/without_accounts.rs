// SPDX-License-Identifier: Apache-2.0
//! An engine without accounts (O-5.4, O-5.5): its types need no account, and only the engine is
//! blocked. What must not compile there is in `rust/derive/tests/fail/types`.

use openpit::core::{
    HasClientOrderId, HasFee, HasInstrument, HasLastTrade, HasOrderPrice, HasPnl, HasSide,
    HasTradeAmount, Instrument,
};
use openpit::engine::sync::{Local, Mode, WithoutAccounts};
use openpit::engine::{
    BlockScope, Engine, EngineBuilder, Error, ManualClock, OrderFields, RecordOrder, RecordReport,
    ReportFields, StartError,
};
use openpit::param::{
    AccountId, ClientOrderId, ExecutionId, Fee, Pnl, Price, Side, Trade, TradeAmount,
};
use openpit::pretrade::policies::{
    NotionalAssetBarrier, NotionalLimitPolicy, OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy, PnlBoundsBrokerBarrier,
    PnlBoundsKillSwitchPolicy, RateLimit, RateLimitAccountBarrier, RateLimitAssetBarrier,
    RateLimitBrokerBarrier, RateLimitChange, RateLimitPolicy,
};
use openpit::pretrade::{
    AccountBlock, Context, Finalization, KillSwitch, Mutation, PolicyDecision, PolicyFailure,
    PolicyReport, PreTradePolicy, Reject, RejectCode, ReserveNotional,
};

/// An order of a book that knows no accounts: it has no `HasAccountId`.
struct Ticket {
    instrument: Instrument,
    amount: TradeAmount,
    price: Price,
}

impl HasInstrument for Ticket {
    fn instrument(&self) -> Option<&Instrument> {
        Some(&self.instrument)
    }
}

impl HasTradeAmount for Ticket {
    fn trade_amount(&self) -> Option<TradeAmount> {
        Some(self.amount)
    }
}

impl HasOrderPrice for Ticket {
    fn order_price(&self) -> Option<Price> {
        Some(self.price)
    }
}

impl RecordOrder for Ticket {
    fn order_fields(&self) -> OrderFields<'_> {
        OrderFields {
            instrument: self.instrument(),
            trade_amount: self.trade_amount(),
            ..OrderFields::default()
        }
    }
}

impl HasSide for Ticket {
    fn side(&self) -> Option<Side> {
        None
    }
}

impl HasClientOrderId for Ticket {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        None
    }
}

/// A report of that book.
struct Fill(ClientOrderId, ExecutionId);

impl RecordReport for Fill {
    fn report_fields(&self) -> ReportFields<'_> {
        ReportFields {
            client_order_id: Some(&self.0),
            execution_id: Some(&self.1),
            ..ReportFields::default()
        }
    }
}

impl HasInstrument for Fill {
    fn instrument(&self) -> Option<&Instrument> {
        None
    }
}

impl HasPnl for Fill {
    fn pnl(&self) -> Option<Pnl> {
        None
    }
}

impl HasFee for Fill {
    fn fee(&self) -> Option<Fee> {
        None
    }
}

impl HasLastTrade for Fill {
    fn last_trade(&self) -> Option<Trade> {
        None
    }
}

type Desk = EngineBuilder<Ticket, Fill, (), WithoutAccounts<Local>>;

fn builder() -> Desk {
    let builder = Engine::builder::<Ticket, Fill, ()>().without_accounts();
    builder.no_sync().clock(ManualClock::new())
}

fn ticket(quantity: &str, price: &str) -> Ticket {
    Ticket {
        instrument: "AAPL/USD".parse().expect("an instrument"),
        amount: TradeAmount::Quantity(quantity.parse().expect("a quantity")),
        price: price.parse().expect("a price"),
    }
}

fn fill(execution: &str) -> Fill {
    let execution = ExecutionId::new(execution).expect("an id");
    Fill("c1".parse().expect("an id"), execution)
}

fn rejects<T: std::fmt::Debug>(result: Result<T, StartError>) -> Vec<Reject> {
    match result {
        Err(StartError::Rejected(rejected)) => rejected.rejects,
        other => panic!("not rejected: {other:?}"),
    }
}

/// What a scripted policy answers in each hook.
#[derive(Default)]
struct Scripted {
    mutations: Vec<Mutation>,
    block: Option<AccountBlock>,
    report: PolicyReport,
    fails_commit: bool,
}

impl<O, R, A> PreTradePolicy<O, R, A> for Scripted {
    fn name(&self) -> &str {
        "scripted"
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _order: &O,
    ) -> Result<PolicyDecision, PolicyFailure> {
        assert_eq!(ctx.account_id(), None);
        let mut decision = PolicyDecision::accept();
        for mutation in &self.mutations {
            decision = decision.with_mutation(mutation.clone());
        }
        Ok(match &self.block {
            Some(block) => decision.with_account_block(block.clone()),
            None => decision,
        })
    }

    fn apply_execution_report(
        &self,
        _ctx: &Context<'_>,
        _report: &R,
    ) -> Result<PolicyReport, PolicyFailure> {
        Ok(self.report.clone())
    }

    fn finalize(
        &self,
        _ctx: &Context<'_>,
        _token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        if self.fails_commit && side == Finalization::Commit {
            return Err(PolicyFailure::new("a failed commit"));
        }
        Ok(())
    }
}

#[test]
fn sizes_and_rates_judge_the_broker_and_asset_axes() {
    let cap = |max_quantity: &str| OrderSizeLimit {
        max_quantity: max_quantity.parse().ok(),
        max_notional: None,
    };
    let rate = |max_orders| RateLimit {
        max_orders,
        window_ns: 1_000,
    };
    let (asset, settlement_asset) = (
        "AAPL".parse().expect("an asset"),
        "USD".parse().expect("an asset"),
    );
    let engine = builder()
        .builtin(
            OrderSizeLimitPolicy::new()
                .broker_barrier(OrderSizeBrokerBarrier { limit: cap("100") })
                .asset_barriers([OrderSizeAssetBarrier {
                    limit: cap("50"),
                    asset,
                }]),
        )
        .builtin(
            RateLimitPolicy::new()
                .broker_barrier(RateLimitBrokerBarrier { limit: rate(2) })
                .asset_barriers([RateLimitAssetBarrier {
                    limit: rate(1),
                    settlement_asset,
                }]),
        )
        .build()
        .expect("an engine");
    let sizes = rejects(engine.start_pre_trade(ticket("101", "1")));
    assert_eq!(sizes[0].code(), RejectCode::OrderQtyExceedsLimit);
    let sizes = rejects(engine.start_pre_trade(ticket("51", "1")));
    assert!(sizes[0].reason().contains("asset"), "{sizes:?}");
    let open = engine.execute_pre_trade(ticket("50", "1"));
    open.expect("accepted").commit().expect("committed");
    let rates = rejects(engine.start_pre_trade(ticket("50", "1")));
    assert_eq!(rates[0].code(), RejectCode::RateLimitExceeded);
}

/// O-5.5: nothing can judge by an account.
#[test]
fn built_ins_that_judge_by_account_are_faults() {
    let account_id = AccountId::from_int(7);
    let limit = OrderSizeLimit {
        max_quantity: "1".parse().ok(),
        max_notional: None,
    };
    let asset = "AAPL".parse().expect("an asset");
    let rate = RateLimit {
        max_orders: 1,
        window_ns: 1,
    };
    let faults = builder()
        .builtin(OrderSizeLimitPolicy::new().account_asset_barriers([
            OrderSizeAccountAssetBarrier {
                limit,
                account_id,
                asset,
            },
        ]))
        .builtin(
            RateLimitPolicy::new().account_barriers([RateLimitAccountBarrier {
                limit: rate,
                account_id,
            }]),
        )
        .builtin(
            PnlBoundsKillSwitchPolicy::new().broker_barriers([PnlBoundsBrokerBarrier {
                settlement_asset: "USD".parse().expect("an asset"),
                lower_bound: "-1".parse().ok(),
                upper_bound: None,
            }]),
        )
        .builtin(
            NotionalLimitPolicy::new().asset_barriers([NotionalAssetBarrier {
                limit: "1".parse().expect("a volume"),
                settlement_asset: "USD".parse().expect("an asset"),
            }]),
        )
        .build()
        .expect_err("a configuration with faults");
    let texts: Vec<_> = faults.faults().iter().map(|fault| fault.text()).collect();
    let text = "judges by account: allowed in an engine with accounts";
    let policies = [
        "OrderSizeLimit",
        "RateLimit",
        "PnlBoundsKillSwitch",
        "NotionalLimit",
    ];
    assert_eq!(
        texts,
        policies.map(|policy| format!("policy `{policy}`: {text}"))
    );
}

/// O-5.5: what a policy changes of an account is its failure.
#[test]
fn mutations_of_an_account_fail_closed() {
    let account = AccountId::from_int(0);
    let reserve = ReserveNotional::new(
        account,
        "USD".parse().expect("an asset"),
        "1".parse().expect("a volume"),
    );
    let scope = BlockScope::Account(account);
    let switch = KillSwitch::new(scope, RejectCode::Other, "one a day").block_on_commit();
    for mutation in [Mutation::from(reserve), Mutation::from(switch)] {
        let engine = builder()
            .pre_trade(Scripted {
                mutations: vec![mutation],
                ..Scripted::default()
            })
            .build()
            .expect("an engine");
        let rejects = rejects(engine.execute_pre_trade(ticket("1", "1")));
        assert_eq!(rejects[0].code(), RejectCode::SystemUnavailable);
        assert_eq!(rejects[0].policy(), "scripted");
        assert_eq!(engine.blocks().list(), Ok(Vec::new()));
    }
}

#[test]
fn a_kill_switch_of_the_engine_works() {
    let switch = KillSwitch::new(BlockScope::Engine, RejectCode::Other, "one a day");
    let engine = builder()
        .pre_trade(Scripted {
            mutations: vec![switch.block_on_commit().into()],
            ..Scripted::default()
        })
        .build()
        .expect("an engine");
    let open = engine.execute_pre_trade(ticket("1", "1"));
    open.expect("accepted").commit().expect("committed");
    let rejects = rejects(engine.start_pre_trade(ticket("1", "1")));
    assert_eq!(rejects[0].code(), RejectCode::AccountBlocked);
}

/// O-5.5: where others block the account, the engine is blocked.
#[test]
fn what_would_block_the_account_blocks_the_engine() {
    let block = || AccountBlock::new(RejectCode::RiskLimitExceeded, "enough");
    let of_decision = Scripted {
        block: Some(block()),
        ..Scripted::default()
    };
    let of_report = Scripted {
        report: PolicyReport::nothing().with_account_block(block()),
        ..Scripted::default()
    };
    let of_release = Scripted {
        report: PolicyReport::nothing().with_release(
            "USD".parse().expect("an asset"),
            "0".parse().expect("a volume"),
        ),
        ..Scripted::default()
    };
    let of_commit = Scripted {
        mutations: vec![Mutation::custom(1)],
        fails_commit: true,
        ..Scripted::default()
    };
    for (policy, reason) in [
        (of_decision, "enough"),
        (of_report, "enough"),
        (of_release, "hook `apply_execution_report` failed"),
        (of_commit, "hook `commit` failed"),
    ] {
        let engine = builder()
            .record_decisions()
            .pre_trade(policy)
            .build()
            .expect("an engine");
        if let Ok(open) = engine.execute_pre_trade(ticket("1", "1")) {
            let _ = open.commit();
        }
        engine.apply_execution_report(&fill("e1")).expect("a fact");
        let blocks = engine.blocks().list().expect("blocks");
        assert_eq!(blocks.len(), 1, "{reason}");
        assert_eq!(blocks[0].scope, BlockScope::Engine);
        assert_eq!(blocks[0].cause.reason(), reason);
        let rejects = rejects(engine.start_pre_trade(ticket("1", "1")));
        assert_eq!(rejects[0].code(), RejectCode::AccountBlocked);
        let log = engine.decisions().expect("lines").join("\n");
        assert!(log.contains(r#""blocks":[{"scope":"engine""#), "{log}");
        assert!(!log.contains(r#""account":"#), "{log}");
        assert!(engine.unblock_all().expect("open"));
        assert!(engine.start_pre_trade(ticket("1", "1")).is_ok());
    }
}

#[test]
fn a_report_needs_no_account_and_counts_once() {
    let engine = builder().build().expect("an engine");
    let result = |execution| {
        engine
            .apply_execution_report(&fill(execution))
            .expect("a fact")
    };
    assert!(!result("e1").duplicate);
    assert!(result("e1").duplicate);
    assert!(!result("e2").duplicate);
}

#[test]
fn it_is_blocked_and_closed_like_any_engine() {
    let builder = Engine::builder::<Ticket, Fill, ()>().without_accounts();
    let engine = builder.checked(Mode::Local).build().expect("an engine");
    let blocks = engine.blocks();
    let cause = std::thread::spawn(move || blocks.block("halt")).join();
    let cause = cause.expect("the desk's thread").expect("open");
    let rejects = rejects(engine.start_pre_trade(ticket("1", "1")));
    assert_eq!(rejects[0].details(), "AccountBlocked: halt");
    assert_eq!(engine.blocks().unblock(&cause), Ok(true));
    let open = engine
        .execute_pre_trade(ticket("1", "1"))
        .expect("accepted");
    engine.close().expect("closed");
    assert!(matches!(
        open.commit().map_err(|error| error.into_error()),
        Err(Error::Lifecycle(_))
    ));
    assert!(engine.blocks().list().is_err());
}

#[test]
fn limits_change_but_never_to_ones_by_account() {
    let rate = |max_orders| RateLimit {
        max_orders,
        window_ns: 1_000,
    };
    let broker = |max_orders| RateLimitBrokerBarrier {
        limit: rate(max_orders),
    };
    let engine = builder()
        .builtin(RateLimitPolicy::new().broker_barrier(broker(1)))
        .build()
        .expect("an engine");
    let by_account = RateLimitChange {
        account: Some(vec![RateLimitAccountBarrier {
            limit: rate(9),
            account_id: AccountId::from_int(7),
        }]),
        ..RateLimitChange::default()
    };
    let refused = engine.configure().rate_limit("RateLimit", by_account);
    assert_eq!(
        refused.map_err(|error| error.to_string()),
        Err("policy `RateLimit`: judges by account: allowed in an engine with accounts".to_owned())
    );
    assert!(engine.dry_run_execute_pre_trade(&ticket("1", "1")).is_ok());
    assert!(engine.start_pre_trade(ticket("1", "1")).is_ok());
    assert!(engine.start_pre_trade(ticket("1", "1")).is_err());
    let more = RateLimitChange {
        broker: Some(vec![broker(2)]),
        ..RateLimitChange::default()
    };
    engine
        .configure()
        .rate_limit("RateLimit", more)
        .expect("valid limits");
    assert!(engine.start_pre_trade(ticket("1", "1")).is_ok());
    assert!(!engine.state().expect("open").contains("account"));
}
