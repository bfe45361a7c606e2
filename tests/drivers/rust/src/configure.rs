// SPDX-License-Identifier: Apache-2.0
//! Limits that change at run time, which are armed, and dry runs.

use openpit::pretrade::policies::{
    LimitsChange, NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitChange, OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier, OrderSizeLimitChange, PnlBoundsAccountAssetBarrier, PnlBoundsChange,
    RateLimitAccountAssetBarrier, RateLimitAccountBarrier, RateLimitAssetBarrier,
    RateLimitBrokerBarrier, RateLimitChange,
};
use serde_json::{Value, json};

use crate::answers::{self, Answer, Fault, handle, text, time};
use crate::config::{account, asset, orders, pnl_bounds, size};
use crate::records;
use crate::session;

/// A dry run of start, or of both stages.
pub fn dry_run(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let order = records::order(&request["order"])?;
    let both = request["both"] == json!(true);
    let result = match (both, time(request)?) {
        (false, None) => engine.dry_run_start_pre_trade(&order),
        (false, Some(at)) => engine.dry_run_start_pre_trade_at(&order, at),
        (true, None) => engine.dry_run_execute_pre_trade(&order),
        (true, Some(at)) => engine.dry_run_execute_pre_trade_at(&order, at),
    };
    match result {
        Ok(()) => Ok(json!({})),
        Err(error) => answers::of_start(error),
    }
}

/// Which policies run for an account.
pub fn armed(request: &Value) -> Answer {
    let account = account(request)?;
    let engine = session::engine(handle(request, "engine")?)?;
    Ok(engine.armed(account)?.into())
}

/// Forgets what fills used.
pub fn reset_notional_limit(request: &Value) -> Answer {
    let account = records::account(request, "account")?;
    let engine = session::engine(handle(request, "engine")?)?;
    let configure = engine.configure();
    configure.reset_notional_limit(text(request, "name")?, account)?;
    Ok(Value::Null)
}

/// One change of one policy.
pub fn configure(request: &Value) -> Answer {
    let (axes, name) = (&request["axes"], text(request, "name")?);
    let engine = session::engine(handle(request, "engine")?)?;
    let configure = engine.configure();
    match change(text(request, "type")?, axes)? {
        LimitsChange::Rate(change) => configure.rate_limit(name, change),
        LimitsChange::Size(change) => configure.order_size_limit(name, change),
        LimitsChange::Pnl(change) => configure.pnl_bounds_killswitch(name, change),
        LimitsChange::Notional(change) => configure.notional_limit(name, change),
    }?;
    Ok(Value::Null)
}

/// The barriers of an axis that changes.
fn axis<T>(
    axes: &Value,
    name: &str,
    make: impl Fn(&Value) -> Result<T, Fault>,
) -> Result<Option<Vec<T>>, Fault> {
    let listed = axes[name].as_array();
    listed
        .map(|barriers| barriers.iter().map(make).collect())
        .transpose()
}

fn change(kind: &str, axes: &Value) -> Result<LimitsChange, Fault> {
    Ok(match kind {
        "rate_limit" => LimitsChange::Rate(rate(axes)?),
        "order_size_limit" => LimitsChange::Size(sizes(axes)?),
        "notional_limit" => LimitsChange::Notional(notional(axes)?),
        "pnl_bounds_killswitch" => LimitsChange::Pnl(PnlBoundsChange {
            broker: axis(axes, "broker", pnl_bounds)?,
            account_asset: axis(axes, "account_asset", |one| {
                Ok(PnlBoundsAccountAssetBarrier {
                    barrier: pnl_bounds(one)?,
                    account_id: account(one)?,
                    initial_pnl: records::field(one, "initial_pnl")?.unwrap_or_default(),
                })
            })?,
        }),
        other => return Err(Fault::driver(format!("no policy type `{other}`"))),
    })
}

fn rate(axes: &Value) -> Result<RateLimitChange, Fault> {
    Ok(RateLimitChange {
        broker: axis(axes, "broker", |one| {
            let limit = orders(one)?;
            Ok(RateLimitBrokerBarrier { limit })
        })?,
        asset: axis(axes, "asset", |one| {
            Ok(RateLimitAssetBarrier {
                limit: orders(one)?,
                settlement_asset: asset(one)?,
            })
        })?,
        account: axis(axes, "account", |one| {
            Ok(RateLimitAccountBarrier {
                limit: orders(one)?,
                account_id: account(one)?,
            })
        })?,
        account_asset: axis(axes, "account_asset", |one| {
            Ok(RateLimitAccountAssetBarrier {
                limit: orders(one)?,
                account_id: account(one)?,
                settlement_asset: asset(one)?,
            })
        })?,
    })
}

fn sizes(axes: &Value) -> Result<OrderSizeLimitChange, Fault> {
    Ok(OrderSizeLimitChange {
        broker: axis(axes, "broker", |one| {
            let limit = size(one)?;
            Ok(OrderSizeBrokerBarrier { limit })
        })?,
        asset: axis(axes, "asset", |one| {
            Ok(OrderSizeAssetBarrier {
                limit: size(one)?,
                asset: asset(one)?,
            })
        })?,
        account_asset: axis(axes, "account_asset", |one| {
            Ok(OrderSizeAccountAssetBarrier {
                limit: size(one)?,
                account_id: account(one)?,
                asset: asset(one)?,
            })
        })?,
    })
}

fn notional(axes: &Value) -> Result<NotionalLimitChange, Fault> {
    Ok(NotionalLimitChange {
        broker_asset: axis(axes, "broker", |one| {
            Ok(NotionalBrokerAssetBarrier {
                limit: text(one, "limit")?.parse()?,
                settlement_asset: asset(one)?,
            })
        })?,
        asset: axis(axes, "asset", |one| {
            Ok(NotionalAssetBarrier {
                limit: text(one, "limit")?.parse()?,
                settlement_asset: asset(one)?,
            })
        })?,
        account_asset: axis(axes, "account_asset", |one| {
            Ok(NotionalAccountAssetBarrier {
                limit: text(one, "limit")?.parse()?,
                account_id: account(one)?,
                settlement_asset: asset(one)?,
            })
        })?,
    })
}
