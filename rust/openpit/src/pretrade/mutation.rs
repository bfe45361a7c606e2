// SPDX-License-Identifier: Apache-2.0
//! Mutations: the changes that main-stage policies emit and the engine finalizes (M-1, M-4).

use std::cell::RefCell;
use std::fmt;

use slab::Slab;

use super::{KillSwitch, ReserveNotional};

/// Which side of a mutation is applied. Exactly one runs, once (P-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finalization {
    /// The order went on: the change stands.
    Commit,
    /// The order did not go on: the change is undone.
    Rollback,
}

/// One change that a main-stage policy emits. Apart from [`Mutation::Custom`] it is plain data that
/// the engine applies itself (M-1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mutation {
    /// A change that the policy keeps itself: the engine gives `token` back to its `finalize`.
    Custom {
        /// The policy's own name of the change; the engine never reads it.
        token: u64,
    },
    /// Reserves notional for a settlement asset (M-2).
    ReserveNotional(Box<ReserveNotional>),
    /// Sets a kill-switch state on commit or on rollback (M-3).
    SetKillSwitch(Box<KillSwitch>),
}

impl From<ReserveNotional> for Mutation {
    fn from(reserve: ReserveNotional) -> Self {
        Self::ReserveNotional(Box::new(reserve))
    }
}

impl From<KillSwitch> for Mutation {
    fn from(switch: KillSwitch) -> Self {
        Self::SetKillSwitch(Box::new(switch))
    }
}

impl Mutation {
    /// A change that the policy keeps itself under `token` (M-4). [`Tokens`] hands tokens out.
    #[must_use]
    pub const fn custom(token: u64) -> Self {
        Self::Custom { token }
    }

    /// The kind of the change.
    #[must_use]
    pub const fn kind(&self) -> MutationKind {
        match self {
            Self::Custom { .. } => MutationKind::Custom,
            Self::ReserveNotional(_) => MutationKind::ReserveNotional,
            Self::SetKillSwitch(_) => MutationKind::SetKillSwitch,
        }
    }
}

/// The kind of a mutation, as the context and the decision log show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MutationKind {
    /// A policy's own change (M-4).
    Custom,
    /// Reserved notional (M-2).
    ReserveNotional,
    /// A kill-switch state (M-3).
    SetKillSwitch,
}

impl MutationKind {
    /// The kind's name, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Custom => "custom",
            Self::ReserveNotional => "reserve_notional",
            Self::SetKillSwitch => "set_kill_switch",
        }
    }
}

impl fmt::Display for MutationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A policy's table of its unfinalized custom mutations: what to do, by token. For policies of a
/// Local engine: it is not `Sync`.
///
/// ```
/// use openpit::pretrade::Tokens;
///
/// let tokens = Tokens::new();
/// let token = tokens.insert("release 100 USD");
/// assert_eq!(tokens.take(token), Some("release 100 USD"));
/// assert_eq!(tokens.take(token), None);
/// ```
#[derive(Debug)]
pub struct Tokens<T> {
    entries: RefCell<Slab<T>>,
}

impl<T> Tokens<T> {
    /// An empty table.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: RefCell::new(Slab::new()),
        }
    }

    /// Keeps `value` and gives the token under which it is kept.
    pub fn insert(&self, value: T) -> u64 {
        self.entries.borrow_mut().insert(value) as u64
    }

    /// Takes the value out; none if the token is not, or no longer, in the table.
    pub fn take(&self, token: u64) -> Option<T> {
        let key = usize::try_from(token).ok()?;
        self.entries.borrow_mut().try_remove(key)
    }

    /// How many changes are not finalized yet.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether every change is finalized.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Default for Tokens<T> {
    fn default() -> Self {
        Self::new()
    }
}
