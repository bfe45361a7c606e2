// SPDX-License-Identifier: Apache-2.0
//! The ready-made execution report record (O-2).

use super::Instrument;
use super::capability::{
    HasAccountId, HasClientOrderId, HasExecutionId, HasFee, HasInstrument, HasIsFinal,
    HasLastTrade, HasLeavesQuantity, HasPnl, HasPositionEffect, HasPositionSide, HasSide,
};
use crate::engine::{RecordReport, ReportFields};
use crate::param::{
    AccountId, ClientOrderId, ExecutionId, Fee, Pnl, PositionEffect, PositionSide, Quantity, Side,
    Trade,
};

/// Which order the report speaks of. Fields may be absent, but a report without an account is an
/// error to the caller (P-10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ExecutionReportOperation {
    /// What was traded.
    pub instrument: Option<Instrument>,
    /// The account that traded.
    pub account_id: Option<AccountId>,
    /// Buy or sell.
    pub side: Option<Side>,
}

/// What an execution did to the account's money, in the settlement asset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct FinancialImpact {
    /// Realized profit: profit is positive.
    pub pnl: Option<Pnl>,
    /// Fee: a cost is positive, a rebate negative.
    pub fee: Option<Fee>,
}

/// What an execution did to the order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ExecutionReportFillDetails {
    /// The trade that the report tells of; none for a cancel or a venue reject.
    pub last_trade: Option<Trade>,
    /// What is left open of the order, in units of the underlying.
    pub leaves_quantity: Option<Quantity>,
    /// Whether this is the last report of the order.
    pub is_final: bool,
}

/// What an execution did to the position (O-2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ExecutionReportPositionImpact {
    /// Whether it opened or closed.
    pub position_effect: Option<PositionEffect>,
    /// Which position it changed, where an account keeps long and short apart.
    pub position_side: Option<PositionSide>,
}

/// The identity of a report: which order, and which execution of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExecutionReportIdentity {
    /// The client's own id of the order.
    pub client_order_id: ClientOrderId,
    /// The venue's id of the execution; none where nothing was executed, such as a cancel.
    pub execution_id: Option<ExecutionId>,
}

/// What a venue reported of an order. Reports are facts: the engine never refuses one for time,
/// block or state (P-10).
///
/// ```
/// use openpit::core::{ExecutionReport, ExecutionReportOperation, FinancialImpact};
/// use openpit::param::{AccountId, Side};
///
/// let report = ExecutionReport {
///     operation: ExecutionReportOperation {
///         instrument: Some("AAPL/USD".parse()?),
///         account_id: Some(AccountId::from_int(99224416)),
///         side: Some(Side::Buy),
///     },
///     financial_impact: Some(FinancialImpact {
///         pnl: Some("-50".parse()?),
///         fee: Some("3.4".parse()?),
///     }),
///     ..ExecutionReport::default()
/// };
/// assert!(report.fill.is_none());
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ExecutionReport {
    /// Which order the report speaks of.
    pub operation: ExecutionReportOperation,
    /// What it did to the account's money.
    pub financial_impact: Option<FinancialImpact>,
    /// What it did to the order.
    pub fill: Option<ExecutionReportFillDetails>,
    /// What it did to the position.
    pub position_impact: Option<ExecutionReportPositionImpact>,
    /// Which execution it is.
    pub identity: Option<ExecutionReportIdentity>,
}

impl HasAccountId for ExecutionReport {
    fn account_id(&self) -> Option<AccountId> {
        self.operation.account_id
    }
}

impl HasInstrument for ExecutionReport {
    fn instrument(&self) -> Option<&Instrument> {
        self.operation.instrument.as_ref()
    }
}

impl HasSide for ExecutionReport {
    fn side(&self) -> Option<Side> {
        self.operation.side
    }
}

impl HasPnl for ExecutionReport {
    fn pnl(&self) -> Option<Pnl> {
        self.financial_impact.as_ref().and_then(|impact| impact.pnl)
    }
}

impl HasFee for ExecutionReport {
    fn fee(&self) -> Option<Fee> {
        self.financial_impact.as_ref().and_then(|impact| impact.fee)
    }
}

impl HasLastTrade for ExecutionReport {
    fn last_trade(&self) -> Option<Trade> {
        self.fill.as_ref().and_then(|fill| fill.last_trade)
    }
}

impl HasLeavesQuantity for ExecutionReport {
    fn leaves_quantity(&self) -> Option<Quantity> {
        self.fill.as_ref().and_then(|fill| fill.leaves_quantity)
    }
}

impl HasIsFinal for ExecutionReport {
    fn is_final(&self) -> bool {
        self.fill.as_ref().is_some_and(|fill| fill.is_final)
    }
}

impl HasClientOrderId for ExecutionReport {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        self.identity
            .as_ref()
            .map(|identity| &identity.client_order_id)
    }
}

impl HasExecutionId for ExecutionReport {
    fn execution_id(&self) -> Option<&ExecutionId> {
        self.identity
            .as_ref()
            .and_then(|identity| identity.execution_id.as_ref())
    }
}

impl HasPositionEffect for ExecutionReport {
    fn position_effect(&self) -> Option<PositionEffect> {
        let impact = self.position_impact.as_ref();
        impact.and_then(|impact| impact.position_effect)
    }
}

impl HasPositionSide for ExecutionReport {
    fn position_side(&self) -> Option<PositionSide> {
        let impact = self.position_impact.as_ref();
        impact.and_then(|impact| impact.position_side)
    }
}

impl RecordReport for ExecutionReport {
    fn report_fields(&self) -> ReportFields<'_> {
        ReportFields {
            instrument: self.instrument(),
            side: self.side(),
            pnl: self.pnl(),
            fee: self.fee(),
            last_trade: self.last_trade(),
            leaves_quantity: self.leaves_quantity(),
            is_final: self.is_final(),
            position_effect: self.position_effect(),
            position_side: self.position_side(),
            client_order_id: self.client_order_id(),
            execution_id: self.execution_id(),
        }
    }
}
