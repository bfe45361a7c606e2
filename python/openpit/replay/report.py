# SPDX-License-Identifier: Apache-2.0
"""The report of a replay: one HTML file that needs nothing else, the same bytes for equal input."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

import jinja2
from markupsafe import Markup

from . import charts, moments, numbers
from .compare import Comparison, Flip
from .flow import Row
from .journal import MAX_REJECTS, Gauge, GaugeKey, Journal, Reading, Rejected
from .runner import Tally

Key = TypeVar("Key")

REPORT = "report.html"

# A page of charts is read, a book of them is not: the tightest limits are shown.
MAX_GAUGES = 24
MAX_ACCOUNTS = 20
MAX_REASONS = 30
MAX_BLOCKS = 50

_AXES = {
    "broker": "all orders",
    "asset": "each asset",
    "account": "each account",
    "account_asset": "each account and asset",
}
# Barriers that hold for each account, not for the sum of all (L-4, L-6).
_OF_EACH_ACCOUNT = {("pnl", "broker"): "account", ("credit", "asset"): "account_asset"}
_ENGINE = "engine"
_ENGINE_COLOUR = "#7a7a7a"


class Source(NamedTuple):
    """What was replayed: names of files without folders, the limits' text, the log's digest."""

    flow: str
    limits: str
    limits_text: str
    digest: str
    other: str | None = None
    other_text: str | None = None


def render(
    source: Source, tally: Tally, journal: Journal, comparison: Comparison | None = None
) -> str:
    """The report as HTML. Wall time is not in it, so that equal input gives equal bytes."""
    colours = _colours(journal)
    gauges = _sorted_gauges(journal)
    data = {
        "readouts": _readouts(journal, gauges[:MAX_GAUGES]),
        "rejects": _reject_table(journal.rejects, journal.step),
        "flips": _flip_table(comparison.flips if comparison else []),
    }
    folder = Path(__file__).parent
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = {"count": _count, "share": _share, "plain": _plain, "clock": moments.clock}
    # Jinja2 gives its filters no type.
    environment.filters.update(filters)  # pyright: ignore[reportUnknownMemberType]
    return environment.get_template("report.html.jinja").render(
        source=source,
        tally=tally,
        journal=journal,
        comparison=comparison,
        begin=moments.moment(journal.begin),
        end=moments.moment(journal.end),
        middle=moments.clock(journal.begin + journal.intervals // 2 * journal.step),
        step=moments.length(journal.step),
        findings=_findings(tally, journal),
        decisions=charts.stacked([journal.accepted, journal.rejected]),
        policies=charts.stacked([journal.rejects_of[policy] for policy in colours]),
        colours=colours,
        reasons=journal.reasons.most_common(MAX_REASONS),
        most_of_a_reason=max(journal.reasons.values(), default=0),
        accounts=_accounts(tally, journal),
        gauges=[_panel(key, gauge) for key, gauge in gauges[:MAX_GAUGES]],
        gauges_left=len(gauges[MAX_GAUGES:]),
        max_rejects=MAX_REJECTS,
        all_rejects=sum(journal.reasons.values()),
        max_blocks=MAX_BLOCKS,
        data=_embedded(data),
        style=Markup((folder / "report.css").read_text("utf-8")),
        script=Markup((folder / "report.js").read_text("utf-8")),
    )


def _colours(journal: Journal) -> dict[str, str]:
    """A colour for each policy that rejected, most rejects first."""
    totals = Counter({policy: sum(counts) for policy, counts in journal.rejects_of.items()})
    ranked = sorted(totals, key=lambda policy: (-totals[policy], policy))
    own = [policy for policy in ranked if policy != _ENGINE]
    colours = {name: charts.PALETTE[i % len(charts.PALETTE)] for i, name in enumerate(own)}
    return {policy: colours.get(policy, _ENGINE_COLOUR) for policy in ranked}


def _findings(tally: Tally, journal: Journal) -> list[str]:
    """What a reader should know after ten seconds."""
    if not tally.rejected:
        return [f"None of {_count(tally.orders)} orders was rejected."]
    found = [
        f"{_count(tally.rejected)} of {_count(tally.orders)} orders"
        f" ({_share(tally.rejected, tally.orders)}) were rejected."
    ]
    (policy, _, reason), count = _most(journal.reasons)
    total = sum(journal.reasons.values())
    found.append(
        f"Most often by {policy}: {reason.replace('`', '')}, {_share(count, total)} of rejects."
    )
    account, count = _most(tally.rejected_by_account)
    orders = tally.orders_by_account[account]
    found.append(
        f"Account {account} had most: {_count(count)} of its {_count(orders)} orders"
        f" ({_share(count, orders)})."
    )
    peak = max(range(journal.intervals), key=lambda place: journal.rejected[place])
    found.append(
        f"The worst {moments.length(journal.step)} began at"
        f" {moments.moment(journal.begin + peak * journal.step)} UTC,"
        f" with {_count(journal.rejected[peak])} rejected orders."
    )
    if journal.account_blocks:
        accounts = len({block.row.account for block in journal.account_blocks})
        noun = "account was" if accounts == 1 else "accounts were"
        found.append(f"{_count(accounts)} {noun} blocked by what was executed.")
    return found


def _most(counts: Counter[Key]) -> tuple[Key, int]:
    def rank(item: tuple[Key, int]) -> tuple[int, str]:
        return -item[1], str(item[0])

    return min(counts.items(), key=rank)


class _Account(NamedTuple):
    name: str
    orders: int
    rejected: int
    by_policy: Counter[str]


def _accounts(tally: Tally, journal: Journal) -> list[_Account]:
    """Accounts with most rejected orders first."""
    rejected = tally.rejected_by_account
    ranked = sorted(
        tally.orders_by_account,
        key=lambda name: (-rejected[name], -tally.orders_by_account[name], name),
    )
    return [
        _Account(
            name,
            tally.orders_by_account[name],
            rejected[name],
            journal.accounts.get(name, Counter()),
        )
        for name in ranked
    ]


def _sorted_gauges(journal: Journal) -> list[tuple[GaugeKey, Gauge]]:
    """Limits that were nearest, or furthest over, in relation to themselves first."""

    def tightness(item: tuple[GaugeKey, Gauge]) -> tuple[object, ...]:
        over = sum(1 for reading in item[1].least if reading and reading.headroom < 0)
        return (-over, item[0])

    return sorted(journal.gauges.items(), key=tightness)


class _Panel(NamedTuple):
    key: GaugeKey
    axis: str
    chart: charts.Headroom
    tightest: Reading


def _panel(key: GaugeKey, gauge: Gauge) -> _Panel:
    least = [None if reading is None else reading.headroom for reading in gauge.least]
    # The room below a bound of pnl has no largest size: the most that was seen is the top then.
    top = Decimal(0) if key.metric == "pnl" else key.limit
    axis = _OF_EACH_ACCOUNT.get((key.metric, key.axis), key.axis)
    return _Panel(key, _AXES[axis], charts.headroom(least, top), gauge.tightest)


def _readouts(journal: Journal, gauges: Sequence[tuple[GaugeKey, Gauge]]) -> list[list[str]]:
    """For each chart, what it says of each interval under the pointer."""
    times = [moments.clock(journal.begin + i * journal.step) for i in range(journal.intervals)]
    decisions = [
        f"{time} · {_count(accepted)} accepted · {_count(rejected)} rejected"
        for time, accepted, rejected in zip(times, journal.accepted, journal.rejected, strict=True)
    ]
    policies: list[str] = []
    for place, time in enumerate(times):
        counts = [(name, counts[place]) for name, counts in journal.rejects_of.items()]
        parts = [f"{name} {_count(count)}" for name, count in counts if count]
        policies.append(" · ".join([time, *(parts or ["no rejects"])]))
    readouts = [decisions, policies]
    for _, gauge in gauges:
        pairs = zip(times, gauge.least, strict=True)
        readouts.append([_readout(time, reading) for time, reading in pairs])
    return readouts


def _readout(time: str, reading: Reading | None) -> str:
    if reading is None:
        return f"{time} · nothing measured"
    row, measure = reading.row, reading.measure
    observed = "" if measure.observed is None else f" · observed {_plain(measure.observed)}"
    return f"{time} · headroom {_plain(reading.headroom)}{observed} · {row.account}"


def _reject_table(rejects: Sequence[Rejected], step: int) -> dict[str, object]:
    """Rejects as rows of texts; what repeats is a place in a list of its own."""
    causes: dict[tuple[str, str, str], int] = {}
    rows: list[list[object]] = []
    for rejected in rejects:
        row = rejected.row
        cause = (rejected.policy, rejected.code, rejected.reason)
        place = causes.setdefault(cause, len(causes))
        what = f"{row.side} {row.quantity} {row.instrument}"
        price = "" if row.price is None else f" at {row.price}"
        rows.append([_time(row), row.order_id, row.account, what + price, place, rejected.details])
    return {"causes": [list(cause) for cause in causes], "rows": rows}


def _flip_table(flips: Sequence[Flip]) -> dict[str, object]:
    outcomes: dict[str, int] = {}
    rows: list[list[object]] = []
    for row, before, after in flips[:MAX_REJECTS]:
        places = [outcomes.setdefault(text, len(outcomes)) for text in (before, after)]
        rows.append([_time(row), row.order_id, row.account, *places])
    return {"outcomes": list(outcomes), "rows": rows}


def _time(row: Row) -> str:
    return moments.moment(row.ts)


def _embedded(data: object) -> Markup:
    """JSON that can stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _plain(number: Decimal) -> str:
    """All digits, in groups of three."""
    whole, point, fraction = numbers.canonical(number).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{fraction}"


def _count(number: int) -> str:
    return f"{number:,}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "0\u00a0%"
    percent = 100 * part / whole
    return "<0.01\u00a0%" if 0 < percent < 0.01 else f"{percent:.2f}\u00a0%"
