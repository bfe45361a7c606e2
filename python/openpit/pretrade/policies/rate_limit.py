# SPDX-License-Identifier: Apache-2.0
"""L-2: no more than so many orders in a sliding window, on four axes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from openpit._checks import check_bool, check_int, check_text, check_type
from openpit._native import AccountId, Asset

__all__ = [
    "RateLimit",
    "RateLimitAccountAssetBarrier",
    "RateLimitAccountBarrier",
    "RateLimitAssetBarrier",
    "RateLimitBrokerBarrier",
    "RateLimitBuilder",
    "build_rate_limit",
]

_MAX_WINDOW_NS = 2**63 - 1


def _nanoseconds(window: datetime.timedelta) -> int:
    microseconds = (window.days * 86_400 + window.seconds) * 1_000_000 + window.microseconds
    return max(-_MAX_WINDOW_NS, min(_MAX_WINDOW_NS, microseconds * 1_000))


@dataclass(frozen=True, init=False)
class RateLimit:
    """At most `max_orders` orders in any window; one exactly a window old no longer counts (L-2).

    `max_orders`: 0 to 2^64 - 1, where 0 rejects every order. The window is a `timedelta`, above 292
    years taken as 292 years, or `window_ns` nanoseconds; `build` refuses one of zero or less.

    >>> RateLimit(max_orders=100, window=datetime.timedelta(seconds=1))
    RateLimit(max_orders=100, window_ns=1000000000)
    """

    max_orders: int
    window_ns: int

    def __init__(
        self,
        *,
        max_orders: int,
        window: datetime.timedelta | None = None,
        window_ns: int | None = None,
    ) -> None:
        check_int("max_orders", max_orders, 0, 2**64 - 1)
        if (window is None) == (window_ns is None):
            raise TypeError("`window` and `window_ns` exclude each other: allowed is one of them")
        if window is not None:
            check_type("window", window, datetime.timedelta, "`datetime.timedelta`")
            window_ns = _nanoseconds(window)
        check_int("window_ns", window_ns, -_MAX_WINDOW_NS, _MAX_WINDOW_NS)
        object.__setattr__(self, "max_orders", max_orders)
        object.__setattr__(self, "window_ns", window_ns)


def _check_limit(limit: RateLimit) -> None:
    check_type("limit", limit, RateLimit, "`RateLimit`")


def _asset(value: Asset | str) -> Asset:
    return value if isinstance(value, Asset) else Asset(value)


def _account(value: AccountId) -> AccountId:
    check_type("account_id", value, AccountId, "`AccountId`")
    return value


@dataclass(frozen=True)
class RateLimitBrokerBarrier:
    """A limit on all orders of the engine together."""

    limit: RateLimit

    def __post_init__(self) -> None:
        _check_limit(self.limit)


@dataclass(frozen=True)
class RateLimitAssetBarrier:
    """A limit on all orders that settle in one asset: an `Asset` or its name."""

    limit: RateLimit
    settlement_asset: Asset | str

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        object.__setattr__(self, "settlement_asset", _asset(self.settlement_asset))


@dataclass(frozen=True)
class RateLimitAccountBarrier:
    """A limit on all orders of one account."""

    limit: RateLimit
    account_id: AccountId

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        _account(self.account_id)


@dataclass(frozen=True)
class RateLimitAccountAssetBarrier:
    """A limit on the orders of one account that settle in one asset."""

    limit: RateLimit
    account_id: AccountId
    settlement_asset: Asset | str

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        _account(self.account_id)
        object.__setattr__(self, "settlement_asset", _asset(self.settlement_asset))


@dataclass(frozen=True)
class RateLimitBuilder:
    """Start-stage policy: sliding-window rate limits, exact on every axis (L-2).

    An order is judged on every axis first and counted on all of them only if it passes. Rejects
    with `RateLimitExceeded`. At least one barrier; one for each key.
    """

    name: str | None = None
    counts_rejected: bool = False
    broker: tuple[RateLimitBrokerBarrier, ...] = ()
    assets: tuple[RateLimitAssetBarrier, ...] = ()
    accounts: tuple[RateLimitAccountBarrier, ...] = ()
    account_assets: tuple[RateLimitAccountAssetBarrier, ...] = ()

    def named(self, name: str) -> RateLimitBuilder:
        """Give the same policy under another name than `RateLimit` (P-1)."""
        check_text("name", name)
        return replace(self, name=name)

    def count_rejected(self, count: bool = True) -> RateLimitBuilder:
        """Choose whether orders that this policy rejects count too; by default they do not."""
        check_bool("count", count)
        return replace(self, counts_rejected=count)

    def broker_barrier(self, barrier: RateLimitBrokerBarrier) -> RateLimitBuilder:
        """Limit all orders together."""
        check_type("barrier", barrier, RateLimitBrokerBarrier, "`RateLimitBrokerBarrier`")
        return replace(self, broker=(*self.broker, barrier))

    def asset_barriers(self, *barriers: RateLimitAssetBarrier) -> RateLimitBuilder:
        """Limit the orders that settle in an asset, for each barrier."""
        for barrier in barriers:
            check_type("barriers", barrier, RateLimitAssetBarrier, "`RateLimitAssetBarrier`")
        return replace(self, assets=(*self.assets, *barriers))

    def account_barriers(self, *barriers: RateLimitAccountBarrier) -> RateLimitBuilder:
        """Limit the orders of an account, for each barrier."""
        for barrier in barriers:
            check_type("barriers", barrier, RateLimitAccountBarrier, "`RateLimitAccountBarrier`")
        return replace(self, accounts=(*self.accounts, *barriers))

    def account_asset_barriers(self, *barriers: RateLimitAccountAssetBarrier) -> RateLimitBuilder:
        """Limit the orders of an account that settle in an asset, for each barrier."""
        allowed = "`RateLimitAccountAssetBarrier`"
        for barrier in barriers:
            check_type("barriers", barrier, RateLimitAccountAssetBarrier, allowed)
        return replace(self, account_assets=(*self.account_assets, *barriers))


def build_rate_limit() -> RateLimitBuilder:
    """Start the policy `RateLimit` (L-2), without barriers yet."""
    return RateLimitBuilder()
