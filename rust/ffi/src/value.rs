// SPDX-License-Identifier: Apache-2.0
//! Values: one door for all arithmetic, one for all texts that are no numbers (V).

use std::panic::catch_unwind;

use openpit::core::Instrument;
use openpit::param::raw::{self, NumberType, Op, Operands, Raw};
use openpit::param::{
    AccountGroupId, AccountId, Asset, ClientOrderId, ExecutionId, Leverage, ParamError,
    ParamErrorKind, PositionEffect, PositionMode, PositionSide, RoundingStrategy, Side,
};

use crate::door::{borrow, borrow_mut, door};
use crate::error::Fault;
use crate::number::OpenpitNumber;
use crate::outcome::{OPENPIT_STATUS_OK, OpenpitOutcome, Reply};
use crate::text::Slice;

/// An asset name.
pub const OPENPIT_TEXT_KIND_ASSET: u32 = 1;
/// A client order id.
pub const OPENPIT_TEXT_KIND_CLIENT_ORDER_ID: u32 = 2;
/// An execution id.
pub const OPENPIT_TEXT_KIND_EXECUTION_ID: u32 = 3;
/// An account's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_ACCOUNT_ID: u32 = 4;
/// A side's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_SIDE: u32 = 5;
/// A rounding strategy's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_ROUNDING_STRATEGY: u32 = 6;
/// An instrument, `UNDERLYING/SETTLEMENT`; the answer's key is the length of the underlying.
pub const OPENPIT_TEXT_KIND_INSTRUMENT: u32 = 7;
/// A position side's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_POSITION_SIDE: u32 = 8;
/// A position effect's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_POSITION_EFFECT: u32 = 9;
/// A position mode's name; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_POSITION_MODE: u32 = 10;
/// The name of a trade amount's kind; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_TRADE_AMOUNT_KIND: u32 = 11;
/// The name of an adjustment amount's kind; the answer's key is its number.
pub const OPENPIT_TEXT_KIND_ADJUSTMENT_AMOUNT_KIND: u32 = 12;
/// An account's number in digits; the answer's key is the number.
pub const OPENPIT_TEXT_KIND_ACCOUNT_NUMBER: u32 = 13;
/// An account group's number in digits; the answer's key is the number.
pub const OPENPIT_TEXT_KIND_ACCOUNT_GROUP_NUMBER: u32 = 14;

/// Leverage where a number type is asked for: it is made from parts, text or a float, and has no
/// arithmetic.
pub const OPENPIT_NUMBER_TYPE_LEVERAGE: u32 = 100;

/// What an operation reads; it ignores the rest.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitOperands {
    /// The value itself, or the left side.
    pub a: OpenpitNumber,
    /// The right side: a value of the same type to add and subtract, a plain decimal else. A factor
    /// or divisor of more than 127 bits is the call's text instead.
    pub b: OpenpitNumber,
    /// The float to read.
    pub number: f64,
    /// Digits after the point of the rounded forms.
    pub scale: u32,
    /// `OPENPIT_ROUNDING_STRATEGY_*` of the rounded forms.
    pub strategy: u32,
}

