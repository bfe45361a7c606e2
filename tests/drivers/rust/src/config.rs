// SPDX-License-Identifier: Apache-2.0
//! An engine from plain data.

use std::rc::Rc;

use openpit::core::{AccountAdjustment, ExecutionReport, Order};
use openpit::engine::sync::Local;
use openpit::engine::{EngineBuilder, ManualClock};
use openpit::param::{AccountId, Asset};
use openpit::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy, OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy, OrderValidation,
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy, RateLimit,
    RateLimitAccountAssetBarrier, RateLimitAccountBarrier, RateLimitAssetBarrier,
    RateLimitBrokerBarrier, RateLimitPolicy,
};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, integer, text};
use crate::policy::Scripted;
use crate::records;
use crate::session::{Engine, with};

type Builder = EngineBuilder<Order, ExecutionReport, AccountAdjustment, Local>;

/// Builds an engine.
pub fn build(request: &Value) -> Answer {
    let number = with(|s| s.engines.next());
    let mut builder =
        openpit::Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync();
    if request["clock"].is_object() {
        let clock = ManualClock::starting_at(integer(&request["clock"], "start")?);
        let accept_late = request["clock"]["accept_late"] == json!(true);
        builder = builder.clock(if accept_late {
            clock.accept_late()
        } else {
            clock
        });
    }
    if request["record"] == json!(true) {
        builder = builder.record_decisions();
    }
    if request["require_limits"] == json!(true) {
        builder = builder.require_limits();
    }
    for policy in request["policies"].as_array().into_iter().flatten() {
        builder = add(builder, policy, number)?;
    }
    let engine: Engine = builder.build()?;
    Ok(json!(with(|s| s.engines.add(Rc::new(engine)))))
}

fn add(builder: Builder, policy: &Value, engine: u64) -> Result<Builder, Fault> {
    let name = policy["name"].as_str().map(str::to_owned);
    let barriers = policy["barriers"].as_array().map_or(&[][..], Vec::as_slice);
    Ok(match text(policy, "type")? {
        "order_validation" => {
            let made = OrderValidation::new();
            builder.builtin(match name {
                Some(name) => made.named(name),
                None => made,
            })
        }
        "rate_limit" => {
            let mut made = RateLimitPolicy::new();
            if policy["count_rejected"] == json!(true) {
                made = made.count_rejected(true);
            }
            for barrier in barriers {
                made = rate_barrier(made, barrier)?;
            }
            builder.builtin(match name {
                Some(name) => made.named(name),
                None => made,
            })
        }
        "custom" => builder.pre_trade(Scripted::new(policy, engine)?),
        _ => return add_limit(builder, policy),
    })
}

fn add_limit(builder: Builder, policy: &Value) -> Result<Builder, Fault> {
    let name = policy["name"].as_str().map(str::to_owned);
    let barriers = policy["barriers"].as_array().map_or(&[][..], Vec::as_slice);
    Ok(match text(policy, "type")? {
        "order_size_limit" => {
            let mut made = OrderSizeLimitPolicy::new();
            for barrier in barriers {
                made = size_barrier(made, barrier)?;
            }
            builder.builtin(match name {
                Some(name) => made.named(name),
                None => made,
            })
        }
        "notional_limit" => {
            let mut made = NotionalLimitPolicy::new();
            for barrier in barriers {
                made = notional_barrier(made, barrier)?;
            }
            builder.builtin(match name {
                Some(name) => made.named(name),
                None => made,
            })
        }
        "pnl_bounds_killswitch" => {
            let mut made = PnlBoundsKillSwitchPolicy::new();
            for barrier in barriers {
                made = pnl_barrier(made, barrier)?;
            }
            builder.builtin(match name {
                Some(name) => made.named(name),
                None => made,
            })
        }
        other => return Err(Fault::driver(format!("no policy type `{other}`"))),
    })
}

/// The asset of a barrier.
pub fn asset(barrier: &Value) -> Result<Asset, Fault> {
    Ok(text(barrier, "asset")?.parse()?)
}

