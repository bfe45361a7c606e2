# SPDX-License-Identifier: Apache-2.0
"""Values: exact decimal numbers, names and ids (V-1 to V-7).

>>> from openpit.param import Price, Quantity
>>> Price(0.1) + Price("0.2") == Price("0.3")
True
"""

from openpit._native import (
    AccountId,
    Asset,
    Fee,
    Pnl,
    Price,
    Quantity,
    Trade,
    TradeAmount,
    Volume,
)
from openpit.param.rounding import RoundingStrategy
from openpit.param.side import Side

__all__ = [
    "AccountId",
    "Asset",
    "Fee",
    "Pnl",
    "Price",
    "Quantity",
    "RoundingStrategy",
    "Side",
    "Trade",
    "TradeAmount",
    "Volume",
]
