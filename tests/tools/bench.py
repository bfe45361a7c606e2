# SPDX-License-Identifier: Apache-2.0
"""Runs the benches of the three languages and prints one table: times as ratios to an empty call.

Rust and Python print rows of `NAME NS RATIO [BUDGET]`, two blanks after the name; Go's come from
`go test -bench`, where `BenchmarkEmptyCall` is the empty call and a metric `budget` is the budget.
Times are reported and never fail: a machine under load is no fault of the code.
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
    r"^(?P<name>\S.*?)\s{2,}(?P<ns>[\d.]+)( ns)?\s+(?P<ratio>[\d.]+)x?"
    r"(\s+(budget )?(?P<budget>[\d.]+)x?)?$"
)
GO_ROW = re.compile(r"^Benchmark(?P<name>\w+?)(-\d+)?\s+\d+\s+(?P<metrics>.*)$")
GO_EMPTY = "EmptyCall"
GO_ROUNDS = 5

COMMANDS = {
    "Rust": (
        "rust",
        ["cargo", "bench", "--quiet", "--locked", "-p", "openpit", "--bench", "hot_path"],
    ),
    "Rust, threads": (
        "rust",
        ["cargo", "bench", "--quiet", "--locked", "-p", "openpit", "--bench", "threads"],
    ),
    "Python": (".", [sys.executable, "python/bench/hot_path.py"]),
    "Go": ("go", ["go", "test", "-run", "^$", "-bench", ".", "-count", str(GO_ROUNDS), "."]),
}


@dataclass(frozen=True)
class Row:
    """One case of one language: nanoseconds a call and the ratio to the empty call."""

    name: str
    ns: float
    ratio: float
    budget: float | None


def printed_rows(output: str) -> Iterator[Row]:
    """The rows that a Rust or Python bench prints."""
    for line in output.splitlines():
        if found := ROW.match(line.rstrip()):
            budget = float(found["budget"]) if found["budget"] else None
            yield Row(found["name"], float(found["ns"]), float(found["ratio"]), budget)


def go_rows(output: str) -> Iterator[Row]:
    """The medians of what `go test -bench` prints, in its order."""
    times: dict[str, list[float]] = {}
    budgets: dict[str, float] = {}
    for line in output.splitlines():
        if found := GO_ROW.match(line):
            metrics = found["metrics"].split()
            values = dict(zip(metrics[1::2], map(float, metrics[::2]), strict=True))
            times.setdefault(found["name"], []).append(values["ns/op"])
            if "budget" in values:
                budgets[found["name"]] = values["budget"]
    if times and GO_EMPTY not in times:
        raise SystemExit(f"bench: Go has no `Benchmark{GO_EMPTY}` to compare with")
    for name, samples in times.items():
        ns = statistics.median(samples)
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
        yield Row(words, ns, ns / statistics.median(times[GO_EMPTY]), budgets.get(name))


def measured(language: str) -> list[Row]:
    """Runs one language's bench."""
    folder, command = COMMANDS[language]
    done = subprocess.run(command, cwd=ROOT / folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {language} failed:\n{done.stdout}{done.stderr}")
    rows = list(go_rows(done.stdout) if language == "Go" else printed_rows(done.stdout))
    if not rows:
        raise SystemExit(f"bench: {language} printed no row:\n{done.stdout}")
    return rows


def main() -> None:
    """Measure one language after the other, so that none disturbs another, and print the table."""
    console = Console()
    table = Table(title="One call, beside the empty call of its language")
    for column in ("language", "call"):
        table.add_column(column)
    for column in ("ns", "x empty", "budget", "within"):
        table.add_column(column, justify="right")
    for language in COMMANDS:
        with console.status(f"measuring {language}"):
            rows = measured(language)
        for row in rows:
            budget = "" if row.budget is None else f"{row.budget:g}"
            within = "" if row.budget is None else ("yes" if row.ratio <= row.budget else "no")
            shown = (row.name, f"{row.ns:.1f}", f"{row.ratio:.2f}", budget, within)
            table.add_row(language, *shown, end_section=row is rows[-1])
    console.print(table)


if __name__ == "__main__":
    main()
