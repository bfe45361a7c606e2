// SPDX-License-Identifier: Apache-2.0
//! Engines that may be called from any thread: Account and Full (T), and the mode of language
//! bindings, whose compilers cannot keep a Local engine on its thread. A call owns its account by
//! one lock; overlap and re-entrancy are found before anything changes.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::inside::{Inside, is_inside};
use super::{Brief, Exclusive, Mode, SyncPolicy, sealed};
use crate::engine::{Error, ThreadingKind};
use crate::pretrade::PreTradePolicy;

/// Account mode (`account_sync`): any thread; calls for one account never overlap, because a second
/// one is refused with [`ThreadingKind::AccountBusy`] and changes nothing (T-1a). Calls for
/// different accounts run in parallel.
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::Engine;
/// use openpit::param::{AccountId, Side};
///
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let engine = builder.account_sync().build()?;
/// let order = |account| {
///     let account = AccountId::from_int(account);
///     let (quantity, price) = ("1".parse().unwrap(), "185".parse().unwrap());
///     Order::limit("AAPL/USD".parse().unwrap(), account, Side::Buy, quantity, price)
/// };
/// std::thread::scope(|scope| {
///     for account in 1..=2 {
///         let engine = &engine;
///         scope.spawn(move || engine.execute_pre_trade(order(account)).unwrap().commit());
///     }
/// });
/// # Ok::<(), openpit::engine::ConfigErrors>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Account;

/// Full mode (`full_sync`): any thread, any time. Of two calls for one account the second waits
/// (T-1a); calls for different accounts run in parallel.
///
/// A callback that waits for another thread's call on its own account waits for ever; so does one
/// that waits for any other call while decisions are recorded.
#[derive(Debug, Clone, Copy)]
pub struct Full;

/// The mode of language bindings: one of the three, chosen at run time. Local then is one call at a
/// time from any thread, and a second one is refused (T-1).
#[derive(Debug, Clone, Copy)]
pub struct Checked;

/// Everything but the type's name is the same for the modes that cross threads.
macro_rules! any_thread {
    ($($mode:ty),+) => {$(
        impl sealed::Sealed for $mode {}

        impl SyncPolicy for $mode {
            type Shared<T: ?Sized> = Arc<T>;
            type Exclusive<T> = Owned<T>;
            type Brief<T> = Mutex<T>;
            type Policy<O: 'static, R: 'static, A: 'static> =
                dyn PreTradePolicy<O, R, A> + Send + Sync;

            fn share<T>(value: T) -> Arc<T> {
                Arc::new(value)
            }

            fn exclusive<T>(value: T, engine: usize, mode: Mode) -> Owned<T> {
                let value = Mutex::new(value);
                Owned { value, engine, mode }
            }

            fn brief<T>(value: T) -> Mutex<T> {
                Mutex::new(value)
            }

            #[inline]
            fn settle() {
                look_after();
            }
        }
    )+};
}

any_thread!(Account, Full, Checked);

/// Whoever finds the lock taken leaves a note and looks again; its holder lets go and looks: one of
/// the two sees the other.
#[inline]
fn look_after() {
    // A processor of this kind orders a store by exchange, which lets go of a lock, before every
    // later load; only the compiler must be told.
    #[cfg(target_arch = "x86_64")]
    std::sync::atomic::compiler_fence(Ordering::SeqCst);
    #[cfg(not(target_arch = "x86_64"))]
    std::sync::atomic::fence(Ordering::SeqCst);
}

/// The state of one account, or of a whole engine in Local mode.
#[derive(Debug)]
pub struct Owned<T> {
    value: Mutex<T>,
    engine: usize,
    mode: Mode,
}

/// The right to use the value of an [`Owned`].
pub struct OwnedGuard<'a, T> {
    value: MutexGuard<'a, T>,
    _inside: Inside,
}

impl<T> Owned<T> {
    #[inline]
    fn held<'a>(&self, value: MutexGuard<'a, T>) -> OwnedGuard<'a, T> {
        OwnedGuard {
            value,
            _inside: Inside::new(self.engine),
        }
    }

    #[inline]
    fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.value.try_lock() {
            Ok(value) => Some(value),
            // Callbacks run under catch_unwind, so a poisoned lock holds a whole value.
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl<T> Exclusive<T> for Owned<T> {
    type Guard<'a>
        = OwnedGuard<'a, T>
    where
        T: 'a;

    #[inline]
    fn enter(&self) -> Result<OwnedGuard<'_, T>, Error> {
        if is_inside(self.engine) {
            return Err(Error::Reentrancy);
        }
        self.claim()
    }

    #[inline]
    fn claim(&self) -> Result<OwnedGuard<'_, T>, Error> {
        let kind = match self.mode {
            Mode::Local => ThreadingKind::Overlap,
            Mode::Account => ThreadingKind::AccountBusy,
            Mode::Full => return self.wait(),
        };
        match self.try_lock() {
            Some(value) => Ok(self.held(value)),
            None => Err(Error::Threading(kind)),
        }
    }

    fn wait(&self) -> Result<OwnedGuard<'_, T>, Error> {
        Ok(self.held(Brief::lock(&self.value)))
    }

    fn try_enter(&self) -> Option<OwnedGuard<'_, T>> {
        if is_inside(self.engine) {
            return None;
        }
        self.try_lock().map(|value| self.held(value))
    }
}

impl<T> Deref for OwnedGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for OwnedGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> Brief<T> for Mutex<T> {
    type Guard<'a>
        = MutexGuard<'a, T>
    where
        T: 'a;

    #[inline]
    fn lock(&self) -> MutexGuard<'_, T> {
        // No code that can panic runs under the lock, so a poisoned value is whole.
        Self::lock(self).unwrap_or_else(PoisonError::into_inner)
    }
}
