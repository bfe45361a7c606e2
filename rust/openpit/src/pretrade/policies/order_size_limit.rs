// SPDX-License-Identifier: Apache-2.0
//! L-3: no order above so many units or so much money, on three axes.

use std::sync::Arc;

use super::barriers::{AccountAssetBarriers, Barriers};
use super::{Builtin, BuiltinCall, LimitsChange, sealed::Sealed};
use crate::core::{HasInstrument, HasOrderPrice, HasTradeAmount};
use crate::engine::data::{Data, shown};
use crate::engine::{ConfigFault, Measure, notional_up};
use crate::param::{AccountId, Asset, Price, Quantity, TradeAmount, Volume, decimal};
use crate::pretrade::finding::{Axis, Finding, NotionalBreach, QuantityBreach};
use crate::pretrade::hook::Hooks;
use crate::pretrade::reject::Text;

/// The largest order that a barrier lets pass; at least one of the two (L-3). An order equal to
/// the limit passes.
///
/// ```
/// use openpit::pretrade::policies::OrderSizeLimit;
///
/// let limit = OrderSizeLimit {
///     max_quantity: Some("500".parse()?),
///     max_notional: Some("100000".parse()?),
/// };
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OrderSizeLimit {
    /// The most units of the underlying.
    pub max_quantity: Option<Quantity>,
    /// The most money, in the settlement asset: quantity x abs(price), or the order's volume.
    pub max_notional: Option<Volume>,
}

/// A limit on every order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderSizeBrokerBarrier {
    /// The limit.
    pub limit: OrderSizeLimit,
}

/// A limit by asset: its quantity cap holds for orders whose underlying it is, its notional cap
/// for orders that settle in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderSizeAssetBarrier {
    /// The limit.
    pub limit: OrderSizeLimit,
    /// The asset.
    pub asset: Asset,
}

/// A limit by account and asset; where it has a cap, it replaces the asset barrier's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderSizeAccountAssetBarrier {
    /// The limit.
    pub limit: OrderSizeLimit,
    /// The account.
    pub account_id: AccountId,
    /// The asset.
    pub asset: Asset,
}

/// Start-stage policy: caps on one order's quantity and notional (L-3).
///
/// ```
/// use openpit::pretrade::policies::{
///     OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy,
/// };
///
/// let limit = OrderSizeLimit { max_quantity: Some("500".parse()?), max_notional: None };
/// let policy = OrderSizeLimitPolicy::new().broker_barrier(OrderSizeBrokerBarrier { limit });
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone)]
pub struct OrderSizeLimitPolicy {
    name: Text,
    pub(super) broker: Barriers<(), OrderSizeLimit>,
    pub(super) assets: Barriers<Asset, OrderSizeLimit>,
    pub(super) account_assets: AccountAssetBarriers<OrderSizeLimit>,
}

impl OrderSizeLimitPolicy {
    /// The policy under its default name, `OrderSizeLimit`, without barriers yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            name: Text::Borrowed("OrderSizeLimit"),
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

    /// Limits every order.
    #[must_use]
    pub fn broker_barrier(mut self, barrier: OrderSizeBrokerBarrier) -> Self {
        self.broker.add((), barrier.limit);
        self
    }

    /// Limits by asset, for each barrier.
    #[must_use]
    pub fn asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = OrderSizeAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.assets.add(barrier.asset, barrier.limit);
        }
        self
    }

    /// Limits by account and asset, for each barrier.
    #[must_use]
    pub fn account_asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = OrderSizeAccountAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.account_assets
                .add(barrier.account_id, barrier.asset, barrier.limit);
        }
        self
    }

    fn limits(&self) -> impl Iterator<Item = &OrderSizeLimit> {
        let broker = self.broker.limits();
        let assets = self.assets.limits();
        broker.chain(assets).chain(self.account_assets.limits())
    }

    /// The cap that holds on the asset axes, and which of the two axes it comes from: the account
    /// + asset barrier that has the metric replaces the asset barrier.
    #[inline]
    fn asset_cap<T>(
        &self,
        own: Option<&Barriers<Asset, OrderSizeLimit>>,
        asset: &Asset,
        metric: impl Fn(&OrderSizeLimit) -> Option<T>,
    ) -> Option<(Axis, T)> {
        let own = own.and_then(|own| own.find(asset)).and_then(&metric);
        if let Some(cap) = own {
            return Some((Axis::AccountAsset, cap));
        }
        let cap = self.assets.find(asset).and_then(metric)?;
        Some((Axis::Asset, cap))
    }
}

