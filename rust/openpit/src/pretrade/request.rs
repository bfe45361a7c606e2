// SPDX-License-Identifier: Apache-2.0
//! The deferred request: an order that passed the start stage (P-2).

use std::fmt;

use super::Reservation;
use crate::core::AccountAdjustment;
use crate::engine::sync::{Local, SyncPolicy};
use crate::engine::{Admitted, ExecuteError, Home, StartError, discard};

/// An order that passed the start stage and waits for `execute`, which consumes it (P-4).
///
/// Dropping it forgets the order; what start policies counted stays counted (P-3).
///
/// ```compile_fail
/// # use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// # use openpit::pretrade::Request;
/// fn twice(request: Request<Order, ExecutionReport>) {
///     let _ = request.execute();
///     let _ = request.execute();
/// }
/// ```
#[must_use = "a request that is not executed never reaches the main stage"]
pub struct Request<O: 'static, R: 'static, A: 'static = AccountAdjustment, S: SyncPolicy = Local> {
    home: S::Shared<Home<O, R, A, S>>,
    admitted: Admitted,
    order: O,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Request<O, R, A, S> {
    #[inline]
    pub(crate) const fn new(
        home: S::Shared<Home<O, R, A, S>>,
        admitted: Admitted,
        order: O,
    ) -> Self {
        Self {
            home,
            admitted,
            order,
        }
    }

    /// Main stage (P-4), at the request's time or the engine's last, whichever is later.
    ///
    /// # Errors
    /// [`ExecuteError::Rejected`] with the rejects of every policy that rejected, after all
    /// mutations were rolled back; [`ExecuteError::Refused`] for misuse, with the request unused.
    #[inline]
    pub fn execute(self) -> Result<Reservation<O, R, A, S>, ExecuteError<Self>> {
        self.run(None)
    }

    /// [`Request::execute`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also refused if the time is earlier than the last, or under the system
    /// clock.
    #[inline]
    pub fn execute_at(self, at: i64) -> Result<Reservation<O, R, A, S>, ExecuteError<Self>> {
        self.run(Some(at))
    }

    #[inline]
    fn run(self, at: Option<i64>) -> Result<Reservation<O, R, A, S>, ExecuteError<Self>> {
        let (order, admitted) = (&self.order, self.admitted);
        match self
            .home
            .call(|machine| machine.execute_admitted(order, admitted, at))
        {
            Ok(slot) => {
                discard(self.order);
                Ok(Reservation::new(self.home, admitted.account, slot))
            }
            Err(StartError::Rejected(rejected)) => Err(ExecuteError::Rejected(rejected)),
            Err(StartError::Refused(error)) => {
                let request = Box::new(self);
                Err(ExecuteError::Refused { error, request })
            }
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> fmt::Debug for Request<O, R, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("admitted", &self.admitted)
            .finish_non_exhaustive()
    }
}
