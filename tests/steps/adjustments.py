# SPDX-License-Identifier: Apache-2.0
"""Adjustments and balances as tables show them: `USD` or `AAPL/USD by USD`, `+5` or `=5`."""

import re

AMOUNTS = ("balance", "held", "incoming")
FIELDS = {"price": "average_entry_price", "mode": "mode", "leverage": "leverage"}


def key_of(what):
    """What an adjustment or a balance is of: an asset, or a position and what secures it."""
    if " by " in what:
        instrument, collateral = what.split(" by ")
        return {"instrument": instrument, "collateral_asset": collateral}
    return {"asset": what}


def amount(cell):
    """`+5` and `-5` are deltas, `=5` is absolute."""
    if cell.startswith("="):
        return {"absolute": cell.removeprefix("=")}
    assert cell[0] in "+-", f"`{cell}` is not an amount"
    return {"delta": cell.removeprefix("+")}


def bounds(name, cell):
    """`0 to 50`, `from 0` or `up to 50`."""
    match = re.fullmatch(r"(?P<lower>\S+) to (?P<upper>\S+)|from (?P<from>\S+)", cell)
    if cell.startswith("up to "):
        return {f"{name}_upper": cell.removeprefix("up to ")}
    assert match, f"`{cell}` are not bounds"
    if match["from"]:
        return {f"{name}_lower": match["from"]}
    return {f"{name}_lower": match["lower"], f"{name}_upper": match["upper"]}


def adjustment(row):
    """The record of a row: what, amounts, `balance bounds` and so on, price, mode, leverage."""
    parts = key_of(row["what"])
    parts.update({field: row[key] for key, field in FIELDS.items() if key in row})
    kind = "balance" if "asset" in parts else "position"
    limits = {}
    for name in AMOUNTS:
        if f"{name} bounds" in row:
            limits.update(bounds(name, row[f"{name} bounds"]))
    made = {
        "operation": {kind: parts},
        "amount": {name: amount(row[name]) for name in AMOUNTS if name in row},
    }
    return {**made, "bounds": limits} if limits else made


def short(text):
    """`USD balance +5`, perhaps with the bounds of the balance after it."""
    what, rest = text.split(" balance ")
    by, _, within = rest.partition(" ")
    row = {"what": what, "balance": by}
    return adjustment({**row, "balance bounds": within} if within else row)


def shown(balance):
    """A balance as a row shows it."""
    what = balance.get("asset")
    if what is None:
        what = f"{balance['instrument']} by {balance['collateral_asset']}"
    row = {"what": what, **{name: balance[name] for name in AMOUNTS}}
    row.update({key: balance[field] for key, field in FIELDS.items() if field in balance})
    return {**row, **{key: balance[key] for key in ("account", "policy") if key in balance}}
