// SPDX-License-Identifier: Apache-2.0
//! The engine as a state machine over plain data: (state, call, time) -> (state', outcome).
//! Everything here is done by one call at a time; who may call is the business of `sync`, and what
//! accounts share that of `commons`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use slotmap::{Key as _, KeyData, SlotMap, new_key_type};
use smallvec::SmallVec;

use super::balances::Balances;
use super::blocks::BlockScope;
use super::cells::Cells;
use super::clock::{Moment, Timeline};
use super::commons::{Commons, Records};
use super::decisions::{BlockLine, ReleaseLine};
use super::executions::{Anomaly, Executions};
use super::flags::Flag;
use super::holds::{HoldSums, Holds};
use super::order_notional::OrderNotional;
use super::rules::{BrokerSlot, Rules};
use super::sync::{Brief, SyncPolicy};
use super::{CallbackFailure, PolicyAdjustment};
use crate::param::AccountId;
use crate::pretrade::context::{Context, Emitted};
use crate::pretrade::finding::Finding;
use crate::pretrade::{
    AccountBlock, BlockCause, Finalization, Hook, KillSwitch, KillSwitchAction, PolicyFailure,
    PolicyName, RejectCode, Text,
};

new_key_type! {
    /// The place of a request in its account's state.
    pub(crate) struct RequestSlot;
    /// The place of a reservation in its account's state.
    pub(crate) struct ReservationSlot;
}

/// Names a request of the engine that gave it. Once used or dropped it names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestKey {
    pub(super) account: Option<AccountId>,
    pub(super) slot: RequestSlot,
}

/// Names a reservation of the engine that gave it. Once finalized it names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservationKey {
    pub(super) account: Option<AccountId>,
    pub(super) slot: ReservationSlot,
}

impl ReservationKey {
    pub(crate) const fn new(account: Option<AccountId>, slot: ReservationSlot) -> Self {
        Self { account, slot }
    }

    pub(crate) const fn slot(self) -> ReservationSlot {
        self.slot
    }
}

/// A key crosses to another language as a number and its account's id.
macro_rules! key_parts {
    ($key:ident) => {
        impl $key {
            /// The key as plain data: a number and the account whose calls it belongs to.
            #[must_use]
            pub fn to_parts(self) -> (u64, Option<AccountId>) {
                (self.slot.data().as_ffi(), self.account)
            }

            /// The key from its parts; from any others it names nothing.
            #[must_use]
            pub fn from_parts(number: u64, account: Option<AccountId>) -> Self {
                let slot = KeyData::from_ffi(number).into();
                Self { account, slot }
            }
        }
    };
}

key_parts!(RequestKey);
key_parts!(ReservationKey);

/// What a dropped handle held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A request that was not executed.
    Request(RequestKey),
    /// A reservation that was not finalized.
    Reservation(ReservationKey),
}

impl Key {
    pub(super) const fn account(self) -> Option<AccountId> {
        match self {
            Self::Request(key) => key.account,
            Self::Reservation(key) => key.account,
        }
    }
}

/// What the start stage says of an order that passed it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admitted {
    /// The request's number.
    pub number: u64,
    /// None in an engine without accounts.
    pub account: Option<AccountId>,
    /// When it was admitted, for an execute in the same call.
    pub moment: Moment,
}

/// An order that passed the start stage.
pub(super) struct Pending<O> {
    pub admitted: Admitted,
    pub order: O,
}

/// An order that passed the main stage, and what it holds.
pub(super) struct Open {
    pub number: u64,
    /// None in an engine without accounts.
    pub account: Option<AccountId>,
    pub emitted: SmallVec<[Emitted; 2]>,
}

