// SPDX-License-Identifier: Apache-2.0
//! Account adjustments in batches, all or nothing (B).

use std::fmt;

use super::adjustment_lines::AdjustmentLine;
use super::balances::{Balance, BalanceKey, Undo};
use super::clock::Moment;
use super::commons::Accounting;
use super::decisions::{Line, MutationLine, Shown, failure_lines, reject_lines};
use super::execute::Gathered;
use super::machine::{Aftermath, Machine, guarded, read};
use super::rules::Entry;
use super::sync::SyncPolicy;
use super::{BatchError, CallbackFailure, ENGINE};
use crate::core::{
    AccountAdjustmentAmount, AccountAdjustmentBounds, AccountAdjustmentOperation,
    HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation,
};
use crate::param::AccountId;
use crate::pretrade::finding::Finding;
use crate::pretrade::{BlockCause, Finalization, Hook, PreTradePolicy as _, Reject};

/// What the engine reads of an adjustment; any part of a caller's own type may be absent.
#[derive(Debug, Default)]
pub(super) struct AdjustmentFields {
    pub operation: Option<AccountAdjustmentOperation>,
    pub amount: Option<AccountAdjustmentAmount>,
    pub bounds: AccountAdjustmentBounds,
}

impl AdjustmentFields {
    /// What the engine reads of an adjustment; nothing in an engine without accounts, where nobody
    /// can submit one (O-5.4).
    pub fn read<O, R, A>(accounting: Option<&Accounting<O, R, A>>, adjustment: &A) -> Self {
        accounting.map_or_else(Self::default, |accounting| {
            (accounting.adjustment)(adjustment)
        })
    }

    /// Reads a caller's own type; a panic reads as absent.
    pub fn of<A>(adjustment: &A) -> Self
    where
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        Self {
            operation: read(|| adjustment.adjustment_operation().cloned()),
            amount: read(|| adjustment.adjustment_amount()),
            bounds: read(|| adjustment.adjustment_bounds()),
        }
    }
}

/// What an adjustment left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountAdjustmentOutcome {
    /// What was adjusted.
    pub key: BalanceKey,
    /// What is there afterwards.
    pub balance: Balance,
}

/// An accepted batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountAdjustmentBatch {
    /// What each adjustment left behind, in the order of the batch.
    pub outcomes: Vec<AccountAdjustmentOutcome>,
    /// Blocks of the account that policies asked for and that came into force.
    pub account_blocks: Vec<BlockCause>,
    /// Commit callbacks that failed; each has blocked the account (P-8).
    pub failures: Vec<CallbackFailure>,
}

/// Why a batch was rejected: nothing of it stands (B-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRejected {
    /// Which adjustment was rejected, from 0.
    pub failed_index: usize,
    /// The rejects of the policy that rejected it.
    pub rejects: Vec<Reject>,
    /// Callbacks that failed.
    pub failures: Vec<CallbackFailure>,
}

impl fmt::Display for BatchRejected {
    /// The place of the adjustment and the first reject.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "adjustment `{}` rejected", self.failed_index)?;
        match self.rejects.first() {
            Some(first) => write!(f, ": {first}"),
            None => Ok(()),
        }
    }
}

/// How far a batch has come.
#[derive(Default)]
struct Progress {
    items: Vec<Gathered>,
    outcomes: Vec<AccountAdjustmentOutcome>,
    undo: Vec<Undo>,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Adjusts an account: item by item, policy by policy, up to the first reject (B-1, B-2). A
    /// blocked account is adjusted too (K-3).
    pub(super) fn adjust(
        &mut self,
        account: AccountId,
        adjustments: &[A],
        at: Option<i64>,
    ) -> Result<AccountAdjustmentBatch, BatchError> {
        let moment = self.timeline.begin(at)?;
        let mut progress = Progress::default();
        for adjustment in adjustments {
            let fields = AdjustmentFields::read(self.commons.accounting.as_ref(), adjustment);
            let mut item = Gathered::new(Hook::ApplyAccountAdjustment);
            self.adjust_one(
                (adjustment, &fields),
                account,
                moment.at,
                &mut item,
                &mut progress,
            );
            let is_rejected = !item.rejects.is_empty();
            progress.items.push(item);
            if is_rejected {
                break;
            }
        }
        let is_rejected = progress
            .items
            .last()
            .is_some_and(|item| !item.rejects.is_empty());
        let side = if is_rejected {
            // First, so that no rollback callback sees half a batch (B-3).
            self.balances.undo(std::mem::take(&mut progress.undo));
            Finalization::Rollback
        } else {
            Finalization::Commit
        };
        self.finalize_items(&mut progress.items, side, account, moment.at);
        if self.records.recorder.is_some() && !adjustments.is_empty() {
            self.record_batch(adjustments, account, moment, &progress);
        }
        Self::answer(progress, is_rejected)
    }

