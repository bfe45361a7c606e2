// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2): block, unblock, list.

use super::blocks::{Block, BlockScope};
use super::decisions::Line;
use super::machine::Machine;
use super::sync::SyncPolicy;
use super::{ENGINE, Engine, Error};
use crate::param::AccountId;
use crate::pretrade::{BlockCause, RejectCode, Text};

impl<O, R, P: ?Sized> Machine<O, R, P> {
    /// Adds the admin's cause to a scope.
    pub(super) fn block(&mut self, scope: BlockScope, reason: Text) -> BlockCause {
        let cause = BlockCause {
            source: ENGINE.into(),
            code: RejectCode::AccountBlocked,
            reason,
        };
        if self.blocks.add(scope, cause.clone()) {
            self.record_block("block", scope, Some(&cause));
        }
        cause
    }

    /// Removes one cause, whoever set it; false if the scope did not have it.
    pub(super) fn unblock(&mut self, scope: BlockScope, cause: &BlockCause) -> bool {
        let removed = self.blocks.remove(scope, cause);
        if removed {
            self.record_block("unblock", scope, Some(cause));
        }
        removed
    }

    /// Removes every cause; false if the scope had none.
    pub(super) fn unblock_all(&mut self, scope: BlockScope) -> bool {
        let removed = self.blocks.clear(scope);
        if removed {
            self.record_block("unblock_all", scope, None);
        }
        removed
    }

    pub(super) fn blocked(&self) -> Vec<Block> {
        self.blocks.list()
    }

    fn record_block(&mut self, call: &'static str, scope: BlockScope, cause: Option<&BlockCause>) {
        let Some(recorder) = &mut self.recorder else {
            return;
        };
        recorder.log.write(&Line {
            call,
            at: self.timeline.last(),
            account: match scope {
                BlockScope::Engine => None,
                BlockScope::Account(account) => Some(account),
            },
            source: cause.map(BlockCause::source),
            code: cause.map(|cause| cause.code().as_str()),
            reason: cause.map(BlockCause::reason),
            ..Line::default()
        });
    }
}

/// The admin side of account blocks, from [`Engine::accounts`].
///
/// ```
/// use openpit::core::{ExecutionReport, Order};
/// use openpit::engine::Engine;
/// use openpit::param::AccountId;
///
/// let engine = Engine::builder::<Order, ExecutionReport>().no_sync().build()?;
/// let account = AccountId::from_int(7);
/// let cause = engine.accounts().block(account, "margin call")?;
/// assert_eq!(engine.accounts().blocked()?.len(), 1);
/// assert!(engine.accounts().unblock(account, &cause)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Accounts<'a, O: 'static, R: 'static, S: SyncPolicy> {
    engine: &'a Engine<O, R, S>,
}

impl<'a, O: 'static, R: 'static, S: SyncPolicy> Accounts<'a, O, R, S> {
    pub(super) const fn new(engine: &'a Engine<O, R, S>) -> Self {
        Self { engine }
    }

    /// Blocks an account; gives the cause, with which it can be unblocked. Blocking again for the
    /// same reason changes nothing (K-2).
    ///
    /// # Errors
    /// Misuse.
    pub fn block(
        &self,
        account_id: AccountId,
        reason: impl Into<Text>,
    ) -> Result<BlockCause, Error> {
        self.engine
            .block_scope(BlockScope::Account(account_id), reason.into())
    }

    /// Removes one cause, whoever set it; false if the account did not have it.
    ///
    /// # Errors
    /// Misuse.
    pub fn unblock(&self, account_id: AccountId, cause: &BlockCause) -> Result<bool, Error> {
        self.engine
            .unblock_scope(BlockScope::Account(account_id), cause)
    }

    /// Removes every cause; false if the account had none.
    ///
    /// # Errors
    /// Misuse.
    pub fn unblock_all(&self, account_id: AccountId) -> Result<bool, Error> {
        self.engine
            .unblock_all_scope(BlockScope::Account(account_id))
    }

    /// Every cause of every block: the engine's first, then by account id, oldest first.
    ///
    /// # Errors
    /// Misuse.
    pub fn blocked(&self) -> Result<Vec<Block>, Error> {
        self.engine.blocked()
    }
}

impl<O: 'static, R: 'static, S: SyncPolicy> std::fmt::Debug for Accounts<'_, O, R, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}
