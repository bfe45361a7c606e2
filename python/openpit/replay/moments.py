# SPDX-License-Identifier: Apache-2.0
"""Times of a flow as people read them: UTC, to the nanosecond where it matters."""

from __future__ import annotations

from datetime import datetime, timezone

_SECOND_NS = 1_000_000_000
_UNITS_NS = (
    (86_400 * _SECOND_NS, "d"),
    (3_600 * _SECOND_NS, "h"),
    (60 * _SECOND_NS, "min"),
    (_SECOND_NS, "s"),
    (1_000_000, "ms"),
    (1_000, "us"),
    (1, "ns"),
)


def day(ts: int) -> str:
    """``2015-05-01``."""
    return _utc(ts).strftime("%Y-%m-%d")


def clock(ts: int) -> str:
    """``05:02:49``, with as much of a fraction as there is, in steps of three digits."""
    fraction = f"{ts % _SECOND_NS:09d}"
    for group in ("000", "000", "000"):
        fraction = fraction.removesuffix(group)
    whole = _utc(ts).strftime("%H:%M:%S")
    return f"{whole}.{fraction}" if fraction else whole


def moment(ts: int) -> str:
    """``2015-05-01 05:02:49.123``."""
    return f"{day(ts)} {clock(ts)}"


def length(ns: int) -> str:
    """``10 s``: in the largest unit that leaves a whole number."""
    for size, unit in _UNITS_NS:
        if ns % size == 0:
            return f"{ns // size} {unit}"
    raise AssertionError(ns)


def _utc(ts: int) -> datetime:
    return datetime.fromtimestamp(ts // _SECOND_NS, tz=timezone.utc)
