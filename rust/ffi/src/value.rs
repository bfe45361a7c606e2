// SPDX-License-Identifier: Apache-2.0
//! Values: one door for all arithmetic, one for all texts that are no numbers (V).

use openpit::core::Instrument;
use openpit::param::raw::{self, NumberType, Op, Operands, Raw};
use openpit::param::{
    AccountId, Asset, ClientOrderId, ExecutionId, ParamError, ParamErrorKind, RoundingStrategy,
    Side,
};

use crate::door::{borrow, borrow_mut, door};
use crate::error::Fault;
use crate::number::OpenpitNumber;
use crate::outcome::{OpenpitOutcome, Reply};
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

/// What an operation reads; it ignores the rest.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitOperands {
    /// The value itself, or the left side.
    pub a: OpenpitNumber,
    /// The right side: a value of the same type to add and subtract, a plain decimal else.
    pub b: OpenpitNumber,
    /// The float to read.
    pub number: f64,
    /// Digits after the point of the rounded forms.
    pub scale: u32,
    /// `OPENPIT_ROUNDING_STRATEGY_*` of the rounded forms.
    pub strategy: u32,
}

/// One operation (`OPENPIT_VALUE_OP_*`) on values of one type (`OPENPIT_NUMBER_TYPE_*`), exact or
/// an error (V-2 to V-4). `result` is written only on success.
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
    let run = || {
        // SAFETY: the caller's promise.
        let operands = unsafe { borrow(operands, "operands") }?;
        // SAFETY: the caller's promise.
        let result = unsafe { borrow_mut(result, "result") }?;
        let number = NumberType::from_number(number_type)
            .ok_or_else(|| unknown("number_type", number_type))?;
        let op = Op::from_number(op).ok_or_else(|| unknown("value_op", op))?;
        let slice = Slice {
            data: text,
            len: text_len,
        };
        // SAFETY: the caller's promise.
        let text = unsafe { slice.read(number.as_str()) }?;
        *result = apply(number, op, operands, text)?.into();
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

fn apply(
    number: NumberType,
    op: Op,
    operands: &OpenpitOperands,
    text: &str,
) -> Result<Raw, ParamError> {
    let operands = Operands {
        a: operands.a.raw(number)?,
        b: operands.b.raw(number)?,
        text,
        float: operands.number,
        scale: operands.scale,
        strategy: operands.strategy,
    };
    raw::apply(number, op, &operands)
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
        other => return Err(unknown("text_kind", other)),
    })
}
