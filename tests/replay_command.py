# SPDX-License-Identifier: Apache-2.0
"""Runs the console command inside the test's process, as a person would type it."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from openpit.replay import entry

DATA = Path(__file__).parent / "data"
SMALL = DATA / "small.flow.csv"
SAMPLE = DATA / "prosperity3.flow.csv.gz"
LIMITS = DATA / "limits.toml"


class Ran(NamedTuple):
    """Exit code, standard output, standard error."""

    code: int
    output: str
    errors: str


def run(*arguments: object) -> Ran:
    """The command with these arguments, on a terminal of 120 columns."""
    output, errors = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "120", "NO_COLOR": "1"}),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
    ):
        code = entry.main([str(argument) for argument in arguments])
    return Ran(code, output.getvalue(), errors.getvalue())


def cells_of(output: str) -> list[list[str]]:
    """The lines of a printed table, as the texts between runs of blanks."""
    lines = []
    for line in output.splitlines():
        cells = [cell.strip() for cell in line.strip().split("  ")]
        lines.append([cell for cell in cells if cell])
    return lines


def decided(folder: Path) -> list[tuple[str, list[dict[str, str]]]]:
    """Of each order its client order id and its rejects, of both stages, from a decision log."""
    orders: list[tuple[str, list[dict[str, str]]]] = []
    of_request: dict[str, list[dict[str, str]]] = {}
    for text in (folder / "decisions.jsonl").read_text().splitlines():
        line = json.loads(text)
        if line["call"] == "start":
            rejects = list(line.get("rejects", ()))
            orders.append((line["order"]["client_order_id"], rejects))
            if not rejects:
                of_request[line["request"]] = rejects
        elif line["call"] == "execute":
            of_request[line["request"]].extend(line.get("rejects", ()))
    return orders
