# SPDX-License-Identifier: Apache-2.0
"""Scenarios of Account and Full engines: real threads that meet where the script says."""

import gc
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import openpit
from openpit import param, pretrade
from openpit.errors import OpenPitError
from openpit.pretrade import policies

from drivers.python_answers import error

# Longer than any step takes: a scenario that hangs fails.
PATIENCE = 60


def letter(who):
    """A thread's name in scenarios; orders carry its number as their quantity."""
    return chr(ord("A") + who - 1)


class Meeting:
    """What the script's threads and the control share."""

    def __init__(self):
        self.held = {}
        self.trace = []

    def note(self, text):
        self.trace.append(text)

    def pass_(self, who):
        """Inside the control: wait if the script holds this thread."""
        self.note(f"{letter(who)} in")
        arrived, let_go = self.held.pop(who, (None, None))
        if arrived:
            arrived.set()
            let_go.wait(PATIENCE)
        self.note(f"{letter(who)} out")


class Control(pretrade.Policy):
    """Notes who is in, holds whom the script holds, and emits one mutation."""

    def __init__(self, meeting):
        self.meeting = meeting

    @property
    def name(self):
        return "desk"

    def perform_pre_trade_check(self, ctx, order):
        who = int(order.operation.trade_amount.value.decimal)
        self.meeting.pass_(who)
        note = self.meeting.note
        mutation = openpit.Mutation(
            commit=lambda: note(f"{letter(who)} commit"),
            rollback=lambda: note(f"{letter(who)} rollback"),
        )
        return pretrade.PolicyDecision.accept(mutations=[mutation])

    def apply_account_adjustment(self, ctx, account_id, adjustment):
        # The last item of the script's batch, so that half of it is done.
        if adjustment.amount.balance.value.decimal < 0:
            self.meeting.pass_(1)
        return pretrade.PolicyAccountAdjustmentResult.accept()


class Worker:
    """One thread of the script and what it still owes."""

    def __init__(self, act):
        self.steps = queue.Queue()
        self.answers = queue.Queue()
        self.owed = 0
        self.thread = threading.Thread(target=self.work, args=(act,), daemon=True)
        self.thread.start()

    def work(self, act):
        for place, step in iter(self.steps.get, None):
            self.answers.put((place, act(step)))
            del step

    def give(self, place, step):
        self.owed += 1
        self.steps.put((place, step))

    def collect(self, seen):
        for _ in range(self.owed):
            place, outcome = self.answers.get(timeout=PATIENCE)
            seen[place] = outcome
        self.owed = 0


def order_of(who, account):
    return openpit.Order.limit("AAPL/USD", account=account, side="BUY", quantity=who, price=1)


def balance_of(delta):
    return openpit.AccountAdjustment(
        operation=openpit.AccountAdjustmentBalanceOperation(asset="USD"),
        amount=openpit.AccountAdjustmentAmount(balance=param.AdjustmentAmount.delta(delta)),
    )


class Stage:
    """One scenario under way; each call is a method `do_NAME`."""

    def __init__(self, sync, record, max_orders):
        self.meeting = Meeting()
        builder = openpit.Engine.builder()
        builder = builder.full_sync() if sync == "full" else builder.account_sync()
        builder = builder.clock(openpit.ManualClock()).pre_trade(policy=Control(self.meeting))
        if max_orders is not None:
            limit = policies.RateLimit(max_orders=max_orders, window=timedelta(hours=1))
            barrier = policies.RateLimitBrokerBarrier(limit=limit)
            builder = builder.builtin(policies.build_rate_limit().broker_barrier(barrier))
        self.engine = (builder.record_decisions() if record else builder).build()
        self.requests = {}
        self.reservations = {}

    def act(self, step):
        """One call of one thread, and what came of it in a word."""
        try:
            return getattr(self, f"do_{step['do']}")(step)
        except OpenPitError as refused:
            told = error(refused)
            return told.get("detail", told["kind"])

    def told(self, result, kept, number):
        if not result:
            return str(result.rejects[0].code)
        kept[number] = getattr(result, "request", None) or result.reservation
        return "accepted"

    def do_start(self, step):
        order = order_of(step["thread"], int(step["account"]))
        result = self.engine.start_pre_trade(order=order)
        return self.told(result, self.requests, step["number"])

    def do_execute(self, step):
        result = self.requests[step["number"]].execute()
        return self.told(result, self.reservations, step["number"])

    def do_place(self, step):
        order = order_of(step["thread"], int(step["account"]))
        at = {"at": step["at"]} if "at" in step else {}
        result = self.engine.execute_pre_trade(order=order, **at)
        return self.told(result, self.reservations, step["number"])

    def do_commit(self, step):
        self.reservations[step["number"]].commit()
        return "ok"

    def do_rollback(self, step):
        self.reservations[step["number"]].rollback()
        return "ok"

    def do_drop(self, step):
        self.reservations.pop(step["number"])
        gc.collect()
        return "ok"

    def do_report(self, step):
        operation = openpit.ExecutionReportOperation(
            instrument=openpit.Instrument("AAPL", "USD"),
            account_id=param.AccountId.from_int(int(step["account"])),
            side=param.Side.BUY,
        )
        self.engine.apply_execution_report(report=openpit.ExecutionReport(operation=operation))
        return "ok"

    def do_adjust(self, step):
        account = param.AccountId.from_int(int(step["account"]))
        batch = [balance_of("5"), balance_of("-2")]
        result = self.engine.apply_account_adjustment(account_id=account, adjustments=batch)
        return "accepted" if result.ok else "rejected"

    def do_balances(self, step):
        return " ".join(str(one.balance) for one in self.engine.balances())

    def do_holds(self, step):
        return str(len(self.engine.holds()))

    def do_block(self, step):
        self.engine.accounts().block(param.AccountId.from_int(int(step["account"])), "desk")
        return "ok"

    def do_close(self, step):
        self.engine.close()
        return "ok"

    def do_lines(self, step):
        return str(len(self.engine.decisions()))

    def do_storm(self, step):
        def one(account):
            orders = (order_of(26, account) for _ in range(step["orders"]))
            return sum(self.engine.start_pre_trade(order=order).ok for order in orders)

        with ThreadPoolExecutor(step["threads"]) as pool:
            return str(sum(pool.map(one, range(100, 100 + step["threads"]))))


class Threads:
    """The part of the driver that plays scenarios of threads."""

    def do_threads(self, sync, steps, record, max_orders):
        stage = Stage(sync, record, max_orders)
        workers, gates, seen = {}, {}, [None] * len(steps)
        for place, step in enumerate(steps):
            who = step["thread"]
            if step["do"] == "let_go":
                gates.pop(who).set()
                seen[place] = ""
                workers[who].collect(seen)
                continue
            if step["how"] == "held":
                arrived, gates[who] = stage.meeting.held[who] = threading.Event(), threading.Event()
            worker = workers.setdefault(who, None) or Worker(stage.act)
            workers[who] = worker
            worker.give(place, step)
            if step["how"] == "held":
                assert arrived.wait(PATIENCE), "a step of the scenario did not end"
            elif step["how"] == "ends":
                worker.collect(seen)
        for worker in workers.values():
            worker.collect(seen)
            worker.steps.put(None)
        drops = stage.engine.drops()
        counted = {"queued": str(drops.queued), "drained": str(drops.drained)}
        return {"seen": seen, "control": list(stage.meeting.trace), "drops": counted}
