// SPDX-License-Identifier: Apache-2.0
//! The account adjustment as it crosses the border, and the doors that judge records.

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
};
use openpit::param::{
    AdjustmentAmount, Asset, ParamError, ParamErrorKind, PositionMode, PositionSize,
};

use crate::door::{borrow, door};
use crate::instrument::read_instrument;
use crate::number::{OpenpitNumber, flat as number, read_number};
use crate::order::{OpenpitOrder, check_flags, read_asset, read_leverage, tenths};
use crate::outcome::{OpenpitOutcome, Reply};
use crate::report::OpenpitReport;
use crate::text::OpenpitText;

/// The adjustment is of a balance.
pub const OPENPIT_ADJUSTMENT_BALANCE: u16 = 1;
/// The adjustment is of a position.
pub const OPENPIT_ADJUSTMENT_POSITION: u16 = 2;

/// The balance has an average entry price; a position always has one.
pub const OPENPIT_ADJUSTMENT_AVERAGE_ENTRY_PRICE: u32 = 1;
/// The balance has an upper bound.
pub const OPENPIT_ADJUSTMENT_BALANCE_UPPER: u32 = 2;
/// The balance has a lower bound.
pub const OPENPIT_ADJUSTMENT_BALANCE_LOWER: u32 = 4;
/// The held amount has an upper bound.
pub const OPENPIT_ADJUSTMENT_HELD_UPPER: u32 = 8;
/// The held amount has a lower bound.
pub const OPENPIT_ADJUSTMENT_HELD_LOWER: u32 = 16;
/// The incoming amount has an upper bound.
pub const OPENPIT_ADJUSTMENT_INCOMING_UPPER: u32 = 32;
/// The incoming amount has a lower bound.
pub const OPENPIT_ADJUSTMENT_INCOMING_LOWER: u32 = 64;
/// Every flag of an adjustment.
const FLAGS: u32 = 127;
/// The flags of bounds, which few adjustments have.
const BOUNDS: u32 = FLAGS & !OPENPIT_ADJUSTMENT_AVERAGE_ENTRY_PRICE;

/// An account adjustment, flat and without pointers (O-3). An amount may be absent: its kind is 0.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitAdjustment {
    /// `OPENPIT_ADJUSTMENT_*` of those that are flags.
    pub flags: u32,
    /// `OPENPIT_ADJUSTMENT_BALANCE` or `OPENPIT_ADJUSTMENT_POSITION`.
    pub operation: u16,
    /// `OPENPIT_POSITION_MODE_*`, of a position.
    pub mode: u16,
    /// Leverage in tenths, of a position: 105 is 10.5, 0 is none.
    pub leverage: u16,
    /// `OPENPIT_ADJUSTMENT_AMOUNT_KIND_*` of the balance.
    pub balance_kind: u16,
    /// `OPENPIT_ADJUSTMENT_AMOUNT_KIND_*` of the held amount.
    pub held_kind: u16,
    /// `OPENPIT_ADJUSTMENT_AMOUNT_KIND_*` of the incoming amount.
    pub incoming_kind: u16,
    /// What a unit cost on average: by flag for a balance, always for a position.
    pub average_entry_price: OpenpitNumber,
    /// What is owned, of the kind that `balance_kind` says.
    pub balance: OpenpitNumber,
    /// The part of it that is reserved, of the kind that `held_kind` says.
    pub held: OpenpitNumber,
    /// What is on its way in, of the kind that `incoming_kind` says.
    pub incoming: OpenpitNumber,
    /// The largest balance allowed, by flag.
    pub balance_upper: OpenpitNumber,
    /// The smallest balance allowed, by flag.
    pub balance_lower: OpenpitNumber,
    /// The largest held amount allowed, by flag.
    pub held_upper: OpenpitNumber,
    /// The smallest held amount allowed, by flag.
    pub held_lower: OpenpitNumber,
    /// The largest incoming amount allowed, by flag.
    pub incoming_upper: OpenpitNumber,
    /// The smallest incoming amount allowed, by flag.
    pub incoming_lower: OpenpitNumber,
    /// The asset of a balance, or the one that secures a position.
    pub asset: OpenpitText,
    /// What a position is in.
    pub underlying: OpenpitText,
    /// The asset that pays for it.
    pub settlement: OpenpitText,
}

