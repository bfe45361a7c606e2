// SPDX-License-Identifier: Apache-2.0
//! Engine-owned mutations (M-2, M-3), executions once (P-10) and the pnl kill switch (L-4), as Rust
//! sees them. The behaviour shared by all languages is in `features/`.

use openpit::core::{
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation, FinancialImpact,
};
use openpit::engine::{Anomaly, BlockScope, Engine, EngineBuilder, ManualClock, StartError, sync};
use openpit::param::{AccountId, Asset, ExecutionId, Side, Trade, Volume};
use openpit::pretrade::policies::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy,
};
use openpit::pretrade::{
    Context, KillSwitch, PolicyDecision, PolicyFailure, PolicyReport, PreTradePolicy, RejectCode,
    ReserveNotional,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

const ACCOUNT: AccountId = AccountId::from_int(7);

fn usd() -> Asset {
    Asset::new("USD").expect("an asset")
}

fn volume(text: &str) -> Volume {
    text.parse().expect("a volume")
}

fn order() -> Order {
    let instrument = "AAPL/USD".parse().expect("an instrument");
    let (quantity, price) = ("100".parse(), "1".parse());
    Order::limit(
        instrument,
        ACCOUNT,
        Side::Buy,
        quantity.expect("a quantity"),
        price.expect("a price"),
    )
}

/// A report with realized pnl and a fee; with a trade if it has an execution id.
fn report(pnl: &str, fee: &str, execution: Option<&str>) -> ExecutionReport {
    let trade = Trade::new("1".parse().expect("price"), "1".parse().expect("quantity"));
    ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: "AAPL/USD".parse().ok(),
            account_id: Some(ACCOUNT),
            side: Some(Side::Buy),
        },
        financial_impact: Some(FinancialImpact {
            pnl: pnl.parse().ok(),
            fee: fee.parse().ok(),
        }),
        fill: execution.map(|_| ExecutionReportFillDetails {
            last_trade: Some(trade),
            ..Default::default()
        }),
        identity: execution.map(|execution| ExecutionReportIdentity {
            client_order_id: "c1".parse().expect("an id"),
            execution_id: ExecutionId::new(execution).ok(),
        }),
        ..ExecutionReport::default()
    }
}

fn builder() -> EngineBuilder<Order, ExecutionReport, AccountAdjustment, sync::Local> {
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
}

/// Reserves 100 USD for each order, up to 250 for the account; releases what a report's fee says.
struct Reserving;

impl PreTradePolicy for Reserving {
    fn name(&self) -> &str {
        "reserving"
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        assert_eq!(ctx.own_holding(&usd()), ctx.total_holding(&usd()));
        let reserve = ReserveNotional::new(ACCOUNT, usd(), volume("100"))
            .with_account_asset_limit(volume("250"));
        Ok(PolicyDecision::accept().with_mutation(reserve.into()))
    }

    fn apply_execution_report(
        &self,
        _ctx: &Context<'_>,
        report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        let fee = report
            .financial_impact
            .as_ref()
            .and_then(|impact| impact.fee);
        let amount = Volume::new(fee.expect("a fee").decimal())?;
        Ok(PolicyReport::nothing().with_release(usd(), amount))
    }
}

#[test]
fn a_hold_is_taken_at_once_opened_by_commit_and_released_by_reports() {
    let engine = builder().pre_trade(Reserving).build().expect("an engine");
    let held = |engine: &Engine<Order, ExecutionReport>| {
        let holds = engine.holds().expect("holds");
        holds
            .first()
            .map(|hold| (hold.holding.held, hold.holding.open))
    };
    let first = engine.execute_pre_trade(order()).expect("100 of 250");
    let second = engine.execute_pre_trade(order()).expect("200 of 250");
    let Err(StartError::Rejected(third)) = engine.execute_pre_trade(order()) else {
        panic!("300 of 250 passed");
    };
    assert_eq!(third.rejects[0].code(), RejectCode::CreditLimitExceeded);
    assert_eq!(
        third.rejects[0].details(),
        "held + open + used + new: observed `300`, limit `250`"
    );
    first.commit().expect("commit");
    assert_eq!(held(&engine), Some((volume("100"), volume("100"))));
    drop(second);
    assert_eq!(held(&engine), Some((Volume::ZERO, volume("100"))));

    let result = engine
        .apply_execution_report(&report("0", "101", None))
        .expect("a report");
    assert_eq!(result.failures.len(), 1, "a release of more than there is");
    assert_eq!(held(&engine), Some((Volume::ZERO, volume("100"))));
    engine
        .apply_execution_report(&report("0", "100", None))
        .expect("a report");
    assert_eq!(held(&engine), None);
}

/// Blocks its scope when an order is committed.
struct OneOrder(BlockScope);

impl PreTradePolicy for OneOrder {
    fn name(&self) -> &str {
        "one order"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let switch = KillSwitch::new(self.0, RejectCode::RiskLimitExceeded, "one order a day");
        Ok(PolicyDecision::accept().with_mutation(switch.block_on_commit().into()))
    }
}

