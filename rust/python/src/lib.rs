// SPDX-License-Identifier: Apache-2.0
//! `openpit._native`: the thin adapter between the Rust core and the Python package.
//!
//! Every method converts, calls the core and maps the error; no rule of the engine lives here. One
//! file for each concept, with the same basenames as the core.
#![allow(
    clippy::wrong_self_convention,
    reason = "Python's methods take a reference to self whatever their names"
)]

mod classes;
mod core;
mod engine;
mod param;
mod pretrade;
mod record;
mod text;

use pyo3::prelude::*;

/// The native part of `openpit`. Use the public packages: `openpit`, `openpit.param`,
/// `openpit.pretrade`, `openpit.errors`.
#[pymodule(gil_used = true)]
mod _native {
    #[pymodule_export]
    use crate::core::{
        AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
        AccountAdjustmentBounds, AccountAdjustmentPositionOperation, ExecutionReport,
        ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
        ExecutionReportPositionImpact, FinancialImpact, Instrument, Order, OrderIdentity,
        OrderMargin, OrderOperation, OrderPosition,
    };
    #[pymodule_export]
    use crate::engine::{
        Accounts, BlockScope, Closer, Engine, Measure, PostTradeResult, Verdict, after_fork,
        at_exit, build_engine, change_limits, limits_policy_types, reset_notional_limit,
    };
    #[pymodule_export]
    use crate::param::{
        AccountGroupId, AccountId, AdjustmentAmount, Asset, CashFlow, Fee, Leverage, Notional, Pnl,
        PositionSize, Price, Quantity, Trade, TradeAmount, Volume, enum_text,
    };
    #[pymodule_export]
    use crate::pretrade::{
        Context, ExecuteResult, Mutation, PolicyAccountAdjustmentResult, PolicyDecision, Request,
        Reservation, StartResult,
    };
}
