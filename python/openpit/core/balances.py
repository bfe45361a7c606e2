# SPDX-License-Identifier: Apache-2.0
"""What accounts have, as adjustments tell it (B)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_text, check_type
from openpit._native import (
    AccountAdjustment,
    AccountId,
    Asset,
    Instrument,
    Leverage,
    PositionSize,
    Price,
)
from openpit.param.position_mode import PositionMode

__all__ = ["AccountAdjustmentOutcome", "AccountBalance", "Balance", "PolicyAdjustment"]


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What an account has of one asset, or in one position (B).

    Of an asset: `asset`. Of a position: `instrument`, and the `collateral_asset` that secures it.
    `balance`: what is owned, of a position long is positive; `held`: the part of it that is
    reserved; `incoming`: what is on its way in. `average_entry_price`, `mode` and `leverage`: as
    the latest adjustment that had them says.

    >>> Balance(asset=Asset("USD"), balance=PositionSize("5")).held
    PositionSize('0')
    """

    asset: Asset | None = None
    instrument: Instrument | None = None
    collateral_asset: Asset | None = None
    balance: PositionSize = PositionSize.ZERO
    held: PositionSize = PositionSize.ZERO
    incoming: PositionSize = PositionSize.ZERO
    average_entry_price: Price | None = None
    mode: PositionMode | None = None
    leverage: Leverage | None = None

    def __post_init__(self) -> None:
        for name in ("balance", "held", "incoming"):
            check_type(name, getattr(self, name), PositionSize, "`PositionSize`")
        for name, allowed in _OPTIONAL.items():
            value = getattr(self, name)
            if value is not None:
                check_type(name, value, allowed, f"`{allowed.__name__}` or `None`")


_OPTIONAL: dict[str, type] = {
    "asset": Asset,
    "instrument": Instrument,
    "collateral_asset": Asset,
    "average_entry_price": Price,
    "mode": PositionMode,
    "leverage": Leverage,
}


@dataclass(frozen=True, kw_only=True)
class AccountBalance(Balance):
    """One entry of `Engine.balances()`: what one account has (B-1).

    >>> AccountBalance(account_id=AccountId.from_int(7), asset=Asset("USD")).incoming
    PositionSize('0')
    """

    account_id: AccountId

    def __post_init__(self) -> None:
        check_type("account_id", self.account_id, AccountId, "`AccountId`")
        super().__post_init__()


@dataclass(frozen=True, kw_only=True)
class AccountAdjustmentOutcome(Balance):
    """What one adjustment left: what was adjusted and how much of it there is afterwards (B-3)."""


@dataclass(frozen=True)
class PolicyAdjustment:
    """An adjustment that a policy's report hook asked for and the engine applied (P-10).

    `policy`: the name of who asked; `adjustment`: what for; `outcome`: what is there afterwards.
    """

    policy: str
    adjustment: AccountAdjustment
    outcome: AccountAdjustmentOutcome

    def __post_init__(self) -> None:
        check_text("policy", self.policy)
        check_type("adjustment", self.adjustment, AccountAdjustment, "`AccountAdjustment`")
        check_type("outcome", self.outcome, AccountAdjustmentOutcome, "`AccountAdjustmentOutcome`")
