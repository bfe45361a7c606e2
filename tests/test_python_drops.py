# SPDX-License-Identifier: Apache-2.0
"""Forgotten handles in Python: by reference count, garbage collector, other threads, and at exit
(P-6, P-7, P-9, T-3a)."""

import gc
import subprocess
import sys
import threading
import weakref

import openpit
import pytest
from openpit.pretrade import Policy, PolicyDecision

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="buy", quantity=100, price=185)


class Noting(Policy):
    """Notes which side of its mutation runs, and where."""

    name = "noting"

    def __init__(self, fails=False):
        self.notes = []
        self.threads = []
        self.fails = fails

    def _note(self, text):
        self.notes.append(text)
        self.threads.append(threading.get_ident())
        if self.fails:
            raise ValueError("boom")

    def perform_pre_trade_check(self, ctx, order):
        return PolicyDecision.accept(
            [
                openpit.Mutation(
                    commit=lambda: self._note("commit"), rollback=lambda: self._note("rollback")
                )
            ]
        )


def build(policy):
    return (
        openpit.Engine.builder()
        .no_sync()
        .clock(openpit.ManualClock())
        .record_decisions()
        .pre_trade(policy)
        .build()
    )


@pytest.fixture
def unraisable(monkeypatch):
    """What goes to `sys.unraisablehook`."""
    found = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: found.append(args.exc_value))
    return found


def test_a_forgotten_reservation_rolls_back_at_once():
    policy = Noting()
    engine = build(policy)
    engine.execute_pre_trade(order=ORDER)
    assert policy.notes == ["rollback"]
    assert '"cause":"dropped"' in engine.decisions()[-1]
    assert engine.drops() == openpit.DropCounters(queued=0, drained=0)


def test_a_finalized_reservation_leaves_nothing_behind():
    policy = Noting()
    engine = build(policy)
    engine.execute_pre_trade(order=ORDER).reservation.commit()
    gc.collect()
    assert policy.notes == ["commit"]
    engine.start_pre_trade(order=ORDER)
    assert policy.notes == ["commit"]


def test_a_drop_during_unwinding_keeps_the_exception(unraisable):
    policy = Noting(fails=True)
    engine = build(policy)

    def trade():
        kept = engine.execute_pre_trade(order=ORDER)
        assert kept
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine") as caught:
        trade()
    caught.value.__traceback__ = None
    del caught
    gc.collect()
    assert policy.notes == ["rollback"]
    assert [str(error) for error in unraisable] == ["boom"]


def test_a_failing_rollback_of_a_drop_blocks_the_account_and_is_reported(unraisable):
    engine = build(Noting(fails=True))
    engine.execute_pre_trade(order=ORDER)
    assert [type(error) for error in unraisable] == [ValueError]
    (block,) = engine.accounts().blocked()
    assert (block.cause.source, block.cause.reason) == ("noting", "hook `rollback` failed")


def test_a_drop_on_another_thread_waits_for_the_owner():
    policy = Noting()
    engine = build(policy)
    box = [engine.execute_pre_trade(order=ORDER), engine.start_pre_trade(order=ORDER)]
    thread = threading.Thread(target=box.clear)
    thread.start()
    thread.join()
    assert policy.notes == []
    assert engine.drops() == openpit.DropCounters(queued=2, drained=0)
    engine.apply_execution_report(
        report=openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=1))
    )
    assert policy.notes == ["rollback"]
    assert policy.threads == [threading.get_ident()]
    assert engine.drops() == openpit.DropCounters(queued=2, drained=2)
    lines = engine.decisions()
    assert '"call":"rollback"' in lines[-2]
    assert '"call":"report"' in lines[-1]


def test_what_waits_is_drained_by_close():
    policy = Noting()
    engine = build(policy)
    box = [engine.execute_pre_trade(order=ORDER)]
    thread = threading.Thread(target=box.clear)
    thread.start()
    thread.join()
    engine.close()
    assert policy.notes == ["rollback"]


def test_a_drop_inside_a_callback_is_rolled_back_at_the_end_of_the_call():
    policy = Noting()
    engine = build(policy)
    box = [engine.execute_pre_trade(order=ORDER)]
    seen = []

    def commit():
        box.clear()
        seen.append(list(policy.notes))

    original = policy._note
    policy._note = lambda text: (commit() if text == "commit" else None, original(text))
    engine.execute_pre_trade(order=ORDER).reservation.commit()
    assert seen == [[]]
    assert policy.notes == ["commit", "rollback"]
    assert engine.drops() == openpit.DropCounters(queued=1, drained=1)


