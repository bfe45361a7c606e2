# SPDX-License-Identifier: Apache-2.0
"""The side of an order or trade."""

from __future__ import annotations

from openpit.param._text_enum import TextEnum

__all__ = ["Side"]


class Side(TextEnum):
    """The side of an order or trade; a text that is none of these is a `ParamError`.

    >>> Side("buy"), Side("SELL")
    (Side.BUY, Side.SELL)
    """

    BUY = "buy"
    """Takes the underlying, gives the settlement asset."""
    SELL = "sell"
    """Gives the underlying, takes the settlement asset."""

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side.SELL if self is Side.BUY else Side.BUY
