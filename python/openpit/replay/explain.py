# SPDX-License-Identifier: Apache-2.0
"""Why one order was decided as it was: the engine's own verdicts of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import openpit
from openpit.pretrade import AccountBlock, Reject

from . import flow
from .faults import InputFault, shown
from .runner import replay


class Explanation(NamedTuple):
    """One order, each policy's verdict in the order in which they were asked, and the rejects."""

    row: flow.Row
    verdicts: list[openpit.Verdict]
    rejects: Sequence[Reject]


class _Witness:
    """A watcher that keeps the latest order's verdicts only."""

    def __init__(self, engine: openpit.Engine) -> None:
        self._engine = engine
        self.latest: Explanation | None = None

    def order(self, row: flow.Row, rejects: Sequence[Reject]) -> None:
        self.latest = Explanation(row, self._engine.verdicts(), rejects)

    def blocks(self, row: flow.Row, blocks: Sequence[AccountBlock]) -> None:
        """Blocks show in the verdicts of the orders after them."""


def explain(
    path: Path, order_id: str, engine: openpit.Engine, progress: Callable[[int], None]
) -> Explanation:
    """Replays the flow up to the order; ``engine`` records verdicts.

    Raises InputFault when no order of the flow has the id.
    """
    witness = _Witness(engine)
    rows = _up_to(flow.read(path), order_id)
    replay(rows, engine, lambda lines: None, progress, witness)
    if witness.latest is None or witness.latest.row.order_id != order_id:
        reason = f"has no order {shown(order_id)}"
        raise InputFault(str(path), reason, allowed="the `order_id` of a `new` row")
    return witness.latest


def _up_to(rows: Iterator[flow.Row], order_id: str) -> Iterator[flow.Row]:
    for row in rows:
        yield row
        if row.event == "new" and row.order_id == order_id:
            return
