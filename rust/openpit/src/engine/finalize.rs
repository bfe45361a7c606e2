// SPDX-License-Identifier: Apache-2.0
//! Commit and rollback (P-6): one side of every mutation, once; and the end of the engine.

use super::decisions::{Line, Shown, failure_lines};
use super::holds::HoldStep;
use super::machine::{Aftermath, Key, Machine, Open, ReservationSlot, discard, guarded};
use super::rules::Entry;
use super::slots::Sums;
use super::sync::SyncPolicy;
use super::{CallbackFailure, CallbackFailures, Error, LifecycleKind};
use crate::param::AccountId;
use crate::pretrade::context::Emitted;
use crate::pretrade::{Finalization, Hook, Mutation, PreTradePolicy as _};

/// Why a reservation is rolled back, as the decision log shows it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause {
    Explicit,
    Dropped,
    Closed,
}

impl Cause {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Dropped => "dropped",
            Self::Closed => "closed",
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Commit or rollback by the owner of the reservation.
    pub(crate) fn finalize(
        &mut self,
        key: ReservationSlot,
        side: Finalization,
        at: Option<i64>,
    ) -> Result<(), Error> {
        let Some(open) = self.reservations.get(key) else {
            return Err(Error::Lifecycle(LifecycleKind::ReservationFinalized));
        };
        // The venue has the order: what it holds is no longer the caller's to give back (L-6).
        if side == Finalization::Rollback && self.is_reported(open) {
            return Err(Error::Lifecycle(LifecycleKind::OrderReported));
        }
        let late = self.timeline.follow(at)?.late;
        match self.reservations.remove(key) {
            Some(open) => self.finish(&open, side, Cause::Explicit, late),
            None => Err(Error::Lifecycle(LifecycleKind::ReservationFinalized)),
        }
    }

    /// Whether a report has spoken of a reservation's order.
    fn is_reported(&self, open: &Open) -> bool {
        open.emitted.iter().any(|entry| match &entry.mutation {
            Mutation::ReserveNotional(reserve) => reserve.order.as_ref().is_some_and(|order| {
                let id = &order.client_order_id;
                self.orders
                    .is_reported(entry.policy, reserve.account_id, id)
            }),
            _ => false,
        })
    }

    /// A handle is gone: an open reservation rolls back, an unused request is forgotten. Its
    /// callbacks' failures have blocked the account; of a drop nobody takes the error. Tells
    /// whether there was anything behind the handle.
    pub(super) fn release(&mut self, key: Key) -> Result<bool, Error> {
        match key {
            Key::Request(key) => {
                let pending = self.requests.remove(key.slot);
                Ok(pending.map(|pending| discard(pending.order)).is_some())
            }
            Key::Reservation(key) => match self.reservations.remove(key.slot) {
                Some(open) => self
                    .finish(&open, Finalization::Rollback, Cause::Dropped, false)
                    .map(|()| true),
                None => Ok(false),
            },
        }
    }

    /// Takes every open reservation out, to be ended.
    pub(super) fn take_open(&mut self) -> Vec<Open> {
        self.reservations.drain().map(|(_, open)| open).collect()
    }

    /// Rolls one back at the end of the engine; gives the callbacks that failed (P-7).
    pub(super) fn end_one(&mut self, open: &Open) -> Vec<CallbackFailure> {
        match self.finish(open, Finalization::Rollback, Cause::Closed, false) {
            Err(Error::Callback(failed)) => failed.0,
            _ => Vec::new(),
        }
    }

    /// Forgets every request at the end of the engine.
    pub(super) fn forget_requests(&mut self) {
        for (_, pending) in self.requests.drain() {
            discard(pending.order);
        }
    }

    /// Rolls back every open reservation, the newest first: what failed has blocked the account.
    pub(super) fn end(&mut self) {
        let mut open = self.take_open();
        open.sort_unstable_by_key(|open| std::cmp::Reverse(open.number));
        for open in &open {
            self.end_one(open);
        }
        self.forget_requests();
    }

    /// Writes the end of the engine to the log.
    pub(super) fn record_close(&mut self) {
        if let Some(recorder) = &mut self.records.recorder {
            let at = self.timeline.last().max(self.records.last);
            recorder.log.write(&Line {
                call: "close",
                at,
                ..Line::default()
            });
        }
    }

    #[inline]
    fn finish(
        &mut self,
        open: &Open,
        side: Finalization,
        cause: Cause,
        late: bool,
    ) -> Result<(), Error> {
        if open.emitted.is_empty() && self.records.recorder.is_none() {
            return Ok(());
        }
        let mut after = Aftermath::default();
        let at = self.timeline.last();
        self.finalize_all(&open.emitted, side, open.account, at, &mut after);
        if let Some(recorder) = &mut self.records.recorder {
            let (call, cause) = match side {
                Finalization::Commit => ("commit", None),
                Finalization::Rollback => ("rollback", Some(cause.as_str())),
            };
            recorder.log.write(&Line {
                call,
                at,
                late,
                account: Shown(open.account),
                reservation: Shown(Some(open.number)),
                cause,
                blocks: &after.blocks,
                unblocks: &after.unblocks,
                failures: failure_lines(&after.failures),
                ..Line::default()
            });
        }
        if after.failures.is_empty() {
            Ok(())
        } else {
            Err(Error::Callback(CallbackFailures(after.failures)))
        }
    }

    /// Runs one side of every mutation: commits in order, rollbacks in reverse. A failure does not
    /// stop the others (P-8).
    pub(super) fn finalize_all(
        &mut self,
        emitted: &[Emitted],
        side: Finalization,
        account: Option<AccountId>,
        at: i64,
        after: &mut Aftermath,
    ) {
        match side {
            Finalization::Commit => {
                for entry in emitted {
                    self.finalize_one(entry, side, account, at, after);
                }
            }
            Finalization::Rollback => {
                for entry in emitted.iter().rev() {
                    self.finalize_one(entry, side, account, at, after);
                }
            }
        }
    }

    fn finalize_one(
        &mut self,
        entry: &Emitted,
        side: Finalization,
        account: Option<AccountId>,
        at: i64,
        after: &mut Aftermath,
    ) {
        let token = match &entry.mutation {
            Mutation::Custom { token } => *token,
            Mutation::ReserveNotional(reserve) => {
                let (place, own) = (entry.policy, &mut self.holds);
                let sums = &mut Sums::of(&self.commons, &mut self.rehearsal);
                let holds = &mut HoldStep { own, sums };
                let order = reserve.order.as_ref().map(|order| &order.client_order_id);
                return match (side, order) {
                    (Finalization::Commit, None) => holds.commit(place, reserve),
                    (Finalization::Rollback, None) => holds.rollback(place, reserve),
                    (Finalization::Commit, Some(id)) => {
                        self.orders.commit(place, reserve, id, holds);
                    }
                    (Finalization::Rollback, Some(id)) => {
                        self.orders.rollback(place, reserve, id, holds);
                    }
                };
            }
            Mutation::SetKillSwitch(switch) => {
                return self.apply_switch(entry.policy, account, switch, side, after);
            }
        };
        let Entry::Custom(policy) = &self.rules.policies[entry.policy] else {
            return;
        };
        let ctx = self.context(entry.policy, at, account, &[]);
        if let Err(failure) = guarded(|| policy.finalize(&ctx, token, side)) {
            let hook = match side {
                Finalization::Commit => Hook::Commit,
                Finalization::Rollback => Hook::Rollback,
            };
            let failure = self.failure(entry.policy, hook, &failure);
            self.block_for_failure(account, failure, after);
        }
    }
}
