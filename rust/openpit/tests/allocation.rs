// SPDX-License-Identifier: Apache-2.0
//! The accept path with built-ins only does not allocate in steady state.

use std::time::Duration;

use openpit::engine::{Engine, ManualClock};
use openpit::param::{AccountId, Asset, Side};
use openpit::pretrade::policies::{
    OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier, OrderSizeBrokerBarrier, OrderSizeLimit,
    OrderSizeLimitPolicy, OrderValidation, RateLimit, RateLimitAccountAssetBarrier,
    RateLimitAccountBarrier, RateLimitAssetBarrier, RateLimitBrokerBarrier, RateLimitPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};

// Two orders a step: 500 in every window of a second.
const STEP_NS: i64 = 4_000_000;

/// Every built-in, on every axis that it has, wide enough to let all orders pass.
fn engine(account_id: AccountId) -> Engine<Order, ExecutionReport> {
    let settlement_asset = Asset::new("USD").expect("an asset");
    let asset = settlement_asset.clone();
    let limit = RateLimit::new(1_000, Duration::from_secs(1));
    let rates = RateLimitPolicy::new()
        .broker_barrier(RateLimitBrokerBarrier { limit })
        .asset_barriers([RateLimitAssetBarrier {
            limit,
            settlement_asset: asset.clone(),
        }])
        .account_barriers([RateLimitAccountBarrier { limit, account_id }])
        .account_asset_barriers([RateLimitAccountAssetBarrier {
            limit,
            account_id,
            settlement_asset,
        }]);
    let limit = OrderSizeLimit {
        max_quantity: "500".parse().ok(),
        max_notional: "100000".parse().ok(),
    };
    let sizes = OrderSizeLimitPolicy::new()
        .broker_barrier(OrderSizeBrokerBarrier { limit })
        .asset_barriers([OrderSizeAssetBarrier {
            limit,
            asset: asset.clone(),
        }])
        .account_asset_barriers([OrderSizeAccountAssetBarrier {
            limit,
            account_id,
            asset,
        }]);
    Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new())
        .builtin(OrderValidation::new())
        .builtin(rates)
        .builtin(sizes)
        .build()
        .expect("a valid configuration")
}

fn order(account: AccountId) -> Order {
    let instrument = "AAPL/USD".parse().expect("an instrument");
    let quantity = "100".parse().expect("a quantity");
    let price = "185.25".parse().expect("a price");
    Order::limit(instrument, account, Side::Buy, quantity, price)
}

fn run(engine: &Engine<Order, ExecutionReport>, order: &Order, steps: std::ops::Range<i64>) {
    for step in steps {
        let request = engine
            .start_pre_trade_at(order.clone(), step * STEP_NS)
            .expect("start");
        let reservation = request.execute().expect("execute");
        reservation.commit().expect("commit");
        let reservation = engine
            .execute_pre_trade(order.clone())
            .expect("both stages");
        drop(reservation);
    }
}

#[test]
fn the_accept_path_of_built_ins_does_not_allocate() {
    let account = AccountId::from_int(99_224_416);
    let engine = engine(account);
    let order = order(account);
    // Two windows, after which every ring has its size.
    run(&engine, &order, 0..3_000);
    let counted = allocation_counter::measure(|| run(&engine, &order, 3_000..6_000));
    assert_eq!(counted.count_total, 0, "allocations: {counted:?}");
}

#[test]
fn the_counter_sees_an_allocation() {
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(Box::new(1_u64))));
    assert_eq!(counted.count_total, 1);
}
