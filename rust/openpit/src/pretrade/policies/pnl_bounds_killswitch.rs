// SPDX-License-Identifier: Apache-2.0
//! L-4: an account whose realized pnl leaves its bounds stops trading.

use std::sync::Arc;

use super::barriers::{AccountAssetBarriers, Barriers};
use super::{Builtin, BuiltinCall, LimitsChange, Slot, sealed::Sealed};
use crate::core::{HasFee, HasInstrument, HasLastTrade, HasPnl};
use crate::engine::data::{Data, shown};
use crate::engine::{ConfigFault, Measure};
use crate::param::{AccountId, Asset, Fee, Pnl, decimal};
use crate::pretrade::finding::{Axis, Finding, PnlBreach};
use crate::pretrade::hook::Hooks;
use crate::pretrade::reject::Text;
use crate::pretrade::{AccountBlock, RejectCode};

/// Bounds of every account's realized pnl in one settlement asset; at least one bound. A total
/// equal to a bound is within (L-4).
///
/// ```
/// use openpit::param::Asset;
/// use openpit::pretrade::policies::PnlBoundsBrokerBarrier;
///
/// let barrier = PnlBoundsBrokerBarrier {
///     settlement_asset: Asset::new("USD")?,
///     lower_bound: Some("-1000".parse()?),
///     upper_bound: None,
/// };
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PnlBoundsBrokerBarrier {
    /// The settlement asset.
    pub settlement_asset: Asset,
    /// The least realized pnl, fees taken off, with which an account may trade.
    pub lower_bound: Option<Pnl>,
    /// The most realized pnl, fees taken off, with which an account may trade.
    pub upper_bound: Option<Pnl>,
}

/// Bounds of one account's realized pnl, and what it starts from. They hold beside the broker's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PnlBoundsAccountAssetBarrier {
    /// The bounds and their settlement asset.
    pub barrier: PnlBoundsBrokerBarrier,
    /// The account.
    pub account_id: AccountId,
    /// The realized pnl so far; an account that starts out of its bounds starts blocked.
    pub initial_pnl: Pnl,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    lower: Option<Pnl>,
    upper: Option<Pnl>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct AccountBounds {
    bounds: Bounds,
    initial: Pnl,
}

impl Bounds {
    const fn of(barrier: &PnlBoundsBrokerBarrier) -> Self {
        Self {
            lower: barrier.lower_bound,
            upper: barrier.upper_bound,
        }
    }

    /// What is wrong with a total; none of an overflow is within.
    fn breach(self, axis: Axis, observed: Option<Pnl>) -> Option<PnlBreach> {
        let Self { lower, upper } = self;
        let is_within = observed.is_some_and(|total| {
            lower.is_none_or(|lower| total >= lower) && upper.is_none_or(|upper| total <= upper)
        });
        (!is_within).then_some(PnlBreach {
            axis,
            observed,
            lower,
            upper,
        })
    }

    fn data(&self) -> Data {
        Data::map([
            ("lower_bound", shown(self.lower)),
            ("upper_bound", shown(self.upper)),
        ])
    }

    fn fault(self) -> Option<String> {
        match (self.lower, self.upper) {
            (None, None) => Some(
                "barrier without a bound: allowed is at least one of `lower_bound`, `upper_bound`"
                    .into(),
            ),
            (Some(lower), Some(upper)) if lower > upper => Some(format!(
                "lower bound `{lower}` is above upper bound `{upper}`: allowed is at most the upper"
            )),
            _ => None,
        }
    }
}

/// Start-stage policy fed by execution reports: each account's realized pnl minus fee, summed
/// exactly per settlement asset, must stay within its bounds (L-4). A breach blocks the account
/// with `PnlKillSwitchTriggered`, and start rejects while the total is outside, so that unblocking
/// alone does not re-arm it.
///
/// ```
/// use openpit::param::Asset;
/// use openpit::pretrade::policies::{PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy};
///
/// let policy = PnlBoundsKillSwitchPolicy::new().broker_barriers([PnlBoundsBrokerBarrier {
///     settlement_asset: Asset::new("USD")?,
///     lower_bound: Some("-1000".parse()?),
///     upper_bound: None,
/// }]);
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PnlBoundsKillSwitchPolicy {
    name: Text,
    pub(super) broker: Barriers<Asset, Bounds>,
    pub(super) account_assets: AccountAssetBarriers<AccountBounds>,
}

