// SPDX-License-Identifier: Apache-2.0
//! The handle that callers hold, and the way into the machine behind it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::flags::Flag;
use super::machine::{Key, Machine};
use super::registry::Registry;
use super::sync::{DropCounters, DropQueue, Exclusive, KeepsAccounts, Local, SyncPolicy};
use super::{
    AccountAdjustmentBatch, AccountBalance, Accounts, BatchError, Builder, EngineBlocks, Error,
    Hold, LifecycleKind, PostTradeResult, StartError, Verdict,
};
use crate::core::AccountAdjustment;
use crate::param::AccountId;
use crate::pretrade::{BlockCause, Request, Reservation, Text};

/// The pre-trade risk engine (P). One handle; its requests and reservations hold on to the state
/// behind it and get a typed error once it is closed (P-7).
///
/// Dropping the engine closes it: what is open rolls back.
///
/// `S` is the sync policy: with [`Local`] the engine stays on one thread and pays for no
/// synchronization.
pub struct Engine<O: 'static, R: 'static, A: 'static = AccountAdjustment, S: SyncPolicy = Local> {
    pub(super) inner: S::Shared<Inner<O, R, A, S>>,
}

type MachineOf<O, R, A, S> = Machine<O, R, A, <S as SyncPolicy>::Policy<O, R, A>>;
type ExclusiveOf<O, R, A, S> = <S as SyncPolicy>::Exclusive<MachineOf<O, R, A, S>>;
type GuardOf<'a, O, R, A, S> =
    <ExclusiveOf<O, R, A, S> as Exclusive<MachineOf<O, R, A, S>>>::Guard<'a>;

/// What all handles of one engine share.
pub(crate) struct Inner<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    machine: ExclusiveOf<O, R, A, S>,
    drops: S::Drops,
    /// Beside the machine: lifecycle comes before threading (K-1), and an admin is never kept
    /// waiting (K-4).
    registry: Arc<Registry>,
    /// The engine's handle was dropped inside its own callback, or while another call ran.
    close_at_end: AtomicBool,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Inner<O, R, A, S> {
    pub(super) fn new(machine: MachineOf<O, R, A, S>) -> Self {
        let registry = machine.registry.clone();
        Self {
            registry,
            machine: S::Exclusive::new(machine),
            drops: S::Drops::default(),
            close_at_end: AtomicBool::new(false),
        }
    }

    /// One call: lifecycle, then threading, then what waited for a call, then the call itself.
    #[inline]
    pub(crate) fn call<T, E: From<Error>>(
        &self,
        run: impl FnOnce(&mut MachineOf<O, R, A, S>) -> Result<T, E>,
    ) -> Result<T, E> {
        let result = {
            let mut machine = self.enter()?;
            if self.registry.flags.any() {
                self.prepare(&mut machine)?;
            }
            run(&mut machine)
        };
        self.settle();
        result
    }

    /// Takes the machine for a call; a closed engine says so to any thread.
    #[inline]
    fn enter(&self) -> Result<GuardOf<'_, O, R, A, S>, Error> {
        self.machine.enter().map_err(|error| {
            if self.is_closed() {
                Error::Lifecycle(LifecycleKind::EngineClosed)
            } else {
                error
            }
        })
    }

    #[cold]
    fn prepare(&self, machine: &mut MachineOf<O, R, A, S>) -> Result<(), Error> {
        self.catch_up(machine);
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        machine.record_admin();
        Ok(())
    }

    /// Rolls back what was dropped while nobody could be let in (T-3a, P-9), and does the engine's
    /// own end if that was asked for.
    fn catch_up(&self, machine: &mut MachineOf<O, R, A, S>) {
        // Lowered first: a drop that comes while this runs raises it again.
        self.registry.flags.lower(Flag::Pending);
        while let Some(key) = self.drops.pop() {
            drop(machine.release(key));
        }
        if self.close_at_end.load(Ordering::Acquire) {
            let _ = self.close_machine(machine);
        }
    }

    /// The end of a call, when the machine is free again: drops inside its callbacks, and those of
    /// others that found it taken. Nobody else may ever come.
    #[inline]
    fn settle(&self) {
        while self.registry.flags.has(Flag::Pending) {
            match self.machine.enter() {
                Ok(mut machine) => self.catch_up(&mut machine),
                // Whoever holds it looks again after letting go.
                Err(_) => return,
            }
        }
    }

    /// A reading call that is allowed after close too.
    fn read<T>(&self, run: impl FnOnce(&mut MachineOf<O, R, A, S>) -> T) -> Result<T, Error> {
        let result = {
            let mut machine = self.machine.enter()?;
            self.catch_up(&mut machine);
            machine.record_admin();
            run(&mut machine)
        };
        self.settle();
        Ok(result)
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.registry.is_closed()
    }

    /// A handle is dropped: at once if the engine can be entered, else by the next who can.
    pub(crate) fn release(&self, key: Key) {
        if self.is_closed() {
            return;
        }
        match self.machine.enter() {
            Ok(mut machine) => drop(machine.release(key)),
            Err(_) => self.release_later(key),
        }
        self.settle();
    }

    /// A handle is dropped where no callback may run (T-3a): the next call, or close, sees to it.
    pub(super) fn release_later(&self, key: Key) {
        self.drops.push(key);
        self.registry.flags.raise(Flag::Pending);
        if self.is_closed() {
            // Close has rolled everything back: the key is only counted.
            while self.drops.pop().is_some() {}
        }
    }

    fn close(&self) -> Result<(), Error> {
        if self.is_closed() {
            return Ok(());
        }
        let result = {
            let mut machine = self.machine.enter()?;
            self.catch_up(&mut machine);
            self.close_machine(&mut machine)
        };
        self.settle();
        result
    }

    fn close_machine(&self, machine: &mut MachineOf<O, R, A, S>) -> Result<(), Error> {
        self.close_at_end.store(false, Ordering::Release);
        if self.is_closed() {
            return Ok(());
        }
        machine.record_admin();
        let result = machine.close();
        // Only now: until here a callback's call is re-entrant and not late (P-9).
        self.registry.flags.raise(Flag::Closed);
        result
    }
}

