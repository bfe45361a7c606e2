// SPDX-License-Identifier: Apache-2.0
//! What the callbacks of one engine leave with the binding: exceptions, mutations, contexts.
//!
//! The core knows a failed callback by the text of its failure and a mutation by its token; the
//! Python objects behind them are kept here. No lock is held while Python runs.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use openpit::engine::{CallbackFailure, CallbackFailures};
use openpit::pretrade::PolicyFailure;
use pyo3::exceptions::{PyException, PyRuntimeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use slab::Slab;

use super::error::exception;
use crate::classes::{CALLBACK_ERROR, CALLBACK_FAILURE};
use crate::pretrade::{HookArgs, Mutation, PolicyHooks};

/// An exception of a callback, under the number that the core carries as the failure's text.
#[derive(Debug)]
struct Raised {
    number: u64,
    error: PyErr,
}

/// What one call of one engine leaves while it runs, all of it on its own thread (T-1.1).
#[derive(Debug)]
struct Frame {
    engine: usize,
    raised: Vec<Raised>,
    args: HookArgs,
}

// The running calls of this thread: of different engines, since an engine refuses a call from its
// own callback. Borrowed for moments, with no Python inside.
thread_local!(static FRAMES: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) });

/// The Python side of one engine's callbacks.
#[derive(Debug, Default)]
pub struct Calls {
    /// Whether there are any callbacks at all.
    is_used: bool,
    last_raised: AtomicU64,
    mutations: Mutex<Slab<Py<Mutation>>>,
    /// Callbacks are not run any more: the interpreter ends.
    muted: AtomicBool,
}

/// A lock that is only ever held for a few instructions.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Calls {
    /// Of an engine that has Python policies, or none.
    pub fn new(is_used: bool) -> Self {
        Self {
            is_used,
            ..Self::default()
        }
    }

    fn engine(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// A call of the engine begins.
    #[inline]
    pub fn begin(&self) -> Call<'_> {
        let has_frame = self.is_used && self.open();
        Call {
            calls: self,
            has_frame,
        }
    }

    /// Opens the call's frame; false if the engine has one already: a callback calls its own
    /// engine, which refuses it.
    fn open(&self) -> bool {
        let opened = FRAMES.try_with(|frames| {
            let mut frames = frames.borrow_mut();
            let engine = self.engine();
            if frames.iter().any(|frame| frame.engine == engine) {
                return false;
            }
            frames.push(Frame {
                engine,
                raised: Vec::new(),
                args: HookArgs::default(),
            });
            true
        });
        opened.unwrap_or_default()
    }

    /// Uses this thread's frame of the engine, if it has one.
    fn with<T>(&self, run: impl FnOnce(&mut Frame) -> T) -> Option<T> {
        let used = FRAMES.try_with(|frames| {
            let mut frames = frames.borrow_mut();
            let engine = self.engine();
            frames
                .iter_mut()
                .rfind(|frame| frame.engine == engine)
                .map(run)
        });
        used.unwrap_or_default()
    }

    fn close(&self) -> Option<Frame> {
        let closed = FRAMES.try_with(|frames| {
            let mut frames = frames.borrow_mut();
            let engine = self.engine();
            let place = frames.iter().rposition(|frame| frame.engine == engine)?;
            Some(frames.remove(place))
        });
        closed.unwrap_or_default()
    }

    /// Context and record as a hook's arguments.
    pub fn hook_args<'py>(
        &self,
        py: Python<'py>,
        ctx: &openpit::pretrade::Context<'_>,
        record: &Py<PyAny>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let known = self.with(|frame| frame.args.find(py, ctx));
        if let Some(known) = known.flatten() {
            return Ok(known);
        }
        let (args, kept) = HookArgs::make(py, ctx, record)?;
        let earlier = self.with(|frame| std::mem::replace(&mut frame.args, kept));
        // What it held is dropped here, where nothing is borrowed.
        drop(earlier);
        Ok(args)
    }

    /// Runs no callbacks from now on.
    pub fn mute(&self) {
        self.muted.store(true, Ordering::Relaxed);
    }

    /// Runs no callbacks during some work.
    #[cold]
    pub fn muted<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.muted.swap(true, Ordering::Relaxed);
        let done = work();
        self.muted.store(before, Ordering::Relaxed);
        done
    }

    /// Whether callbacks may not run any more.
    #[inline]
    pub fn is_muted(&self) -> bool {
        self.muted.load(Ordering::Relaxed)
    }

    /// Keeps an exception; gives what the core is told.
    #[cold]
    pub fn fail(&self, py: Python<'_>, error: PyErr) -> PolicyFailure {
        let number = self.last_raised.fetch_add(1, Ordering::Relaxed) + 1;
        let mut raised = Some(Raised { number, error });
        self.with(|frame| frame.raised.extend(raised.take()));
        if let Some(raised) = raised {
            // No call to tell: the engine ends with its last handle.
            raised.error.write_unraisable(py, None);
        }
        PolicyFailure::new(number.to_string())
    }

    /// Keeps a mutation; gives its token. Attached, as `take` is: what the garbage collector is
    /// shown does not change while it looks.
    pub fn keep(&self, _py: Python<'_>, mutation: Py<Mutation>) -> u64 {
        lock(&self.mutations).insert(mutation) as u64
    }

    /// Takes a mutation back, whichever side will run.
    pub fn take(&self, _py: Python<'_>, token: u64) -> Option<Py<Mutation>> {
        let key = usize::try_from(token).ok()?;
        lock(&self.mutations).try_remove(key)
    }

    fn report_unraisable(&self, py: Python<'_>) {
        for raised in self.take_raised() {
            raised.error.write_unraisable(py, None);
        }
    }

    fn take_raised(&self) -> Vec<Raised> {
        let raised = self.with(|frame| std::mem::take(&mut frame.raised));
        raised.unwrap_or_default()
    }

    /// Shows the mutations that wait to the garbage collector.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Held now: then the engine is in use, and what it holds is not garbage.
        if let Ok(mutations) = self.mutations.try_lock() {
            for (_, mutation) in mutations.iter() {
                visit.call(mutation)?;
            }
        }
        Ok(())
    }
}

