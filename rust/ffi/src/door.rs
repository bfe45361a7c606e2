// SPDX-License-Identifier: Apache-2.0
//! What every door does: catch panics, judge pointers, write the outcome.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::Fault;
use crate::outcome::{Answer, OPENPIT_STATUS_PANIC, OpenpitOutcome, Reply};

/// Runs one call. A panic becomes an outcome like any other (E-3).
///
/// # Safety
/// `out` is null or points to an outcome that nobody else uses during the call.
#[inline]
pub(crate) unsafe fn door<A: Answer>(
    out: *mut OpenpitOutcome,
    run: impl FnOnce() -> Result<A, Fault>,
) -> u32 {
    // The engine's own state is whole after an unwind: it calls foreign code under `catch_unwind`.
    let result = catch_unwind(AssertUnwindSafe(run));
    // SAFETY: the caller's promise.
    unsafe {
        match result {
            Ok(Ok(answer)) => answer.write(out),
            Ok(Err(Fault(reply))) => reply.write(out),
            Err(payload) => panicked(payload).write(out),
        }
    }
}

#[cold]
fn panicked(payload: Box<dyn std::any::Any + Send>) -> Reply {
    let text = payload
        .downcast_ref::<&'static str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    // A payload's destructor may panic as well; this one is never run.
    std::mem::forget(payload);
    Fault::panic(&format!("openpit failed inside: {text}")).0
}

/// A door that returns nothing: a panic ends here.
#[inline]
pub(crate) fn quiet_door(run: impl FnOnce()) -> u32 {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(()) => 0,
        Err(payload) => {
            std::mem::forget(payload);
            OPENPIT_STATUS_PANIC
        }
    }
}

/// A pointer to something that the caller keeps for the time of the call.
///
/// # Safety
/// `pointer` is null or valid for reads, and nobody changes what it points to during the call.
#[inline]
pub(crate) unsafe fn borrow<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| Fault::null(name))
}

/// A pointer to something that the caller keeps for the time of the call, to be changed.
///
/// # Safety
/// `pointer` is null or valid for reads and writes, and nobody else uses it during the call.
#[inline]
pub(crate) unsafe fn borrow_mut<'a, T>(
    pointer: *mut T,
    name: &'static str,
) -> Result<&'a mut T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_mut() }.ok_or_else(|| Fault::null(name))
}
