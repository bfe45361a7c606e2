// SPDX-License-Identifier: Apache-2.0
//! Start stage (P-2): policies in registration order, stopped by the first reject.

use super::clock::Moment;
use super::decisions::{Line, failure_lines, reject_lines};
use super::machine::{Admitted, Aftermath, Entry, Machine, Pending, RequestKey, guarded};
use super::{CallbackFailure, ENGINE, StartError};
use crate::param::AccountId;
use crate::pretrade::finding::Finding;
use crate::pretrade::policies::BuiltinCall;
use crate::pretrade::{Hook, PolicyFailure, PreTradePolicy, Reject, Rejected};

impl<O, R, P: PreTradePolicy<O, R> + ?Sized> Machine<O, R, P> {
    /// Start: judges the order and keeps it for `execute`.
    pub(super) fn start(&mut self, order: O, at: Option<i64>) -> Result<RequestKey, StartError> {
        let admitted = self.admit(&order, at)?;
        Ok(self.requests.insert(Pending { admitted, order }))
    }

    /// Judges the order and numbers the request, without keeping it.
    #[inline]
    pub(super) fn admit(&mut self, order: &O, at: Option<i64>) -> Result<Admitted, StartError> {
        let moment = self.timeline.begin(at, false)?;
        let account = (self.order_account)(&order);
        let mut after = Aftermath::default();
        let verdict = match account {
            Some(account) => self.judge_start(order, account, moment.at, &mut after),
            None => Err(missing_account()),
        };
        let result = verdict.map(|account| {
            self.counts.requests += 1;
            Admitted {
                number: self.counts.requests,
                account,
            }
        });
        if self.recorder.is_some() {
            let outcome = result.as_ref().map(|one| one.number).map_err(Vec::as_slice);
            self.record_start(order, moment, account, outcome, &after.failures);
        }
        result.map_err(|rejects| {
            StartError::Rejected(Rejected {
                rejects,
                failures: after.failures,
            })
        })
    }

    #[inline]
    fn judge_start(
        &mut self,
        order: &O,
        account: AccountId,
        at: i64,
        after: &mut Aftermath,
    ) -> Result<AccountId, Vec<Reject>> {
        if let Some((policy, finding)) = self.blocks.gate(account) {
            return Err(vec![Reject::found(policy, finding)]);
        }
        let policies = &self.policies;
        let cell = self.cells.find(account, |slots| {
            for entry in policies {
                if let Entry::Builtin {
                    policy,
                    slot: Some(_),
                } = entry
                {
                    slots.push(policy.account_slot(account));
                }
            }
        });
        for &place in &self.stages.start {
            match &self.policies[place] {
                Entry::Builtin { policy, slot } => {
                    let mut call = BuiltinCall {
                        at,
                        account: None,
                        broker: None,
                    };
                    if let Some(slot) = *slot {
                        let (account, broker) = self.cells.slots(cell, slot);
                        call = BuiltinCall {
                            at,
                            account,
                            broker: Some(broker),
                        };
                    }
                    if let Err(finding) = policy.check_start(order, call) {
                        return Err(vec![Reject::found(self.names[place].clone(), finding)]);
                    }
                }
                Entry::Custom(policy) => {
                    let ctx = Self::context(&self.names, at, account, &[]);
                    let rejects = guarded(|| policy.check_pre_trade_start(&ctx, order))
                        .map_err(|failure| self.start_failed(place, &failure, after))?;
                    if !rejects.is_empty() {
                        let name = &self.names[place];
                        let named = rejects.into_iter().map(|r| Reject::custom(name.clone(), r));
                        return Err(named.collect());
                    }
                }
            }
        }
        Ok(account)
    }

    fn record_start(
        &mut self,
        order: &O,
        moment: Moment,
        account: Option<AccountId>,
        outcome: Result<u64, &[Reject]>,
        failures: &[CallbackFailure],
    ) {
        let Some(recorder) = &mut self.recorder else {
            return;
        };
        recorder.log.write(&Line {
            call: "start",
            at: moment.at,
            late: moment.late,
            account,
            order: Some((recorder.order_fields)(order).into()),
            request: outcome.ok(),
            result: Some(if outcome.is_ok() {
                "accepted"
            } else {
                "rejected"
            }),
            rejects: reject_lines(outcome.err().unwrap_or_default()),
            failures: failure_lines(failures),
            ..Line::default()
        });
    }

    #[cold]
    fn start_failed(
        &self,
        place: usize,
        failure: &PolicyFailure,
        after: &mut Aftermath,
    ) -> Vec<Reject> {
        let hook = Hook::CheckPreTradeStart;
        after.failures.push(self.failure(place, hook, failure));
        vec![Reject::found(
            self.names[place].clone(),
            Finding::Failed { hook },
        )]
    }
}

#[cold]
fn missing_account() -> Vec<Reject> {
    let path = "order.operation.account_id";
    vec![Reject::found(ENGINE.into(), Finding::MissingField { path })]
}
