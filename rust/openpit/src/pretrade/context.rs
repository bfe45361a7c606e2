// SPDX-License-Identifier: Apache-2.0
//! What a hook may read while the engine runs (P-9).

use super::mutation::{Mutation, MutationKind};
use super::reject::PolicyName;
use crate::param::AccountId;

/// A mutation of the running call and the policy that emitted it.
#[derive(Debug, Clone, Copy)]
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

    /// The account of the call.
    #[must_use]
    pub const fn account_id(&self) -> Option<AccountId> {
        self.account_id
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