#[test]
fn a_kill_switch_mutation_blocks_on_commit_only() {
    for scope in [BlockScope::Account(ACCOUNT), BlockScope::Engine] {
        let engine = builder()
            .pre_trade(OneOrder(scope))
            .build()
            .expect("an engine");
        drop(engine.execute_pre_trade(order()).expect("the first"));
        let second = engine
            .execute_pre_trade(order())
            .expect("nothing was committed");
        second.commit().expect("commit");
        assert!(engine.execute_pre_trade(order()).is_err());
        let blocked = engine.accounts().blocked().expect("a list");
        assert_eq!((blocked.len(), blocked[0].scope), (1, scope));
    }
}

#[test]
fn an_execution_counts_once() {
    let policy = PnlBoundsKillSwitchPolicy::new().broker_barriers([barrier(Some("-150"), None)]);
    let engine = builder().builtin(policy).build().expect("an engine");
    let first = report("-100", "0", Some("e1"));
    assert!(
        !engine
            .apply_execution_report(&first)
            .expect("a report")
            .duplicate
    );
    let again = engine.apply_execution_report(&first).expect("a report");
    assert!(again.duplicate && again.account_blocks.is_empty());
    let other = engine.apply_execution_report(&report("-90", "0", Some("e1")));
    assert_eq!(
        other.expect("a report").anomalies,
        [Anomaly::ExecutionIdConflict]
    );
    engine
        .execute_pre_trade(order())
        .expect("-100 is within")
        .commit()
        .expect("commit");
    let second = engine.apply_execution_report(&report("-50", "0.01", Some("e2")));
    let blocks = second.expect("a report").account_blocks;
    assert_eq!(blocks[0].code(), RejectCode::PnlKillSwitchTriggered);
    assert_eq!(
        blocks[0].reason(),
        "realized pnl: observed `-150.01`, lower bound `-150`, upper bound none"
    );
}

fn barrier(lower: Option<&str>, upper: Option<&str>) -> PnlBoundsBrokerBarrier {
    PnlBoundsBrokerBarrier {
        settlement_asset: usd(),
        lower_bound: lower.map(|pnl| pnl.parse().expect("a pnl")),
        upper_bound: upper.map(|pnl| pnl.parse().expect("a pnl")),
    }
}

#[test]
fn an_account_out_of_bounds_starts_blocked_and_unblocking_does_not_re_arm_it() {
    let policy =
        PnlBoundsKillSwitchPolicy::new().account_asset_barriers([PnlBoundsAccountAssetBarrier {
            barrier: barrier(Some("-10"), None),
            account_id: ACCOUNT,
            initial_pnl: "-11".parse().expect("a pnl"),
        }]);
    let engine = builder().builtin(policy).build().expect("an engine");
    let code = || match engine.execute_pre_trade(order()) {
        Err(StartError::Rejected(rejected)) => Some(rejected.rejects[0].code()),
        _ => None,
    };
    assert_eq!(code(), Some(RejectCode::AccountBlocked));
    engine.accounts().unblock_all(ACCOUNT).expect("unblock");
    assert_eq!(code(), Some(RejectCode::PnlKillSwitchTriggered));
    engine
        .apply_execution_report(&report("1", "0", None))
        .expect("a report");
    assert_eq!(code(), None, "equal to the bound is within");
}

#[test]
fn a_trade_without_pnl_blocks_and_inverted_bounds_are_a_fault() {
    let policy = PnlBoundsKillSwitchPolicy::new().broker_barriers([barrier(Some("-150"), None)]);
    let engine = builder().builtin(policy).build().expect("an engine");
    let mut lacking = report("0", "0", Some("e1"));
    lacking.financial_impact = None;
    let blocks = engine
        .apply_execution_report(&lacking)
        .expect("a report")
        .account_blocks;
    assert_eq!(blocks[0].code(), RejectCode::MissingRequiredField);

    let inverted =
        PnlBoundsKillSwitchPolicy::new().broker_barriers([barrier(Some("1"), Some("0"))]);
    let faults = builder()
        .builtin(inverted)
        .build()
        .expect_err("inverted bounds");
    assert_eq!(faults.faults().len(), 1);
}

#[test]
fn a_block_from_another_thread_is_in_the_log_before_the_call_that_sees_it() {
    let engine = builder()
        .record_decisions()
        .record_verdicts()
        .build()
        .expect("an engine");
    let accounts = engine.accounts();
    let desk = std::thread::spawn(move || accounts.block(ACCOUNT, "margin call"));
    desk.join().expect("the desk").expect("a cause");
    assert!(engine.execute_pre_trade_at(order(), 5).is_err());
    let lines = engine.decisions().expect("lines");
    let start = r#"{"call":"block","at":"0","account":"7","source":"engine","#;
    let end = r#""code":"AccountBlocked","reason":"margin call"}"#;
    assert_eq!(lines[0], format!("{start}{end}"));
    assert!(
        lines[1].starts_with(r#"{"call":"start","at":"5""#),
        "{lines:?}"
    );
    let verdicts = engine.verdicts().expect("verdicts");
    assert_eq!(verdicts[0].codes, [RejectCode::AccountBlocked]);
}
