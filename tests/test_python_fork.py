# SPDX-License-Identifier: Apache-2.0
"""A process that was forked gets a clear error of engines built before, and the parent goes on
(T-1.6). Each case in a process of its own, with a time limit."""

import subprocess
import sys

import pytest

HEAD = """
import os, sys, threading, gc
import openpit
from openpit.pretrade import Policy, PolicyDecision

def order(account=1):
    return openpit.Order.limit("A/B", account=account, side="buy", quantity=1, price=1)

notes = []

class Noting(Policy):
    name = "noting"
    go = None

    def perform_pre_trade_check(self, ctx, order):
        if self.go and threading.current_thread() is not threading.main_thread():
            self.arrived.set()
            self.go.wait()
        rollback = lambda: notes.append("rollback")
        return PolicyDecision.accept([openpit.Mutation(rollback=rollback)])

def refused(call):
    try:
        call()
    except openpit.ThreadingError as error:
        assert error.kind == "wrong_process", error.kind
        assert "allowed is" in str(error)
    else:
        raise AssertionError("not refused")

noting = Noting()
engine = openpit.Engine.builder().{sync}().record_decisions().pre_trade(noting).build()
kept = engine.execute_pre_trade(order())
request = engine.start_pre_trade(order()).request
admin = engine.accounts()

def child():
    for call in (
        lambda: engine.execute_pre_trade(order()),
        lambda: engine.apply_account_adjustment(1, []),
        lambda: request.execute(),
        lambda: kept.reservation.commit(),
        lambda: kept.reservation.close(),
        engine.holds, engine.state, engine.drops, engine.decisions, engine.close,
        lambda: engine.block("stop"),
        lambda: admin.block(1, "stop"),
        lambda: admin.group_of(1),
        admin.blocked,
    ):
        refused(call)
    # What the fork copied is dropped without a trace: the order is the parent's.
    globals().update(kept=None, request=None, engine=None, admin=None)
    gc.collect()
    assert notes == [], notes
    with openpit.Engine.builder().{sync}().pre_trade(Noting()).build() as own:
        own.execute_pre_trade(order()).reservation.commit()
"""

FORK = """
{before}
pid = os.fork()
if pid == 0:
    child()
    print("child done", flush=True)
    {end}
assert os.waitpid(pid, 0)[1] == 0
{after}
kept.reservation.rollback()
engine.close()
print("parent done")
"""

BUSY_BEFORE = """
noting.arrived, noting.go = threading.Event(), threading.Event()
thread = threading.Thread(target=lambda: engine.execute_pre_trade(order(2)))
thread.start()
noting.arrived.wait()
"""
BUSY_AFTER = """
noting.go.set()
thread.join()
"""


def run(code):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.returncode) == ("child done\nparent done\n", 0), done.stderr
    assert "panic" not in done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)"])
@pytest.mark.parametrize("sync", ["no_sync", "account_sync", "full_sync"])
def test_a_forked_process_is_refused_and_the_parent_goes_on(sync, end):
    """T-1.6"""
    run(HEAD.format(sync=sync) + FORK.format(before="", after="", end=end))


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)"])
@pytest.mark.parametrize("sync", ["account_sync", "full_sync"])
def test_a_fork_beside_a_running_call_hangs_nobody(sync, end):
    """T-1.6: what the other thread has locked stays locked in the child for ever."""
    fork = FORK.format(before=BUSY_BEFORE, after=BUSY_AFTER, end=end)
    run(HEAD.format(sync=sync) + fork)