impl OrderSizeLimitPolicy {
    /// The caps that hold for an order on the two axes of assets.
    #[inline]
    fn asset_caps(
        &self,
        order: &impl HasInstrument,
        account: Option<AccountId>,
    ) -> Result<[(Axis, OrderSizeLimit); 2], Finding> {
        let path = "order.operation.instrument";
        let instrument = order.instrument().ok_or(Finding::MissingField { path })?;
        let own = account.and_then(|account| self.account_assets.account(account));
        let quantity = self.asset_cap(own, instrument.underlying(), |cap| cap.max_quantity);
        let notional = self.asset_cap(own, instrument.settlement(), |cap| cap.max_notional);
        Ok([Axis::Asset, Axis::AccountAsset].map(|axis| {
            let max_quantity = quantity.filter(|(of, _)| *of == axis).map(|(_, cap)| cap);
            let max_notional = notional.filter(|(of, _)| *of == axis).map(|(_, cap)| cap);
            (
                axis,
                OrderSizeLimit {
                    max_quantity,
                    max_notional,
                },
            )
        }))
    }
}

impl Default for OrderSizeLimitPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// How large an order is. Caps are compared with exact products; a notional is computed only for
/// the words of a reject.
struct Size {
    amount: TradeAmount,
    price: Option<Price>,
}

impl Size {
    fn over_quantity(&self, limit: Quantity) -> Result<Option<QuantityBreach>, Finding> {
        Ok(match self.amount {
            TradeAmount::Quantity(observed) => {
                (observed > limit).then_some(QuantityBreach::Quantity { observed, limit })
            }
            // Never divides: volume against cap x abs(price).
            TradeAmount::Volume(observed) => {
                let price = self.price.ok_or(Finding::NoPrice)?;
                let cap = (limit.decimal(), decimal::abs(price.decimal()));
                let over = decimal::cmp_product(observed.decimal(), cap.0, cap.1).is_gt();
                over.then_some(QuantityBreach::Volume {
                    observed,
                    limit,
                    price,
                })
            }
        })
    }

    fn over_notional(&self, limit: Volume) -> Result<Option<NotionalBreach>, Finding> {
        match self.amount {
            TradeAmount::Volume(observed) => {
                Ok((observed > limit).then_some(NotionalBreach { observed, limit }))
            }
            TradeAmount::Quantity(quantity) => {
                let price = self.price.ok_or(Finding::NoPrice)?;
                if product_is_within(limit, price, quantity) {
                    return Ok(None);
                }
                let overflow = || Finding::NotionalOverflow {
                    quantity: quantity.decimal(),
                    price: price.decimal(),
                    limit,
                };
                let observed = notional_up(price, quantity).ok_or_else(overflow)?;
                Ok(Some(NotionalBreach { observed, limit }))
            }
        }
    }

    /// Judges the two caps that hold on one axis.
    #[inline]
    fn judge(
        &self,
        axis: Axis,
        max_quantity: Option<Quantity>,
        max_notional: Option<Volume>,
    ) -> Result<(), Finding> {
        if self.is_within(max_quantity, max_notional) {
            return Ok(());
        }
        self.find(axis, max_quantity, max_notional)
    }

    /// Whether the commonest order, a quantity at a price, is within both caps.
    #[inline(always)]
    fn is_within(&self, max_quantity: Option<Quantity>, max_notional: Option<Volume>) -> bool {
        let (TradeAmount::Quantity(quantity), Some(price)) = (self.amount, self.price) else {
            return false;
        };
        max_quantity.is_none_or(|limit| quantity <= limit)
            && max_notional.is_none_or(|limit| product_is_within(limit, price, quantity))
    }

    /// What the caps of one axis observe of the order.
    fn measure(&self, axis: Axis, caps: OrderSizeLimit, measures: &mut Vec<Measure>) {
        let axis = axis.as_str();
        let price = self.price.map(|price| decimal::abs(price.decimal()));
        if let Some(limit) = caps.max_quantity.map(|cap| cap.decimal()) {
            measures.extend(match self.amount {
                TradeAmount::Quantity(quantity) => {
                    let observed = Some(quantity.decimal());
                    Some(Measure::upper("quantity", axis, observed, limit))
                }
                // The same comparison as the policy's: volume against cap x abs(price).
                TradeAmount::Volume(volume) => price
                    .and_then(|price| decimal::mul_up(limit, price).ok())
                    .map(|cap| Measure::upper("volume", axis, Some(volume.decimal()), cap)),
            });
        }
        if let Some(limit) = caps.max_notional.map(|cap| cap.decimal()) {
            let observed = match self.amount {
                TradeAmount::Volume(volume) => Some(volume.decimal()),
                TradeAmount::Quantity(quantity) => {
                    price.and_then(|price| decimal::mul_up(price, quantity.decimal()).ok())
                }
            };
            measures.push(Measure::upper("notional", axis, observed, limit));
        }
    }

