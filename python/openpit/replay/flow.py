# SPDX-License-Identifier: Apache-2.0
"""Reads the order-flow format, row by row, and holds every row to the format's rules.

CSV, UTF-8, LF, plain or gzip (by the name's ``.gz``), with the header
``ts,account,side,instrument,qty,price,event,order_id``, and optionally ``,pnl,fee`` after it:

=============  ====================================================================================
``ts``         integer nanoseconds since the epoch, UTC; never earlier than in the row before
``account``    name of the account, 1 to 64 bytes
``side``       ``buy`` or ``sell``
``instrument`` ``UNDERLYING/SETTLEMENT``, each 1 to 64 bytes
``qty``        plain decimal above zero
``price``      plain decimal; empty means no limit (an ``exec`` always has one)
``event``      ``new`` asks for qty at price; ``exec`` fills qty at price; ``cancel`` takes qty off
``order_id``   1 to 54 bytes, unique among ``new``; ``ORDER_ID:n`` still is an id of 64 bytes
``pnl``        of an ``exec`` alone: the pnl that it realized, plain decimal; empty means not known
``fee``        of an ``exec`` alone: its fee, plain decimal, a cost is positive; empty: not known
=============  ====================================================================================

An order's first row is ``new``; its later rows have the same account, side and instrument, and
``exec`` and ``cancel`` together never take off more than was asked. The first row that breaks a
rule ends the reading with a fault that names file, line, column, value and what is allowed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from . import csvfile, numbers
from .faults import InputFault

COLUMNS = ("ts", "account", "side", "instrument", "qty", "price", "event", "order_id")
IMPACT_COLUMNS = ("pnl", "fee")
MAX_TS_NS = 2**63 - 1
MAX_NAME_BYTES = 64
# An execution is `ORDER_ID:n`, and that id too has at most 64 bytes: room for nine digits.
MAX_ORDER_ID_BYTES = MAX_NAME_BYTES - len(":999999999")

_WIDTH = len(COLUMNS)
_NAME_ALLOWED = "1 to {} bytes without blanks around or control characters"


class Row(NamedTuple):
    """One row that keeps the rules. ``leaves`` is what the order still asks for after the row."""

    line: int
    ts: int
    account: str
    side: str
    instrument: str
    quantity: str
    price: str | None
    event: str
    order_id: str
    leaves: Decimal
    pnl: str | None = None
    fee: str | None = None


class _Open(NamedTuple):
    leaves: Decimal
    account: str
    side: str
    instrument: str


class _Reader:
    """The rules that span rows: time, and what each order has left."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0
        self._last_ts = 0
        self._names: set[str] = set()
        self._instruments: set[str] = set()
        # None: the order is done. Kept, since its id may not come again.
        self._orders: dict[str, _Open | None] = {}

    def row(self, line: int, fields: list[str]) -> Row:
        self._line = line
        ts, account, side, instrument, quantity, price, event, order_id = fields[:_WIDTH]
        at = self._time(ts)
        if account not in self._names:
            self._names.add(self._checked_name("account", account, MAX_NAME_BYTES))
        if side not in ("buy", "sell"):
            raise self._bad("side", side, "is not a side", "`buy`, `sell`")
        if instrument not in self._instruments:
            self._instruments.add(self._checked_instrument(instrument))
        amount = self._quantity(quantity)
        if price:
            if not numbers.is_plain(price):
                raise self._bad(
                    "price", price, "is not a price", f"{numbers.PLAIN_ALLOWED}, or empty"
                )
        elif event == "exec":
            raise self._bad("price", price, "is empty", "the price of the trade, for an `exec`")
        if event == "new":
            leaves = self._new(order_id, _Open(amount, account, side, instrument))
        elif event in ("exec", "cancel"):
            leaves = self._take_off(order_id, _Open(amount, account, side, instrument), quantity)
        else:
            raise self._bad("event", event, "is not an event", "`new`, `exec`, `cancel`")
        row = Row(
            line, at, account, side, instrument, quantity, price or None, event, order_id, leaves
        )
        if len(fields) == _WIDTH:
            return row
        pnl, fee = self._impact(event, fields[_WIDTH:])
        return row._replace(pnl=pnl, fee=fee)

    def _impact(self, event: str, fields: list[str]) -> Iterator[str | None]:
        for column, text in zip(IMPACT_COLUMNS, fields, strict=True):
            if text and event != "exec":
                raise self._bad(column, text, f"is not of a `{event}`", "empty, but for an `exec`")
            if text and not numbers.is_plain(text):
                allowed = f"{numbers.PLAIN_ALLOWED}, or empty"
                raise self._bad(column, text, "is not a number", allowed)
            yield text or None

    def _time(self, text: str) -> int:
        # Nineteen digits are enough for the largest allowed time; `int` alone takes `1_0` and `+1`.
        if not (text.isascii() and text.isdigit() and len(text) <= 19):
            raise self._bad("ts", text, "is not a time", f"an integer from `0` to `{MAX_TS_NS}`")
        at = int(text)
        if at > MAX_TS_NS:
            raise self._bad("ts", text, "is not a time", f"an integer from `0` to `{MAX_TS_NS}`")
        if at < self._last_ts:
            raise self._bad("ts", text, "goes back in time", f"`{self._last_ts}` or later")
        self._last_ts = at
        return at

    def _quantity(self, text: str) -> Decimal:
        if numbers.is_plain(text):
            amount = Decimal(text)
            if amount > 0:
                return amount
        raise self._bad("qty", text, "is not a quantity", f"{numbers.PLAIN_ALLOWED}, more than `0`")

    def _checked_name(self, column: str, text: str, max_bytes: int) -> str:
        if not _is_name(text, max_bytes):
            raise self._bad(column, text, "is not a name", _NAME_ALLOWED.format(max_bytes))
        return text

    def _checked_instrument(self, text: str) -> str:
        underlying, slash, settlement = text.partition("/")
        named = _is_name(underlying, MAX_NAME_BYTES) and _is_name(settlement, MAX_NAME_BYTES)
        if not (slash and named and "/" not in settlement):
            allowed = f"`UNDERLYING/SETTLEMENT`, each {_NAME_ALLOWED.format(MAX_NAME_BYTES)}"
            raise self._bad("instrument", text, "is not an instrument", allowed)
        return text

    def _new(self, order_id: str, order: _Open) -> Decimal:
        if order_id in self._orders:
            raise self._bad("order_id", order_id, "has a `new` already", "a new id for each `new`")
        self._orders[self._checked_name("order_id", order_id, MAX_ORDER_ID_BYTES)] = order
        return order.leaves

    def _take_off(self, order_id: str, row: _Open, quantity: str) -> Decimal:
        if order_id not in self._orders:
            raise self._bad(
                "order_id", order_id, "has no `new` before it", "the id of an earlier `new`"
            )
        order = self._orders[order_id]
        if order is None:
            raise self._bad(
                "qty", quantity, "is more than the order has left", "nothing: it is done"
            )
        for column in ("account", "side", "instrument"):
            asked = getattr(order, column)
            if getattr(row, column) != asked:
                reason = "is not that of the order's `new`"
                raise self._bad(column, getattr(row, column), reason, f"`{asked}`")
        if row.leaves > order.leaves:
            left = numbers.canonical(order.leaves)
            raise self._bad("qty", quantity, "is more than the order has left", f"at most `{left}`")
        leaves = numbers.EXACT.subtract(order.leaves, row.leaves)
        if not numbers.is_plain(format(leaves, "f")):
            reason = "leaves more digits than a quantity has"
            raise self._bad("qty", quantity, reason, numbers.PLAIN_ALLOWED)
        self._orders[order_id] = order._replace(leaves=leaves) if leaves else None
        return leaves

    def _bad(self, column: str, value: str, reason: str, allowed: str) -> InputFault:
        return InputFault(
            self._name, reason, line=self._line, column=column, value=value, allowed=allowed
        )


