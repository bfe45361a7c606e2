// SPDX-License-Identifier: Apache-2.0
//! Built-in policies (L), each with all its barriers in one call.

use openpit::param::{AccountId, Asset, ParamError, ParamErrorKind};
use openpit::pretrade::policies::{
    OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier, OrderSizeBrokerBarrier, OrderSizeLimit,
    OrderSizeLimitChange, OrderSizeLimitPolicy, OrderValidation, RateLimit,
    RateLimitAccountAssetBarrier, RateLimitAccountBarrier, RateLimitAssetBarrier,
    RateLimitBrokerBarrier, RateLimitChange, RateLimitPolicy,
};

use crate::builder::{OpenpitBuilder, configure};
use crate::error::Fault;
use crate::number::{OpenpitNumber, read_number};
use crate::order::check_flags;
use crate::outcome::OpenpitOutcome;
use crate::text::{OpenpitText, Slice};

/// A barrier on everything.
pub const OPENPIT_AXIS_BROKER: u32 = 1;
/// A barrier on one asset.
pub const OPENPIT_AXIS_ASSET: u32 = 2;
/// A barrier on one account; not for order sizes.
pub const OPENPIT_AXIS_ACCOUNT: u32 = 3;
/// A barrier on one asset of one account.
pub const OPENPIT_AXIS_ACCOUNT_ASSET: u32 = 4;
/// A barrier on one asset of all accounts together; for notional limits.
pub const OPENPIT_AXIS_BROKER_ASSET: u32 = 5;

/// The barrier caps the quantity.
pub const OPENPIT_BARRIER_MAX_QUANTITY: u32 = 1;
/// The barrier caps the notional.
pub const OPENPIT_BARRIER_MAX_NOTIONAL: u32 = 2;

/// One barrier of a built-in, on one axis. A built-in reads the fields that it has.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitBarrier {
    /// `OPENPIT_AXIS_*`.
    pub axis: u32,
    /// `OPENPIT_BARRIER_*`, for order sizes.
    pub flags: u32,
    /// The account, on an axis that has one.
    pub account_id: u64,
    /// Rate: the most orders in the window.
    pub max_orders: u64,
    /// Rate: the window in nanoseconds.
    pub window_ns: i64,
    /// Size: the most units of the underlying, by flag.
    pub max_quantity: OpenpitNumber,
    /// Size and notional: the most money in the settlement asset, by flag.
    pub max_notional: OpenpitNumber,
    /// The asset, on an axis that has one.
    pub asset: OpenpitText,
}

impl OpenpitBarrier {
    fn asset(&self) -> Result<Asset, ParamError> {
        Asset::new(self.asset.read("asset")?)
    }

    fn account(&self) -> AccountId {
        AccountId::from_int(self.account_id)
    }

    pub(crate) fn unknown_axis(&self) -> ParamError {
        ParamError::new("axis", ParamErrorKind::UnknownName, &self.axis.to_string())
    }

    fn size(&self) -> Result<OrderSizeLimit, ParamError> {
        let known = OPENPIT_BARRIER_MAX_QUANTITY | OPENPIT_BARRIER_MAX_NOTIONAL;
        check_flags("barrier_flags", self.flags, known)?;
        let mut limit = OrderSizeLimit::default();
        if self.flags & OPENPIT_BARRIER_MAX_QUANTITY != 0 {
            limit.max_quantity = Some(read_number!(self.max_quantity, Quantity));
        }
        if self.flags & OPENPIT_BARRIER_MAX_NOTIONAL != 0 {
            limit.max_notional = Some(read_number!(self.max_notional, Volume));
        }
        Ok(limit)
    }
}

/// Which axes a change gives: a bit for each, `1 << OPENPIT_AXIS_*`. A barrier gives its axis too;
/// an axis with a bit and without barriers is taken away (L-5).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axes(pub u32);

impl Axes {
    /// The barriers of an axis so far: none at all if it is to stay as it is.
    pub fn given<T>(self, axis: u32) -> Option<Vec<T>> {
        (self.0 >> axis & 1 != 0).then(Vec::new)
    }

    /// Refuses bits that are no axis of the policy.
    pub fn check(self, known: &[u32]) -> Result<(), ParamError> {
        let known = known.iter().fold(0, |bits, axis| bits | 1 << axis);
        check_flags("axes", self.0, known)
    }
}

