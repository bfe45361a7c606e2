// SPDX-License-Identifier: Apache-2.0
//! The engine: built once, then asked before every order (P).
//!
//! The way of an order is one file per arrow: `builder`, `start`, `execute`, `finalize`, `report`.
//!
//! ```
//! use openpit::core::{AccountAdjustment, ExecutionReport, Order};
//! use openpit::engine::Engine;
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
//! let request = engine.start_pre_trade(order)?;
//! let reservation = request.execute()?;
//! reservation.commit()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accounts;
mod adjustment_lines;
mod armed;
mod balances;
mod batch;
mod blocks;
mod builder;
mod cells;
mod clock;
mod commons;
mod config;
mod configure;
pub(crate) mod data;
mod decisions;
mod dry_run;
mod error;
mod error_kind;
mod execute;
mod executions;
mod finalize;
mod flags;
mod groups;
mod handle;
mod holds;
mod home;
mod homes;
mod keyed;
mod listings;
mod machine;
mod order_notional;
mod registry;
mod report;
mod rules;
mod slots;
mod start;
mod state;
pub mod sync;
mod verdicts;

pub use accounts::{Accounts, EngineBlocks};
pub(crate) use balances::Balances;
pub use balances::{AccountBalance, Balance, BalanceKey};
pub use batch::{AccountAdjustmentBatch, AccountAdjustmentOutcome, BatchRejected};
pub use blocks::{Block, BlockScope};
pub use builder::{Builder, EngineBuilder, WithAccounts};
pub use clock::ManualClock;
pub use config::{ConfigErrors, ConfigFault};
pub use configure::Configure;
pub use decisions::{OrderFields, RecordOrder, RecordReport, ReportFields};
pub use error::{
    BatchError, CallbackFailure, CallbackFailures, Error, ExecuteError, FinalizeError, StartError,
    TimeFault,
};
pub use error_kind::{ErrorKind, LifecycleKind, ThreadingKind, TimeKind};
pub use executions::Anomaly;
pub use handle::Engine;
pub(crate) use holds::Holds;
pub use holds::{Hold, Holding};
pub(crate) use home::Home;
pub(crate) use machine::{Admitted, ReservationSlot, discard};
pub use machine::{Key, RequestKey, ReservationKey};
pub(crate) use order_notional::{TrackedOrder, notional_up};
pub use report::{PolicyAdjustment, PostTradeResult};
pub use sync::DropCounters;
pub use verdicts::{Measure, Stage, Verdict};

/// The source of what the engine itself decides; no policy may be named so.
pub(crate) const ENGINE: &str = "engine";
