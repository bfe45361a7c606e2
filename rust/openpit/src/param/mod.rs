// SPDX-License-Identifier: Apache-2.0
//! Values: exact decimal numbers, names and ids (V-1 to V-6).
//!
//! A number is sign, 96-bit coefficient and a scale of 0 to 28. Input is exact or an error, never
//! silently rounded; types do not mix; a value that exists is valid.
//!
//! ```
//! use openpit::param::{ParamErrorKind, Price, Quantity};
//!
//! let price = Price::from_string("185.50")?;
//! assert_eq!(price.to_string(), "185.5");
//! assert_eq!(price, Price::from_string("1855e-1")?);
//!
//! let error = Quantity::from_string("-1").unwrap_err();
//! assert_eq!(error.kind(), ParamErrorKind::Negative);
//!
//! // A sum is exact or an error, as every addition.
//! let total: Result<Quantity, _> = [1, 2, 3].map(Quantity::try_from).into_iter().flatten().sum();
//! assert_eq!(total?, "6".parse()?);
//! # Ok::<(), openpit::param::ParamError>(())
//! ```

mod account_group_id;
mod account_id;
mod adjustment_amount;
mod asset;
mod cash_flow;
mod client_id;
pub(crate) mod decimal;
mod error;
mod error_kind;
mod factor;
mod fee;
mod leverage;
mod notional;
mod number;
mod number_doors;
mod number_type;
mod pnl;
mod position_effect;
mod position_mode;
mod position_side;
mod position_size;
mod price;
mod quantity;
#[doc(hidden)]
pub mod raw;
mod rounding;
#[cfg(feature = "serde")]
mod serde_impl;
mod side;
mod trade;
mod trade_amount;
mod volume;

pub use account_group_id::AccountGroupId;
pub use account_id::AccountId;
pub use adjustment_amount::AdjustmentAmount;
pub use asset::Asset;
pub use cash_flow::CashFlow;
pub use client_id::{ClientOrderId, ExecutionId};
pub use error::ParamError;
pub use error_kind::ParamErrorKind;
pub use factor::Factor;
pub use fee::Fee;
pub use leverage::Leverage;
pub use notional::Notional;
pub use pnl::Pnl;
pub use position_effect::PositionEffect;
pub use position_mode::PositionMode;
pub use position_side::PositionSide;
pub use position_size::PositionSize;
pub use price::Price;
pub use quantity::Quantity;
pub use rounding::RoundingStrategy;
pub use rust_decimal::Decimal;
pub use side::Side;
pub use trade::Trade;
pub use trade_amount::TradeAmount;
pub use volume::Volume;
