// SPDX-License-Identifier: Apache-2.0
//! What an adjustment does to one amount.

use super::{ParamError, PositionSize};

/// What an adjustment does to an amount of an account: add a delta, or set it to an absolute.
///
/// ```
/// use openpit::param::{AdjustmentAmount, PositionSize};
///
/// let deposit = AdjustmentAmount::Delta("100".parse()?);
/// assert_eq!(deposit.apply("250".parse()?)?, PositionSize::from_int(350)?);
/// let correction = AdjustmentAmount::Absolute("100".parse()?);
/// assert_eq!(correction.apply("250".parse()?)?, PositionSize::from_int(100)?);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum AdjustmentAmount {
    /// Added to what is there.
    Delta(PositionSize),
    /// Replaces what is there.
    Absolute(PositionSize),
}

impl AdjustmentAmount {
    /// The number, whichever of the two it is.
    #[must_use]
    pub const fn value(self) -> PositionSize {
        match self {
            Self::Delta(value) | Self::Absolute(value) => value,
        }
    }

    /// What is there afterwards.
    ///
    /// # Errors
    ///
    /// `overflow` or `inexact`.
    pub fn apply(self, before: PositionSize) -> Result<PositionSize, ParamError> {
        match self {
            Self::Delta(delta) => before.checked_add(delta),
            Self::Absolute(value) => Ok(value),
        }
    }
}
