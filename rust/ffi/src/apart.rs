// SPDX-License-Identifier: Apache-2.0
//! Calls that run foreign policies, on a stack of their own.
//!
//! A binding's callback may end its thread of control instead of returning: Go's `runtime.Goexit`
//! (which every `t.FailNow` is) drops the C frames below it without unwinding them. Were those the
//! engine's, it would stay locked and half-done. So the engine runs on a side stack, and asks the
//! door, on the caller's stack, to make the callback. The door's frames hold nothing to be dropped;
//! if they vanish, `openpit_callback_exited` goes on with the side stack from where the callback
//! was made: it counts as failed (P-8), and the call ends as any other.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::answer::OpenpitAnswer;
use crate::policy::OpenpitContext;

/// Address space of a side stack; memory is taken as it is touched.
const STACK_BYTES: usize = 1 << 20;

/// A callback that the door is asked to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub callback: unsafe extern "C" fn(u64, *const OpenpitContext, *mut OpenpitAnswer),
    pub policy: u64,
    pub context: *const OpenpitContext,
    pub answer: *mut OpenpitAnswer,
}

/// A call to be run on a side stack: a closure without its type. None after a callback.
#[derive(Debug, Clone, Copy)]
struct Job {
    run: unsafe fn(*mut c_void),
    closure: *mut c_void,
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Callback(Ask),
    Done,
}

/// A side stack. It belongs to one thread, and is used for one call after another.
struct Side {
    coroutine: Coroutine<Option<Job>, Event, (), DefaultStack>,
    yielder: *const Yielder<Option<Job>, Event>,
    /// The side of the call whose callback made this one, if any.
    outer: *mut Side,
    /// A callback of the call has ended its thread of control: nobody gets the call's answer.
    is_abandoned: bool,
}

/// The side stacks of a thread that are not in use.
struct Pool(RefCell<Vec<*mut Side>>);

impl Drop for Pool {
    fn drop(&mut self) {
        for side in self.0.take() {
            // SAFETY: made by `Box::into_raw`, and in the pool it has one owner. It rests between
            // calls, where its stack holds nothing to be dropped.
            unsafe {
                (*side).coroutine.force_reset();
                drop(Box::from_raw(side));
            }
        }
    }
}

thread_local! {
    static POOL: Pool = const { Pool(RefCell::new(Vec::new())) };
    /// The side of the innermost call on this thread.
    static RUNNING: Cell<*mut Side> = const { Cell::new(ptr::null_mut()) };
}

/// Runs a call on a side stack; false if there is no memory for one.
#[inline]
pub(crate) fn apart<F: FnMut()>(call: &mut F) -> bool {
    unsafe fn run<F: FnMut()>(closure: *mut c_void) {
        // SAFETY: `apart` gave the pointer, and returns only after the call.
        unsafe { (*closure.cast::<F>())() }
    }
    let side = take();
    if side.is_null() {
        return false;
    }
    let job = Job {
        run: run::<F>,
        closure: ptr::from_mut(call).cast(),
    };
    // SAFETY: `take` gave a side that nobody else has.
    unsafe {
        (*side).outer = RUNNING.replace(side);
        (*side).is_abandoned = false;
        go_on(side, Some(job));
    }
    true
}

/// Makes a callback from a side stack: on the stack of the door.
#[inline]
pub(crate) fn callback(ask: Ask) {
    let side = RUNNING.get();
    if side.is_null() {
        // SAFETY: the caller of the library gave the callback for these arguments.
        unsafe { (ask.callback)(ask.policy, ask.context, ask.answer) }
        return;
    }
    // SAFETY: the side of the call that runs on this thread; its coroutine, on whose stack this is,
    // has set the yielder and keeps it until it ends.
    unsafe { (*(*side).yielder).suspend(Event::Callback(ask)) };
}

/// Runs a side until its call is done. Nothing in this frame, nor in those that call it, has a
/// destructor: it may vanish in a callback.
///
/// # Safety
/// `side` is the running one, with a call to begin or to go on with.
unsafe fn go_on(side: *mut Side, job: Option<Job>) {
    let mut input = job;
    // SAFETY: the caller's promise; references last for one `resume` or read only.
    unsafe {
        while let CoroutineResult::Yield(Event::Callback(ask)) = (*side).coroutine.resume(input) {
            input = None;
            (ask.callback)(ask.policy, ask.context, ask.answer);
        }
        RUNNING.set((*side).outer);
    }
    give(side);
}

fn take() -> *mut Side {
    let pooled = POOL.try_with(|pool| pool.0.borrow_mut().pop());
    pooled.ok().flatten().unwrap_or_else(make)
}

fn give(side: *mut Side) {
    // A thread that ends has no pool any more: the side is leaked, which is safe.
    let _ = POOL.try_with(|pool| pool.0.borrow_mut().push(side));
}

#[cold]
fn make() -> *mut Side {
    let Ok(stack) = DefaultStack::new(STACK_BYTES) else {
        return ptr::null_mut();
    };
    let coroutine = Coroutine::with_stack(stack, |yielder, first: Option<Job>| {
        let side = RUNNING.get();
        // SAFETY: the side that is being resumed for the first time.
        unsafe { (*side).yielder = yielder };
        let mut next = first;
        loop {
            if let Some(job) = next {
                // SAFETY: `apart` made it, and waits.
                unsafe { (job.run)(job.closure) }
            }
            next = yielder.suspend(Event::Done);
        }
    });
    Box::into_raw(Box::new(Side {
        coroutine,
        yielder: ptr::null(),
        outer: ptr::null_mut(),
        is_abandoned: false,
    }))
}

/// Whether nobody is left to get the answer of the call that runs on this thread.
#[inline]
pub(crate) fn is_abandoned() -> bool {
    let side = RUNNING.get();
    // SAFETY: the side of a running call lives; one thread only uses it.
    !side.is_null() && unsafe { (*side).is_abandoned }
}

/// Tells that the running callback ended its thread of control, so that it will never return: the
/// engine's call goes on as if it had, on the current stack, and is done when this returns. What
/// the callback has not answered, it never will: push a failure first.
///
/// # Safety
/// Only from a callback of this library, on its thread, as the last thing that it does; the frames
/// below it must then be dropped without being returned to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_callback_exited() {
    let side = RUNNING.get();
    if !side.is_null() {
        // SAFETY: a callback of this side is running, and its door is never returned to.
        unsafe {
            (*side).is_abandoned = true;
            go_on(side, None);
        }
    }
}