impl OpenpitAdjustment {
    /// The core's adjustment, every field judged (V-6), and then those across fields (O-3.3).
    pub(crate) fn read(&self) -> Result<AccountAdjustment, ParamError> {
        check_flags("adjustment_flags", self.flags, FLAGS)?;
        let amount = AccountAdjustmentAmount {
            balance: read_amount(self.balance_kind, &self.balance)?,
            held: read_amount(self.held_kind, &self.held)?,
            incoming: read_amount(self.incoming_kind, &self.incoming)?,
        };
        AccountAdjustment::new(self.operation()?, amount, self.bounds()?)
    }

    fn operation(&self) -> Result<AccountAdjustmentOperation, ParamError> {
        match self.operation {
            OPENPIT_ADJUSTMENT_BALANCE => self.balance_operation(),
            OPENPIT_ADJUSTMENT_POSITION => self.position_operation(),
            0 => Err(missing("operation", "adjustment.operation")),
            other => {
                let kind = ParamErrorKind::UnknownName;
                let shown = other.to_string();
                Err(ParamError::new("adjustment_operation", kind, &shown))
            }
        }
    }

    fn balance_operation(&self) -> Result<AccountAdjustmentOperation, ParamError> {
        let asset = self.asset("asset", "adjustment.operation.balance.asset")?;
        let average_entry_price = match self.flags & OPENPIT_ADJUSTMENT_AVERAGE_ENTRY_PRICE {
            0 => None,
            _ => Some(read_number!(self.average_entry_price, Price)),
        };
        let operation = AccountAdjustmentBalanceOperation {
            asset,
            average_entry_price,
        };
        Ok(AccountAdjustmentOperation::Balance(operation))
    }

    fn position_operation(&self) -> Result<AccountAdjustmentOperation, ParamError> {
        let path = "adjustment.operation.position.instrument";
        let instrument = read_instrument(&self.underlying, &self.settlement)?
            .ok_or_else(|| missing("instrument", path))?;
        let path = "adjustment.operation.position.collateral_asset";
        let collateral_asset = self.asset("collateral_asset", path)?;
        let mode = match self.mode {
            0 => return Err(missing("mode", "adjustment.operation.position.mode")),
            number => PositionMode::try_from(number)?,
        };
        let operation = AccountAdjustmentPositionOperation {
            instrument,
            collateral_asset,
            average_entry_price: read_number!(self.average_entry_price, Price),
            mode,
            leverage: read_leverage(self.leverage)?,
        };
        Ok(AccountAdjustmentOperation::Position(operation))
    }

    fn asset(&self, name: &'static str, path: &str) -> Result<Asset, ParamError> {
        read_asset(&self.asset)?.ok_or_else(|| missing(name, path))
    }

    #[inline]
    fn bounds(&self) -> Result<AccountAdjustmentBounds, ParamError> {
        match self.flags & BOUNDS {
            0 => Ok(AccountAdjustmentBounds::default()),
            _ => self.read_bounds(),
        }
    }

    fn read_bounds(&self) -> Result<AccountAdjustmentBounds, ParamError> {
        let bound = |flag, number: &OpenpitNumber| -> Result<Option<PositionSize>, ParamError> {
            match self.flags & flag {
                0 => Ok(None),
                _ => Ok(Some(read_number!(number, PositionSize))),
            }
        };
        Ok(AccountAdjustmentBounds {
            balance_upper: bound(OPENPIT_ADJUSTMENT_BALANCE_UPPER, &self.balance_upper)?,
            balance_lower: bound(OPENPIT_ADJUSTMENT_BALANCE_LOWER, &self.balance_lower)?,
            held_upper: bound(OPENPIT_ADJUSTMENT_HELD_UPPER, &self.held_upper)?,
            held_lower: bound(OPENPIT_ADJUSTMENT_HELD_LOWER, &self.held_lower)?,
            incoming_upper: bound(OPENPIT_ADJUSTMENT_INCOMING_UPPER, &self.incoming_upper)?,
            incoming_lower: bound(OPENPIT_ADJUSTMENT_INCOMING_LOWER, &self.incoming_lower)?,
        })
    }
}

