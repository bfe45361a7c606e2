// SPDX-License-Identifier: Apache-2.0
//! Reserved notional (M-2): what a callback may read of it, and the engine's whole list.

use openpit::engine::Holding;
use openpit::param::{Asset, ParamError, ParamErrorKind};
use openpit::pretrade::Context;

use crate::door::{borrow, borrow_mut, door};
use crate::engine::{Core, OpenpitEngine, enter};
use crate::error::Fault;
use crate::number::{OpenpitNumber, flat};
use crate::outcome::{OpenpitOutcome, Reply};
use crate::policy::OpenpitContext;
use crate::text::OpenpitText;
use crate::wire::Writer;

/// What the policy itself has reserved for the call's account.
pub const OPENPIT_HOLDING_OWN: u32 = 1;
/// What all policies together have reserved for the call's account.
pub const OPENPIT_HOLDING_TOTAL: u32 = 2;

/// What is reserved of one settlement asset.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenpitHolding {
    /// Reserved by orders that are not finalized yet.
    pub held: OpenpitNumber,
    /// Reserved by committed orders, less what reports released or used.
    pub open: OpenpitNumber,
    /// Used by fills; only a notional limit has any (L-6).
    pub used: OpenpitNumber,
}

impl From<Holding> for OpenpitHolding {
    fn from(holding: Holding) -> Self {
        Self {
            held: flat(holding.held.decimal()),
            open: flat(holding.open.decimal()),
            used: flat(holding.used.decimal()),
        }
    }
}

/// Reads, inside a callback, what is reserved of a settlement asset for the call's account;
/// `whose` is one of `OPENPIT_HOLDING_*`. `holding` is written only on success.
///
/// # Safety
/// `context` is null or the running callback's own; `settlement_asset` is null or valid for reads
/// and `holding` null or valid for writes during the call; `outcome` is null or an outcome that
/// nobody else uses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_context_holding(
    context: *const OpenpitContext,
    whose: u32,
    settlement_asset: *const OpenpitText,
    holding: *mut OpenpitHolding,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        let context = unsafe { borrow(context, "context") }?;
        // SAFETY: the caller's promise.
        let asset = unsafe { borrow(settlement_asset, "asset") }?;
        // SAFETY: the caller's promise.
        let place = unsafe { borrow_mut(holding, "holding") }?;
        let asset = Asset::new(asset.read("asset")?)?;
        // SAFETY: the context that `ForeignPolicy::call` was given, which outlives the callback;
        // the engine waits for the callback, so that nobody changes what it borrows.
        let core = unsafe { context.core.cast::<Context<'_>>().as_ref() };
        let core = core.ok_or_else(|| Fault::null("context"))?;
        *place = match whose {
            OPENPIT_HOLDING_OWN => core.own_holding(&asset),
            OPENPIT_HOLDING_TOTAL => core.total_holding(&asset),
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("holding", kind, &other.to_string()).into());
            }
        }
        .into();
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// Lists what every policy has reserved, in the outcome's bytes: by account, settlement asset and
/// registration order.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_holds(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.holds(&core.holds()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}
