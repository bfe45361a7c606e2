// SPDX-License-Identifier: Apache-2.0
//! Who owns a Local engine: the thread that built it (T-1).

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use pyo3::prelude::*;

static NEXT: AtomicU64 = AtomicU64::new(1);
static EXITING: AtomicBool = AtomicBool::new(false);
/// The thread that ends the interpreter, once it does.
static ENDING: AtomicU64 = AtomicU64::new(0);
/// Python callbacks that run now, on all threads.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// How often the end of the interpreter looks whether callbacks are done, a millisecond apart.
const LAST_LOOKS: u32 = 2_000;

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
/// callbacks (P-7), and none begins on another thread. The package registers it with ``atexit``.
///
/// A callback that another thread is in gets up to two seconds to end: the interpreter ends a
/// thread that wants it back by an unwind that would abort the process in the engine's frames.
#[pyfunction]
#[pyo3(name = "_at_exit")]
pub fn at_exit(py: Python<'_>) {
    EXITING.store(true, Ordering::SeqCst);
    ENDING.store(Owner::current().0, Ordering::SeqCst);
    py.detach(|| {
        for _ in 0..LAST_LOOKS {
            if RUNNING.load(Ordering::SeqCst) == 0 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

/// The time of one Python callback; none begins beside the thread that ends the interpreter.
pub struct Running;

impl Running {
    /// Begins a callback.
    #[inline]
    pub fn begin() -> Option<Self> {
        // Counted first: the end looks at the count after it has raised its flag.
        RUNNING.fetch_add(1, Ordering::SeqCst);
        let running = Self;
        let ending = ENDING.load(Ordering::SeqCst);
        (ending == 0 || Owner(ending).is_here()).then_some(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether the interpreter ends.
pub fn is_exiting() -> bool {
    EXITING.load(Ordering::Relaxed)
}
