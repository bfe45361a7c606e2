# SPDX-License-Identifier: Apache-2.0
"""Counters of dropped handles (T-3a)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DropCounters"]


@dataclass(frozen=True)
class DropCounters:
    """How many dropped handles had to wait, and how many of those are rolled back (T-3a).

    A handle dropped on a foreign thread, or inside a callback, waits for the owner's next call.
    """

    queued: int
    drained: int
