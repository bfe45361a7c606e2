// SPDX-License-Identifier: Apache-2.0
//! Balances (B): what a callback may read of them, and the engine's whole list.

use openpit::core::AccountAdjustment;
use openpit::engine::{Balance, BalanceKey};
use openpit::param::{ParamError, ParamErrorKind};
use openpit::pretrade::Context;

use crate::adjustment::OpenpitAdjustment;
use crate::answer::{OpenpitAnswer, with_sink};
use crate::door::{borrow, borrow_mut, door};
use crate::engine::{Core, OpenpitEngine, enter};
use crate::error::Fault;
use crate::instrument::read_instrument;
use crate::mutation::given;
use crate::number::{OpenpitNumber, flat};
use crate::order::{read_asset, tenths};
use crate::outcome::{OpenpitOutcome, Reply};
use crate::policy::OpenpitContext;
use crate::text::OpenpitText;
use crate::wire::Writer;

/// The balance has an average entry price.
pub const OPENPIT_BALANCE_AVERAGE_ENTRY_PRICE: u32 = 1;

/// What a balance is of: one asset, or a position if there is an instrument.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitBalanceKey {
    /// The asset, or the one that secures the position.
    pub asset: OpenpitText,
    /// What a position is in; empty together with `settlement`, or not at all.
    pub underlying: OpenpitText,
    /// The asset that pays for it.
    pub settlement: OpenpitText,
}

impl OpenpitBalanceKey {
    fn read(&self) -> Result<BalanceKey, ParamError> {
        let unset = || ParamError::new("asset", ParamErrorKind::Unset, "unset");
        let asset = read_asset(&self.asset)?.ok_or_else(unset)?;
        Ok(match read_instrument(&self.underlying, &self.settlement)? {
            None => BalanceKey::Asset(asset),
            Some(instrument) => BalanceKey::Position {
                instrument,
                collateral_asset: asset,
            },
        })
    }
}

/// What an account has of one asset or in one position.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenpitBalance {
    /// What is owned; of a position, long is positive.
    pub balance: OpenpitNumber,
    /// The part of it that is reserved.
    pub held: OpenpitNumber,
    /// What is on its way in.
    pub incoming: OpenpitNumber,
    /// What a unit cost on average, by flag.
    pub average_entry_price: OpenpitNumber,
    /// `OPENPIT_BALANCE_*`.
    pub flags: u32,
    /// `OPENPIT_POSITION_MODE_*`, of a position; 0 is none.
    pub mode: u16,
    /// Leverage in tenths, of a position: 105 is 10.5, 0 is none.
    pub leverage: u16,
}

impl From<&Balance> for OpenpitBalance {
    fn from(balance: &Balance) -> Self {
        let price = balance.average_entry_price.map(|price| price.decimal());
        Self {
            balance: flat(balance.balance.decimal()),
            held: flat(balance.held.decimal()),
            incoming: flat(balance.incoming.decimal()),
            average_entry_price: price.map(flat).unwrap_or_default(),
            flags: match price {
                None => 0,
                Some(_) => OPENPIT_BALANCE_AVERAGE_ENTRY_PRICE,
            },
            mode: balance.mode.map_or(0, |mode| mode.number()),
            leverage: tenths(balance.leverage),
        }
    }
}

/// Reads, inside a callback, what the call's account has of an asset or in a position, with what
/// the running batch has done so far (B-1.4). `balance` is written only on success.
///
/// # Safety
/// `context` is null or the running callback's own; `key` is null or valid for reads and `balance`
/// null or valid for writes during the call; `outcome` is null or an outcome that nobody else uses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_context_balance(
    context: *const OpenpitContext,
    key: *const OpenpitBalanceKey,
    balance: *mut OpenpitBalance,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        let context = unsafe { borrow(context, "context") }?;
        // SAFETY: the caller's promise.
        let key = unsafe { borrow(key, "balance_key") }?.read()?;
        // SAFETY: the caller's promise.
        let place = unsafe { borrow_mut(balance, "balance") }?;
        // SAFETY: the context that `ForeignPolicy::call` was given, which outlives the callback;
        // the engine waits for the callback, so that nobody changes what it borrows.
        let core = unsafe { context.core.cast::<Context<'_>>().as_ref() };
        let core = core.ok_or_else(|| Fault::null("context"))?;
        *place = OpenpitBalance::from(&core.balance(&key));
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// Lists every account's balances in the outcome's bytes (B-1.5): account, key, balance.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_balances(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let balances = core.balances()?;
        let mut writer = Writer::default();
        writer.count(balances.len());
        for entry in &balances {
            writer.u64(entry.account_id.as_int());
            writer.balance_key(&entry.key);
            writer.balance(&entry.balance);
        }
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Adds an adjustment of the report's account to a report hook's answer (P-10.4). One that cannot
/// be read makes the callback fail (P-8): the status is then not `OPENPIT_STATUS_OK`.
///
/// # Safety
/// As `openpit_answer_push`; `adjustment` is null or valid during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_answer_adjust(
    answer: *mut OpenpitAnswer,
    adjustment: *const OpenpitAdjustment,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        with_sink(answer, |sink| {
            let read = given(adjustment, "account_adjustment")?.read();
            let adjustment: AccountAdjustment = read.map_err(|error| error.to_string())?;
            sink.adjust(adjustment);
            Ok(())
        })
    }
}
