// SPDX-License-Identifier: Apache-2.0
//! L-2: no more than so many orders in a sliding window, on four axes.

use std::sync::Arc;
use std::time::Duration;

use super::barriers::{AccountAssetBarriers, Barriers};
use super::rate_slot::{RateSlot, Scope};
use super::{Builtin, BuiltinCall, LimitsChange, Slot, sealed::Sealed};
use crate::core::{HasInstrument, Instrument};
use crate::engine::data::{Data, shown};
use crate::engine::{ConfigFault, Measure};
use crate::param::{AccountId, Asset};
use crate::pretrade::finding::{Axis, Finding};
use crate::pretrade::hook::Hooks;
use crate::pretrade::reject::Text;

/// At most `max_orders` orders in any window of `window_ns` nanoseconds; an order exactly one
/// window old no longer counts (L-2).
///
/// ```
/// use std::time::Duration;
/// use openpit::pretrade::policies::RateLimit;
///
/// let limit = RateLimit::new(100, Duration::from_secs(1));
/// assert_eq!(limit.window_ns, 1_000_000_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateLimit {
    /// How many orders the window takes; 0 rejects every order.
    pub max_orders: u64,
    /// The window in nanoseconds; `build` refuses 0 and less.
    pub window_ns: i64,
}

impl RateLimit {
    /// A limit with the window as a duration; one above 292 years counts as 292 years.
    #[must_use]
    pub fn new(max_orders: u64, window: Duration) -> Self {
        Self {
            max_orders,
            window_ns: i64::try_from(window.as_nanos()).unwrap_or(i64::MAX),
        }
    }
}

/// A limit on all orders of the engine together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateLimitBrokerBarrier {
    /// The limit.
    pub limit: RateLimit,
}

/// A limit on all orders that settle in one asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RateLimitAssetBarrier {
    /// The limit.
    pub limit: RateLimit,
    /// The settlement asset.
    pub settlement_asset: Asset,
}

/// A limit on all orders of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateLimitAccountBarrier {
    /// The limit.
    pub limit: RateLimit,
    /// The account.
    pub account_id: AccountId,
}

/// A limit on the orders of one account that settle in one asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RateLimitAccountAssetBarrier {
    /// The limit.
    pub limit: RateLimit,
    /// The account.
    pub account_id: AccountId,
    /// The settlement asset.
    pub settlement_asset: Asset,
}

/// Start-stage policy: sliding-window rate limits, exact on every axis (L-2). An order is judged
/// on every axis first and counted on all of them only if it passes.
///
/// ```
/// use std::time::Duration;
/// use openpit::pretrade::policies::{RateLimit, RateLimitBrokerBarrier, RateLimitPolicy};
///
/// let burst = RateLimitPolicy::new().named("burst").broker_barrier(RateLimitBrokerBarrier {
///     limit: RateLimit::new(100, Duration::from_secs(1)),
/// });
/// ```
#[derive(Debug, Clone)]
pub struct RateLimitPolicy {
    name: Text,
    count_rejected: bool,
    pub(super) broker: Barriers<(), RateLimit>,
    pub(super) assets: Barriers<Asset, RateLimit>,
    pub(super) accounts: Barriers<AccountId, RateLimit>,
    pub(super) account_assets: AccountAssetBarriers<RateLimit>,
}

impl RateLimitPolicy {
    /// The policy under its default name, `RateLimit`, without barriers yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            name: Text::Borrowed("RateLimit"),
            count_rejected: false,
            broker: Barriers::default(),
            assets: Barriers::default(),
            accounts: Barriers::default(),
            account_assets: AccountAssetBarriers::default(),
        }
    }

    /// The same policy under another name (P-1).
    #[must_use]
    pub fn named(mut self, name: impl Into<Text>) -> Self {
        self.name = name.into();
        self
    }

    /// Whether orders over a limit count too; without it only those that pass do.
    #[must_use]
    pub const fn count_rejected(mut self, count: bool) -> Self {
        self.count_rejected = count;
        self
    }

    /// Limits all orders together.
    #[must_use]
    pub fn broker_barrier(mut self, barrier: RateLimitBrokerBarrier) -> Self {
        self.broker.add((), barrier.limit);
        self
    }

    /// Limits the orders that settle in an asset, for each barrier.
    #[must_use]
    pub fn asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = RateLimitAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.assets.add(barrier.settlement_asset, barrier.limit);
        }
        self
    }

    /// Limits the orders of an account, for each barrier.
    #[must_use]
    pub fn account_barriers(
        mut self,
        barriers: impl IntoIterator<Item = RateLimitAccountBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.accounts.add(barrier.account_id, barrier.limit);
        }
        self
    }

    /// Limits the orders of an account that settle in an asset, for each barrier.
    #[must_use]
    pub fn account_asset_barriers(
        mut self,
        barriers: impl IntoIterator<Item = RateLimitAccountAssetBarrier>,
    ) -> Self {
        for barrier in barriers {
            self.account_assets
                .add(barrier.account_id, barrier.settlement_asset, barrier.limit);
        }
        self
    }

    fn slot_of(&self, account: AccountId) -> Slot {
        RateSlot::of(
            self.accounts.find(&account),
            self.account_assets.account(account),
        )
    }

    fn limits(&self) -> impl Iterator<Item = &RateLimit> {
        let broker = self.broker.limits();
        let assets = self.assets.limits();
        let accounts = self.accounts.limits();
        broker
            .chain(assets)
            .chain(accounts)
            .chain(self.account_assets.limits())
    }
}

