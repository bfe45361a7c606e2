# SPDX-License-Identifier: Apache-2.0
"""The door of the console command: says what to install when the extra is missing."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

EXTRA_LIBRARIES = ("click", "jinja2", "rich")
EXIT_BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with ``arguments`` (default: those of the process); gives the exit code.

    0: done; 1: ended by the user or by a failure of the machine; 2: the input cannot be used.
    """
    missing = [name for name in EXTRA_LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        print(
            f"openpit: {names} not installed: the command needs `pip install 'openpit[replay]'`",
            file=sys.stderr,
        )
        return EXIT_BAD_INPUT
    from .cli import run

    return run(arguments)