impl Engine<(), ()> {
    /// Starts the configuration of an engine for the caller's order, report and adjustment types:
    /// any types that have what the policies read (O-5).
    pub const fn builder<O: 'static, R: 'static, A: 'static>() -> Builder<O, R, A> {
        Builder::new()
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    pub(super) fn new(machine: MachineOf<O, R, A, S>) -> Self {
        Self {
            inner: S::share(Inner::new(machine)),
        }
    }

    /// Start stage: the early checks, in registration order, up to the first reject (P-2).
    ///
    /// # Errors
    /// [`StartError::Rejected`] with the rejects of one policy; [`StartError::Refused`] for misuse.
    #[inline]
    pub fn start_pre_trade(&self, order: O) -> Result<Request<O, R, A, S>, StartError> {
        self.start(order, None)
    }

    /// [`Engine::start_pre_trade`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused if the time is earlier than the last, or under the system
    /// clock.
    #[inline]
    pub fn start_pre_trade_at(&self, order: O, at: i64) -> Result<Request<O, R, A, S>, StartError> {
        self.start(order, Some(at))
    }

    #[inline]
    fn start(&self, order: O, at: Option<i64>) -> Result<Request<O, R, A, S>, StartError> {
        let admitted = self.inner.call(|machine| machine.admit(&order, at))?;
        Ok(Request::new(self.inner.clone(), admitted, order))
    }

    /// Start and execute in one call: the same outcomes, with the rejects of the stage that
    /// rejected (P-5).
    ///
    /// # Errors
    /// As [`Engine::start_pre_trade`] and [`Request::execute`].
    #[inline]
    pub fn execute_pre_trade(&self, order: O) -> Result<Reservation<O, R, A, S>, StartError> {
        self.start_and_execute(order, None)
    }

