# SPDX-License-Identifier: Apache-2.0
"""What a file given to the command can have wrong: where, and what is allowed."""

from __future__ import annotations

_SHOWN_CHARACTERS = 64


class InputFault(ValueError):
    """A file that cannot be used as it is; the command ends with exit code 2.

    ``path`` is the file as the caller named it, ``line`` counts from 1 (None: the whole file),
    ``column`` is the name of the column (None: the whole line), ``value`` what stood there.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        *,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        allowed: str | None = None,
    ) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        self.value = value
        self.allowed = allowed
        super().__init__(self._text())

    def _text(self) -> str:
        place = f"`{self.path}`"
        if self.line is not None:
            place += f" line {self.line}"
        if self.column is not None:
            place += f", column `{self.column}`"
        what = self.reason if self.value is None else f"{shown(self.value)} {self.reason}"
        allowed = "" if self.allowed is None else f": allowed is {self.allowed}"
        return f"{place}: {what}{allowed}"


def shown(value: str) -> str:
    """The value in backticks, cut to 64 characters, control characters made visible."""
    cut = value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "..."
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return f"`{visible}`"
