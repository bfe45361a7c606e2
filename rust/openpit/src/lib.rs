// SPDX-License-Identifier: Apache-2.0
//! Embeddable pre-trade risk engine: before an order may reach a venue, a trading system asks the
//! engine; policies reject it or reserve state for it; later the engine learns from executions.
//!
//! It is a library: no service, no network hop, no runtime. It is deterministic, fail-safe (what
//! is not finalized rolls back) and financially exact.
//!
//! ```
//! use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
//! use openpit::param::{AccountId, Side};
//! use openpit::pretrade::policies::OrderValidation;
//!
//! let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
//!     .no_sync()
//!     .builtin(OrderValidation::new())
//!     .build()?;
//! let account = AccountId::from_int(99224416);
//! let order =
//!     Order::limit("AAPL/USD".parse()?, account, Side::Buy, "100".parse()?, "185".parse()?);
//! let reservation = engine.execute_pre_trade(order)?;
//! reservation.commit()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Your own order types
//!
//! The engine takes any order, report and adjustment type that has what its policies read (O-5):
//! each readable fact is a [capability trait](crate::core), and [`Order`], [`ExecutionReport`] and
//! [`AccountAdjustment`] have all of theirs. With the feature `derive` a type of your own is
//! composed around an inner one, from its own fields, or both; a policy of yours reads the rest of
//! it, since it gets the very type that you submit:
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```text")]
//! use openpit::param::{AccountId, ClientOrderId, Fee, Pnl, Side};
//! use openpit::pretrade::policies::OrderValidation;
//! use openpit::pretrade::{
//!     Context, PolicyFailure, PolicyReject, PreTradePolicy, RejectCode,
//! };
//! use openpit::{AccountAdjustment, Engine, Order, RequestFields};
//!
//! #[derive(RequestFields)]
//! struct DeskOrder {
//!     #[openpit(inner)]
//!     order: Order,
//!     desk: String,
//! }
//!
//! #[derive(RequestFields)]
//! struct DeskFill {
//!     #[openpit(account_id)]
//!     account: AccountId,
//!     #[openpit(client_order_id)]
//!     order: ClientOrderId,
//!     #[openpit(pnl)]
//!     pnl: Pnl,
//!     #[openpit(fee)]
//!     fee: Option<Fee>,
//! }
//!
//! struct ClosedDesks(&'static str);
//!
//! impl<R, A> PreTradePolicy<DeskOrder, R, A> for ClosedDesks {
//!     fn name(&self) -> &str {
//!         "ClosedDesks"
//!     }
//!
//!     fn check_pre_trade_start(
//!         &self,
//!         _ctx: &Context<'_>,
//!         order: &DeskOrder,
//!     ) -> Result<Vec<PolicyReject>, PolicyFailure> {
//!         if order.desk != self.0 {
//!             return Ok(Vec::new());
//!         }
//!         let details = format!("observed `{}`", order.desk);
//!         Ok(vec![PolicyReject::new(RejectCode::ComplianceRestriction, "desk closed", details)])
//!     }
//! }
//!
//! let engine = Engine::builder::<DeskOrder, DeskFill, AccountAdjustment>()
//!     .no_sync()
//!     .builtin(OrderValidation::new())
//!     .pre_trade(ClosedDesks("prop"))
//!     .build()?;
//! let account = AccountId::from_int(7);
//! let desk_order = |desk: &str| -> Result<DeskOrder, openpit::param::ParamError> {
//!     let order = Order::market("AAPL/USD".parse()?, account, Side::Buy, "100".parse()?);
//!     Ok(DeskOrder { order, desk: desk.to_owned() })
//! };
//! assert!(engine.start_pre_trade(desk_order("prop")?).is_err());
//! engine.execute_pre_trade(desk_order("flow")?)?.commit()?;
//! engine.apply_execution_report(&DeskFill {
//!     account,
//!     order: "A-17".parse()?,
//!     pnl: "-50".parse()?,
//!     fee: None,
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without the derive a type implements the traits by hand; a policy for every type that has a
//! price is `impl<O: HasOrderPrice, R, A> PreTradePolicy<O, R, A>`, and an order without a price
//! then does not compile. Where orders belong to no account,
//! [`without_accounts`](engine::Builder::without_accounts) builds an engine that needs none.
//!
//! # Features
//!
//! - `derive`: `RequestFields`, as above.
//! - `serde`: `Serialize` and `Deserialize` of values and records, and the module `json`. A number,
//!   an id or a name is its text; reading judges it as its constructor does, and a float, whose
//!   digits are lost, is refused. Records leave out what is absent and refuse unknown fields.
//! - `limits`: [`EngineBuilder::limits`](engine::EngineBuilder), built-in policies described in a
//!   TOML file.
#![forbid(unsafe_code)]

pub mod core;
pub mod engine;
#[cfg(feature = "serde")]
pub mod json;
#[cfg(feature = "limits")]
pub mod limits;
pub mod param;
pub mod pretrade;

pub use crate::core::{AccountAdjustment, ExecutionReport, Instrument, Order};
pub use crate::engine::{ConfigErrors, Engine, Error};
#[cfg(feature = "derive")]
pub use openpit_derive::RequestFields;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
