// SPDX-License-Identifier: Apache-2.0
//! Account adjustments in batches (B): one foreign call for one batch.

use std::ffi::c_void;

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBounds,
    AccountAdjustmentOperation, HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation,
};
use openpit::engine::{AccountAdjustmentBatch, BatchError, BatchRejected};
use openpit::param::AccountId;

use crate::adjustment::OpenpitAdjustment;
use crate::balance::OpenpitBalance;
use crate::builtins::list;
use crate::engine::{Core, OpenpitEngine, enter, time};
use crate::error::Fault;
use crate::outcome::{OPENPIT_STATUS_REJECTED, OpenpitOutcome, Reply};
use crate::policy::during;
use crate::wire::Writer;

/// An adjustment of a batch, which knows its place there: so that a callback can tell the binding
/// which of its own adjustments is judged.
#[derive(Debug)]
pub(crate) struct Item {
    adjustment: AccountAdjustment,
    pub index: u64,
}

impl HasAdjustmentOperation for Item {
    fn adjustment_operation(&self) -> Option<&AccountAdjustmentOperation> {
        self.adjustment.adjustment_operation()
    }
}

impl HasAdjustmentAmount for Item {
    fn adjustment_amount(&self) -> Option<AccountAdjustmentAmount> {
        self.adjustment.adjustment_amount()
    }
}

impl HasAdjustmentBounds for Item {
    fn adjustment_bounds(&self) -> AccountAdjustmentBounds {
        self.adjustment.adjustment_bounds()
    }
}

/// Adjusts an account by a batch, all or nothing (B). Accepted, the outcome's bytes hold what each
/// adjustment left behind (a balance each, in the order of the batch), then blocks, then failures;
/// rejected, its key is the place of the adjustment that was rejected, from 0.
///
/// # Safety
/// As every call; `adjustments` is valid for `count` adjustments during the call, `call` is only
/// passed on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_apply_account_adjustment(
    engine: *const OpenpitEngine,
    account_id: u64,
    adjustments: *const OpenpitAdjustment,
    count: usize,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let adjustments = unsafe { list(adjustments, count, "adjustments") }?;
        let mut items = Vec::with_capacity(count);
        for (index, adjustment) in (0..).zip(adjustments) {
            items.push(Item {
                adjustment: adjustment.read()?,
                index,
            });
        }
        let (account, at) = (AccountId::from_int(account_id), time(has_at, at));
        let adjust = || core.apply_account_adjustment_keyed(account, &items, at);
        Ok(accepted(&during(call, adjust)?))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

fn accepted(batch: &AccountAdjustmentBatch) -> Reply {
    let mut writer = Writer::default();
    // A batch may be long: its bytes are not copied again and again.
    let size = batch.outcomes.len() * size_of::<OpenpitBalance>() + size_of::<u64>();
    writer.bytes.reserve(size);
    writer.count(batch.outcomes.len());
    for outcome in &batch.outcomes {
        writer.balance(&outcome.balance);
    }
    if !batch.account_blocks.is_empty() || !batch.failures.is_empty() {
        writer.causes(&batch.account_blocks);
        writer.failures(&batch.failures);
    }
    Reply::bytes(writer.bytes)
}

impl From<BatchError> for Fault {
    #[cold]
    fn from(error: BatchError) -> Self {
        let BatchRejected {
            failed_index,
            rejects,
            failures,
        } = match error {
            BatchError::Rejected(rejected) => rejected,
            BatchError::Refused(error) => return error.into(),
        };
        let mut writer = Writer::default();
        writer.rejects(&rejects);
        writer.failures(&failures);
        Self(Reply {
            status: OPENPIT_STATUS_REJECTED,
            key: failed_index as u64,
            bytes: writer.bytes,
            ..Reply::default()
        })
    }
}
