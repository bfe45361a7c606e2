// SPDX-License-Identifier: Apache-2.0
//! Who owns a Local engine: the thread that built it (T-1).

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use pyo3::prelude::*;

static NEXT: AtomicU64 = AtomicU64::new(1);
static EXITING: AtomicBool = AtomicBool::new(false);

thread_local!(static TOKEN: Cell<u64> = const { Cell::new(0) });

/// The thread that built an engine. Tokens are never used again, unlike thread idents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner(u64);

impl Owner {
    /// The calling thread.
    #[inline]
    pub fn current() -> Self {
        TOKEN.with(|token| {
            let mut known = token.get();
            if known == 0 {
                known = NEXT.fetch_add(1, Ordering::Relaxed);
                token.set(known);
            }
            Self(known)
        })
    }

    /// Whether the calling thread is the owner.
    #[inline]
    pub fn is_here(self) -> bool {
        // At the very end of a thread its token is gone, and so is its ownership.
        TOKEN.try_with(Cell::get).is_ok_and(|token| token == self.0)
    }
}

/// Tells the extension that the interpreter ends: what is dropped from now on runs no Python
/// callbacks (P-7). The package registers it with ``atexit``.
#[pyfunction]
#[pyo3(name = "_at_exit")]
pub fn at_exit() {
    EXITING.store(true, Ordering::Relaxed);
}

/// Whether the interpreter ends.
pub fn is_exiting() -> bool {
    EXITING.load(Ordering::Relaxed)
}