def test_exceptions_of_waiting_drops_do_not_mix_with_those_of_the_call(unraisable):
    policy = Noting(fails=True)
    engine = build(policy)
    box = [engine.execute_pre_trade(order=ORDER)]
    kept = engine.execute_pre_trade(order=ORDER)
    thread = threading.Thread(target=box.clear)
    thread.start()
    thread.join()
    with pytest.raises(openpit.CallbackError) as caught:
        kept.reservation.commit()
    assert [failure.hook for failure in caught.value.failures] == ["commit"]
    assert policy.notes == ["rollback", "commit"]
    assert len(unraisable) == 1


def test_a_forgotten_engine_closes_itself():
    policy = Noting()
    engine = build(policy)
    watch = weakref.ref(engine)
    result = engine.execute_pre_trade(order=ORDER)
    del engine
    # A reservation keeps its engine: it can still be finalized.
    assert watch() is not None
    result.reservation.commit()
    del result
    assert watch() is None
    assert policy.notes == ["commit"]


def test_an_engine_in_a_cycle_with_its_policy_is_collected_and_rolls_back():
    notes = []

    class Cyclic(Policy):
        name = "cyclic"

        def __init__(self):
            self.text = "still whole"
            self.kept = []

        def undo(self):
            notes.append(self.text)

        def perform_pre_trade_check(self, ctx, order):
            return PolicyDecision.accept([openpit.Mutation(rollback=self.undo)])

    policy = Cyclic()
    policy.engine = build(policy)
    policy.kept.append(policy.engine.execute_pre_trade(order=ORDER))
    watches = [weakref.ref(policy), weakref.ref(policy.engine)]
    del policy
    gc.collect()
    assert [watch() for watch in watches] == [None, None]
    assert notes == ["still whole"]


def test_an_engine_dropped_on_another_thread_is_closed_there():
    policy = Noting()
    box = [build(policy)]
    box.append(box[0].execute_pre_trade(order=ORDER))
    thread = threading.Thread(target=lambda: (box.pop(), box.pop()))
    thread.start()
    thread.join()
    gc.collect()
    assert policy.notes == ["rollback"]


def test_many_threads_hammer_one_engine_and_only_the_owner_gets_in():
    policy = Noting()
    engine = build(policy)
    kinds = set()

    def hammer():
        for _ in range(200):
            try:
                engine.execute_pre_trade(order=ORDER)
            except openpit.ThreadingError as error:
                kinds.add(error.kind)

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        engine.execute_pre_trade(order=ORDER).reservation.commit()
    for thread in threads:
        thread.join()
    assert kinds == {openpit.errors.ThreadingKind.WRONG_THREAD}
    assert policy.notes == ["commit"] * 200


EXIT = """
import atexit, sys
atexit.register(lambda: print("early", early.reservation.commit()))
import openpit
from openpit.pretrade import Policy, PolicyDecision

class Prints(Policy):
    name = "prints"
    def perform_pre_trade_check(self, ctx, order):
        return PolicyDecision.accept([openpit.Mutation(
            commit=lambda: print("commit"), rollback=lambda: print("rollback"))])

order = openpit.Order.limit("A/B", account=1, side="buy", quantity=1, price=1)
engine = openpit.Engine.builder().no_sync().pre_trade(Prints()).build()
early = engine.execute_pre_trade(order=order)
open_ones = [engine.execute_pre_trade(order=order) for _ in range(3)]
other = openpit.Engine.builder().no_sync().pre_trade(Prints()).build()
kept = other.execute_pre_trade(order=order)
"""


@pytest.mark.parametrize("end", ["", "sys.exit(3)", "raise KeyError('x')"])
def test_interpreter_exit_runs_no_callbacks_of_forgotten_handles(end):
    """P-7.4: interpreter exit runs no Python callbacks."""
    done = subprocess.run(
        [sys.executable, "-c", EXIT + end], capture_output=True, text=True, check=False, timeout=60
    )
    # What a program still does itself, in an exit handler of its own, works.
    assert done.stdout == "commit\nearly None\n", done.stderr
    assert done.returncode == {"": 0, "sys.exit(3)": 3}.get(end, 1)
    assert ("KeyError" in done.stderr) == ("KeyError" in end)
    assert "panic" not in done.stderr


def test_a_system_exit_inside_a_policy_ends_the_program():
    code = EXIT + (
        "class Ends(Policy):\n"
        "    name = 'ends'\n"
        "    def check_pre_trade_start(self, ctx, order):\n"
        "        sys.exit(7)\n"
        "openpit.Engine.builder().no_sync().pre_trade(Ends()).build()"
        ".start_pre_trade(order=order)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 7
