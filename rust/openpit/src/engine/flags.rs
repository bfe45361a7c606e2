// SPDX-License-Identifier: Apache-2.0
//! What a call must look after before and behind its own work: one byte that is zero in steady
//! state, so that one load tells a call that there is nothing.

use std::sync::atomic::{AtomicU8, Ordering};

/// One thing to look after.
#[derive(Debug, Clone, Copy)]
pub(super) enum Flag {
    /// The engine is closed.
    Closed = 1,
    /// Something is blocked, or what the admin handle did is not in the log yet.
    Blocks = 2,
}

/// The flags of one engine.
#[derive(Debug, Default)]
pub(super) struct Flags {
    bits: AtomicU8,
}

impl Flags {
    /// Whether there is anything at all to look after.
    #[inline]
    pub fn any(&self) -> bool {
        self.bits.load(Ordering::Acquire) != 0
    }

    #[inline]
    pub fn has(&self, flag: Flag) -> bool {
        self.bits.load(Ordering::Acquire) & flag as u8 != 0
    }

    pub fn raise(&self, flag: Flag) {
        self.bits.fetch_or(flag as u8, Ordering::AcqRel);
    }

    pub fn lower(&self, flag: Flag) {
        self.bits.fetch_and(!(flag as u8), Ordering::AcqRel);
    }
}
