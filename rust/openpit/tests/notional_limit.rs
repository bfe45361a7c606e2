// SPDX-License-Identifier: Apache-2.0
//! The state table of the notional limit (L-6), row by row, through the public interface.

use openpit::core::{
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation, OrderOperation,
};
use openpit::engine::{Anomaly, Engine, LifecycleKind, ManualClock, PostTradeResult, StartError};
use openpit::param::{AccountId, Asset, ExecutionId, Side, Trade, TradeAmount};
use openpit::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy,
};
use openpit::pretrade::{RejectCode, Reservation};
use openpit::{AccountAdjustment, Error, ExecutionReport, Order};

const ACCOUNT: AccountId = AccountId::from_int(7);

fn engine(limit: &str) -> Engine<Order, ExecutionReport> {
    let limit = NotionalAssetBarrier {
        limit: limit.parse().expect("a limit"),
        settlement_asset: usd(),
    };
    built(NotionalLimitPolicy::new().asset_barriers([limit]))
}

fn built(policy: NotionalLimitPolicy) -> Engine<Order, ExecutionReport> {
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
        .builtin(policy)
        .build()
        .expect("an engine")
}

fn usd() -> Asset {
    Asset::new("USD").expect("an asset")
}

fn order_of(account: AccountId, id: &str, quantity: &str, price: &str) -> Order {
    Order::limit(
        "AAPL/USD".parse().expect("an instrument"),
        account,
        Side::Buy,
        quantity.parse().expect("a quantity"),
        price.parse().expect("a price"),
    )
    .with_client_order_id(id.parse().expect("an id"))
}

fn order(id: &str, quantity: &str, price: &str) -> Order {
    order_of(ACCOUNT, id, quantity, price)
}

/// A report of an order: `trade` is quantity and price.
fn report(
    id: &str,
    trade: Option<(&str, &str)>,
    leaves: Option<&str>,
    last: bool,
) -> ExecutionReport {
    ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: "AAPL/USD".parse().ok(),
            account_id: Some(ACCOUNT),
            side: Some(Side::Buy),
        },
        fill: Some(ExecutionReportFillDetails {
            last_trade: trade.map(|(quantity, price)| {
                Trade::new(
                    price.parse().expect("a price"),
                    quantity.parse().expect("a quantity"),
                )
            }),
            leaves_quantity: leaves.map(|leaves| leaves.parse().expect("a quantity")),
            is_final: last,
        }),
        identity: Some(ExecutionReportIdentity {
            client_order_id: id.parse().expect("an id"),
            execution_id: None,
        }),
        ..ExecutionReport::default()
    }
}

type Desk = Engine<Order, ExecutionReport>;

fn reserve(engine: &Desk, order: Order) -> Reservation<Order, ExecutionReport> {
    engine.execute_pre_trade(order).expect("a reservation")
}

fn refused(engine: &Desk, order: Order) -> RejectCode {
    match engine.execute_pre_trade(order) {
        Err(StartError::Rejected(rejected)) => rejected.rejects[0].code(),
        other => panic!("not rejected: {other:?}"),
    }
}

fn tell(engine: &Desk, report: &ExecutionReport) -> PostTradeResult {
    engine.apply_execution_report(report).expect("a result")
}

/// Held, open and used of the account in USD.
fn sums(engine: &Desk) -> [String; 3] {
    let holds = engine.holds().expect("holds");
    let own = holds.iter().find(|hold| hold.account_id == ACCOUNT);
    own.map_or([(); 3].map(|()| "0".to_owned()), |hold| {
        let holding = hold.holding;
        [holding.held, holding.open, holding.used].map(|volume| volume.to_string())
    })
}

