// SPDX-License-Identifier: Apache-2.0
//! Start stage (P-2): policies in registration order, stopped by the first reject.

use super::cells::CellIndex;
use super::clock::Moment;
use super::decisions::{Line, Shown, failure_lines, reject_lines};
use super::machine::{Admitted, Machine, Pending, RequestSlot, guarded};
use super::rules::{Built, Entry};
use super::sync::SyncPolicy;
use super::verdicts::{Occasion, Stage};
use super::{ENGINE, StartError};
use crate::param::AccountId;
use crate::pretrade::finding::Finding;
use crate::pretrade::policies::{Builtin, BuiltinCall};
use crate::pretrade::{Hook, PolicyFailure, PreTradePolicy as _, Reject, Rejected};

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Start: judges the order and keeps it for `execute`. The account was read once, to find its
    /// state.
    pub(super) fn start(
        &mut self,
        order: O,
        account: Option<AccountId>,
        at: Option<i64>,
    ) -> Result<RequestSlot, StartError> {
        let admitted = self.admit(&order, account, at)?;
        Ok(self.requests.insert(Pending { admitted, order }))
    }

    /// Judges the order and numbers the request, without keeping it.
    #[inline]
    pub(super) fn admit(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: Option<i64>,
    ) -> Result<Admitted, StartError> {
        let moment = self.timeline.begin(at)?;
        let verdict = self.judge_start(order, account, moment.at);
        let result = verdict.map(|account| {
            self.records.counts.requests += 1;
            let number = self.records.counts.requests;
            Admitted {
                number,
                account,
                moment,
            }
        });
        if self.records.recorder.is_some() {
            self.record_start(order, moment, account, result.as_ref());
        }
        result.map_err(StartError::Rejected)
    }

    /// Judges the order; foreign code anywhere in the stage fails closed, in the name of the policy
    /// that was asked last (P-8).
    #[inline]
    fn judge_start(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: i64,
    ) -> Result<Option<AccountId>, Rejected> {
        if let Some((policy, finding)) = self.gate(account) {
            let rejected = Rejected::found(policy, finding);
            let stage = Stage::Start;
            let occasion = Occasion {
                order,
                account,
                at,
                stage,
            };
            self.note_gate(&occasion, &rejected.rejects);
            return Err(rejected);
        }
        if account.is_none() && self.commons.accounting.is_some() {
            return Err(missing_account());
        }
        let mut asked = 0;
        guarded(|| Ok(self.ask_start(order, account, at, &mut asked)))
            .unwrap_or_else(|failure| Err(self.start_failed(asked, &failure)))
            .map(|()| account)
    }

    /// Asks the start stage's policies up to the first reject (P-2); `asked` is the latest.
    #[inline]
    fn ask_start(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: i64,
        asked: &mut usize,
    ) -> Result<(), Rejected> {
        let cell = self.cell(account);
        for index in 0..self.rules.stages.start.len() {
            let place = self.rules.stages.start[index];
            *asked = place;
            if self.commons.requires_limits {
                self.require_limit(place, order, account)?;
            }
            if self.records.verdicts.is_some() {
                self.ask_start_noted(place, order, account, cell, at)?;
                continue;
            }
            let ask =
                |policy: &dyn Builtin<O, R>, call: BuiltinCall<'_>| policy.check_start(order, call);
            match self.ask_builtin(place, order, cell, at, ask) {
                Some(Ok(())) => {}
                Some(Err(finding)) => {
                    return Err(Rejected::found(self.rules.names[place].clone(), finding));
                }
                None => self.ask_custom(place, order, account, at)?,
            }
        }
        Ok(())
    }

    /// Rejects an order that no barrier of a limit policy matches (L-7).
    #[cold]
    fn require_limit(
        &self,
        place: usize,
        order: &O,
        account: Option<AccountId>,
    ) -> Result<(), Rejected> {
        match &self.rules.policies[place] {
            Entry::Builtin(Built { policy, .. })
                if policy.matches(order, account) == Some(false) =>
            {
                Err(Rejected::found(
                    self.rules.names[place].clone(),
                    Finding::NoBarrier,
                ))
            }
            _ => Ok(()),
        }
    }

    fn ask_custom(
        &self,
        place: usize,
        order: &O,
        account: Option<AccountId>,
        at: i64,
    ) -> Result<(), Rejected> {
        let Entry::Custom(policy) = &self.rules.policies[place] else {
            return Ok(());
        };
        let ctx = self.context(place, at, account, &[]);
        let rejects = policy
            .check_pre_trade_start(&ctx, order)
            .map_err(|failure| self.start_failed(place, &failure))?;
        if rejects.is_empty() {
            return Ok(());
        }
        let name = &self.rules.names[place];
        let named = rejects.into_iter().map(|r| Reject::custom(name.clone(), r));
        Err(Rejected::from(named.collect::<Vec<_>>()))
    }

    /// Asks one policy and keeps its verdict, with what a built-in measures before it counts.
    #[cold]
    fn ask_start_noted(
        &mut self,
        place: usize,
        order: &O,
        account: Option<AccountId>,
        cell: CellIndex,
        at: i64,
    ) -> Result<(), Rejected> {
        let mut measures = Vec::new();
        let answer = guarded(|| {
            let measure = |policy: &dyn Builtin<O, R>, call: BuiltinCall<'_>| {
                policy.measure(order, call, &mut measures);
            };
            let ask =
                |policy: &dyn Builtin<O, R>, call: BuiltinCall<'_>| policy.check_start(order, call);
            self.ask_builtin(place, order, cell, at, measure);
            Ok(match self.ask_builtin(place, order, cell, at, ask) {
                Some(answer) => answer
                    .map_err(|finding| Rejected::found(self.rules.names[place].clone(), finding)),
                None => self.ask_custom(place, order, account, at),
            })
        })
        .unwrap_or_else(|failure| Err(self.start_failed(place, &failure)));
        let rejects = answer.as_ref().err();
        let rejects = rejects.map_or(&[][..], |rejected| &rejected.rejects);
        let stage = Stage::Start;
        let occasion = Occasion {
            order,
            account,
            at,
            stage,
        };
        self.note(
            &occasion,
            &self.rules.names[place].clone(),
            rejects,
            measures,
        );
        answer
    }

    /// The account's cell; on first sight the built-ins look up their configuration of it.
    #[inline]
    pub(super) fn cell(&mut self, account: Option<AccountId>) -> CellIndex {
        let policies = &self.rules.policies;
        self.cells.find(account, |account, slots| {
            for entry in policies {
                if let Entry::Builtin(Built {
                    policy,
                    slot: Some(_),
                    ..
                }) = entry
                {
                    slots.push(policy.account_slot(account));
                }
            }
        })
    }

    fn record_start(
        &mut self,
        order: &O,
        moment: Moment,
        account: Option<AccountId>,
        outcome: Result<&Admitted, &Rejected>,
    ) {
        let Some(recorder) = &mut self.records.recorder else {
            return;
        };
        let (result, rejected) = match outcome {
            Ok(_) => ("accepted", None),
            Err(rejected) => ("rejected", Some(rejected)),
        };
        recorder.log.write(&Line {
            call: "start",
            at: moment.at,
            late: moment.late,
            account: Shown(account),
            order: Some((recorder.order_fields)(order).into()),
            request: Shown(outcome.ok().map(|admitted| admitted.number)),
            result: Some(result),
            rejects: reject_lines(rejected.map_or(&[], |rejected| &rejected.rejects)),
            failures: failure_lines(rejected.map_or(&[], |rejected| &rejected.failures)),
            ..Line::default()
        });
    }

    #[cold]
    fn start_failed(&self, place: usize, failure: &PolicyFailure) -> Rejected {
        let hook = Hook::CheckPreTradeStart;
        let finding = Finding::Failed { hook };
        let failures = vec![self.failure(place, hook, failure)];
        Rejected {
            failures,
            ..Rejected::found(self.rules.names[place].clone(), finding)
        }
    }
}

#[cold]
fn missing_account() -> Rejected {
    let path = "order.operation.account_id";
    Rejected::found(ENGINE.into(), Finding::MissingField { path })
}
