# SPDX-License-Identifier: Apache-2.0
"""The async engine (T-5.3), and an engine that several tasks use without it."""

import asyncio
import re
import subprocess
import sys
import threading
from pathlib import Path

import openpit
import pytest
from openpit import errors
from openpit.aio import AsyncEngine, QueueFullError, StoppedError
from openpit.pretrade import Policy, PolicyDecision

WAIT = 60
SYNCS = pytest.mark.parametrize("sync", ["account_sync", "full_sync"])


def order(account=1, name=None):
    return openpit.Order.limit(
        "AAPL/USD", account=account, side="buy", quantity=1, price=1, client_order_id=name
    )


def report(account=1):
    return openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=account))


class Gate(Policy):
    """Notes the orders in the order of their calls; those of account 1 wait to be let go."""

    name = "gate"

    def __init__(self):
        self.arrived = threading.Event()
        self.go = threading.Event()
        self.seen = []
        self.notes = []

    def perform_pre_trade_check(self, ctx, order):
        if ctx.account_id == openpit.param.AccountId.from_int(1):
            self.arrived.set()
            assert self.go.wait(WAIT)
        self.seen.append(order.identity and order.identity.client_order_id)
        sides = {side: lambda side=side: self.notes.append(side) for side in ("commit", "rollback")}
        return PolicyDecision.accept([openpit.Mutation(**sides)])


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def engine(gate):
    return openpit.Engine.builder().account_sync().pre_trade(gate).build()


async def inside(gate):
    """Waits until a call is in the gate, while the loop goes on."""
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(None, gate.arrived.wait, WAIT)


@SYNCS
def test_one_engine_serves_several_tasks_and_an_executor(sync):
    """T-2.1, T-3: on the loop's own thread and on the executor's."""
    engine = getattr(openpit.Engine.builder(), sync)().build()

    async def trade(account):
        loop = asyncio.get_running_loop()
        for _ in range(20):
            result = await loop.run_in_executor(None, engine.execute_pre_trade, order(account))
            await loop.run_in_executor(None, result.reservation.commit)
            engine.execute_pre_trade(order(account + 100)).reservation.rollback()
        return True

    async def main():
        return await asyncio.gather(*map(trade, range(1, 9)))

    assert asyncio.run(main()) == [True] * 8
    engine.close()


@SYNCS
def test_calls_for_one_account_run_in_their_order(sync, gate):
    """T-5.3"""
    gate.go.set()
    engine = getattr(openpit.Engine.builder(), sync)().pre_trade(gate).build()
    names = [f"n{place}" for place in range(200)]

    async def main():
        async with AsyncEngine(engine, workers=8) as trading:
            calls = [trading.execute_pre_trade(order(2, name)) for name in names]
            results = await asyncio.gather(*calls)
            await asyncio.gather(*[trading.commit(result.reservation) for result in results])

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == names
    assert gate.notes == ["commit"] * 200
    assert engine.closed


def test_every_call_gives_what_the_engine_gives(gate, engine):
    """T-5.3"""
    gate.go.set()

    async def main():
        async with AsyncEngine(engine) as trading:
            request = (await trading.start_pre_trade(order())).request
            result = await trading.execute(request)
            await trading.rollback(result.reservation)
            with pytest.raises(errors.LifecycleError):
                await trading.commit(result.reservation)
            assert (await trading.apply_execution_report(report())).anomalies == ()
            assert (await trading.apply_account_adjustment(1, [])).ok
            assert (await trading.call(1, lambda: engine.dry_run_start_pre_trade(order()))).ok
            with pytest.raises(TypeError, match="allowed is `Order`"):
                await trading.execute_pre_trade("order")

    asyncio.run(main())


def test_accounts_run_beside_each_other_and_the_queue_is_bounded(gate, engine):
    """T-5.3, T-5.5"""

    async def main():
        async with AsyncEngine(engine, queue_size=2) as trading:
            first = asyncio.create_task(trading.execute_pre_trade(order(1, "first")))
            await inside(gate)
            assert (await trading.execute_pre_trade(order(2, "beside"))).ok
            second = asyncio.create_task(trading.execute_pre_trade(order(1, "second")))
            await asyncio.sleep(0)
            with pytest.raises(QueueFullError, match="allowed are 2 calls"):
                await trading.execute_pre_trade(order(2, "third"))
            gate.go.set()
            assert (await first).ok
            assert (await second).ok
            assert (await trading.execute_pre_trade(order(2, "fourth"))).ok

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == ["beside", "first", "second", "fourth"]


