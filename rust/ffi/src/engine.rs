// SPDX-License-Identifier: Apache-2.0
//! The engine: one foreign call for each call of the engine (P).

use std::ffi::c_void;

use openpit::core::{ExecutionReport, Order};
use openpit::engine::sync::Checked;
use openpit::engine::{Engine, Key, RequestKey, ReservationKey};
use openpit::param::{AccountId, ParamError, ParamErrorKind};
use openpit::pretrade::Finalization;

use crate::apart::{apart, is_abandoned};
use crate::batch::Item;
use crate::door::{borrow, borrow_mut, door, quiet_door};
use crate::error::Fault;
use crate::order::OpenpitOrder;
use crate::outcome::{Answer, Done, OPENPIT_STATUS_PANIC, OpenpitOutcome, Reply};
use crate::policy::during;
use crate::report::OpenpitReport;
use crate::wire::Writer;

/// The core's engine, in the mode of bindings.
pub(crate) type Core = Engine<Order, ExecutionReport, Item, Checked>;

/// The commit side of a reservation.
pub const OPENPIT_SIDE_OF_COMMIT: u32 = 1;
/// The rollback side of a reservation.
pub const OPENPIT_SIDE_OF_ROLLBACK: u32 = 2;
/// The reservation is closed: what is open rolls back, as if it were dropped, here and now.
pub const OPENPIT_SIDE_OF_CLOSE: u32 = 3;
/// A key of a request.
pub const OPENPIT_KEY_REQUEST: u32 = 1;
/// A key of a reservation.
pub const OPENPIT_KEY_RESERVATION: u32 = 2;

/// An engine. It may be used from any thread; overlapping calls are refused (T-1). Its memory must
/// be kept until the last handle that may still ask it is gone, closed or not.
#[derive(Debug)]
pub struct OpenpitEngine {
    pub(crate) core: Core,
    /// Whether calls may run the binding's callbacks.
    has_callbacks: bool,
}

/// How many dropped handles were queued and rolled back since (T-3a).
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitDrops {
    /// Handles whose drop had to wait.
    pub queued: u64,
    /// Of those, how many have been rolled back since.
    pub drained: u64,
}

impl OpenpitEngine {
    pub(crate) const fn new(core: Core, has_callbacks: bool) -> Self {
        Self {
            core,
            has_callbacks,
        }
    }
}

pub(crate) const fn time(has_at: u32, at: i64) -> Option<i64> {
    if has_at == 0 { None } else { Some(at) }
}

// Every key belongs to an account: an order without one never gets any.

fn request(key: u64, account: u64) -> RequestKey {
    RequestKey::from_parts(key, Some(AccountId::from_int(account)))
}

fn reservation(key: u64, account: u64) -> ReservationKey {
    ReservationKey::from_parts(key, Some(AccountId::from_int(account)))
}

/// Runs a call that never runs callbacks.
///
/// # Safety
/// As [`enter`].
#[inline]
pub(crate) unsafe fn peek<A: Answer>(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
    run: impl FnOnce(&Core) -> Result<A, Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { door(outcome, || run(&borrow(engine, "engine")?.core)) }
}

/// Runs one call on an engine; apart if it may run callbacks. Everything that `run` captures is
/// plain, so that this frame may vanish.
///
/// # Safety
/// `engine` is null or an engine of this library that is not freed yet; `outcome` is null or an
/// outcome that nobody else uses during the call.
#[inline]
pub(crate) unsafe fn enter<A: Answer>(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
    run: impl Fn(&Core) -> Result<A, Fault> + Copy,
) -> u32 {
    // SAFETY: the caller's promise.
    let call = || unsafe { door(outcome, || run(&borrow(engine, "engine")?.core)) };
    // SAFETY: the caller's promise.
    let has_callbacks = unsafe { engine.as_ref() }.is_some_and(|engine| engine.has_callbacks);
    if !has_callbacks {
        return call();
    }
    let mut status = OPENPIT_STATUS_PANIC;
    if !apart(&mut || status = call()) {
        // SAFETY: the caller's promise.
        return unsafe { door::<Done>(outcome, || Err(Fault::panic("no memory for a stack"))) };
    }
    status
}

/// The answer with a key, unless nobody is left to get it: then what it names is dropped (P-8.13).
#[inline]
fn given(core: &Core, key: Key) -> Done {
    if is_abandoned() {
        core.release(key);
    }
    Done::handle(match key {
        Key::Request(key) => key.to_parts(),
        Key::Reservation(key) => key.to_parts(),
    })
}

/// Start stage (P-2); the outcome's key is the request's. `call` is given to every callback.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null. `order`
/// is null or valid during the call; `call` is only passed on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_start(
    engine: *const OpenpitEngine,
    order: *const OpenpitOrder,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let flat = unsafe { borrow(order, "order") }?;
        let mut order = Order::default();
        flat.fill(&mut order)?;
        let key = during(call, || core.start_keyed(order, time(has_at, at)))?;
        Ok(given(core, Key::Request(key)))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Both stages in one call (P-5); the outcome's key is the reservation's.
