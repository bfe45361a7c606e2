// SPDX-License-Identifier: Apache-2.0
//! The built-in that stops an account whose realized pnl leaves its bounds (L-4).

use openpit::param::{AccountId, Asset, ParamError, ParamErrorKind};
use openpit::pretrade::policies::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsChange,
    PnlBoundsKillSwitchPolicy,
};

use crate::builder::{OpenpitBuilder, configure};
use crate::builtins::{Axes, OPENPIT_AXIS_ACCOUNT_ASSET, OPENPIT_AXIS_BROKER, list};
use crate::number::{OpenpitNumber, read_number};
use crate::order::check_flags;
use crate::outcome::OpenpitOutcome;
use crate::text::{OpenpitText, Slice};

/// The barrier has a lower bound.
pub const OPENPIT_PNL_BARRIER_LOWER: u32 = 1;
/// The barrier has an upper bound.
pub const OPENPIT_PNL_BARRIER_UPPER: u32 = 2;

/// Bounds of realized pnl in one settlement asset: of every account, or of one.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitPnlBarrier {
    /// `OPENPIT_AXIS_BROKER` or `OPENPIT_AXIS_ACCOUNT_ASSET`.
    pub axis: u32,
    /// `OPENPIT_PNL_BARRIER_*`.
    pub flags: u32,
    /// The account, on its axis.
    pub account_id: u64,
    /// The least realized pnl, fees taken off, with which an account may trade, by flag.
    pub lower_bound: OpenpitNumber,
    /// The most realized pnl, fees taken off, with which an account may trade, by flag.
    pub upper_bound: OpenpitNumber,
    /// What the account starts from, on its axis.
    pub initial_pnl: OpenpitNumber,
    /// The settlement asset.
    pub settlement_asset: OpenpitText,
}

impl OpenpitPnlBarrier {
    fn bounds(&self) -> Result<PnlBoundsBrokerBarrier, ParamError> {
        let known = OPENPIT_PNL_BARRIER_LOWER | OPENPIT_PNL_BARRIER_UPPER;
        check_flags("barrier_flags", self.flags, known)?;
        let mut barrier = PnlBoundsBrokerBarrier {
            settlement_asset: Asset::new(self.settlement_asset.read("asset")?)?,
            lower_bound: None,
            upper_bound: None,
        };
        if self.flags & OPENPIT_PNL_BARRIER_LOWER != 0 {
            barrier.lower_bound = Some(read_number!(self.lower_bound, Pnl));
        }
        if self.flags & OPENPIT_PNL_BARRIER_UPPER != 0 {
            barrier.upper_bound = Some(read_number!(self.upper_bound, Pnl));
        }
        Ok(barrier)
    }
}

/// The bounds of a pnl kill switch, by axis.
pub(crate) fn pnl_change(
    axes: Axes,
    barriers: &[OpenpitPnlBarrier],
) -> Result<PnlBoundsChange, ParamError> {
    axes.check(&[OPENPIT_AXIS_BROKER, OPENPIT_AXIS_ACCOUNT_ASSET])?;
    let mut change = PnlBoundsChange {
        broker: axes.given(OPENPIT_AXIS_BROKER),
        account_asset: axes.given(OPENPIT_AXIS_ACCOUNT_ASSET),
    };
    for given in barriers {
        let barrier = given.bounds()?;
        match given.axis {
            OPENPIT_AXIS_BROKER => change.broker.get_or_insert_default().push(barrier),
            OPENPIT_AXIS_ACCOUNT_ASSET => {
                let known = change.account_asset.get_or_insert_default();
                known.push(PnlBoundsAccountAssetBarrier {
                    barrier,
                    account_id: AccountId::from_int(given.account_id),
                    initial_pnl: read_number!(given.initial_pnl, Pnl),
                });
            }
            other => {
                let kind = ParamErrorKind::UnknownName;
                return Err(ParamError::new("axis", kind, &other.to_string()));
            }
        }
    }
    Ok(change)
}

/// Adds a kill switch on realized pnl (L-4).
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_pnl_bounds_killswitch(
    builder: *mut OpenpitBuilder,
    name: *const u8,
    name_len: usize,
    barriers: *const OpenpitPnlBarrier,
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
        let policy = PnlBoundsKillSwitchPolicy::new().named(name.to_owned());
        let policy = pnl_change(Axes(0), barriers).map(|given| {
            policy
                .broker_barriers(given.broker.unwrap_or_default())
                .account_asset_barriers(given.account_asset.unwrap_or_default())
        });
        builder.builtin(name, policy)
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
