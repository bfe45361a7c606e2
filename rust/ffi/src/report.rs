// SPDX-License-Identifier: Apache-2.0
//! The execution report as it crosses the border.

use openpit::core::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact,
};
use openpit::param::{AccountId, ExecutionId, ParamError, ParamErrorKind, PositionEffect, Trade};

use crate::instrument::read_instrument;
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
        check_flags("report_flags", self.flags, FLAGS)?;
        let has = |flag| self.flags & flag != 0;
        let account_id = has(OPENPIT_REPORT_ACCOUNT).then(|| AccountId::from_int(self.account_id));
        Ok(ExecutionReport {
            operation: ExecutionReportOperation {
                instrument: read_instrument(&self.underlying, &self.settlement)?,
                account_id,
                side: read_side(self.side)?,
            },
            financial_impact: self.impact()?,
            fill: self.fill()?,
            position_impact: self.position_impact()?,
            identity: self.identity()?,
        })
    }

    fn impact(&self) -> Result<Option<FinancialImpact>, ParamError> {
        if self.flags & (OPENPIT_REPORT_PNL | OPENPIT_REPORT_FEE) == 0 {
            return Ok(None);
        }
        let mut impact = FinancialImpact::default();
        if self.flags & OPENPIT_REPORT_PNL != 0 {
            impact.pnl = Some(read_number!(self.pnl, Pnl)?);
        }
        if self.flags & OPENPIT_REPORT_FEE != 0 {
            impact.fee = Some(read_number!(self.fee, Fee)?);
        }
        Ok(Some(impact))
    }

    fn fill(&self) -> Result<Option<ExecutionReportFillDetails>, ParamError> {
        let all = OPENPIT_REPORT_LAST_TRADE | OPENPIT_REPORT_LEAVES_QUANTITY | OPENPIT_REPORT_FINAL;
        if self.flags & all == 0 {
            return Ok(None);
        }
        let mut fill = ExecutionReportFillDetails {
            is_final: self.flags & OPENPIT_REPORT_FINAL != 0,
            ..ExecutionReportFillDetails::default()
        };
        if self.flags & OPENPIT_REPORT_LAST_TRADE != 0 {
            let price = read_number!(self.last_price, Price)?;
            fill.last_trade = Some(Trade::new(
                price,
                read_number!(self.last_quantity, Quantity)?,
            ));
        }
        if self.flags & OPENPIT_REPORT_LEAVES_QUANTITY != 0 {
            fill.leaves_quantity = Some(read_number!(self.leaves_quantity, Quantity)?);
        }
        Ok(Some(fill))
    }

    fn position_impact(&self) -> Result<Option<ExecutionReportPositionImpact>, ParamError> {
        if self.flags & OPENPIT_REPORT_POSITION_IMPACT == 0 {
            return Ok(None);
        }
        let position_effect = match self.position_effect {
            0 => None,
            number => Some(PositionEffect::try_from(number)?),
        };
        Ok(Some(ExecutionReportPositionImpact {
            position_effect,
            position_side: read_position_side(self.position_side)?,
        }))
    }

    fn identity(&self) -> Result<Option<ExecutionReportIdentity>, ParamError> {
        let execution_id = match self.execution_id.len {
            0 => None,
            _ => Some(ExecutionId::new(self.execution_id.read("execution_id")?)?),
        };
        match read_client_order_id(&self.client_order_id)? {
            Some(client_order_id) => Ok(Some(ExecutionReportIdentity {
                client_order_id,
                execution_id,
            })),
            None if execution_id.is_none() => Ok(None),
            None => {
                let path = "report.identity.client_order_id";
                let kind = ParamErrorKind::MissingField;
                Err(ParamError::new("client_order_id", kind, path))
            }
        }
    }
}
