// SPDX-License-Identifier: Apache-2.0
//! The business answer "no": who said it, why, and how much of the account it concerns (R-1).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::finding::Finding;
use super::{RejectCode, RejectScope};
use crate::engine::CallbackFailure;

/// A text that is usually a constant.
pub type Text = Cow<'static, str>;

/// A policy's name, shared by everything that mentions the policy.
pub type PolicyName = Arc<str>;

/// A reject as a custom policy makes it; the engine adds the policy's name.
///
/// ```
/// use openpit::pretrade::{PolicyReject, RejectCode, RejectScope};
///
/// let reject = PolicyReject::new(
///     RejectCode::ComplianceRestriction,
///     "restricted",
///     "observed `AAPL`, allowed: `MSFT`",
/// )
/// .with_scope(RejectScope::Account)
/// .with_user_data(42);
/// assert_eq!(reject.code, RejectCode::ComplianceRestriction);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PolicyReject {
    /// Why, as a code.
    pub code: RejectCode,
    /// Why, in words.
    pub reason: Text,
    /// The observed value and the limit (R-4).
    pub details: Text,
    /// Whether the order or the account is the problem. A scope never blocks by itself (K-2).
    pub scope: RejectScope,
    /// The caller's own token; the engine never reads it.
    pub user_data: u64,
}

impl PolicyReject {
    /// A reject of the order.
    #[must_use]
    pub fn new(code: RejectCode, reason: impl Into<Text>, details: impl Into<Text>) -> Self {
        Self {
            code,
            reason: reason.into(),
            details: details.into(),
            scope: RejectScope::Order,
            user_data: 0,
        }
    }

    /// The same reject with another scope.
    #[must_use]
    pub const fn with_scope(mut self, scope: RejectScope) -> Self {
        self.scope = scope;
        self
    }

    /// The same reject with the caller's own token.
    #[must_use]
    pub const fn with_user_data(mut self, user_data: u64) -> Self {
        self.user_data = user_data;
        self
    }
}

/// A reject as the engine returns it (R-1). Built-in policies keep numbers and write their texts
/// only when they are read.
#[derive(Debug, Clone)]
pub struct Reject {
    policy: PolicyName,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Found(Finding),
    Custom(Box<PolicyReject>),
}

impl Reject {
    pub(crate) fn found(policy: PolicyName, finding: Finding) -> Self {
        Self {
            policy,
            body: Body::Found(finding),
        }
    }

    pub(crate) fn custom(policy: PolicyName, reject: PolicyReject) -> Self {
        Self {
            policy,
            body: Body::Custom(Box::new(reject)),
        }
    }

    /// The name of the policy that rejected; `engine` for the engine itself.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Why, as a code.
    #[must_use]
    pub fn code(&self) -> RejectCode {
        match &self.body {
            Body::Found(finding) => finding.code(),
            Body::Custom(reject) => reject.code,
        }
    }

    /// Whether the order or the account is the problem.
    #[must_use]
    pub fn scope(&self) -> RejectScope {
        match &self.body {
            Body::Found(finding) => finding.scope(),
            Body::Custom(reject) => reject.scope,
        }
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self) -> Cow<'_, str> {
        match &self.body {
            Body::Found(finding) => finding.reason(),
            Body::Custom(reject) => Cow::Borrowed(&reject.reason),
        }
    }

    /// The observed value and the limit (R-4).
    #[must_use]
    pub fn details(&self) -> Cow<'_, str> {
        match &self.body {
            Body::Found(finding) => finding.details(),
            Body::Custom(reject) => Cow::Borrowed(&reject.details),
        }
    }

    /// The policy's own token; 0 unless a custom policy set one.
    #[must_use]
    pub fn user_data(&self) -> u64 {
        match &self.body {
            Body::Found(_) => 0,
            Body::Custom(reject) => reject.user_data,
        }
    }
}

impl PartialEq for Reject {
    fn eq(&self, other: &Self) -> bool {
        self.policy == other.policy
            && self.code() == other.code()
            && self.scope() == other.scope()
            && self.reason() == other.reason()
            && self.details() == other.details()
            && self.user_data() == other.user_data()
    }
}

impl Eq for Reject {}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "policy `{}` rejects with `{}`: {}: {}",
            self.policy,
            self.code(),
            self.reason(),
            self.details()
        )
    }
}

/// Why an order was refused: the rejects of one stage, in registration order (P-2, P-4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The rejects; never empty.
    pub rejects: Vec<Reject>,
    /// Every callback of the call that failed: hooks, and rollbacks while its mutations were undone
    /// (P-8). Usually empty.
    pub failures: Vec<CallbackFailure>,
}

impl Rejected {
    #[cold]
    pub(crate) fn found(policy: PolicyName, finding: Finding) -> Self {
        Self::from(vec![Reject::found(policy, finding)])
    }
}

impl From<Vec<Reject>> for Rejected {
    fn from(rejects: Vec<Reject>) -> Self {
        Self {
            rejects,
            failures: Vec::new(),
        }
    }
}

impl std::error::Error for Rejected {}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reject) in self.rejects.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{reject}")?;
        }
        Ok(())
    }
}
