# SPDX-License-Identifier: Apache-2.0
"""Sync policies from real Python threads (T): what each promises and refuses, and that nothing is
lost. Threads meet at barriers and events; nobody sleeps."""

import gc
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import openpit
import pytest
from openpit import errors
from openpit.pretrade import Policy, PolicyDecision, policies

WAIT = 60
LOCAL, ACCOUNT, FULL = "no_sync", "account_sync", "full_sync"
CROSSING = pytest.mark.parametrize("sync", [ACCOUNT, FULL])


def order(account=1):
    return openpit.Order.limit("AAPL/USD", account=account, side="buy", quantity=1, price=1)


def report(account=1):
    return openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=account))


def builder(sync):
    chosen = getattr(openpit.Engine.builder(), sync)()
    return chosen.clock(openpit.ManualClock())


def on_thread(work):
    """What work gives or raises on another thread, which has ended by then."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(WAIT)


def threads(*works):
    """Runs each on a thread of its own, all at once, until all are done."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(WAIT) for done in [pool.submit(work) for work in works]]


class Gate(Policy):
    """A main-stage hook that waits to be let go, and says when it is there."""

    name = "gate"

    def __init__(self, account=1):
        self.account = account
        self.arrived = threading.Event()
        self.go = threading.Event()

    def perform_pre_trade_check(self, ctx, order):
        if ctx.account_id == openpit.param.AccountId.from_int(self.account):
            self.arrived.set()
            assert self.go.wait(WAIT)
        return PolicyDecision.accept()


class Noting(Policy):
    """Notes which side of its mutation runs, and where."""

    name = "noting"

    def __init__(self):
        self.notes = []
        self.threads = []

    def note(self, text):
        self.notes.append(text)
        self.threads.append(threading.get_ident())

    def perform_pre_trade_check(self, ctx, order):
        sides = {side: lambda side=side: self.note(side) for side in ("commit", "rollback")}
        return PolicyDecision.accept([openpit.Mutation(**sides)])


class Busy:
    """An engine with a call for account 1 inside its hook, on another thread."""

    def __init__(self, sync, *policies):
        self.gate = Gate()
        made = builder(sync)
        for policy in (*policies, self.gate):
            made = made.pre_trade(policy)
        self.engine = made.build()

    def __enter__(self):
        self.pool = ThreadPoolExecutor(1)
        self.call = self.pool.submit(self.engine.execute_pre_trade, order())
        assert self.gate.arrived.wait(WAIT)
        return self.engine

    def __exit__(self, *_exception):
        self.gate.go.set()
        self.pool.shutdown()


@CROSSING
def test_any_thread_may_call(sync):
    """T-1.4, T-1.5"""
    engine = builder(sync).build()
    reservation = on_thread(lambda: engine.execute_pre_trade(order()).reservation)
    assert not reservation.finalized
    on_thread(reservation.commit)
    assert reservation.finalized
    on_thread(engine.close)
    assert engine.closed


def test_a_local_engine_refuses_another_thread_and_nothing_changes():
    """T-1.3"""
    engine = builder(LOCAL).build()
    kept = engine.execute_pre_trade(order())
    before = engine.state_digest()

    def misuse(call):
        with pytest.raises(errors.ThreadingError) as caught:
            call()
        return caught.value.kind

    calls = [
        lambda: engine.execute_pre_trade(order()),
        lambda: engine.start_pre_trade(order()),
        lambda: engine.apply_execution_report(report()),
        lambda: engine.apply_account_adjustment(1, []),
        lambda: engine.dry_run_start_pre_trade(order()),
        kept.reservation.commit,
        kept.reservation.close,
        engine.state,
        engine.close,
    ]
    kinds = on_thread(lambda: {misuse(call) for call in calls})
    assert kinds == {errors.ThreadingKind.WRONG_THREAD}
    assert engine.state_digest() == before
    kept.reservation.commit()


