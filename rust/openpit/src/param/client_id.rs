// SPDX-License-Identifier: Apache-2.0
//! Text ids that clients choose.

use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use super::{ParamError, ParamErrorKind};

/// Longest text of an id or asset, in bytes of UTF-8 (O-4).
pub(super) const MAX_BYTES: usize = 64;

/// Printable ASCII without blanks, of an allowed length: nearly every name, checked quickly.
#[inline]
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_BYTES && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The rule that all short texts share: not empty, at most 64 bytes, no control characters.
pub(super) fn check_text(type_name: &'static str, text: &str) -> Result<(), ParamError> {
    if is_plain(text) {
        return Ok(());
    }
    let kind = if text.is_empty() {
        ParamErrorKind::Empty
    } else if text.len() > MAX_BYTES {
        ParamErrorKind::TooLong
    } else if text.chars().any(char::is_control) {
        ParamErrorKind::ControlCharacter
    } else {
        return Ok(());
    };
    Err(ParamError::new(type_name, kind, text))
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $type_name:literal) => {
        $(#[$doc])*
        ///
        /// Not empty, at most 64 bytes of UTF-8, no control characters; kept as it is written
        /// (O-4). Cloning is cheap.
        ///
        /// # Example
        ///
        /// ```
        #[doc = concat!("use openpit::param::", stringify!($name), ";")]
        ///
        #[doc = concat!("let id = ", stringify!($name), "::new(\"A-17\")?;")]
        /// assert_eq!(id.as_str(), "A-17");
        /// # Ok::<(), openpit::param::ParamError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The id with this text.
            ///
            /// # Errors
            ///
            /// `empty`, `too_long` or `control_character`.
            pub fn new(text: &str) -> Result<Self, ParamError> {
                check_text($type_name, text)?;
                Ok(Self(SmolStr::new(text)))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = ParamError;

            fn from_str(text: &str) -> Result<Self, ParamError> {
                Self::new(text)
            }
        }
    };
}

text_id!(
    /// The client's id of an order.
    ClientOrderId,
    "client_order_id"
);

text_id!(
    /// The venue's id of one execution.
    ExecutionId,
    "execution_id"
);
