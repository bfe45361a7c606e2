// SPDX-License-Identifier: Apache-2.0
//! Changes of limits at run time (L-5): an axis that is given replaces that axis of the policy, one
//! that is left out stays. An empty list takes an axis away.

use super::barriers::{AccountAssetBarriers, Barriers};
use super::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy, OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier, OrderSizeLimitPolicy, PnlBoundsAccountAssetBarrier,
    PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy, RateLimitAccountAssetBarrier,
    RateLimitAccountBarrier, RateLimitAssetBarrier, RateLimitBrokerBarrier, RateLimitPolicy,
};

/// New barriers of a rate limit.
#[derive(Debug, Clone, Default)]
pub struct RateLimitChange {
    /// Over all orders; at most one barrier.
    pub broker: Option<Vec<RateLimitBrokerBarrier>>,
    /// By settlement asset.
    pub asset: Option<Vec<RateLimitAssetBarrier>>,
    /// By account.
    pub account: Option<Vec<RateLimitAccountBarrier>>,
    /// By account and settlement asset.
    pub account_asset: Option<Vec<RateLimitAccountAssetBarrier>>,
}

/// New barriers of an order size limit.
#[derive(Debug, Clone, Default)]
pub struct OrderSizeLimitChange {
    /// Over all orders; at most one barrier.
    pub broker: Option<Vec<OrderSizeBrokerBarrier>>,
    /// By asset.
    pub asset: Option<Vec<OrderSizeAssetBarrier>>,
    /// By account and asset.
    pub account_asset: Option<Vec<OrderSizeAccountAssetBarrier>>,
}

/// New bounds of a pnl kill switch.
#[derive(Debug, Clone, Default)]
pub struct PnlBoundsChange {
    /// By settlement asset, for every account.
    pub broker: Option<Vec<PnlBoundsBrokerBarrier>>,
    /// By account and settlement asset.
    pub account_asset: Option<Vec<PnlBoundsAccountAssetBarrier>>,
}

/// New barriers of a notional limit.
#[derive(Debug, Clone, Default)]
pub struct NotionalLimitChange {
    /// By settlement asset, over all accounts.
    pub broker_asset: Option<Vec<NotionalBrokerAssetBarrier>>,
    /// By settlement asset, for each account.
    pub asset: Option<Vec<NotionalAssetBarrier>>,
    /// By account and settlement asset.
    pub account_asset: Option<Vec<NotionalAccountAssetBarrier>>,
}

/// A change of one policy's limits.
#[derive(Debug, Clone)]
pub enum LimitsChange {
    /// Of a rate limit.
    Rate(RateLimitChange),
    /// Of an order size limit.
    Size(OrderSizeLimitChange),
    /// Of a pnl kill switch.
    Pnl(PnlBoundsChange),
    /// Of a notional limit.
    Notional(NotionalLimitChange),
}

impl LimitsChange {
    /// Which policy it is for, as error texts name it.
    pub(crate) const fn policy(&self) -> &'static str {
        match self {
            Self::Rate(_) => "a rate limit",
            Self::Size(_) => "an order size limit",
            Self::Pnl(_) => "a pnl kill switch",
            Self::Notional(_) => "a notional limit",
        }
    }
}

impl RateLimitPolicy {
    pub(super) fn with(mut self, change: &RateLimitChange) -> Self {
        let RateLimitChange {
            broker,
            asset,
            account,
            account_asset,
        } = change.clone();
        if let Some(barriers) = broker {
            self.broker = Barriers::default();
            self = barriers.into_iter().fold(self, Self::broker_barrier);
        }
        if let Some(barriers) = asset {
            self.assets = Barriers::default();
            self = self.asset_barriers(barriers);
        }
        if let Some(barriers) = account {
            self.accounts = Barriers::default();
            self = self.account_barriers(barriers);
        }
        if let Some(barriers) = account_asset {
            self.account_assets = AccountAssetBarriers::default();
            self = self.account_asset_barriers(barriers);
        }
        self
    }
}

impl OrderSizeLimitPolicy {
    pub(super) fn with(mut self, change: &OrderSizeLimitChange) -> Self {
        let OrderSizeLimitChange {
            broker,
            asset,
            account_asset,
        } = change.clone();
        if let Some(barriers) = broker {
            self.broker = Barriers::default();
            self = barriers.into_iter().fold(self, Self::broker_barrier);
        }
        if let Some(barriers) = asset {
            self.assets = Barriers::default();
            self = self.asset_barriers(barriers);
        }
        if let Some(barriers) = account_asset {
            self.account_assets = AccountAssetBarriers::default();
            self = self.account_asset_barriers(barriers);
        }
        self
    }
}

impl PnlBoundsKillSwitchPolicy {
    pub(super) fn with(mut self, change: &PnlBoundsChange) -> Self {
        let PnlBoundsChange {
            broker,
            account_asset,
        } = change.clone();
        if let Some(barriers) = broker {
            self.broker = Barriers::default();
            self = self.broker_barriers(barriers);
        }
        if let Some(barriers) = account_asset {
            self.account_assets = AccountAssetBarriers::default();
            self = self.account_asset_barriers(barriers);
        }
        self
    }
}

impl NotionalLimitPolicy {
    pub(super) fn with(mut self, change: &NotionalLimitChange) -> Self {
        let NotionalLimitChange {
            broker_asset,
            asset,
            account_asset,
        } = change.clone();
        if let Some(barriers) = broker_asset {
            self.broker = Barriers::default();
            self = self.broker_asset_barriers(barriers);
        }
        if let Some(barriers) = asset {
            self.assets = Barriers::default();
            self = self.asset_barriers(barriers);
        }
        if let Some(barriers) = account_asset {
            self.account_assets = AccountAssetBarriers::default();
            self = self.account_asset_barriers(barriers);
        }
        self
    }
}
