// SPDX-License-Identifier: Apache-2.0
//! What a policy's hooks answer.

use std::error::Error;
use std::fmt;

use smallvec::SmallVec;

use super::{AccountBlock, Mutation, PolicyReject};
use crate::core::AccountAdjustment;
use crate::param::{Asset, Volume};

/// The answer of a main-stage hook: accept or reject, with mutations and account blocks.
///
/// ```
/// use openpit::pretrade::{Mutation, PolicyDecision};
///
/// let decision = PolicyDecision::accept().with_mutation(Mutation::custom(7));
/// assert_eq!(decision.mutations().len(), 1);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct PolicyDecision {
    pub(crate) rejected: bool,
    pub(crate) mutations: SmallVec<[Mutation; 2]>,
    /// What few decisions have; none else, since a decision is moved for each order and policy.
    pub(crate) words: Option<Box<Words>>,
}

/// What a decision has to say beside yes and no.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub rejects: Vec<PolicyReject>,
    pub account_blocks: Vec<AccountBlock>,
}

impl PolicyDecision {
    /// Accepts the order.
    #[inline]
    pub fn accept() -> Self {
        Self::default()
    }

    /// Rejects the order. An empty list is nonsense and fails closed (P-8).
    pub fn reject(rejects: Vec<PolicyReject>) -> Self {
        let words = Words {
            rejects,
            ..Words::default()
        };
        Self {
            rejected: true,
            words: Some(Box::new(words)),
            ..Self::default()
        }
    }

    /// The same decision with one more mutation (M-1). A rejecting decision's own mutations are
    /// rolled back too (P-4).
    #[inline]
    pub fn with_mutation(mut self, mutation: Mutation) -> Self {
        self.mutations.push(mutation);
        self
    }

    /// The same decision with one more block of the call's account, applied at once and never
    /// rolled back (M-3).
    pub fn with_account_block(mut self, block: AccountBlock) -> Self {
        let words = self.words.get_or_insert_default();
        words.account_blocks.push(block);
        self
    }

    /// Whether the decision rejects.
    #[must_use]
    pub const fn is_reject(&self) -> bool {
        self.rejected
    }

    /// The rejects, in the policy's order.
    #[must_use]
    pub fn rejects(&self) -> &[PolicyReject] {
        self.words.as_ref().map_or(&[], |words| &words.rejects)
    }

    /// The mutations, in the policy's order.
    #[must_use]
    pub fn mutations(&self) -> &[Mutation] {
        &self.mutations
    }
}

/// The answer of a report hook: releases of reserved notional, adjustments of the account, and the
/// account blocks that the policy asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct PolicyReport {
    pub(crate) account_blocks: Vec<AccountBlock>,
    pub(crate) releases: Vec<(Asset, Volume)>,
    pub(crate) account_adjustments: Vec<AccountAdjustment>,
}

impl PolicyReport {
    /// Nothing to say.
    pub const fn nothing() -> Self {
        Self {
            account_blocks: Vec::new(),
            releases: Vec::new(),
            account_adjustments: Vec::new(),
        }
    }

    /// The same answer with one more release of the policy's own open notional of the report's
    /// account (M-2). A release of more than there is, is the policy's failure and changes nothing.
    pub fn with_release(mut self, settlement_asset: Asset, amount: Volume) -> Self {
        self.releases.push((settlement_asset, amount));
        self
    }

    /// The same answer with one more adjustment of the report's account (P-10): the engine applies
    /// it to its balances and gives it back to the caller. One that does not fit, or is out of its
    /// bounds, is the policy's failure, and nothing of the answer stands.
    pub fn with_account_adjustment(mut self, adjustment: AccountAdjustment) -> Self {
        self.account_adjustments.push(adjustment);
        self
    }

    /// The same answer with one more block of the report's account.
    pub fn with_account_block(mut self, block: AccountBlock) -> Self {
        self.account_blocks.push(block);
        self
    }
}

/// A hook could not do its work. The engine fails closed (P-8); the text never reaches a reject or
/// the decision log, since it may differ between runs.
///
/// ```
/// use openpit::param::Price;
/// use openpit::pretrade::PolicyFailure;
///
/// fn hook() -> Result<Price, PolicyFailure> {
///     Ok("185".parse::<Price>()?)
/// }
/// assert!(hook().is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFailure {
    text: String,
}

impl PolicyFailure {
    /// A failure with the text that says what went wrong.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// What went wrong.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for PolicyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

// `PolicyFailure` itself is not an `Error`: that is what allows `?` on every error type in a hook.
impl<E: Error> From<E> for PolicyFailure {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}