#[test]
fn held_becomes_open_and_is_released_as_it_fills() {
    let engine = engine("1000");
    let reservation = reserve(&engine, order("a", "10", "50"));
    assert_eq!(sums(&engine), ["500", "0", "0"]);
    reservation.commit().expect("a commit");
    assert_eq!(sums(&engine), ["0", "500", "0"]);
    assert!(
        tell(&engine, &report("a", Some(("4", "49.5")), Some("6"), false))
            .anomalies
            .is_empty()
    );
    assert_eq!(sums(&engine), ["0", "300", "198"]);
    let cut = tell(&engine, &report("a", None, Some("3"), false));
    assert!(cut.anomalies.is_empty());
    assert_eq!(sums(&engine), ["0", "150", "198"]);
    tell(&engine, &report("a", Some(("3", "50")), Some("0"), false));
    assert_eq!(sums(&engine), ["0", "0", "348"]);
    let late = tell(&engine, &report("a", Some(("1", "50")), None, false));
    assert_eq!(late.anomalies, [Anomaly::FillAfterFinal]);
    assert_eq!(sums(&engine), ["0", "0", "398"]);
    let again = tell(&engine, &report("a", None, None, true));
    assert!(again.duplicate && again.anomalies.is_empty());
}

#[test]
fn a_limit_counts_held_open_used_and_new_and_equal_passes() {
    let engine = engine("1000");
    reserve(&engine, order("a", "10", "50"))
        .commit()
        .expect("a commit");
    tell(&engine, &report("a", Some(("4", "50")), None, false));
    let held = reserve(&engine, order("b", "2", "100"));
    assert_eq!(
        refused(&engine, order("c", "3.01", "100")),
        RejectCode::CreditLimitExceeded
    );
    reserve(&engine, order("c", "3", "100"))
        .commit()
        .expect("a commit");
    held.rollback().expect("a rollback");
    // The id is free again, and so is the room.
    reserve(&engine, order("b", "2", "100"))
        .commit()
        .expect("a commit");
}

#[test]
fn ids_are_known_until_reset() {
    let engine = engine("1000");
    let bare = Order {
        identity: None,
        ..order("a", "1", "1")
    };
    assert_eq!(refused(&engine, bare), RejectCode::MissingRequiredField);
    reserve(&engine, order("a", "1", "100"))
        .commit()
        .expect("a commit");
    assert_eq!(
        refused(&engine, order("a", "1", "1")),
        RejectCode::DuplicateClientOrderId
    );
    tell(&engine, &report("a", Some(("1", "100")), None, false));
    assert_eq!(
        refused(&engine, order("a", "1", "1")),
        RejectCode::DuplicateClientOrderId
    );
}