/// The account of a barrier.
pub fn account(barrier: &Value) -> Result<AccountId, Fault> {
    let missing = || Fault::driver("`account` is missing");
    records::account(barrier, "account")?.ok_or_else(missing)
}

/// The limit of a barrier of a rate limit.
pub fn orders(barrier: &Value) -> Result<RateLimit, Fault> {
    let wrong = |_| Fault::driver("`max_orders` is not a count");
    Ok(RateLimit {
        max_orders: text(barrier, "max_orders")?.parse().map_err(wrong)?,
        window_ns: integer(barrier, "window_ns")?,
    })
}

fn rate_barrier(policy: RateLimitPolicy, barrier: &Value) -> Result<RateLimitPolicy, Fault> {
    let limit = orders(barrier)?;
    Ok(match text(barrier, "axis")? {
        "broker" => policy.broker_barrier(RateLimitBrokerBarrier { limit }),
        "asset" => policy.asset_barriers([RateLimitAssetBarrier {
            limit,
            settlement_asset: asset(barrier)?,
        }]),
        "account" => policy.account_barriers([RateLimitAccountBarrier {
            limit,
            account_id: account(barrier)?,
        }]),
        _ => policy.account_asset_barriers([RateLimitAccountAssetBarrier {
            limit,
            account_id: account(barrier)?,
            settlement_asset: asset(barrier)?,
        }]),
    })
}

/// The bounds of a barrier of a pnl kill switch.
pub fn pnl_bounds(barrier: &Value) -> Result<PnlBoundsBrokerBarrier, Fault> {
    Ok(PnlBoundsBrokerBarrier {
        settlement_asset: asset(barrier)?,
        lower_bound: records::field(barrier, "lower_bound")?,
        upper_bound: records::field(barrier, "upper_bound")?,
    })
}

fn pnl_barrier(
    policy: PnlBoundsKillSwitchPolicy,
    barrier: &Value,
) -> Result<PnlBoundsKillSwitchPolicy, Fault> {
    let bounds = pnl_bounds(barrier)?;
    Ok(match text(barrier, "axis")? {
        "broker" => policy.broker_barriers([bounds]),
        _ => policy.account_asset_barriers([PnlBoundsAccountAssetBarrier {
            barrier: bounds,
            account_id: account(barrier)?,
            initial_pnl: records::field(barrier, "initial_pnl")?.unwrap_or_default(),
        }]),
    })
}

fn notional_barrier(
    policy: NotionalLimitPolicy,
    barrier: &Value,
) -> Result<NotionalLimitPolicy, Fault> {
    let (limit, settlement_asset) = (text(barrier, "limit")?.parse()?, asset(barrier)?);
    Ok(match text(barrier, "axis")? {
        "broker" => policy.broker_asset_barriers([NotionalBrokerAssetBarrier {
            limit,
            settlement_asset,
        }]),
        "asset" => policy.asset_barriers([NotionalAssetBarrier {
            limit,
            settlement_asset,
        }]),
        _ => policy.account_asset_barriers([NotionalAccountAssetBarrier {
            limit,
            account_id: account(barrier)?,
            settlement_asset,
        }]),
    })
}

/// The limit of a barrier of an order size limit.
pub fn size(barrier: &Value) -> Result<OrderSizeLimit, Fault> {
    Ok(OrderSizeLimit {
        max_quantity: records::field(barrier, "max_quantity")?,
        max_notional: records::field(barrier, "max_notional")?,
    })
}

fn size_barrier(
    policy: OrderSizeLimitPolicy,
    barrier: &Value,
) -> Result<OrderSizeLimitPolicy, Fault> {
    let limit = size(barrier)?;
    Ok(match text(barrier, "axis")? {
        "broker" => policy.broker_barrier(OrderSizeBrokerBarrier { limit }),
        "asset" => policy.asset_barriers([OrderSizeAssetBarrier {
            limit,
            asset: asset(barrier)?,
        }]),
        _ => policy.account_asset_barriers([OrderSizeAccountAssetBarrier {
            limit,
            account_id: account(barrier)?,
            asset: asset(barrier)?,
        }]),
    })
}
