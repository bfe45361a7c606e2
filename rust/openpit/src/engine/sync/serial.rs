// SPDX-License-Identifier: Apache-2.0
//! One call at a time, from whichever thread: the Local mode of languages whose compiler cannot
//! keep an engine on its thread. Overlap and re-entrancy are found by one try-lock.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::{DropCounters, DropQueue, Exclusive, SyncPolicy, sealed};
use crate::engine::machine::Key;
use crate::engine::{Error, ThreadingKind};
use crate::pretrade::PreTradePolicy;

/// Serial mode: `Send + Sync`, one call at a time; a second one is refused with a typed error and
/// changes nothing (T-1). Language bindings build their Local engines on it.
#[derive(Debug, Clone, Copy)]
pub struct Serial;

impl sealed::Sealed for Serial {}

impl SyncPolicy for Serial {
    type Shared<T> = Arc<T>;
    type Exclusive<T> = TryLock<T>;
    type Policy<O: 'static, R: 'static, A: 'static> = dyn PreTradePolicy<O, R, A> + Send + Sync;
    type Drops = SerialDrops;

    fn share<T>(value: T) -> Arc<T> {
        Arc::new(value)
    }
}

/// A lock that nobody waits for, and that knows whether its holder is asking again.
#[derive(Debug)]
pub struct TryLock<T> {
    value: Mutex<T>,
    /// The holder's thread token; 0 while nobody holds it.
    holder: AtomicUsize,
}

/// The right to use the value of a [`TryLock`].
#[derive(Debug)]
pub struct TryLockGuard<'a, T> {
    value: MutexGuard<'a, T>,
    holder: &'a AtomicUsize,
}

/// A number that differs between the threads that are alive: the address of a thread-local.
fn thread_token() -> usize {
    thread_local!(static TOKEN: u8 = const { 0 });
    TOKEN.with(|token| std::ptr::from_ref(token).addr())
}

impl<T> Exclusive<T> for TryLock<T> {
    type Guard<'a>
        = TryLockGuard<'a, T>
    where
        T: 'a;

    fn new(value: T) -> Self {
        Self {
            value: Mutex::new(value),
            holder: AtomicUsize::new(0),
        }
    }

    #[inline]
    fn enter(&self) -> Result<TryLockGuard<'_, T>, Error> {
        let value = match self.value.try_lock() {
            Ok(value) => value,
            // Callbacks run under catch_unwind, so a poisoned lock holds a whole value.
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Only this thread writes this thread's token, so a match is certain.
            Err(TryLockError::WouldBlock)
                if self.holder.load(Ordering::Relaxed) == thread_token() =>
            {
                return Err(Error::Reentrancy);
            }
            Err(TryLockError::WouldBlock) => return Err(Error::Threading(ThreadingKind::Overlap)),
        };
        self.holder.store(thread_token(), Ordering::Relaxed);
        Ok(TryLockGuard {
            value,
            holder: &self.holder,
        })
    }
}

impl<T> Deref for TryLockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for TryLockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> Drop for TryLockGuard<'_, T> {
    fn drop(&mut self) {
        self.holder.store(0, Ordering::Relaxed);
    }
}

/// Drops on a foreign thread, in a finalizer or inside a callback.
#[derive(Debug, Default)]
pub struct SerialDrops {
    keys: Mutex<VecDeque<Key>>,
    queued: AtomicU64,
    drained: AtomicU64,
}

impl DropQueue for SerialDrops {
    fn push(&self, key: Key) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.push_back(key);
        self.queued.fetch_add(1, Ordering::Release);
    }

    #[inline]
    fn pop(&self) -> Option<Key> {
        if self.queued.load(Ordering::Acquire) == self.drained.load(Ordering::Acquire) {
            return None;
        }
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let key = keys.pop_front()?;
        self.drained.fetch_add(1, Ordering::Release);
        Some(key)
    }

    fn counters(&self) -> DropCounters {
        // `drained` first: it never passes `queued`.
        let drained = self.drained.load(Ordering::Acquire);
        DropCounters {
            queued: self.queued.load(Ordering::Acquire),
            drained,
        }
    }
}
