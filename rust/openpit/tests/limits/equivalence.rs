// SPDX-License-Identifier: Apache-2.0
//! A limits text decides as the same policies built by hand do, line by line of the log (D-1).

use openpit::core::{
    HasAccountId, HasClientOrderId, HasInstrument, HasOrderPrice, HasSide, HasTradeAmount,
};
use openpit::engine::sync::{Mode, SyncPolicy};
use openpit::engine::{Engine, EngineBuilder, ManualClock};
use openpit::param::{AccountId, Asset, ClientOrderId, Price, Side, TradeAmount};
use openpit::{AccountAdjustment, ExecutionReport, Instrument, Order};
use proptest::prelude::*;
use proptest::sample::select;

use super::SAMPLE;
use super::model::{ACCOUNTS, ASSETS, LISTED, Policy, add_by_hand, policies, text_of};

/// An order and how many milliseconds it comes after the last one.
type Timed = (Order, i64);

fn orders() -> impl Strategy<Value = Vec<Timed>> {
    let asset = || select(ASSETS.as_slice()).prop_map(|name| Asset::new(name).unwrap());
    let amount = (any::<bool>(), 0u32..9).prop_map(|(by_quantity, size)| {
        if by_quantity {
            TradeAmount::Quantity(size.to_string().parse().unwrap())
        } else {
            TradeAmount::Volume((size * 9).to_string().parse().unwrap())
        }
    });
    let price = prop::option::weighted(0.9, (-3i32..12).prop_map(|price| price.to_string()));
    let order = (asset(), asset(), select(ACCOUNTS.as_slice()), amount, price).prop_map(
        |(underlying, settlement, account, amount, price)| {
            let mut order = Order::default();
            order.operation.instrument = Some(Instrument::new(underlying, settlement));
            order.operation.account_id = Some(AccountId::from_string(account).unwrap());
            order.operation.side = Some(Side::Buy);
            order.operation.trade_amount = Some(amount);
            order.operation.price = price.map(|price| price.parse::<Price>().unwrap());
            order
        },
    );
    prop::collection::vec((order, 0i64..20), 1..120)
}

/// The decision log of an engine that is asked for all orders.
fn log_of<S: SyncPolicy>(
    builder: EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>,
    orders: &[Timed],
) -> Vec<String> {
    let engine = builder
        .clock(ManualClock::new())
        .record_decisions()
        .build()
        .unwrap();
    let mut at = 0;
    for (order, after_ms) in orders {
        at += after_ms * 1_000_000;
        let _ = engine.start_pre_trade_at(order.clone(), at);
    }
    engine.decisions().unwrap()
}

fn check(policies: &[Policy], orders: &[Timed]) {
    let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>;
    let text = text_of(policies);
    let from_text = log_of(builder().no_sync().limits(&text, LISTED), orders);
    let by_hand = log_of(add_by_hand(builder().no_sync(), policies), orders);
    assert_eq!(from_text, by_hand, "{text}");
    assert_eq!(from_text.len(), orders.len());
    let serial = log_of(builder().checked(Mode::Local).limits(&text, LISTED), orders);
    assert_eq!(from_text, serial, "{text}");
}

proptest! {
    #[test]
    fn a_text_decides_as_policies_built_by_hand(policies in policies(), orders in orders()) {
        check(&policies, &orders);
    }
}

#[test]
fn a_size_limit_of_an_account_keeps_the_other_cap_of_each_account() {
    let text = "[[policy]]\ntype = 'order_size_limit'\n\
        [[policy.each_account_asset]]\nasset = 'USD'\nmax_notional = 100\n\
        [[policy.account_asset]]\naccount = 'A'\nasset = 'USD'\nmax_quantity = 5\n";
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .limits(text, ["A"])
        .build()
        .unwrap();
    let passes = |instrument: &str, price: &str| {
        let (account, quantity) = (AccountId::from_string("A").unwrap(), "10".parse().unwrap());
        let instrument = instrument.parse().unwrap();
        let price = price.parse().unwrap();
        engine
            .start_pre_trade(Order::limit(
                instrument,
                account,
                Side::Buy,
                quantity,
                price,
            ))
            .is_ok()
    };
    assert!(passes("BTC/USD", "10"));
    assert!(!passes("BTC/USD", "10.1"));
    assert!(!passes("USD/EUR", "1"));
}

#[test]
fn a_hundred_thousand_accounts_expand() {
    let names: Vec<String> = (0..100_000).map(|n| format!("ACC{n}")).collect();
    let text = "[[policy]]\ntype = 'rate_limit'\neach_account = {max_orders = 1, window = '1h'}";
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .limits(text, &names)
        .build()
        .unwrap();
    let start = |name| {
        let account = AccountId::from_string(name).unwrap();
        let (quantity, price) = ("1".parse().unwrap(), "1".parse().unwrap());
        let instrument = "AAPL/USD".parse().unwrap();
        engine
            .start_pre_trade(Order::limit(
                instrument,
                account,
                Side::Buy,
                quantity,
                price,
            ))
            .is_ok()
    };
    assert!(start("ACC99999"));
    assert!(!start("ACC99999"));
    assert!(start("somebody else"));
    assert!(start("somebody else"));
}

/// A client's own order type with nothing but what the built-ins read (O-5).
struct Ticket(Order);

impl HasAccountId for Ticket {
    fn account_id(&self) -> Option<AccountId> {
        self.0.account_id()
    }
}

impl HasClientOrderId for Ticket {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        self.0.client_order_id()
    }
}

impl HasInstrument for Ticket {
    fn instrument(&self) -> Option<&Instrument> {
        self.0.instrument()
    }
}

impl HasOrderPrice for Ticket {
    fn order_price(&self) -> Option<Price> {
        self.0.order_price()
    }
}

impl HasSide for Ticket {
    fn side(&self) -> Option<Side> {
        self.0.side()
    }
}

impl HasTradeAmount for Ticket {
    fn trade_amount(&self) -> Option<TradeAmount> {
        self.0.trade_amount()
    }
}

#[test]
fn any_order_type_with_the_capabilities_takes_limits() {
    let engine = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .limits(SAMPLE, LISTED)
        .build()
        .unwrap();
    assert!(engine.start_pre_trade(Ticket(Order::default())).is_err());
}
