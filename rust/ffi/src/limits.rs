// SPDX-License-Identifier: Apache-2.0
//! What a `limits.toml` asks for, without building anything.

use openpit::limits::policy_types;

use crate::door::door;
use crate::outcome::{OpenpitOutcome, Reply};
use crate::text::Slice;
use crate::wire::Writer;

/// The types of the policies that a `limits.toml` describes, in its order: a list of texts. Faults
/// are the business of a builder; a policy whose type is not known is left out.
///
/// # Safety
/// `text` is valid for `text_len` bytes; `outcome` is null or points to an outcome that nobody else
/// uses during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_limits_policy_types(
    text: *const u8,
    text_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let run = || {
        let slice = Slice {
            data: text,
            len: text_len,
        };
        let mut writer = Writer::default();
        // SAFETY: the caller's promise.
        writer.texts(&policy_types(unsafe { slice.read("limits") }?));
        Ok(Reply::bytes(writer.bytes))
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}
