# SPDX-License-Identifier: Apache-2.0
"""What a side of a kill-switch mutation does (M-3)."""

from __future__ import annotations

import enum

from openpit._native import _kill_switch_action

__all__ = ["KillSwitchAction"]


class KillSwitchAction(str, enum.Enum):
    """What a side of `Mutation.set_kill_switch` does to the policy's own cause (M-3).

    A text that is none of these is a `ParamError`.

    >>> KillSwitchAction("block")
    KillSwitchAction.BLOCK
    """

    KEEP = "keep"
    """Nothing."""
    BLOCK = "block"
    """Adds the cause: the scope is blocked."""
    UNBLOCK = "unblock"
    """Removes the cause; other causes stay (K-2)."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"KillSwitchAction.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)

    @classmethod
    def _missing_(cls, value: object) -> KillSwitchAction:
        # The core refuses any other text (V-6).
        return cls(_kill_switch_action(value))
