// SPDX-License-Identifier: Apache-2.0
//! The built-in that limits notional held, open and used (L-6).

use openpit::param::{AccountId, Asset, ParamError, ParamErrorKind, Volume};
use openpit::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy,
};

use crate::builder::{OpenpitBuilder, configure};
use crate::builtins::{
    OPENPIT_AXIS_ACCOUNT_ASSET, OPENPIT_AXIS_ASSET, OPENPIT_AXIS_BROKER_ASSET,
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
        read_number!(self.max_notional, Volume)
    }

    fn add_notional(&self, policy: NotionalLimitPolicy) -> Result<NotionalLimitPolicy, ParamError> {
        let limit = self.notional()?;
        let settlement_asset = Asset::new(self.asset.read("asset")?)?;
        Ok(match self.axis {
            OPENPIT_AXIS_BROKER_ASSET => {
                policy.broker_asset_barriers([NotionalBrokerAssetBarrier {
                    limit,
                    settlement_asset,
                }])
            }
            OPENPIT_AXIS_ASSET => policy.asset_barriers([NotionalAssetBarrier {
                limit,
                settlement_asset,
            }]),
            OPENPIT_AXIS_ACCOUNT_ASSET => {
                policy.account_asset_barriers([NotionalAccountAssetBarrier {
                    limit,
                    account_id: AccountId::from_int(self.account_id),
                    settlement_asset,
                }])
            }
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("axis", kind, &other.to_string()));
            }
        })
    }
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
        let policy = barriers
            .iter()
            .try_fold(policy, |policy, barrier| barrier.add_notional(policy));
        builder.builtin(name, policy)
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
