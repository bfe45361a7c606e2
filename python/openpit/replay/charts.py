# SPDX-License-Identifier: Apache-2.0
"""The report's charts as SVG paths: one unit wide for each interval, ``HEIGHT`` units high.

The browser stretches them to the page's width, so a chart has no text of its own. Coordinates are
pictures, not money: they alone are floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

HEIGHT = 100

# Told apart by colour-blind readers too (Okabe and Ito), from most to least rejects.
PALETTE = (
    "#d55e00", "#0072b2", "#cc79a7", "#e69f00", "#009e73", "#56b4e9", "#8c6bb1", "#a6761d",
)  # fmt: skip


class Stack(NamedTuple):
    """``paths`` lie on one another in the order of the series; ``top`` is the chart's upper end."""

    paths: list[str]
    top: int


def stacked(series: Sequence[Sequence[int]]) -> Stack:
    """Bars of counts, each series on top of those before it."""
    totals = [sum(counts) for counts in zip(*series, strict=True)]
    top = round_up(max(totals, default=0))
    floors = [0] * len(totals)
    paths: list[str] = []
    for counts in series:
        parts: list[str] = []
        for place, count in enumerate(counts):
            if count:
                floors[place] += count
                height = _short(max(count / top * HEIGHT, 0.6))
                upper = _short(HEIGHT - floors[place] / top * HEIGHT)
                parts.append(f"M{place} {upper}h1v{height}h-1z")
        paths.append("".join(parts))
    return Stack(paths, top)


class Headroom(NamedTuple):
    """``above`` and ``below`` are the areas over and under zero, ``zero`` the height of zero."""

    above: str
    below: str
    zero: str
    top: Decimal
    bottom: Decimal


# So much of a headroom chart may lie below zero; what is deeper is cut off.
_BELOW = Decimal("0.3")


def headroom(values: Sequence[Decimal | None], limit: Decimal) -> Headroom:
    """Bars from zero to the least headroom of each interval; below zero an order was over it."""
    known = [value for value in values if value is not None]
    top = max([*known, limit, Decimal(0)])
    span = top or Decimal(1)
    bottom = max(min([*known, Decimal(0)]), -span * _BELOW)
    if bottom < 0:
        # One order over a limit of thousands must still be seen.
        bottom = min(bottom, -span * _BELOW / 3)
    whole = float(span - bottom)
    zero = float(span) / whole * HEIGHT
    above: list[str] = []
    below: list[str] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        if value < 0:
            depth = max(float(min(-value, -bottom)) / whole * HEIGHT, 2.5)
            below.append(f"M{place} {_short(zero)}h1v{_short(depth)}h-1z")
        else:
            height = max(float(value) / whole * HEIGHT, 1)
            above.append(f"M{place} {_short(zero - height)}h1v{_short(height)}h-1z")
    return Headroom("".join(above), "".join(below), _short(zero), span, bottom)


def round_up(number: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50, ... that is not below ``number``."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= number:
                return factor * power
        power *= 10


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