    /// [`Engine::execute_pre_trade`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused if the time is earlier than the last, or under the system
    /// clock.
    #[inline]
    pub fn execute_pre_trade_at(
        &self,
        order: O,
        at: i64,
    ) -> Result<Reservation<O, R, A, S>, StartError> {
        self.start_and_execute(order, Some(at))
    }

    #[inline]
    fn start_and_execute(
        &self,
        order: O,
        at: Option<i64>,
    ) -> Result<Reservation<O, R, A, S>, StartError> {
        let key = self.start_and_execute_keyed(order, at)?;
        Ok(Reservation::new(self.inner.clone(), key))
    }

    /// Post-trade feedback (P-10): every policy learns of the execution. A report is a fact: it is
    /// taken for blocked accounts too (K-3), and under the manual clock with an earlier time, which
    /// flags it late.
    ///
    /// # Errors
    /// A report without an account, or misuse. A failed report hook is no error: it is in the
    /// result and has blocked the account.
    pub fn apply_execution_report(&self, report: &R) -> Result<PostTradeResult, Error> {
        self.apply_execution_report_keyed(report, None)
    }

    /// [`Engine::apply_execution_report`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused under the system clock.
    pub fn apply_execution_report_at(&self, report: &R, at: i64) -> Result<PostTradeResult, Error> {
        self.apply_execution_report_keyed(report, Some(at))
    }

    /// The admin handle of the engine-wide block (K-2, K-4): it may be sent to any thread.
    #[must_use]
    pub fn blocks(&self) -> EngineBlocks {
        EngineBlocks::new(self.inner.registry.clone())
    }

    /// Blocks the engine and so every account (K-2); gives the cause, with which it can be
    /// unblocked. Short for [`EngineBlocks::block`].
    ///
    /// # Errors
    /// The engine is closed.
    pub fn block(&self, reason: impl Into<Text>) -> Result<BlockCause, Error> {
        self.blocks().block(reason)
    }

    /// Removes one cause of the engine's block; false if it was not there. Short for
    /// [`EngineBlocks::unblock`].
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock(&self, cause: &BlockCause) -> Result<bool, Error> {
        self.blocks().unblock(cause)
    }

    /// Removes every cause of the engine's block, but none of an account's; false if there was
    /// none. Short for [`EngineBlocks::unblock_all`].
    ///
    /// # Errors
    /// The engine is closed.
    pub fn unblock_all(&self) -> Result<bool, Error> {
        self.blocks().unblock_all()
    }

