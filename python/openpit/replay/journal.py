# SPDX-License-Identifier: Apache-2.0
"""What a replay tells its report: decisions by time, rejects, and the engine's headroom.

Every number of a limit (observed, limit, headroom) is the engine's own, from its verdicts; here
they are only sorted into intervals, of which the least headroom is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import openpit
from openpit.pretrade import AccountBlock, Reject

from .flow import Row, Survey

# Enough for a fine picture, few enough for a phone.
MAX_INTERVALS = 180
# So many rejects fit into a report of some megabytes; the rest is counted.
MAX_REJECTS = 20_000

# Sums of money: never over assets, so that also the broker's barrier is one asset's.
_OF_AN_ASSET = ("pnl", "credit")

_SECOND_NS = 1_000_000_000
_STEPS_NS: tuple[int, ...] = (
    *(10**power * factor for power in range(9) for factor in (1, 2, 5)),
    *(s * _SECOND_NS for s in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)),
    *(h * 3600 * _SECOND_NS for h in (1, 2, 3, 6, 12, 24, 48, 168, 720, 8760)),
)


def step_of(begin: int, end: int) -> int:
    """The least round length, in nanoseconds, of which ``MAX_INTERVALS`` cover the time."""
    for step in _STEPS_NS:
        if end // step - begin // step < MAX_INTERVALS:
            return step
    return (end - begin) // (MAX_INTERVALS - 1) + 1


class GaugeKey(NamedTuple):
    """Which limit: the policy's, on one axis, of one size; ``asset`` where it holds for one asset,
    else empty."""

    policy: str
    metric: str
    axis: str
    asset: str
    limit: Decimal


class Reading(NamedTuple):
    """What a limit measured at one order."""

    headroom: Decimal
    row: Row
    measure: openpit.Measure


class Gauge:
    """The least headroom of one limit in each interval; None where nothing was measured."""

    def __init__(self, intervals: int) -> None:
        self.least: list[Reading | None] = [None] * intervals

    def note(self, interval: int, reading: Reading) -> None:
        """Keeps the reading if it is the tightest, the earlier one of equals."""
        known = self.least[interval]
        if known is None or reading.headroom < known.headroom:
            self.least[interval] = reading

    @property
    def tightest(self) -> Reading:
        """The reading with the least headroom of all, the earliest of equals."""
        readings = (reading for reading in self.least if reading is not None)
        return min(readings, key=lambda reading: reading.headroom)


class Rejected(NamedTuple):
    """One reject of one order."""

    row: Row
    policy: str
    code: str
    reason: str
    details: str


class Blocked(NamedTuple):
    """A block that an execution report brought into force on the account of ``row``."""

    row: Row
    policy: str
    code: str
    reason: str


class Journal:
    """A watcher of a replay whose engine records verdicts."""

    def __init__(self, engine: openpit.Engine, survey: Survey) -> None:
        self._engine = engine
        self.step: int = step_of(survey.begin, survey.end)
        self.begin: int = survey.begin // self.step * self.step
        self.end: int = survey.end
        self.intervals: int = (survey.end - self.begin) // self.step + 1
        self.accepted: list[int] = [0] * self.intervals
        self.rejected: list[int] = [0] * self.intervals
        self.rejects_of: dict[str, list[int]] = {}
        self.reasons: Counter[tuple[str, str, str]] = Counter()
        self.accounts: dict[str, Counter[str]] = {}
        self.rejects: list[Rejected] = []
        self.gauges: dict[GaugeKey, Gauge] = {}
        self.account_blocks: list[Blocked] = []
        self._assets: dict[str, tuple[str, str]] = {}

    def order(self, row: Row, rejects: Sequence[Reject]) -> None:
        """An order was decided."""
        interval = (row.ts - self.begin) // self.step
        if rejects:
            self._rejected(interval, row, rejects)
        else:
            self.accepted[interval] += 1
        for verdict in self._engine.verdicts():
            for measure in verdict.measures:
                headroom = measure.headroom
                if headroom is not None:
                    gauge = self._gauge(verdict.policy, measure, row.instrument)
                    gauge.note(interval, Reading(headroom, row, measure))

    def blocks(self, row: Row, blocks: Sequence[AccountBlock]) -> None:
        """An execution report blocked the row's account."""
        for block in blocks:
            policy = block.policy or ""
            blocked = Blocked(row, policy, block.code.label, block.reason)
            self.account_blocks.append(blocked)

    def _rejected(self, interval: int, row: Row, rejects: Sequence[Reject]) -> None:
        self.rejected[interval] += 1
        by_policy = self.accounts.setdefault(row.account, Counter())
        for reject in rejects:
            policy, code = reject.policy, reject.code.label
            self.rejects_of.setdefault(policy, [0] * self.intervals)[interval] += 1
            by_policy[policy] += 1
            self.reasons[(policy, code, reject.reason)] += 1
            if len(self.rejects) < MAX_REJECTS:
                self.rejects.append(Rejected(row, policy, code, reject.reason, reject.details))

    def _gauge(self, policy: str, measure: openpit.Measure, instrument: str) -> Gauge:
        metric, axis = measure.metric, measure.axis
        asset = ""
        if metric in _OF_AN_ASSET or axis in ("asset", "account_asset"):
            asset = self._asset(instrument, is_underlying=metric in ("quantity", "volume"))
        key = GaugeKey(policy, metric, axis, asset, measure.limit)
        gauge = self.gauges.get(key)
        if gauge is None:
            gauge = self.gauges[key] = Gauge(self.intervals)
        return gauge

    def _asset(self, instrument: str, *, is_underlying: bool) -> str:
        pair = self._assets.get(instrument)
        if pair is None:
            underlying, _, settlement = instrument.partition("/")
            pair = self._assets[instrument] = (underlying, settlement)
        return pair[0] if is_underlying else pair[1]