    fn answer(progress: Progress, is_rejected: bool) -> Result<AccountAdjustmentBatch, BatchError> {
        let failed_index = progress.items.len().saturating_sub(1);
        let mut batch = AccountAdjustmentBatch {
            outcomes: progress.outcomes,
            ..AccountAdjustmentBatch::default()
        };
        let mut rejects = Vec::new();
        for item in progress.items {
            batch.failures.extend(item.after.failures);
            let causes = item.after.blocks.into_iter().map(|line| line.cause);
            batch.account_blocks.extend(causes);
            rejects.extend(item.rejects);
        }
        if !is_rejected {
            return Ok(batch);
        }
        Err(BatchError::Rejected(BatchRejected {
            failed_index,
            rejects,
            failures: batch.failures,
        }))
    }

    /// One adjustment: the engine's own balances first, then every policy up to the first reject.
    fn adjust_one(
        &mut self,
        (adjustment, fields): (&A, &AdjustmentFields),
        account: AccountId,
        at: i64,
        item: &mut Gathered,
        progress: &mut Progress,
    ) {
        match self.change_balance(fields, account, &mut progress.undo) {
            Ok(outcome) => progress.outcomes.push(outcome),
            Err(finding) => return item.rejects.push(Reject::found(ENGINE.into(), finding)),
        }
        for index in 0..self.rules.stages.adjustment.len() {
            let place = self.rules.stages.adjustment[index];
            let Entry::Custom(policy) = &self.rules.policies[place] else {
                continue;
            };
            let ctx = self.context(place, at, Some(account), &item.emitted);
            match guarded(|| policy.apply_account_adjustment(&ctx, account, adjustment)) {
                Ok(decision) => self.gather(place, decision, Some(account), item),
                Err(failure) => self.policy_failed(place, &failure, item),
            }
            if !item.rejects.is_empty() {
                return;
            }
        }
    }

    fn change_balance(
        &mut self,
        fields: &AdjustmentFields,
        account: AccountId,
        undo: &mut Vec<Undo>,
    ) -> Result<AccountAdjustmentOutcome, Finding> {
        let missing = |path| Finding::MissingField { path };
        let operation = fields.operation.as_ref();
        let operation = operation.ok_or_else(|| missing("adjustment.operation"))?;
        let amount = fields.amount.filter(|amount| !amount.is_empty());
        let amount = amount.ok_or_else(|| missing("adjustment.amount"))?;
        let balances = &mut self.balances;
        let balance = balances.adjust(account, operation, &amount, &fields.bounds, undo)?;
        Ok(AccountAdjustmentOutcome {
            key: BalanceKey::of(operation),
            balance,
        })
    }

    /// One side of every mutation of the batch: commits in order, rollbacks in reverse. What it
    /// leaves behind is told with the last item that was reached.
    fn finalize_items(
        &mut self,
        items: &mut [Gathered],
        side: Finalization,
        account: AccountId,
        at: i64,
    ) {
        let mut after = Aftermath::default();
        match side {
            Finalization::Commit => {
                for item in items.iter() {
                    self.finalize_all(&item.emitted, side, Some(account), at, &mut after);
                }
            }
            Finalization::Rollback => {
                for item in items.iter().rev() {
                    self.finalize_all(&item.emitted, side, Some(account), at, &mut after);
                }
            }
        }
        if let Some(last) = items.last_mut() {
            last.after.blocks.append(&mut after.blocks);
            last.after.unblocks.append(&mut after.unblocks);
            last.after.failures.append(&mut after.failures);
        }
    }

    /// A line for each adjustment of the batch, also for those that were not reached (D-1).
    #[cold]
    fn record_batch(
        &mut self,
        adjustments: &[A],
        account: AccountId,
        moment: Moment,
        progress: &Progress,
    ) {
        self.records.counts.batches += 1;
        let Some(recorder) = &mut self.records.recorder else {
            return;
        };
        let rejected = progress
            .items
            .last()
            .filter(|item| !item.rejects.is_empty());
        let nothing = Gathered::new(Hook::ApplyAccountAdjustment);
        for (index, adjustment) in adjustments.iter().enumerate() {
            let fields = AdjustmentFields::read(self.commons.accounting.as_ref(), adjustment);
            let item = progress.items.get(index);
            let result = match (item, rejected) {
                (Some(_), None) => "accepted",
                (Some(item), Some(_)) if !item.rejects.is_empty() => "rejected",
                (Some(_), Some(_)) => "rolled_back",
                (None, _) => "skipped",
            };
            let outcome = progress.outcomes.get(index).filter(|_| rejected.is_none());
            let item = item.unwrap_or(&nothing);
            let mutations = item
                .emitted
                .iter()
                .map(|entry| MutationLine::new(&self.rules.names[entry.policy], &entry.mutation));
            recorder.log.write(&Line {
                call: "adjustment",
                at: moment.at,
                late: moment.late,
                account: Shown(Some(account)),
                batch: Shown(Some(self.records.counts.batches)),
                index: Shown(Some(index)),
                adjustment: Some(AdjustmentLine::new(&fields)),
                result: Some(result),
                outcome: outcome.map(|outcome| (&outcome.balance).into()),
                mutations: mutations.collect(),
                rejects: reject_lines(&item.rejects),
                blocks: &item.after.blocks,
                unblocks: &item.after.unblocks,
                failures: failure_lines(&item.after.failures),
                ..Line::default()
            });
        }
    }
}
