# SPDX-License-Identifier: Apache-2.0
"""Drives an engine with order flow: what each row becomes, and what is counted on the way.

``new`` is start, execute and commit with the order's id as client order id, at the recorded time;
``exec`` is an execution report with the trade, what the order leaves, and the execution id
``ORDER_ID:n`` (n counts the order's fills from 1), with pnl and fee if the flow has them;
``cancel`` is a report with what is left, final when that is nothing, without execution id. Later
rows of a rejected order are counted, not sent.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

import openpit
from openpit import param
from openpit.pretrade import AccountBlock, Reject

from .flow import Row

# Lines of the decision log are fetched after this many rows, so that memory stays flat.
DRAIN_ROWS = 4096

_SIDES = {"buy": param.Side.BUY, "sell": param.Side.SELL}


@dataclass
class Tally:
    """What the replay did. ``rejects`` counts by (policy, code); ``not_sent`` are rows of rejected
    orders; ``seconds`` is wall time, reading of the flow included."""

    rows: int = 0
    orders: int = 0
    accepted: int = 0
    reports: int = 0
    blocks: int = 0
    not_sent: int = 0
    seconds: float = 0.0
    rejects: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    orders_by_account: Counter[str] = field(default_factory=Counter[str])
    rejected_by_account: Counter[str] = field(default_factory=Counter[str])

    @property
    def rejected(self) -> int:
        """Orders that were rejected."""
        return self.orders - self.accepted

    @property
    def orders_per_second(self) -> float:
        """Orders per second of wall time."""
        return self.orders / self.seconds if self.seconds else 0.0


class Watcher(Protocol):
    """Who is told of each decision right after it."""

    def order(self, row: Row, rejects: Sequence[Reject]) -> None:
        """An order was decided; without rejects it was accepted."""

    def blocks(self, row: Row, blocks: Sequence[AccountBlock]) -> None:
        """An execution report blocked the row's account."""


class Watchers:
    """Tells several watchers, in order."""

    def __init__(self, watchers: Sequence[Watcher]) -> None:
        self._watchers = watchers

    def order(self, row: Row, rejects: Sequence[Reject]) -> None:
        """Tells of an order."""
        for watcher in self._watchers:
            watcher.order(row, rejects)

    def blocks(self, row: Row, blocks: Sequence[AccountBlock]) -> None:
        """Tells of blocks."""
        for watcher in self._watchers:
            watcher.blocks(row, blocks)


def build_engine(
    limits: str, accounts: list[str], *, verdicts: bool = False, sync: str = "local"
) -> openpit.Engine:
    """The engine of a replay: recorded time, the policies of ``limits``, decisions recorded.

    ``sync`` is ``local``, ``account`` or ``full``; the decisions are the same. Raises
    openpit.ConfigError with every fault of the limits.
    """
    start = openpit.Engine.builder()
    policies = {"account": start.account_sync, "full": start.full_sync}
    builder = policies.get(sync, start.no_sync)().clock(openpit.ManualClock())
    builder = builder.limits(limits, accounts=accounts).record_decisions()
    return (builder.record_verdicts() if verdicts else builder).build()


def replay(
    rows: Iterable[Row],
    engine: openpit.Engine,
    write_decisions: Callable[[list[str]], None],
    progress: Callable[[int], None],
    watcher: Watcher | None = None,
) -> Tally:
    """Sends every row; hands on the decision lines and the count of rows as it goes."""
    replayer = _Replayer(engine, watcher)
    tally = replayer.tally
    began = time.perf_counter()
    for row in rows:
        replayer.send(row)
        tally.rows += 1
        if tally.rows % DRAIN_ROWS == 0:
            write_decisions(engine.decisions())
            progress(DRAIN_ROWS)
    write_decisions(engine.decisions())
    progress(tally.rows % DRAIN_ROWS)
    tally.seconds = time.perf_counter() - began
    return tally


