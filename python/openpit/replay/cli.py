# SPDX-License-Identifier: Apache-2.0
"""The command line: ``openpit replay``, ``explain``, ``limits`` and ``convert bitstamp``."""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import bitstamp, flow, tables
from .commands_limits import limits
from .entry import EXIT_BAD_INPUT
from .faults import InputFault
from .outfile import written
from .terminal import complain, progress, status
from .textfile import text_of

if TYPE_CHECKING:
    import openpit

    from .compare import Flip

DECISIONS = "decisions.jsonl"
DIGEST = "decisions.sha256"
FLIPS = "flips.csv"
EXIT_ENDED = 1
_PNL_BOUNDS = "pnl_bounds_killswitch"

_FLOW = click.argument("flow_file", metavar="FLOW.csv[.gz]", type=click.Path(path_type=Path))
_LIMITS = click.option(
    "--limits",
    "limits_file",
    metavar="LIMITS.toml",
    required=True,
    type=click.Path(path_type=Path),
    help="The policies, in the order in which they run.",
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; gives the exit code, and prints faults to standard error."""
    try:
        ended = commands.main(args=arguments, prog_name="openpit", standalone_mode=False)
    except InputFault as fault:
        complain(str(fault))
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        complain("ended by the user")
        return EXIT_ENDED
    except OSError as error:
        complain(f"output cannot be written: {(error.strerror or str(error)).lower()}")
        return EXIT_BAD_INPUT
    # Click gives the code of an early end (`--help`, `Exit`) as the command's result.
    return ended if isinstance(ended, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openpit")
def commands() -> None:
    """Replays recorded order flow through pre-trade limits."""


commands.add_command(limits)


@commands.command()
@_FLOW
@_LIMITS
@click.option(
    "--compare",
    "other_file",
    metavar="OTHER.toml",
    type=click.Path(path_type=Path),
    help="Replay through these limits too, and list the orders whose outcome flips.",
)
@click.option(
    "--sync",
    type=click.Choice(("local", "account", "full")),
    default="local",
    help="The engine's sync policy; the decisions are the same.",
)
@click.option(
    "--out",
    "out_folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"Write report.html, {DECISIONS} and its digest {DIGEST} into this folder.",
)
def replay(
    flow_file: Path,
    limits_file: Path,
    other_file: Path | None,
    sync: str,
    out_folder: Path | None,
) -> None:
    """Replay the orders of FLOW through the limits and print what was rejected and why.

    FLOW is a CSV file with the columns ts, account, side, instrument, qty, price, event, order_id,
    and optionally pnl, fee. The exit code is 0 when the whole flow was replayed, 2 when the flow or
    the limits have a fault.
    """
    texts = [text_of(path) for path in (limits_file, other_file) if path is not None]
    with status("reading the flow"):
        survey = flow.survey(flow_file)
    from . import report, runner
    from .compare import Comparison, Flips, Outcomes
    from .journal import Journal

    verdicts = out_folder is not None
    engine = _engine(limits_file, texts[0], flow_file, survey, verdicts=verdicts, sync=sync)
    other = None
    if other_file is not None:
        other = _engine(other_file, texts[1], flow_file, survey, sync=sync)
    journal = Journal(engine, survey) if out_folder is not None else None
    outcomes = Outcomes() if other is not None else None
    watcher = runner.Watchers([each for each in (journal, outcomes) if each is not None])
    with _decisions(out_folder) as write, progress(survey.rows) as advance:
        tally = runner.replay(flow.read(flow_file), engine, write, advance, watcher)
        digest = engine.decisions_digest()
    engine.close()
    comparison = None
    if other is not None and outcomes is not None:
        flips = Flips(outcomes)
        with progress(survey.rows, "comparing") as advance:
            after = runner.replay(flow.read(flow_file), other, _drop, advance, flips)
        other.close()
        comparison = Comparison(tally, after, flips.flips, flips.other_reasons)
    console = tables.console()
    tables.print_replay(console, str(flow_file), str(limits_file), tally, digest)
    if comparison is not None:
        tables.print_comparison(console, str(limits_file), str(other_file), comparison)
    if out_folder is None or journal is None:
        return
    source = report.Source(flow_file.name, limits_file.name, texts[0], digest)
    if other_file is not None:
        source = source._replace(other=other_file.name, other_text=texts[1])
    with written(out_folder / report.REPORT) as file:
        file.write(report.render(source, tally, journal, comparison))
    _write_digest(out_folder, digest)
    names = [report.REPORT, DECISIONS, DIGEST]
    if comparison is not None:
        _write_flips(out_folder, comparison.flips)
        names.append(FLIPS)
    console.print(f"wrote {out_folder / names[0]}, {', '.join(names[1:])}", soft_wrap=True)


@commands.command()
@click.argument("order_id", metavar="ORDER_ID")
@_FLOW
@_LIMITS
def explain(order_id: str, flow_file: Path, limits_file: Path) -> None:
    """Explain how one order of FLOW was decided: each policy's verdict, in order.

    Prints what each policy observed, its limit and the headroom, as the engine measured them. The
    exit code is 2 when the flow has no such order, or the flow or the limits have a fault.
    """
    text = text_of(limits_file)
    with status("reading the flow"):
        survey = flow.survey(flow_file)
    from .explain import explain as explained

    engine = _engine(limits_file, text, flow_file, survey, verdicts=True)
    with engine, progress(survey.rows) as advance:
        explanation = explained(flow_file, order_id, engine, advance)
    tables.print_explanation(tables.console(), explanation)


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
    with status("converting"):
        conversion = bitstamp.Conversion(orders, trades)
        with written(out) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(flow.COLUMNS)
            writer.writerows(conversion.flow_rows())
    tables.print_conversion(tables.console(), str(out), conversion.counts, conversion.events)


def _engine(
    limits_file: Path,
    text: str,
    flow_file: Path,
    survey: flow.Survey,
    *,
    verdicts: bool = False,
    sync: str = "local",
) -> openpit.Engine:
    """The engine of the limits, which fit the flow; else every fault is printed and it ends."""
    from openpit import ConfigError, limits_policy_types

    from . import runner

    try:
        engine = runner.build_engine(text, survey.accounts, verdicts=verdicts, sync=sync)
    except ConfigError as error:
        for fault in error.faults:
            complain(f"`{limits_file}` {fault}")
        raise click.exceptions.Exit(EXIT_BAD_INPUT) from error
    if not survey.has_impact and _PNL_BOUNDS in limits_policy_types(text):
        raise InputFault(
            str(limits_file),
            f"`{_PNL_BOUNDS}` needs the pnl and fee of fills, and flow `{flow_file}` has none",
            allowed="a flow with the columns `pnl`, `fee`",
        )
    return engine


def _drop(lines: list[str]) -> None:
    """Takes decision lines that nobody asked for."""


@contextmanager
def _decisions(folder: Path | None) -> Generator[Callable[[list[str]], None], None, None]:
    if folder is None:
        yield _drop
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


def _write_flips(folder: Path, flips: list[Flip]) -> None:
    with written(folder / FLIPS) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("ts", "account", "order_id", "before", "after"))
        for row, before, after in flips:
            writer.writerow((row.ts, row.account, row.order_id, before, after))
