# SPDX-License-Identifier: Apache-2.0
"""How the `*_rounded` forms round."""

from __future__ import annotations

from openpit.param._text_enum import TextEnum

__all__ = ["RoundingStrategy"]


class RoundingStrategy(TextEnum):
    """How a call that is allowed to round does it (V-3, V-4).

    >>> from openpit.param import Price
    >>> Price.from_string_rounded("-2.5", 0, RoundingStrategy.HALF_EVEN)
    Price('-2')
    """

    HALF_EVEN = "half_even"
    """To the nearest; a tie to the even digit: 0.5 to 0, 1.5 to 2."""
    HALF_AWAY = "half_away"
    """To the nearest; a tie away from zero: 0.5 to 1, -0.5 to -1."""
    UP = "up"
    """Toward plus infinity: 1.1 to 2, -1.1 to -1."""
    DOWN = "down"
    """Toward minus infinity: 1.9 to 1, -1.1 to -2."""
    TOWARD_ZERO = "toward_zero"
    """Toward zero: 1.9 to 1, -1.9 to -1."""
