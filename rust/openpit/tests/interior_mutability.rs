// SPDX-License-Identifier: Apache-2.0
//! An order type of the caller's own that changes while the engine has it (O-4, O-5): Rust lets a
//! shared cell do so. The engine reads the account once, at start, and what was held by one reading
//! is what is committed, given back and released, whatever a later reading would say.

use std::cell::Cell;
use std::rc::Rc;

use openpit::core::{
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation, HasAccountId,
    HasClientOrderId, HasInstrument, HasOrderPrice, HasSide, HasTradeAmount, Instrument,
};
use openpit::engine::{Engine, ManualClock};
use openpit::param::{AccountId, Asset, ClientOrderId, Price, Side, TradeAmount};
use openpit::pretrade::policies::{NotionalAssetBarrier, NotionalLimitPolicy};
use openpit::pretrade::{Context, PolicyDecision, PolicyFailure, PreTradePolicy};
use openpit::{AccountAdjustment, ExecutionReport};

/// What the caller can still reach after the submit.
struct Facts {
    account: Cell<u64>,
    quantity: Cell<i64>,
    price: Cell<i64>,
    /// Which of the ids it says that it has.
    id: Cell<usize>,
    ids: [ClientOrderId; 2],
}

#[derive(Clone)]
struct Fickle(Rc<Facts>, Instrument);

impl Fickle {
    fn new() -> Self {
        let facts = Facts {
            account: Cell::new(7),
            quantity: Cell::new(10),
            price: Cell::new(20),
            id: Cell::new(0),
            ids: ["a", "other"].map(|id| id.parse().expect("an id")),
        };
        Self(Rc::new(facts), "AAPL/USD".parse().expect("an instrument"))
    }

    /// Changes everything that can change.
    fn change(&self) {
        self.0.account.set(self.0.account.get() + 1);
        self.0.quantity.set(self.0.quantity.get() + 1_000);
        self.0.price.set(self.0.price.get() + 1_000);
        self.0.id.set(1);
    }
}

impl HasAccountId for Fickle {
    fn account_id(&self) -> Option<AccountId> {
        Some(AccountId::from_int(self.0.account.get()))
    }
}

impl HasInstrument for Fickle {
    fn instrument(&self) -> Option<&Instrument> {
        Some(&self.1)
    }
}

impl HasSide for Fickle {
    fn side(&self) -> Option<Side> {
        Some(Side::Buy)
    }
}

impl HasTradeAmount for Fickle {
    fn trade_amount(&self) -> Option<TradeAmount> {
        let quantity = self.0.quantity.get().to_string();
        Some(TradeAmount::Quantity(quantity.parse().expect("a quantity")))
    }
}

impl HasOrderPrice for Fickle {
    fn order_price(&self) -> Option<Price> {
        Price::from_int(self.0.price.get().into()).ok()
    }
}

impl HasClientOrderId for Fickle {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        self.0.ids.get(self.0.id.get())
    }
}

/// Changes the order when it is asked about it.
struct Sly;

impl PreTradePolicy<Fickle, ExecutionReport, AccountAdjustment> for Sly {
    fn name(&self) -> &str {
        "sly"
    }

    fn perform_pre_trade_check(
        &self,
        _ctx: &Context<'_>,
        order: &Fickle,
    ) -> Result<PolicyDecision, PolicyFailure> {
        order.change();
        Ok(PolicyDecision::accept())
    }
}

type Desk = Engine<Fickle, ExecutionReport>;

fn limit() -> NotionalLimitPolicy {
    NotionalLimitPolicy::new().asset_barriers([NotionalAssetBarrier {
        limit: "10000000".parse().expect("a limit"),
        settlement_asset: Asset::new("USD").expect("an asset"),
    }])
}

/// An engine whose limit reads the order before the sly policy does, or after it.
fn desk(limit_first: bool) -> Desk {
    let builder = Engine::builder::<Fickle, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new());
    let builder = if limit_first {
        builder.builtin(limit()).pre_trade(Sly)
    } else {
        builder.pre_trade(Sly).builtin(limit())
    };
    builder.build().expect("an engine")
}

/// Account, held and open of each entry.
fn holds(engine: &Desk) -> Vec<(u64, String, String)> {
    let holds = engine.holds().expect("a list").into_iter();
    holds
        .map(|hold| {
            let (held, open) = (hold.holding.held, hold.holding.open);
            (hold.account_id.as_int(), held.to_string(), open.to_string())
        })
        .collect()
}

fn entry(held: &str, open: &str) -> Vec<(u64, String, String)> {
    vec![(7, held.to_owned(), open.to_owned())]
}

/// The cancel of an order of account 7.
fn cancel(id: &str) -> ExecutionReport {
    ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: "AAPL/USD".parse().ok(),
            account_id: Some(AccountId::from_int(7)),
            side: Some(Side::Buy),
        },
        fill: Some(ExecutionReportFillDetails {
            is_final: true,
            ..ExecutionReportFillDetails::default()
        }),
        identity: Some(ExecutionReportIdentity {
            client_order_id: id.parse().expect("an id"),
            execution_id: None,
        }),
        ..ExecutionReport::default()
    }
}

#[test]
fn what_was_held_is_what_is_committed_and_released() {
    let (engine, order) = (desk(true), Fickle::new());
    let reservation = engine.execute_pre_trade(order.clone()).expect("accepted");
    assert_eq!(holds(&engine), entry("200", "0"));
    order.change();
    reservation.commit().expect("committed");
    assert_eq!(holds(&engine), entry("0", "200"));
    order.change();
    let result = engine
        .apply_execution_report(&cancel("a"))
        .expect("a result");
    assert_eq!((result.anomalies.len(), holds(&engine).len()), (0, 0));
}

#[test]
fn what_was_held_is_what_is_given_back() {
    for limit_first in [true, false] {
        let (engine, order) = (desk(limit_first), Fickle::new());
        let reservation = engine.execute_pre_trade(order.clone()).expect("accepted");
        // A policy judges what the order says when it is asked.
        let held = if limit_first { "200" } else { "1030200" };
        assert_eq!(holds(&engine), entry(held, "0"));
        order.change();
        reservation.rollback().expect("rolled back");
        assert!(holds(&engine).is_empty());
        let id = if limit_first { "a" } else { "other" };
        let result = engine
            .apply_execution_report(&cancel(id))
            .expect("a result");
        assert_eq!(result.anomalies.len(), 1, "the order is unknown again");
    }
}

#[test]
fn the_account_is_the_one_of_the_start() {
    let (engine, order) = (desk(true), Fickle::new());
    let request = engine.start_pre_trade(order.clone()).expect("started");
    order.change();
    engine
        .accounts()
        .block(AccountId::from_int(8), "another one")
        .expect("a cause");
    let reservation = request.execute().expect("account 7 is not blocked");
    let seen: Vec<u64> = holds(&engine).iter().map(|hold| hold.0).collect();
    assert_eq!(seen, [7]);
    reservation.close().expect("closed");
    assert!(holds(&engine).is_empty());
}
