# SPDX-License-Identifier: Apache-2.0
"""Makes the order-flow format from a Bitstamp recording (orders and trades, as CSV).

In the recording an order's ``volume`` is what is left of it. So a row whose volume falls is a fill
when the order's next trade has just that amount, and a cut else; the trade says at which price.
Each quirk of the data has one rule, see ``bitstamp_rules.RULES``, and every use of it is counted.
The accounts are made up: ``accounts.account_of`` the order id.
"""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from . import bitstamp_rules as rules
from . import csvfile, numbers
from .accounts import account_of
from .faults import InputFault
from .flow import MAX_TS_NS
from .numbers import EXACT

ORDER_COLUMNS = (
    "id", "timestamp", "exchange_timestamp", "price", "volume", "action", "direction",
)  # fmt: skip
TRADE_COLUMNS = (
    "trade_id", "timestamp", "exchange_timestamp", "price", "amount",
    "buy_order_id", "sell_order_id", "side",
)  # fmt: skip
INSTRUMENT = "BTC/USD"
_MS_NS = 1_000_000
_SNAPSHOT_STEP_NS = 1_000_000_000
_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")
_ID = re.compile(r"[0-9A-Za-z_-]{1,48}")
_SIDES = {"bid": "buy", "ask": "sell"}
_ZERO = Decimal(0)


class _Row(NamedTuple):
    order_id: str
    time_ms: int
    price: Decimal
    volume: Decimal
    action: str
    side: str


class _Trade(NamedTuple):
    time_ms: int
    price: Decimal
    amount: Decimal


class _Order:
    """An order on its way: ``flow_id`` is its id in the flow, ``left`` what it still asks for."""

    __slots__ = ("account", "flow_id", "left", "order_id", "price", "renewals", "side", "volume")

    def __init__(self, row: _Row, left: Decimal, price: Decimal | None) -> None:
        self.order_id = self.flow_id = row.order_id
        self.account = account_of(row.order_id)
        self.side = row.side
        self.left = left
        self.price = price
        # The volume of its last row; None for an order in money, whose rows do not tell it.
        self.volume: Decimal | None = row.volume if row.volume else None
        self.renewals = 0


