# SPDX-License-Identifier: Apache-2.0
"""Enums whose members are the texts that all languages share."""

from __future__ import annotations

import enum


class TextEnum(str, enum.Enum):
    """A closed set of texts; prints the same in every version of Python."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)