def test_an_overlap_for_one_account_is_busy_and_nothing_changes():
    """T-1a.1"""
    with Busy(ACCOUNT) as engine:
        for call in (
            lambda: engine.execute_pre_trade(order()),
            lambda: engine.start_pre_trade(order()),
            lambda: engine.apply_execution_report(report()),
            lambda: engine.apply_account_adjustment(1, []),
            engine.holds,
            engine.state,
            engine.close,
        ):
            with pytest.raises(errors.ThreadingError, match="account is in use") as caught:
                call()
            assert caught.value.kind is errors.ThreadingKind.ACCOUNT_BUSY
        # Busy is per account.
        for account in range(2, 300):
            engine.execute_pre_trade(order(account)).reservation.commit()
    assert not engine.closed
    assert engine.execute_pre_trade(order()).ok


def test_under_full_the_second_call_waits_and_holds_nobody_up():
    """T-1a.2, T-5"""
    busy = Busy(FULL)
    with busy as engine, ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(engine.execute_pre_trade, order())
        whole = pool.submit(engine.state_digest)
        # They wait without the interpreter's lock, or this thread could not go on.
        assert not waiting.done()
        assert not whole.done()
        busy.gate.go.set()
        assert waiting.result(WAIT).ok
        assert len(whole.result(WAIT)) == 64


@CROSSING
def test_two_accounts_are_inside_their_policies_at_once(sync):
    """T-2.1: each hook waits for the other, so both are inside or nobody gets on."""
    both = threading.Barrier(2)

    class Meeting(Policy):
        name = "meeting"

        def perform_pre_trade_check(self, ctx, order):
            both.wait(WAIT)
            return PolicyDecision.accept()

    engine = builder(sync).pre_trade(Meeting()).build()
    trade = [
        lambda account=account: engine.execute_pre_trade(order(account)).ok for account in (1, 2)
    ]
    assert threads(*trade) == [True, True]


@CROSSING
def test_handles_are_handed_over_between_threads(sync):
    """T-3"""
    noting = Noting()
    engine = builder(sync).pre_trade(noting).build()
    request = on_thread(lambda: engine.start_pre_trade(order()).request)
    reservation = on_thread(lambda: request.execute().reservation)
    on_thread(lambda: reservation.commit())
    assert noting.notes == ["commit"]
    other = on_thread(lambda: engine.execute_pre_trade(order()).reservation)
    with other:
        pass
    assert noting.notes == ["commit", "rollback"]
    assert noting.threads[1] == threading.get_ident()


@CROSSING
@pytest.mark.parametrize("handle", ["request", "reservation"])
def test_a_handle_used_by_many_threads_at_once_serves_one(sync, handle):
    """P-7, T-1"""
    noting = Noting()
    engine = builder(sync).pre_trade(noting).build()
    start = threading.Barrier(4)
    busy = set()
    for _ in range(50):
        if handle == "request":
            use = engine.start_pre_trade(order()).request.execute
        else:
            use = engine.execute_pre_trade(order()).reservation.commit

        def attempt(use=use):
            start.wait(WAIT)
            while True:
                try:
                    return use() or "done"
                except errors.LifecycleError as error:
                    return error.kind
                except errors.ThreadingError as error:
                    busy.add((sync, error.kind))

        found = threads(*[attempt] * 4)
        kinds = [kind for kind in found if isinstance(kind, errors.LifecycleKind)]
        assert len(kinds) == 3
        assert len(set(kinds)) == 1
        del found
    assert len(noting.notes) == 50
    assert busy <= {(ACCOUNT, errors.ThreadingKind.ACCOUNT_BUSY)}


@CROSSING
def test_a_drop_on_any_thread_rolls_back_there(sync):
    """T-3"""
    noting = Noting()
    engine = builder(sync).pre_trade(noting).build()
    box = [engine.execute_pre_trade(order()), engine.start_pre_trade(order())]
    foreign = on_thread(lambda: (box.clear(), threading.get_ident())[1])
    assert noting.notes == ["rollback"]
    assert noting.threads == [foreign]
    assert engine.drops() == openpit.DropCounters(queued=0, drained=0)


