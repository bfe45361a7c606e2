// SPDX-License-Identifier: Apache-2.0
//! Who may call the engine, and from where (T). The mode is a type, chosen before the first
//! policy: Local pays for no synchronization.

mod local;
mod serial;
mod without_accounts;

use std::ops::{Deref, DerefMut};

use super::Error;
use super::machine::Key;
use crate::pretrade::PreTradePolicy;

pub use local::Local;
pub use serial::Serial;
pub use without_accounts::WithoutAccounts;

mod sealed {
    pub trait Sealed {}
}

/// A threading mode: how handles share the engine and how a call takes it for itself.
///
/// Sealed: the modes are [`Local`], for Rust, and [`Serial`], for language bindings, whose
/// compilers cannot keep an engine on its thread.
pub trait SyncPolicy: sealed::Sealed + Sized + 'static {
    /// Shares the engine between its handles.
    type Shared<T>: Clone + Deref<Target = T>;
    /// Keeps a value that one call at a time may use.
    type Exclusive<T>: Exclusive<T>;
    /// A custom policy, with the bounds that the mode needs.
    type Policy<O: 'static, R: 'static, A: 'static>: PreTradePolicy<O, R, A> + ?Sized + 'static;
    /// Handles dropped while the engine could not be entered (T-3a).
    type Drops: DropQueue;

    /// Starts sharing a value.
    fn share<T>(value: T) -> Self::Shared<T>;
}

/// A threading mode whose engine knows accounts: all but [`WithoutAccounts`].
pub trait KeepsAccounts: SyncPolicy {}

#[doc(hidden)]
/// A value that one call at a time may use. A second use is refused, never waited for (T-1).
pub trait Exclusive<T> {
    /// The right to use the value, until it is dropped.
    type Guard<'a>: DerefMut<Target = T>
    where
        Self: 'a;

    /// Keeps a value.
    fn new(value: T) -> Self;

    /// Takes the value for one call.
    ///
    /// # Errors
    /// [`Error::Reentrancy`] from inside the holder's own callback, [`Error::Threading`] from
    /// another thread.
    fn enter(&self) -> Result<Self::Guard<'_>, Error>;
}

#[doc(hidden)]
/// Keys of dropped handles that wait for a call that can roll them back (T-3a).
pub trait DropQueue: Default {
    /// Adds a key.
    fn push(&self, key: Key);
    /// Takes the oldest key.
    fn pop(&self) -> Option<Key>;
    /// How many keys were ever queued, and how many of those were taken.
    fn counters(&self) -> DropCounters;
}

/// How many dropped handles were queued, and how many of those the engine has rolled back (T-3a).
///
/// ```
/// use openpit::engine::DropCounters;
///
/// assert_eq!(DropCounters::default().queued, 0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DropCounters {
    /// Handles whose drop had to wait, requests and reservations.
    pub queued: u64,
    /// Of those, how many a call has taken up since: their rollback has run or is running.
    pub drained: u64,
}