class Conversion:
    """One recording: iterate over ``flow_rows()`` to the end, then read ``counts`` by rule key."""

    def __init__(self, orders: str | os.PathLike[str], trades: str | os.PathLike[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self._orders_name = os.fspath(orders)
        self._rows = self._read_orders(self._orders_name)
        self._created = {row.order_id for row in self._rows if row.action == "created"}
        self._trades = self._read_trades(os.fspath(trades))
        self._money = self._last_volumes_of_money_orders()
        self._live: dict[str, _Order | None] = {}
        self._never_created: set[str] = set()
        self._at_ns = 0
        self._last_ms = max((row.time_ms for row in self._rows), default=0)

    def flow_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of the flow, in time order, each as the texts of the format's columns."""
        for row, at_ns in self._timed():
            self._at_ns = at_ns
            if not row.price:
                self.counts[rules.PRICE_ZERO] += 1
            if row.action == "created":
                yield from self._create(row)
                continue
            if row.order_id not in self._live:
                self._never_created.add(row.order_id)
                continue
            order = self._live[row.order_id]
            if order is None:
                self.counts[rules.AFTER_END] += 1
            elif row.action == "changed":
                yield from self._change(order, row)
            else:
                yield from self._delete(order, row)
                self._live[row.order_id] = None
        self.counts[rules.NEVER_CREATED] = len(self._never_created)
        self.counts[rules.TRADE_WITHOUT_FALL] = sum(len(q) for q in self._trades.values())

    def _timed(self) -> Iterator[tuple[_Row, int]]:
        snapshot = self._snapshot_size()
        self.counts[rules.SNAPSHOT] = snapshot
        last_ns = 0
        for place, row in enumerate(self._rows):
            at_ns = row.time_ms * _MS_NS
            if place < snapshot:
                at_ns = max(at_ns - (snapshot - 1 - place) * _SNAPSHOT_STEP_NS, 0)
            if at_ns < last_ns:
                self.counts[rules.TIME_RAISED] += 1
                at_ns = last_ns
            last_ns = at_ns
            yield row, at_ns

    def _snapshot_size(self) -> int:
        """How many rows at the head are the order book that was there when the recording began."""
        size = 0
        for row in self._rows:
            if row.action != "created" or row.time_ms != self._rows[0].time_ms:
                break
            size += 1
        return size if size > 1 else 0

    def _create(self, row: _Row) -> Iterator[tuple[str, ...]]:
        left, price = row.volume, row.price or None
        if not row.volume:
            self.counts[rules.VOLUME_ZERO] += 1
            left = self._money[row.order_id]
            for trade in self._trades.get(row.order_id, ()):
                left = EXACT.add(left, trade.amount)
            price = None
            if not left:
                self._live[row.order_id] = None
                return
        order = self._live[row.order_id] = _Order(row, left, price)
        yield self._new(order)

    def _change(self, order: _Order, row: _Row) -> Iterator[tuple[str, ...]]:
        before = order.volume
        if before is None:
            yield from self._fill_money_order(order, row)
            return
        order.volume = row.volume
        if row.volume < before:
            fall = EXACT.subtract(before, row.volume)
            trade = self._trade_of(order, fall)
            if trade is not None:
                yield self._exec(order, row, trade)
                return
            self.counts[rules.CUT] += 1
            yield self._cancel(order, fall)
        if order.left and row.volume > before:
            self.counts[rules.VOLUME_RISE] += 1
            yield from self._renew(order, row)
        elif order.left and row.price != (order.price or _ZERO):
            self.counts[rules.PRICE_CHANGE] += 1
            yield from self._renew(order, row)

    def _delete(self, order: _Order, row: _Row) -> Iterator[tuple[str, ...]]:
        filled = False
        before = order.volume
        if before is None:
            yield from self._fill_money_order(order, row)
        elif row.volume < before:
            trade = self._trade_of(order, EXACT.subtract(before, row.volume))
            filled = trade is not None
            if trade is not None:
                yield self._exec(order, row, trade)
        if not order.left:
            return
        if row.time_ms == self._last_ms:
            self.counts[rules.OPEN_AT_END] += 1
        if before is not None and not filled and row.price != (order.price or _ZERO):
            self.counts[rules.DELETED_PRICE] += 1
        yield self._cancel(order, order.left)

    def _renew(self, order: _Order, row: _Row) -> Iterator[tuple[str, ...]]:
        yield self._cancel(order, order.left)
        order.renewals += 1
        order.flow_id = f"{order.order_id}.{order.renewals}"
        order.left, order.price = row.volume, row.price or None
        yield self._new(order)

    def _fill_money_order(self, order: _Order, row: _Row) -> Iterator[tuple[str, ...]]:
        queue = self._trades.get(row.order_id, deque())
        while queue and (queue[0].time_ms <= row.time_ms or row.action == "deleted"):
            yield self._exec(order, row, queue.popleft())

    def _trade_of(self, order: _Order, amount: Decimal) -> _Trade | None:
        queue = self._trades.get(order.order_id)
        if queue and queue[0].amount == amount:
            return queue.popleft()
        return None

    def _new(self, order: _Order) -> tuple[str, ...]:
        return self._flow_row(order, order.left, order.price, "new")

    def _exec(self, order: _Order, row: _Row, trade: _Trade) -> tuple[str, ...]:
        if row.price != (order.price or _ZERO):
            self.counts[rules.FILL_PRICE] += 1
        order.left = EXACT.subtract(order.left, trade.amount)
        return self._flow_row(order, trade.amount, trade.price, "exec")

    def _cancel(self, order: _Order, quantity: Decimal) -> tuple[str, ...]:
        order.left = EXACT.subtract(order.left, quantity)
        return self._flow_row(order, quantity, order.price, "cancel")

    def _flow_row(
        self, order: _Order, quantity: Decimal, price: Decimal | None, event: str
    ) -> tuple[str, ...]:
        self.events[event] += 1
        return (
            str(self._at_ns),
            order.account,
            order.side,
            INSTRUMENT,
            numbers.canonical(quantity),
            "" if price is None else numbers.canonical(price),
            event,
            order.flow_id,
        )

    def _read_orders(self, name: str) -> list[_Row]:
        read: list[_Row] = []
        created: set[str] = set()
        heard_ms = 0
        for line, fields in csvfile.rows(name, ORDER_COLUMNS, crlf=True):
            cells = _Cells(name, line, ORDER_COLUMNS, fields)
            order_id, action = cells.order_id(0), cells.one_of(5, _ACTIONS)
            if action == "created":
                if order_id in created:
                    raise cells.bad(0, "is created already", "one `created` for each id")
                created.add(order_id)
            heard_before, heard_ms = heard_ms, cells.time_ms(1)
            self.counts[rules.TIME_BACK] += heard_ms < heard_before
            self.counts[rules.VOLUME_EXPONENT] += "e" in fields[4].lower()
            side = _SIDES[cells.one_of(6, _SIDES)]
            row = _Row(order_id, cells.time_ms(2), cells.number(3), cells.number(4), action, side)
            read.append(row)
        if not read:
            raise InputFault(name, "has no rows", allowed="at least one row below the header")
        return read

    def _read_trades(self, name: str) -> dict[str, deque[_Trade]]:
        queues: dict[str, deque[_Trade]] = {}
        for line, fields in csvfile.rows(name, TRADE_COLUMNS, crlf=True):
            cells = _Cells(name, line, TRADE_COLUMNS, fields)
            trade = _Trade(cells.time_ms(2), cells.number(3), cells.number(4))
            if not trade.amount:
                raise cells.bad(4, "is zero", "an amount above `0`")
            self.counts[rules.AMOUNT_EXPONENT] += "e" in fields[4].lower()
            for order_id in (cells.order_id(5), cells.order_id(6)):
                if order_id in self._created:
                    queues.setdefault(order_id, deque()).append(trade)
                else:
                    self.counts[rules.TRADE_UNKNOWN_ORDER] += 1
        return queues

    def _last_volumes_of_money_orders(self) -> dict[str, Decimal]:
        volumes: dict[str, Decimal] = {}
        for row in self._rows:
            is_in_money = row.action == "created" and not row.volume
            if is_in_money or row.order_id in volumes:
                volumes[row.order_id] = row.volume
        return volumes


_ACTIONS = ("created", "changed", "deleted")


class _Cells:
    """The fields of one input row, each read by its rule or refused by name."""

    __slots__ = ("_columns", "_fields", "_line", "_name")

    def __init__(self, name: str, line: int, columns: tuple[str, ...], fields: list[str]) -> None:
        self._name = name
        self._line = line
        self._columns = columns
        self._fields = fields

    def bad(self, place: int, reason: str, allowed: str) -> InputFault:
        return InputFault(
            self._name,
            reason,
            line=self._line,
            column=self._columns[place],
            value=self._fields[place],
            allowed=allowed,
        )

    def order_id(self, place: int) -> str:
        text = self._fields[place]
        if _ID.fullmatch(text) is None:
            raise self.bad(place, "is not an order id", "1 to 48 letters, digits, `_` or `-`")
        return text

    def time_ms(self, place: int) -> int:
        text = self._fields[place]
        largest = MAX_TS_NS // _MS_NS
        if not (text.isascii() and text.isdigit() and len(text) <= 13) or int(text) > largest:
            raise self.bad(place, "is not a time", f"milliseconds from `0` to `{largest}`")
        return int(text)

    def number(self, place: int) -> Decimal:
        text = self._fields[place]
        if _NUMBER.fullmatch(text) is not None:
            number = Decimal(text)
            if numbers.is_plain(format(number, "f")):
                return number
        allowed = "`digits[.digits][e[+-]digits]` of 96 bits and at most 28 decimals"
        raise self.bad(place, "is not a number", allowed)

    def one_of(self, place: int, names: tuple[str, ...] | dict[str, str]) -> str:
        text = self._fields[place]
        if text not in names:
            listed = ", ".join(f"`{name}`" for name in names)
            raise self.bad(place, "is not known", listed)
        return text
