# SPDX-License-Identifier: Apache-2.0
"""What a dry run answered (P-11)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit.pretrade.reject import Reject

__all__ = ["DryRunResult"]


@dataclass(frozen=True)
class DryRunResult:
    """What the real call would have answered (P-11). Truthy when accepted.

    `rejects`: those of the stage that rejected; empty if the order would be accepted.

    >>> DryRunResult().ok
    True
    """

    rejects: tuple[Reject, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the order would be accepted."""
        return not self.rejects

    def __bool__(self) -> bool:
        """Whether the order would be accepted."""
        return self.ok
