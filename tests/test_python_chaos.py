# SPDX-License-Identifier: Apache-2.0
"""Random days with failing policies, dropped handles and strange threads: whatever happens, of each
mutation exactly one side runs, once (P-6, P-8), and the same day gives the same log (D-1)."""

import contextlib
import gc
import sys
import threading

import openpit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpit.pretrade import AccountBlock, Policy, PolicyDecision, PolicyReject, RejectCode

DEEDS = ("accept", "reject", "raise", "nonsense", "block", "reenter", "collect")
NO = PolicyReject(RejectCode.OTHER, "no")
BLOCK = AccountBlock(RejectCode.OTHER, "enough")

steps = st.one_of(
    st.tuples(st.just("start"), st.integers(1, 2)),
    st.tuples(st.just("place"), st.integers(1, 2)),
    st.tuples(st.just("report"), st.integers(1, 2)),
    st.tuples(st.just("unblock"), st.integers(1, 2)),
    st.tuples(
        st.sampled_from(["execute", "commit", "rollback", "drop", "drop elsewhere"]),
        st.integers(0, 3),
    ),
)
days = st.lists(steps, max_size=30)
scripts = st.lists(st.sampled_from(DEEDS), max_size=60)


class Moody(Policy):
    """Does what its script says next; keeps the books of its mutations."""

    def __init__(self, name, script):
        self._name = name
        self._script = list(reversed(script))
        self.books = []
        self.engine = None

    @property
    def name(self):
        return self._name

    def _deed(self):
        deed = self._script.pop() if self._script else "accept"
        if deed == "raise":
            raise ValueError(deed)
        if deed == "reenter":
            self.engine.close()
        if deed == "collect":
            gc.collect()
        return deed

    def _mutation(self):
        sides = []
        self.books.append(sides)

        def note(side):
            sides.append(side)
            self._deed()

        return openpit.Mutation(commit=lambda: note("commit"), rollback=lambda: note("rollback"))

    def check_pre_trade_start(self, ctx, order):
        deed = self._deed()
        return {"reject": [NO], "nonsense": None}.get(deed, ())

    def perform_pre_trade_check(self, ctx, order):
        deed = self._deed()
        if deed == "nonsense":
            return NotImplemented
        emitted = [self._mutation(), self._mutation()]
        blocks = [BLOCK] if deed == "block" else []
        if deed == "reject":
            return PolicyDecision.reject([NO], emitted, blocks)
        return PolicyDecision.accept(emitted, blocks)

    def apply_execution_report(self, ctx, report):
        if self._deed() == "nonsense":
            return "what"
        return None


class Day:
    """One day at one desk."""

    def __init__(self, first, second):
        self.policies = [Moody("first", first), Moody("second", second)]
        builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
        for policy in self.policies:
            builder.pre_trade(policy)
        self.engine = builder.build()
        for policy in self.policies:
            policy.engine = self.engine
        self.requests = []
        self.reservations = []

    def start(self, account):
        result = self.engine.start_pre_trade(order=self.order(account))
        if result:
            self.requests.append(result.request)

    def place(self, account):
        result = self.engine.execute_pre_trade(order=self.order(account))
        if result:
            self.reservations.append(result.reservation)

    def execute(self, place):
        if self.requests:
            result = self.requests[place % len(self.requests)].execute()
            if result:
                self.reservations.append(result.reservation)

    def finalize(self, side, place):
        if self.reservations:
            getattr(self.reservations[place % len(self.reservations)], side)()

    def drop(self, place, elsewhere):
        for kept in (self.requests, self.reservations):
            if kept and elsewhere:
                thread = threading.Thread(target=kept.pop, args=(place % len(kept),))
                thread.start()
                thread.join()
            elif kept:
                kept.pop(place % len(kept))

    def report(self, account):
        operation = openpit.ExecutionReportOperation(account_id=account)
        self.engine.apply_execution_report(report=openpit.ExecutionReport(operation=operation))

    def order(self, account):
        return openpit.Order.market("A/B", account=account, side="buy", quantity=1)

    def run(self, steps):
        calls = {
            "start": self.start,
            "place": self.place,
            "report": self.report,
            "unblock": lambda account: self.engine.accounts().unblock_all(account),
            "execute": self.execute,
            "commit": lambda place: self.finalize("commit", place),
            "rollback": lambda place: self.finalize("rollback", place),
            "drop": lambda place: self.drop(place, False),
            "drop elsewhere": lambda place: self.drop(place, True),
        }
        for name, number in steps:
            with contextlib.suppress(openpit.CallbackError, openpit.LifecycleError):
                calls[name](number)
        with contextlib.suppress(openpit.CallbackError):
            self.engine.close()


@pytest.fixture(autouse=True, scope="module")
def _quiet():
    """Failures of dropped reservations go to the hook; here they are part of the day."""
    usual = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    yield
    sys.unraisablehook = usual


@given(days, scripts, scripts)
@settings(max_examples=150, deadline=None)
def test_of_each_mutation_one_side_runs_once(steps, first, second):
    logs = []
    for _ in range(2):
        day = Day(first, second)
        day.run(steps)
        for policy in day.policies:
            assert all(len(sides) == 1 for sides in policy.books), policy.books
        drops = day.engine.drops()
        assert drops.queued == drops.drained
        logs.append((day.engine.decisions(), day.engine.decisions_digest()))
    assert logs[0] == logs[1]
