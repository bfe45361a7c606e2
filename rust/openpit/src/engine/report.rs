// SPDX-License-Identifier: Apache-2.0
//! Post-trade feedback (P-10): what policies learn from executions.

use super::adjustment_lines::PolicyAdjustmentLine;
use super::balances::{Balance, Undo};
use super::cells::CellIndex;
use super::clock::Moment;
use super::decisions::{BlockLine, Line, ReleaseLine, Shown, failure_lines};
use super::executions::{Anomaly, Seen};
use super::holds::HoldStep;
use super::machine::{Aftermath, Machine, guarded};
use super::rules::{Built, Entry};
use super::slots::Sums;
use super::sync::SyncPolicy;
use super::{CallbackFailure, Error, ReportFields};
use crate::core::{AccountAdjustment, Instrument};
use crate::param::{AccountId, ParamError, ParamErrorKind};
use crate::pretrade::policies::BuiltinCall;
use crate::pretrade::{
    BlockCause, Hook, PolicyFailure, PolicyName, PolicyReport, PreTradePolicy as _,
};

/// What came of an execution report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostTradeResult {
    /// Blocks of the report's account that came into force, in registration order, each with the
    /// policy that asked for it.
    pub account_blocks: Vec<BlockCause>,
    /// Adjustments of the report's account that were applied, in registration order.
    pub account_adjustments: Vec<PolicyAdjustment>,
    /// Whether the report's time was earlier than the engine's last: it was applied at that (D-2).
    pub late: bool,
    /// Whether the same execution was reported before: no policy heard of it again.
    pub duplicate: bool,
    /// What does not fit earlier reports.
    pub anomalies: Vec<Anomaly>,
    /// Report hooks that failed; each has blocked the account (P-8).
    pub failures: Vec<CallbackFailure>,
}

