# SPDX-License-Identifier: Apache-2.0
"""What an order costs in Python, as ratios of one run to an empty native call (design budgets).

    python python/bench/hot_path.py [--json]

Beside each row its budget, where it has one. The three controls that most desks write by hand,
with `decimal.Decimal` and a `deque`, run in the same process: ours must be cheaper. Rows take turns
in short rounds and each keeps its best, since the noise of a machine only ever adds.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import gc
import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpit
from openpit import param
from openpit.pretrade import Policy, PolicyDecision, policies

ROUNDS = 150
ORDERS = 1_000
# A day at this pace stays below the rate limit of the engines under test.
STEP_NS = 1_000_000
ACCEPT = PolicyDecision.accept()
# Works through ORDERS orders.
Run = Callable[[], None]


class Held(Policy):
    """A policy with one mutation pair, made for each order."""

    name = "Held"

    def __init__(self) -> None:
        self.held = 0
        pair = openpit.Mutation(commit=self._commit, rollback=self._rollback)
        self.ready = PolicyDecision.accept(mutations=(pair,))

    def _commit(self) -> None:
        self.held += 1

    def _rollback(self) -> None:
        self.held -= 1

    def perform_pre_trade_check(self, ctx: Any, order: Any) -> PolicyDecision:
        """Accept and hold."""
        mutation = openpit.Mutation(commit=self._commit, rollback=self._rollback)
        return PolicyDecision.accept(mutations=(mutation,))


class HeldReady(Held):
    """The same with a pair that was made once."""

    def perform_pre_trade_check(self, ctx: Any, order: Any) -> PolicyDecision:
        """Accept and hold."""
        return self.ready


class Accepts(Policy):
    """A policy that has nothing to say."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        """The name that it was given."""
        return self._name

    def perform_pre_trade_check(self, ctx: Any, order: Any) -> PolicyDecision:
        """Accept."""
        return ACCEPT


class Desk:
    """The same three controls by hand: validation, a sliding window, a size limit."""

    def __init__(
        self, max_orders: int, window_ns: int, quantity: Decimal, notional: Decimal
    ) -> None:
        self._max_orders = max_orders
        self._window_ns = window_ns
        self._quantity = quantity
        self._notional = notional
        self._times: collections.deque[int] = collections.deque()

    def check(self, order: dict[str, Any], at: int) -> str | None:
        """Give the reason of a reject, or None."""
        quantity, price = order["quantity"], order["price"]
        if not order["instrument"] or not order["account"] or order["side"] not in ("buy", "sell"):
            return "missing field"
        if quantity <= 0:
            return "zero quantity"
        times = self._times
        while times and times[0] <= at - self._window_ns:
            times.popleft()
        if len(times) >= self._max_orders:
            return "rate limit"
        if quantity > self._quantity:
            return "quantity limit"
        if quantity * abs(price) > self._notional:
            return "notional limit"
        times.append(at)
        return None


def builtins() -> openpit.EngineBuilder:
    """An engine with the three built-ins under a manual clock."""
    second = datetime.timedelta(seconds=1)
    rate = policies.RateLimit(max_orders=10_000, window=second)
    size = policies.OrderSizeLimit(
        max_quantity=param.Quantity("500"), max_notional=param.Volume("100000")
    )
    return (
        openpit.Engine.builder()
        .no_sync()
        .clock(openpit.ManualClock())
        .builtin(policies.build_order_validation())
        .builtin(
            policies.build_rate_limit().broker_barrier(policies.RateLimitBrokerBarrier(limit=rate))
        )
        .builtin(
            policies.build_order_size_limit().broker_barrier(
                policies.OrderSizeBrokerBarrier(limit=size)
            )
        )
    )


def custom(holding: Policy, further: int = 0) -> openpit.EngineBuilder:
    """An engine with one holding policy and some that have nothing to say."""
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).pre_trade(holding)
    for number in range(further):
        builder = builder.pre_trade(Accepts(f"accepts {number}"))
    return builder


def limit_order() -> openpit.Order:
    """A ready order."""
    return openpit.Order.limit("AAPL/USD", account=7, side="BUY", quantity="100", price="185")


def empty_calls() -> Run:
    """A native method without arguments."""
    call = openpit.Instrument("AAPL", "USD").__copy__

    def run() -> None:
        for _ in range(ORDERS):
            call()

    return run


def ready_orders(builder: openpit.EngineBuilder) -> Run:
    """Execute and commit of one ready order."""
    engine = builder.build()
    order = limit_order()
    execute = engine.execute_pre_trade
    now = 0

    def run() -> None:
        nonlocal now
        for _ in range(ORDERS):
            now += STEP_NS
            execute(order, at=now).reservation.commit()

    return run


def three_calls(builder: openpit.EngineBuilder) -> Run:
    """Start, execute and commit of one ready order."""
    engine = builder.build()
    order = limit_order()
    start = engine.start_pre_trade
    now = 0

    def run() -> None:
        nonlocal now
        for _ in range(ORDERS):
            now += STEP_NS
            start(order, at=now).request.execute().reservation.commit()

    return run


def orders_from_values() -> Run:
    """`Order.limit` from values."""
    instrument = openpit.Instrument("AAPL", "USD")
    account = param.AccountId.from_int(7)
    side = param.Side.BUY
    quantity, price = param.Quantity("100"), param.Price("185")
    limit = openpit.Order.limit

    def run() -> None:
        for _ in range(ORDERS):
            limit(instrument, account=account, side=side, quantity=quantity, price=price)

    return run


def orders_from_strings() -> Run:
    """`Order.limit` from strings."""
    limit = openpit.Order.limit

    def run() -> None:
        for _ in range(ORDERS):
            limit("AAPL/USD", account=7, side="BUY", quantity="100", price="185.50")

    return run


def orders_long_form() -> Run:
    """The long form of an order, from values."""
    instrument = openpit.Instrument("AAPL", "USD")
    account = param.AccountId.from_int(7)
    side = param.Side.BUY
    amount, price = param.TradeAmount.quantity("100"), param.Price("185")

    def run() -> None:
        for _ in range(ORDERS):
            openpit.Order(
                operation=openpit.OrderOperation(
                    instrument=instrument,
                    account_id=account,
                    side=side,
                    trade_amount=amount,
                    price=price,
                )
            )

    return run


def adjustments(builder: openpit.EngineBuilder) -> Run:
    """One batch of as many adjustments as there are orders in a round."""
    engine = builder.build()
    one = openpit.AccountAdjustment(
        operation=openpit.AccountAdjustmentBalanceOperation(asset="USD"),
        amount=openpit.AccountAdjustmentAmount(balance=param.AdjustmentAmount.delta("0.01")),
    )
    batch = [one] * ORDERS
    account = param.AccountId.from_int(7)

    def run() -> None:
        engine.apply_account_adjustment(account_id=account, adjustments=batch)

    return run


def by_hand(from_strings: bool) -> Run:
    """The hand-written controls on a ready order, or with its numbers read from strings."""
    desk = Desk(10_000, 1_000_000_000, Decimal("500"), Decimal("100000"))
    now = 0
    ready = {
        "instrument": "AAPL/USD",
        "account": 7,
        "side": "buy",
        "quantity": Decimal("100"),
        "price": Decimal("185.50"),
    }

    def run() -> None:
        nonlocal now
        for _ in range(ORDERS):
            now += STEP_NS
            order = ready
            if from_strings:
                order = {
                    "instrument": "AAPL/USD",
                    "account": 7,
                    "side": "buy",
                    "quantity": Decimal("100"),
                    "price": Decimal("185.50"),
                }
            if desk.check(order, now) is not None:
                raise AssertionError("the desk rejected an order within its limits")

    return run


def ours_from_strings() -> Run:
    """An order from strings, executed and committed."""
    engine = builtins().build()
    limit, execute = openpit.Order.limit, engine.execute_pre_trade
    now = 0

    def run() -> None:
        nonlocal now
        for _ in range(ORDERS):
            now += STEP_NS
            order = limit("AAPL/USD", account=7, side="BUY", quantity="100", price="185.50")
            execute(order, at=now).reservation.commit()

    return run


EMPTY = "empty native call"
ALONE = "custom policy with a mutation pair, execute + commit"
EACH_FURTHER = "each further policy that accepts"
FURTHER = 8


def rows() -> list[tuple[str, Run, float | None]]:
    """Every row: its name, what it runs, and its budget if it has one."""
    return [
        (EMPTY, empty_calls(), None),
        ("execute + commit, ready order, three built-ins", ready_orders(builtins()), 6),
        ("start + execute + commit, ready order, three built-ins", three_calls(builtins()), None),
        ("Order.limit from values", orders_from_values(), 7),
        ("Order.limit from strings", orders_from_strings(), 16),
        ("Order, long form from values", orders_long_form(), None),
        (ALONE, ready_orders(custom(HeldReady())), 9),
        ("the same, the pair made for each order", ready_orders(custom(Held())), None),
        (EACH_FURTHER, ready_orders(custom(HeldReady(), FURTHER)), 1),
        (f"one adjustment of a batch of {ORDERS}", adjustments(builtins()), 1.6),
        ("by hand: ready order", by_hand(False), None),
        ("by hand: order from strings", by_hand(True), None),
        ("ours: order from strings, execute + commit", ours_from_strings(), None),
    ]


def measure() -> list[dict[str, Any]]:
    """Every row: name, nanoseconds for an order, ratio to the empty call, budget."""
    measured = rows()
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run, _ in measured:
            began = time.perf_counter_ns()
            run()
            took = (time.perf_counter_ns() - began) / ORDERS
            best[name] = min(took, best.get(name, took))
    best[EACH_FURTHER] = (best[EACH_FURTHER] - best[ALONE]) / FURTHER
    return [
        {
            "name": name,
            "ns": round(best[name], 1),
            "ratio": round(best[name] / best[EMPTY], 2),
            "budget": budget,
        }
        for name, _, budget in measured
    ]


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    gc.disable()
    measured = measure()
    if arguments.json:
        print(json.dumps(measured))
        return
    for row in measured:
        budget = "" if row["budget"] is None else f"  budget {row['budget']}x"
        print(f"{row['name']:<58}{row['ns']:>9.1f} ns {row['ratio']:>7.2f}x{budget}")


if __name__ == "__main__":
    main()