@CROSSING
def test_a_garbage_collected_reservation_rolls_back_on_the_collecting_thread(sync):
    """T-3"""
    noting = Noting()
    engine = builder(sync).pre_trade(noting).build()
    cycle = [engine.execute_pre_trade(order())]
    cycle.append(cycle)
    del cycle
    foreign = on_thread(lambda: (gc.collect(), threading.get_ident())[1])
    assert noting.notes == ["rollback"]
    assert noting.threads == [foreign]


@CROSSING
def test_a_drop_while_the_account_is_in_use_waits_for_the_owner(sync):
    """T-3a, T-3a.1"""
    noting = Noting()
    busy = Busy(sync, noting)
    busy.gate.go.set()
    box = [busy.engine.execute_pre_trade(order())]
    busy.gate.go.clear()
    busy.gate.arrived.clear()
    with busy as engine:
        box.clear()
        assert noting.notes == []
        assert engine.drops() == openpit.DropCounters(queued=1, drained=0)
        busy.gate.go.set()
        kept = busy.call.result(WAIT)
        assert noting.notes == ["rollback"]
        assert noting.threads != [threading.get_ident()]
        assert engine.drops() == openpit.DropCounters(queued=1, drained=1)
        kept.reservation.commit()


@CROSSING
def test_a_drop_inside_a_callback_waits_for_its_own_account(sync):
    """T-3a: the account is free, but this thread is inside the engine."""
    noting = Noting()
    engine = builder(sync).pre_trade(noting).build()
    box = [engine.execute_pre_trade(order(2))]
    seen = []
    original = noting.note
    noting.note = lambda text: (box.clear(), seen.append(list(noting.notes)), original(text))
    engine.execute_pre_trade(order(1)).reservation.commit()
    assert seen == [[]]
    assert noting.notes == ["commit"]
    assert engine.drops() == openpit.DropCounters(queued=1, drained=0)
    engine.close()
    assert noting.notes == ["commit", "rollback"]
    assert engine.drops() == openpit.DropCounters(queued=1, drained=1)


def test_close_while_another_thread_calls():
    """T-1a.4: refused under Account, and under Full it waits."""
    with Busy(ACCOUNT) as engine:
        with pytest.raises(errors.ThreadingError):
            engine.close()
        assert not engine.closed
    busy = Busy(FULL)
    with busy as engine, ThreadPoolExecutor(1) as pool:
        closing = pool.submit(engine.close)
        assert not engine.closed
        busy.gate.go.set()
        closing.result(WAIT)
        assert engine.closed
        # It was accepted before the close, which rolled it back.
        assert busy.call.result(WAIT).reservation.finalized
        with pytest.raises(errors.LifecycleError):
            engine.execute_pre_trade(order())


@CROSSING
def test_a_block_is_never_refused_and_reaches_the_next_order(sync):
    """K-4"""
    with Busy(sync) as engine:
        cause = engine.accounts().block(1, "margin call")
        engine.accounts().block(2, "margin call")
        (reject,) = engine.execute_pre_trade(order(2)).rejects
        assert reject.code.name == "ACCOUNT_BLOCKED"
        assert engine.accounts().unblock(1, cause)


@CROSSING
def test_a_callback_that_calls_its_engine_for_another_account_is_refused(sync):
    """P-9"""
    refused = []

    class Calling(Policy):
        name = "calling"

        def perform_pre_trade_check(self, ctx, _order):
            for call in (lambda: engine.execute_pre_trade(order(2)), engine.state, engine.close):
                with pytest.raises(errors.ReentrancyError):
                    call()
                refused.append(call)
            return PolicyDecision.accept()

    engine = builder(sync).pre_trade(Calling()).build()
    assert engine.execute_pre_trade(order(1)).ok
    assert len(refused) == 3
    assert not engine.closed


@CROSSING
def test_callbacks_of_one_engine_may_call_another(sync):
    """T-1a.1, P-8: each call keeps its own exceptions."""
    inner = builder(sync).pre_trade(Noting()).build()

    class Outer(Policy):
        name = "outer"

        def check_pre_trade_start(self, ctx, order):
            inner.execute_pre_trade(order).reservation.commit()
            raise ValueError("outer")

    outer = builder(sync).pre_trade(Outer()).build()
    with pytest.raises(errors.CallbackError) as caught:
        outer.execute_pre_trade(order())
    assert [str(failure.error) for failure in caught.value.failures] == ["outer"]


