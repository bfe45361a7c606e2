// SPDX-License-Identifier: Apache-2.0
//! L-6: no more notional held, open and used than a limit, per settlement asset.

use std::sync::Arc;

use super::barriers::{AccountAssetBarriers, Barriers};
use super::{Builtin, LimitsChange, Taken, sealed::Sealed};
use crate::core::{HasClientOrderId, HasInstrument, HasOrderPrice, HasSide, HasTradeAmount};
use crate::engine::data::Data;
use crate::engine::{ConfigFault, Measure, TrackedOrder, notional_up};
use crate::param::{AccountId, Asset, Quantity, TradeAmount, Volume};
use crate::pretrade::ReserveNotional;
use crate::pretrade::finding::{Axis, Finding};
use crate::pretrade::hook::Hooks;
use crate::pretrade::reject::Text;
use crate::pretrade::reserve_notional::HoldLimit;

/// A limit on all accounts together, in one settlement asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotionalBrokerAssetBarrier {
    /// The most that may be held, open and used, with the new order.
    pub limit: Volume,
    /// The settlement asset.
    pub settlement_asset: Asset,
}

/// A limit on each account, not on their sum, in one settlement asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotionalAssetBarrier {
    /// The most that may be held, open and used, with the new order.
    pub limit: Volume,
    /// The settlement asset.
    pub settlement_asset: Asset,
}

/// A limit on one account in one settlement asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotionalAccountAssetBarrier {
    /// The most that may be held, open and used, with the new order.
    pub limit: Volume,
    /// The account.
    pub account_id: AccountId,
    /// The settlement asset.
    pub settlement_asset: Asset,
}

/// Main-stage policy: an order's notional is held when it passes, open when it is committed or
/// reported, used by its fills and released when it ends; held + open + used + new must not exceed
/// a limit, in one step on every axis (L-6). Gross: sells add like buys. Nothing is ever summed
/// across assets; in an asset without a barrier nothing is tracked.
///
/// ```
/// use openpit::param::Asset;
/// use openpit::pretrade::policies::{NotionalAssetBarrier, NotionalLimitPolicy};
///
/// let policy = NotionalLimitPolicy::new().asset_barriers([NotionalAssetBarrier {
///     limit: "100000".parse()?,
///     settlement_asset: Asset::new("USD")?,
/// }]);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone)]
pub struct NotionalLimitPolicy {
    name: Text,
    pub(super) broker: Barriers<Asset, Volume>,
    pub(super) assets: Barriers<Asset, Volume>,
    pub(super) account_assets: AccountAssetBarriers<Volume>,
}

impl NotionalLimitPolicy {
    /// The policy under its default name, `NotionalLimit`, without barriers yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            name: Text::Borrowed("NotionalLimit"),
            broker: Barriers::default(),
            assets: Barriers::default(),
            account_assets: AccountAssetBarriers::default(),
        }
    }

    /// The same policy under another name (P-1).
    #[must_use]
    pub fn named(mut self, name: impl Into<Text>) -> Self {
        self.name = name.into();
        self
    }

    /// Limits all accounts together, for each barrier.
    #[must_use]
    pub fn broker_asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = NotionalBrokerAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.broker.add(barrier.settlement_asset, barrier.limit);
        }
        self
    }

    /// Limits each account, for each barrier.
    #[must_use]
    pub fn asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = NotionalAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.assets.add(barrier.settlement_asset, barrier.limit);
        }
        self
    }

    /// Limits one account, for each barrier.
    #[must_use]
    pub fn account_asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = NotionalAccountAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.account_assets
                .add(barrier.account_id, barrier.settlement_asset, barrier.limit);
        }
        self
    }

    /// Every limit that an order of the account falls under, in the order in which a breach is
    /// told.
    fn limits(&self, account: AccountId, asset: &Asset) -> Vec<HoldLimit> {
        let own = self.account_assets.account(account);
        let limits = [
            (Axis::Broker, self.broker.find(asset)),
            (Axis::Asset, self.assets.find(asset)),
            (Axis::AccountAsset, own.and_then(|own| own.find(asset))),
        ];
        let present = |(axis, limit): (Axis, Option<&Volume>)| {
            limit.map(|limit| HoldLimit {
                axis,
                of_all: axis == Axis::Broker,
                limit: *limit,
            })
        };
        limits.into_iter().filter_map(present).collect()
    }

    fn is_empty(&self) -> bool {
        self.broker.is_empty() && self.assets.is_empty() && self.account_assets.is_empty()
    }
}

impl Default for NotionalLimitPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl Sealed for NotionalLimitPolicy {}

