// SPDX-License-Identifier: Apache-2.0
//! Main stage (P-4): every policy in registration order, then a reservation, or the rollback of
//! everything that was emitted.

use smallvec::SmallVec;

use super::blocks::BlockScope;
use super::clock::Moment;
use super::decisions::{Line, MutationLine, Shown, failure_lines, reject_lines};
use super::flags::Flag;
use super::holds::HoldStep;
use super::machine::{
    Admitted, Aftermath, Machine, Open, RequestSlot, ReservationSlot, discard, guarded,
};
use super::rules::{Built, Entry};
use super::slots::Sums;
use super::sync::SyncPolicy;
use super::verdicts::{Occasion, Stage};
use super::{Error, LifecycleKind, StartError};
use crate::param::AccountId;
use crate::pretrade::context::Emitted;
use crate::pretrade::decision::Words;
use crate::pretrade::finding::Finding;
use crate::pretrade::{
    Finalization, Hook, Mutation, PolicyDecision, PolicyFailure, PreTradePolicy as _, Reject,
    Rejected,
};

/// What the main stage has gathered so far.
pub(super) struct Gathered {
    /// The hook that is asked, for what is told of a failure.
    hook: Hook,
    pub emitted: SmallVec<[Emitted; 2]>,
    pub rejects: Vec<Reject>,
    pub after: Aftermath,
}

