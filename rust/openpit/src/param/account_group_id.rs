// SPDX-License-Identifier: Apache-2.0
//! The id of a group of accounts.

use std::fmt;

use super::ParamError;

/// The id of a group of accounts: any unsigned 32-bit number. 0 is the reserved default group, in
/// which every account is that was registered in no other.
///
/// ```
/// use openpit::param::AccountGroupId;
///
/// assert_eq!(AccountGroupId::from_int(7).as_int(), 7);
/// assert_eq!(AccountGroupId::default(), AccountGroupId::DEFAULT);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountGroupId(u32);

impl AccountGroupId {
    /// The reserved default group.
    pub const DEFAULT: Self = Self(0);

    /// The group with this number.
    #[must_use]
    pub const fn from_int(id: u32) -> Self {
        Self(id)
    }

    /// The group whose number these digits state, as its text and its JSON form are.
    ///
    /// # Errors
    ///
    /// `empty`, `invalid_format` for anything but digits, `negative`, `overflow` above 32 bits.
    pub fn from_digits(text: &str) -> Result<Self, ParamError> {
        super::account_id::digits(text, "account_group_id").map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn as_int(self) -> u32 {
        self.0
    }

    /// Whether this is the reserved default group.
    #[must_use]
    pub const fn is_default(self) -> bool {
        self.0 == 0
    }
}

impl From<u32> for AccountGroupId {
    fn from(id: u32) -> Self {
        Self::from_int(id)
    }
}

impl fmt::Display for AccountGroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
