# SPDX-License-Identifier: Apache-2.0
"""Clocks (D-2)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_bool, check_int

__all__ = ["ManualClock"]


@dataclass(frozen=True)
class ManualClock:
    """A clock that only calls move, by their `at` (D-2).

    `start`: where it stands, in nanoseconds since the epoch. `accept_late`: a call with an earlier
    `at` is applied at the last time and flagged late, instead of refused with a `TimeError`; for
    logs whose gateways stamp out of order.

    >>> ManualClock(start=5)
    ManualClock(start=5, accept_late=False)
    """

    start: int = 0
    accept_late: bool = False

    def __post_init__(self) -> None:
        check_int("start", self.start, -(2**63), 2**63 - 1)
        check_bool("accept_late", self.accept_late)
