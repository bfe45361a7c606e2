// SPDX-License-Identifier: Apache-2.0
//! The barriers of a pnl kill switch (L-4): bounds of a number, with a number to start from.

use std::collections::{BTreeMap, BTreeSet};

use super::barriers::{ACCOUNT_ASSET, ASSET, Axes, account_asset, asset, fill};
use super::faults::Faults;
use super::limit::{Limit, number};
use super::section::Section;
use crate::param::{AccountId, Asset, Pnl};
use crate::pretrade::policies::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy,
};

const NO_BOUND: &str = "no bound: allowed is at least one of `lower_bound`, `upper_bound`";

/// The axes of the policy; the broker's is an array here, by settlement asset.
pub(super) const AXES: [&str; 3] = ["broker", "account_asset", "each_account_asset"];

#[derive(Clone, Copy)]
struct Bounds {
    lower: Option<Pnl>,
    upper: Option<Pnl>,
}

impl Bounds {
    /// The bounds of a barrier, if they are good; none at all are good here.
    fn of(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let lower = pnl(barrier, "lower_bound", faults);
        let upper = pnl(barrier, "upper_bound", faults);
        let bounds = Self {
            lower: lower?,
            upper: upper?,
        };
        if let (Some((lower, upper)), Some(field)) =
            (bounds.inverted(), barrier.field("lower_bound"))
        {
            let what = format!(
                "`{lower}` is above the upper bound `{upper}`: allowed is at most the upper bound"
            );
            field.fault(what, faults);
            return None;
        }
        Some(bounds)
    }

    /// Both bounds, if the lower one is above the upper one.
    fn inverted(self) -> Option<(Pnl, Pnl)> {
        self.lower
            .zip(self.upper)
            .filter(|(lower, upper)| lower > upper)
    }

    const fn is_empty(self) -> bool {
        self.lower.is_none() && self.upper.is_none()
    }

    fn or(self, other: Self) -> Self {
        Self {
            lower: self.lower.or(other.lower),
            upper: self.upper.or(other.upper),
        }
    }

    fn barrier(self, settlement_asset: Asset) -> PnlBoundsBrokerBarrier {
        PnlBoundsBrokerBarrier {
            settlement_asset,
            lower_bound: self.lower,
            upper_bound: self.upper,
        }
    }
}

impl Limit for Bounds {
    const AXES: &'static [&'static str] = &AXES;
    const KEYS: &'static [&'static str] = &["lower_bound", "upper_bound"];

    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let bounds = Self::of(barrier, faults)?;
        if bounds.is_empty() {
            barrier.lacks(NO_BOUND, faults);
            return None;
        }
        Some(bounds)
    }

    fn or(self, other: Self) -> Self {
        Self::or(self, other)
    }
}

/// What the axes of an account say; what an account's own barrier leaves out may stand in the
/// `each_*` one, bounds too.
#[derive(Clone, Copy)]
struct AccountBounds {
    bounds: Bounds,
    initial: Option<Pnl>,
}

impl Limit for AccountBounds {
    const AXES: &'static [&'static str] = &AXES;
    const KEYS: &'static [&'static str] = &["lower_bound", "upper_bound", "initial_pnl"];

    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let bounds = Bounds::of(barrier, faults);
        let initial = pnl(barrier, "initial_pnl", faults);
        Some(Self {
            bounds: bounds?,
            initial: initial?,
        })
    }

    fn or(self, other: Self) -> Self {
        Self {
            bounds: self.bounds.or(other.bounds),
            initial: self.initial.or(other.initial),
        }
    }
}

/// A number that may be absent; `None` if it is there and wrong.
fn pnl(barrier: &Section<'_>, key: &str, faults: &mut Faults) -> Option<Option<Pnl>> {
    let Some(field) = barrier.field(key) else {
        return Some(None);
    };
    number(&field, "pnl", Pnl::from_string, faults).map(Some)
}

/// The policy that a `[[policy]]` describes, under its default name.
pub(super) fn policy(
    policy: &Section<'_>,
    accounts: &[AccountId],
    faults: &mut Faults,
) -> PnlBoundsKillSwitchPolicy {
    let mut axes = Axes {
        policy,
        accounts,
        faults,
    };
    axes.require_one(&AXES);
    let broker: BTreeMap<Asset, Bounds> = axes.keyed("broker", ASSET, asset);
    let before = axes.faults.count();
    let each: BTreeMap<Asset, AccountBounds> = axes.judged(
        "each_account_asset",
        ASSET,
        asset,
        |barrier, _, each: AccountBounds, faults| {
            if each.bounds.is_empty() {
                barrier.lacks(NO_BOUND, faults);
            }
        },
    );
    // A bound that is there and wrong is not missing.
    let each_is_good = axes.faults.count() == before;
    axes.require_accounts("each_account_asset");
    let listed: BTreeSet<AccountId> = accounts.iter().copied().collect();
    let judge = |barrier: &Section<'_>,
                 (account, asset): &(AccountId, Asset),
                 own: AccountBounds,
                 faults: &mut Faults| {
        let each = each.get(asset).filter(|_| listed.contains(account));
        let both = each.map_or(own, |each| own.or(*each)).bounds;
        if both.is_empty() && each_is_good {
            barrier.lacks(NO_BOUND, faults);
        } else if let Some((lower, upper)) = both.inverted() {
            let what = format!(
                "lower bound `{lower}` is above upper bound `{upper}`, one of them from \
                 `each_account_asset`: allowed is at most the upper bound"
            );
            barrier.fault(&what, faults);
        }
    };
    let mut own = axes.judged("account_asset", ACCOUNT_ASSET, account_asset, judge);
    for (asset, limit) in each {
        for account in &listed {
            fill(&mut own, (*account, asset.clone()), limit);
        }
    }
    let broker = broker
        .into_iter()
        .map(|(asset, bounds)| bounds.barrier(asset));
    let own = own
        .into_iter()
        .map(|((account_id, asset), own)| PnlBoundsAccountAssetBarrier {
            barrier: own.bounds.barrier(asset),
            account_id,
            initial_pnl: own.initial.unwrap_or_default(),
        });
    PnlBoundsKillSwitchPolicy::new()
        .broker_barriers(broker)
        .account_asset_barriers(own)
}
