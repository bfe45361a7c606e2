# SPDX-License-Identifier: Apache-2.0
"""Values beside Python's `decimal`: parse, add, multiply and compare in one run.

Prints one row for each operation: our nanoseconds, theirs, the ratio and its budget if it has one.
"""

from __future__ import annotations

import statistics
import timeit
from collections.abc import Callable
from decimal import Decimal

from openpit.param import Price, Quantity

ROUNDS = 41
CALLS = 20_000


def medians(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Nanoseconds a call; the rounds of both sides alternate, so a drift meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    timers = (timeit.Timer(ours), timeit.Timer(theirs))
    for _ in range(ROUNDS):
        for timer, own in zip(timers, times, strict=True):
            own.append(timer.timeit(CALLS) / CALLS * 1e9)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Measure and print."""
    long = "12345678.12345678"
    left, right, quantity = Price("185.5"), Price("0.125"), Quantity("12.25")
    a, b, c = Decimal("185.5"), Decimal("0.125"), Decimal("12.25")
    cases: tuple[tuple[str, Callable[[], object], Callable[[], object], float | None], ...] = (
        ("parse 185.5", lambda: Price("185.5"), lambda: Decimal("185.5"), 1.5),
        ("parse 100", lambda: Price("100"), lambda: Decimal("100"), 1.5),
        ("parse 1e3", lambda: Price("1e3"), lambda: Decimal("1e3"), 1.5),
        ("parse 12345678.12345678", lambda: Price(long), lambda: Decimal(long), 1.5),
        ("add", lambda: left + right, lambda: a + b, None),
        ("remainder", lambda: left.remainder(12), lambda: a % 12, None),
        ("multiply", lambda: left.calculate_volume(quantity), lambda: a * c, None),
        ("compare", lambda: left < right, lambda: a < b, None),
    )
    for name, ours, theirs, budget in cases:
        own, other = medians(ours, theirs)
        shown = "" if budget is None else f"{budget:>7.2f}"
        print(f"{name:<32} {own:>8.1f} {other:>8.1f} {own / other:>7.2f} {shown}".rstrip())


if __name__ == "__main__":
    main()
