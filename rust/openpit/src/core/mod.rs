// SPDX-License-Identifier: Apache-2.0
//! Core entities: instrument, order, execution report, and the capability traits that let the
//! engine read a caller's own types.

mod account_adjustment;
mod capability;
mod execution_report;
mod instrument;
mod order;
#[cfg(feature = "serde")]
mod serde_impl;

pub use account_adjustment::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
};
pub use capability::{
    HasAccountId, HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation, HasAutoBorrow,
    HasClientOrderId, HasClosePosition, HasCollateralAsset, HasExecutionId, HasFee, HasInstrument,
    HasIsFinal, HasLastTrade, HasLeavesQuantity, HasLeverage, HasOrderPrice, HasPnl,
    HasPositionEffect, HasPositionSide, HasReduceOnly, HasSide, HasTradeAmount,
};
pub use execution_report::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact,
};
pub use instrument::Instrument;
pub use order::{Order, OrderIdentity, OrderMargin, OrderOperation, OrderPosition};
