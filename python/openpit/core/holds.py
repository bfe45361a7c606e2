# SPDX-License-Identifier: Apache-2.0
"""Reserved notional as the context and the listing show it (M-2)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_text, check_type
from openpit._native import AccountId, Asset, Volume

__all__ = ["Hold", "Holding"]


@dataclass(frozen=True)
class Holding:
    """What is reserved of one settlement asset, in units of that asset (M-2).

    `held`: by orders that are not finalized yet. `open`: by committed orders, less what reports
    released. `used`: by the fills of a policy that tracks orders (L-6).

    >>> Holding().open
    Volume('0')
    """

    held: Volume = Volume.ZERO
    open: Volume = Volume.ZERO
    used: Volume = Volume.ZERO

    def __post_init__(self) -> None:
        check_type("held", self.held, Volume, "`Volume`")
        check_type("open", self.open, Volume, "`Volume`")
        check_type("used", self.used, Volume, "`Volume`")


@dataclass(frozen=True)
class Hold:
    """One entry of `Engine.holds()`: what a policy reserved for an account (M-2).

    `policy`: the name of the policy that reserved; `holding`: what it holds and has open.
    """

    account_id: AccountId
    settlement_asset: Asset
    policy: str
    holding: Holding

    def __post_init__(self) -> None:
        check_type("account_id", self.account_id, AccountId, "`AccountId`")
        check_type("settlement_asset", self.settlement_asset, Asset, "`Asset`")
        check_text("policy", self.policy)
        check_type("holding", self.holding, Holding, "`Holding`")
