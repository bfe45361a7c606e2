// SPDX-License-Identifier: Apache-2.0
//! The hooks of a policy: their names, and which of them a policy has.

use std::fmt;

/// A point at which the engine calls a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hook {
    /// Start stage: an early admission check (P-2).
    CheckPreTradeStart,
    /// Main stage: a check that may emit mutations (P-4).
    PerformPreTradeCheck,
    /// Post-trade feedback (P-10).
    ApplyExecutionReport,
    /// One adjustment of a batch (B-1).
    ApplyAccountAdjustment,
    /// The commit side of a custom mutation (M-4).
    Commit,
    /// The rollback side of a custom mutation (M-4).
    Rollback,
}

impl Hook {
    /// The hook's name, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CheckPreTradeStart => "check_pre_trade_start",
            Self::PerformPreTradeCheck => "perform_pre_trade_check",
            Self::ApplyExecutionReport => "apply_execution_report",
            Self::ApplyAccountAdjustment => "apply_account_adjustment",
            Self::Commit => "commit",
            Self::Rollback => "rollback",
        }
    }
}

impl fmt::Display for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which hooks a policy has. A stage never calls a policy that lacks its hook.
///
/// ```
/// use openpit::pretrade::Hooks;
///
/// let hooks = Hooks { main: false, report: false, ..Hooks::ALL };
/// assert!(hooks.start);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hooks {
    /// Has `check_pre_trade_start`.
    pub start: bool,
    /// Has `perform_pre_trade_check`.
    pub main: bool,
    /// Has `apply_execution_report`.
    pub report: bool,
    /// Has `apply_account_adjustment`.
    pub adjustment: bool,
}

impl Hooks {
    /// Every hook.
    pub const ALL: Self = Self {
        start: true,
        main: true,
        report: true,
        adjustment: true,
    };
    /// No hook: the policy is only a name.
    pub const NONE: Self = Self {
        start: false,
        main: false,
        report: false,
        adjustment: false,
    };
}
