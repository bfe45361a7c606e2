# SPDX-License-Identifier: Apache-2.0
"""What the command prints when it is done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from . import moments, numbers
from .bitstamp_rules import RULES

if TYPE_CHECKING:
    from .compare import Comparison
    from .explain import Explanation
    from .runner import Tally

BUSIEST_ACCOUNTS = 5
SHOWN_FLIPS = 20

_Key = TypeVar("_Key")

# Columns apart by blanks: with a rule below the head, or with nothing but blank lines.
_RULED = box.SIMPLE_HEAD
_BARE = box.SIMPLE


def print_replay(console: Console, flow: str, limits: str, tally: Tally, digest: str) -> None:
    """Prints a replay: orders, rejects by policy and code, busiest accounts, speed, digest."""
    _line(console, "replayed ", (flow, "bold"), " through ", (limits, "bold"))
    console.print()
    for table in (_totals(tally), _rejects(tally), _accounts(tally)):
        console.print(Padding(table, (0, 0, 1, 2)))
    _line(console, "digest ", (digest, "bold"))


def _totals(tally: Tally) -> Table:
    table = Table(box=_BARE, show_edge=False, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_row("orders", _count(tally.orders), "")
    table.add_row("accepted", _count(tally.accepted), _share(tally.accepted, tally.orders))
    table.add_row("rejected", _count(tally.rejected), _share(tally.rejected, tally.orders))
    table.add_section()
    table.add_row("execution reports", _count(tally.reports), "")
    table.add_row("rows of rejected orders, not sent", _count(tally.not_sent), "")
    if tally.blocks:
        table.add_row("account blocks", _count(tally.blocks), "")
    table.add_section()
    table.add_row("seconds", f"{tally.seconds:,.2f}", "")
    table.add_row("orders per second", _count(round(tally.orders_per_second)), "")
    return table


def _rejects(tally: Tally) -> RenderableType:
    if not tally.rejects:
        return Text("no rejects")
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    table.add_column("rejected by policy")
    table.add_column("code")
    table.add_column("rejects", justify="right")
    table.add_column("of orders", justify="right")
    for (policy, code), count in _largest(tally.rejects, None):
        table.add_row(Text(policy), code, _count(count), _share(count, tally.orders))
    return table


def _accounts(tally: Tally) -> Table:
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    table.add_column("busiest accounts")
    table.add_column("orders", justify="right")
    table.add_column("rejected", justify="right")
    table.add_column("of its orders", justify="right")
    for account, count in _largest(tally.orders_by_account, BUSIEST_ACCOUNTS):
        rejected = tally.rejected_by_account[account]
        table.add_row(Text(account), _count(count), _count(rejected), _share(rejected, count))
    left = len(tally.orders_by_account) - BUSIEST_ACCOUNTS
    if left > 0:
        table.add_row(Text(f"and {left} more", style="dim"), "", "", "")
    return table


def print_comparison(console: Console, limits: str, other: str, compared: Comparison) -> None:
    """Prints the counts under both limits, and the first orders whose outcome flips."""
    console.print()
    _line(console, "compared with ", (other, "bold"))
    console.print()
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    table.add_column("")
    for name in (limits, other, "change"):
        table.add_column(name, justify="right", overflow="fold")
    before, after = compared.before, compared.after
    for name, old, new in (
        ("accepted", before.accepted, after.accepted),
        ("rejected", before.rejected, after.rejected),
        *((f"  {policy} {code}", old, new) for policy, code, old, new in compared.rejects()),
    ):
        change = f"{new - old:+,}" if new != old else "0"
        table.add_row(Text(name), _count(old), _count(new), change)
    console.print(Padding(table, (0, 0, 1, 2)))
    flips = len(compared.flips)
    _line(
        console,
        f"outcome flips of {_count(flips)} orders: {_count(compared.now_rejected)} to rejected,"
        f" {_count(compared.now_accepted)} to accepted; {_count(compared.other_reasons)} are"
        " rejected under both, for other reasons",
    )
    if not flips:
        return
    console.print()
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    for name in ("order", "account", "time (UTC)", "before", "after"):
        table.add_column(name, overflow="fold")
    for flip in compared.flips[:SHOWN_FLIPS]:
        row = flip.row
        time = moments.moment(row.ts)
        cells = (row.order_id, row.account, time, flip.before, flip.after)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(Padding(table, (0, 0, 1, 2)))
    if flips > SHOWN_FLIPS:
        _line(console, f"and {_count(flips - SHOWN_FLIPS)} more; with `--out` all are in flips.csv")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Prints each policy's verdict of an order with what it observed, its limit and headroom."""
    row, verdicts, rejects = explanation
    price = "" if row.price is None else f" at {row.price}"
    _line(console, "order ", (row.order_id, "bold"), f" in line {row.line}:",
          f" {row.side} {row.quantity} {row.instrument}{price}")  # fmt: skip
    _line(console, f"account {row.account}, {moments.moment(row.ts)} UTC")
    console.print()
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    for name in ("stage", "policy", "verdict", "measured"):
        table.add_column(name, overflow="fold")
    for name in ("observed", "limit", "headroom"):
        table.add_column(name, justify="right", overflow="fold")
    for verdict in verdicts:
        codes = ", ".join(code.label for code in verdict.codes)
        answer = f"rejected {codes}" if codes else "accepted"
        head: tuple[str, Text, str] = (verdict.stage, Text(verdict.policy), answer)
        for measure in verdict.measures:
            shown = (measure.observed, measure.limit, measure.headroom)
            values = ("does not fit" if n is None else numbers.canonical(n) for n in shown)
            table.add_row(*head, f"{measure.metric}, {measure.axis}", *values)
            head = ("", Text(), "")
        if not verdict.measures:
            table.add_row(*head)
    console.print(Padding(table, (0, 0, 1, 2)))
    for reject in rejects:
        _line(console, f"rejected by {reject.policy}: {reject.reason}: {reject.details}")
    if not rejects:
        _line(console, "accepted by every policy")
    elif all(verdict.stage == "start" for verdict in verdicts):
        _line(console, "policies after it were not asked: the start stage ends at a reject")


