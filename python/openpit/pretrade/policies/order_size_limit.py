# SPDX-License-Identifier: Apache-2.0
"""L-3: no order above so many units or so much money, on three axes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpit._checks import check_text, check_type
from openpit._native import AccountId, Asset, Quantity, Volume

__all__ = [
    "OrderSizeAccountAssetBarrier",
    "OrderSizeAssetBarrier",
    "OrderSizeBrokerBarrier",
    "OrderSizeLimit",
    "OrderSizeLimitBuilder",
    "build_order_size_limit",
]


@dataclass(frozen=True)
class OrderSizeLimit:
    """The largest order that a barrier lets pass; one equal to the limit passes (L-3).

    `max_quantity`: the most units of the underlying. `max_notional`: the most money in the
    settlement asset: quantity x abs(price), or the order's volume. At least one of the two, else
    `build` refuses.

    >>> OrderSizeLimit(max_quantity=Quantity("500"))
    OrderSizeLimit(max_quantity=Quantity('500'), max_notional=None)
    """

    max_quantity: Quantity | None = None
    max_notional: Volume | None = None

    def __post_init__(self) -> None:
        if self.max_quantity is not None:
            check_type("max_quantity", self.max_quantity, Quantity, "`Quantity`")
        if self.max_notional is not None:
            check_type("max_notional", self.max_notional, Volume, "`Volume`")


def _check_limit(limit: OrderSizeLimit) -> None:
    check_type("limit", limit, OrderSizeLimit, "`OrderSizeLimit`")


def _asset(value: Asset | str) -> Asset:
    return value if isinstance(value, Asset) else Asset(value)


@dataclass(frozen=True)
class OrderSizeBrokerBarrier:
    """A limit on every order."""

    limit: OrderSizeLimit

    def __post_init__(self) -> None:
        _check_limit(self.limit)


@dataclass(frozen=True)
class OrderSizeAssetBarrier:
    """A limit by asset, an `Asset` or its name.

    Its quantity cap holds for orders whose underlying it is, its notional cap for orders that
    settle in it.
    """

    limit: OrderSizeLimit
    asset: Asset | str

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        object.__setattr__(self, "asset", _asset(self.asset))


@dataclass(frozen=True)
class OrderSizeAccountAssetBarrier:
    """A limit by account and asset; where it has a cap, it replaces the asset barrier's."""

    limit: OrderSizeLimit
    account_id: AccountId
    asset: Asset | str

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        check_type("account_id", self.account_id, AccountId, "`AccountId`")
        object.__setattr__(self, "asset", _asset(self.asset))


@dataclass(frozen=True)
class OrderSizeLimitBuilder:
    """Start-stage policy: caps on one order's quantity and notional (L-3).

    Rejects with `OrderQtyExceedsLimit`, `OrderNotionalExceedsLimit`, both: `OrderExceedsLimit`; a
    notional that cannot be computed: `OrderValueCalculationFailed`. At least one barrier; one for
    each key.
    """

    name: str | None = None
    broker: tuple[OrderSizeBrokerBarrier, ...] = ()
    assets: tuple[OrderSizeAssetBarrier, ...] = ()
    account_assets: tuple[OrderSizeAccountAssetBarrier, ...] = ()

    def named(self, name: str) -> OrderSizeLimitBuilder:
        """Give the same policy under another name than `OrderSizeLimit` (P-1)."""
        check_text("name", name)
        return replace(self, name=name)

    def broker_barrier(self, barrier: OrderSizeBrokerBarrier) -> OrderSizeLimitBuilder:
        """Limit every order."""
        check_type("barrier", barrier, OrderSizeBrokerBarrier, "`OrderSizeBrokerBarrier`")
        return replace(self, broker=(*self.broker, barrier))

    def asset_barriers(self, *barriers: OrderSizeAssetBarrier) -> OrderSizeLimitBuilder:
        """Limit by asset, for each barrier."""
        for barrier in barriers:
            check_type("barriers", barrier, OrderSizeAssetBarrier, "`OrderSizeAssetBarrier`")
        return replace(self, assets=(*self.assets, *barriers))

    def account_asset_barriers(
        self, *barriers: OrderSizeAccountAssetBarrier
    ) -> OrderSizeLimitBuilder:
        """Limit by account and asset, for each barrier."""
        allowed = "`OrderSizeAccountAssetBarrier`"
        for barrier in barriers:
            check_type("barriers", barrier, OrderSizeAccountAssetBarrier, allowed)
        return replace(self, account_assets=(*self.account_assets, *barriers))


def build_order_size_limit() -> OrderSizeLimitBuilder:
    """Start the policy `OrderSizeLimit` (L-3), without barriers yet."""
    return OrderSizeLimitBuilder()
