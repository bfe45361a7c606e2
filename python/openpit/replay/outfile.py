# SPDX-License-Identifier: Apache-2.0
"""Files that are whole or not there: written beside their name and moved onto it at the end."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
from collections.abc import Generator
from pathlib import Path
from typing import TextIO

from .faults import InputFault

# The order-flow text shrinks twelvefold at this level; higher ones take far longer for little.
_GZIP_LEVEL = 3


@contextlib.contextmanager
def written(path: Path) -> Generator[TextIO, None, None]:
    """A UTF-8 text file with LF; gzip when the name ends with ``.gz``, the same bytes each time.

    When the block raises, ``path`` is left as it was.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with open(partial, "wb") as raw, _encoded(raw, path.suffix == ".gz") as text:
            yield text
        os.replace(partial, path)
    except OSError as error:
        reason = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise InputFault(str(path), reason) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


@contextlib.contextmanager
def _encoded(raw: io.BufferedWriter, zipped: bool) -> Generator[TextIO, None, None]:
    with contextlib.ExitStack() as stack:
        target: io.BufferedWriter | gzip.GzipFile = raw
        if zipped:
            # Without name and time in its head the same text gives the same file.
            target = stack.enter_context(
                gzip.GzipFile("", "wb", compresslevel=_GZIP_LEVEL, fileobj=raw, mtime=0)
            )
        text = io.TextIOWrapper(target, encoding="utf-8", newline="\n")
        try:
            yield text
        finally:
            text.flush()
            text.detach()
