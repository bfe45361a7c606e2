# SPDX-License-Identifier: Apache-2.0
"""The interpreter may end while another thread is in a policy: the process ends as it should."""

import subprocess
import sys

import pytest

TRADING = """
import threading, time, openpit
from openpit.pretrade import Policy, PolicyDecision

class Slow(Policy):
    name = "Slow"

    def perform_pre_trade_check(self, ctx, order):
        {work}
        return PolicyDecision.accept()

def trade():
    engine = openpit.Engine.builder().{sync}().pre_trade(Slow()).build()
    order = openpit.Order.limit("A/B", account=1, side="BUY", quantity="1", price="1")
    started.set()
    while result := engine.execute_pre_trade(order=order):
        result.reservation.commit()

started = threading.Event()
threading.Thread(target=trade, daemon=True).start()
started.wait()
"""


@pytest.mark.parametrize("sync", ["no_sync", "account_sync", "full_sync"])
@pytest.mark.parametrize("work", ["sum(range(2000))", "time.sleep(0)", "time.sleep(0.01)"])
def test_a_daemon_thread_in_a_policy_does_not_abort_the_exit(sync, work):
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", TRADING.format(sync=sync, work=work)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, (sync, work, done.returncode, done.stderr)


WAITING = """
import threading, openpit
from openpit.pretrade import Policy, PolicyDecision

class Gate(Policy):
    name = "Gate"

    def perform_pre_trade_check(self, ctx, order):
        if threading.current_thread() is not threading.main_thread():
            inside.set()
            threading.Event().wait()
        return PolicyDecision.accept()

def trade():
    while result := engine.execute_pre_trade(order=order(1)):
        result.reservation.commit()

def order(account):
    return openpit.Order.limit("A/B", account=account, side="BUY", quantity="1", price="1")

inside = threading.Event()
engine = openpit.Engine.builder().full_sync().{record}pre_trade(Gate()).build()
mine = engine.execute_pre_trade(order=order(2))
for _ in range(3):
    threading.Thread(target=trade, daemon=True).start()
inside.wait()
"""


@pytest.mark.parametrize("record", ["", "record_decisions()."])
def test_daemon_threads_that_wait_for_ever_do_not_hold_up_the_exit(record):
    """P-7.4: one is in a policy, two wait for its account, and nobody will ever go on."""
    done = subprocess.run(
        [sys.executable, "-c", WAITING.format(record=record)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


BUILT_IN = """
import threading, openpit
from openpit.pretrade import policies

def trade(account):
    order = openpit.Order.limit("A/B", account=account, side="BUY", quantity="1", price="1")
    started.wait()
    while result := engine.execute_pre_trade(order=order):
        result.reservation.commit()

started = threading.Barrier(4)
engine = openpit.Engine.builder().{sync}().builtin(policies.build_order_validation()).build()
for account in (1, 2, 3):
    threading.Thread(target=trade, args=(account,), daemon=True).start()
started.wait()
"""


@pytest.mark.parametrize("sync", ["account_sync", "full_sync"])
def test_daemon_threads_in_core_work_do_not_abort_the_exit(sync):
    """P-7.4: without the interpreter's lock, they want it back when it ends."""
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", BUILT_IN.format(sync=sync)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