impl<O, R> Builtin<O, R> for NotionalLimitPolicy
where
    O: HasInstrument + HasSide + HasTradeAmount + HasOrderPrice + HasClientOrderId,
{
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            main: true,
            ..Hooks::NONE
        }
    }

    /// What is held is held for an account (M-2).
    fn needs_accounts(&self) -> bool {
        true
    }

    fn faults(&self) -> Vec<ConfigFault> {
        let name = &self.name;
        let mut faults = Vec::new();
        if self.is_empty() {
            faults.push(ConfigFault::policy(
                name,
                "no barrier: allowed is at least one of `broker`, `asset`, `account_asset`",
            ));
        }
        faults.extend(self.broker.faults(name, Axis::Broker));
        faults.extend(self.assets.faults(name, Axis::Asset));
        faults.extend(self.account_assets.faults(name));
        faults
    }

    fn changed(&self, change: &LimitsChange) -> Option<Arc<dyn Builtin<O, R>>> {
        match change {
            LimitsChange::Notional(change) => Some(Arc::new(self.clone().with(change))),
            _ => None,
        }
    }

    fn matches(&self, order: &O, account: Option<AccountId>) -> Option<bool> {
        let asset = order.instrument()?.settlement();
        Some(!self.limits(account?, asset).is_empty())
    }

    fn tracks_any_order(&self) -> bool {
        true
    }

    fn limits_data(&self) -> Data {
        Data::map([
            ("broker", self.broker.data(|limit| Data::text(limit))),
            ("asset", self.assets.data(|limit| Data::text(limit))),
            (
                "account_asset",
                self.account_assets.data(|limit| Data::text(limit)),
            ),
        ])
    }

    fn tracks_orders(&self, account: AccountId, asset: Option<&Asset>) -> bool {
        asset.is_none_or(|asset| !self.limits(account, asset).is_empty())
    }

    fn measure_main(
        &self,
        order: &O,
        account: Option<AccountId>,
        taken: &Taken<'_>,
    ) -> Vec<Measure> {
        let Some((account, instrument)) = account.zip(order.instrument()) else {
            return Vec::new();
        };
        let Some(amount) = order.trade_amount() else {
            return Vec::new();
        };
        let asset = instrument.settlement();
        let measure = |HoldLimit {
                           axis,
                           of_all,
                           limit,
                       }| {
            let new = value(order, amount, limit)
                .ok()
                .map(|(notional, _)| notional);
            let sum = new.zip(taken((!of_all).then_some(account), asset));
            let sum = sum.and_then(|(new, taken)| taken.checked_add(new).ok());
            let observed = sum.map(|sum| sum.decimal());
            Measure::upper("credit", axis.as_str(), observed, limit.decimal())
        };
        self.limits(account, asset)
            .into_iter()
            .map(measure)
            .collect()
    }

    fn check_main(
        &self,
        order: &O,
        account: Option<AccountId>,
    ) -> Result<Option<ReserveNotional>, Finding> {
        let missing = |path| Finding::MissingField { path };
        let account = account.ok_or_else(|| missing("order.operation.account_id"))?;
        let instrument = order
            .instrument()
            .ok_or_else(|| missing("order.operation.instrument"))?;
        let asset = instrument.settlement();
        let limits = self.limits(account, asset);
        if limits.is_empty() {
            return Ok(None);
        }
        let amount = order
            .trade_amount()
            .ok_or_else(|| missing("order.operation.trade_amount"))?;
        let id = order
            .client_order_id()
            .ok_or_else(|| missing("order.identity.client_order_id"))?;
        let (notional, quantity) = value(order, amount, limits[0].limit)?;
        let mut reserve = ReserveNotional::new(account, asset.clone(), notional);
        reserve.limits = limits;
        reserve.order = Some(Box::new(TrackedOrder {
            client_order_id: id.clone(),
            instrument: instrument.clone(),
            side: order.side(),
            quantity,
        }));
        Ok(Some(reserve))
    }
}

/// What the order is worth, and its quantity unless it is for a volume (L-6.6).
fn value<O: HasOrderPrice>(
    order: &O,
    amount: TradeAmount,
    limit: Volume,
) -> Result<(Volume, Option<Quantity>), Finding> {
    let quantity = match amount {
        TradeAmount::Volume(volume) => return Ok((volume, None)),
        TradeAmount::Quantity(quantity) => quantity,
    };
    let price = order.order_price().ok_or(Finding::NoPrice)?;
    let overflow = || Finding::NotionalOverflow {
        quantity: quantity.decimal(),
        price: price.decimal(),
        limit,
    };
    let notional = notional_up(price, quantity).ok_or_else(overflow)?;
    Ok((notional, Some(quantity)))
}
