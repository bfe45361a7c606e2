# SPDX-License-Identifier: Apache-2.0
"""Limits that change at run time (L-5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar

from openpit._checks import check_text, check_type
from openpit._native import AccountId, Engine, _change_limits, _reset_notional_limit
from openpit.pretrade.policies import (
    NotionalAccountAssetBarrier,
    NotionalAssetBarrier,
    NotionalBrokerAssetBarrier,
    OrderSizeAccountAssetBarrier,
    OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier,
    PnlBoundsAccountAssetBarrier,
    PnlBoundsBrokerBarrier,
    RateLimitAccountAssetBarrier,
    RateLimitAccountBarrier,
    RateLimitAssetBarrier,
    RateLimitBrokerBarrier,
)

__all__ = ["Configure"]

T = TypeVar("T")
Axis: TypeAlias = T | Iterable[T] | None


def _barriers(axis: str, value: Any, barrier: type[Any]) -> list[Any] | None:
    """The barriers of an axis: of one barrier or of an iterable; none leaves the axis."""
    if value is None:
        return None
    if isinstance(value, barrier):
        return [value]
    allowed = f"`{barrier.__name__}`, an iterable of it, or `None`"
    check_type(axis, value, Iterable, allowed)
    found = list(value)
    for one in found:
        check_type(axis, one, barrier, allowed)
    return found


class Configure:
    """Changes the limits of an engine's policies by name, from `Engine.configure()` (L-5).

    An axis that is given, as a barrier or an iterable of barriers, replaces that axis of the
    policy; one that is left out stays, and an empty iterable takes it away. What was counted stays
    counted. Each method raises `ConfigError` with every fault of the new limits, also if no policy
    of the kind has the name: the old limits then stay. `LifecycleError`, `ThreadingError` and
    `ReentrancyError` as any call.

    >>> from openpit.pretrade import policies
    >>> def barrier(orders: int) -> policies.RateLimitBrokerBarrier:
    ...     limit = policies.RateLimit(max_orders=orders, window_ns=1_000_000_000)
    ...     return policies.RateLimitBrokerBarrier(limit=limit)
    >>> burst = policies.build_rate_limit().named("burst").broker_barrier(barrier(100))
    >>> engine = Engine.builder().no_sync().builtin(burst).build()
    >>> engine.configure().rate_limit("burst", broker=barrier(50))
    """

    __slots__ = ("_engine",)

    def __init__(self, engine: Engine) -> None:
        check_type("engine", engine, Engine, "`Engine`")
        self._engine = engine

    def rate_limit(
        self,
        name: str,
        *,
        broker: Axis[RateLimitBrokerBarrier] = None,
        asset: Axis[RateLimitAssetBarrier] = None,
        account: Axis[RateLimitAccountBarrier] = None,
        account_asset: Axis[RateLimitAccountAssetBarrier] = None,
    ) -> None:
        """Change the barriers of a rate limit; a barrier that is new counts from now."""
        axes = {
            "broker": _barriers("broker", broker, RateLimitBrokerBarrier),
            "asset": _barriers("asset", asset, RateLimitAssetBarrier),
            "account": _barriers("account", account, RateLimitAccountBarrier),
            "account_asset": _barriers(
                "account_asset", account_asset, RateLimitAccountAssetBarrier
            ),
        }
        self._change("rate_limit", name, axes)

    def order_size_limit(
        self,
        name: str,
        *,
        broker: Axis[OrderSizeBrokerBarrier] = None,
        asset: Axis[OrderSizeAssetBarrier] = None,
        account_asset: Axis[OrderSizeAccountAssetBarrier] = None,
    ) -> None:
        """Change the barriers of an order size limit."""
        axes = {
            "broker": _barriers("broker", broker, OrderSizeBrokerBarrier),
            "asset": _barriers("asset", asset, OrderSizeAssetBarrier),
            "account_asset": _barriers(
                "account_asset", account_asset, OrderSizeAccountAssetBarrier
            ),
        }
        self._change("order_size_limit", name, axes)

    def pnl_bounds_killswitch(
        self,
        name: str,
        *,
        broker: Axis[PnlBoundsBrokerBarrier] = None,
        account_asset: Axis[PnlBoundsAccountAssetBarrier] = None,
    ) -> None:
        """Change the bounds of a pnl kill switch; realized pnl stays (L-5.3).

        An initial pnl counts only for an account and asset without a total. An account that is out
        of its new bounds is rejected from now on, and blocked by its next report.
        """
        axes = {
            "broker": _barriers("broker", broker, PnlBoundsBrokerBarrier),
            "account_asset": _barriers(
                "account_asset", account_asset, PnlBoundsAccountAssetBarrier
            ),
        }
        self._change("pnl_bounds_killswitch", name, axes)

    def notional_limit(
        self,
        name: str,
        *,
        broker_asset: Axis[NotionalBrokerAssetBarrier] = None,
        asset: Axis[NotionalAssetBarrier] = None,
        account_asset: Axis[NotionalAccountAssetBarrier] = None,
    ) -> None:
        """Change the barriers of a notional limit; what is held, open and used stays."""
        axes = {
            "broker_asset": _barriers("broker_asset", broker_asset, NotionalBrokerAssetBarrier),
            "asset": _barriers("asset", asset, NotionalAssetBarrier),
            "account_asset": _barriers("account_asset", account_asset, NotionalAccountAssetBarrier),
        }
        self._change("notional_limit", name, axes)

    def reset_notional_limit(self, name: str, account_id: AccountId | int | None = None) -> None:
        """Forget what fills used and which orders are done, of one account or of all (L-6).

        Held and open notional and blocks stay.
        """
        check_text("name", name)
        _reset_notional_limit(self._engine, name, account_id)

    def _change(self, kind: str, name: str, axes: dict[str, list[Any] | None]) -> None:
        check_text("name", name)
        _change_limits(self._engine, kind, name, axes)