class _Replayer:
    def __init__(self, engine: openpit.Engine, watcher: Watcher | None) -> None:
        self.tally = Tally()
        self._engine = engine
        self._watcher = watcher
        self._accounts: dict[str, param.AccountId] = {}
        self._instruments: dict[str, openpit.Instrument] = {}
        # Of each live order the count of its fills; of a rejected one None, until it is done.
        self._fills: dict[str, int | None] = {}

    def send(self, row: Row) -> None:
        if row.event == "new":
            self._order(row)
            return
        fills = self._fills[row.order_id]
        if fills is None:
            self.tally.not_sent += 1
        else:
            self._report(row, fills)
        if not row.leaves:
            del self._fills[row.order_id]

    def _order(self, row: Row) -> None:
        tally = self.tally
        tally.orders += 1
        tally.orders_by_account[row.account] += 1
        start = self._engine.start_pre_trade(order=self._built_order(row), at=row.ts)
        rejects = start.rejects
        if start:
            executed = start.request.execute()
            rejects = executed.rejects
            if executed:
                executed.reservation.commit()
                tally.accepted += 1
                self._fills[row.order_id] = 0
                if self._watcher:
                    self._watcher.order(row, ())
                return
        self._fills[row.order_id] = None
        tally.rejected_by_account[row.account] += 1
        for reject in rejects:
            tally.rejects[(reject.policy, reject.code.label)] += 1
        if self._watcher:
            self._watcher.order(row, rejects)

    def _built_order(self, row: Row) -> openpit.Order:
        return openpit.Order(
            operation=openpit.OrderOperation(
                instrument=self._instrument(row.instrument),
                account_id=self._account(row.account),
                side=_SIDES[row.side],
                trade_amount=param.TradeAmount.quantity(row.quantity),
                price=None if row.price is None else param.Price(row.price),
            ),
            identity=openpit.OrderIdentity(client_order_id=row.order_id),
        )

    def _report(self, row: Row, fills: int) -> None:
        trade = execution_id = None
        if row.event == "exec":
            assert row.price is not None, "a flow gives each `exec` a price"
            fills += 1
            self._fills[row.order_id] = fills
            execution_id = f"{row.order_id}:{fills}"
            trade = param.Trade(price=param.Price(row.price), quantity=param.Quantity(row.quantity))
        report = openpit.ExecutionReport(
            operation=openpit.ExecutionReportOperation(
                instrument=self._instrument(row.instrument),
                account_id=self._account(row.account),
                side=_SIDES[row.side],
            ),
            financial_impact=_impact(row),
            fill=openpit.ExecutionReportFillDetails(
                last_trade=trade,
                leaves_quantity=_quantity(row.leaves),
                is_final=not row.leaves,
            ),
            identity=openpit.ExecutionReportIdentity(
                client_order_id=row.order_id, execution_id=execution_id
            ),
        )
        result = self._engine.apply_execution_report(report=report, at=row.ts)
        self.tally.reports += 1
        self.tally.blocks += len(result.account_blocks)
        if self._watcher and result.account_blocks:
            self._watcher.blocks(row, result.account_blocks)

    def _instrument(self, text: str) -> openpit.Instrument:
        known = self._instruments.get(text)
        if known is None:
            underlying, _, settlement = text.partition("/")
            known = self._instruments[text] = openpit.Instrument(underlying, settlement)
        return known

    def _account(self, name: str) -> param.AccountId:
        known = self._accounts.get(name)
        if known is None:
            known = self._accounts[name] = param.AccountId.from_string(name)
        return known


def _impact(row: Row) -> openpit.FinancialImpact | None:
    if row.pnl is None and row.fee is None:
        return None
    return openpit.FinancialImpact(
        pnl=None if row.pnl is None else param.Pnl(row.pnl),
        fee=None if row.fee is None else param.Fee(row.fee),
    )


def _quantity(number: Decimal) -> param.Quantity:
    return param.Quantity(number) if number else param.Quantity.ZERO
