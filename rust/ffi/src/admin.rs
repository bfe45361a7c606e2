// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2): from any thread, at any time, also from inside a callback (K-4).
//! It never runs callbacks.

use openpit::engine::BlockScope;
use openpit::param::{AccountGroupId, AccountId, ParamError, ParamErrorKind};
use openpit::pretrade::BlockCause;

use crate::engine::{Core, OpenpitEngine, peek};
use crate::error::Fault;
use crate::outcome::{OpenpitOutcome, Reply};
use crate::text::Slice;
use crate::wire::Writer;

/// The whole engine.
pub const OPENPIT_SCOPE_ENGINE: u32 = 0;
/// One account.
pub const OPENPIT_SCOPE_ACCOUNT: u32 = 1;
/// Every account of a group; its number stands where an account's would.
pub const OPENPIT_SCOPE_GROUP: u32 = 2;

/// The scope that two arguments name.
pub(crate) fn block_scope(scope: u32, account_id: u64) -> Result<BlockScope, ParamError> {
    match scope {
        OPENPIT_SCOPE_ENGINE => Ok(BlockScope::Engine),
        OPENPIT_SCOPE_ACCOUNT => Ok(BlockScope::Account(AccountId::from_int(account_id))),
        OPENPIT_SCOPE_GROUP => u32::try_from(account_id)
            .map(|group| BlockScope::Group(AccountGroupId::from_int(group)))
            .map_err(|_| {
                let kind = ParamErrorKind::Overflow;
                ParamError::new("account_group_id", kind, &account_id.to_string())
            }),
        other => {
            let kind = ParamErrorKind::UnknownName;
            Err(ParamError::new("block_scope", kind, &other.to_string()))
        }
    }
}

fn scope(scope: u32, account_id: u64) -> Result<BlockScope, Fault> {
    block_scope(scope, account_id).map_err(Fault::from)
}

/// Blocks an account, or all (`OPENPIT_SCOPE_*`); the outcome's bytes hold the cause.
///
/// # Safety
/// As every call; `reason` is valid for `reason_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_block(
    engine: *const OpenpitEngine,
    block_scope: u32,
    account_id: u64,
    reason: *const u8,
    reason_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let slice = Slice {
            data: reason,
            len: reason_len,
        };
        // SAFETY: the caller's promise.
        let reason = unsafe { slice.lossy() }.into_owned();
        let scope = scope(block_scope, account_id)?;
        let cause = core.accounts().block_scope(scope, reason)?;
        let mut writer = Writer::default();
        writer.cause(&cause);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}

/// Removes one cause, whoever set it; the outcome's flag tells whether it was there.
///
/// # Safety
/// As every call; `source` is valid for `source_len` bytes, `reason` for `reason_len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_unblock(
    engine: *const OpenpitEngine,
    block_scope: u32,
    account_id: u64,
    code: u32,
    source: *const u8,
    source_len: usize,
    reason: *const u8,
    reason_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let source = Slice {
            data: source,
            len: source_len,
        };
        let reason = Slice {
            data: reason,
            len: reason_len,
        };
        // SAFETY: the caller's promise.
        let (source, reason) = unsafe { (source.lossy(), reason.lossy()) };
        let scope = scope(block_scope, account_id)?;
        let is_it = |cause: &BlockCause| {
            u32::from(cause.code().number()) == code
                && cause.source() == source
                && cause.reason() == reason
        };
        // A cause that is not in the list cannot be removed: that is no error (K-2).
        let blocks = core.accounts().blocked()?;
        let found = blocks
            .iter()
            .find(|block| block.scope == scope && is_it(&block.cause));
        let removed = match found {
            None => false,
            Some(block) => core.accounts().unblock_scope(scope, &block.cause)?,
        };
        Ok(Reply::flag(removed))
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}

/// Removes every cause of a scope; the outcome's flag tells whether there was one.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_unblock_all(
    engine: *const OpenpitEngine,
    block_scope: u32,
    account_id: u64,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let scope = scope(block_scope, account_id)?;
        Ok(Reply::flag(core.accounts().unblock_scope_all(scope)?))
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}

/// Lists every cause of every block in the outcome's bytes.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_blocked(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.blocks(&core.accounts().blocked()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}
