# SPDX-License-Identifier: Apache-2.0
"""The limits counted in plain Python, without the engine: what the replay is compared with.

Each function gives the ids of the orders that the policy rejects, in order, with the reject's code.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import NamedTuple

from openpit.replay.flow import Row


def over_size(rows: Iterable[Row], quantity: Decimal, notional: Decimal) -> list[tuple[str, str]]:
    """Orders above ``quantity`` or above ``notional`` (price times quantity); equal passes."""
    rejected = []
    with localcontext() as context:
        context.prec = 80
        for row in rows:
            if row.event != "new":
                continue
            too_many = Decimal(row.quantity) > quantity
            if row.price is None:
                # The quantity cap works without a price; the notional cannot be computed.
                code = "OrderQtyExceedsLimit" if too_many else "OrderValueCalculationFailed"
                rejected.append((row.order_id, code))
                continue
            too_much = abs(Decimal(row.price)) * Decimal(row.quantity) > notional
            if too_many and too_much:
                rejected.append((row.order_id, "OrderExceedsLimit"))
            elif too_many:
                rejected.append((row.order_id, "OrderQtyExceedsLimit"))
            elif too_much:
                rejected.append((row.order_id, "OrderNotionalExceedsLimit"))
    return rejected


def over_rate(rows: Iterable[Row], max_orders: int, window_ns: int) -> list[tuple[str, str]]:
    """Orders that would be more than ``max_orders`` of their account in (t - window, t].

    Only orders that passed are counted.
    """
    rejected = []
    passed: defaultdict[str, deque[int]] = defaultdict(deque)
    for row in rows:
        if row.event != "new":
            continue
        times = passed[row.account]
        while times and times[0] <= row.ts - window_ns:
            times.popleft()
        if len(times) >= max_orders:
            rejected.append((row.order_id, "RateLimitExceeded"))
        else:
            times.append(row.ts)
    return rejected


class _Notional(NamedTuple):
    """One open order: its account, what is left of its reserved notional, and its decimals."""

    account: str
    left: Decimal
    places: int


def over_notional(rows: Iterable[Row], limit: Decimal) -> list[tuple[str, str]]:
    """Orders with which their account would have more than ``limit`` open and used.

    Committed as soon as it passes, an order is open; a fill takes its share of what is open and
    uses its own money, a cancel takes its share; what is left goes with the end.
    """
    rejected = []
    taken: defaultdict[str, Decimal] = defaultdict(Decimal)
    orders: dict[str, _Notional] = {}
    with localcontext() as context:
        context.prec = 120
        for row in rows:
            quantity = Decimal(row.quantity)
            if row.event == "new":
                if row.price is None:
                    rejected.append((row.order_id, "OrderValueCalculationFailed"))
                    continue
                worth = abs(Decimal(row.price)) * quantity
                if taken[row.account] + worth > limit:
                    rejected.append((row.order_id, "CreditLimitExceeded"))
                    continue
                taken[row.account] += worth
                exponent = worth.normalize().as_tuple().exponent
                assert isinstance(exponent, int)
                orders[row.order_id] = _Notional(row.account, worth, max(8, -exponent))
            elif order := orders.get(row.order_id):
                share = order.left * quantity / (row.leaves + quantity)
                grain = Decimal(1).scaleb(-order.places)
                share = share.quantize(grain, rounding=ROUND_DOWN) if row.leaves else order.left
                taken[order.account] -= share
                orders[row.order_id] = order._replace(left=order.left - share)
                if row.event == "exec":
                    assert row.price is not None
                    taken[order.account] += abs(Decimal(row.price)) * quantity
    return rejected