def _is_name(text: str, max_bytes: int) -> bool:
    return (
        0 < len(text.encode()) <= max_bytes
        and text == text.strip()
        and not any(c < " " or "\x7f" <= c <= "\x9f" for c in text)
    )


def read(path: str | os.PathLike[str]) -> Iterator[Row]:
    """Gives the rows of the flow in ``path``, one at a time; raises InputFault at the first fault.

    Example: ``for row in read("flow.csv.gz"): print(row.ts, row.event, row.order_id)``.
    """
    name = os.fspath(path)
    check = _Reader(name).row
    for line, fields in csvfile.rows(name, COLUMNS, more_columns=IMPACT_COLUMNS):
        yield check(line, fields)


class Survey(NamedTuple):
    """What a first pass over a flow learns. ``accounts`` are in order of appearance, ``begin`` and
    ``end`` the first and last ``ts``; ``has_impact`` tells whether there are the columns ``pnl``
    and ``fee``."""

    accounts: list[str]
    rows: int
    orders: int
    begin: int
    end: int
    has_impact: bool


def survey(path: str | os.PathLike[str]) -> Survey:
    """Reads the whole flow once, so that every fault is found before anything is replayed.

    A flow without rows is a fault too: there is nothing to replay.
    """
    name = os.fspath(path)
    check = _Reader(name).row
    accounts: dict[str, None] = {}
    count = orders = begin = end = width = 0
    for line, fields in csvfile.rows(name, COLUMNS, more_columns=IMPACT_COLUMNS):
        row = check(line, fields)
        if not count:
            begin, width = row.ts, len(fields)
        count += 1
        end = row.ts
        if row.event == "new":
            orders += 1
            accounts.setdefault(row.account)
    if not count:
        raise InputFault(name, "has no rows", allowed="at least one row below the header")
    return Survey(list(accounts), count, orders, begin, end, width > _WIDTH)
