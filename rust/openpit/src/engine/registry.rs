// SPDX-License-Identifier: Apache-2.0
//! The blocks of one engine where any thread can reach them (K-4): the admin handle writes here
//! whatever the engine is doing, and every start and execute looks here first.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::blocks::{Block, BlockScope, Blocks};
use super::flags::{Flag, Flags};
use super::groups::Groups;
use super::{ENGINE, Error, LifecycleKind};
use crate::param::{AccountGroupId, AccountId, ParamError};
use crate::pretrade::finding::Finding;
use crate::pretrade::{BlockCause, PolicyName, RejectCode, Text};

/// What the admin handle did since the engine last wrote its log.
#[derive(Debug)]
pub(super) struct AdminEvent {
    pub call: &'static str,
    pub scope: BlockScope,
    pub cause: Option<BlockCause>,
    /// The accounts that were put into the scope's group, or taken out of it.
    pub accounts: Vec<AccountId>,
}

/// Blocks behind one lock that is held for a look-up or a change, never across a callback.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    pub flags: Flags,
    state: Mutex<State>,
    recording: bool,
}

#[derive(Debug, Default)]
struct State {
    blocks: Blocks,
    groups: Groups,
    events: Vec<AdminEvent>,
}

impl Registry {
    /// An empty registry; without recording nobody would ever take its events.
    pub fn new(recording: bool) -> Self {
        Self {
            recording,
            ..Self::default()
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock, so a poisoned state is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and raises or lowers the flag that calls look at.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let result = change(&mut state);
        if state.blocks.is_empty() && state.events.is_empty() {
            self.flags.lower(Flag::Blocks);
        } else {
            self.flags.raise(Flag::Blocks);
        }
        result
    }

    #[inline]
    pub fn is_closed(&self) -> bool {
        self.flags.has(Flag::Closed)
    }

    /// The K-1 answer for an account, with the name of the blocker; none if it may trade.
    #[cold]
    pub fn gate(&self, account: Option<AccountId>) -> Option<(PolicyName, Finding)> {
        let state = self.lock();
        state
            .blocks
            .gate(account, |account| state.groups.group(account))
    }

    /// Takes what the admin handle did, in order.
    #[cold]
    pub fn take_events(&self) -> Vec<AdminEvent> {
        self.change(|state| std::mem::take(&mut state.events))
    }

    /// Adds a policy's cause during a call, whose own line tells of it; false if it was there.
    pub fn add(&self, scope: BlockScope, cause: BlockCause) -> bool {
        self.change(|state| state.blocks.add(scope, cause))
    }

    /// Removes a policy's cause during a call; false if it was not there.
    pub fn remove(&self, scope: BlockScope, cause: &BlockCause) -> bool {
        self.change(|state| state.blocks.remove(scope, cause))
    }

    fn admin<T>(
        &self,
        call: &'static str,
        scope: BlockScope,
        cause: Option<BlockCause>,
        change: impl FnOnce(&mut Blocks) -> (bool, T),
    ) -> Result<T, Error> {
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        Ok(self.change(|state| {
            let (changed, result) = change(&mut state.blocks);
            if changed && self.recording {
                state.events.push(AdminEvent {
                    call,
                    scope,
                    cause,
                    accounts: Vec::new(),
                });
            }
            result
        }))
    }

    /// Adds the admin's cause to a scope.
    pub fn block(&self, scope: BlockScope, reason: Text) -> Result<BlockCause, Error> {
        let cause = BlockCause {
            source: ENGINE.into(),
            code: RejectCode::AccountBlocked,
            reason,
        };
        self.admin("block", scope, Some(cause.clone()), |blocks| {
            (blocks.add(scope, cause.clone()), cause)
        })
    }

    /// Removes one cause, whoever set it.
    pub fn unblock(&self, scope: BlockScope, cause: &BlockCause) -> Result<bool, Error> {
        self.admin("unblock", scope, Some(cause.clone()), |blocks| {
            let removed = blocks.remove(scope, cause);
            (removed, removed)
        })
    }

    /// Removes every cause of a scope.
    pub fn unblock_all(&self, scope: BlockScope) -> Result<bool, Error> {
        self.admin("unblock_all", scope, None, |blocks| {
            let removed = blocks.clear(scope);
            (removed, removed)
        })
    }

    /// Puts accounts into a group, or takes them out of it: all or none.
    pub fn regroup(
        &self,
        call: &'static str,
        group: AccountGroupId,
        accounts: &[AccountId],
        change: fn(&mut Groups, AccountGroupId, &[AccountId]) -> Result<bool, ParamError>,
    ) -> Result<(), Error> {
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        self.change(|state| {
            if change(&mut state.groups, group, accounts)? && self.recording {
                state.events.push(AdminEvent {
                    call,
                    scope: BlockScope::Group(group),
                    cause: None,
                    accounts: accounts.to_vec(),
                });
            }
            Ok(())
        })
    }

    /// The account's group.
    pub fn group(&self, account: AccountId) -> AccountGroupId {
        self.lock().groups.group(account)
    }

    /// Every account that is in a group, with its group.
    pub fn groups(&self) -> Vec<(AccountId, AccountGroupId)> {
        self.lock().groups.list()
    }

    /// Every cause of every scope, closed or not.
    pub fn all(&self) -> Vec<Block> {
        self.lock().blocks.list()
    }

    /// Every cause of every scope.
    pub fn list(&self) -> Result<Vec<Block>, Error> {
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        Ok(self.lock().blocks.list())
    }
}
