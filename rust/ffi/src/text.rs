// SPDX-License-Identifier: Apache-2.0
//! Texts as they cross the border: short ones inline, long ones as pointer and length.

use std::borrow::Cow;

use openpit::param::{ParamError, ParamErrorKind};

/// Longest inline text, in bytes of UTF-8 (O-4).
pub const OPENPIT_TEXT_BYTES: usize = 64;

/// A short text inline, so that a record holds no pointer: asset names and ids.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct OpenpitText {
    /// Bytes in use; 0 is no text, more than 64 is an error.
    pub len: u8,
    /// UTF-8; what lies beyond `len` is not read.
    pub bytes: [u8; OPENPIT_TEXT_BYTES],
}

impl Default for OpenpitText {
    fn default() -> Self {
        Self {
            len: 0,
            bytes: [0; OPENPIT_TEXT_BYTES],
        }
    }
}

impl From<&str> for OpenpitText {
    /// The text, which must be short; what is beyond its room is left out.
    fn from(text: &str) -> Self {
        let mut made = Self::default();
        let len = text.len().min(OPENPIT_TEXT_BYTES);
        made.bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        made.len = u8::try_from(len).unwrap_or(0);
        made
    }
}

impl OpenpitText {
    /// Whether this is the very text of a valid one.
    #[inline]
    pub(crate) fn is(&self, other: &Self) -> bool {
        let len = usize::from(self.len);
        if len <= 8 {
            return self.len == other.len && self.head() == other.head();
        }
        self.len == other.len && self.bytes.get(..len) == other.bytes.get(..len)
    }

    /// The first letters as a number, for finding texts that were seen before.
    #[inline]
    pub(crate) fn head(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.bytes;
        let head = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let unused = 8_u32.saturating_sub(u32::from(self.len));
        // What lies beyond the length is not the text's.
        head & u64::MAX.checked_shr(unused * 8).unwrap_or(0)
    }

    /// The text, or the error of the type that it is meant for.
    #[inline]
    pub(crate) fn read(&self, type_name: &'static str) -> Result<&str, ParamError> {
        let Some(bytes) = self.bytes.get(..usize::from(self.len)) else {
            let shown = String::from_utf8_lossy(&self.bytes);
            return Err(ParamError::new(type_name, ParamErrorKind::TooLong, &shown));
        };
        utf8(bytes, type_name)
    }
}

/// Longest text by pointer and length: no object in memory is larger.
const LONGEST: usize = isize::MAX.cast_unsigned();

/// A text outside of a record: the two arguments that every door takes it by. Null is empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    pub data: *const u8,
    pub len: usize,
}

impl Slice {
    /// The bytes, for the time of the call.
    ///
    /// # Safety
    /// Unless `len` is 0, `data` must point to `len` readable bytes that nobody changes meanwhile.
    #[inline]
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        // No object has more bytes than that, so a longer one is a caller's mistake.
        if self.data.is_null() || self.len == 0 || self.len > LONGEST {
            return &[];
        }
        // SAFETY: not null, no longer than an object can be, and readable by the caller's promise.
        unsafe { std::slice::from_raw_parts(self.data, self.len) }
    }

    /// The text, or the error of the type that it is meant for.
    ///
    /// # Safety
    /// As [`Slice::bytes`].
    #[inline]
    pub unsafe fn read<'a>(self, type_name: &'static str) -> Result<&'a str, ParamError> {
        if self.len > LONGEST {
            let kind = ParamErrorKind::TooLong;
            return Err(ParamError::new("text_len", kind, &self.len.to_string()));
        }
        // SAFETY: the caller's promise.
        utf8(unsafe { self.bytes() }, type_name)
    }

    /// The text with anything that is not UTF-8 replaced: for words that only people read.
    ///
    /// # Safety
    /// As [`Slice::bytes`].
    pub unsafe fn lossy<'a>(self) -> Cow<'a, str> {
        // SAFETY: the caller's promise.
        String::from_utf8_lossy(unsafe { self.bytes() })
    }
}

#[inline]
fn utf8<'a>(bytes: &'a [u8], type_name: &'static str) -> Result<&'a str, ParamError> {
    std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes);
        ParamError::new(type_name, ParamErrorKind::InvalidFormat, &shown)
    })
}
