// SPDX-License-Identifier: Apache-2.0
//! The barriers of a notional limit (L-6): one number, always of one settlement asset.

use super::barriers::{ASSET, Axes, asset};
use super::faults::Faults;
use super::limit::{Limit, number};
use super::section::Section;
use crate::param::{AccountId, Volume};
use crate::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy,
};

/// The axes of the policy; the broker's is an array here, by settlement asset.
pub(super) const AXES: [&str; 4] = ["broker", "asset", "account_asset", "each_account_asset"];

impl Limit for Volume {
    const AXES: &'static [&'static str] = &AXES;
    const KEYS: &'static [&'static str] = &["limit"];

    fn read(barrier: &Section<'_>, faults: &mut Faults) -> Option<Self> {
        let field = barrier.required("limit", "text such as `\"0.5\"` or an integer", faults)?;
        number(&field, "volume", Self::from_string, faults)
    }

    fn or(self, _other: Self) -> Self {
        self
    }
}

/// The policy that a `[[policy]]` describes, under its default name.
pub(super) fn policy(
    policy: &Section<'_>,
    accounts: &[AccountId],
    faults: &mut Faults,
) -> NotionalLimitPolicy {
    let mut axes = Axes {
        policy,
        accounts,
        faults,
    };
    axes.require_one(&AXES);
    let broker = axes.keyed("broker", ASSET, asset).into_iter();
    let assets = axes.keyed("asset", ASSET, asset).into_iter();
    let own = axes.account_assets().into_iter();
    NotionalLimitPolicy::new()
        .broker_asset_barriers(
            broker.map(|(settlement_asset, limit)| NotionalBrokerAssetBarrier {
                limit,
                settlement_asset,
            }),
        )
        .asset_barriers(
            assets.map(|(settlement_asset, limit)| NotionalAssetBarrier {
                limit,
                settlement_asset,
            }),
        )
        .account_asset_barriers(own.map(|((account_id, settlement_asset), limit)| {
            NotionalAccountAssetBarrier {
                limit,
                account_id,
                settlement_asset,
            }
        }))
}
