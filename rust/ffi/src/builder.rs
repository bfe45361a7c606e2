// SPDX-License-Identifier: Apache-2.0
//! Configuration of an engine, one call for each step (P-1).

use openpit::core::{ExecutionReport, Order};
use openpit::engine::sync::{Checked, Mode};
use openpit::engine::{Engine, EngineBuilder, ManualClock};
use openpit::param::ParamError;
use openpit::pretrade::policies::Builtin;

use crate::batch::Item;
use crate::door::{borrow_mut, door, quiet_door};
use crate::engine::OpenpitEngine;
use crate::error::Fault;
use crate::outcome::{OpenpitOutcome, Reply};
use crate::text::Slice;

pub(crate) type CoreBuilder = EngineBuilder<Order, ExecutionReport, Item, Checked>;

/// A configuration under way.
#[derive(Debug)]
pub struct OpenpitBuilder {
    /// None once `build` has taken it.
    core: Option<CoreBuilder>,
    /// Values that no built-in could be made of; reported by `build` with all other faults.
    faults: Vec<String>,
    has_callbacks: bool,
}

impl OpenpitBuilder {
    /// Adds a built-in. One that its values do not make is a fault that `build` reports.
    pub(crate) fn builtin<P: Builtin<Order, ExecutionReport> + 'static>(
        &mut self,
        name: &str,
        policy: Result<P, ParamError>,
    ) -> Result<(), Fault> {
        match policy {
            Ok(policy) => self.step(|core| core.builtin(policy)),
            Err(error) => {
                self.faults.push(format!("policy `{name}`: {error}"));
                Ok(())
            }
        }
    }

    pub(crate) fn step(
        &mut self,
        step: impl FnOnce(CoreBuilder) -> CoreBuilder,
    ) -> Result<(), Fault> {
        let core = self.core.take().ok_or_else(|| Fault::null("builder"))?;
        self.core = Some(step(core));
        Ok(())
    }

    /// From now on calls may run the binding's callbacks.
    pub(crate) const fn expect_callbacks(&mut self) {
        self.has_callbacks = true;
    }

    fn build(&mut self) -> Result<OpenpitEngine, Fault> {
        let core = self.core.take().ok_or_else(|| Fault::null("builder"))?;
        let built = core.build();
        if self.faults.is_empty() {
            return Ok(OpenpitEngine::new(built?, self.has_callbacks));
        }
        let mut texts = std::mem::take(&mut self.faults);
        if let Err(errors) = built {
            texts.extend(errors.faults().iter().map(|fault| fault.text().to_owned()));
        }
        Err(Fault::config(&texts))
    }
}

/// Runs one step of a configuration.
///
/// # Safety
/// `builder` is null or a builder that nobody else uses; `outcome` is null or an outcome that
/// nobody else uses during the call.
pub(crate) unsafe fn configure(
    builder: *mut OpenpitBuilder,
    outcome: *mut OpenpitOutcome,
    step: impl FnOnce(&mut OpenpitBuilder) -> Result<(), Fault>,
) -> u32 {
    let run = || {
        // SAFETY: the caller's promise.
        let builder = unsafe { borrow_mut(builder, "builder") }?;
        step(builder).map(|()| Reply::default())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}

/// Local: one call at a time, from whichever thread; an overlap is refused (T-1).
pub const OPENPIT_SYNC_LOCAL: u32 = 1;
/// Account: one call at a time for each account; an overlap is refused (T-1a).
pub const OPENPIT_SYNC_ACCOUNT: u32 = 2;
/// Full: one call at a time for each account; an overlap waits (T-1a).
pub const OPENPIT_SYNC_FULL: u32 = 3;

/// Starts a configuration in one of `OPENPIT_SYNC_*`; null for any other.
#[unsafe(no_mangle)]
pub extern "C" fn openpit_builder_new(sync: u32) -> *mut OpenpitBuilder {
    let mut made = std::ptr::null_mut();
    let mode = match sync {
        OPENPIT_SYNC_LOCAL => Mode::Local,
        OPENPIT_SYNC_ACCOUNT => Mode::Account,
        OPENPIT_SYNC_FULL => Mode::Full,
        _ => return made,
    };
    quiet_door(|| {
        made = Box::into_raw(Box::new(OpenpitBuilder {
            core: Some(Engine::builder::<Order, ExecutionReport, Item>().checked(mode)),
            faults: Vec::new(),
            has_callbacks: false,
        }));
    });
    made
}

/// Ends a configuration, built or not. Null is nothing.
///
/// # Safety
/// `builder` comes from `openpit_builder_new` and is freed once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_free(builder: *mut OpenpitBuilder) {
    if builder.is_null() {
        return;
    }
    // SAFETY: made by `Box::into_raw`, given back once.
    quiet_door(|| drop(unsafe { Box::from_raw(builder) }));
}

/// Takes the time from the calls instead of the system clock (D-2); it stands at `start`.
///
/// # Safety
/// As every step: a builder of this library that nobody else uses, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_clock(
    builder: *mut OpenpitBuilder,
    start: i64,
    accept_late: u32,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let mut clock = ManualClock::starting_at(start);
        if accept_late != 0 {
            clock = clock.accept_late();
        }
        builder.step(|core| core.clock(clock))
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Writes the decision log (D-1).
///
/// # Safety
/// As every step: a builder of this library that nobody else uses, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_record_decisions(
    builder: *mut OpenpitBuilder,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| builder.step(CoreBuilder::record_decisions);
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Rejects an order that no barrier of one of the limit policies matches (L-7).
///
/// # Safety
/// As every step: a builder of this library that nobody else uses, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_require_limits(
    builder: *mut OpenpitBuilder,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| builder.step(CoreBuilder::require_limits);
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Adds the policies of a `limits.toml`; `accounts` are the names that its `each_` tables expand
/// over, one after another, with `account_count` lengths. Faults are reported by `build`.
///
/// # Safety
/// As every step; `text` is valid for `text_len` bytes, `account_lens` for `account_count` numbers
/// and `accounts` for as many bytes as they add up to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_limits(
    builder: *mut OpenpitBuilder,
    text: *const u8,
    text_len: usize,
    accounts: *const u8,
    account_lens: *const u32,
    account_count: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let slice = Slice {
            data: text,
            len: text_len,
        };
        // SAFETY: the caller's promise.
        let text = unsafe { slice.read("limits") }?;
        let mut names = Vec::new();
        let mut next = accounts;
        for index in 0..account_count {
            // SAFETY: the caller's promise: `account_count` lengths, and that many bytes.
            let (data, len, after) = unsafe {
                let len = *account_lens.add(index) as usize;
                (next, len, next.add(len))
            };
            next = after;
            // SAFETY: as above.
            names.push(unsafe { Slice { data, len }.read("account_id") }?);
        }
        builder.step(|core| core.limits(text, &names))
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Builds the engine, or tells every fault of the configuration at once. The builder is used up.
///
/// # Safety
/// As every step; `engine` is null or valid for writes. It is written only on success, and is then
/// to be freed with `openpit_engine_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_build(
    builder: *mut OpenpitBuilder,
    engine: *mut *mut OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        // SAFETY: the caller's promise.
        let place = unsafe { borrow_mut(engine, "engine") }?;
        *place = Box::into_raw(Box::new(builder.build()?));
        Ok(())
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
