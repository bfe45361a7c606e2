// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2, K-4): block, unblock, list, from any thread.

use std::sync::Arc;

use super::Error;
use super::blocks::{Block, BlockScope};
use super::decisions::{Line, Shown};
use super::groups::Groups;
use super::machine::Machine;
use super::registry::Registry;
use super::sync::SyncPolicy;
use crate::param::{AccountGroupId, AccountId};
use crate::pretrade::{BlockCause, Text};

/// The admin handle of the engine-wide block, from [`Engine::blocks`](super::Engine::blocks): what
/// [`Accounts`] says of threads holds here too.
///
/// ```
/// use openpit::core::{ExecutionReport, Order};
/// use openpit::engine::{BlockScope, Engine};
///
/// let builder = Engine::builder::<Order, ExecutionReport, ()>().without_accounts();
/// let engine = builder.no_sync().build()?;
/// let blocks = engine.blocks();
/// let cause = std::thread::spawn(move || blocks.block("halt")).join().expect("the desk")?;
/// assert_eq!(engine.blocks().list()?[0].scope, BlockScope::Engine);
/// assert!(engine.blocks().unblock(&cause)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct EngineBlocks {
    registry: Arc<Registry>,
}

impl EngineBlocks {
    pub(super) const fn new(registry: Arc<Registry>) -> Self {
        Self { registry }
    }

    /// Blocks the engine; gives the cause, with which it can be unblocked. Blocking again for the
    /// same reason changes nothing (K-2).
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block(&self, reason: impl Into<Text>) -> Result<BlockCause, Error> {
        self.registry.block(BlockScope::Engine, reason.into())
    }

    /// Removes one cause, whoever set it; false if it was not there.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock(&self, cause: &BlockCause) -> Result<bool, Error> {
        self.registry.unblock(BlockScope::Engine, cause)
    }

    /// Removes every cause of the engine's block, but none of an account's; false if there was
    /// none.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_all(&self) -> Result<bool, Error> {
        self.registry.unblock_all(BlockScope::Engine)
    }

    /// Every cause of the engine's block, oldest first.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn list(&self) -> Result<Vec<Block>, Error> {
        let mut blocks = self.registry.list()?;
        blocks.retain(|block| block.scope == BlockScope::Engine);
        Ok(blocks)
    }
}

/// The admin handle, from [`Engine::accounts`](super::Engine::accounts). It may be cloned and sent
/// to any thread, in every sync mode: a block is never refused for thread, time or re-entrancy, and
/// no start or execute that begins after `block` returned is accepted (K-4).
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::Engine;
/// use openpit::param::AccountId;
///
/// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync().build()?;
/// let account = AccountId::from_int(7);
/// let accounts = engine.accounts();
/// let desk = std::thread::spawn(move || accounts.block(account, "margin call"));
/// let cause = desk.join().expect("the desk's thread")?;
/// assert_eq!(engine.accounts().blocked()?.len(), 1);
/// assert!(engine.accounts().unblock(account, &cause)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Accounts {
    registry: Arc<Registry>,
}

impl Accounts {
    pub(super) const fn new(registry: Arc<Registry>) -> Self {
        Self { registry }
    }

    /// Blocks an account; gives the cause, with which it can be unblocked. Blocking again for the
    /// same reason changes nothing (K-2).
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block(
        &self,
        account_id: AccountId,
        reason: impl Into<Text>,
    ) -> Result<BlockCause, Error> {
        self.registry
            .block(BlockScope::Account(account_id), reason.into())
    }