    /// Takes the decision log's lines that were not taken yet, without line feeds (D-1). Empty
    /// unless the engine records decisions. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn decisions(&self) -> Result<Vec<String>, Error> {
        self.inner.read(|machine| {
            machine
                .recorder
                .as_mut()
                .map_or_else(Vec::new, |recorder| recorder.log.drain())
        })
    }

    /// The SHA-256 of the whole decision log so far, drained lines too, in lower-case hexadecimal
    /// (D-1). Of no bytes at all unless the engine records decisions. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn decisions_digest(&self) -> Result<String, Error> {
        self.inner.read(|machine| match &machine.recorder {
            Some(recorder) => recorder.log.digest(),
            None => super::decisions::DecisionLog::default().digest(),
        })
    }

    /// Takes the verdicts that were not taken yet, in the order of the decisions. Empty unless the
    /// engine records verdicts. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn verdicts(&self) -> Result<Vec<Verdict>, Error> {
        self.inner.read(|machine| {
            let verdicts = machine.verdicts.as_mut();
            verdicts.map_or_else(Vec::new, |verdicts| std::mem::take(&mut verdicts.taken))
        })
    }

    /// The engine's state as canonical JSON (D-4): blocks, groups, balances, holds, executions,
    /// open reservations, and what every built-in policy has counted; keys sorted, numbers as text.
    /// Equal calls leave equal states in every language. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn state(&self) -> Result<String, Error> {
        self.inner.read(|machine| machine.state().to_string())
    }

    /// The SHA-256 of [`Engine::state`] in lower-case hexadecimal (D-4). Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn state_digest(&self) -> Result<String, Error> {
        self.inner.read(|machine| machine.state_digest())
    }

    /// How many dropped handles had to wait, and how many of those are rolled back (T-3a). From any
    /// thread, at any time.
    #[must_use]
    pub fn drops(&self) -> DropCounters {
        self.inner.drops.counters()
    }

    /// Whether the engine is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    /// Rolls back what is open, the newest first, and ends the engine (P-7). Closing again does
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Callback`] with the rollbacks that failed: the engine is closed all the same.
    /// Misuse leaves it open.
    pub fn close(&self) -> Result<(), Error> {
        self.inner.close()
    }
}

/// What an engine without accounts does not have (O-5.4).
impl<O: 'static, R: 'static, A: 'static, S: KeepsAccounts> Engine<O, R, A, S> {
    /// The admin handle (K-2, K-4): it may be sent to any thread.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self.inner.registry.clone())
    }

    /// Adjusts an account by a batch (B): in its order, and for each adjustment the engine's own
    /// balances first, then every policy in registration order. The first reject undoes all of it,
    /// and nobody ever sees half a batch (B-3). An empty batch is accepted and asks nobody (B-4).
    /// A blocked account is adjusted too (K-3).
    ///
    /// ```
    /// use openpit::core::{
    ///     AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    ///     AccountAdjustmentBounds, AccountAdjustmentOperation, ExecutionReport, Order,
    /// };
    /// use openpit::engine::Engine;
    /// use openpit::param::{AccountId, AdjustmentAmount};
    ///
    /// let engine =
    ///     Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync().build()?;
    /// let deposit = AccountAdjustment::new(
    ///     AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
    ///         asset: "USD".parse()?,
    ///         average_entry_price: None,
    ///     }),
    ///     AccountAdjustmentAmount {
    ///         balance: Some(AdjustmentAmount::Delta("100".parse()?)),
    ///         ..AccountAdjustmentAmount::default()
    ///     },
    ///     AccountAdjustmentBounds::default(),
    /// )?;
    /// let account = AccountId::from_int(7);
    /// let batch = engine.apply_account_adjustment(account, &[deposit.clone(), deposit])?;
    /// assert_eq!(batch.outcomes[1].balance.balance.to_string(), "200");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`BatchError::Rejected`] with the index of the rejected adjustment and the rejects of one
    /// policy; [`BatchError::Refused`] for misuse.
    pub fn apply_account_adjustment(
        &self,
        account_id: AccountId,
        adjustments: &[A],
    ) -> Result<AccountAdjustmentBatch, BatchError> {
        self.apply_account_adjustment_keyed(account_id, adjustments, None)
    }

    /// [`Engine::apply_account_adjustment`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused if the time is earlier than the last, or under the system
    /// clock.
    pub fn apply_account_adjustment_at(
        &self,
        account_id: AccountId,
        adjustments: &[A],
        at: i64,
    ) -> Result<AccountAdjustmentBatch, BatchError> {
        self.apply_account_adjustment_keyed(account_id, adjustments, Some(at))
    }

    /// What every account has, as adjustments tell it (B): by account id, assets before positions.
    /// Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn balances(&self) -> Result<Vec<AccountBalance>, Error> {
        self.inner.read(|machine| machine.balances.list())
    }

    /// What every policy has reserved (M-2): by account, settlement asset and registration order.
    /// Works after `close` too, which has given back what was held.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn holds(&self) -> Result<Vec<Hold>, Error> {
        self.inner
            .read(|machine| machine.holds.list(&machine.names))
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Drop for Engine<O, R, A, S> {
    fn drop(&mut self) {
        if let Err(Error::Reentrancy | Error::Threading(_)) = self.inner.close() {
            self.inner.close_at_end.store(true, Ordering::Release);
            self.inner.registry.flags.raise(Flag::Pending);
            self.inner.settle();
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> fmt::Debug for Engine<O, R, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}