def print_conversion(
    console: Console, out: str, counts: Counter[str], events: Counter[str]
) -> None:
    """Prints the quirks of a recording with their counts and rules, and what was written."""
    table = Table(box=_RULED, show_edge=False, pad_edge=False)
    table.add_column("count", justify="right")
    table.add_column("quirk of the recording", ratio=2)
    table.add_column("rule", ratio=3)
    for rule in RULES:
        count = counts[rule.key]
        table.add_row(
            _count(count), Text(rule.quirk), Text(rule.rule), style="" if count else "dim"
        )
    console.print(Padding(table, (0, 0, 1, 0)))
    written = ", ".join(
        f"{_count(events[event])} {noun}"
        for event, noun in (("new", "orders"), ("exec", "fills"), ("cancel", "cancels"))
    )
    _line(console, "wrote ", (out, "bold"), ": ", written)


def _line(console: Console, *parts: str | tuple[str, str]) -> None:
    # Unbroken at any width, so that paths and digests can be copied.
    console.print(Text.assemble(*parts), soft_wrap=True)


def console(*, stderr: bool = False) -> Console:
    """Where the command prints; numbers and paths keep the terminal's own colour."""
    return Console(stderr=stderr, highlight=False)


def _largest(counts: Counter[_Key], limit: int | None) -> list[tuple[_Key, int]]:
    # The key breaks ties, so that the same flow prints the same table.
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:limit]


def _count(number: int) -> str:
    return f"{number:,}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return ""
    percent = 100 * part / whole
    return "<0.01 %" if 0 < percent < 0.01 else f"{percent:.2f} %"
