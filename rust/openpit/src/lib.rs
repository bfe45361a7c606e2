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
#![forbid(unsafe_code)]

pub mod core;
pub mod engine;
#[cfg(feature = "limits")]
pub mod limits;
pub mod param;
pub mod pretrade;

pub use crate::core::{AccountAdjustment, ExecutionReport, Instrument, Order};
pub use crate::engine::{ConfigErrors, Engine, Error};
#[cfg(feature = "derive")]
pub use openpit_derive::RequestFields;
