// SPDX-License-Identifier: Apache-2.0
//! The reservation: an order that may go to the venue, and what it holds until it is finalized
//! (P-6).

use std::fmt;

use super::Finalization;
use crate::core::AccountAdjustment;
use crate::engine::sync::{Local, SyncPolicy};
use crate::engine::{
    Error, FinalizeError, Home, Key, LifecycleKind, ReservationKey, ReservationSlot,
};
use crate::param::AccountId;

/// An order that passed both stages. Commit it or roll it back, once (P-6); dropped, it rolls
/// back.
///
/// ```compile_fail
/// # use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// # use openpit::pretrade::Reservation;
/// fn twice(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.commit();
///     let _ = reservation.rollback();
/// }
/// ```
#[must_use = "a reservation that is dropped rolls back"]
pub struct Reservation<
    O: 'static,
    R: 'static,
    A: 'static = AccountAdjustment,
    S: SyncPolicy = Local,
> {
    /// None once the handle has nothing to release.
    home: Option<S::Shared<Home<O, R, A, S>>>,
    key: ReservationKey,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Reservation<O, R, A, S> {
    pub(crate) const fn new(
        home: S::Shared<Home<O, R, A, S>>,
        account: Option<AccountId>,
        slot: ReservationSlot,
    ) -> Self {
        Self {
            home: Some(home),
            key: ReservationKey::new(account, slot),
        }
    }

    /// Applies the commit side of every mutation, in registration order (P-6).
    ///
    /// # Errors
    /// [`FinalizeError::Failed`] if callbacks failed: all others ran, the reservation is finalized
    /// and the account is blocked (P-8). [`FinalizeError::Refused`] for misuse, with the
    /// reservation still open.
    #[inline]
    pub fn commit(self) -> Result<(), FinalizeError<Self>> {
        self.finalize(Finalization::Commit, None)
    }

    /// [`Reservation::commit`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused if the time is earlier than the last, or under the system
    /// clock.
    #[inline]
    pub fn commit_at(self, at: i64) -> Result<(), FinalizeError<Self>> {
        self.finalize(Finalization::Commit, Some(at))
    }

    /// Applies the rollback side of every mutation, in reverse order (P-6).
    ///
    /// # Errors
    /// As [`Reservation::commit`].
    #[inline]
    pub fn rollback(self) -> Result<(), FinalizeError<Self>> {
        self.finalize(Finalization::Rollback, None)
    }

    /// [`Reservation::rollback`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As [`Reservation::commit_at`].
    #[inline]
    pub fn rollback_at(self, at: i64) -> Result<(), FinalizeError<Self>> {
        self.finalize(Finalization::Rollback, Some(at))
    }

    /// Drops it here and now, with the failures of its callbacks: what is open rolls back, and
    /// after a report on its order nothing is given back (P-7.2). Of a closed engine it is closed
    /// already. Reads no clock.
    ///
    /// # Errors
    /// [`FinalizeError::Failed`] if callbacks failed, as for [`Reservation::commit`];
    /// [`FinalizeError::Refused`] inside a callback or on a thread that is not allowed, with the
    /// reservation still open.
    pub fn close(mut self) -> Result<(), FinalizeError<Self>> {
        let Some(home) = self.home.take() else {
            return Ok(());
        };
        let result = home.close_handle(Key::Reservation(self.key));
        self.finalized(home, result.map(drop))
    }

    #[inline]
    fn finalize(mut self, side: Finalization, at: Option<i64>) -> Result<(), FinalizeError<Self>> {
        let Some(home) = self.home.take() else {
            let error = Error::Lifecycle(LifecycleKind::ReservationFinalized);
            return Err(FinalizeError::Refused {
                error,
                reservation: self,
            });
        };
        let result = home.call(|machine| machine.finalize(self.key.slot(), side, at));
        self.finalized(home, result)
    }

    #[inline]
    fn finalized(
        mut self,
        home: S::Shared<Home<O, R, A, S>>,
        result: Result<(), Error>,
    ) -> Result<(), FinalizeError<Self>> {
        match result {
            Ok(()) => Ok(()),
            Err(Error::Callback(failures)) => Err(FinalizeError::Failed(failures)),
            Err(error) => {
                self.home = Some(home);
                Err(FinalizeError::Refused {
                    error,
                    reservation: self,
                })
            }
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Drop for Reservation<O, R, A, S> {
    fn drop(&mut self) {
        if let Some(home) = self.home.take() {
            home.release(Key::Reservation(self.key));
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> fmt::Debug for Reservation<O, R, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reservation")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