impl PnlBoundsKillSwitchPolicy {
    /// The policy under its default name, `PnlBoundsKillSwitch`, without barriers yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            name: Text::Borrowed("PnlBoundsKillSwitch"),
            broker: Barriers::default(),
            account_assets: AccountAssetBarriers::default(),
        }
    }

    /// The same policy under another name (P-1).
    #[must_use]
    pub fn named(mut self, name: impl Into<Text>) -> Self {
        self.name = name.into();
        self
    }

    /// Bounds every account, not their sum, for each barrier.
    #[must_use]
    pub fn broker_barriers(
        mut self,
        barriers: impl IntoIterator<Item = PnlBoundsBrokerBarrier>,
    ) -> Self {
        for barrier in barriers {
            let bounds = Bounds::of(&barrier);
            self.broker.add(barrier.settlement_asset, bounds);
        }
        self
    }

    /// Bounds one account, for each barrier.
    #[must_use]
    pub fn account_asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = PnlBoundsAccountAssetBarrier>,
    ) -> Self {
        for PnlBoundsAccountAssetBarrier {
            barrier,
            account_id,
            initial_pnl: initial,
        } in barriers
        {
            let bounds = Bounds::of(&barrier);
            let own = AccountBounds { bounds, initial };
            self.account_assets
                .add(account_id, barrier.settlement_asset, own);
        }
        self
    }

    /// The first breach of a total: the broker's bounds first.
    fn breach(
        &self,
        own: Option<&AccountBounds>,
        asset: &Asset,
        total: Option<Pnl>,
    ) -> Option<PnlBreach> {
        let broker = self.broker.find(asset);
        broker
            .and_then(|bounds| bounds.breach(Axis::Broker, total))
            .or_else(|| own.and_then(|own| own.bounds.breach(Axis::AccountAsset, total)))
    }

    fn is_bounded(&self, own: Option<&AccountBounds>, asset: &Asset) -> bool {
        own.is_some() || self.broker.find(asset).is_some()
    }

    fn bounds(&self) -> impl Iterator<Item = Bounds> {
        let broker = self.broker.limits().copied();
        broker.chain(self.account_assets.limits().map(|own| own.bounds))
    }
}

impl Default for PnlBoundsKillSwitchPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// An account's realized pnl in one settlement asset.
#[derive(Debug, Clone)]
struct Total {
    asset: Asset,
    /// None once the sum did not fit: it stays out of bounds.
    pnl: Option<Pnl>,
    own: Option<AccountBounds>,
    /// The breach that the account was blocked for, while the total is out of bounds.
    breach: Option<PnlBreach>,
}

impl Total {
    /// The breach to block for. While the total stays outside it is the one with which it left, so
    /// that more reports add no more causes; one of another axis or code is a new cause.
    fn remember(&mut self, breach: Option<PnlBreach>) -> Option<PnlBreach> {
        let same = |known: &PnlBreach, now: &PnlBreach| {
            known.axis == now.axis && known.code() == now.code()
        };
        self.breach = match (self.breach, breach) {
            (Some(known), Some(now)) if same(&known, &now) => Some(known),
            (_, now) => now,
        };
        self.breach
    }
}

/// `sum + pnl - fee`; none if it does not fit exactly. What is in between need not fit.
fn settled(sum: Pnl, pnl: Pnl, fee: Fee) -> Option<Pnl> {
    let (sum, pnl, fee) = (sum.decimal(), pnl.decimal(), fee.decimal());
    let quick = decimal::add_exact(sum, pnl).and_then(|sum| decimal::sub_exact(sum, fee));
    let total = quick.or_else(|_| decimal::add_sub_exact(sum, pnl, fee));
    Pnl::new(total.ok()?).ok()
}

/// An account's realized pnl, by settlement asset.
#[doc(hidden)]
#[derive(Debug, Clone, Default)]
pub struct PnlSlot {
    totals: Vec<Total>,
}

