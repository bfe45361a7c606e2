# SPDX-License-Identifier: Apache-2.0
"""L-4: an account whose realized pnl leaves its bounds stops trading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpit._checks import check_text, check_type
from openpit._native import AccountId, Asset, Pnl

__all__ = [
    "PnlBoundsAccountAssetBarrier",
    "PnlBoundsBrokerBarrier",
    "PnlBoundsKillSwitchBuilder",
    "build_pnl_bounds_killswitch",
]


@dataclass(frozen=True)
class PnlBoundsBrokerBarrier:
    """Bounds of every account's realized pnl, not of their sum, in one settlement asset (L-4).

    `settlement_asset`: an `Asset` or its name. `lower_bound`, `upper_bound`: the least and the most
    realized pnl, fees taken off, with which an account may trade, in units of that asset; a total
    equal to a bound is within. At least one of the two and the lower at most the upper, else
    `build` refuses.

    >>> PnlBoundsBrokerBarrier("USD", lower_bound=Pnl("-1000")).upper_bound is None
    True
    """

    settlement_asset: Asset | str
    lower_bound: Pnl | None = None
    upper_bound: Pnl | None = None

    def __post_init__(self) -> None:
        asset = self.settlement_asset
        asset = asset if isinstance(asset, Asset) else Asset(asset)
        object.__setattr__(self, "settlement_asset", asset)
        if self.lower_bound is not None:
            check_type("lower_bound", self.lower_bound, Pnl, "`Pnl`")
        if self.upper_bound is not None:
            check_type("upper_bound", self.upper_bound, Pnl, "`Pnl`")


@dataclass(frozen=True)
class PnlBoundsAccountAssetBarrier:
    """Bounds of one account's realized pnl, beside the broker's, and what it starts from (L-4).

    `barrier`: the bounds and their settlement asset. `initial_pnl`: the realized pnl so far, fees
    taken off; an account that starts out of its bounds starts blocked.
    """

    barrier: PnlBoundsBrokerBarrier
    account_id: AccountId
    initial_pnl: Pnl = Pnl.ZERO

    def __post_init__(self) -> None:
        check_type("barrier", self.barrier, PnlBoundsBrokerBarrier, "`PnlBoundsBrokerBarrier`")
        check_type("account_id", self.account_id, AccountId, "`AccountId`")
        check_type("initial_pnl", self.initial_pnl, Pnl, "`Pnl`")


@dataclass(frozen=True)
class PnlBoundsKillSwitchBuilder:
    """Start-stage policy fed by execution reports: realized pnl within bounds (L-4).

    Each account's pnl minus fee is summed exactly for each settlement asset. A breach blocks the
    account with `PnlKillSwitchTriggered`, and start rejects with the same code while the total is
    outside, so that unblocking alone does not re-arm it. A report with a trade that lacks pnl or
    fee blocks the account with `MissingRequiredField`. At least one barrier; one for each key.
    """

    name: str | None = None
    broker: tuple[PnlBoundsBrokerBarrier, ...] = ()
    accounts: tuple[PnlBoundsAccountAssetBarrier, ...] = ()

    def named(self, name: str) -> PnlBoundsKillSwitchBuilder:
        """Give the same policy under another name than `PnlBoundsKillSwitch` (P-1)."""
        check_text("name", name)
        return replace(self, name=name)

    def broker_barriers(self, *barriers: PnlBoundsBrokerBarrier) -> PnlBoundsKillSwitchBuilder:
        """Bound every account, for each barrier."""
        for barrier in barriers:
            check_type("barriers", barrier, PnlBoundsBrokerBarrier, "`PnlBoundsBrokerBarrier`")
        return replace(self, broker=(*self.broker, *barriers))

    def account_asset_barriers(
        self, *barriers: PnlBoundsAccountAssetBarrier
    ) -> PnlBoundsKillSwitchBuilder:
        """Bound one account, for each barrier."""
        for barrier in barriers:
            check_type(
                "barriers", barrier, PnlBoundsAccountAssetBarrier, "`PnlBoundsAccountAssetBarrier`"
            )
        return replace(self, accounts=(*self.accounts, *barriers))


def build_pnl_bounds_killswitch() -> PnlBoundsKillSwitchBuilder:
    """Start the policy `PnlBoundsKillSwitch` (L-4), without barriers yet."""
    return PnlBoundsKillSwitchBuilder()
