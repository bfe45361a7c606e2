// SPDX-License-Identifier: Apache-2.0
//! How lists and texts are packed into an outcome's bytes: little-endian numbers, and texts as a
//! 32-bit length and UTF-8. Empty lists at the end of an outcome take no bytes.

use openpit::engine::{Block, BlockScope, CallbackFailure};
use openpit::pretrade::{BlockCause, Reject};

/// Bytes under construction.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn i64(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A count; nothing that the engine returns has four billion of anything.
    pub fn count(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&count.to_le_bytes());
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text.as_ref());
        }
    }

    pub fn rejects(&mut self, rejects: &[Reject]) {
        self.count(rejects.len());
        for reject in rejects {
            self.u16(reject.code().number());
            self.u16(reject.scope().number());
            self.u64(reject.user_data());
            self.text(reject.policy());
            self.text(&reject.reason());
            self.text(&reject.details());
        }
    }

    pub fn cause(&mut self, cause: &BlockCause) {
        self.u16(cause.code().number());
        self.text(cause.source());
        self.text(cause.reason());
    }

    pub fn causes(&mut self, causes: &[BlockCause]) {
        self.count(causes.len());
        for cause in causes {
            self.cause(cause);
        }
    }

    /// A scope of 0 is the engine, 1 an account.
    pub fn blocks(&mut self, blocks: &[Block]) {
        self.count(blocks.len());
        for block in blocks {
            let (scope, account) = match block.scope {
                BlockScope::Engine => (0, 0),
                BlockScope::Account(account) => (1, account.as_int()),
            };
            self.u16(scope);
            self.u64(account);
            self.cause(&block.cause);
        }
    }

    pub fn failures(&mut self, failures: &[CallbackFailure]) {
        self.count(failures.len());
        for failure in failures {
            self.text(failure.policy());
            self.text(failure.hook().as_str());
            self.text(failure.text());
        }
    }
}
