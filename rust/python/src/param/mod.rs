// SPDX-License-Identifier: Apache-2.0
//! `openpit.param`: values.

mod account_id;
mod asset;
mod input;
mod number;
mod number_type;
mod rounding;
mod side;
mod trade;
mod trade_amount;

pub use account_id::{AccountId, account_id};
pub use asset::{Asset, asset};
pub use number::{Fee, Pnl, Price, Quantity, Volume};
pub use number_type::raise;
pub use rounding::strategy_text;
pub use side::{side, side_member, side_text};
pub use trade::Trade;
pub use trade_amount::{TradeAmount, trade_amount};