/// The barriers of a rate limit, by axis.
pub(crate) fn rate_change(
    axes: Axes,
    barriers: &[OpenpitBarrier],
) -> Result<RateLimitChange, ParamError> {
    axes.check(&[
        OPENPIT_AXIS_BROKER,
        OPENPIT_AXIS_ASSET,
        OPENPIT_AXIS_ACCOUNT,
        OPENPIT_AXIS_ACCOUNT_ASSET,
    ])?;
    let mut change = RateLimitChange {
        broker: axes.given(OPENPIT_AXIS_BROKER),
        asset: axes.given(OPENPIT_AXIS_ASSET),
        account: axes.given(OPENPIT_AXIS_ACCOUNT),
        account_asset: axes.given(OPENPIT_AXIS_ACCOUNT_ASSET),
    };
    for barrier in barriers {
        let limit = RateLimit {
            max_orders: barrier.max_orders,
            window_ns: barrier.window_ns,
        };
        let account_id = barrier.account();
        match barrier.axis {
            OPENPIT_AXIS_BROKER => {
                let known = change.broker.get_or_insert_default();
                known.push(RateLimitBrokerBarrier { limit });
            }
            OPENPIT_AXIS_ASSET => {
                let known = change.asset.get_or_insert_default();
                known.push(RateLimitAssetBarrier {
                    limit,
                    settlement_asset: barrier.asset()?,
                });
            }
            OPENPIT_AXIS_ACCOUNT => {
                let known = change.account.get_or_insert_default();
                known.push(RateLimitAccountBarrier { limit, account_id });
            }
            OPENPIT_AXIS_ACCOUNT_ASSET => {
                let known = change.account_asset.get_or_insert_default();
                known.push(RateLimitAccountAssetBarrier {
                    limit,
                    account_id,
                    settlement_asset: barrier.asset()?,
                });
            }
            _ => return Err(barrier.unknown_axis()),
        }
    }
    Ok(change)
}

/// The barriers of an order size limit, by axis.
pub(crate) fn size_change(
    axes: Axes,
    barriers: &[OpenpitBarrier],
) -> Result<OrderSizeLimitChange, ParamError> {
    axes.check(&[
        OPENPIT_AXIS_BROKER,
        OPENPIT_AXIS_ASSET,
        OPENPIT_AXIS_ACCOUNT_ASSET,
    ])?;
    let mut change = OrderSizeLimitChange {
        broker: axes.given(OPENPIT_AXIS_BROKER),
        asset: axes.given(OPENPIT_AXIS_ASSET),
        account_asset: axes.given(OPENPIT_AXIS_ACCOUNT_ASSET),
    };
    for barrier in barriers {
        let limit = barrier.size()?;
        match barrier.axis {
            OPENPIT_AXIS_BROKER => {
                let known = change.broker.get_or_insert_default();
                known.push(OrderSizeBrokerBarrier { limit });
            }
            OPENPIT_AXIS_ASSET => {
                let known = change.asset.get_or_insert_default();
                known.push(OrderSizeAssetBarrier {
                    limit,
                    asset: barrier.asset()?,
                });
            }
            OPENPIT_AXIS_ACCOUNT_ASSET => {
                let known = change.account_asset.get_or_insert_default();
                known.push(OrderSizeAccountAssetBarrier {
                    limit,
                    account_id: barrier.account(),
                    asset: barrier.asset()?,
                });
            }
            _ => return Err(barrier.unknown_axis()),
        }
    }
    Ok(change)
}

/// A list of a call.
///
/// # Safety
/// Unless `count` is 0, `items` is null or valid for `count` items during the call.
pub(crate) unsafe fn list<'a, T>(
    items: *const T,
    count: usize,
    name: &'static str,
) -> Result<&'a [T], Fault> {
    if count == 0 {
        return Ok(&[]);
    }
    if items.is_null() {
        return Err(Fault::null(name));
    }
    // No object has more bytes than that, so a longer list is a caller's mistake.
    let bytes = count.checked_mul(size_of::<T>());
    if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(ParamError::new("count", ParamErrorKind::TooLong, &count.to_string()).into());
    }
    // SAFETY: not null, no longer than an object can be, and valid by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// Adds an order validation (L-1).
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_order_validation(
    builder: *mut OpenpitBuilder,
    name: *const u8,
    name_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let name = unsafe { slice.read("policy_name") }?;
        builder.builtin(name, Ok(OrderValidation::new().named(name.to_owned())))
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Adds a rate limit (L-2). With `count_rejected`, orders that it rejects count too.
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_rate_limit(
    builder: *mut OpenpitBuilder,
    name: *const u8,
    name_len: usize,
    count_rejected: u32,
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
        let policy = RateLimitPolicy::new().named(name.to_owned());
        let policy = policy.count_rejected(count_rejected != 0);
        let policy = rate_change(Axes(0), barriers).map(|given| {
            (given.broker.into_iter().flatten())
                .fold(policy, RateLimitPolicy::broker_barrier)
                .asset_barriers(given.asset.unwrap_or_default())
                .account_barriers(given.account.unwrap_or_default())
                .account_asset_barriers(given.account_asset.unwrap_or_default())
        });
        builder.builtin(name, policy)
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Adds an order size limit (L-3).
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes, `barriers` for `barrier_count` barriers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_order_size_limit(
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
        let policy = OrderSizeLimitPolicy::new().named(name.to_owned());
        let policy = size_change(Axes(0), barriers).map(|given| {
            (given.broker.into_iter().flatten())
                .fold(policy, OrderSizeLimitPolicy::broker_barrier)
                .asset_barriers(given.asset.unwrap_or_default())
                .account_asset_barriers(given.account_asset.unwrap_or_default())
        });
        builder.builtin(name, policy)
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
