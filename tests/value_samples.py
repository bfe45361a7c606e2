# SPDX-License-Identifier: Apache-2.0
"""One of every kind of value, for the tests of values in Python."""

import re

import openpit
from openpit import param

SIGNED = (param.Price, param.Pnl, param.Fee, param.CashFlow, param.PositionSize)
UNSIGNED = (param.Quantity, param.Volume, param.Notional)
NUMBERS = (*SIGNED, *UNSIGNED)
TEXT_ENUMS = (
    param.Side,
    param.RoundingStrategy,
    param.PositionSide,
    param.PositionEffect,
    param.PositionMode,
)
AMOUNTS = (
    param.TradeAmount.quantity("1.5"),
    param.TradeAmount.volume(2),
    param.AdjustmentAmount.delta("-1.5"),
    param.AdjustmentAmount.absolute(2),
)
# A smaller and a larger of each kind of value that has an order.
ORDERED = (
    *((number("1.5"), number("10")) for number in NUMBERS),
    (param.Leverage("2.5"), param.Leverage(10)),
    (param.Asset("AAPL"), param.Asset("USD")),
    (param.AccountId.from_int(9), param.AccountId.from_int(2**64 - 1)),
    (param.AccountGroupId.DEFAULT, param.AccountGroupId.from_int(2**32 - 1)),
    (openpit.Instrument("A'\\PL", "EUR"), openpit.Instrument("A'\\PL", "USD")),
)
UNORDERED = (*AMOUNTS, param.Trade(price=param.Price(-1), quantity=param.Quantity(2)))
MEMBERS = tuple(member for enum in TEXT_ENUMS for member in enum)
VALUES = (*(value for pair in ORDERED for value in pair), *UNORDERED, *MEMBERS)
CLASSES = tuple(dict.fromkeys(type(value) for value in VALUES if value not in MEMBERS))


def text_name(kind):
    """How error texts name a class: `position_size`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
