// SPDX-License-Identifier: Apache-2.0
//! Post-trade feedback (P-10): what policies learn from executions.

use super::clock::Moment;
use super::decisions::{Line, failure_lines};
use super::machine::{Aftermath, Entry, Machine, guarded};
use super::{CallbackFailure, Error};
use crate::param::{AccountId, ParamError, ParamErrorKind};
use crate::pretrade::{BlockCause, Hook, PreTradePolicy};

/// What came of an execution report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostTradeResult {
    /// Blocks of the report's account that came into force, in registration order, each with the
    /// policy that asked for it.
    pub account_blocks: Vec<BlockCause>,
    /// Whether the report's time was earlier than the engine's last: it was applied at that (D-2).
    pub late: bool,
    /// Report hooks that failed; each has blocked the account (P-8).
    pub failures: Vec<CallbackFailure>,
}

impl<O, R, P: PreTradePolicy<O, R> + ?Sized> Machine<O, R, P> {
    /// Report: every policy in registration order; one's failure is no other's.
    pub(super) fn report(&mut self, report: &R, at: Option<i64>) -> Result<PostTradeResult, Error> {
        let account = (self.report_account)(report).ok_or_else(|| {
            let path = "report.operation.account_id";
            ParamError::new("account_id", ParamErrorKind::MissingField, path)
        })?;
        let moment = self.timeline.begin(at, true)?;
        let mut after = Aftermath::default();
        for index in 0..self.stages.report.len() {
            let place = self.stages.report[index];
            let Entry::Custom(policy) = &self.policies[place] else {
                continue;
            };
            let ctx = Self::context(&self.names, moment.at, account, &[]);
            match guarded(|| policy.apply_execution_report(&ctx, report)) {
                Ok(answer) => {
                    for block in answer.account_blocks {
                        let name = self.names[place].clone();
                        self.apply_block(&name, account, block, &mut after);
                    }
                }
                Err(failure) => {
                    let failure = self.failure(place, Hook::ApplyExecutionReport, &failure);
                    self.block_for_failure(account, failure, &mut after);
                }
            }
        }
        self.record_report(report, account, moment, &after);
        let cause = |block: super::decisions::BlockLine| BlockCause {
            source: block.policy,
            code: block.code,
            reason: block.reason,
        };
        Ok(PostTradeResult {
            account_blocks: after.blocks.into_iter().map(cause).collect(),
            late: moment.late,
            failures: after.failures,
        })
    }

    fn record_report(&mut self, report: &R, account: AccountId, moment: Moment, after: &Aftermath) {
        let Some(recorder) = &mut self.recorder else {
            return;
        };
        recorder.log.write(&Line {
            call: "report",
            at: moment.at,
            late: moment.late,
            account: Some(account),
            report: Some((recorder.report_fields)(report).into()),
            blocks: &after.blocks,
            failures: failure_lines(&after.failures),
            ..Line::default()
        });
    }
}
