# SPDX-License-Identifier: Apache-2.0
"""The side of an order or trade."""

from __future__ import annotations

import enum

from openpit._native import _side

__all__ = ["Side"]


class Side(str, enum.Enum):
    """The side of an order or trade; a text that is none of these is a `ParamError`.

    >>> Side("buy"), Side("SELL")
    (Side.BUY, Side.SELL)
    """

    BUY = "buy"
    """Takes the underlying, gives the settlement asset."""
    SELL = "sell"
    """Gives the underlying, takes the settlement asset."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"Side.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side.SELL if self is Side.BUY else Side.BUY

    @classmethod
    def _missing_(cls, value: object) -> Side:
        # The core reads the text in capitals too, and refuses any other (V-6).
        return cls(_side(value))
