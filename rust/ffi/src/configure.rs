// SPDX-License-Identifier: Apache-2.0
//! Limits that change at run time (L-5), and which of them hold (L-7).

use openpit::param::{AccountId, ParamError, ParamErrorKind};
use openpit::pretrade::policies::LimitsChange;

use crate::builtins::{Axes, OpenpitBarrier, list, rate_change, size_change};
use crate::engine::{Core, OpenpitEngine, enter};
use crate::error::Fault;
use crate::notional_limit::notional_change;
use crate::outcome::{OpenpitOutcome, Reply};
use crate::pnl_bounds_killswitch::{OpenpitPnlBarrier, pnl_change};
use crate::text::Slice;
use crate::wire::Writer;

/// The limits of a rate limit.
pub const OPENPIT_LIMITS_RATE: u32 = 1;
/// The limits of an order size limit.
pub const OPENPIT_LIMITS_ORDER_SIZE: u32 = 2;
/// The limits of a notional limit.
pub const OPENPIT_LIMITS_NOTIONAL: u32 = 3;

fn change(
    core: &Core,
    name: &str,
    change: Result<LimitsChange, ParamError>,
) -> Result<Reply, Fault> {
    let change = change.map_err(|error| Fault::config(&[format!("policy `{name}`: {error}")]))?;
    core.configure().change(name, &change)?;
    Ok(Reply::default())
}

/// Changes the barriers of a rate, order size or notional limit (`OPENPIT_LIMITS_*`) by its name.
/// `axes` has a bit `1 << OPENPIT_AXIS_*` for each axis that is given: its barriers replace those
/// of the policy, and without any the axis is taken away; an axis that is not given stays. What is
/// wrong is a fault of the configuration, and then the old limits stay.
///
/// # Safety
/// As every call; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_change_limits(
    engine: *const OpenpitEngine,
    what: u32,
    name: *const u8,
    name_len: usize,
    axes: u32,
    barriers: *const OpenpitBarrier,
    barrier_count: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let (name, barriers) = unsafe {
            (
                slice.read("policy_name")?,
                list(barriers, barrier_count, "barriers")?,
            )
        };
        let axes = Axes(axes);
        let limits = match what {
            OPENPIT_LIMITS_RATE => rate_change(axes, barriers).map(LimitsChange::Rate),
            OPENPIT_LIMITS_ORDER_SIZE => size_change(axes, barriers).map(LimitsChange::Size),
            OPENPIT_LIMITS_NOTIONAL => notional_change(axes, barriers).map(LimitsChange::Notional),
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("limits", kind, &other.to_string()).into());
            }
        };
        change(core, name, limits)
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Changes the bounds of a pnl kill switch by its name, as `openpit_engine_change_limits`.
///
/// # Safety
/// As every call; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_change_pnl_bounds(
    engine: *const OpenpitEngine,
    name: *const u8,
    name_len: usize,
    axes: u32,
    barriers: *const OpenpitPnlBarrier,
    barrier_count: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let (name, barriers) = unsafe {
            (
                slice.read("policy_name")?,
                list(barriers, barrier_count, "barriers")?,
            )
        };
        change(
            core,
            name,
            pnl_change(Axes(axes), barriers).map(LimitsChange::Pnl),
        )
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Forgets what fills used and which orders are done in a notional limit (L-6), of one account or,
/// without `has_account`, of all.
///
/// # Safety
/// As every call; `name` is valid for `name_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_reset_notional_limit(
    engine: *const OpenpitEngine,
    name: *const u8,
    name_len: usize,
    has_account: u32,
    account_id: u64,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let name = unsafe { slice.read("policy_name") }?;
        let account = (has_account != 0).then(|| AccountId::from_int(account_id));
        core.configure().reset_notional_limit(name, account)?;
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Which policies will run for an account, and with which limits, as canonical JSON (L-7): one
/// text.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_armed(
    engine: *const OpenpitEngine,
    account_id: u64,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.text(&core.armed(AccountId::from_int(account_id))?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}