    /// Removes one cause, whoever set it; false if the account did not have it.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock(&self, account_id: AccountId, cause: &BlockCause) -> Result<bool, Error> {
        self.registry
            .unblock(BlockScope::Account(account_id), cause)
    }

    /// Removes every cause; false if the account had none.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_all(&self, account_id: AccountId) -> Result<bool, Error> {
        self.registry.unblock_all(BlockScope::Account(account_id))
    }

    /// Blocks every account; gives the cause, with which the engine can be unblocked.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block_engine(&self, reason: impl Into<Text>) -> Result<BlockCause, Error> {
        self.registry.block(BlockScope::Engine, reason.into())
    }

    /// Removes one cause of the engine's block; false if it was not there.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_engine(&self, cause: &BlockCause) -> Result<bool, Error> {
        self.registry.unblock(BlockScope::Engine, cause)
    }

    /// Removes every cause of the engine's block, but none of an account's; false if there was
    /// none.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_engine_all(&self) -> Result<bool, Error> {
        self.registry.unblock_all(BlockScope::Engine)
    }

    /// Blocks a scope, whichever it is; gives the cause, with which it can be unblocked.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block_scope(
        &self,
        scope: BlockScope,
        reason: impl Into<Text>,
    ) -> Result<BlockCause, Error> {
        self.registry.block(scope, reason.into())
    }

    /// Removes one cause of a scope, whoever set it; false if it was not there.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_scope(&self, scope: BlockScope, cause: &BlockCause) -> Result<bool, Error> {
        self.registry.unblock(scope, cause)
    }

    /// Removes every cause of a scope; false if it had none.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_scope_all(&self, scope: BlockScope) -> Result<bool, Error> {
        self.registry.unblock_all(scope)
    }

    /// Blocks every account of a group; the default group has every account that is in no other.
    /// Gives the cause, with which the group can be unblocked.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block_group(
        &self,
        group_id: AccountGroupId,
        reason: impl Into<Text>,
    ) -> Result<BlockCause, Error> {
        self.registry
            .block(BlockScope::Group(group_id), reason.into())
    }

    /// Removes one cause of a group's block; false if it was not there.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_group(
        &self,
        group_id: AccountGroupId,
        cause: &BlockCause,
    ) -> Result<bool, Error> {
        self.registry.unblock(BlockScope::Group(group_id), cause)
    }

    /// Removes every cause of a group's block; false if there was none.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_group_all(&self, group_id: AccountGroupId) -> Result<bool, Error> {
        self.registry.unblock_all(BlockScope::Group(group_id))
    }

    /// Puts accounts into a group, all or none (K-5). Those that are in it already stay.
    ///
    /// ```
    /// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
    /// use openpit::engine::Engine;
    /// use openpit::param::{AccountGroupId, AccountId};
    ///
    /// let engine =
    ///     Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync().build()?;
    /// let (desk, account) = (AccountGroupId::from_int(5), AccountId::from_int(7));
    /// engine.accounts().register_group(desk, &[account])?;
    /// assert_eq!(engine.accounts().group_of(account), desk);
    /// engine.accounts().block_group(desk, "lunch")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `reserved` for the default group, `in_another_group` if an account is in another one; then
    /// nothing changes. The engine is closed.
    pub fn register_group(
        &self,
        group_id: AccountGroupId,
        accounts: &[AccountId],
    ) -> Result<(), Error> {
        self.registry
            .regroup("register_group", group_id, accounts, Groups::register)
    }

    /// Takes accounts out of a group, all or none (K-5): they are in the default group again.
    ///
    /// # Errors
    /// `reserved` for the default group, `not_in_group` if an account is not in the group; then
    /// nothing changes. The engine is closed.
    pub fn unregister_group(
        &self,
        group_id: AccountGroupId,
        accounts: &[AccountId],
    ) -> Result<(), Error> {
        self.registry
            .regroup("unregister_group", group_id, accounts, Groups::unregister)
    }

    /// The account's group: the default one unless it was registered in another.
    #[must_use]
    pub fn group_of(&self, account_id: AccountId) -> AccountGroupId {
        self.registry.group(account_id)
    }

    /// Every cause of every block: the engine's first, then by group, then by account id, oldest
    /// first.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn blocked(&self) -> Result<Vec<Block>, Error> {
        self.registry.list()
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Writes what the admin handle did to the log, before the line of the call that notices it.
    #[cold]
    pub(super) fn record_admin(&mut self) {
        for event in self.commons.registry.take_events() {
            let Some(recorder) = &mut self.records.recorder else {
                return;
            };
            let cause = event.cause.as_ref();
            recorder.log.write(&Line {
                call: event.call,
                at: self.timeline.last(),
                account: Shown(event.scope.account()),
                group: Shown(event.scope.group()),
                accounts: event.accounts.iter().map(AccountId::to_string).collect(),
                source: cause.map(BlockCause::source),
                code: cause.map(|cause| cause.code().as_str()),
                reason: cause.map(BlockCause::reason),
                ..Line::default()
            });
        }
    }
}
