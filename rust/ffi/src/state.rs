// SPDX-License-Identifier: Apache-2.0
//! The engine's whole state as canonical data (D-4).

use crate::engine::{Core, OpenpitEngine, enter};
use crate::outcome::{OpenpitOutcome, Reply};
use crate::wire::Writer;

/// The engine's state as canonical JSON (D-4.1): one text.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_state(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.text(&core.state()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}

/// The SHA-256 of the state's text (D-4.2): one text.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_state_digest(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.text(&core.state_digest()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}
