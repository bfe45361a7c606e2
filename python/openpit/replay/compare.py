# SPDX-License-Identifier: Apache-2.0
"""The same flow under two sets of limits: the counts, and the orders whose outcome flips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpit.pretrade import AccountBlock, Reject

from .flow import Row
from .runner import Tally

ACCEPTED = "accepted"


class Outcomes:
    """A watcher that keeps what became of each order: ``accepted``, or policies and codes."""

    def __init__(self) -> None:
        self.of_order: list[str] = []
        self._texts: dict[tuple[tuple[str, str], ...], str] = {(): ACCEPTED}

    def order(self, row: Row, rejects: Sequence[Reject]) -> None:
        """Keeps one order's outcome."""
        causes = tuple((reject.policy, reject.code.label) for reject in rejects)
        text = self._texts.get(causes)
        if text is None:
            text = ", ".join(f"{policy} {code}" for policy, code in causes)
            self._texts[causes] = text
        self.of_order.append(text)

    def blocks(self, row: Row, blocks: Sequence[AccountBlock]) -> None:
        """Blocks are no outcome of an order."""


class Flip(NamedTuple):
    """An order that one set of limits accepts and the other rejects."""

    row: Row
    before: str
    after: str


@dataclass
class Comparison:
    """``before`` and ``after`` count the two replays; ``other_reasons`` are orders that both
    reject, for other reasons; ``flips`` are in the order of the flow."""

    before: Tally
    after: Tally
    flips: list[Flip] = field(default_factory=list[Flip])
    other_reasons: int = 0

    @property
    def now_rejected(self) -> int:
        """Orders that only the other limits reject."""
        return sum(flip.before == ACCEPTED for flip in self.flips)

    @property
    def now_accepted(self) -> int:
        """Orders that only the first limits reject."""
        return len(self.flips) - self.now_rejected

    def rejects(self) -> Iterator[tuple[str, str, int, int]]:
        """(policy, code, count before, count after), by name."""
        before, after = self.before.rejects, self.after.rejects
        for policy, code in sorted(before.keys() | after.keys()):
            yield policy, code, before[(policy, code)], after[(policy, code)]


class Flips:
    """A watcher of the second replay: compares each order's outcome with that of the first."""

    def __init__(self, before: Outcomes) -> None:
        self._before = before.of_order
        self._after = Outcomes()
        self.flips: list[Flip] = []
        self.other_reasons: int = 0

    def order(self, row: Row, rejects: Sequence[Reject]) -> None:
        """Compares one order's outcome."""
        outcomes = self._after.of_order
        self._after.order(row, rejects)
        before, after = self._before[len(outcomes) - 1], outcomes[-1]
        if before == after:
            return
        if ACCEPTED in (before, after):
            self.flips.append(Flip(row, before, after))
        else:
            self.other_reasons += 1

    def blocks(self, row: Row, blocks: Sequence[AccountBlock]) -> None:
        """Blocks are no outcome of an order."""
