// SPDX-License-Identifier: Apache-2.0
//! Capability traits (O-5): one readable fact each. A policy bounds its order and report types by
//! the traits that it uses, and only by those.
//!
//! The method is the trait's name in snake case without `has_`, and no two traits share one.
//! `None` means that the record does not carry the fact; the policy that needs it then rejects
//! with `MissingRequiredField` (R-3).
//!
//! ```
//! use openpit::core::{HasSide, HasTradeAmount};
//! use openpit::param::{Quantity, Side, TradeAmount};
//!
//! struct Ticket {
//!     lots: Quantity,
//! }
//!
//! impl HasTradeAmount for Ticket {
//!     fn trade_amount(&self) -> Option<TradeAmount> {
//!         Some(TradeAmount::Quantity(self.lots))
//!     }
//! }
//!
//! impl HasSide for Ticket {
//!     fn side(&self) -> Option<Side> {
//!         Some(Side::Buy)
//!     }
//! }
//! ```

use super::Instrument;
use crate::param::{
    AccountId, ClientOrderId, ExecutionId, Fee, Pnl, Price, Quantity, Side, Trade, TradeAmount,
};

macro_rules! capability {
    ($($(#[$doc:meta])* $name:ident :: $method:ident -> $value:ty;)+) => {
        $(
            $(#[$doc])*
            pub trait $name {
                $(#[$doc])*
                fn $method(&self) -> $value;
            }
        )+
    };
}

capability! {
    /// The account that the record belongs to.
    HasAccountId::account_id -> Option<AccountId>;
    /// The client's own order id, the identity of an order across its reports.
    HasClientOrderId::client_order_id -> Option<&ClientOrderId>;
    /// The venue's id of one execution.
    HasExecutionId::execution_id -> Option<&ExecutionId>;
    /// The fee of an execution in the settlement asset: a cost is positive, a rebate negative.
    HasFee::fee -> Option<Fee>;
    /// What is traded.
    HasInstrument::instrument -> Option<&Instrument>;
    /// Whether the report is the last one of its order.
    HasIsFinal::is_final -> bool;
    /// The trade that the report tells of, if any.
    HasLastTrade::last_trade -> Option<Trade>;
    /// What is left open of the order, in units of the underlying.
    HasLeavesQuantity::leaves_quantity -> Option<Quantity>;
    /// The limit price in the settlement asset per unit; none for a market order.
    HasOrderPrice::order_price -> Option<Price>;
    /// The realized profit of an execution in the settlement asset: profit is positive.
    HasPnl::pnl -> Option<Pnl>;
    /// Buy or sell.
    HasSide::side -> Option<Side>;
    /// How much is to be traded: a quantity of the underlying or a volume of the settlement asset.
    HasTradeAmount::trade_amount -> Option<TradeAmount>;
}
