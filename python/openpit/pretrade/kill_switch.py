# SPDX-License-Identifier: Apache-2.0
"""What a side of a kill-switch mutation does (M-3)."""

from __future__ import annotations

from openpit.param._text_enum import TextEnum

__all__ = ["KillSwitchAction"]


class KillSwitchAction(TextEnum):
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
