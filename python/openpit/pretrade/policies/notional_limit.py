# SPDX-License-Identifier: Apache-2.0
"""L-6: no more notional held, open and used than a limit, per settlement asset."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpit._checks import check_text, check_type, wrong_type
from openpit._native import AccountId, Asset, Volume

__all__ = [
    "NotionalAccountAssetBarrier",
    "NotionalAssetBarrier",
    "NotionalBrokerAssetBarrier",
    "NotionalLimitBuilder",
    "build_notional_limit",
]


@dataclass(frozen=True, kw_only=True)
class NotionalBrokerAssetBarrier:
    """A limit on all accounts together, in one settlement asset (L-6).

    `limit`: the most that may be held, open and used, with the new order, in units of
    `settlement_asset`, an `Asset` or its name; a sum equal to it passes.

    >>> NotionalBrokerAssetBarrier(limit=Volume("100000"), settlement_asset="USD").limit
    Volume('100000')
    """

    limit: Volume
    settlement_asset: Asset | str

    def __post_init__(self) -> None:
        check_type("limit", self.limit, Volume, "`Volume`")
        asset = self.settlement_asset
        asset = asset if isinstance(asset, Asset) else Asset(asset)
        object.__setattr__(self, "settlement_asset", asset)


@dataclass(frozen=True, kw_only=True)
class NotionalAssetBarrier(NotionalBrokerAssetBarrier):
    """A limit on each account, not on their sum, in one settlement asset (L-6).

    `limit` and `settlement_asset` as for `NotionalBrokerAssetBarrier`.
    """


@dataclass(frozen=True, kw_only=True)
class NotionalAccountAssetBarrier(NotionalBrokerAssetBarrier):
    """A limit on one account, beside the others, in one settlement asset (L-6).

    `limit` and `settlement_asset` as for `NotionalBrokerAssetBarrier`.
    """

    account_id: AccountId

    def __post_init__(self) -> None:
        check_type("account_id", self.account_id, AccountId, "`AccountId`")
        super().__post_init__()


@dataclass(frozen=True)
class NotionalLimitBuilder:
    """Main-stage policy: held + open + used + new stay within limits, per settlement asset (L-6).

    An order's notional is held when it passes, open when it is committed or reported, used by its
    fills and released when it ends; all of it is in `Engine.holds()`. Sells add like buys, and
    nothing is summed across assets. A breach is a reject with `CreditLimitExceeded`. Orders need a
    client order id, new for their account. At least one barrier; one for each key.
    """

    name: str | None = None
    broker: tuple[NotionalBrokerAssetBarrier, ...] = ()
    assets: tuple[NotionalAssetBarrier, ...] = ()
    account_assets: tuple[NotionalAccountAssetBarrier, ...] = ()

    def named(self, name: str) -> NotionalLimitBuilder:
        """Give the same policy under another name than `NotionalLimit` (P-1)."""
        check_text("name", name)
        return replace(self, name=name)

    def broker_asset_barriers(self, *barriers: NotionalBrokerAssetBarrier) -> NotionalLimitBuilder:
        """Limit all accounts together, for each barrier."""
        for barrier in barriers:
            _check(barrier, NotionalBrokerAssetBarrier)
        return replace(self, broker=(*self.broker, *barriers))

    def asset_barriers(self, *barriers: NotionalAssetBarrier) -> NotionalLimitBuilder:
        """Limit each account, for each barrier."""
        for barrier in barriers:
            _check(barrier, NotionalAssetBarrier)
        return replace(self, assets=(*self.assets, *barriers))

    def account_asset_barriers(
        self, *barriers: NotionalAccountAssetBarrier
    ) -> NotionalLimitBuilder:
        """Limit one account, for each barrier."""
        for barrier in barriers:
            _check(barrier, NotionalAccountAssetBarrier)
        return replace(self, account_assets=(*self.account_assets, *barriers))


def _check(barrier: object, allowed: type) -> None:
    """Refuse another axis' barrier too, which is a subclass and has the same fields."""
    if type(barrier) is not allowed:
        raise wrong_type("barriers", barrier, f"`{allowed.__name__}`")


def build_notional_limit() -> NotionalLimitBuilder:
    """Start the policy `NotionalLimit` (L-6), without barriers yet."""
    return NotionalLimitBuilder()
