// SPDX-License-Identifier: Apache-2.0
//! The engine as a state machine over plain data: (state, call, time) -> (state', outcome).
//! Everything here is done by one call at a time; who may call is the business of `sync`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use slotmap::{SlotMap, new_key_type};
use smallvec::SmallVec;

use super::balances::Balances;
use super::batch::AdjustmentFields;
use super::blocks::BlockScope;
use super::cells::Cells;
use super::clock::{Moment, Timeline};
use super::decisions::{BlockLine, DecisionLog, OrderFields, ReleaseLine, ReportFields};
use super::executions::{Anomaly, Executions};
use super::flags::Flag;
use super::holds::Holds;
use super::order_notional::OrderNotional;
use super::registry::Registry;
use super::verdicts::Verdicts;
use super::{CallbackFailure, PolicyAdjustment};
use crate::param::AccountId;
use crate::pretrade::context::{Context, Emitted};
use crate::pretrade::finding::Finding;
use crate::pretrade::policies::Builtin;
use crate::pretrade::{
    AccountBlock, BlockCause, Finalization, Hook, Hooks, KillSwitch, KillSwitchAction,
    PolicyFailure, PolicyName, RejectCode, Text,
};

new_key_type! {
    /// Names a request of the engine that gave it. Once used or dropped it names nothing.
    pub struct RequestKey;
    /// Names a reservation of the engine that gave it. Once finalized it names nothing.
    pub struct ReservationKey;
}

/// What a dropped handle held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A request that was not executed.
    Request(RequestKey),
    /// A reservation that was not finalized.
    Reservation(ReservationKey),
}

/// A policy in registration order.
pub(super) enum Entry<O, R, P: ?Sized> {
    /// A built-in, with the place of its state if it keeps any.
    Builtin {
        policy: Box<dyn Builtin<O, R>>,
        slot: Option<usize>,
    },
    Custom(Box<P>),
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

/// The decision log and how to read the caller's types for it.
pub(super) struct Recorder<O> {
    pub log: DecisionLog,
    pub order_fields: for<'a> fn(&'a O) -> OrderFields<'a>,
}

/// How to read the account of the caller's types; what has none fails closed.
pub(super) struct Accounting<O, R, A> {
    pub order: fn(&O) -> Option<AccountId>,
    pub report: fn(&R) -> Option<AccountId>,
    pub adjustment: fn(&A) -> AdjustmentFields,
}

/// The whole state of one engine.
pub(crate) struct Machine<O, R, A, P: ?Sized> {
    pub(super) policies: Vec<Entry<O, R, P>>,
    pub(super) names: Vec<PolicyName>,
    pub(super) stages: Stages,
    /// None: the engine was built without accounts (O-5.4).
    pub(super) accounting: Option<Accounting<O, R, A>>,
    pub(super) report_fields: for<'a> fn(&'a R) -> ReportFields<'a>,
    pub(super) balances: Balances,
    pub(super) cells: Cells,
    pub(super) holds: Holds,
    pub(super) orders: OrderNotional,
    pub(super) executions: Executions,
    pub(super) registry: Arc<Registry>,
    pub(super) timeline: Timeline,
    pub(super) requests: SlotMap<RequestKey, Pending<O>>,
    pub(super) reservations: SlotMap<ReservationKey, Open>,
    pub(super) counts: Counts,
    /// The running call is a dry run: nothing that it asks for comes into force (P-11).
    pub(super) dry_run: bool,
    /// An order that no barrier of a limit policy matches is rejected (L-7).
    pub(super) requires_limits: bool,
    pub(super) recorder: Option<Recorder<O>>,
    pub(super) verdicts: Option<Verdicts<O>>,
}

/// Which policies each stage calls, in registration order: places in `policies`.
#[derive(Debug, Default)]
pub(super) struct Stages {
    pub start: Vec<usize>,
    pub main: Vec<usize>,
    pub report: Vec<usize>,
    pub adjustment: Vec<usize>,
    /// Built-ins that track orders, which hear of every report (L-6).
    pub orders: Vec<usize>,
    /// Custom policies with a start hook that do not support dry runs.
    pub no_dry_run: Vec<usize>,
}

impl Stages {
    /// Adds a policy to the stages that it has hooks for.
    pub fn add(&mut self, place: usize, hooks: Hooks, supports_dry_run: bool) {
        for (has, stage) in [
            (hooks.start, &mut self.start),
            (hooks.main, &mut self.main),
            (hooks.report, &mut self.report),
            (hooks.adjustment, &mut self.adjustment),
            (hooks.start && !supports_dry_run, &mut self.no_dry_run),
        ] {
            if has {
                stage.push(place);
            }
        }
    }
}

/// How many requests and reservations were ever given out, and batches recorded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub requests: u64,
    pub reservations: u64,
    pub batches: u64,
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

impl<O, R, A, P: ?Sized> Machine<O, R, A, P> {
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
            names: &self.names,
            policy,
            holds: &self.holds,
            balances: &self.balances,
            dry_run: self.dry_run,
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
        if !self.dry_run {
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
        if self.registry.add(scope, cause.clone()) {
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
        if self.dry_run {
            return;
        }
        let action = match side {
            Finalization::Commit => switch.on_commit,
            Finalization::Rollback => switch.on_rollback,
        };
        let cause = BlockCause {
            source: self.names[policy].clone(),
            code: switch.code,
            reason: switch.reason.clone(),
        };
        let scope = shown(switch.scope, account);
        match action {
            KillSwitchAction::Keep => {}
            KillSwitchAction::Block => {
                if self.registry.add(switch.scope, cause.clone()) {
                    after.blocks.push(BlockLine { scope, cause });
                }
            }
            KillSwitchAction::Unblock => {
                if self.registry.remove(switch.scope, &cause) {
                    after.unblocks.push(BlockLine { scope, cause });
                }
            }
        }
    }

    /// The K-1 answer for an account, or for the engine alone; one atomic load while nothing is
    /// blocked.
    #[inline]
    pub(super) fn gate(&mut self, account: Option<AccountId>) -> Option<(PolicyName, Finding)> {
        if !self.registry.flags.has(Flag::Blocks) {
            return None;
        }
        self.record_admin();
        self.registry.gate(account)
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
            policy: self.names[policy].clone(),
            hook,
            text,
        }
    }
}

impl<O, R, A, P: ?Sized> Drop for Machine<O, R, A, P> {
    /// Policies are foreign code to the end: one that panics when it is dropped stops nobody.
    fn drop(&mut self) {
        self.policies.drain(..).for_each(discard);
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