impl From<&AccountAdjustment> for OpenpitAdjustment {
    fn from(adjustment: &AccountAdjustment) -> Self {
        let mut made = Self::default();
        match adjustment.operation() {
            AccountAdjustmentOperation::Balance(balance) => {
                made.operation = OPENPIT_ADJUSTMENT_BALANCE;
                made.asset = balance.asset.as_str().into();
                let flag = OPENPIT_ADJUSTMENT_AVERAGE_ENTRY_PRICE;
                let price = balance.average_entry_price;
                let price = price.map(|price| number(price.decimal()));
                (made.average_entry_price, made.flags) = optional(price, flag);
            }
            AccountAdjustmentOperation::Position(position) => {
                made.operation = OPENPIT_ADJUSTMENT_POSITION;
                made.asset = position.collateral_asset.as_str().into();
                made.underlying = position.instrument.underlying().as_str().into();
                made.settlement = position.instrument.settlement().as_str().into();
                made.average_entry_price = number(position.average_entry_price.decimal());
                made.mode = position.mode.number();
                made.leverage = tenths(position.leverage);
            }
        }
        let amount = adjustment.amount();
        (made.balance_kind, made.balance) = amount_parts(amount.balance);
        (made.held_kind, made.held) = amount_parts(amount.held);
        (made.incoming_kind, made.incoming) = amount_parts(amount.incoming);
        let bounds = adjustment.bounds();
        for (to, bound, flag) in [
            (
                &mut made.balance_upper,
                bounds.balance_upper,
                OPENPIT_ADJUSTMENT_BALANCE_UPPER,
            ),
            (
                &mut made.balance_lower,
                bounds.balance_lower,
                OPENPIT_ADJUSTMENT_BALANCE_LOWER,
            ),
            (
                &mut made.held_upper,
                bounds.held_upper,
                OPENPIT_ADJUSTMENT_HELD_UPPER,
            ),
            (
                &mut made.held_lower,
                bounds.held_lower,
                OPENPIT_ADJUSTMENT_HELD_LOWER,
            ),
            (
                &mut made.incoming_upper,
                bounds.incoming_upper,
                OPENPIT_ADJUSTMENT_INCOMING_UPPER,
            ),
            (
                &mut made.incoming_lower,
                bounds.incoming_lower,
                OPENPIT_ADJUSTMENT_INCOMING_LOWER,
            ),
        ] {
            let set;
            (*to, set) = optional(bound.map(|bound| number(bound.decimal())), flag);
            made.flags |= set;
        }
        made
    }
}

/// A number that may be absent, and its flag if it is not.
fn optional(value: Option<OpenpitNumber>, flag: u32) -> (OpenpitNumber, u32) {
    value.map_or_else(Default::default, |value| (value, flag))
}

fn amount_parts(amount: Option<AdjustmentAmount>) -> (u16, OpenpitNumber) {
    match amount {
        None => (0, OpenpitNumber::default()),
        Some(AdjustmentAmount::Delta(size)) => (1, number(size.decimal())),
        Some(AdjustmentAmount::Absolute(size)) => (2, number(size.decimal())),
    }
}

/// The fault of a part that is not there.
fn missing(name: &'static str, path: &str) -> ParamError {
    ParamError::new(name, ParamErrorKind::MissingField, path)
}

fn read_amount(kind: u16, value: &OpenpitNumber) -> Result<Option<AdjustmentAmount>, ParamError> {
    Ok(match kind {
        0 => None,
        1 => Some(AdjustmentAmount::Delta(read_number!(value, PositionSize))),
        2 => Some(AdjustmentAmount::Absolute(read_number!(
            value,
            PositionSize
        ))),
        other => {
            let kind = ParamErrorKind::UnknownName;
            let shown = other.to_string();
            return Err(ParamError::new("adjustment_amount_kind", kind, &shown));
        }
    })
}

/// Judges an order as every door that takes one does, and nothing else (V-6).
///
/// # Safety
/// `order` is null or valid during the call; `outcome` is null or an outcome that nobody else uses
/// during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_order_check(
    order: *const OpenpitOrder,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        unsafe { borrow(order, "order") }?.read()?;
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// Judges an execution report as every door that takes one does, and nothing else (V-6). Whether it
/// has an account is the engine's to judge.
///
/// # Safety
/// As `openpit_order_check`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_report_check(
    report: *const OpenpitReport,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        unsafe { borrow(report, "report") }?.read()?;
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// Judges an account adjustment, its fields and what is across them (O-3.3).
///
/// # Safety
/// As `openpit_order_check`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_adjustment_check(
    adjustment: *const OpenpitAdjustment,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        unsafe { borrow(adjustment, "adjustment") }?.read()?;
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}
