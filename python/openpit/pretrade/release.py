# SPDX-License-Identifier: Apache-2.0
"""What a report hook frees of the notional that its policy reserved (M-2)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_type
from openpit._native import Asset, Volume

__all__ = ["Release"]


@dataclass(frozen=True)
class Release:
    """A release of open notional, by a report hook's `PostTradeResult` (M-2).

    `settlement_asset`: an `Asset` or its name. `amount`: at most what the policy itself has open
    for the report's account; more is the policy's failure, which blocks the account and changes
    nothing of what is reserved.

    >>> Release("USD", Volume("18500"))
    Release(settlement_asset=Asset('USD'), amount=Volume('18500'))
    """

    settlement_asset: Asset | str
    amount: Volume

    def __post_init__(self) -> None:
        asset = self.settlement_asset
        asset = asset if isinstance(asset, Asset) else Asset(asset)
        object.__setattr__(self, "settlement_asset", asset)
        check_type("amount", self.amount, Volume, "`Volume`")
