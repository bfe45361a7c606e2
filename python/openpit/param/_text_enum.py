# SPDX-License-Identifier: Apache-2.0
"""What the text enums share: one text in all languages, judged by the core."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from openpit._native import _enum_text

__all__ = ["TextEnum"]


class _TextEnumType(enum.EnumMeta):
    """Judges what is no text before the enum does, which would show it first."""

    if not TYPE_CHECKING:

        def __call__(cls, value, *args, **names):
            if not isinstance(value, str):
                _enum_text(cls.__name__, value)
            return super().__call__(value, *args, **names)


class TextEnum(str, enum.Enum, metaclass=_TextEnumType):
    """An enum whose values are texts that all languages share."""

    def __repr__(self) -> str:
        """Give an expression that makes this member again (V-7)."""
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        """Give the text that all languages share."""
        return str(self.value)

    def __format__(self, spec: str) -> str:
        """Format the text, so that every Python version prints the same."""
        return format(str(self.value), spec)

    @classmethod
    def _missing_(cls, value: object) -> TextEnum:
        # The core reads what it allows beside the values, and refuses the rest (V-6).
        return cls(_enum_text(cls.__name__, value))
