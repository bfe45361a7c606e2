# SPDX-License-Identifier: Apache-2.0
"""Runs the value benches of the three languages and prints one table: ours beside the decimal
library that most people use there (rust_decimal, Python's decimal, shopspring/decimal).

Rust and Python print rows of `NAME OURS THEIRS RATIO [BUDGET]`; Go's come in pairs from `go test
-bench`, `BenchmarkAdd/openpit` beside `BenchmarkAdd/shopspring`. Times never fail.
"""

import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^(?P<name>\S.*?)\s{2,}(?P<ours>[\d.]+)\s+(?P<theirs>[\d.]+)\s+(?P<ratio>[\d.]+)"
    r"(\s+(?P<budget>[\d.]+))?$"
)
GO_ROW = re.compile(r"^Benchmark(?P<name>\w+)/(?P<case>\S+?)(-\d+)?\s+\d+\s+(?P<ns>[\d.]+) ns/op")
GO_BUDGET = 1.0  # Go arithmetic must beat the library
CARGO = ["cargo", "bench", "--quiet", "--locked", "-p", "openpit", "--bench", "values"]
GO = ["go", "test", "-run", "^$", "-bench", ".", "-count", "5", "./param"]
COMMANDS = {
    "Rust": ("rust", CARGO, "rust_decimal"),
    "Python": (".", [sys.executable, "python/bench/values.py"], "decimal"),
    "Go": ("go", GO, "shopspring/decimal"),
}


@dataclass(frozen=True)
class Pair:
    """One operation: our nanoseconds and the library's."""

    name: str
    ours: float
    theirs: float
    budget: float | None


def printed(output: str) -> Iterator[Pair]:
    """The rows that a Rust or Python bench prints."""
    for line in output.splitlines():
        if found := ROW.match(line.rstrip()):
            budget = float(found["budget"]) if found["budget"] else None
            yield Pair(found["name"], float(found["ours"]), float(found["theirs"]), budget)


def go_pairs(output: str) -> Iterator[Pair]:
    """Each of our cases beside the library's of the same benchmark, and of the same input."""
    times: dict[tuple[str, str], list[float]] = {}
    for line in output.splitlines():
        if found := GO_ROW.match(line):
            times.setdefault((found["name"], found["case"]), []).append(float(found["ns"]))
    medians = {key: statistics.median(samples) for key, samples in times.items()}
    for (name, case), ours in medians.items():
        if not case.startswith("openpit"):
            continue
        rest = case.removeprefix("openpit")
        theirs = medians.get((name, f"shopspring{rest}"), medians.get((name, "shopspring")))
        if theirs is not None:
            yield Pair(f"{name.lower()} {rest.lstrip('/')}".strip(), ours, theirs, GO_BUDGET)


def main() -> None:
    """Measure one language after the other and print the table."""
    console = Console()
    table = Table(title="Values, beside the decimal library of the language")
    for column in ("language", "operation", "beside"):
        table.add_column(column)
    for column in ("ns", "its ns", "ratio", "budget", "within"):
        table.add_column(column, justify="right")
    for language, (folder, command, library) in COMMANDS.items():
        with console.status(f"measuring {language}"):
            done = subprocess.run(
                command, cwd=ROOT / folder, capture_output=True, text=True, check=False
            )
        pairs = list(go_pairs(done.stdout) if language == "Go" else printed(done.stdout))
        if done.returncode or not pairs:
            raise SystemExit(f"bench: {language} failed:\n{done.stdout}{done.stderr}")
        for pair in pairs:
            ratio = pair.ours / pair.theirs
            budget = "" if pair.budget is None else f"{pair.budget:g}"
            within = "" if pair.budget is None else ("yes" if ratio <= pair.budget else "no")
            shown = (f"{pair.ours:.1f}", f"{pair.theirs:.1f}", f"{ratio:.2f}", budget, within)
            row = (language, pair.name, library, *shown)
            table.add_row(*row, end_section=pair is pairs[-1])
    console.print(table)


if __name__ == "__main__":
    main()
