# SPDX-License-Identifier: Apache-2.0
"""Exact decimals of the input files: never a float, never a rounding."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal

# Wide enough for every sum and difference of two numbers that fit 96 bits and 28 places; a result
# that would not be exact raises instead of being rounded.
EXACT = decimal.Context(prec=80, traps=[decimal.Inexact, decimal.InvalidOperation])

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_COEFFICIENT_LIMIT = 2**96
_MAX_SCALE = 28
# Up to this many characters the coefficient is below 10**28 and the scale at most 26: always fits.
_ALWAYS_FITS = 28

PLAIN_ALLOWED = "plain decimal text `[-]digits[.digits]` of 96 bits and at most 28 decimals"


def is_plain(text: str) -> bool:
    """True for plain decimal text that the engine's numbers hold exactly."""
    if _PLAIN.fullmatch(text) is None:
        return False
    return len(text) <= _ALWAYS_FITS or _fits(text)


def _fits(text: str) -> bool:
    whole, _, fraction = text.lstrip("-").partition(".")
    fraction = fraction.rstrip("0")
    digits = (whole + fraction).lstrip("0")
    # 2**96 has 29 digits: a longer coefficient is not turned into a number at all.
    return (
        len(fraction) <= _MAX_SCALE
        and len(digits) <= len(str(_COEFFICIENT_LIMIT))
        and int(digits or "0") < _COEFFICIENT_LIMIT
    )


def canonical(number: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros, no ``-0``."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
