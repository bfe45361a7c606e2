# SPDX-License-Identifier: Apache-2.0
"""Account adjustments from and to plain data, and what any record can be asked."""

import openpit
from openpit import param

from drivers.base import Refused
from drivers.python_records import order, order_data, present, report, report_data

READERS = {
    "asset": param.Asset,
    "instrument": openpit.Instrument.from_string,
    "collateral_asset": param.Asset,
    "average_entry_price": param.Price,
    "mode": lambda text: param.PositionMode(text),
    "leverage": lambda text: param.Leverage(text),
}
BOUNDS = [
    f"{amount}_{end}" for amount in ("balance", "held", "incoming") for end in ("upper", "lower")
]


def operation(data):
    """A balance or a position."""
    ((kind, parts),) = data.items()
    record = {
        "balance": openpit.AccountAdjustmentBalanceOperation,
        "position": openpit.AccountAdjustmentPositionOperation,
    }[kind]
    return record(**{name: READERS[name](text) for name, text in parts.items()})


def amount(data):
    """A delta or an absolute."""
    ((kind, text),) = data.items()
    return getattr(param.AdjustmentAmount, kind)(text)


def adjustment(data):
    """An adjustment."""
    amounts = {name: amount(parts) for name, parts in data.get("amount", {}).items()}
    parts = {"amount": openpit.AccountAdjustmentAmount(**amounts)}
    if "operation" in data:
        parts["operation"] = operation(data["operation"])
    if "bounds" in data:
        bounds = {name: param.PositionSize(text) for name, text in data["bounds"].items()}
        parts["bounds"] = openpit.AccountAdjustmentBounds(**bounds)
    return openpit.AccountAdjustment(**parts)


def adjustment_data(made):
    """What the getters of an adjustment show."""
    match made.operation:
        case openpit.AccountAdjustmentBalanceOperation() as balance:
            found = {"balance": present(balance, "asset", "average_entry_price")}
        case openpit.AccountAdjustmentPositionOperation() as position:
            names = (name for name in READERS if name != "asset")
            found = {"position": present(position, *names)}
    amounts = {}
    for name in ("balance", "held", "incoming"):
        match getattr(made.amount, name):
            case param.AdjustmentAmount(kind=kind, value=value):
                amounts[name] = {str(kind): str(value)}
    bounds = present(made.bounds, *BOUNDS)
    return {"operation": found, "amount": amounts, **({"bounds": bounds} if bounds else {})}


MAKERS = {"order": order, "report": report, "adjustment": adjustment}
GETTERS = {"order": order_data, "report": report_data, "adjustment": adjustment_data}


def make(kind, data):
    """A record; a keyword that is missing is a `TypeError` in Python."""
    try:
        return MAKERS[kind](data)
    except TypeError as error:
        raise Refused({"kind": "type", "text": str(error)}) from error


def show(kind, data):
    """What the getters of a new record show."""
    return GETTERS[kind](make(kind, data))


def same(kind, a, b):
    """Whether two records are equal, and how many keys of a map they make."""
    a, b = make(kind, a), make(kind, b)
    return {"equal": a == b, "keys": str(len({a, b}))}
