# SPDX-License-Identifier: Apache-2.0
"""What the command shows while it works, and how it complains: all of it on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)


def complain(text: str) -> None:
    """Prints one fault."""
    print(f"openpit: {text}", file=sys.stderr)


@contextmanager
def status(what: str) -> Generator[None, None, None]:
    """Says what is being done while the block runs, on a terminal."""
    with _console().status(what):
        yield


@contextmanager
def progress(rows: int, what: str = "replaying") -> Generator[Callable[[int], None], None, None]:
    """A bar of ``rows`` rows, on a terminal; the block calls what it gets with rows done."""
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    console = _console()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=rows)
        yield lambda count: bar.advance(task, count)


def _console() -> Console:
    # Standard output holds only the result.
    return Console(stderr=True, highlight=False)