@pytest.fixture
def tiny_switches():
    """Threads change places as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


class Counting(Policy):
    """State of each account, of which the engine lets one call at a time to each."""

    name = "counting"
    failing = frozenset(map(openpit.param.AccountId.from_int, (10, 11, 12)))

    def __init__(self):
        self.inside = {}
        self.count = {}

    def perform_pre_trade_check(self, ctx, order):
        account = ctx.account_id
        assert not self.inside.get(account)
        self.inside[account] = True
        count = self.count.get(account, 0)
        sum(range(20))
        self.count[account] = count + 1
        self.inside[account] = False
        if account in self.failing:
            raise ValueError(str(account))
        return PolicyDecision.accept([openpit.Mutation(commit=lambda: None)])


def test_a_python_policy_under_full_from_four_threads(tiny_switches):
    """T-2, T-1a: no update is lost, and each call gets its own exceptions."""
    counting = Counting()
    engine = builder(FULL).pre_trade(counting).build()
    start = threading.Barrier(4)

    def trade(seed):
        start.wait(WAIT)
        for step in range(200):
            account = (seed + step) % 3 + 1
            if step % 10 == seed:
                with pytest.raises(errors.CallbackError) as caught:
                    engine.execute_pre_trade(order(account + 9))
                (failure,) = caught.value.failures
                assert str(failure.error) == str(account + 9)
                continue
            result = engine.execute_pre_trade(order(account))
            if step % 2:
                result.reservation.commit()
            del result

    threads(*[lambda seed=seed: trade(seed) for seed in range(4)])
    good = [counting.count[openpit.param.AccountId.from_int(account)] for account in (1, 2, 3)]
    assert sum(good) == 4 * (200 - 20)
    engine.close()


@CROSSING
def test_a_broker_counter_is_exact_under_contention(sync, tiny_switches):
    """T-4"""
    window = policies.RateLimit(max_orders=100, window_ns=10**9)
    limit = policies.build_rate_limit().broker_barrier(policies.RateLimitBrokerBarrier(window))
    engine = builder(sync).builtin(limit).build()
    start = threading.Barrier(4)

    def trade(account):
        start.wait(WAIT)
        return sum(engine.execute_pre_trade(order(account)).ok for _ in range(50))

    assert sum(threads(*[lambda a=a: trade(a) for a in range(1, 5)])) == 100


def test_the_decision_log_of_a_full_engine_is_that_of_one_thread(tiny_switches):
    """T-2, D-1: the calls of the log, one after another, write the same log."""

    def build(sync):
        limit = policies.RateLimit(max_orders=5, window_ns=10**9)
        barrier = policies.RateLimitAccountBarrier(limit, openpit.param.AccountId.from_int(1))
        limits = policies.build_rate_limit().account_barriers(barrier)
        return builder(sync).record_decisions().builtin(limits).build()

    def named(account, name):
        return openpit.Order.limit(
            "A/B", account=account, side="buy", quantity=1, price=1, client_order_id=name
        )

    engine = build(FULL)
    start = threading.Barrier(3)

    def trade(seed):
        start.wait(WAIT)
        for step in range(40):
            name = f"{seed}-{step}"
            result = engine.execute_pre_trade(named(step % 2 + 1, name))
            if result:
                result.reservation.commit()

    threads(*[lambda seed=seed: trade(seed) for seed in range(3)])
    lines = engine.decisions()
    assert {json.loads(line).get("result") for line in lines} == {"accepted", "rejected", None}
    again = build(LOCAL)
    requests, reservations = {}, {}
    for call in map(json.loads, lines):
        if call["call"] == "start":
            given = named(int(call["account"]), call["order"]["client_order_id"])
            requests[call.get("request")] = again.start_pre_trade(given).request
        elif call["call"] == "execute":
            done = requests.pop(call["request"]).execute()
            reservations[call["reservation"]] = done.reservation
        else:
            reservations.pop(call["reservation"]).commit()
    assert again.decisions() == lines
    assert again.state_digest() == engine.state_digest()
