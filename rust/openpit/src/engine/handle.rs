// SPDX-License-Identifier: Apache-2.0
//! The handle that callers hold, and the way to the state behind it.

use std::fmt;

use super::commons::{Commons, Records};
use super::flags::Flag;
use super::home::close_all;
use super::homes::{Found, Homes, Taken};
use super::machine::Machine;
use super::sync::{Brief, KeepsAccounts, Local, SyncPolicy, is_inside};
use super::{
    AccountAdjustmentBatch, Accounts, BatchError, Builder, EngineBlocks, Error, LifecycleKind,
    PostTradeResult, StartError,
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
    pub(super) commons: S::Shared<Commons<O, R, A, S>>,
    pub(super) homes: Homes<O, R, A, S>,
}

impl Engine<(), ()> {
    /// Starts the configuration of an engine for the caller's order, report and adjustment types:
    /// any types that have what the policies read (O-5).
    pub const fn builder<O: 'static, R: 'static, A: 'static>() -> Builder<O, R, A> {
        Builder::new()
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    pub(super) fn new(commons: S::Shared<Commons<O, R, A, S>>, homes: Homes<O, R, A, S>) -> Self {
        Self { commons, homes }
    }

    /// The account of an order, read once: to find its state and for everything that follows.
    #[inline]
    pub(super) fn account_of(&self, order: &O) -> Option<AccountId> {
        let accounting = self.commons.accounting.as_ref();
        accounting.and_then(|accounting| (accounting.order)(order))
    }

    /// One call of an account.
    #[inline]
    pub(super) fn call<T, E: From<Error>>(
        &self,
        account: Option<AccountId>,
        run: impl FnOnce(&mut Machine<O, R, A, S>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.home(account)?.call(run)
    }

    /// Finds an account's state; a closed engine says so first (K-1).
    #[inline]
    fn home(&self, account: Option<AccountId>) -> Result<Found<'_, O, R, A, S>, Error> {
        match &self.homes {
            Homes::One(home) => Ok(Found::Only(home)),
            Homes::Many(many) => {
                self.check_open()?;
                many.find(account).map(Found::Own)
            }
        }
    }

    #[inline]
    fn check_open(&self) -> Result<(), Error> {
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        Ok(())
    }

    /// One call on what accounts share: beside their own calls where those run in parallel.
    pub(super) fn beside<T>(
        &self,
        run: impl FnOnce(&Commons<O, R, A, S>, &mut Records<O>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let commons = &self.commons;
        match &self.homes {
            Homes::One(home) => home.call(|machine| {
                let result = run(commons, &mut machine.records);
                machine.refresh();
                commons.ruling.lock().forget();
                result
            }),
            Homes::Many(_) => {
                self.check_open()?;
                if is_inside(commons.token()) {
                    return Err(Error::Reentrancy);
                }
                match &commons.records {
                    Some(records) => run(commons, &mut records.lock()),
                    None => run(commons, &mut Records::none(0)),
                }
            }
        }
    }

    /// One call on the whole engine: every account at once.
    pub(super) fn whole<T>(
        &self,
        run: impl FnOnce(
            &Commons<O, R, A, S>,
            &mut [Taken<'_, O, R, A, S>],
            &mut Records<O>,
        ) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.check_open()?;
        let result = self.read(|commons, taken, records| {
            self.check_open()?;
            run(commons, taken, records)
        });
        result.map_err(|error| match (error, self.is_closed()) {
            (Error::Threading(_) | Error::Reentrancy, true) => {
                Error::Lifecycle(LifecycleKind::EngineClosed)
            }
            (error, _) => error,
        })
    }

    /// The same for a reading call that is allowed after close too.
    pub(super) fn read<T>(
        &self,
        run: impl FnOnce(
            &Commons<O, R, A, S>,
            &mut [Taken<'_, O, R, A, S>],
            &mut Records<O>,
        ) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let commons = &self.commons;
        self.homes.whole(|taken| {
            catch_up(commons, taken);
            match &commons.records {
                Some(records) => run(commons, taken, &mut records.lock()),
                None => run(commons, taken, &mut Records::none(0)),
            }
        })
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
        let account = self.account_of(&order);
        let home = self.home(account)?;
        let admitted = home.call(|machine| machine.admit(&order, account, at))?;
        Ok(Request::new(home.shared(), admitted, order))
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
        let account = self.account_of(&order);
        let home = self.home(account)?;
        let slot = home.call(|machine| machine.start_and_execute(order, account, at))?;
        Ok(Reservation::new(home.shared(), account, slot))
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
        EngineBlocks::new(self.commons.registry.clone())
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

    /// Whether the engine is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.commons.registry.is_closed()
    }

    /// Rolls back what is open, the newest first, and ends the engine (P-7). Closing again does
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Callback`] with the rollbacks that failed: the engine is closed all the same.
    /// Misuse leaves it open.
    pub fn close(&self) -> Result<(), Error> {
        if self.is_closed() {
            return Ok(());
        }
        let commons = &self.commons;
        self.homes.whole(|taken| {
            catch_up(commons, taken);
            if self.is_closed() {
                return Ok(());
            }
            close_all(commons, taken)
        })
    }
}

/// What an engine without accounts does not have (O-5.4).
impl<O: 'static, R: 'static, A: 'static, S: KeepsAccounts> Engine<O, R, A, S> {
    /// The admin handle (K-2, K-4): it may be sent to any thread.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self.commons.registry.clone())
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
}

/// What waited for any call at all, before a call on the whole engine.
fn catch_up<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    commons: &Commons<O, R, A, S>,
    taken: &mut [Taken<'_, O, R, A, S>],
) {
    let mut is_first = true;
    for Taken { home, machine } in taken {
        commons.recorded(machine, |machine| {
            machine.refresh();
            home.catch_up(machine);
            if is_first {
                machine.record_admin();
            }
        });
        is_first = false;
    }
    commons.ruling.lock().forget();
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Drop for Engine<O, R, A, S> {
    fn drop(&mut self) {
        let refused = self.close();
        if !matches!(refused, Err(Error::Reentrancy | Error::Threading(_))) {
            return;
        }
        // Inside a callback, or while another call runs: what is free ends now, the rest with its
        // call.
        let homes = self.homes.all();
        *self.commons.unclosed.lock() = homes.len();
        if homes.len() > 1 {
            self.commons.registry.flags.raise(Flag::Closed);
        }
        for home in homes {
            home.close_later();
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