    /// What is wrong on the axis, if anything is.
    #[cold]
    fn find(
        &self,
        axis: Axis,
        max_quantity: Option<Quantity>,
        max_notional: Option<Volume>,
    ) -> Result<(), Finding> {
        let quantity = max_quantity.map_or(Ok(None), |limit| self.over_quantity(limit));
        let notional = max_notional.map_or(Ok(None), |limit| self.over_notional(limit));
        // A certain breach is said, also where the other cap cannot be compared without a price.
        let certain = (
            quantity.as_ref().ok().copied().flatten(),
            notional.as_ref().ok().copied().flatten(),
        );
        if let (None, None) = certain {
            quantity?;
            notional?;
            return Ok(());
        }
        let (quantity, notional) = certain;
        Err(Finding::Size {
            axis,
            quantity,
            notional,
        })
    }
}

/// Whether quantity x abs(price) is within a limit. The limit is a number of the same grid, so
/// rounding up (V-4a) never lifts a product over it: the exact product decides.
#[inline]
fn product_is_within(limit: Volume, price: Price, quantity: Quantity) -> bool {
    let price = decimal::abs(price.decimal());
    decimal::cmp_product(limit.decimal(), price, quantity.decimal()).is_ge()
}

impl Sealed for OrderSizeLimitPolicy {}

impl<O, R> Builtin<O, R> for OrderSizeLimitPolicy
where
    O: HasInstrument + HasTradeAmount + HasOrderPrice,
{
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            start: true,
            ..Hooks::NONE
        }
    }

    fn changed(&self, change: &LimitsChange) -> Option<Arc<dyn Builtin<O, R>>> {
        match change {
            LimitsChange::Size(change) => Some(Arc::new(self.clone().with(change))),
            _ => None,
        }
    }

    fn matches(&self, order: &O, account: Option<AccountId>) -> Option<bool> {
        let instrument = order.instrument()?;
        let (underlying, settlement) = (instrument.underlying(), instrument.settlement());
        let own = account.and_then(|account| self.account_assets.account(account));
        let quantity = self.asset_cap(own, underlying, |cap| cap.max_quantity);
        let notional = self.asset_cap(own, settlement, |cap| cap.max_notional);
        Some(self.broker.find(&()).is_some() || quantity.is_some() || notional.is_some())
    }

    fn limits_data(&self) -> Data {
        let limit = |limit: &OrderSizeLimit| {
            Data::map([
                ("max_quantity", shown(limit.max_quantity)),
                ("max_notional", shown(limit.max_notional)),
            ])
        };
        Data::map([
            ("broker", self.broker.find(&()).map(limit)),
            ("asset", self.assets.data(limit)),
            ("account_asset", self.account_assets.data(limit)),
        ])
    }

    fn faults(&self) -> Vec<ConfigFault> {
        let name = &self.name;
        let mut faults = Vec::new();
        if self.limits().next().is_none() {
            faults.push(ConfigFault::policy(
                name,
                "no barrier: allowed is at least one of `broker`, `asset`, `account_asset`",
            ));
        }
        let empty =
            |limit: &&OrderSizeLimit| limit.max_quantity.is_none() && limit.max_notional.is_none();
        faults.extend(self.limits().filter(empty).map(|_| {
            ConfigFault::policy(
                name,
                "barrier without a limit: allowed is at least one of `max_quantity`, \
                 `max_notional`",
            )
        }));
        faults.extend(self.broker.faults(name, Axis::Broker));
        faults.extend(self.assets.faults(name, Axis::Asset));
        faults.extend(self.account_assets.faults(name));
        faults
    }

    fn needs_accounts(&self) -> bool {
        !self.account_assets.is_empty()
    }

    fn check_start(&self, order: &O, call: BuiltinCall<'_>) -> Result<(), Finding> {
        let Some(amount) = order.trade_amount() else {
            let path = "order.operation.trade_amount";
            return Err(Finding::MissingField { path });
        };
        let size = Size {
            amount,
            price: order.order_price(),
        };
        if let Some(limit) = self.broker.find(&()) {
            size.judge(Axis::Broker, limit.max_quantity, limit.max_notional)?;
        }
        if self.assets.is_empty() && self.account_assets.is_empty() {
            return Ok(());
        }
        for (axis, caps) in self.asset_caps(order, call.account_id)? {
            size.judge(axis, caps.max_quantity, caps.max_notional)?;
        }
        Ok(())
    }

    fn measure(&self, order: &O, call: BuiltinCall<'_>, measures: &mut Vec<Measure>) {
        let Some(amount) = order.trade_amount() else {
            return;
        };
        let size = Size {
            amount,
            price: order.order_price(),
        };
        if let Some(limit) = self.broker.find(&()) {
            size.measure(Axis::Broker, *limit, measures);
        }
        for (axis, caps) in self
            .asset_caps(order, call.account_id)
            .into_iter()
            .flatten()
        {
            size.measure(axis, caps, measures);
        }
    }
}
