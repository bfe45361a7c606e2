// SPDX-License-Identifier: Apache-2.0
//! Why each order was decided as it was: every policy's verdict with what it observed, its limit
//! and the headroom. Off unless asked for, and then written beside the decision log.

use std::fmt;

use super::OrderFields;
use super::machine::{Machine, read};
use super::rules::{Built, Entry};
use super::sync::{Brief, SyncPolicy};
use crate::param::{AccountId, ClientOrderId, Decimal};
use crate::pretrade::{PolicyName, Reject, RejectCode};

/// The stage of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Start stage (P-2).
    Start,
    /// Main stage (P-4).
    Main,
}

impl Stage {
    /// The stage's name, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Main => "main",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One number that a built-in policy judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What was measured: `orders`, `quantity`, `volume`, `notional`, `pnl`, and `credit`: held,
    /// open and used notional together.
    pub metric: &'static str,
    /// The axis of the barrier: `broker`, `asset`, `account`, `account_asset`.
    pub axis: &'static str,
    /// What the policy saw, the new order counted in; none if it did not fit.
    pub observed: Option<Decimal>,
    /// The limit in force.
    pub limit: Decimal,
    /// What is left up to the limit; negative if the order is over it, none if it did not fit.
    pub headroom: Option<Decimal>,
}

/// What one policy said of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The time of the decision in nanoseconds since the epoch.
    pub at: i64,
    /// The account, if the order names one.
    pub account_id: Option<AccountId>,
    /// The client's id of the order, if it has one.
    pub client_order_id: Option<ClientOrderId>,
    /// Where the policy was asked.
    pub stage: Stage,
    /// The policy; `engine` for a block.
    pub policy: PolicyName,
    /// The codes with which it rejected; none if it accepted.
    pub codes: Vec<RejectCode>,
    /// What it measured: built-in policies only.
    pub measures: Vec<Measure>,
}

impl Measure {
    pub(crate) fn upper(
        metric: &'static str,
        axis: &'static str,
        observed: Option<Decimal>,
        limit: Decimal,
    ) -> Self {
        let headroom = observed.and_then(|observed| limit.checked_sub(observed));
        Self {
            metric,
            axis,
            observed,
            limit,
            headroom,
        }
    }

    pub(crate) fn lower(
        metric: &'static str,
        axis: &'static str,
        observed: Option<Decimal>,
        limit: Decimal,
    ) -> Self {
        let headroom = observed.and_then(|observed| observed.checked_sub(limit));
        Self {
            metric,
            axis,
            observed,
            limit,
            headroom,
        }
    }
}

/// The verdicts that were not taken yet.
#[derive(Debug)]
pub(super) struct Verdicts<O> {
    pub order_fields: for<'a> fn(&'a O) -> OrderFields<'a>,
    pub taken: Vec<Verdict>,
}

/// Which order a verdict is about, and when and where it fell.
pub(super) struct Occasion<'a, O> {
    pub order: &'a O,
    pub account: Option<AccountId>,
    pub at: i64,
    pub stage: Stage,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// Keeps the verdict of a block, if verdicts are recorded.
    #[cold]
    pub(super) fn note_gate(&mut self, occasion: &Occasion<'_, O>, rejects: &[Reject]) {
        for reject in rejects {
            let blocker = PolicyName::from(reject.policy());
            self.note(occasion, &blocker, std::slice::from_ref(reject), Vec::new());
        }
    }

    /// What a built-in of the main stage measures, if verdicts are recorded.
    #[inline]
    pub(super) fn measure_main(
        &self,
        place: usize,
        order: &O,
        account: Option<AccountId>,
    ) -> Vec<Measure> {
        match &self.rules.policies[place] {
            Entry::Builtin(Built { policy, .. }) if self.records.verdicts.is_some() => {
                let taken = |account, asset: &_| match account {
                    Some(account) => self.holds.taken(place, account, asset),
                    None => self.commons.sums.lock().taken(place, asset),
                };
                // An order of the caller's own that panics is found by the check itself.
                read(|| policy.measure_main(order, account, &taken))
            }
            _ => Vec::new(),
        }
    }

    /// Keeps one policy's verdict, if verdicts are recorded.
    pub(super) fn note(
        &mut self,
        occasion: &Occasion<'_, O>,
        policy: &PolicyName,
        rejects: &[Reject],
        measures: Vec<Measure>,
    ) {
        let Some(verdicts) = &mut self.records.verdicts else {
            return;
        };
        let fields = (verdicts.order_fields)(occasion.order);
        verdicts.taken.push(Verdict {
            at: occasion.at,
            account_id: occasion.account,
            client_order_id: fields.client_order_id.cloned(),
            stage: occasion.stage,
            policy: policy.clone(),
            codes: rejects.iter().map(Reject::code).collect(),
            measures,
        });
    }
}
