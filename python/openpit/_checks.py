# SPDX-License-Identifier: Apache-2.0
"""Checks at the doors of the dataclasses (V-6, E-3): wrong types are TypeError."""

from __future__ import annotations

from typing import Any

from openpit._error_kinds import ParamErrorKind


def wrong_type(name: str, value: object, allowed: str) -> TypeError:
    """Make the error of an argument of a wrong type."""
    found = type(value).__name__
    return TypeError(f"`{name}` is of type `{found}`: allowed is {allowed}")


def check_type(
    name: str, value: object, types: type[Any] | tuple[type[Any], ...], text: str
) -> None:
    """Refuse what is not of these types; `text` says what is allowed."""
    if not isinstance(value, types):
        raise wrong_type(name, value, text)


def check_bool(name: str, value: object) -> None:
    """Refuse what is not a bool."""
    check_type(name, value, bool, "`bool`")


def check_text(name: str, value: object) -> None:
    """Refuse what is not a `str` that other languages can hold."""
    check_type(name, value, str, "`str`")
    try:
        str(value).encode()
    except UnicodeEncodeError:
        from openpit.errors import ParamError

        shown = ascii(value)[1:-1][:64]
        raise ParamError(
            f"`{name}` `{shown}` has a lone surrogate: allowed is text without one",
            ParamErrorKind.INVALID_FORMAT,
            shown,
        ) from None


def check_int(name: str, value: object, low: int, high: int) -> None:
    """Refuse what is not an int, and one that is out of range."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type(name, value, "`int`")
    if not low <= value <= high:
        from openpit.errors import ParamError

        negative = value < 0 <= low
        shown = format(value, "#x")[:64] if abs(value) >= 1 << 128 else str(value)
        raise ParamError(
            f"`{name}` `{shown}` is out of range: allowed is `{low}` to `{high}`",
            ParamErrorKind.NEGATIVE if negative else ParamErrorKind.OVERFLOW,
            shown,
        )
