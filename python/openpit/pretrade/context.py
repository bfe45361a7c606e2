# SPDX-License-Identifier: Apache-2.0
"""What a context shows of earlier policies (P-4)."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EmittedMutation"]


class EmittedMutation(NamedTuple):
    """A mutation that an earlier policy of the same call emitted (P-4)."""

    policy: str
    """The name of the policy."""
    kind: str
    """The kind of the mutation: `custom`, `reserve_notional` or `set_kill_switch`."""