def test_a_deadline_loses_no_reservation(gate, engine):
    """T-5.4, T-5.8: the running call ends and is taken back, the waiting one never happens."""

    async def main():
        async with AsyncEngine(engine) as trading:
            running = asyncio.create_task(trading.execute_pre_trade(order(1, "running")))
            await inside(gate)
            waiting = trading.execute_pre_trade(order(1, "waiting"))
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(waiting, timeout=0.001)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            later = asyncio.create_task(trading.execute_pre_trade(order(1, "later")))
            gate.go.set()
            result = await later
            assert gate.notes == ["rollback"]
            await trading.commit(result.reservation)

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == ["running", "later"]
    assert gate.notes == ["rollback", "commit"]


def test_a_deadline_before_a_free_worker_means_no_call(gate, engine):
    """T-5.4: the only thread of the pool is busy with another account."""

    async def main():
        async with AsyncEngine(engine, workers=1) as trading:
            first = asyncio.create_task(trading.execute_pre_trade(order(1, "first")))
            await inside(gate)
            waiting = trading.execute_pre_trade(order(2, "waiting"))
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(waiting, timeout=0.001)
            gate.go.set()
            assert (await first).ok

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == ["first"]


def test_a_graceful_stop_runs_what_was_taken(gate, engine):
    """T-5.6"""

    async def main():
        trading = AsyncEngine(engine)
        calls = [asyncio.create_task(trading.execute_pre_trade(order(1, n))) for n in "abc"]
        await inside(gate)
        stop = asyncio.create_task(trading.stop())
        await asyncio.sleep(0)
        with pytest.raises(StoppedError, match="allowed is a call before `stop`"):
            await trading.execute_pre_trade(order(2))
        assert (await trading.apply_execution_report(report(2))).anomalies == ()
        gate.go.set()
        results = await asyncio.gather(*calls)
        await stop
        await trading.stop()
        assert all(result.reservation.finalized for result in results)
        with pytest.raises(StoppedError):
            await trading.apply_execution_report(report(2))

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == ["a", "b", "c"]
    assert gate.notes == ["rollback"] * 3
    assert engine.closed


@pytest.mark.parametrize("workers", [1, 4])
def test_a_hard_stop_refuses_what_has_not_begun(gate, engine, workers):
    """T-5.7, T-5.8"""

    async def main():
        trading = AsyncEngine(engine, workers=workers)
        first = asyncio.create_task(trading.execute_pre_trade(order(1, "first")))
        await inside(gate)
        rest = [asyncio.create_task(trading.execute_pre_trade(order(1, n))) for n in "abc"]
        if workers == 1:
            rest += [asyncio.create_task(trading.execute_pre_trade(order(2, n))) for n in "de"]
        await asyncio.sleep(0)
        stop = asyncio.create_task(trading.stop(hard=True))
        await asyncio.sleep(0)
        gate.go.set()
        found = await asyncio.gather(*rest, return_exceptions=True)
        assert {type(answer) for answer in found} == {StoppedError}
        assert (await first).ok
        await stop

    asyncio.run(main())
    assert [str(name) for name in gate.seen] == ["first"]
    assert gate.notes == ["rollback"]
    assert engine.closed


def test_a_local_engine_and_bad_settings_are_refused(engine):
    with pytest.raises(ValueError, match="allowed is one of `account_sync` or `full_sync`"):
        AsyncEngine(openpit.Engine.builder().no_sync().build())
    with pytest.raises(TypeError):
        AsyncEngine("engine")
    for settings in ({"workers": 0}, {"queue_size": 0}):
        with pytest.raises(errors.ParamError):
            AsyncEngine(engine, **settings)


def test_the_example_of_the_readme_prints_what_the_page_says():
    page = Path(__file__).parents[1] / "python" / "README.md"
    text = page.read_text("utf-8")
    (code,) = [
        block
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
        if "aio" in block
    ]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("[True, True, True]\n", "")
    assert f"It prints `{done.stdout.strip()}`" in text


def test_free_threading_is_not_claimed():
    """T-5.2: the module asks for the lock, and the pages say so."""
    root = Path(__file__).parents[1]
    assert "#[pymodule(gil_used = true)]" in (root / "rust/python/src/lib.rs").read_text("utf-8")
    assert "abi3-py310" in (root / "rust/Cargo.toml").read_text("utf-8")
    workflow = (root / ".github/workflows/ci.yml").read_text("utf-8")
    job = workflow.split("\n  free-threaded:\n")[1]
    assert "Not run here" in job
    assert "\n    if: false\n" in job