/// An adjustment that a policy's report hook asked for and the engine applied (P-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyAdjustment {
    /// The policy that asked.
    pub policy: PolicyName,
    /// What it asked for.
    pub adjustment: AccountAdjustment,
    /// What is there afterwards.
    pub balance: Balance,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Report: every policy in registration order; one's failure is no other's. An execution that
    /// was reported before reaches no policy again.
    pub(super) fn report(
        &mut self,
        report: &R,
        account: Option<AccountId>,
        at: Option<i64>,
    ) -> Result<PostTradeResult, Error> {
        if account.is_none() && self.commons.accounting.is_some() {
            // The time is judged first (K-1), but a refused report does not move it.
            self.timeline.clone().begin_report(at)?;
            let path = "report.operation.account_id";
            return Err(ParamError::new("account_id", ParamErrorKind::MissingField, path).into());
        }
        let moment = self.timeline.begin_report(at)?;
        let mut after = Aftermath::default();
        let fields = (self.commons.report_fields)(report);
        let seen = self.executions.see(account, &fields);
        if let Some(account) = account.filter(|_| seen != Seen::Conflict) {
            self.tell_orders(&fields, account, seen, &mut after);
        }
        if seen == Seen::New && !self.rules.stages.report.is_empty() {
            let cell = self.cell(account);
            for index in 0..self.rules.stages.report.len() {
                let place = self.rules.stages.report[index];
                self.tell(place, report, (account, cell), moment.at, &mut after);
            }
        }
        let anomalies = match seen {
            Seen::Conflict => vec![Anomaly::ExecutionIdConflict],
            Seen::New | Seen::Same => std::mem::take(&mut after.anomalies),
        };
        let result = PostTradeResult {
            account_blocks: Vec::new(),
            account_adjustments: Vec::new(),
            late: moment.late,
            duplicate: seen == Seen::Same || after.duplicate,
            anomalies,
            failures: Vec::new(),
        };
        self.record_report(report, account, moment, &after, &result);
        let cause = |line: BlockLine| line.cause;
        Ok(PostTradeResult {
            account_blocks: after.blocks.into_iter().map(cause).collect(),
            account_adjustments: after.adjustments,
            failures: after.failures,
            ..result
        })
    }

    /// Tells the policies that track orders what became of one (L-6). Each anomaly is told once.
    fn tell_orders(
        &mut self,
        fields: &ReportFields<'_>,
        account: AccountId,
        seen: Seen,
        after: &mut Aftermath,
    ) {
        for index in 0..self.rules.stages.orders.len() {
            let place = self.rules.stages.orders[index];
            let Entry::Builtin(Built { policy, .. }) = &self.rules.policies[place] else {
                continue;
            };
            let asset = fields.instrument.map(Instrument::settlement);
            // An order goes on being tracked when its barrier is taken away.
            let is_known = |id| self.orders.knows(place, account, id);
            let is_meant = policy.tracks_orders(account, asset)
                || fields.client_order_id.is_some_and(is_known);
            if !is_meant {
                continue;
            }
            let told = {
                let sums = &mut Sums::of(&self.commons, &mut self.rehearsal);
                let own = &mut self.holds;
                let holds = &mut HoldStep { own, sums };
                self.orders.report(place, account, fields, seen, holds)
            };
            for anomaly in told.anomalies {
                if !after.anomalies.contains(&anomaly) {
                    after.anomalies.push(anomaly);
                }
            }
            after.duplicate |= told.duplicate;
            if let Some(block) = told.block {
                let name = self.rules.names[place].clone();
                self.apply_block(&name, Some(account), block, after);
            }
        }
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
        match &self.rules.policies[place] {
            Entry::Builtin(Built { policy, slot, .. }) => {
                let call = BuiltinCall {
                    at,
                    account_id: account,
                    account: self.cells.own(cell, *slot),
                    broker: None,
                    settlement: None,
                };
                match guarded(|| Ok(policy.apply_report(report, call))) {
                    Ok(blocks) => {
                        for block in blocks {
                            let name = self.rules.names[place].clone();
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

    /// Applies a policy's adjustments, releases and blocks. An adjustment that cannot be made, or a
    /// release of more than there is, changes nothing of all of them and is the policy's failure
    /// (M-2).
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
            account_adjustments,
        } = answer;
        let name = self.rules.names[place].clone();
        let mut undo = Vec::new();
        let mut adjusted = Vec::new();
        let changed = match account {
            Some(account) => self
                .adjust_by_report(
                    &name,
                    account,
                    account_adjustments,
                    &mut undo,
                    &mut adjusted,
                )
                .and_then(|()| {
                    let sums = &mut Sums::of(&self.commons, &mut self.rehearsal);
                    let own = &mut self.holds;
                    HoldStep { own, sums }.release(account, place, &releases)
                }),
            None if account_adjustments.is_empty() && releases.is_empty() => Ok(()),
            None => Err("a change of an account: allowed is none in an engine without".to_owned()),
        };
        if let Err(text) = changed {
            self.balances.undo(undo);
            return self.report_failed(place, &PolicyFailure::new(text), account, after);
        }
        after.adjustments.append(&mut adjusted);
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

    fn adjust_by_report(
        &mut self,
        policy: &PolicyName,
        account: AccountId,
        adjustments: Vec<AccountAdjustment>,
        undo: &mut Vec<Undo>,
        adjusted: &mut Vec<PolicyAdjustment>,
    ) -> Result<(), String> {
        for adjustment in adjustments {
            let (operation, amount) = (adjustment.operation(), adjustment.amount());
            let balances = &mut self.balances;
            let balance = balances
                .adjust(account, operation, amount, adjustment.bounds(), undo)
                .map_err(|finding| format!("{}: {}", finding.reason(), finding.details()))?;
            adjusted.push(PolicyAdjustment {
                policy: policy.clone(),
                adjustment,
                balance,
            });
        }
        Ok(())
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
        let Some(recorder) = &mut self.records.recorder else {
            return;
        };
        recorder.log.write(&Line {
            call: "report",
            at: moment.at,
            late: moment.late,
            account: Shown(account),
            report: Some((self.commons.report_fields)(report).into()),
            duplicate: result.duplicate,
            anomalies: result
                .anomalies
                .iter()
                .map(|anomaly| anomaly.as_str())
                .collect(),
            adjustments: after
                .adjustments
                .iter()
                .map(PolicyAdjustmentLine::new)
                .collect(),
            releases: &after.releases,
            blocks: &after.blocks,
            failures: failure_lines(&after.failures),
            ..Line::default()
        });
    }
}