impl Default for RateLimitPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl Sealed for RateLimitPolicy {}

impl<O: HasInstrument, R> Builtin<O, R> for RateLimitPolicy {
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            start: true,
            ..Hooks::NONE
        }
    }

    fn faults(&self) -> Vec<ConfigFault> {
        let name = &self.name;
        let mut faults = Vec::new();
        if self.limits().next().is_none() {
            faults.push(ConfigFault::policy(
                name,
                "no barrier: allowed is at least one of `broker`, `asset`, `account`, \
                 `account_asset`",
            ));
        }
        faults.extend(
            self.limits()
                .filter(|limit| limit.window_ns <= 0)
                .map(|limit| {
                    ConfigFault::policy(
                        name,
                        format!(
                            "window `{}` ns: allowed is more than `0` ns",
                            limit.window_ns
                        ),
                    )
                }),
        );
        faults.extend(self.broker.faults(name, Axis::Broker));
        faults.extend(self.assets.faults(name, Axis::Asset));
        faults.extend(self.accounts.faults(name, Axis::Account));
        faults.extend(self.account_assets.faults(name));
        faults
    }

    fn keeps_state(&self) -> bool {
        true
    }

    fn keeps_account_state(&self) -> bool {
        !self.accounts.is_empty() || !self.account_assets.is_empty()
    }

    fn broker_slot(&self) -> Slot {
        RateSlot::of(self.broker.find(&()), Some(&self.assets))
    }

    fn account_slot(&self, account: AccountId) -> Slot {
        self.slot_of(account)
    }

    fn changed(&self, change: &LimitsChange) -> Option<Arc<dyn Builtin<O, R>>> {
        match change {
            LimitsChange::Rate(change) => Some(Arc::new(self.clone().with(change))),
            _ => None,
        }
    }

    fn changed_slot(&self, account: Option<AccountId>, old: Slot) -> Slot {
        let mut new = match account {
            None => RateSlot::of(self.broker.find(&()), Some(&self.assets)),
            Some(account) => self.slot_of(account),
        };
        if let (Slot::Rate(new), Slot::Rate(old)) = (&mut new, old) {
            new.take_over(old);
        }
        new
    }

    fn matches(&self, order: &O, account: Option<AccountId>) -> Option<bool> {
        let asset = order.instrument()?.settlement();
        let own = account.and_then(|account| self.account_assets.account(account));
        Some(
            self.broker.find(&()).is_some()
                || self.assets.find(asset).is_some()
                || account.is_some_and(|account| self.accounts.find(&account).is_some())
                || own.is_some_and(|own| own.find(asset).is_some()),
        )
    }

    fn limits_data(&self) -> Data {
        let limit = |limit: &RateLimit| {
            Data::map([
                ("max_orders", shown(Some(limit.max_orders))),
                ("window_ns", shown(Some(limit.window_ns))),
            ])
        };
        Data::map([
            ("broker", self.broker.find(&()).map(limit)),
            ("asset", self.assets.data(limit)),
            ("account", self.accounts.data(limit)),
            ("account_asset", self.account_assets.data(limit)),
        ])
    }

    fn slot_data(&self, slot: &Slot, at: i64) -> Option<Data> {
        let Slot::Rate(slot) = slot else { return None };
        slot.data(at)
    }

    fn spans_accounts(&self) -> bool {
        !self.broker.is_empty() || !self.assets.is_empty()
    }

    fn settlement<'a>(&self, order: &'a O) -> Option<&'a Asset> {
        if self.assets.is_empty() && self.account_assets.is_empty() {
            return None;
        }
        order.instrument().map(Instrument::settlement)
    }

    fn measure(&self, _order: &O, call: BuiltinCall<'_>, measures: &mut Vec<Measure>) {
        let [broker, account] = Scope::both(call);
        for scope in [broker, account].into_iter().flatten() {
            let place = scope.place();
            measures.extend(scope.slot.measure(scope.at, place, scope.axes));
        }
    }

    fn check_start(&self, _order: &O, call: BuiltinCall<'_>) -> Result<(), Finding> {
        let mut scopes = Scope::both(call);
        // Every place first: an order that lacks its instrument is counted nowhere.
        for scope in scopes.iter().flatten() {
            scope.place?;
        }
        if !scopes.iter_mut().flatten().all(Scope::is_within) {
            return self.over(scopes);
        }
        scopes.into_iter().flatten().for_each(Scope::count);
        Ok(())
    }
}

impl RateLimitPolicy {
    /// The first breach of one more order.
    #[cold]
    fn over(&self, mut scopes: [Option<Scope<'_>>; 2]) -> Result<(), Finding> {
        let mut judged = scopes
            .iter_mut()
            .flatten()
            .map(|scope| scope.slot.judge(scope.at, scope.place(), scope.axes));
        let verdict = judged.find(Result::is_err).unwrap_or(Ok(()));
        if self.count_rejected {
            scopes.into_iter().flatten().for_each(Scope::count);
        }
        verdict
    }
}
