// SPDX-License-Identifier: Apache-2.0
//! Wrappers around an inner order, report or adjustment, and types of own fields (O-5.3, O-5.6).

use openpit::core::{
    AccountAdjustmentAmount, AccountAdjustmentBalanceOperation, AccountAdjustmentBounds,
    AccountAdjustmentOperation, HasAccountId, HasAdjustmentAmount, HasAdjustmentBounds,
    HasAdjustmentOperation, HasAutoBorrow, HasClientOrderId, HasFee, HasInstrument, HasIsFinal,
    HasLastTrade, HasLeverage, HasOrderPrice, HasPnl, HasReduceOnly, HasSide, HasTradeAmount,
    OrderMargin,
};
use openpit::engine::{Engine, RecordOrder, RecordReport, StartError};
use openpit::param::{
    AccountId, AdjustmentAmount, Asset, ClientOrderId, ExecutionId, Fee, Leverage, Pnl, Price,
    Quantity, Side, TradeAmount,
};
use openpit::pretrade::policies::OrderValidation;
use openpit::pretrade::{Context, PolicyFailure, PolicyReject, PreTradePolicy, RejectCode};
use openpit::{AccountAdjustment, ExecutionReport, Instrument, Order, RequestFields};

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a value")
}

fn order() -> Order {
    let mut order = Order::limit(
        parsed("AAPL/USD"),
        AccountId::from_int(7),
        Side::Buy,
        parsed("100"),
        parsed("185"),
    );
    order.margin = Some(OrderMargin {
        leverage: Some(parsed("5")),
        ..OrderMargin::default()
    });
    order.with_client_order_id(parsed("c1"))
}

/// A wrapper with what the desk needs beside the order.
#[derive(Debug, Clone, RequestFields)]
struct DeskOrder {
    #[openpit(inner)]
    order: Order,
    desk: String,
}

#[derive(RequestFields)]
struct DeskReport {
    #[openpit(inner)]
    report: ExecutionReport,
}

#[derive(RequestFields)]
struct DeskAdjustment(
    #[openpit(inner)] AccountAdjustment,
    #[allow(dead_code)] String,
);

/// Any inner type, a wrapper too, with an own account above it.
#[derive(RequestFields)]
struct Booked<'a, T: Clone = Order, const N: usize = 1>
where
    T: std::fmt::Debug,
{
    #[openpit(inner)]
    inner: T,
    #[openpit(account_id)]
    book: Option<AccountId>,
    #[openpit(instrument)]
    instrument: Instrument,
    tags: [&'a str; N],
}

/// No inner type: plain and optional fields, borrowed and copied, flags and whole structs.
#[derive(RequestFields)]
struct Ticket {
    #[openpit(account_id)]
    account: AccountId,
    #[openpit(instrument)]
    instrument: Option<Instrument>,
    #[openpit(side)]
    side: Option<Side>,
    #[openpit(trade_amount)]
    amount: TradeAmount,
    #[openpit(order_price)]
    limit: Option<Price>,
    #[openpit(client_order_id)]
    id: ClientOrderId,
    #[openpit(leverage)]
    leverage: Leverage,
    #[openpit(collateral_asset)]
    collateral: Option<Asset>,
    #[openpit(reduce_only)]
    reduce_only: bool,
    #[openpit(auto_borrow)]
    auto_borrow: Option<bool>,
}

#[derive(RequestFields)]
struct Fill {
    #[openpit(account_id)]
    account: AccountId,
    #[openpit(pnl)]
    pnl: Pnl,
    #[openpit(fee)]
    fee: Option<Fee>,
    #[openpit(client_order_id)]
    order: ClientOrderId,
    #[openpit(execution_id)]
    execution: Option<ExecutionId>,
    #[openpit(leaves_quantity)]
    leaves: Quantity,
}

#[derive(RequestFields)]
struct Correction {
    #[openpit(adjustment_operation)]
    operation: AccountAdjustmentOperation,
    #[openpit(adjustment_amount)]
    amount: AccountAdjustmentAmount,
    #[openpit(adjustment_bounds)]
    bounds: AccountAdjustmentBounds,
}

/// Reads what the engine's own policies cannot: the wrapper's desk.
struct NoProp;

impl<R, A> PreTradePolicy<DeskOrder, R, A> for NoProp {
    fn name(&self) -> &str {
        "NoProp"
    }

    fn check_pre_trade_start(
        &self,
        _ctx: &Context<'_>,
        order: &DeskOrder,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        if order.desk != "prop" {
            return Ok(Vec::new());
        }
        let reject = PolicyReject::new(RejectCode::Custom, "prop is closed", "observed `prop`");
        Ok(vec![reject])
    }
}

/// O-5.6: a wrapper has the capabilities of its inner type.
#[test]
fn a_wrapper_has_what_the_inner_one_has() {
    let (inner, desk) = (order(), "flow".to_owned());
    let order = DeskOrder { order: inner, desk };
    assert_eq!(order.account_id(), Some(AccountId::from_int(7)));
    assert_eq!(order.instrument(), Some(&parsed("AAPL/USD")));
    assert_eq!(order.side(), Some(Side::Buy));
    assert_eq!(order.order_price(), Some(parsed("185")));
    assert_eq!(order.leverage(), Some(parsed("5")));
    assert_eq!(order.order_fields(), order.order.order_fields());
    assert!(!order.reduce_only());
    let report = DeskReport {
        report: ExecutionReport::default(),
    };
    assert_eq!(report.pnl(), None);
    assert_eq!(report.last_trade(), None);
    assert!(!report.is_final());
    assert_eq!(report.report_fields(), report.report.report_fields());
}

#[test]
fn an_engine_takes_wrappers_all_the_way() {
    let engine = Engine::builder::<DeskOrder, DeskReport, DeskAdjustment>()
        .no_sync()
        .record_decisions()
        .builtin(OrderValidation::new())
        .pre_trade(NoProp)
        .build()
        .expect("an engine");
    let desk = |desk: &str| DeskOrder {
        order: order(),
        desk: desk.to_owned(),
    };
    let open = engine.execute_pre_trade(desk("flow")).expect("accepted");
    open.commit().expect("committed");
    let Err(StartError::Rejected(rejected)) = engine.start_pre_trade(desk("prop")) else {
        panic!("the prop desk passed");
    };
    assert_eq!(rejected.rejects[0].policy(), "NoProp");
    let mut report = ExecutionReport::default();
    report.operation.account_id = Some(AccountId::from_int(7));
    let report = DeskReport { report };
    engine.apply_execution_report(&report).expect("a fact");
    let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: parsed("USD"),
        average_entry_price: None,
    });
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta(parsed("1"))),
        ..AccountAdjustmentAmount::default()
    };
    let deposit = AccountAdjustment::new(operation, amount, AccountAdjustmentBounds::default());
    let deposit = DeskAdjustment(deposit.expect("an adjustment"), "wire".to_owned());
    let batch = engine.apply_account_adjustment(AccountId::from_int(7), &[deposit]);
    assert_eq!(batch.expect("accepted").outcomes.len(), 1);
    let log = engine.decisions().expect("lines").join("\n");
    assert!(log.contains(r#""client_order_id":"c1""#), "{log}");
}

/// O-5.6: a field of its own stands above the inner one.
#[test]
fn an_own_field_stands_above_the_inner_one() {
    let mut booked = Booked {
        inner: DeskOrder {
            order: order(),
            desk: "flow".to_owned(),
        },
        book: Some(AccountId::from_int(9)),
        instrument: parsed("BTC/USD"),
        tags: ["a", "b"],
    };
    assert_eq!(booked.account_id(), Some(AccountId::from_int(9)));
    assert_eq!(booked.side(), Some(Side::Buy));
    let fields = booked.order_fields();
    assert_eq!(fields.instrument, Some(&parsed("BTC/USD")));
    assert_eq!(fields.client_order_id, Some(&parsed("c1")));
    booked.book = None;
    assert_eq!(booked.account_id(), None, "absent is an answer too");
    assert_eq!(booked.tags.len(), 2);
    // A generic wrapper has only what its inner type has: of a report, no side of an order's kind.
    let report: Booked<'_, ExecutionReport, 0> = Booked {
        inner: ExecutionReport::default(),
        book: None,
        instrument: parsed("BTC/USD"),
        tags: [],
    };
    assert_eq!(report.report_fields().instrument, Some(&parsed("BTC/USD")));
}