impl PnlSlot {
    fn find(&self, asset: &Asset) -> Option<&Total> {
        self.totals.iter().find(|total| total.asset == *asset)
    }

    fn find_or_add(&mut self, asset: &Asset) -> &mut Total {
        let place = self.totals.iter().position(|total| total.asset == *asset);
        let place = place.unwrap_or_else(|| {
            let asset = asset.clone();
            self.totals.push(Total {
                asset,
                pnl: Some(Pnl::ZERO),
                own: None,
                breach: None,
            });
            self.totals.len() - 1
        });
        &mut self.totals[place]
    }
}

fn block(breach: &PnlBreach) -> AccountBlock {
    AccountBlock::new(breach.code(), breach.details())
}

fn missing(what: &str, path: &str) -> AccountBlock {
    AccountBlock::new(
        RejectCode::MissingRequiredField,
        format!("report of a {what} lacks `{path}`"),
    )
}

impl Sealed for PnlBoundsKillSwitchPolicy {}

impl<O, R> Builtin<O, R> for PnlBoundsKillSwitchPolicy
where
    O: HasInstrument,
    R: HasInstrument + HasPnl + HasFee + HasLastTrade,
{
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            start: true,
            report: true,
            ..Hooks::NONE
        }
    }

    fn faults(&self) -> Vec<ConfigFault> {
        let name = &self.name;
        let mut faults = Vec::new();
        if self.bounds().next().is_none() {
            faults.push(ConfigFault::policy(
                name,
                "no barrier: allowed is at least one of `broker`, `account_asset`",
            ));
        }
        let wrong = self.bounds().filter_map(Bounds::fault);
        faults.extend(wrong.map(|text| ConfigFault::policy(name, text)));
        faults.extend(self.broker.faults(name, Axis::Broker));
        faults.extend(self.account_assets.faults(name));
        faults
    }

    fn keeps_state(&self) -> bool {
        true
    }

    fn keeps_account_state(&self) -> bool {
        true
    }

    fn account_slot(&self, account: AccountId) -> Slot {
        let own = self.account_assets.account(account);
        let total = |(asset, own): (&Asset, &AccountBounds)| Total {
            asset: asset.clone(),
            pnl: Some(own.initial),
            own: Some(*own),
            breach: self.breach(Some(own), asset, Some(own.initial)),
        };
        let totals = own
            .into_iter()
            .flat_map(Barriers::iter)
            .map(total)
            .collect();
        Slot::Pnl(PnlSlot { totals })
    }

    fn changed(&self, change: &LimitsChange) -> Option<Arc<dyn Builtin<O, R>>> {
        match change {
            LimitsChange::Pnl(change) => Some(Arc::new(self.clone().with(change))),
            _ => None,
        }
    }

    fn changed_slot(&self, account: Option<AccountId>, old: Slot) -> Slot {
        let (Some(account), Slot::Pnl(mut slot)) = (account, old) else {
            return Slot::Empty;
        };
        let own = self.account_assets.account(account);
        for total in &mut slot.totals {
            total.own = own.and_then(|own| own.find(&total.asset)).copied();
        }
        for (asset, own) in own.into_iter().flat_map(Barriers::iter) {
            if slot.find(asset).is_none() {
                let total = slot.find_or_add(asset);
                (total.pnl, total.own) = (Some(own.initial), Some(*own));
            }
        }
        Slot::Pnl(slot)
    }

    fn matches(&self, order: &O, account: Option<AccountId>) -> Option<bool> {
        let asset = order.instrument()?.settlement();
        let own = account.and_then(|account| self.account_assets.account(account));
        let own = own.and_then(|own| own.find(asset));
        Some(self.is_bounded(own, asset))
    }

    fn limits_data(&self) -> Data {
        Data::map([
            ("broker", self.broker.data(Bounds::data)),
            (
                "account_asset",
                self.account_assets.data(|own| own.bounds.data()),
            ),
        ])
    }

    fn slot_data(&self, slot: &Slot, _at: i64) -> Option<Data> {
        let Slot::Pnl(slot) = slot else { return None };
        let moved = slot
            .totals
            .iter()
            .filter(|total| total.pnl != Some(total.own.map_or(Pnl::ZERO, |own| own.initial)));
        let data = |total: &Total| {
            Data::map([
                (
                    "pnl",
                    Some(total.pnl.map_or(Data::text("overflow"), Data::text)),
                ),
                ("breach", shown(total.breach.map(|breach| breach.details()))),
            ])
        };
        Data::map(moved.map(|total| (total.asset.as_str(), Some(data(total))))).unless_empty()
    }

    fn initial_blocks(&self) -> Vec<(AccountId, AccountBlock)> {
        let mut blocks = Vec::new();
        for (account, asset, own) in self.account_assets.iter() {
            let breach = self.breach(Some(own), asset, Some(own.initial));
            blocks.extend(breach.map(|breach| (account, block(&breach))));
        }
        blocks
    }

    fn apply_report(&self, report: &R, call: BuiltinCall<'_>) -> Vec<AccountBlock> {
        let mut blocks = Vec::new();
        let Some(Slot::Pnl(slot)) = call.account else {
            return blocks;
        };
        let (pnl, fee) = (report.pnl(), report.fee());
        let has_trade = report.last_trade().is_some();
        if !has_trade && pnl.is_none() && fee.is_none() {
            return blocks;
        }
        let Some(instrument) = report.instrument() else {
            let what = if has_trade { "trade" } else { "pnl" };
            blocks.push(missing(what, "report.operation.instrument"));
            return blocks;
        };
        let asset = instrument.settlement();
        let own = slot.find(asset).and_then(|total| total.own);
        if !self.is_bounded(own.as_ref(), asset) {
            return blocks;
        }
        let lacking = match (pnl, fee) {
            (None, _) => Some("report.financial_impact.pnl"),
            (_, None) => Some("report.financial_impact.fee"),
            _ => None,
        };
        if let Some(path) = lacking.filter(|_| has_trade) {
            blocks.push(missing("trade", path));
        }
        let total = slot.find_or_add(asset);
        let (pnl, fee) = (pnl.unwrap_or_default(), fee.unwrap_or_default());
        total.pnl = total.pnl.and_then(|sum| settled(sum, pnl, fee));
        let breach = self.breach(own.as_ref(), asset, total.pnl);
        blocks.extend(total.remember(breach).as_ref().map(block));
        blocks
    }

    fn measure(&self, order: &O, call: BuiltinCall<'_>, measures: &mut Vec<Measure>) {
        let (Some(instrument), Some(Slot::Pnl(slot))) = (order.instrument(), call.account) else {
            return;
        };
        let asset = instrument.settlement();
        let total = slot.find(asset);
        let observed = total
            .map_or(Some(Pnl::ZERO), |total| total.pnl)
            .map(|pnl| pnl.decimal());
        let own = total.and_then(|total| total.own).map(|own| own.bounds);
        let scopes = [
            (self.broker.find(asset).copied(), Axis::Broker),
            (own, Axis::AccountAsset),
        ];
        for (bounds, axis) in scopes {
            let Some(Bounds { lower, upper }) = bounds else {
                continue;
            };
            let axis = axis.as_str();
            measures.extend(lower.map(|pnl| Measure::lower("pnl", axis, observed, pnl.decimal())));
            measures.extend(upper.map(|pnl| Measure::upper("pnl", axis, observed, pnl.decimal())));
        }
    }

    fn check_start(&self, order: &O, call: BuiltinCall<'_>) -> Result<(), Finding> {
        let path = "order.operation.instrument";
        let instrument = order.instrument().ok_or(Finding::MissingField { path })?;
        let asset = instrument.settlement();
        let Some(Slot::Pnl(slot)) = call.account else {
            return Ok(());
        };
        let Some(total) = slot.find(asset) else {
            let breach = self.breach(None, asset, Some(Pnl::ZERO));
            return breach.map_or(Ok(()), |breach| Err(Finding::Pnl(breach)));
        };
        let breach = self.breach(total.own.as_ref(), asset, total.pnl);
        breach.map_or(Ok(()), |breach| Err(Finding::Pnl(breach)))
    }
}
