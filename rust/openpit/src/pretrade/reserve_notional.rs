// SPDX-License-Identifier: Apache-2.0
//! The mutation "reserve notional for a settlement asset" (M-2).

use super::finding::Axis;
use crate::engine::TrackedOrder;
use crate::param::{AccountId, Asset, Volume};

/// Over what a reservation's limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReserveAxis {
    /// The policy's held and open notional in the asset, of every account together.
    Asset,
    /// The policy's held and open notional in the asset, of the call's account.
    AccountAsset,
}

/// A limit that is tested and taken in one step with the reservation (M-2). Equal passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReserveLimit {
    /// Over what it counts.
    pub axis: ReserveAxis,
    /// The most that may be held and open, with the new amount.
    pub limit: Volume,
}

/// Notional that a main-stage policy reserves for the order (M-2): held at once, so that two orders
/// in flight cannot both pass; commit turns held into open, rollback releases it.
///
/// ```
/// use openpit::param::{AccountId, Asset};
/// use openpit::pretrade::{Mutation, MutationKind, ReserveNotional};
///
/// let account = AccountId::from_int(7);
/// let reserve = ReserveNotional::new(account, Asset::new("USD")?, "18500".parse()?)
///     .with_account_asset_limit("100000".parse()?);
/// assert_eq!(Mutation::from(reserve).kind(), MutationKind::ReserveNotional);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReserveNotional {
    pub(crate) account_id: AccountId,
    pub(crate) settlement_asset: Asset,
    pub(crate) amount: Volume,
    pub(crate) limits: Vec<HoldLimit>,
    /// The order whose fills and end release it, of a policy that tracks orders (L-6).
    pub(crate) order: Option<Box<TrackedOrder>>,
}

/// A limit as it is tested: by which axis it is told, and whether it counts all accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct HoldLimit {
    pub axis: Axis,
    pub of_all: bool,
    pub limit: Volume,
}

impl ReserveNotional {
    /// Reserves an amount of the settlement asset, for the call's own account only: another one is
    /// the policy's failure (P-8).
    #[must_use]
    pub const fn new(account_id: AccountId, settlement_asset: Asset, amount: Volume) -> Self {
        Self {
            account_id,
            settlement_asset,
            amount,
            limits: Vec::new(),
            order: None,
        }
    }

    /// The same reservation with one more limit; a breach rejects with `CreditLimitExceeded` and
    /// takes nothing.
    #[must_use]
    pub fn with_limit(mut self, limit: ReserveLimit) -> Self {
        let ReserveLimit { axis, limit } = limit;
        let (axis, of_all) = match axis {
            ReserveAxis::Asset => (Axis::Asset, true),
            ReserveAxis::AccountAsset => (Axis::AccountAsset, false),
        };
        self.limits.push(HoldLimit {
            axis,
            of_all,
            limit,
        });
        self
    }

    /// The same reservation with a limit over the call's account.
    #[must_use]
    pub fn with_account_asset_limit(self, limit: Volume) -> Self {
        self.with_limit(ReserveLimit {
            axis: ReserveAxis::AccountAsset,
            limit,
        })
    }

    /// The same reservation with a limit over all accounts.
    #[must_use]
    pub fn with_asset_limit(self, limit: Volume) -> Self {
        self.with_limit(ReserveLimit {
            axis: ReserveAxis::Asset,
            limit,
        })
    }
}