#[test]
fn a_type_of_own_fields_is_an_order_a_report_or_an_adjustment() {
    let ticket = Ticket {
        account: AccountId::from_int(7),
        instrument: Some(parsed("AAPL/USD")),
        side: Some(Side::Sell),
        amount: TradeAmount::Quantity(parsed("1")),
        limit: None,
        id: parsed("t1"),
        leverage: parsed("2"),
        collateral: None,
        reduce_only: true,
        auto_borrow: None,
    };
    assert_eq!(ticket.trade_amount(), Some(ticket.amount));
    assert_eq!(ticket.client_order_id(), Some(&ticket.id));
    assert!(ticket.reduce_only() && !ticket.auto_borrow());
    let shown = ticket.order_fields();
    assert_eq!(shown.side, Some(Side::Sell));
    assert_eq!(shown.leverage, Some(parsed("2")));
    assert_eq!(shown.price, None);
    let fill = |pnl: &str| Fill {
        account: AccountId::from_int(7),
        pnl: parsed(pnl),
        fee: None,
        order: parsed("t1"),
        execution: Some(parsed("e1")),
        leaves: parsed("0"),
    };
    let engine = Engine::builder::<Ticket, Fill, Correction>()
        .no_sync()
        .builtin(OrderValidation::new())
        .build()
        .expect("an engine");
    engine
        .execute_pre_trade(ticket)
        .expect("accepted")
        .commit()
        .expect("committed");
    // The derive reads the identity, so each execution counts once (P-10).
    assert!(
        !engine
            .apply_execution_report(&fill("1"))
            .expect("a fact")
            .duplicate
    );
    assert!(
        engine
            .apply_execution_report(&fill("1"))
            .expect("a fact")
            .duplicate
    );
    let conflict = engine.apply_execution_report(&fill("2")).expect("a fact");
    assert_eq!(conflict.anomalies.len(), 1);
    assert_eq!(fill("1").fee(), None);
    let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: parsed("USD"),
        average_entry_price: None,
    });
    let correction = Correction {
        operation,
        amount: AccountAdjustmentAmount::default(),
        bounds: AccountAdjustmentBounds::default(),
    };
    assert_eq!(
        correction.adjustment_operation(),
        Some(&correction.operation)
    );
    assert_eq!(correction.adjustment_amount(), Some(correction.amount));
    assert_eq!(correction.adjustment_bounds(), correction.bounds);
}
