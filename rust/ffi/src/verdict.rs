// SPDX-License-Identifier: Apache-2.0
//! Why each order was decided as it was: recorded if asked for, taken as a list.

use openpit::engine::Stage;

use crate::builder::{CoreBuilder, OpenpitBuilder, configure};
use crate::engine::{Core, OpenpitEngine, enter};
use crate::outcome::{OpenpitOutcome, Reply};
use crate::wire::Writer;

/// The start stage.
pub const OPENPIT_STAGE_START: u32 = 1;
/// The main stage.
pub const OPENPIT_STAGE_MAIN: u32 = 2;

/// The number of a stage.
pub(crate) const fn stage(stage: Stage) -> u32 {
    match stage {
        Stage::Start => OPENPIT_STAGE_START,
        Stage::Main => OPENPIT_STAGE_MAIN,
    }
}

/// Keeps every policy's verdict of every order until it is taken. Without it they cost nothing.
///
/// # Safety
/// As every step: a builder of this library that nobody else uses, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_record_verdicts(
    builder: *mut OpenpitBuilder,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| builder.step(CoreBuilder::record_verdicts);
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Takes the verdicts that were not taken yet, in the order of the decisions.
///
/// # Safety
/// As every call: an engine of this library that is not freed yet, and an outcome or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_engine_verdicts(
    engine: *const OpenpitEngine,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = |core: &Core| {
        let mut writer = Writer::default();
        writer.verdicts(&core.verdicts()?);
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { enter(engine, outcome, run) }
}
