// SPDX-License-Identifier: Apache-2.0
//! The engine: built once, then asked before every order (P).

mod accounts;
mod balances;
mod batch;
mod blocks;
mod builder;
mod calls;
mod clock;
mod configure;
mod dry_run;
mod error;
mod executions;
mod handle;
mod holds;
mod limits;
mod report;
mod sync;
mod verdict;

pub use accounts::Accounts;
pub use balances::{balance_key, balance_object};
pub use blocks::BlockScope;
pub use builder::{CoreBuilder, build_engine};
pub use calls::{Call, Calls};
pub use clock::At;
pub use configure::{change_limits, reset_notional_limit};
pub use error::{error, param_error, range_error};
pub use handle::{Closer, Engine, raised, rejected};
pub use holds::holding_object;
pub use limits::limits_policy_types;
pub use report::{PostTradeResult, account_block};
pub use sync::{Running, after_fork, at_exit};
pub use verdict::{Measure, Verdict};
