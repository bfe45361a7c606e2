# SPDX-License-Identifier: Apache-2.0
"""Reads a text file whole, or says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from .faults import InputFault


def text_of(path: Path) -> str:
    """The UTF-8 text in ``path``; raises InputFault for a file that is missing or no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} is `0x{error.object[error.start]:02x}`"
        raise InputFault(str(path), reason, allowed="UTF-8 text") from error
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputFault(str(path), reason) from error
