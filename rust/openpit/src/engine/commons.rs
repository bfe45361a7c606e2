// SPDX-License-Identifier: Apache-2.0
//! What all accounts of an engine have in common. Each part has a lock of its own, taken for a
//! moment with no callback inside, in this order: records, ruling, broker, sums.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::batch::AdjustmentFields;
use super::decisions::{DecisionLog, OrderFields, ReportFields};
use super::holds::HoldSums;
use super::machine::{Machine, Rehearsal};
use super::registry::Registry;
use super::rules::{BrokerSlot, Built, Entry, Ruling};
use super::sync::{Brief, DropCounters, Mode, SyncPolicy};
use super::verdicts::Verdicts;
use super::{ConfigErrors, ConfigFault, Error};
use crate::param::AccountId;
use crate::pretrade::policies::{Builtin, LimitsChange};

/// How to read the account of the caller's types; what has none fails closed.
pub(super) struct Accounting<O, R, A> {
    pub order: fn(&O) -> Option<AccountId>,
    pub report: fn(&R) -> Option<AccountId>,
    pub adjustment: fn(&A) -> AdjustmentFields,
}

/// How many requests and reservations were ever given out, and batches recorded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub requests: u64,
    pub reservations: u64,
    pub batches: u64,
}

/// The decision log and how to read the caller's types for it.
pub(super) struct Recorder<O> {
    pub log: DecisionLog,
    pub order_fields: for<'a> fn(&'a O) -> OrderFields<'a>,
}

/// What recording keeps; a call that records has it for itself, so that lines stand in the order
/// of the calls (D-1).
pub(super) struct Records<O> {
    pub recorder: Option<Recorder<O>>,
    pub verdicts: Option<Verdicts<O>>,
    pub counts: Counts,
    /// The latest time of a call.
    pub last: i64,
}

impl<O> Records<O> {
    pub const fn none(last: i64) -> Self {
        Self {
            recorder: None,
            verdicts: None,
            counts: Counts {
                requests: 0,
                reservations: 0,
                batches: 0,
            },
            last,
        }
    }

    pub const fn is_recording(&self) -> bool {
        self.recorder.is_some() || self.verdicts.is_some()
    }
}

/// What all accounts share.
pub(crate) struct Commons<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    /// Where any thread reaches it: lifecycle comes before threading (K-1), and an admin is never
    /// kept waiting (K-4).
    pub(super) registry: Arc<Registry>,
    pub(super) mode: Mode,
    /// None: the engine was built without accounts (O-5.4).
    pub(super) accounting: Option<Accounting<O, R, A>>,
    pub(super) report_fields: for<'a> fn(&'a R) -> ReportFields<'a>,
    /// An order that no barrier of a limit policy matches is rejected (L-7).
    pub(super) requires_limits: bool,
    pub(super) ruling: S::Brief<Ruling<O, R, A, S>>,
    /// How many changes the ruling has seen.
    pub(super) generation: AtomicUsize,
    pub(super) broker: Vec<S::Brief<BrokerSlot>>,
    /// What all accounts hold together (M-2).
    pub(super) sums: S::Brief<HoldSums>,
    /// None unless decisions or verdicts are recorded.
    pub(super) records: Option<S::Brief<Records<O>>>,
    pub(super) drops: S::Brief<DropCounters>,
    /// Accounts that still have to end themselves, after the engine's handle is gone.
    pub(super) unclosed: S::Brief<usize>,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Commons<O, R, A, S> {
    /// What names the engine among those that a thread is inside of.
    #[inline]
    pub fn token(&self) -> usize {
        Arc::as_ptr(&self.registry).addr()
    }

    /// Changes a policy's limits (L-5), all or nothing; gives the new limits.
    pub fn change_limits(
        &self,
        name: &str,
        change: &LimitsChange,
    ) -> Result<Arc<dyn Builtin<O, R>>, Error> {
        let mut ruling = self.ruling.lock();
        let place = ruling.rules.find(name);
        let changed = place.and_then(|place| match &ruling.rules.policies[place] {
            Entry::Builtin(built) => {
                let policy = built.policy.changed(change)?;
                Some((place, Built::new(policy, built.slot)))
            }
            Entry::Custom(_) => None,
        });
        let Some((place, built)) = changed else {
            return Err(unknown(name, change.policy()));
        };
        let mut faults = built.policy.faults();
        faults.extend(account_fault(&*built.policy, self.accounting.is_some()));
        if !faults.is_empty() {
            return Err(Error::Config(ConfigErrors::new(faults)));
        }
        let generation = ruling.generation() + 1;
        if let Some(slot) = built.slot {
            // Whoever counts here from now on must know the new rules first.
            let mut broker = self.broker[slot].lock();
            broker.generation = generation;
            let old = std::mem::take(&mut broker.slot);
            broker.slot = built.policy.changed_slot(None, old);
        }
        let policy = built.policy.clone();
        ruling.change(place, built);
        self.generation.store(generation, Ordering::Release);
        Ok(policy)
    }

    /// What a dry run works on in place of what all accounts share (P-11).
    pub(super) fn rehearsal(&self) -> Rehearsal {
        let broker = self.broker.iter().map(|slot| slot.lock().clone());
        Rehearsal {
            broker: broker.collect(),
            sums: self.sums.lock().clone(),
        }
    }

    /// The place of a policy that tracks orders.
    pub fn find_notional_limit(&self, name: &str) -> Result<usize, Error> {
        let rules = self.ruling.lock().rules.clone();
        let tracks_orders = |place: &usize| rules.stages.orders.contains(place);
        let place = rules.find(name).filter(tracks_orders);
        place.ok_or_else(|| unknown(name, "a notional limit"))
    }

    /// Runs something on one account's state that may write records: others that record wait.
    #[cold]
    pub fn recorded<T>(
        &self,
        machine: &mut Machine<O, R, A, S>,
        run: impl FnOnce(&mut Machine<O, R, A, S>) -> T,
    ) -> T {
        match &self.records {
            None => run(machine),
            Some(records) => Lent::new(machine, &mut records.lock()).with(run),
        }
    }
}

/// The engine's records in the hands of one account's state, for one call.
pub(super) struct Lent<'a, O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    machine: &'a mut Machine<O, R, A, S>,
    records: &'a mut Records<O>,
}

impl<'a, O: 'static, R: 'static, A: 'static, S: SyncPolicy> Lent<'a, O, R, A, S> {
    pub fn new(machine: &'a mut Machine<O, R, A, S>, records: &'a mut Records<O>) -> Self {
        std::mem::swap(&mut machine.records, records);
        Self { machine, records }
    }

    pub fn with<T>(self, run: impl FnOnce(&mut Machine<O, R, A, S>) -> T) -> T {
        run(self.machine)
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Drop for Lent<'_, O, R, A, S> {
    fn drop(&mut self) {
        std::mem::swap(&mut self.machine.records, self.records);
        self.records.last = self.records.last.max(self.machine.timeline.last());
    }
}

/// What a built-in judges by account has no meaning in an engine without (O-5.4).
pub(super) fn account_fault<O, R>(
    policy: &dyn Builtin<O, R>,
    has_accounts: bool,
) -> Option<ConfigFault> {
    let text = "judges by account: allowed in an engine with accounts";
    let faulty = !has_accounts && policy.needs_accounts();
    faulty.then(|| ConfigFault::policy(policy.name(), text))
}

fn unknown(name: &str, wanted: &str) -> Error {
    let text = format!("policy `{name}` is not {wanted} of the engine: allowed is the name of one");
    Error::Config(ConfigErrors::new(vec![ConfigFault::new(text)]))
}