impl Gathered {
    pub fn new(hook: Hook) -> Self {
        Self {
            hook,
            emitted: SmallVec::new(),
            rejects: Vec::new(),
            after: Aftermath::default(),
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Execute: takes the request and runs the main stage on its order.
    pub(crate) fn execute(
        &mut self,
        key: RequestSlot,
        at: Option<i64>,
    ) -> Result<ReservationSlot, StartError> {
        if !self.requests.contains_key(key) {
            return Err(Error::Lifecycle(LifecycleKind::RequestUsed).into());
        }
        let moment = self.timeline.follow(at)?;
        match self.requests.remove(key) {
            Some(pending) => {
                let result = self.decide(&pending.order, pending.admitted, moment);
                discard(pending.order);
                result
            }
            None => Err(Error::Lifecycle(LifecycleKind::RequestUsed).into()),
        }
    }

    /// Execute of an order that its handle kept.
    #[inline]
    pub(crate) fn execute_admitted(
        &mut self,
        order: &O,
        admitted: Admitted,
        at: Option<i64>,
    ) -> Result<ReservationSlot, StartError> {
        let moment = self.timeline.follow(at)?;
        self.decide(order, admitted, moment)
    }

    /// Start and execute in one call: same outcomes, and the same two lines in the log (P-5).
    pub(super) fn start_and_execute(
        &mut self,
        order: O,
        account: Option<AccountId>,
        at: Option<i64>,
    ) -> Result<ReservationSlot, StartError> {
        let admitted = self.admit(&order, account, at)?;
        let result = self.decide(&order, admitted, admitted.moment);
        discard(order);
        result
    }

    pub(super) fn decide(
        &mut self,
        order: &O,
        request: Admitted,
        moment: Moment,
    ) -> Result<ReservationSlot, StartError> {
        let has_nothing_to_ask =
            self.rules.stages.main.is_empty() && self.records.recorder.is_none();
        if has_nothing_to_ask && !self.commons.registry.flags.has(Flag::Blocks) {
            return Ok(self.reserve(request.account, SmallVec::new()));
        }
        let mut gathered = Gathered::new(Hook::PerformPreTradeCheck);
        if let Some((policy, finding)) = self.gate(request.account) {
            gathered.rejects.push(Reject::found(policy, finding));
            let (account, at) = (request.account, moment.at);
            let occasion = Occasion {
                order,
                account,
                at,
                stage: Stage::Main,
            };
            self.note_gate(&occasion, &gathered.rejects);
        } else {
            self.judge_main(order, request.account, moment.at, &mut gathered);
        }
        let accepted = gathered.rejects.is_empty();
        if !accepted {
            // Undone in reverse before anybody sees the rejects (P-4).
            let Gathered { emitted, after, .. } = &mut gathered;
            self.finalize_all(
                emitted,
                Finalization::Rollback,
                request.account,
                moment.at,
                after,
            );
        }
        if self.records.recorder.is_some() {
            let number = accepted.then_some(self.records.counts.reservations + 1);
            self.record_execute(request, moment, number, &gathered);
        }
        let Gathered {
            emitted,
            rejects,
            after,
            ..
        } = gathered;
        if accepted {
            return Ok(self.reserve(request.account, emitted));
        }
        Err(StartError::Rejected(Rejected {
            rejects,
            failures: after.failures,
        }))
    }

    /// Numbers a reservation and keeps it open.
    #[inline]
    fn reserve(
        &mut self,
        account: Option<AccountId>,
        emitted: SmallVec<[Emitted; 2]>,
    ) -> ReservationSlot {
        self.records.counts.reservations += 1;
        let number = self.records.counts.reservations;
        self.reservations.insert(Open {
            number,
            account,
            emitted,
        })
    }

    fn judge_main(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: i64,
        gathered: &mut Gathered,
    ) {
        for index in 0..self.rules.stages.main.len() {
            let place = self.rules.stages.main[index];
            let before = gathered.rejects.len();
            let measures = self.measure_main(place, order, account);
            match &self.rules.policies[place] {
                Entry::Builtin(Built { policy, .. })
                    if self.commons.requires_limits
                        && policy.matches(order, account) == Some(false) =>
                {
                    let name = self.rules.names[place].clone();
                    gathered
                        .rejects
                        .push(Reject::found(name, Finding::NoBarrier));
                }
                Entry::Builtin(Built { policy, .. }) => {
                    match guarded(|| Ok(policy.check_main(order, account))) {
                        Ok(Ok(None)) => {}
                        Ok(Ok(Some(reserve))) => {
                            self.emit(place, reserve.into(), account, gathered);
                        }
                        Ok(Err(finding)) => {
                            let name = self.rules.names[place].clone();
                            gathered.rejects.push(Reject::found(name, finding));
                        }
                        Err(failure) => self.policy_failed(place, &failure, gathered),
                    }
                }
                Entry::Custom(policy) => {
                    let ctx = self.context(place, at, account, &gathered.emitted);
                    match guarded(|| policy.perform_pre_trade_check(&ctx, order)) {
                        Ok(decision) => self.gather(place, decision, account, gathered),
                        Err(failure) => self.policy_failed(place, &failure, gathered),
                    }
                }
            }
            if self.records.verdicts.is_some() {
                let occasion = Occasion {
                    order,
                    account,
                    at,
                    stage: Stage::Main,
                };
                let name = self.rules.names[place].clone();
                self.note(&occasion, &name, &gathered.rejects[before..], measures);
            }
        }
    }

    /// Takes a decision in: its mutations, its blocks and its rejects.
    pub(super) fn gather(
        &mut self,
        place: usize,
        decision: PolicyDecision,
        account: Option<AccountId>,
        gathered: &mut Gathered,
    ) {
        let PolicyDecision {
            rejected,
            mutations,
            words,
        } = decision;
        for mutation in mutations {
            self.emit(place, mutation, account, gathered);
        }
        if !rejected && words.is_none() {
            return;
        }
        let Words {
            rejects,
            account_blocks,
        } = words.map_or_else(Words::default, |words| *words);
        for block in account_blocks {
            let name = self.rules.names[place].clone();
            self.apply_block(&name, account, block, &mut gathered.after);
        }
        if rejected && rejects.is_empty() {
            let nonsense = PolicyFailure::new("a reject without a reason: allowed is at least one");
            self.policy_failed(place, &nonsense, gathered);
            return;
        }
        let name = &self.rules.names[place];
        gathered
            .rejects
            .extend(rejects.into_iter().map(|r| Reject::custom(name.clone(), r)));
    }

    /// Takes a mutation in; reserved notional is held at once, before the next policy runs (M-2).
    fn emit(
        &mut self,
        place: usize,
        mutation: Mutation,
        account: Option<AccountId>,
        gathered: &mut Gathered,
    ) {
        if let Err(text) = is_about(&mutation, account) {
            return self.policy_failed(place, &PolicyFailure::new(text), gathered);
        }
        if let Mutation::ReserveNotional(reserve) = &mutation {
            let sums = &mut Sums::of(&self.commons, &mut self.rehearsal);
            let own = &mut self.holds;
            let mut holds = HoldStep { own, sums };
            let held = match &reserve.order {
                None => holds.take(place, reserve),
                Some(order) => self.orders.hold(place, reserve, order, &mut holds),
            };
            if let Err(finding) = held {
                let name = self.rules.names[place].clone();
                return gathered.rejects.push(Reject::found(name, finding));
            }
        }
        gathered.emitted.push(Emitted {
            policy: place,
            mutation,
        });
    }

    #[cold]
    pub(super) fn policy_failed(
        &self,
        place: usize,
        failure: &PolicyFailure,
        gathered: &mut Gathered,
    ) {
        let hook = gathered.hook;
        gathered
            .after
            .failures
            .push(self.failure(place, hook, failure));
        let name = self.rules.names[place].clone();
        gathered
            .rejects
            .push(Reject::found(name, Finding::Failed { hook }));
    }

    fn record_execute(
        &mut self,
        request: Admitted,
        moment: Moment,
        reservation: Option<u64>,
        gathered: &Gathered,
    ) {
        let Some(recorder) = &mut self.records.recorder else {
            return;
        };
        let mut mutations = Vec::with_capacity(gathered.emitted.len());
        for entry in &gathered.emitted {
            mutations.push(MutationLine::new(
                &self.rules.names[entry.policy],
                &entry.mutation,
            ));
        }
        recorder.log.write(&Line {
            call: "execute",
            at: moment.at,
            late: moment.late,
            account: Shown(request.account),
            request: Shown(Some(request.number)),
            result: Some(if reservation.is_some() {
                "accepted"
            } else {
                "rejected"
            }),
            reservation: Shown(reservation),
            mutations,
            rejects: reject_lines(&gathered.rejects),
            blocks: &gathered.after.blocks,
            unblocks: &gathered.after.unblocks,
            failures: failure_lines(&gathered.after.failures),
            ..Line::default()
        });
    }
}

/// Whether a mutation names only accounts that it may: holds are the call's own (M-2), and an
/// engine without accounts has none (O-5.4).
fn is_about(mutation: &Mutation, account: Option<AccountId>) -> Result<(), &'static str> {
    match (mutation, account) {
        (Mutation::ReserveNotional(_), None) => {
            Err("a reservation for an account: allowed is none in an engine without accounts")
        }
        (Mutation::ReserveNotional(reserve), Some(own)) if reserve.account_id != own => {
            Err("a reservation for another account: allowed is the call's own")
        }
        (Mutation::SetKillSwitch(switch), None) if switch.scope != BlockScope::Engine => {
            Err("a kill switch of an account: allowed is the engine's in one without accounts")
        }
        _ => Ok(()),
    }
}
