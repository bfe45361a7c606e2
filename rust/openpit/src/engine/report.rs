// SPDX-License-Identifier: Apache-2.0
//! Post-trade feedback (P-10): what policies learn from executions.

use super::cells::CellIndex;
use super::clock::Moment;
use super::decisions::{BlockLine, Line, ReleaseLine, Shown, failure_lines};
use super::executions::{Anomaly, Seen};
use super::machine::{Aftermath, Entry, Machine, guarded};
use super::{CallbackFailure, Error};
use crate::param::{AccountId, Asset, ParamError, ParamErrorKind, Volume};
use crate::pretrade::{BlockCause, Hook, PolicyFailure, PolicyReport, PreTradePolicy};

/// What came of an execution report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostTradeResult {
    /// Blocks of the report's account that came into force, in registration order, each with the
    /// policy that asked for it.
    pub account_blocks: Vec<BlockCause>,
    /// Whether the report's time was earlier than the engine's last: it was applied at that (D-2).
    pub late: bool,
    /// Whether the same execution was reported before: no policy heard of it again.
    pub duplicate: bool,
    /// What does not fit earlier reports.
    pub anomalies: Vec<Anomaly>,
    /// Report hooks that failed; each has blocked the account (P-8).
    pub failures: Vec<CallbackFailure>,
}

impl<O, R, P: PreTradePolicy<O, R> + ?Sized> Machine<O, R, P> {
    /// Report: every policy in registration order; one's failure is no other's. An execution that
    /// was reported before reaches no policy again.
    pub(super) fn report(&mut self, report: &R, at: Option<i64>) -> Result<PostTradeResult, Error> {
        let accounting = self.accounting.as_ref();
        let account = accounting.and_then(|accounting| (accounting.report)(report));
        if account.is_none() && self.accounting.is_some() {
            // The time is judged first (K-1), but a refused report does not move it.
            self.timeline.clone().begin_report(at)?;
            let path = "report.operation.account_id";
            return Err(ParamError::new("account_id", ParamErrorKind::MissingField, path).into());
        }
        let moment = self.timeline.begin_report(at)?;
        let mut after = Aftermath::default();
        let seen = self.executions.see(account, &(self.report_fields)(report));
        if seen == Seen::New && !self.stages.report.is_empty() {
            let cell = self.cell(account);
            for index in 0..self.stages.report.len() {
                let place = self.stages.report[index];
                self.tell(place, report, (account, cell), moment.at, &mut after);
            }
        }
        let anomalies = match seen {
            Seen::Conflict => vec![Anomaly::ExecutionIdConflict],
            Seen::New | Seen::Same => Vec::new(),
        };
        let result = PostTradeResult {
            account_blocks: Vec::new(),
            late: moment.late,
            duplicate: seen == Seen::Same,
            anomalies,
            failures: Vec::new(),
        };
        self.record_report(report, account, moment, &after, &result);
        let cause = |line: BlockLine| line.cause;
        Ok(PostTradeResult {
            account_blocks: after.blocks.into_iter().map(cause).collect(),
            failures: after.failures,
            ..result
        })
    }

    /// Tells one policy of the report and applies its answer.
    fn tell(
        &mut self,
        place: usize,
        report: &R,
        (account, cell): (Option<AccountId>, CellIndex),
        at: i64,
        after: &mut Aftermath,
    ) {
        match &self.policies[place] {
            Entry::Builtin { policy, slot } => {
                let call = self.cells.call(at, cell, *slot);
                match guarded(|| Ok(policy.apply_report(report, call))) {
                    Ok(blocks) => {
                        for block in blocks {
                            let name = self.names[place].clone();
                            self.apply_block(&name, account, block, after);
                        }
                    }
                    Err(failure) => self.report_failed(place, &failure, account, after),
                }
            }
            Entry::Custom(policy) => {
                let ctx = self.context(place, at, account, &[]);
                match guarded(|| policy.apply_execution_report(&ctx, report)) {
                    Ok(answer) => self.apply_answer(place, answer, account, after),
                    Err(failure) => self.report_failed(place, &failure, account, after),
                }
            }
        }
    }

    /// Applies a policy's releases and blocks; a release of more than there is changes nothing of
    /// either and is the policy's failure (M-2).
    fn apply_answer(
        &mut self,
        place: usize,
        answer: PolicyReport,
        account: Option<AccountId>,
        after: &mut Aftermath,
    ) {
        let PolicyReport {
            account_blocks,
            releases,
        } = answer;
        if let Err(text) = self.release_open(account, place, &releases) {
            return self.report_failed(place, &PolicyFailure::new(text), account, after);
        }
        let name = self.names[place].clone();
        for (asset, amount) in releases {
            after.releases.push(ReleaseLine {
                policy: name.clone(),
                asset,
                amount,
            });
        }
        for block in account_blocks {
            self.apply_block(&name, account, block, after);
        }
    }

    /// Releases open notional of the call's account; without accounts there is none (O-5.4).
    fn release_open(
        &mut self,
        account: Option<AccountId>,
        place: usize,
        releases: &[(Asset, Volume)],
    ) -> Result<(), String> {
        match account {
            Some(account) => self.holds.release(account, place, releases),
            None if releases.is_empty() => Ok(()),
            None => Err("a release: allowed is none in an engine without accounts".to_owned()),
        }
    }

    #[cold]
    fn report_failed(
        &mut self,
        place: usize,
        failure: &PolicyFailure,
        account: Option<AccountId>,
        after: &mut Aftermath,
    ) {
        let failure = self.failure(place, Hook::ApplyExecutionReport, failure);
        self.block_for_failure(account, failure, after);
    }

    fn record_report(
        &mut self,
        report: &R,
        account: Option<AccountId>,
        moment: Moment,
        after: &Aftermath,
        result: &PostTradeResult,
    ) {
        let Some(recorder) = &mut self.recorder else {
            return;
        };
        recorder.log.write(&Line {
            call: "report",
            at: moment.at,
            late: moment.late,
            account: Shown(account),
            report: Some((self.report_fields)(report).into()),
            duplicate: result.duplicate,
            anomalies: result
                .anomalies
                .iter()
                .map(|anomaly| anomaly.as_str())
                .collect(),
            releases: &after.releases,
            blocks: &after.blocks,
            failures: failure_lines(&after.failures),
            ..Line::default()
        });
    }
}
