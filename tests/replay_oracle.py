# SPDX-License-Identifier: Apache-2.0
"""The limits counted in plain Python, without the engine: what the replay is compared with.

Each function gives the ids of the orders that the policy rejects, in order, with the reject's code.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from decimal import Decimal, localcontext

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
