// SPDX-License-Identifier: Apache-2.0
//! Core entities: instrument, order, execution report, and the capability traits that let the
//! engine read a caller's own types.

mod account_adjustment;
mod capability;
mod execution_report;
#[cfg(feature = "derive")]
mod gives;
mod instrument;
mod order;
#[cfg(feature = "serde")]
mod serde_impl;

pub use account_adjustment::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
};
pub use capability::*;
pub use execution_report::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact,
};
#[cfg(feature = "derive")]
#[doc(hidden)]
pub use gives::Gives;
pub use instrument::Instrument;
pub use order::{Order, OrderIdentity, OrderMargin, OrderOperation, OrderPosition};
