// SPDX-License-Identifier: Apache-2.0
//! The built-in that limits notional held, open and used (L-6).

use openpit::param::{AccountId, Asset, ParamError, ParamErrorKind, Volume};
use openpit::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitChange, NotionalLimitPolicy,
};

use crate::builder::{OpenpitBuilder, configure};
use crate::builtins::{
    Axes, OPENPIT_AXIS_ACCOUNT_ASSET, OPENPIT_AXIS_ASSET, OPENPIT_AXIS_BROKER_ASSET,
    OPENPIT_BARRIER_MAX_NOTIONAL, OpenpitBarrier, list,
};
use crate::number::read_number;
use crate::order::check_flags;
use crate::outcome::OpenpitOutcome;
use crate::text::Slice;

impl OpenpitBarrier {
    /// The one number of the barrier, which must be there.
    fn notional(&self) -> Result<Volume, ParamError> {
        check_flags("barrier_flags", self.flags, OPENPIT_BARRIER_MAX_NOTIONAL)?;
        if self.flags == 0 {
            let unset = ParamErrorKind::Unset;
            return Err(ParamError::new("volume", unset, "unset"));
        }
        Ok(read_number!(self.max_notional, Volume))
    }
}

/// The barriers of a notional limit, by axis.
pub(crate) fn notional_change(
    axes: Axes,
    barriers: &[OpenpitBarrier],
) -> Result<NotionalLimitChange, ParamError> {
    axes.check(&[
        OPENPIT_AXIS_BROKER_ASSET,
        OPENPIT_AXIS_ASSET,
        OPENPIT_AXIS_ACCOUNT_ASSET,
    ])?;
    let mut change = NotionalLimitChange {
        broker_asset: axes.given(OPENPIT_AXIS_BROKER_ASSET),
        asset: axes.given(OPENPIT_AXIS_ASSET),
        account_asset: axes.given(OPENPIT_AXIS_ACCOUNT_ASSET),
    };
    for barrier in barriers {
        let limit = barrier.notional()?;
        let settlement_asset = Asset::new(barrier.asset.read("asset")?)?;
        match barrier.axis {
            OPENPIT_AXIS_BROKER_ASSET => {
                let known = change.broker_asset.get_or_insert_default();
                known.push(NotionalBrokerAssetBarrier {
                    limit,
                    settlement_asset,
                });
            }
            OPENPIT_AXIS_ASSET => {
                let known = change.asset.get_or_insert_default();
                known.push(NotionalAssetBarrier {
                    limit,
                    settlement_asset,
                });
            }
            OPENPIT_AXIS_ACCOUNT_ASSET => {
                let known = change.account_asset.get_or_insert_default();
                known.push(NotionalAccountAssetBarrier {
                    limit,
                    account_id: AccountId::from_int(barrier.account_id),
                    settlement_asset,
                });
            }
            _ => return Err(barrier.unknown_axis()),
        }
    }
    Ok(change)
}

/// Adds a notional limit (L-6). Of each barrier the axis, the asset, the account and
/// `max_notional` are read.
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_notional_limit(
    builder: *mut OpenpitBuilder,
    name: *const u8,
    name_len: usize,
    barriers: *const OpenpitBarrier,
    barrier_count: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let (name, barriers) = unsafe {
            (
                slice.read("policy_name")?,
                list(barriers, barrier_count, "barriers")?,
            )
        };
        let policy = NotionalLimitPolicy::new().named(name.to_owned());
        let policy = notional_change(Axes(0), barriers).map(|given| {
            policy
                .broker_asset_barriers(given.broker_asset.unwrap_or_default())
                .asset_barriers(given.asset.unwrap_or_default())
                .account_asset_barriers(given.account_asset.unwrap_or_default())
        });
        builder.builtin(name, policy)
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
