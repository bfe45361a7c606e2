# SPDX-License-Identifier: Apache-2.0
"""An engine from plain data."""

import openpit
from openpit import param
from openpit.pretrade import policies

from drivers import python_records
from drivers.python_policy import scripted


def build(session, number, clock, record, chosen, late_sync, require_limits):
    """Build an engine."""
    builder = openpit.Engine.builder()
    if not late_sync:
        builder = builder.no_sync()
    if clock is not None:
        late = clock.get("accept_late", False)
        builder = builder.clock(openpit.ManualClock(start=int(clock["start"]), accept_late=late))
    if record:
        builder = builder.record_decisions()
    if require_limits:
        builder = builder.require_limits()
    for policy in chosen:
        if policy["type"] == "custom":
            builder = builder.pre_trade(policy=scripted(session, number, policy))
        else:
            builder = builder.builtin(BUILTINS[policy["type"]](policy))
    return (builder.no_sync() if late_sync else builder).build()


def named(builder, policy):
    """The policy under its own name, if it has one."""
    return builder.named(policy["name"]) if "name" in policy else builder


def order_validation(policy):
    """L-1."""
    return named(policies.build_order_validation(), policy)


def key(barrier, asset_name):
    """The key of a barrier."""
    found = {}
    if "account" in barrier:
        found["account_id"] = python_records.account(barrier["account"])
    if "asset" in barrier:
        found[asset_name] = param.Asset(barrier["asset"])
    return found


def rate_limit(policy):
    """L-2."""
    builder = named(policies.build_rate_limit(), policy)
    if policy.get("count_rejected"):
        builder = builder.count_rejected()
    for barrier in policy["barriers"]:
        limit = policies.RateLimit(
            max_orders=int(barrier["max_orders"]), window_ns=int(barrier["window_ns"])
        )
        keys = key(barrier, "settlement_asset")
        axis = barrier["axis"]
        if axis == "broker":
            made = policies.RateLimitBrokerBarrier(limit=limit)
            builder = builder.broker_barrier(made)
        elif axis == "asset":
            made = policies.RateLimitAssetBarrier(limit=limit, **keys)
            builder = builder.asset_barriers(made)
        elif axis == "account":
            made = policies.RateLimitAccountBarrier(limit=limit, **keys)
            builder = builder.account_barriers(made)
        else:
            made = policies.RateLimitAccountAssetBarrier(limit=limit, **keys)
            builder = builder.account_asset_barriers(made)
    return builder


def order_size_limit(policy):
    """L-3."""
    builder = named(policies.build_order_size_limit(), policy)
    for barrier in policy["barriers"]:
        caps = {}
        if "max_quantity" in barrier:
            caps["max_quantity"] = param.Quantity(barrier["max_quantity"])
        if "max_notional" in barrier:
            caps["max_notional"] = param.Volume(barrier["max_notional"])
        limit = policies.OrderSizeLimit(**caps)
        keys = key(barrier, "asset")
        axis = barrier["axis"]
        if axis == "broker":
            made = policies.OrderSizeBrokerBarrier(limit=limit)
            builder = builder.broker_barrier(made)
        elif axis == "asset":
            made = policies.OrderSizeAssetBarrier(limit=limit, **keys)
            builder = builder.asset_barriers(made)
        else:
            made = policies.OrderSizeAccountAssetBarrier(limit=limit, **keys)
            builder = builder.account_asset_barriers(made)
    return builder


def notional_limit(policy):
    """L-6."""
    builder = named(policies.build_notional_limit(), policy)
    for barrier in policy["barriers"]:
        keys = {"limit": param.Volume(barrier["limit"]), **key(barrier, "settlement_asset")}
        axis = barrier["axis"]
        if axis == "broker":
            made = policies.NotionalBrokerAssetBarrier(**keys)
            builder = builder.broker_asset_barriers(made)
        elif axis == "asset":
            made = policies.NotionalAssetBarrier(**keys)
            builder = builder.asset_barriers(made)
        else:
            made = policies.NotionalAccountAssetBarrier(**keys)
            builder = builder.account_asset_barriers(made)
    return builder


def pnl_bounds_killswitch(policy):
    """L-4."""
    builder = named(policies.build_pnl_bounds_killswitch(), policy)
    for barrier in policy["barriers"]:
        bounds = {
            name: param.Pnl(barrier[name])
            for name in ("lower_bound", "upper_bound")
            if name in barrier
        }
        made = policies.PnlBoundsBrokerBarrier(settlement_asset=barrier["asset"], **bounds)
        if barrier["axis"] == "broker":
            builder = builder.broker_barriers(made)
            continue
        initial = {}
        if "initial_pnl" in barrier:
            initial["initial_pnl"] = param.Pnl(barrier["initial_pnl"])
        account = python_records.account(barrier["account"])
        made = policies.PnlBoundsAccountAssetBarrier(barrier=made, account_id=account, **initial)
        builder = builder.account_asset_barriers(made)
    return builder


BUILTINS = {
    "order_validation": order_validation,
    "rate_limit": rate_limit,
    "order_size_limit": order_size_limit,
    "notional_limit": notional_limit,
    "pnl_bounds_killswitch": pnl_bounds_killswitch,
}
