// SPDX-License-Identifier: Apache-2.0
//! Where an engine may be called: by the thread that built it if it is Local, in the process that
//! built it (T-1), and core work without the interpreter (T-5).

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use openpit::engine::{Error, ThreadingKind, sync::Mode};
use pyo3::prelude::*;

use super::error::error;

static NEXT: AtomicU64 = AtomicU64::new(1);
static EXITING: AtomicBool = AtomicBool::new(false);
/// The thread that ends the interpreter, once it does.
static ENDING: AtomicU64 = AtomicU64::new(0);
/// Python callbacks and detached calls that run now, on all threads.
static RUNNING: AtomicUsize = AtomicUsize::new(0);
/// Which process this is: counted by forks.
static PROCESS: AtomicU64 = AtomicU64::new(0);
/// Whether callbacks or calls of other threads outlived the last looks.
static LEFT_BEHIND: AtomicBool = AtomicBool::new(false);

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

/// Where an engine was built, and so where it may be called.
#[derive(Debug)]
pub struct Place {
    /// Only of a Local engine.
    owner: Option<Owner>,
    process: Process,
}

impl Place {
    /// The calling thread, for an engine of a mode.
    pub fn here(mode: Mode) -> Self {
        let owner = matches!(mode, Mode::Local).then(Owner::current);
        let process = Process::current();
        Self { owner, process }
    }

    /// Whether the calling thread may call the engine.
    #[inline]
    pub fn is_here(&self) -> bool {
        self.owner.is_none_or(Owner::is_here) && self.process.is_here()
    }

    /// Whether the calling process may use the engine.
    pub fn is_own_process(&self) -> bool {
        self.process.is_here()
    }

    /// The process in which the engine was built.
    pub const fn process(&self) -> Process {
        self.process
    }

    /// Whether one thread owns the engine.
    #[inline]
    pub const fn is_local(&self) -> bool {
        self.owner.is_some()
    }

    /// The refusal of a call from elsewhere.
    #[inline]
    pub fn check(&self, py: Python<'_>) -> PyResult<()> {
        if self.is_here() {
            return Ok(());
        }
        self.process.check(py)?;
        Err(error(py, &Error::Threading(ThreadingKind::WrongThread)))
    }
}

/// The process in which an engine was built: after a fork its threads are gone, and what they had
/// locked stays locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process(u64);

impl Process {
    /// The calling process.
    pub fn current() -> Self {
        Self(PROCESS.load(Ordering::Relaxed))
    }

    /// Whether the calling process is the one.
    #[inline]
    pub fn is_here(self) -> bool {
        self.0 == PROCESS.load(Ordering::Relaxed)
    }

    /// The refusal of a call in another process.
    #[inline]
    pub fn check(self, py: Python<'_>) -> PyResult<()> {
        if self.is_here() {
            return Ok(());
        }
        Err(error(py, &Error::Threading(ThreadingKind::WrongProcess)))
    }
}

/// Tells the extension that this process was forked; the package registers it with
/// ``os.register_at_fork``.
#[pyfunction]
#[pyo3(name = "_after_fork")]
pub fn after_fork() {
    PROCESS.fetch_add(1, Ordering::Relaxed);
    // What other threads ran is not here.
    RUNNING.store(0, Ordering::SeqCst);
}

/// Runs core work without the interpreter, so that other threads run beside it and one that waits
/// holds nobody up (T-5). The work attaches again around Python callbacks.
#[inline]
pub fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> T {
    // Counted until the thread is back: the end of the interpreter waits for it, since it would end
    // this thread by an unwind through the engine's frames.
    let Some(_running) = Running::begin() else {
        // Too late to come back, so as CPython does since 3.14: the thread is left where it is.
        py.detach(|| {
            loop {
                std::thread::park();
            }
        })
    };
    py.detach(work)
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
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        LEFT_BEHIND.store(true, Ordering::SeqCst);
    });
}

/// The time of one Python callback or detached call; none begins beside the thread that ends the
/// interpreter.
pub struct Running(Process);

impl Running {
    /// Begins a callback.
    #[inline]
    pub fn begin() -> Option<Self> {
        // Counted first: the end looks at the count after it has raised its flag.
        RUNNING.fetch_add(1, Ordering::SeqCst);
        let running = Self(Process::current());
        let ending = ENDING.load(Ordering::SeqCst);
        (ending == 0 || Owner(ending).is_here()).then_some(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that began before a fork is not counted after it.
        if self.0.is_here() {
            RUNNING.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Whether the interpreter ends.
pub fn is_exiting() -> bool {
    EXITING.load(Ordering::Relaxed)
}

/// Whether this is the thread that ends the interpreter, and no call of another was left behind
/// that may have locked what this one would want.
pub fn may_release_at_exit() -> bool {
    Owner(ENDING.load(Ordering::SeqCst)).is_here() && !LEFT_BEHIND.load(Ordering::SeqCst)
}
