// SPDX-License-Identifier: Apache-2.0
//! The state that a step of a call works on: its account's, and what spans accounts for as long as
//! the step takes. A dry run has that to itself (P-11).

use std::ops::{Deref, DerefMut};

use super::cells::CellIndex;
use super::commons::Commons;
use super::holds::HoldSums;
use super::machine::{Machine, Rehearsal};
use super::rules::{BrokerSlot, Built, Entry};
use super::sync::{Brief, SyncPolicy};
use crate::param::Asset;
use crate::pretrade::policies::{Builtin, BuiltinCall, Slot, Spanning};

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Asks a built-in about an order; none of a custom policy. What spans accounts is locked for
    /// that moment only, after the order was read: its getters are the caller's code.
    #[inline]
    pub(super) fn ask_builtin<T>(
        &mut self,
        place: usize,
        order: &O,
        cell: CellIndex,
        at: i64,
        mut ask: impl FnMut(&dyn Builtin<O, R>, BuiltinCall<'_>) -> T,
    ) -> Option<T> {
        loop {
            let Entry::Builtin(built) = &self.rules.policies[place] else {
                return None;
            };
            let settlement = built.slot.and_then(|_| built.policy.settlement(order));
            let own = self.cells.own(cell, built.slot);
            let call = call(cell, at, own, settlement);
            let Some(slot) = built.slot.filter(|_| built.spans) else {
                return Some(ask(&*built.policy, call));
            };
            if let Some(rehearsal) = &mut self.rehearsal {
                return Some(ask_spanning(built, call, &mut rehearsal.broker[slot], ask));
            }
            let mut broker = self.commons.broker[slot].lock();
            if broker.generation <= self.generation {
                return Some(ask_spanning(built, call, &mut broker, ask));
            }
            // Limits changed since the call began: it goes by the new ones on every axis.
            drop(broker);
            self.refresh();
        }
    }
}

#[inline]
fn call<'a>(
    cell: CellIndex,
    at: i64,
    account: Option<&'a mut Slot>,
    settlement: Option<&'a Asset>,
) -> BuiltinCall<'a> {
    BuiltinCall {
        at,
        account_id: cell.account,
        account,
        broker: None,
        settlement,
    }
}

fn ask_spanning<'a, O, R, T>(
    built: &Built<O, R>,
    mut call: BuiltinCall<'a>,
    broker: &'a mut BrokerSlot,
    mut ask: impl FnMut(&dyn Builtin<O, R>, BuiltinCall<'_>) -> T,
) -> T {
    // Time of what spans accounts is the latest of any of them (D-2).
    broker.last = broker.last.max(call.at);
    call.broker = Some(Spanning {
        slot: &mut broker.slot,
        at: broker.last,
    });
    ask(&*built.policy, call)
}

/// The sums of all accounts for one step, or a dry run's own.
pub(super) enum Sums<'a, S: SyncPolicy> {
    Shared(<S::Brief<HoldSums> as Brief<HoldSums>>::Guard<'a>),
    Rehearsed(&'a mut HoldSums),
}

impl<'a, S: SyncPolicy> Sums<'a, S> {
    pub fn of<O: 'static, R: 'static, A: 'static>(
        commons: &'a Commons<O, R, A, S>,
        rehearsal: &'a mut Option<Box<Rehearsal>>,
    ) -> Self {
        match rehearsal {
            Some(rehearsal) => Self::Rehearsed(&mut rehearsal.sums),
            None => Self::Shared(commons.sums.lock()),
        }
    }
}

impl<S: SyncPolicy> Deref for Sums<'_, S> {
    type Target = HoldSums;

    fn deref(&self) -> &HoldSums {
        match self {
            Self::Shared(sums) => sums,
            Self::Rehearsed(sums) => sums,
        }
    }
}

impl<S: SyncPolicy> DerefMut for Sums<'_, S> {
    fn deref_mut(&mut self) -> &mut HoldSums {
        match self {
            Self::Shared(sums) => sums,
            Self::Rehearsed(sums) => sums,
        }
    }
}