///
/// # Safety
/// As `openpit_engine_start`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_start_and_execute(
    engine: *const OpenpitEngine,
    order: *const OpenpitOrder,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let flat = unsafe { borrow(order, "order") }?;
        let mut order = Order::default();
        flat.fill(&mut order)?;
        let key = during(call, || {
            core.start_and_execute_keyed(order, time(has_at, at))
        })?;
        Ok(given(core, Key::Reservation(key)))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// What start would answer, or with `both` start and execute, without a trace (P-11).
///
/// # Safety
/// As `openpit_engine_start`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_dry_run(
    engine: *const OpenpitEngine,
    order: *const OpenpitOrder,
    both: u32,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let order = unsafe { borrow(order, "order") }?.read()?;
        let at = time(has_at, at);
        during(call, || core.dry_run_keyed(&order, at, both != 0))?;
        Ok(Done::nothing())
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Main stage of a request (P-4), by its key and account; the outcome's key is the reservation's.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_execute(
    engine: *const OpenpitEngine,
    key: u64,
    account: u64,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let at = time(has_at, at);
        let key = during(call, || core.execute_keyed(request(key, account), at))?;
        Ok(given(core, Key::Reservation(key)))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Commits, rolls back or closes a reservation (P-6), by its key and account; `side` is one of
/// `OPENPIT_SIDE_OF_*`. A close takes no time, and the outcome's flag tells whether it was open.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_finalize(
    engine: *const OpenpitEngine,
    key: u64,
    account: u64,
    side: u32,
    has_at: u32,
    at: i64,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let side = match side {
            OPENPIT_SIDE_OF_COMMIT => Finalization::Commit,
            OPENPIT_SIDE_OF_ROLLBACK => Finalization::Rollback,
            OPENPIT_SIDE_OF_CLOSE => {
                return Ok(Done::flag(core.close_keyed(reservation(key, account))?));
            }
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("finalization", kind, &other.to_string()).into());
            }
        };
        core.finalize_keyed(reservation(key, account), side, time(has_at, at))?;
        Ok(Done::nothing())
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Post-trade feedback (P-10); the outcome's flag is of `OPENPIT_POST_TRADE_*`, its bytes hold
/// blocks, failures, anomalies (`OPENPIT_ANOMALY_*`), then adjustments.
///
/// # Safety
/// As every call; `report` is null or valid during the call, `call` is only passed on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_apply_execution_report(
    engine: *const OpenpitEngine,
    report: *const OpenpitReport,
    has_at: u32,
    at: i64,
    call: *mut c_void,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        // SAFETY: the caller's promise.
        let flat = unsafe { borrow(report, "report") }?;
        let mut report = ExecutionReport::default();
        flat.fill(&mut report)?;
        let at = time(has_at, at);
        Ok(Reply::from(during(call, || {
            core.apply_execution_report_keyed(&report, at)
        })?))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Tells that a handle is gone; callable where no callback may run. The next call rolls it back
/// (T-3a). `kind` is one of `OPENPIT_KEY_*`.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_release_later(
    engine: *const OpenpitEngine,
    kind: u32,
    key: u64,
    account: u64,
) -> u32 {
    quiet_door(|| {
        // SAFETY: the caller's promise.
        let Some(engine) = (unsafe { engine.as_ref() }) else {
            return;
        };
        match kind {
            OPENPIT_KEY_REQUEST => {
                let key = request(key, account);
                engine.core.release_later(Key::Request(key));
            }
            OPENPIT_KEY_RESERVATION => {
                let key = reservation(key, account);
                engine.core.release_later(Key::Reservation(key));
            }
            _ => {}
        }
    })
}

/// Ends the engine (P-7): what is open rolls back, the newest first. Again it does nothing.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_close(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        core.close()?;
        Ok(Done::nothing())
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// Frees the engine, and closes it first if it is open. Null is nothing.
///
/// # Safety
/// `engine` comes from `openpit_builder_build`, is freed once, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_free(engine: *mut OpenpitEngine) {
    if engine.is_null() {
        return;
    }
    let free = || {
        // SAFETY: made by `Box::into_raw`, given back once.
        quiet_door(|| drop(unsafe { Box::from_raw(engine) }))
    };
    // SAFETY: not freed yet.
    if !unsafe { (*engine).has_callbacks } {
        free();
        return;
    }
    // Without memory for a stack the engine is leaked rather than closed without protection.
    apart(&mut || {
        free();
    });
}

/// Takes the lines of the decision log that were not taken yet (D-1): a list of texts.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_decisions(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.texts(&core.decisions()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// The SHA-256 of the whole decision log so far (D-1): one text.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_decisions_digest(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.text(&core.decisions_digest()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// The counters of dropped handles (T-3a); from any thread, at any time.
///
/// # Safety
/// As every call; `drops` is null or valid for writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_drops(
    engine: *const OpenpitEngine,
    drops: *mut OpenpitDrops,
) -> u32 {
    quiet_door(|| {
        // SAFETY: the caller's promise.
        let (engine, place) = unsafe { (borrow(engine, "engine"), borrow_mut(drops, "drops")) };
        if let (Ok(engine), Ok(place)) = (engine, place) {
            let counters = engine.core.drops();
            *place = OpenpitDrops {
                queued: counters.queued,
                drained: counters.drained,
            };
        }
    })
}
