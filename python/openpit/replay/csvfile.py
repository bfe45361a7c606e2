# SPDX-License-Identifier: Apache-2.0
"""Reads a CSV file, plain or gzip, row by row, and says in which line a broken file is broken."""

from __future__ import annotations

import csv
import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from .faults import InputFault

# A field longer than this is no value of any format that is read here; it would only eat memory.
_MAX_LINE_BYTES = 65_536


def rows(
    path: str | os.PathLike[str],
    columns: Sequence[str],
    *,
    more_columns: Sequence[str] = (),
    crlf: bool = False,
) -> Iterator[tuple[int, list[str]]]:
    """Gives (line, fields) for each row below the header, which must be exactly ``columns``,
    or these and then all of ``more_columns``.

    ``path`` may end with ``.gz``; ``crlf`` allows lines that end with CR LF. Raises InputFault for
    a file that is missing, empty, no gzip, no UTF-8, has another header, or a row with another
    number of fields.
    """
    name = os.fspath(path)
    reader = csv.reader(_lines(name, crlf), strict=True)
    header = ",".join(columns)
    try:
        first = next(reader, None)
        if first is None:
            raise InputFault(name, "the file is empty", allowed=f"the header `{header}` and rows")
        if first not in (list(columns), [*columns, *more_columns]):
            raise _wrong_header(name, first, header, more_columns)
        width = len(first)
        line = reader.line_num + 1
        for fields in reader:
            if len(fields) != width:
                raise _wrong_width(name, line, fields, width)
            yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputFault(name, f"is no CSV: {error}", line=max(reader.line_num, 1)) from error


def _wrong_header(
    name: str, first: list[str], header: str, more_columns: Sequence[str]
) -> InputFault:
    allowed = f"`{header}`"
    if more_columns:
        allowed += f" or that and `,{','.join(more_columns)}`"
    got = ",".join(first)
    return InputFault(name, "is not the header", line=1, value=got, allowed=allowed)


def _wrong_width(name: str, line: int, fields: list[str], width: int) -> InputFault:
    if not fields:
        return InputFault(name, "the line is empty", line=line, allowed=f"{width} fields")
    count = len(fields)
    noun = "field" if count == 1 else "fields"
    return InputFault(
        name,
        f"has {count} {noun}",
        line=line,
        value=",".join(fields),
        allowed=f"{width} fields",
    )


def _lines(name: str, crlf: bool) -> Iterator[str]:
    number = 0
    try:
        with _opened(name) as file:
            while raw := file.readline(_MAX_LINE_BYTES + 1):
                number += 1
                if len(raw) > _MAX_LINE_BYTES:
                    allowed = f"at most {_MAX_LINE_BYTES} bytes"
                    raise InputFault(name, "the line is too long", line=number, allowed=allowed)
                yield _text(name, number, raw, crlf)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        reason = "is not a whole gzip file"
        line = number + 1 if number else None
        raise InputFault(name, reason, line=line, allowed="gzip data under `.gz`") from error
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputFault(name, reason) from error


def _opened(name: str) -> BinaryIO:
    if name.endswith(".gz"):
        return gzip.open(name, "rb")  # type: ignore[return-value]
    return open(name, "rb")


def _text(name: str, number: int, raw: bytes, crlf: bool) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} of the line is `0x{raw[error.start]:02x}`"
        raise InputFault(name, reason, line=number, allowed="UTF-8 text") from error
    if crlf and text.endswith("\r\n"):
        text = text[:-2] + "\n"
    if "\r" in text:
        allowed = "LF or CR LF as the line's end" if crlf else "LF as the line's end"
        raise InputFault(name, "the line has a carriage return", line=number, allowed=allowed)
    return text
