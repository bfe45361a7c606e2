// SPDX-License-Identifier: Apache-2.0
//! Who may not trade, and why (K-1, K-2): sets of causes for the engine and for accounts.

use std::collections::BTreeMap;

use crate::param::{AccountGroupId, AccountId};
use crate::pretrade::BlockCause;
use crate::pretrade::finding::Finding;
use crate::pretrade::reject::PolicyName;

/// What a block stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockScope {
    /// The whole engine.
    Engine,
    /// Every account of a group.
    Group(AccountGroupId),
    /// One account.
    Account(AccountId),
}

impl BlockScope {
    /// The scope's name: `engine`, `account_group` or `account`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Group(_) => "account_group",
            Self::Account(_) => "account",
        }
    }

    /// The group of a group's scope.
    #[must_use]
    pub const fn group(self) -> Option<AccountGroupId> {
        match self {
            Self::Group(group) => Some(group),
            Self::Engine | Self::Account(_) => None,
        }
    }

    /// The account of an account's scope.
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(account) => Some(account),
            Self::Engine | Self::Group(_) => None,
        }
    }
}

/// One cause of one blocked scope, as the listing shows it (K-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What is blocked.
    pub scope: BlockScope,
    /// Why.
    pub cause: BlockCause,
}

/// The causes of every blocked scope, oldest first within a scope. A scope without causes has no
/// entry, so that one look tells that nothing is blocked.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    causes: BTreeMap<BlockScope, Vec<BlockCause>>,
}

impl Blocks {
    /// Adds a cause; false if the scope has it already.
    pub fn add(&mut self, scope: BlockScope, cause: BlockCause) -> bool {
        let causes = self.causes.entry(scope).or_default();
        if causes.contains(&cause) {
            return false;
        }
        causes.push(cause);
        true
    }

    /// Removes a cause; false if the scope did not have it.
    pub fn remove(&mut self, scope: BlockScope, cause: &BlockCause) -> bool {
        let Some(causes) = self.causes.get_mut(&scope) else {
            return false;
        };
        let before = causes.len();
        causes.retain(|known| known != cause);
        let removed = causes.len() < before;
        if causes.is_empty() {
            self.causes.remove(&scope);
        }
        removed
    }

    /// Removes every cause of a scope; false if it had none.
    pub fn clear(&mut self, scope: BlockScope) -> bool {
        self.causes.remove(&scope).is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }

    /// Every cause: the engine's first, then by group, then by account id.
    pub fn list(&self) -> Vec<Block> {
        let each = |(scope, causes): (&BlockScope, &Vec<BlockCause>)| {
            let scope = *scope;
            causes
                .iter()
                .cloned()
                .map(move |cause| Block { scope, cause })
                .collect::<Vec<_>>()
        };
        self.causes.iter().flat_map(each).collect()
    }

    /// The K-1 answer for an account and its group, or for the engine alone, with the name of the
    /// blocker; none if it may trade.
    #[inline]
    pub fn gate(
        &self,
        account: Option<AccountId>,
        group: impl Fn(AccountId) -> AccountGroupId,
    ) -> Option<(PolicyName, Finding)> {
        if self.causes.is_empty() {
            return None;
        }
        self.find(BlockScope::Engine, "engine")
            .or_else(|| self.find(BlockScope::Group(group(account?)), "account group"))
            .or_else(|| self.find(BlockScope::Account(account?), "account"))
    }

    fn find(&self, scope: BlockScope, name: &'static str) -> Option<(PolicyName, Finding)> {
        let cause = self.causes.get(&scope)?.first()?;
        let finding = Finding::Blocked {
            scope: name,
            code: cause.code,
            reason: cause.reason.clone(),
        };
        Some((cause.source.clone(), finding))
    }
}
