// SPDX-License-Identifier: Apache-2.0
//! The C interface of openpit: flat structs in, caller-owned structs out, one call per engine call.
//!
//! - Every function starts with `openpit_`; every door catches panics, so none crosses it (E-3).
//! - What comes in is judged again, whatever the binding has checked before (V-6): a bad enum, a
//!   bad length, text that is not UTF-8 or a number out of range is a typed error, never trusted.
//! - Requests and reservations are 64-bit keys; any number may be passed, and one that names
//!   nothing is a lifecycle error. Engine and builder pointers must come from this library and be
//!   freed once.
//! - This is the only crate with `unsafe`; each block says why it is sound.

mod adjustment;
mod admin;
mod answer;
mod apart;
mod balance;
mod batch;
mod builder;
mod builtins;
mod configure;
mod door;
mod engine;
mod error;
mod groups;
mod holding;
mod instrument;
mod limits;
mod mutation;
mod notional_limit;
mod number;
mod order;
mod outcome;
mod pnl_bounds_killswitch;
mod policy;
mod post_trade;
mod refuse;
mod report;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod verdict;
mod wire;

pub use adjustment::{
    OpenpitAdjustment, openpit_adjustment_check, openpit_order_check, openpit_report_check,
};
pub use admin::{
    openpit_engine_block, openpit_engine_blocked, openpit_engine_unblock,
    openpit_engine_unblock_all,
};
pub use answer::{OpenpitAnswer, openpit_answer_push};
pub use apart::openpit_callback_exited;
pub use balance::{
    OpenpitBalance, OpenpitBalanceKey, openpit_answer_adjust, openpit_context_balance,
    openpit_engine_balances,
};
pub use batch::openpit_engine_apply_account_adjustment;
pub use builder::{
    OpenpitBuilder, openpit_builder_build, openpit_builder_clock, openpit_builder_free,
    openpit_builder_new, openpit_builder_record_decisions, openpit_builder_require_limits,
};
pub use builtins::{
    OpenpitBarrier, openpit_builder_order_size_limit, openpit_builder_order_validation,
    openpit_builder_rate_limit,
};
pub use configure::{
    openpit_engine_armed, openpit_engine_change_limits, openpit_engine_change_pnl_bounds,
    openpit_engine_reset_notional_limit,
};
pub use engine::{
    OpenpitDrops, OpenpitEngine, openpit_engine_apply_execution_report, openpit_engine_close,
    openpit_engine_decisions, openpit_engine_decisions_digest, openpit_engine_drops,
    openpit_engine_dry_run, openpit_engine_execute, openpit_engine_finalize, openpit_engine_free,
    openpit_engine_release_later, openpit_engine_start, openpit_engine_start_and_execute,
};
pub use groups::{openpit_engine_group_of, openpit_engine_regroup};
pub use holding::{OpenpitHolding, openpit_context_holding, openpit_engine_holds};
pub use mutation::{
    OpenpitKillSwitch, OpenpitReserveNotional, openpit_answer_release,
    openpit_answer_reserve_notional, openpit_answer_set_kill_switch,
};
pub use notional_limit::openpit_builder_notional_limit;
pub use number::OpenpitNumber;
pub use order::OpenpitOrder;
pub use outcome::{OpenpitOutcome, openpit_bytes_free};
pub use pnl_bounds_killswitch::{OpenpitPnlBarrier, openpit_builder_pnl_bounds_killswitch};
pub use policy::{OpenpitContext, OpenpitEmitted, OpenpitPolicyCallback, openpit_builder_policy};
pub use refuse::openpit_refuse;
pub use report::OpenpitReport;
pub use state::{openpit_engine_state, openpit_engine_state_digest};
pub use text::OpenpitText;
pub use value::{OpenpitOperands, openpit_text_value, openpit_value_op};
pub use verdict::{openpit_builder_record_verdicts, openpit_engine_verdicts};

/// Links only against a library of this very version: a stale archive is a link error.
#[unsafe(no_mangle)]
pub extern "C" fn openpit_version_0_1_0() {}
