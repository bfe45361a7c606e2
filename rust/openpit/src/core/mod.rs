// SPDX-License-Identifier: Apache-2.0
//! Core entities: instrument, order, execution report, and the capability traits that let the
//! engine read a caller's own types.

mod capability;
mod execution_report;
mod instrument;
mod order;

pub use capability::{
    HasAccountId, HasClientOrderId, HasExecutionId, HasFee, HasInstrument, HasIsFinal,
    HasLastTrade, HasLeavesQuantity, HasOrderPrice, HasPnl, HasSide, HasTradeAmount,
};
pub use execution_report::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    FinancialImpact,
};
pub use instrument::Instrument;
pub use order::{Order, OrderIdentity, OrderOperation};