#[test]
fn a_report_opens_a_held_order_and_then_it_cannot_be_rolled_back() {
    let engine = engine("1000");
    let reservation = reserve(&engine, order("a", "10", "50"));
    tell(&engine, &report("a", Some(("1", "50")), None, false));
    assert_eq!(sums(&engine), ["0", "450", "50"]);
    let error = reservation.rollback().expect_err("a refusal");
    match error {
        openpit::engine::FinalizeError::Refused { error, reservation } => {
            assert_eq!(error, Error::Lifecycle(LifecycleKind::OrderReported));
            reservation.commit().expect("a commit is fine once");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(sums(&engine), ["0", "450", "50"]);
    // A drop does nothing either.
    let reservation = reserve(&engine, order("b", "1", "50"));
    tell(&engine, &report("b", None, Some("1"), false));
    drop(reservation);
    assert_eq!(sums(&engine), ["0", "500", "50"]);
}

#[test]
fn what_does_not_fit_is_told() {
    let engine = engine("1000");
    reserve(&engine, order("a", "10", "50"))
        .commit()
        .expect("a commit");
    let other = ExecutionReport {
        operation: ExecutionReportOperation {
            side: Some(Side::Sell),
            ..report("a", None, None, true).operation
        },
        ..report("a", Some(("1", "50")), None, true)
    };
    assert_eq!(tell(&engine, &other).anomalies, [Anomaly::ReportMismatch]);
    assert_eq!(sums(&engine), ["0", "500", "0"]);
    let wrong = tell(&engine, &report("a", Some(("1", "50")), Some("5"), false));
    assert_eq!(wrong.anomalies, [Anomaly::LeavesMismatch]);
    assert_eq!(sums(&engine), ["0", "450", "50"]);
    let over = tell(&engine, &report("a", Some(("10", "50")), None, false));
    assert_eq!(over.anomalies, [Anomaly::Overfill]);
    assert_eq!(sums(&engine), ["0", "0", "550"]);
    let unknown = tell(&engine, &report("x", Some(("1", "50")), None, false));
    assert_eq!(unknown.anomalies, [Anomaly::UnknownOrder]);
    assert_eq!(sums(&engine), ["0", "0", "600"]);
    assert_eq!(
        refused(&engine, order("x", "1", "1")),
        RejectCode::DuplicateClientOrderId
    );
}

#[test]
fn an_execution_counts_once_but_its_end_still_applies() {
    let engine = engine("1000");
    reserve(&engine, order("a", "10", "50"))
        .commit()
        .expect("a commit");
    let mut fill = report("a", Some(("4", "50")), None, false);
    let identity = fill.identity.as_mut().expect("an identity");
    identity.execution_id = ExecutionId::new("e1").ok();
    tell(&engine, &fill);
    tell(&engine, &fill);
    assert_eq!(sums(&engine), ["0", "300", "200"]);
    fill.fill.as_mut().expect("a fill").is_final = true;
    tell(&engine, &fill);
    assert_eq!(sums(&engine), ["0", "0", "200"]);
}

#[test]
fn shares_are_released_rounded_down_and_the_rest_at_the_end() {
    let engine = engine("1000");
    reserve(&engine, order("a", "3", "0.1"))
        .commit()
        .expect("a commit");
    tell(&engine, &report("a", None, Some("2"), false));
    assert_eq!(sums(&engine), ["0", "0.2", "0"]);
    reserve(&engine, order("b", "7", "0.01"))
        .commit()
        .expect("a commit");
    tell(&engine, &report("b", None, Some("6"), false));
    tell(&engine, &report("a", None, None, true));
    assert_eq!(sums(&engine), ["0", "0.06", "0"]);
    tell(&engine, &report("b", None, Some("5"), true));
    assert_eq!(sums(&engine), ["0", "0", "0"]);
}

#[test]
fn volume_orders_reserve_the_volume_and_market_orders_need_a_price() {
    let engine = engine("1000");
    let volume = Order {
        operation: OrderOperation {
            trade_amount: Some(TradeAmount::Volume("600".parse().expect("a volume"))),
            price: None,
            ..order("v", "1", "1").operation
        },
        ..order("v", "1", "1")
    };
    reserve(&engine, volume).commit().expect("a commit");
    tell(&engine, &report("v", Some(("2", "100")), None, false));
    assert_eq!(sums(&engine), ["0", "400", "200"]);
    tell(&engine, &report("v", None, None, true));
    assert_eq!(sums(&engine), ["0", "0", "200"]);
    let mut market = order("m", "1", "1");
    market.operation.price = None;
    assert_eq!(
        refused(&engine, market),
        RejectCode::OrderValueCalculationFailed
    );
}

#[test]
fn every_axis_is_tested_in_one_step() {
    let other = AccountId::from_int(8);
    let engine = built(
        NotionalLimitPolicy::new()
            .broker_asset_barriers([NotionalBrokerAssetBarrier {
                limit: "150".parse().expect("a limit"),
                settlement_asset: usd(),
            }])
            .account_asset_barriers([NotionalAccountAssetBarrier {
                limit: "100".parse().expect("a limit"),
                account_id: ACCOUNT,
                settlement_asset: usd(),
            }]),
    );
    reserve(&engine, order("a", "1", "100"))
        .commit()
        .expect("a commit");
    assert_eq!(
        refused(&engine, order("b", "1", "1")),
        RejectCode::CreditLimitExceeded
    );
    reserve(&engine, order_of(other, "a", "1", "50"))
        .commit()
        .expect("a commit");
    assert_eq!(
        refused(&engine, order_of(other, "b", "1", "1")),
        RejectCode::CreditLimitExceeded
    );
}
