// SPDX-License-Identifier: Apache-2.0
//! Account groups (K-5): from any thread, at any time, as the rest of the admin side.

use openpit::param::{AccountGroupId, AccountId, ParamError, ParamErrorKind};

use crate::builtins::list;
use crate::engine::{Core, OpenpitEngine, peek};
use crate::outcome::{OpenpitOutcome, Reply};

/// Puts accounts into the group.
pub const OPENPIT_REGROUP_REGISTER: u32 = 1;
/// Takes accounts out of the group.
pub const OPENPIT_REGROUP_UNREGISTER: u32 = 2;

/// Puts accounts into a group or takes them out (`OPENPIT_REGROUP_*`), all or none.
///
/// # Safety
/// As every call; `account_ids` is valid for `count` numbers during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_regroup(
    engine: *const OpenpitEngine,
    what: u32,
    group_id: u32,
    account_ids: *const u64,
    count: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let numbers = unsafe { list(account_ids, count, "account_ids") }?;
        let accounts: Vec<_> = numbers.iter().copied().map(AccountId::from_int).collect();
        let group_id = AccountGroupId::from_int(group_id);
        match what {
            OPENPIT_REGROUP_REGISTER => core.accounts().register_group(group_id, &accounts)?,
            OPENPIT_REGROUP_UNREGISTER => core.accounts().unregister_group(group_id, &accounts)?,
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("regroup", kind, &other.to_string()).into());
            }
        }
        Ok(Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}

/// The account's group, as the outcome's key; 0 is the default group.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_group_of(
    engine: *const OpenpitEngine,
    account_id: u64,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let group = core.accounts().group_of(AccountId::from_int(account_id));
        Ok(Reply::key(group.as_int().into()))
    };
    // SAFETY: the caller's promise.
    unsafe { peek(engine, outcome, run) }
}
