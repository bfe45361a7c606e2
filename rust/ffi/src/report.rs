// SPDX-License-Identifier: Apache-2.0
//! The execution report as it crosses the border.

use openpit::core::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity,
    ExecutionReportPositionImpact, FinancialImpact,
};
use openpit::param::{AccountId, ExecutionId, ParamError, ParamErrorKind, PositionEffect, Trade};

use crate::instrument::fill_instrument;
use crate::number::{OpenpitNumber, read_number};
use crate::order::{check_flags, read_client_order_id, read_position_side, read_side};
use crate::text::OpenpitText;

/// The report has an account.
pub const OPENPIT_REPORT_ACCOUNT: u32 = 1;
/// The report has a realized profit.
pub const OPENPIT_REPORT_PNL: u32 = 2;
/// The report has a fee.
pub const OPENPIT_REPORT_FEE: u32 = 4;
/// The report tells of a trade.
pub const OPENPIT_REPORT_LAST_TRADE: u32 = 8;
/// The report says what is left of the order.
pub const OPENPIT_REPORT_LEAVES_QUANTITY: u32 = 16;
/// The report is the last one of its order.
pub const OPENPIT_REPORT_FINAL: u32 = 32;
/// The report says what the execution did to the position.
pub const OPENPIT_REPORT_POSITION_IMPACT: u32 = 64;
/// Every flag of a report.
const FLAGS: u32 = 127;
/// The flags that mean that there is a fill.
const OF_FILL: u32 =
    OPENPIT_REPORT_LAST_TRADE | OPENPIT_REPORT_LEAVES_QUANTITY | OPENPIT_REPORT_FINAL;

/// An execution report, flat and without pointers. A field may be absent: a zero enum, an empty
/// text, or a flag that is not set.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitReport {
    /// `OPENPIT_REPORT_*`.
    pub flags: u32,
    /// `OPENPIT_SIDE_*`.
    pub side: u32,
    /// The account, by flag.
    pub account_id: u64,
    /// Realized profit in the settlement asset, by flag.
    pub pnl: OpenpitNumber,
    /// Fee in the settlement asset, by flag: a cost is positive.
    pub fee: OpenpitNumber,
    /// Price of the trade, by flag.
    pub last_price: OpenpitNumber,
    /// Quantity of the trade, by flag.
    pub last_quantity: OpenpitNumber,
    /// What is left open of the order, by flag.
    pub leaves_quantity: OpenpitNumber,
    /// The asset that was bought or sold; empty together with `settlement`, or not at all.
    pub underlying: OpenpitText,
    /// The asset that paid.
    pub settlement: OpenpitText,
    /// The client's id of the order.
    pub client_order_id: OpenpitText,
    /// The venue's id of the execution; only with a client order id.
    pub execution_id: OpenpitText,
    /// `OPENPIT_POSITION_EFFECT_*`, of the position impact.
    pub position_effect: u16,
    /// `OPENPIT_POSITION_SIDE_*`, of the position impact.
    pub position_side: u16,
}

impl OpenpitReport {
    /// The core's report, every field judged (V-6).
    pub(crate) fn read(&self) -> Result<ExecutionReport, ParamError> {
        let mut report = ExecutionReport::default();
        self.fill(&mut report)?;
        Ok(report)
    }

    /// Writes every field into an empty report, as `OpenpitOrder::fill` does.
    #[inline(always)]
    pub(crate) fn fill(&self, report: &mut ExecutionReport) -> Result<(), ParamError> {
        check_flags("report_flags", self.flags, FLAGS)?;
        let operation = &mut report.operation;
        fill_instrument(
            &self.underlying,
            &self.settlement,
            &mut operation.instrument,
        )?;
        if self.has(OPENPIT_REPORT_ACCOUNT) {
            operation.account_id = Some(AccountId::from_int(self.account_id));
        }
        operation.side = read_side(self.side)?;
        if self.has(OPENPIT_REPORT_PNL | OPENPIT_REPORT_FEE) {
            self.fill_impact(report.financial_impact.insert(FinancialImpact::default()))?;
        }
        if self.has(OF_FILL) {
            self.fill_fill(report.fill.insert(ExecutionReportFillDetails::default()))?;
        }
        if self.has(OPENPIT_REPORT_POSITION_IMPACT) {
            report.position_impact = Some(self.position_impact()?);
        }
        if self.client_order_id.len | self.execution_id.len != 0 {
            report.identity = Some(self.identity()?);
        }
        Ok(())
    }

    /// Whether one of the flags is set.
    #[inline]
    const fn has(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }

    fn fill_impact(&self, impact: &mut FinancialImpact) -> Result<(), ParamError> {
        if self.has(OPENPIT_REPORT_PNL) {
            impact.pnl = Some(read_number!(self.pnl, Pnl));
        }
        if self.has(OPENPIT_REPORT_FEE) {
            impact.fee = Some(read_number!(self.fee, Fee));
        }
        Ok(())
    }

    fn fill_fill(&self, fill: &mut ExecutionReportFillDetails) -> Result<(), ParamError> {
        fill.is_final = self.has(OPENPIT_REPORT_FINAL);
        if self.has(OPENPIT_REPORT_LAST_TRADE) {
            let price = read_number!(self.last_price, Price);
            let quantity = read_number!(self.last_quantity, Quantity);
            fill.last_trade = Some(Trade::new(price, quantity));
        }
        if self.has(OPENPIT_REPORT_LEAVES_QUANTITY) {
            fill.leaves_quantity = Some(read_number!(self.leaves_quantity, Quantity));
        }
        Ok(())
    }

    fn position_impact(&self) -> Result<ExecutionReportPositionImpact, ParamError> {
        let position_effect = match self.position_effect {
            0 => None,
            number => Some(PositionEffect::try_from(number)?),
        };
        Ok(ExecutionReportPositionImpact {
            position_effect,
            position_side: read_position_side(self.position_side)?,
        })
    }

    fn identity(&self) -> Result<ExecutionReportIdentity, ParamError> {
        let execution_id = match self.execution_id.len {
            0 => None,
            _ => Some(ExecutionId::new(self.execution_id.read("execution_id")?)?),
        };
        let client_order_id = read_client_order_id(&self.client_order_id)?.ok_or_else(|| {
            let path = "report.identity.client_order_id";
            ParamError::new("client_order_id", ParamErrorKind::MissingField, path)
        })?;
        Ok(ExecutionReportIdentity {
            client_order_id,
            execution_id,
        })
    }
}
