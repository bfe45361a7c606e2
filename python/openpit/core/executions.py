# SPDX-License-Identifier: Apache-2.0
"""What does not fit earlier execution reports (P-10)."""

from __future__ import annotations

import enum

__all__ = ["Anomaly"]


class Anomaly(str, enum.Enum):
    """Something about a report that does not fit what was reported before (P-10).

    The report is a fact all the same; what it changes is said with each member.

    >>> Anomaly("ExecutionIdConflict")
    Anomaly.EXECUTION_ID_CONFLICT
    """

    EXECUTION_ID_CONFLICT = "ExecutionIdConflict"
    """Another content under an execution id that was reported before: nothing changes."""
    REPORT_MISMATCH = "ReportMismatch"
    """Another instrument or side than the order's: nothing changes (L-6)."""
    UNKNOWN_ORDER = "UnknownOrder"
    """No such order is known: what the fill used counts all the same (L-6)."""
    FILL_AFTER_FINAL = "FillAfterFinal"
    """The order was done before: what the fill used counts all the same (L-6)."""
    OVERFILL = "Overfill"
    """More was filled than was left: all of it counts as used (L-6)."""
    LEAVES_MISMATCH = "LeavesMismatch"
    """The leaves quantity is not what the fills left: nothing is released for it (L-6)."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"Anomaly.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)
