# SPDX-License-Identifier: Apache-2.0
"""Closes an engine that is garbage.

The garbage collector runs finalizers before it tears anything down, so the rollback callbacks of a
forgotten engine still find their policies whole; a native class has no such finalizer of its own.
"""

from __future__ import annotations

from openpit._native import _Closer


class Guardian:
    """Owned by one engine; its end is the engine's."""

    __slots__ = ("_closer",)

    def __init__(self, closer: _Closer) -> None:
        self._closer = closer

    def __del__(self) -> None:
        self._closer.close()
