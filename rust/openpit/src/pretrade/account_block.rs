// SPDX-License-Identifier: Apache-2.0
//! Why an account, or the whole engine, is blocked (K-1, K-2).

use super::RejectCode;
use super::reject::Text;

/// A block of the call's account that a policy asks for. Applied at once, never rolled back (M-3).
///
/// ```
/// use openpit::pretrade::{AccountBlock, RejectCode};
///
/// let block = AccountBlock::new(RejectCode::ComplianceRestriction, "on the watch list");
/// assert_eq!(block.reason(), "on the watch list");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountBlock {
    pub(crate) code: RejectCode,
    pub(crate) reason: Text,
}

impl AccountBlock {
    /// A block with its code and the reason that the account's rejects will carry.
    #[must_use]
    pub fn new(code: RejectCode, reason: impl Into<Text>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }

    /// Why, as a code.
    #[must_use]
    pub const fn code(&self) -> RejectCode {
        self.code
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// One cause of a block: who blocked, with which code and reason. Causes form a set: a scope is
/// blocked while any remains (K-2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlockCause {
    pub(crate) source: super::reject::PolicyName,
    pub(crate) code: RejectCode,
    pub(crate) reason: Text,
}

impl BlockCause {
    /// Who blocked: a policy's name, or `engine` for the admin API.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Why, as a code.
    #[must_use]
    pub const fn code(&self) -> RejectCode {
        self.code
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
