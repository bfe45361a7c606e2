// SPDX-License-Identifier: Apache-2.0
//! The mutation "set a kill-switch state" (M-3).

use std::fmt;
use std::str::FromStr;

use super::{RejectCode, Text};
use crate::engine::BlockScope;
use crate::param::raw::is_name;
use crate::param::{ParamError, ParamErrorKind};

const NAME: &str = "kill_switch_action";

/// What one side of a kill-switch mutation does to the policy's own cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum KillSwitchAction {
    /// Nothing.
    #[default]
    Keep,
    /// Adds the cause: the scope is blocked.
    Block,
    /// Removes the cause; other causes stay (K-2).
    Unblock,
}

impl KillSwitchAction {
    /// All actions.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Block, Self::Unblock];

    /// The action's name, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Block => "block",
            Self::Unblock => "unblock",
        }
    }
}

impl fmt::Display for KillSwitchAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for KillSwitchAction {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        if text.is_empty() {
            return Err(ParamError::new(NAME, ParamErrorKind::Empty, text));
        }
        let known = Self::ALL
            .into_iter()
            .find(|known| is_name(text, known.as_str()));
        known.ok_or_else(|| ParamError::new(NAME, ParamErrorKind::UnknownName, text))
    }
}

/// A kill-switch state that a main-stage policy sets when the order is committed or rolled back
/// (M-3). It adds or removes only its own cause: the policy, the code and the reason.
///
/// A block that must hold whatever happens to the order is no mutation: see
/// [`PolicyDecision::with_account_block`](super::PolicyDecision::with_account_block).
///
/// ```
/// use openpit::engine::BlockScope;
/// use openpit::param::AccountId;
/// use openpit::pretrade::{KillSwitch, Mutation, MutationKind, RejectCode};
///
/// let scope = BlockScope::Account(AccountId::from_int(7));
/// let once = KillSwitch::new(scope, RejectCode::RiskLimitExceeded, "one order a day")
///     .block_on_commit();
/// assert_eq!(Mutation::from(once).kind(), MutationKind::SetKillSwitch);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KillSwitch {
    pub(crate) scope: BlockScope,
    pub(crate) code: RejectCode,
    pub(crate) reason: Text,
    pub(crate) on_commit: KillSwitchAction,
    pub(crate) on_rollback: KillSwitchAction,
}

impl KillSwitch {
    /// A switch that does nothing on either side yet.
    #[must_use]
    pub fn new(scope: BlockScope, code: RejectCode, reason: impl Into<Text>) -> Self {
        let keep = KillSwitchAction::Keep;
        Self {
            scope,
            code,
            reason: reason.into(),
            on_commit: keep,
            on_rollback: keep,
        }
    }

    /// The same switch with its commit side.
    #[must_use]
    pub const fn on_commit(mut self, action: KillSwitchAction) -> Self {
        self.on_commit = action;
        self
    }

    /// The same switch with its rollback side.
    #[must_use]
    pub const fn on_rollback(mut self, action: KillSwitchAction) -> Self {
        self.on_rollback = action;
        self
    }

    /// The same switch, blocking its scope on commit.
    #[must_use]
    pub const fn block_on_commit(self) -> Self {
        self.on_commit(KillSwitchAction::Block)
    }
}
