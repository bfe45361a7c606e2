// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2, K-4): block, unblock, list, from any thread.

use std::sync::Arc;

use super::Error;
use super::blocks::{Block, BlockScope};
use super::decisions::{Line, Shown};
use super::machine::Machine;
use super::registry::Registry;
use crate::param::AccountId;
use crate::pretrade::{BlockCause, Text};

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

    /// Every cause of every block: the engine's first, then by account id, oldest first.
    ///
    /// # Errors
    /// The engine is closed.
    pub fn blocked(&self) -> Result<Vec<Block>, Error> {
        self.registry.list()
    }
}

impl<O, R, A, P: ?Sized> Machine<O, R, A, P> {
    /// Writes what the admin handle did to the log, before the line of the call that notices it.
    #[cold]
    pub(super) fn record_admin(&mut self) {
        for event in self.registry.take_events() {
            let Some(recorder) = &mut self.recorder else {
                return;
            };
            let cause = event.cause.as_ref();
            recorder.log.write(&Line {
                call: event.call,
                at: self.timeline.last(),
                account: Shown(match event.scope {
                    BlockScope::Engine => None,
                    BlockScope::Account(account) => Some(account),
                }),
                source: cause.map(BlockCause::source),
                code: cause.map(|cause| cause.code().as_str()),
                reason: cause.map(BlockCause::reason),
                ..Line::default()
            });
        }
    }
}
