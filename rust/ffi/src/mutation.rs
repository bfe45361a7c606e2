// SPDX-License-Identifier: Apache-2.0
//! What a callback asks the engine to change: typed mutations (M-2, M-3) and releases.

use openpit::engine::BlockScope;
use openpit::param::{AccountId, Asset, ParamError, ParamErrorKind};
use openpit::pretrade::{KillSwitch, KillSwitchAction, Mutation, ReserveNotional};

use crate::admin::block_scope;
use crate::answer::{OpenpitAnswer, reject_code, with_sink};
use crate::number::{OpenpitNumber, read_number};
use crate::order::check_flags;
use crate::text::{OpenpitText, Slice};

/// The reservation has a limit over the call's account.
pub const OPENPIT_RESERVE_ACCOUNT_ASSET_LIMIT: u32 = 1;
/// The reservation has a limit over all accounts.
pub const OPENPIT_RESERVE_ASSET_LIMIT: u32 = 2;

/// The switch's side does nothing.
pub const OPENPIT_KILL_SWITCH_KEEP: u32 = 1;
/// The switch's side blocks its scope.
pub const OPENPIT_KILL_SWITCH_BLOCK: u32 = 2;
/// The switch's side takes its own cause away.
pub const OPENPIT_KILL_SWITCH_UNBLOCK: u32 = 3;

/// Notional to be reserved for the order (M-2), in the settlement asset's units.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitReserveNotional {
    /// `OPENPIT_RESERVE_*`.
    pub flags: u32,
    /// Must be 0.
    pub reserved: u32,
    /// The account: the call's own.
    pub account_id: u64,
    /// How much.
    pub amount: OpenpitNumber,
    /// The most that the account may have held and open, by flag.
    pub account_asset_limit: OpenpitNumber,
    /// The most that all accounts together may have held and open, by flag.
    pub asset_limit: OpenpitNumber,
    /// The settlement asset.
    pub settlement_asset: OpenpitText,
}

/// A kill-switch state to be set when the order is committed or rolled back (M-3).
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitKillSwitch {
    /// `OPENPIT_SCOPE_*`.
    pub scope: u32,
    /// The code of the cause, one of `OPENPIT_REJECT_CODE_*`.
    pub code: u32,
    /// The account, if the scope is one.
    pub account_id: u64,
    /// `OPENPIT_KILL_SWITCH_*`.
    pub on_commit: u32,
    /// `OPENPIT_KILL_SWITCH_*`.
    pub on_rollback: u32,
}

impl OpenpitReserveNotional {
    fn read(&self) -> Result<ReserveNotional, ParamError> {
        let known = OPENPIT_RESERVE_ACCOUNT_ASSET_LIMIT | OPENPIT_RESERVE_ASSET_LIMIT;
        check_flags("reserve_flags", self.flags, known)?;
        check_flags("reserve_flags", self.reserved, 0)?;
        let asset = Asset::new(self.settlement_asset.read("asset")?)?;
        let amount = read_number!(self.amount, Volume);
        let account_id = AccountId::from_int(self.account_id);
        let mut reserve = ReserveNotional::new(account_id, asset, amount);
        // Axes in their order (L), so that the first breach is the same in every language.
        if self.flags & OPENPIT_RESERVE_ASSET_LIMIT != 0 {
            reserve = reserve.with_asset_limit(read_number!(self.asset_limit, Volume));
        }
        if self.flags & OPENPIT_RESERVE_ACCOUNT_ASSET_LIMIT != 0 {
            let limit = read_number!(self.account_asset_limit, Volume);
            reserve = reserve.with_account_asset_limit(limit);
        }
        Ok(reserve)
    }
}

impl OpenpitKillSwitch {
    fn read(&self, reason: String) -> Result<KillSwitch, String> {
        let scope: BlockScope =
            block_scope(self.scope, self.account_id).map_err(|error| error.to_string())?;
        let switch = KillSwitch::new(scope, reject_code(self.code)?, reason);
        Ok(switch
            .on_commit(action(self.on_commit)?)
            .on_rollback(action(self.on_rollback)?))
    }
}

fn action(number: u32) -> Result<KillSwitchAction, String> {
    Ok(match number {
        OPENPIT_KILL_SWITCH_KEEP => KillSwitchAction::Keep,
        OPENPIT_KILL_SWITCH_BLOCK => KillSwitchAction::Block,
        OPENPIT_KILL_SWITCH_UNBLOCK => KillSwitchAction::Unblock,
        0 => {
            return Err(
                "kill switch action is unset: allowed are `keep`, `block`, `unblock`".into(),
            );
        }
        other => {
            return Err(format!(
                "kill switch action `{other}` is unknown: allowed are `keep`, `block`, `unblock`"
            ));
        }
    })
}

/// A pointer of a callback, or why it is none.
///
/// # Safety
/// `pointer` is null or valid for reads during the call.
pub(crate) unsafe fn given<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, String> {
    // SAFETY: the caller's promise.
    let found = unsafe { pointer.as_ref() };
    found.ok_or_else(|| ParamError::new(name, ParamErrorKind::Unset, "null").to_string())
}

/// Adds a reservation to a main-stage check's mutations; it is held when the check returns (M-2).
/// One that cannot be read makes the callback fail (P-8): the status is then not
/// `OPENPIT_STATUS_OK`.
///
/// # Safety
/// As `openpit_answer_push`; `reserve` is null or valid during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_answer_reserve_notional(
    answer: *mut OpenpitAnswer,
    reserve: *const OpenpitReserveNotional,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        with_sink(answer, |sink| {
            let reserve = given(reserve, "reserve_notional")?.read();
            let reserve = reserve.map_err(|error| error.to_string())?;
            sink.mutate(Mutation::from(reserve));
            Ok(())
        })
    }
}

/// Adds a kill-switch state to a main-stage check's mutations (M-3). One that cannot be read makes
/// the callback fail (P-8): the status is then not `OPENPIT_STATUS_OK`.
///
/// # Safety
/// As `openpit_answer_push`; `kill_switch` is null or valid during the call, `reason` for
/// `reason_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_answer_set_kill_switch(
    answer: *mut OpenpitAnswer,
    kill_switch: *const OpenpitKillSwitch,
    reason: *const u8,
    reason_len: usize,
) -> u32 {
    let reason = Slice {
        data: reason,
        len: reason_len,
    };
    // SAFETY: the caller's promise.
    unsafe {
        with_sink(answer, |sink| {
            let reason = reason.lossy().into_owned();
            let switch = given(kill_switch, "kill_switch")?.read(reason)?;
            sink.mutate(Mutation::from(switch));
            Ok(())
        })
    }
}

/// Adds a release of the policy's own open notional to a report hook's answer (M-2). One that
/// cannot be read makes the callback fail (P-8): the status is then not `OPENPIT_STATUS_OK`.
///
/// # Safety
/// As `openpit_answer_push`; `settlement_asset` and `amount` are null or valid during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_answer_release(
    answer: *mut OpenpitAnswer,
    settlement_asset: *const OpenpitText,
    amount: *const OpenpitNumber,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        with_sink(answer, |sink| {
            let asset = given(settlement_asset, "asset")?;
            let amount = given(amount, "volume")?;
            let read = || {
                let asset = Asset::new(asset.read("asset")?)?;
                Ok((asset, read_number!(amount, Volume)))
            };
            let (asset, amount) = read().map_err(|error: ParamError| error.to_string())?;
            sink.release(asset, amount);
            Ok(())
        })
    }
}
