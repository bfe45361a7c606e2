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
    engine = openpit.Engine.builder().no_sync().pre_trade(Slow()).build()
    order = openpit.Order.limit("A/B", account=1, side="BUY", quantity="1", price="1")
    started.set()
    while result := engine.execute_pre_trade(order=order):
        result.reservation.commit()

started = threading.Event()
threading.Thread(target=trade, daemon=True).start()
started.wait()
"""


@pytest.mark.parametrize("work", ["sum(range(2000))", "time.sleep(0)", "time.sleep(0.01)"])
def test_a_daemon_thread_in_a_policy_does_not_abort_the_exit(work):
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", TRADING.format(work=work)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, (work, done.returncode, done.stderr)
