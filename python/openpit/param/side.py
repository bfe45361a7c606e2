# SPDX-License-Identifier: Apache-2.0
"""The side of an order or trade."""

from __future__ import annotations

from openpit._text_enum import TextEnum

__all__ = ["Side"]


class Side(TextEnum):
    """The side of an order or trade.

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

    @classmethod
    def _missing_(cls, value: object) -> Side | None:
        # The text in capitals is read too, as in every language.
        return {"BUY": cls.BUY, "SELL": cls.SELL}.get(value) if isinstance(value, str) else None