/// The state of one account, or of all of a Local engine, and what a call on it works with.
pub(crate) struct Machine<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    pub(super) rules: S::Shared<Rules<O, R, A, S>>,
    /// How many changes of the engine's rules these have seen.
    pub(super) generation: usize,
    pub(super) commons: S::Shared<Commons<O, R, A, S>>,
    pub(super) balances: Balances,
    pub(super) cells: Cells,
    pub(super) holds: Holds,
    pub(super) orders: OrderNotional,
    pub(super) executions: Executions,
    pub(super) timeline: Timeline,
    pub(super) requests: SlotMap<RequestSlot, Pending<O>>,
    pub(super) reservations: SlotMap<ReservationSlot, Open>,
    /// The engine's records while a call has them; without recording the account's own counts.
    pub(super) records: Records<O>,
    /// The running call is a dry run: nothing that it asks for comes into force (P-11).
    pub(super) rehearsal: Option<Box<Rehearsal>>,
}

/// What a dry run changes instead of what all accounts share (P-11).
pub(super) struct Rehearsal {
    pub broker: Vec<BrokerSlot>,
    pub sums: HoldSums,
}

/// What a call's callbacks left to do and to tell: blocks that came into force or ended, releases
/// and failures.
#[derive(Debug, Default)]
pub(super) struct Aftermath {
    pub blocks: Vec<BlockLine>,
    pub unblocks: Vec<BlockLine>,
    pub releases: Vec<ReleaseLine>,
    pub adjustments: Vec<PolicyAdjustment>,
    pub failures: Vec<CallbackFailure>,
    pub anomalies: Vec<Anomaly>,
    pub duplicate: bool,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    pub(super) fn new(commons: S::Shared<Commons<O, R, A, S>>, timeline: Timeline) -> Self {
        let (rules, generation) = {
            let ruling = commons.ruling.lock();
            (ruling.rules.clone(), ruling.generation())
        };
        Self {
            cells: Cells::new(commons.broker.len(), rules.keep_account_state()),
            records: Records::none(timeline.last()),
            rules,
            generation,
            commons,
            balances: Balances::default(),
            holds: Holds::default(),
            orders: OrderNotional::default(),
            executions: Executions::default(),
            timeline,
            requests: SlotMap::with_key(),
            reservations: SlotMap::with_key(),
            rehearsal: None,
        }
    }

    /// Whether limits changed since the last call (L-5).
    #[inline]
    pub(super) fn is_stale(&self) -> bool {
        self.commons.generation.load(Ordering::Acquire) != self.generation
    }

    /// Makes good every change of limits since the last call.
    #[cold]
    pub(super) fn refresh(&mut self) {
        let commons = self.commons.clone();
        let ruling = commons.ruling.lock();
        for built in ruling.since(self.generation) {
            if let Some(slot) = built.slot {
                if built.policy.keeps_account_state() {
                    self.cells.keep_accounts();
                }
                self.cells.change(slot, |account, old| {
                    built.policy.changed_slot(Some(account), old)
                });
            }
        }
        self.generation = ruling.generation();
        self.rules = ruling.rules.clone();
    }

