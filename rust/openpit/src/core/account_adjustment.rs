// SPDX-License-Identifier: Apache-2.0
//! The ready-made account adjustment record (O-3).

use super::Instrument;
use super::capability::{HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation};
use crate::param::{
    AdjustmentAmount, Asset, Leverage, ParamError, ParamErrorKind, PositionMode, PositionSize,
    Price,
};

/// A balance that is adjusted: so much of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentBalanceOperation {
    /// The asset.
    pub asset: Asset,
    /// What a unit of the balance cost on average, if that is known.
    pub average_entry_price: Option<Price>,
}

/// A position that is adjusted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentPositionOperation {
    /// What the position is in.
    pub instrument: Instrument,
    /// The asset that secures it.
    pub collateral_asset: Asset,
    /// What a unit of the position cost on average.
    pub average_entry_price: Price,
    /// How the account keeps the positions of the instrument.
    pub mode: PositionMode,
    /// How many times the margin the position may be.
    pub leverage: Option<Leverage>,
}

/// What is adjusted: exactly one of the two (O-3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum AccountAdjustmentOperation {
    /// A balance of one asset.
    Balance(AccountAdjustmentBalanceOperation),
    /// A position in one instrument.
    Position(AccountAdjustmentPositionOperation),
}

/// What an adjustment does to the amounts of a balance or position. At least one is present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentAmount {
    /// What is owned.
    pub balance: Option<AdjustmentAmount>,
    /// The part of it that is reserved.
    pub held: Option<AdjustmentAmount>,
    /// What is on its way in.
    pub incoming: Option<AdjustmentAmount>,
}

impl AccountAdjustmentAmount {
    /// Whether nothing is adjusted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.balance.is_none() && self.held.is_none() && self.incoming.is_none()
    }
}

/// What the amounts must stay within after the adjustment; both ends are allowed values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentBounds {
    /// The largest balance allowed.
    pub balance_upper: Option<PositionSize>,
    /// The smallest balance allowed.
    pub balance_lower: Option<PositionSize>,
    /// The largest held amount allowed.
    pub held_upper: Option<PositionSize>,
    /// The smallest held amount allowed.
    pub held_lower: Option<PositionSize>,
    /// The largest incoming amount allowed.
    pub incoming_upper: Option<PositionSize>,
    /// The smallest incoming amount allowed.
    pub incoming_lower: Option<PositionSize>,
}

impl AccountAdjustmentBounds {
    /// The first pair whose lower bound is above its upper one.
    fn check(&self) -> Result<(), ParamError> {
        let pairs = [
            ("balance_bounds", self.balance_lower, self.balance_upper),
            ("held_bounds", self.held_lower, self.held_upper),
            ("incoming_bounds", self.incoming_lower, self.incoming_upper),
        ];
        for (name, lower, upper) in pairs {
            if let (Some(lower), Some(upper)) = (lower, upper)
                && lower > upper
            {
                let kind = ParamErrorKind::InvertedBounds;
                return Err(ParamError::new(name, kind, &format!("{lower} to {upper}")));
            }
        }
        Ok(())
    }
}

/// An adjustment of an account from outside the order flow: a deposit, a correction, a position
/// that a venue reported. A value that exists is valid: the amount is not empty and no bounds are
/// inverted (O-3).
///
/// ```
/// use openpit::core::{
///     AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
///     AccountAdjustmentBounds, AccountAdjustmentOperation,
/// };
/// use openpit::param::{AdjustmentAmount, ParamErrorKind};
///
/// let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
///     asset: "USD".parse()?,
///     average_entry_price: None,
/// });
/// let deposit = AccountAdjustmentAmount {
///     balance: Some(AdjustmentAmount::Delta("100".parse()?)),
///     ..AccountAdjustmentAmount::default()
/// };
/// let none = AccountAdjustmentBounds::default();
/// assert!(AccountAdjustment::new(operation.clone(), deposit, none).is_ok());
///
/// let empty = AccountAdjustmentAmount::default();
/// let error = AccountAdjustment::new(operation, empty, none).unwrap_err();
/// assert_eq!(error.kind(), ParamErrorKind::Empty);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustment {
    pub(super) operation: AccountAdjustmentOperation,
    pub(super) amount: AccountAdjustmentAmount,
    pub(super) bounds: AccountAdjustmentBounds,
}

impl AccountAdjustment {
    /// An adjustment of a balance or position.
    ///
    /// # Errors
    ///
    /// `empty` if the amount holds none of balance, held and incoming; `inverted_bounds`.
    pub fn new(
        operation: AccountAdjustmentOperation,
        amount: AccountAdjustmentAmount,
        bounds: AccountAdjustmentBounds,
    ) -> Result<Self, ParamError> {
        if amount.is_empty() {
            let kind = ParamErrorKind::Empty;
            return Err(ParamError::new("adjustment_amount", kind, ""));
        }
        bounds.check()?;
        Ok(Self {
            operation,
            amount,
            bounds,
        })
    }

    /// What is adjusted.
    #[must_use]
    pub const fn operation(&self) -> &AccountAdjustmentOperation {
        &self.operation
    }

    /// By how much.
    #[must_use]
    pub const fn amount(&self) -> &AccountAdjustmentAmount {
        &self.amount
    }

    /// What the amounts must stay within.
    #[must_use]
    pub const fn bounds(&self) -> &AccountAdjustmentBounds {
        &self.bounds
    }
}

impl HasAdjustmentOperation for AccountAdjustment {
    fn adjustment_operation(&self) -> Option<&AccountAdjustmentOperation> {
        Some(&self.operation)
    }
}

impl HasAdjustmentAmount for AccountAdjustment {
    fn adjustment_amount(&self) -> Option<AccountAdjustmentAmount> {
        Some(self.amount)
    }
}

impl HasAdjustmentBounds for AccountAdjustment {
    fn adjustment_bounds(&self) -> AccountAdjustmentBounds {
        self.bounds
    }
}
