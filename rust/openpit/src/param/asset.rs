// SPDX-License-Identifier: Apache-2.0
//! The name of an asset.

use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use super::client_id::{check_text, is_plain};
use super::{ParamError, ParamErrorKind};

const NAME: &str = "asset";

/// The name of an asset: `USD`, `AAPL`, `BTC`.
///
/// Not empty, at most 64 bytes of UTF-8, no control characters, no surrounding blanks and no
/// slash, which parts the assets of an instrument: a name is taken exactly or refused, never
/// trimmed. Case matters. Cloning is cheap.
///
/// # Example
///
/// ```
/// use openpit::param::{Asset, ParamErrorKind};
///
/// let usd = Asset::new("USD")?;
/// assert_eq!(usd.as_str(), "USD");
/// assert_eq!(Asset::new("  ").unwrap_err().kind(), ParamErrorKind::Empty);
/// assert_eq!(Asset::new("USD ").unwrap_err().kind(), ParamErrorKind::InvalidFormat);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asset(SmolStr);

impl Asset {
    /// The asset with this name.
    ///
    /// # Errors
    ///
    /// `empty` (blank too), `too_long`, `control_character`, or `invalid_format` for surrounding
    /// blanks and for a slash.
    pub fn new(name: &str) -> Result<Self, ParamError> {
        let has_slash = name.as_bytes().contains(&b'/');
        if is_plain(name) && !has_slash {
            return Ok(Self(SmolStr::new(name)));
        }
        check_text(NAME, name)?;
        let trimmed = name.trim();
        if trimmed.is_empty() {
            return Err(ParamError::new(NAME, ParamErrorKind::Empty, name));
        }
        if has_slash || trimmed.len() != name.len() {
            return Err(ParamError::new(NAME, ParamErrorKind::InvalidFormat, name));
        }
        Ok(Self(SmolStr::new(name)))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asset({:?})", self.as_str())
    }
}

impl FromStr for Asset {
    type Err = ParamError;

    fn from_str(name: &str) -> Result<Self, ParamError> {
        Self::new(name)
    }
}