    /// What a callback may read of the call.
    pub(super) fn context<'a>(
        &'a self,
        policy: usize,
        at: i64,
        account_id: Option<AccountId>,
        emitted: &'a [Emitted],
    ) -> Context<'a> {
        Context {
            at,
            account_id,
            emitted,
            names: &self.rules.names,
            policy,
            holds: &self.holds,
            balances: &self.balances,
            dry_run: self.rehearsal.is_some(),
        }
    }

    /// Applies a policy's block of the call's account, at once (M-3). Without accounts the engine
    /// is the only thing that can be blocked (O-5.4).
    pub(super) fn apply_block(
        &mut self,
        policy: &PolicyName,
        account: Option<AccountId>,
        block: AccountBlock,
        after: &mut Aftermath,
    ) {
        if self.rehearsal.is_none() {
            self.block_now(policy, account, block, after);
        }
    }

    /// The same, in a dry run too.
    fn block_now(
        &mut self,
        policy: &PolicyName,
        account: Option<AccountId>,
        block: AccountBlock,
        after: &mut Aftermath,
    ) {
        let AccountBlock { code, reason } = block;
        let cause = BlockCause {
            source: policy.clone(),
            code,
            reason,
        };
        let scope = account.map_or(BlockScope::Engine, BlockScope::Account);
        if self.commons.registry.add(scope, cause.clone()) {
            let scope = shown(scope, account);
            after.blocks.push(BlockLine { scope, cause });
        }
    }

    /// Applies one side of a kill-switch mutation: only its own cause comes or goes (M-3).
    pub(super) fn apply_switch(
        &mut self,
        policy: usize,
        account: Option<AccountId>,
        switch: &KillSwitch,
        side: Finalization,
        after: &mut Aftermath,
    ) {
        if self.rehearsal.is_some() {
            return;
        }
        let action = match side {
            Finalization::Commit => switch.on_commit,
            Finalization::Rollback => switch.on_rollback,
        };
        let cause = BlockCause {
            source: self.rules.names[policy].clone(),
            code: switch.code,
            reason: switch.reason.clone(),
        };
        let scope = shown(switch.scope, account);
        match action {
            KillSwitchAction::Keep => {}
            KillSwitchAction::Block => {
                if self.commons.registry.add(switch.scope, cause.clone()) {
                    after.blocks.push(BlockLine { scope, cause });
                }
            }
            KillSwitchAction::Unblock => {
                if self.commons.registry.remove(switch.scope, &cause) {
                    after.unblocks.push(BlockLine { scope, cause });
                }
            }
        }
    }

    /// The K-1 answer for an account, or for the engine alone; one atomic load while nothing is
    /// blocked.
    #[inline]
    pub(super) fn gate(&mut self, account: Option<AccountId>) -> Option<(PolicyName, Finding)> {
        if !self.commons.registry.flags.has(Flag::Blocks) {
            return None;
        }
        self.record_admin();
        self.commons.registry.gate(account)
    }

    /// Takes note of a callback that failed where the order's fate is already decided: the account
    /// is blocked with that cause (P-8, P-10).
    pub(super) fn block_for_failure(
        &mut self,
        account: Option<AccountId>,
        failure: CallbackFailure,
        after: &mut Aftermath,
    ) {
        let reason = Text::Owned(format!("hook `{}` failed", failure.hook));
        let block = AccountBlock {
            code: RejectCode::SystemUnavailable,
            reason,
        };
        let policy = failure.policy.clone();
        self.block_now(&policy, account, block, after);
        after.failures.push(failure);
    }

    pub(super) fn failure(
        &self,
        policy: usize,
        hook: Hook,
        failure: &PolicyFailure,
    ) -> CallbackFailure {
        let text = failure.text().to_owned();
        CallbackFailure {
            policy: self.rules.names[policy].clone(),
            hook,
            text,
        }
    }
}

/// The scope as the log shows it: only where it is not the line's own account.
fn shown(scope: BlockScope, account: Option<AccountId>) -> Option<BlockScope> {
    Some(scope).filter(|scope| account.map(BlockScope::Account) != Some(*scope))
}

/// Calls foreign code: a panic is a failure like any other (P-8).
///
/// The callback's state is its own; the engine's is not touched while it runs, so it is whole
/// after an unwind.
pub(super) fn guarded<T>(
    callback: impl FnOnce() -> Result<T, PolicyFailure>,
) -> Result<T, PolicyFailure> {
    catch_unwind(AssertUnwindSafe(callback))
        .unwrap_or_else(|payload| Err(PolicyFailure::new(panic_text(payload))))
}

/// Reads a field of the caller's own type; a panic reads as absent.
#[inline]
pub(super) fn read<T: Default>(field: impl FnOnce() -> T) -> T {
    guarded(|| Ok(field())).unwrap_or_default()
}

/// Drops a value of the caller's own type; a panic ends here.
#[inline]
pub(crate) fn discard<T>(value: T) {
    let _ = guarded(|| {
        drop(value);
        Ok(())
    });
}

fn panic_text(payload: Box<dyn Any + Send>) -> String {
    let text = if let Some(text) = payload.downcast_ref::<&'static str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "panic without a text".to_owned()
    };
    // A payload's own destructor may panic as well.
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(payload)));
    if let Err(second) = dropped {
        std::mem::forget(second);
    }
    format!("panic: {text}")
}
