# SPDX-License-Identifier: Apache-2.0
"""What does not fit earlier execution reports (P-10)."""

from __future__ import annotations

import enum

__all__ = ["Anomaly"]


class Anomaly(str, enum.Enum):
    """Something about a report that does not fit what was reported before (P-10).

    The report is a fact all the same; what it changes is said with each member.

    >>> Anomaly.EXECUTION_ID_CONFLICT == "ExecutionIdConflict"
    True
    """

    EXECUTION_ID_CONFLICT = "ExecutionIdConflict"
    """Another content under an execution id that was reported before: nothing changes."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"Anomaly.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)
