// SPDX-License-Identifier: Apache-2.0
//! The id of an account.

use std::fmt;
use std::str::FromStr;

use super::{ParamError, ParamErrorKind};

/// The id of an account: any unsigned 64-bit number.
///
/// Names become numbers through [`AccountId::from_string`], the same in every language. Two
/// names with one hash are one account, so do not mix chosen numbers and names in one engine.
///
/// # Example
///
/// ```
/// use openpit::param::AccountId;
///
/// assert_eq!(AccountId::from_int(7).as_int(), 7);
/// assert_eq!(AccountId::from_string("a")?.as_int(), 0xaf63_dc4c_8601_ec8c);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// The account with this number.
    #[must_use]
    pub const fn from_int(id: u64) -> Self {
        Self(id)
    }

    /// The account with this name: FNV-1a, 64 bits, of the UTF-8 bytes.
    ///
    /// # Errors
    ///
    /// `empty` for an empty name.
    pub fn from_string(name: &str) -> Result<Self, ParamError> {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        if name.is_empty() {
            return Err(ParamError::new("account_id", ParamErrorKind::Empty, name));
        }
        let hash = name.bytes().fold(OFFSET, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        });
        Ok(Self(hash))
    }

    /// The account whose number these digits state, as its text and its JSON form are.
    ///
    /// # Errors
    ///
    /// `empty`, `invalid_format` for anything but digits, `negative`, `overflow` above 64 bits.
    pub fn from_digits(text: &str) -> Result<Self, ParamError> {
        digits(text, "account_id").map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn as_int(self) -> u64 {
        self.0
    }
}

impl From<u64> for AccountId {
    fn from(id: u64) -> Self {
        Self::from_int(id)
    }
}

/// The number that decimal digits state; of an id's type, which is unsigned.
pub(super) fn digits<T: FromStr>(text: &str, type_name: &'static str) -> Result<T, ParamError> {
    let refused = |kind| Err(ParamError::new(type_name, kind, text));
    if text.is_empty() {
        return refused(ParamErrorKind::Empty);
    }
    let figures = text.strip_prefix('-').unwrap_or(text);
    if figures.is_empty() || !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused(ParamErrorKind::InvalidFormat);
    }
    if figures.len() < text.len() {
        return refused(ParamErrorKind::Negative);
    }
    text.parse().or_else(|_| refused(ParamErrorKind::Overflow))
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
