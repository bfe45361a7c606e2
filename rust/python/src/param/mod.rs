// SPDX-License-Identifier: Apache-2.0
//! `openpit.param`: values.

mod account_group_id;
mod account_id;
mod adjustment_amount;
mod asset;
mod conversion;
mod conversions;
mod id_type;
mod input;
pub mod json;
mod leverage;
mod notional;
mod number;
mod number_type;
mod position_size;
mod rounding;
mod sum_type;
mod text_enum;
mod trade;
mod trade_amount;

pub use account_group_id::{AccountGroupId, account_group_id};
pub use account_id::{AccountId, account_id};
pub use adjustment_amount::AdjustmentAmount;
pub use asset::{Asset, asset};
pub use leverage::Leverage;
pub use number::{CashFlow, Fee, Notional, Pnl, PositionSize, Price, Quantity, Volume};
pub use number_type::raise;
pub use text_enum::{
    enum_text, member as enum_member, read as enum_value, read_option as enum_option,
};
pub use trade::Trade;
pub use trade_amount::{TradeAmount, trade_amount};
