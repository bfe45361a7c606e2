# SPDX-License-Identifier: Apache-2.0
"""The command line: ``openpit replay`` and ``openpit convert bitstamp``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from . import bitstamp, flow, tables
from .entry import EXIT_BAD_INPUT
from .faults import InputFault
from .outfile import written

DECISIONS = "decisions.jsonl"
DIGEST = "decisions.sha256"
EXIT_ENDED = 1


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; gives the exit code, and prints faults to standard error."""
    try:
        ended = commands.main(args=arguments, prog_name="openpit", standalone_mode=False)
    except InputFault as fault:
        _complain(str(fault))
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        _complain("ended by the user")
        return EXIT_ENDED
    # Click gives the code of an early end (`--help`, `Exit`) as the command's result.
    return ended if isinstance(ended, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openpit")
def commands() -> None:
    """Replays recorded order flow through pre-trade limits."""


@commands.command()
@click.argument("flow_file", metavar="FLOW.csv[.gz]", type=click.Path(path_type=Path))
@click.option(
    "--limits",
    "limits_file",
    metavar="LIMITS.toml",
    required=True,
    type=click.Path(path_type=Path),
    help="The policies, in the order in which they run.",
)
@click.option(
    "--out",
    "out_folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"Write {DECISIONS} and its digest {DIGEST} into this folder.",
)
def replay(flow_file: Path, limits_file: Path, out_folder: Path | None) -> None:
    """Replay the orders of FLOW through the limits and print what was rejected and why.

    FLOW is a CSV file with the columns ts, account, side, instrument, qty, price, event, order_id.
    The exit code is 0 when the whole flow was replayed, 2 when the flow or the limits have a fault.
    """
    limits = _text_of(limits_file)
    with _status("reading the flow"):
        survey = flow.survey(flow_file)
    from openpit import ConfigError

    from . import runner

    try:
        engine = runner.build_engine(limits, survey.accounts)
    except ConfigError as error:
        for fault in error.faults:
            _complain(f"`{limits_file}` {fault}")
        raise click.exceptions.Exit(EXIT_BAD_INPUT) from error
    with _decisions(out_folder) as write, _progress(survey.rows) as progress:
        tally = runner.replay(flow.read(flow_file), engine, write, progress)
        digest = engine.decisions_digest()
    engine.close()
    console = tables.console()
    tables.print_replay(console, str(flow_file), str(limits_file), tally, digest)
    if out_folder is not None:
        _write_digest(out_folder, digest)
        console.print(f"wrote {out_folder / DECISIONS} and {DIGEST}", soft_wrap=True)


@commands.group()
def convert() -> None:
    """Make the order-flow format from a recording of another kind."""


@convert.command("bitstamp")
@click.argument("orders", metavar="ORDERS", type=click.Path(path_type=Path))
@click.option(
    "--trades",
    metavar="TRADES",
    required=True,
    type=click.Path(path_type=Path),
    help="The recording's trades (CSV, plain or .gz).",
)
@click.option(
    "--out",
    metavar="FILE",
    default="bitstamp.flow.csv.gz",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where to write the flow; gzip when it ends with .gz.",
)
def convert_bitstamp(orders: Path, trades: Path, out: Path) -> None:
    """Convert a Bitstamp BTC/USD recording; print each quirk of the data with count and rule.

    ORDERS is the recording's order events (CSV, plain or .gz). The accounts ACC001 to ACC016 are
    made up by a fixed hash of the order id.
    """
    with _status("converting"):
        conversion = bitstamp.Conversion(orders, trades)
        with written(out) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(flow.COLUMNS)
            writer.writerows(conversion.flow_rows())
    tables.print_conversion(tables.console(), str(out), conversion.counts, conversion.events)


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} is `0x{error.object[error.start]:02x}`"
        raise InputFault(str(path), reason, allowed="UTF-8 text") from error
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputFault(str(path), reason) from error


@contextmanager
def _decisions(folder: Path | None) -> Iterator[Callable[[list[str]], None]]:
    if folder is None:
        yield lambda lines: None
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"cannot be made: {(error.strerror or str(error)).lower()}"
        raise InputFault(str(folder), reason) from error
    with written(folder / DECISIONS) as file:

        def write(lines: list[str]) -> None:
            file.writelines(f"{line}\n" for line in lines)

        yield write


def _write_digest(folder: Path, digest: str) -> None:
    # The form that `sha256sum --check` reads.
    with written(folder / DIGEST) as file:
        file.write(f"{digest}  {DECISIONS}\n")


@contextmanager
def _progress(rows: int) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("replaying"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    console = _terminal()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("replaying", total=rows)
        yield lambda count: progress.advance(task, count)


@contextmanager
def _status(what: str) -> Iterator[None]:
    with _terminal().status(what):
        yield


def _terminal() -> Console:
    # Progress goes to standard error, so that standard output holds only the result.
    return tables.console(stderr=True)


def _complain(text: str) -> None:
    print(f"openpit: {text}", file=sys.stderr)