/// One operation (`OPENPIT_VALUE_OP_*`) on values of one type (`OPENPIT_NUMBER_TYPE_*`), exact or
/// an error (V-2 to V-4). `result` is written only on success. The text is what is read, or a
/// factor or divisor of any size, in the place of `operands.b` unless it is empty (V-4.6).
///
/// # Safety
/// `operands` and `result` are null or valid for the call, `text` for `text_len` bytes; `outcome`
/// is null or an outcome that nobody else uses during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_value_op(
    number_type: u32,
    op: u32,
    operands: *const OpenpitOperands,
    text: *const u8,
    text_len: usize,
    result: *mut OpenpitNumber,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    // Nothing to tell and no text to read: most arithmetic.
    if outcome.is_null() && text_len == 0 {
        // SAFETY: the caller's promise.
        let done = catch_unwind(|| unsafe { quick(number_type, op, operands, result) });
        if matches!(done, Ok(Some(()))) {
            return OPENPIT_STATUS_OK;
        }
    }
    let run = || {
        // SAFETY: the caller's promise.
        let operands = unsafe { borrow(operands, "operands") }?;
        // SAFETY: the caller's promise.
        let result = unsafe { borrow_mut(result, "result") }?;
        let slice = Slice {
            data: text,
            len: text_len,
        };
        let made = match number_type {
            OPENPIT_NUMBER_TYPE_LEVERAGE => {
                // SAFETY: the caller's promise.
                let text = unsafe { slice.read("leverage") }?;
                leverage(op, operands, text)?
            }
            _ => {
                let number = NumberType::from_number(number_type)
                    .ok_or_else(|| unknown("number_type", number_type))?;
                let op = Op::from_number(op).ok_or_else(|| unknown("value_op", op))?;
                // SAFETY: the caller's promise.
                let text = unsafe { slice.read(number.as_str()) }?;
                apply(number, op, operands, text)?
            }
        };
        *result = made.into();
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// The operation, if nothing about it is wrong and it is one that is worth it.
///
/// # Safety
/// As [`openpit_value_op`].
#[inline]
unsafe fn quick(
    number_type: u32,
    op: u32,
    operands: *const OpenpitOperands,
    result: *mut OpenpitNumber,
) -> Option<()> {
    let number = NumberType::from_number(number_type)?;
    let op = Op::from_number(op)?;
    // SAFETY: the caller's promise.
    let (operands, result) = unsafe { (operands.as_ref()?, result.as_mut()?) };
    let (a, b) = (operands.a.plain()?, operands.b.plain()?);
    *result = raw::quick(number, op, a, b)?.into();
    Some(())
}

fn apply(
    number: NumberType,
    op: Op,
    operands: &OpenpitOperands,
    text: &str,
) -> Result<Raw, ParamError> {
    let operands = Operands {
        a: operands.a.raw(number.as_str())?,
        b: operands.b.raw(number.as_str())?,
        text,
        float: operands.number,
        scale: operands.scale,
        strategy: operands.strategy,
    };
    raw::apply(number, op, &operands)
}

fn leverage(op: u32, operands: &OpenpitOperands, text: &str) -> Result<Raw, Fault> {
    let made = match Op::from_number(op) {
        Some(Op::FromParts) => {
            let a = operands.a.raw("leverage")?;
            Leverage::from_parts(a.mantissa, a.scale)?
        }
        Some(Op::FromString) => Leverage::from_string(text)?,
        Some(Op::FromFloat) => Leverage::from_float(operands.number)?,
        _ => return Err(unknown("value_op", op)),
    };
    let (mantissa, scale) = made.to_parts();
    Ok(Raw { mantissa, scale })
}

fn unknown(name: &'static str, number: u32) -> Fault {
    ParamError::new(name, ParamErrorKind::UnknownName, &number.to_string()).into()
}

/// Judges a text of one kind (`OPENPIT_TEXT_KIND_*`); what it stands for is the outcome's key.
///
/// # Safety
/// `text` is valid for `text_len` bytes; `outcome` is null or an outcome that nobody else uses
/// during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_text_value(
    kind: u32,
    text: *const u8,
    text_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let slice = Slice {
        data: text,
        len: text_len,
    };
    // SAFETY: the caller's promise.
    let run = || unsafe { judge(kind, slice) }.map(Reply::key);
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// # Safety
/// As [`Slice::read`].
unsafe fn judge(kind: u32, slice: Slice) -> Result<u64, Fault> {
    // SAFETY: the caller's promise.
    let read = |type_name| unsafe { slice.read(type_name) };
    Ok(match kind {
        OPENPIT_TEXT_KIND_ASSET => Asset::new(read("asset")?).map(|_| 0)?,
        OPENPIT_TEXT_KIND_CLIENT_ORDER_ID => {
            ClientOrderId::new(read("client_order_id")?).map(|_| 0)?
        }
        OPENPIT_TEXT_KIND_EXECUTION_ID => ExecutionId::new(read("execution_id")?).map(|_| 0)?,
        OPENPIT_TEXT_KIND_ACCOUNT_ID => AccountId::from_string(read("account_id")?)?.as_int(),
        OPENPIT_TEXT_KIND_SIDE => read("side")?.parse::<Side>()?.number().into(),
        OPENPIT_TEXT_KIND_ROUNDING_STRATEGY => {
            let strategy = read("rounding_strategy")?.parse::<RoundingStrategy>()?;
            strategy.number().into()
        }
        OPENPIT_TEXT_KIND_INSTRUMENT => {
            let instrument = read("instrument")?.parse::<Instrument>()?;
            instrument.underlying().as_str().len() as u64
        }
        OPENPIT_TEXT_KIND_POSITION_SIDE => {
            let side = read("position_side")?.parse::<PositionSide>()?;
            side.number().into()
        }
        OPENPIT_TEXT_KIND_POSITION_EFFECT => {
            let effect = read("position_effect")?.parse::<PositionEffect>()?;
            effect.number().into()
        }
        OPENPIT_TEXT_KIND_POSITION_MODE => {
            let mode = read("position_mode")?.parse::<PositionMode>()?;
            mode.number().into()
        }
        OPENPIT_TEXT_KIND_TRADE_AMOUNT_KIND => {
            let name = "trade_amount_kind";
            one_of(name, ["quantity", "volume"], read(name)?)?
        }
        OPENPIT_TEXT_KIND_ADJUSTMENT_AMOUNT_KIND => {
            let name = "adjustment_amount_kind";
            one_of(name, ["delta", "absolute"], read(name)?)?
        }
        OPENPIT_TEXT_KIND_ACCOUNT_NUMBER => AccountId::from_digits(read("account_id")?)?.as_int(),
        OPENPIT_TEXT_KIND_ACCOUNT_GROUP_NUMBER => {
            let text = read("account_group_id")?;
            AccountGroupId::from_digits(text)?.as_int().into()
        }
        other => return Err(unknown("text_kind", other)),
    })
}

/// The number of a name: kinds that are no enum of the core, which has the amounts themselves.
fn one_of(type_name: &'static str, names: [&str; 2], text: &str) -> Result<u64, ParamError> {
    let refused = |kind| Err(ParamError::new(type_name, kind, text));
    match names.iter().position(|name| raw::is_name(text, name)) {
        Some(place) => Ok(place as u64 + 1),
        None if text.is_empty() => refused(ParamErrorKind::Empty),
        None => refused(ParamErrorKind::UnknownName),
    }
}
