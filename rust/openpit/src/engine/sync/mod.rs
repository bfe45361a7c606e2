// SPDX-License-Identifier: Apache-2.0
//! Who may call the engine, and from where (T). The mode is a type, chosen before the first
//! policy: Local pays for no synchronization.

mod checked;
mod inside;
mod local;
mod without_accounts;

use std::ops::{Deref, DerefMut};

use super::Error;
use crate::pretrade::PreTradePolicy;

pub use checked::{Account, Checked, Full};
pub(super) use inside::is_inside;
pub use local::Local;
pub use without_accounts::WithoutAccounts;

mod sealed {
    pub trait Sealed {}
}

/// A threading mode: how handles share the engine and how a call takes its account for itself.
///
/// Sealed: the modes are [`Local`], [`Account`] and [`Full`], and for language bindings
/// [`Checked`], which is one of the three at run time.
pub trait SyncPolicy: sealed::Sealed + Sized + 'static {
    /// Shares what several handles use.
    type Shared<T: ?Sized>: Clone + Deref<Target = T>;
    /// Keeps what one call at a time may use.
    type Exclusive<T>: Exclusive<T>;
    /// Keeps what spans accounts and is used for a moment.
    type Brief<T>: Brief<T>;
    /// A custom policy, with the bounds that the mode needs.
    type Policy<O: 'static, R: 'static, A: 'static>: PreTradePolicy<O, R, A> + ?Sized + 'static;

    /// Starts sharing a value.
    fn share<T>(value: T) -> Self::Shared<T>;
    /// Keeps a value that one call of an engine at a time may use.
    fn exclusive<T>(value: T, engine: usize, mode: Mode) -> Self::Exclusive<T>;
    /// Keeps a value for moments.
    fn brief<T>(value: T) -> Self::Brief<T>;
    /// Orders the end of a call before a look at what others left for it.
    fn settle();
}

/// A threading mode whose engine knows accounts: all but [`WithoutAccounts`].
pub trait KeepsAccounts: SyncPolicy {}

/// What an engine promises of threads (T), for bindings that learn it at run time.
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::{Engine, sync::Mode};
///
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let engine = builder.checked(Mode::Full).build()?;
/// # Ok::<(), openpit::engine::ConfigErrors>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// One call at a time; a second one is refused.
    Local,
    /// One call at a time for each account; a second one for an account is refused.
    Account,
    /// One call at a time for each account; a second one for an account waits.
    Full,
}

#[doc(hidden)]
/// A value that one call at a time may use (T-1).
pub trait Exclusive<T> {
    /// The right to use the value, until it is dropped.
    type Guard<'a>: DerefMut<Target = T>
    where
        Self: 'a;

    /// Takes the value for one call.
    ///
    /// # Errors
    /// [`Error::Reentrancy`] from inside a callback of the same engine, [`Error::Threading`] if
    /// another call has it and nobody waits in this mode.
    fn enter(&self) -> Result<Self::Guard<'_>, Error>;

    /// Takes the value beside others of the same engine: the caller knows that it is in no
    /// callback.
    ///
    /// # Errors
    /// As [`Exclusive::enter`].
    fn claim(&self) -> Result<Self::Guard<'_>, Error>;

    /// Takes the value beside others like [`Exclusive::claim`], and waits for it in every mode.
    ///
    /// # Errors
    /// As [`Exclusive::claim`], where nobody can wait.
    fn wait(&self) -> Result<Self::Guard<'_>, Error>;

    /// Takes the value if nobody has it and this is no callback of the same engine.
    fn try_enter(&self) -> Option<Self::Guard<'_>>;
}

#[doc(hidden)]
/// A value that is used for moments, with no callback inside.
pub trait Brief<T> {
    /// The right to use the value, until it is dropped.
    type Guard<'a>: DerefMut<Target = T>
    where
        Self: 'a;

    /// Takes the value; others that want it wait that moment.
    fn lock(&self) -> Self::Guard<'_>;
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
