// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::mutation::{Mutation, MutationKind};
use super::reject::PolicyName;
use crate::engine::{Balance, BalanceKey, Balances, Holding, Holds};
use crate::param::{AccountId, Asset};

/// A mutation of the running call and the policy that emitted it.
#[derive(Debug, Clone)]
pub(crate) struct Emitted {
    pub policy: usize,
    pub mutation: Mutation,
}

/// What a hook may read of the running call. It borrows the engine, so it cannot outlive the hook.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub(crate) at: i64,
    pub(crate) account_id: Option<AccountId>,
    pub(crate) emitted: &'a [Emitted],
    pub(crate) names: &'a [PolicyName],
    /// The place of the policy that reads.
    pub(crate) policy: usize,
    pub(crate) holds: &'a Holds,
    pub(crate) balances: &'a Balances,
    pub(crate) dry_run: bool,
}

/// A mutation that an earlier policy of the same call emitted (P-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmittedMutation<'a> {
    /// The policy that emitted it.
    pub policy: &'a str,
    /// Its kind.
    pub kind: MutationKind,
}

impl<'a> Context<'a> {
    /// The time of the call in nanoseconds since the epoch (D-2).
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.at
    }

    /// Whether the call is a dry run (P-11): what the policy emits is rolled back, and what it
    /// keeps itself must be taken back by that rollback.
    #[must_use]
    pub const fn dry_run(&self) -> bool {
        self.dry_run
    }

    /// The account of the call.
    #[must_use]
    pub const fn account_id(&self) -> Option<AccountId> {
        self.account_id
    }

    /// What this policy itself has reserved of a settlement asset for the call's account (M-2).
    #[must_use]
    pub fn own_holding(&self, settlement_asset: &Asset) -> Holding {
        self.account_id.map_or_else(Holding::default, |account| {
            self.holds.own(account, settlement_asset, self.policy)
        })
    }

    /// What all policies together have reserved of a settlement asset for the call's account
    /// (M-2), with what earlier policies of the call took.
    #[must_use]
    pub fn total_holding(&self, settlement_asset: &Asset) -> Holding {
        self.account_id.map_or_else(Holding::default, |account| {
            // The sums fit, or the holds had been refused.
            self.holds
                .total(account, settlement_asset)
                .unwrap_or_default()
        })
    }

    /// What the call's account has of an asset or in a position, as adjustments tell it (B); with
    /// what earlier adjustments of a running batch and the one that is judged do.
    #[must_use]
    pub fn balance(&self, key: &BalanceKey) -> Balance {
        self.account_id
            .map_or_else(Balance::default, |account| self.balances.get(account, key))
    }

    /// All that the call's account has, as [`Context::balance`] has it: a snapshot that may be
    /// kept, for bindings; none if it has nothing.
    #[must_use]
    pub fn balances(&self) -> Option<Arc<BTreeMap<BalanceKey, Balance>>> {
        let snapshot = |account| self.balances.snapshot(account);
        self.account_id.and_then(snapshot)
    }

    /// Every settlement asset of which something is reserved for the call's account, by name (M-2).
    #[must_use]
    pub fn held_assets(&self) -> Vec<Asset> {
        let assets = |account| self.holds.assets(account);
        self.account_id.map_or_else(Vec::new, assets)
    }

    /// What earlier policies of this main stage emitted, in order (P-4). Empty elsewhere.
    pub fn mutations(&self) -> impl ExactSizeIterator<Item = EmittedMutation<'a>> + use<'a> {
        let names = self.names;
        self.emitted.iter().map(move |entry| EmittedMutation {
            policy: &names[entry.policy],
            kind: entry.mutation.kind(),
        })
    }
}