/// A running call of one engine. One that begins inside another, from a callback, is refused by
/// the core and leaves the outer one's exceptions alone.
#[derive(Debug)]
pub struct Call<'a> {
    calls: &'a Calls,
    has_frame: bool,
}

impl Call<'_> {
    /// The call is over and returned no failures: what was raised came from handles that had been
    /// dropped, and goes to `sys.unraisablehook`.
    #[inline]
    pub fn end(&self, py: Python<'_>) {
        if self.has_frame {
            self.calls.report_unraisable(py);
        }
    }

    /// A call is over and returned `failures`: the exception to raise (P-8). The first one that is
    /// no `Exception`, such as `KeyboardInterrupt`, is raised as it is; else a `CallbackError` from
    /// the first of all.
    #[cold]
    pub fn error(
        &self,
        py: Python<'_>,
        failures: &[CallbackFailure],
        rejects: &Bound<'_, PyTuple>,
        result: Option<Bound<'_, PyAny>>,
    ) -> PyErr {
        let mut raised = if self.has_frame {
            self.calls.take_raised()
        } else {
            Vec::new()
        };
        let mut errors = Vec::with_capacity(failures.len());
        for failure in failures {
            let number = failure.text().parse::<u64>().ok();
            let place = raised.iter().position(|kept| Some(kept.number) == number);
            errors.push(match place {
                Some(place) => raised.swap_remove(place).error,
                // The core itself found the answer to be nonsense, or caught a panic.
                None => PyRuntimeError::new_err(failure.text().to_owned()),
            });
        }
        for dropped in raised {
            dropped.error.write_unraisable(py, None);
        }
        let no_exception = |error: &&PyErr| !error.is_instance_of::<PyException>(py);
        if let Some(error) = errors.iter().find(no_exception) {
            return error.clone_ref(py);
        }
        callback_error(py, failures, &errors, rejects, result).unwrap_or_else(|error| error)
    }
}

impl Drop for Call<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.has_frame {
            // Nothing is borrowed when what the frame held is dropped.
            drop(self.calls.close());
        }
    }
}

fn callback_error(
    py: Python<'_>,
    failures: &[CallbackFailure],
    errors: &[PyErr],
    rejects: &Bound<'_, PyTuple>,
    result: Option<Bound<'_, PyAny>>,
) -> PyResult<PyErr> {
    // With rejects it is a stage that failed, which Rust and Go tell by those alone; else the text
    // is the core's, with the exceptions' own texts behind it (E-2.1).
    let mut text = if rejects.is_empty() {
        CallbackFailures(Vec::new()).to_string()
    } else {
        "callbacks failed and the engine failed closed: ".to_owned()
    };
    let mut kept = Vec::with_capacity(failures.len());
    for (index, (failure, error)) in failures.iter().zip(errors).enumerate() {
        if index > 0 {
            text.push_str("; ");
        }
        text.push_str(&format!(
            "`{}` of policy `{}`: {error}",
            failure.hook(),
            failure.policy()
        ));
        let args = (failure.policy(), failure.hook().as_str(), error.value(py));
        kept.push(CALLBACK_FAILURE.get(py)?.call1(args)?);
    }
    let failures = PyTuple::new(py, kept)?;
    let error = exception(py, &CALLBACK_ERROR, (text, rejects, result, failures));
    error.set_cause(py, errors.first().map(|first| first.clone_ref(py)));
    Ok(error)
}

/// The policies of an engine, which it shares with the core.
pub type Policies = Vec<Arc<PolicyHooks>>;
