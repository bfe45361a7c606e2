# SPDX-License-Identifier: Apache-2.0
"""Values: exact decimal numbers, names and ids (V-1 to V-7).

>>> from openpit.param import Price, Quantity
>>> Price(0.1) + Price("0.2") == Price("0.3")
True

Values cannot be changed. Their classes are ordinary classes: who assigns to an attribute of one,
say `Price.ZERO`, changes what that name gives from then on, but no value and nothing that the
engine does, which reads none of them.
"""

from openpit._native import (
    AccountGroupId,
    AccountId,
    AdjustmentAmount,
    Asset,
    CashFlow,
    Fee,
    Leverage,
    Notional,
    Pnl,
    PositionSize,
    Price,
    Quantity,
    Trade,
    TradeAmount,
    Volume,
)
from openpit.param.position_effect import PositionEffect
from openpit.param.position_mode import PositionMode
from openpit.param.position_side import PositionSide
from openpit.param.rounding import RoundingStrategy
from openpit.param.side import Side

__all__ = [
    "AccountGroupId",
    "AccountId",
    "AdjustmentAmount",
    "Asset",
    "CashFlow",
    "Fee",
    "Leverage",
    "Notional",
    "Pnl",
    "PositionEffect",
    "PositionMode",
    "PositionSide",
    "PositionSize",
    "Price",
    "Quantity",
    "RoundingStrategy",
    "Side",
    "Trade",
    "TradeAmount",
    "Volume",
]
