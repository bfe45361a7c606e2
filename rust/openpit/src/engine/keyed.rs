// SPDX-License-Identifier: Apache-2.0
//! The same calls by key, for language bindings: a handle there is a plain value that may be used
//! twice, dropped on any thread and outlive the engine. Every misuse is a typed error.

use super::machine::{Key, RequestKey, ReservationKey};
use super::sync::{KeepsAccounts, SyncPolicy};
use super::{
    AccountAdjustmentBatch, BatchError, Engine, Error, Home, LifecycleKind, PostTradeResult,
    StartError,
};
use crate::param::AccountId;
use crate::pretrade::Finalization;

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    /// [`Engine::start_pre_trade`] by key; a time only under the manual clock.
    ///
    /// # Errors
    /// As [`Engine::start_pre_trade_at`].
    #[inline]
    pub fn start_keyed(&self, order: O, at: Option<i64>) -> Result<RequestKey, StartError> {
        let account = self.account_of(&order);
        self.call(account, |machine| {
            let slot = machine.start(order, account, at)?;
            Ok(RequestKey { account, slot })
        })
    }

    /// [`Engine::execute_pre_trade`] by key; a time only under the manual clock.
    ///
    /// # Errors
    /// As [`Engine::execute_pre_trade_at`].
    #[inline]
    pub fn start_and_execute_keyed(
        &self,
        order: O,
        at: Option<i64>,
    ) -> Result<ReservationKey, StartError> {
        let account = self.account_of(&order);
        self.call(account, |machine| {
            let slot = machine.start_and_execute(order, account, at)?;
            Ok(ReservationKey { account, slot })
        })
    }

    /// Executes a request by key. A refused call leaves the request as it was.
    ///
    /// # Errors
    /// The rejects; a key that was used or dropped; misuse.
    #[inline]
    pub fn execute_keyed(
        &self,
        request: RequestKey,
        at: Option<i64>,
    ) -> Result<ReservationKey, StartError> {
        let RequestKey { account, slot } = request;
        self.call(account, |machine| {
            let slot = machine.execute(slot, at)?;
            Ok(ReservationKey { account, slot })
        })
    }

    /// Commits or rolls back a reservation by key. A refused call leaves it open.
    ///
    /// # Errors
    /// A key that was finalized or dropped; misuse; [`Error::Callback`] if callbacks failed, where
    /// the reservation is finalized all the same.
    #[inline]
    pub fn finalize_keyed(
        &self,
        reservation: ReservationKey,
        side: Finalization,
        at: Option<i64>,
    ) -> Result<(), Error> {
        let ReservationKey { account, slot } = reservation;
        self.call(account, |machine| machine.finalize(slot, side, at))
    }

    /// Closes a reservation by key: as if it were dropped, here and now (P-7.2). False for a key
    /// without anything behind it, or of a closed engine: it is closed already.
    ///
    /// # Errors
    /// [`Error::Callback`] if callbacks failed: the reservation is finalized all the same. Misuse
    /// of threads, or from inside a callback, which leaves it open.
    pub fn close_keyed(&self, reservation: ReservationKey) -> Result<bool, Error> {
        match self.homes.known(reservation.account) {
            Some(home) => home.close_handle(Key::Reservation(reservation)),
            None => Ok(false),
        }
    }

    /// [`Engine::apply_execution_report`]; a time only under the manual clock.
    ///
    /// # Errors
    /// As [`Engine::apply_execution_report_at`].
    pub fn apply_execution_report_keyed(
        &self,
        report: &R,
        at: Option<i64>,
    ) -> Result<PostTradeResult, Error> {
        let accounting = self.commons.accounting.as_ref();
        let account = accounting.and_then(|accounting| (accounting.report)(report));
        self.call(account, |machine| machine.report(report, account, at))
    }

    /// A handle is gone: an open reservation rolls back now if the engine can be entered, else at
    /// the end of the running call (P-6, P-9). A key without anything behind it is ignored.
    pub fn release(&self, key: Key) {
        if let Some(home) = self.homes.known(key.account()) {
            home.release(key);
        }
    }

    /// A handle is gone where no callback may run, such as a finalizer's thread: the next call, or
    /// `close`, rolls it back (T-3a).
    pub fn release_later(&self, key: Key) {
        if let Some(home) = self.homes.known(key.account()) {
            home.release_later(key);
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: KeepsAccounts> Engine<O, R, A, S> {
    /// [`Engine::apply_account_adjustment`] with an optional time, for bindings.
    ///
    /// # Errors
    /// As [`Engine::apply_account_adjustment_at`].
    pub fn apply_account_adjustment_keyed(
        &self,
        account_id: AccountId,
        adjustments: &[A],
        at: Option<i64>,
    ) -> Result<AccountAdjustmentBatch, BatchError> {
        self.call(Some(account_id), |machine| {
            machine.adjust(account_id, adjustments, at)
        })
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Home<O, R, A, S> {
    /// A handle is closed: dropped here and now, with its callbacks' failures for the caller. A
    /// handle without anything behind it, or of a closed engine, is closed already (P-7.2): false.
    pub(crate) fn close_handle(&self, key: Key) -> Result<bool, Error> {
        match self.call(|machine| machine.release(key)) {
            Err(Error::Lifecycle(LifecycleKind::EngineClosed)) => Ok(false),
            result => result,
        }
    }
}
