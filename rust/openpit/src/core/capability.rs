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
use super::{AccountAdjustmentAmount, AccountAdjustmentBounds, AccountAdjustmentOperation};
use crate::param::{
    AccountId, Asset, ClientOrderId, ExecutionId, Fee, Leverage, Pnl, PositionEffect, PositionSide,
    Price, Quantity, Side, Trade, TradeAmount,
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
    /// What an adjustment does to the account's balance, held and incoming amounts.
    HasAdjustmentAmount::adjustment_amount -> Option<AccountAdjustmentAmount>;
    /// What the amounts of an adjustment must stay within.
    HasAdjustmentBounds::adjustment_bounds -> AccountAdjustmentBounds;
    /// What an adjustment speaks of: a balance or a position.
    HasAdjustmentOperation::adjustment_operation -> Option<&AccountAdjustmentOperation>;
    /// Whether the venue may borrow what the order lacks.
    HasAutoBorrow::auto_borrow -> bool;
    /// The client's own order id, the identity of an order across its reports.
    HasClientOrderId::client_order_id -> Option<&ClientOrderId>;
    /// Whether the order closes the whole position.
    HasClosePosition::close_position -> bool;
    /// The asset that secures the position.
    HasCollateralAsset::collateral_asset -> Option<&Asset>;
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
    /// How many times the margin the position may be.
    HasLeverage::leverage -> Option<Leverage>;
    /// The limit price in the settlement asset per unit; none for a market order.
    HasOrderPrice::order_price -> Option<Price>;
    /// The realized profit of an execution in the settlement asset: profit is positive.
    HasPnl::pnl -> Option<Pnl>;
    /// What the execution did to the position: opened or closed.
    HasPositionEffect::position_effect -> Option<PositionEffect>;
    /// Which position is meant, where long and short are kept apart.
    HasPositionSide::position_side -> Option<PositionSide>;
    /// Whether the order may only make a position smaller.
    HasReduceOnly::reduce_only -> bool;
    /// Buy or sell.
    HasSide::side -> Option<Side>;
    /// How much is to be traded: a quantity of the underlying or a volume of the settlement asset.
    HasTradeAmount::trade_amount -> Option<TradeAmount>;
}
