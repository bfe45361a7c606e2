# SPDX-License-Identifier: Apache-2.0
"""Misuse of an engine in Python is a typed error that changes nothing (P-7, P-9, T-1, D-2, E-3)."""

import threading

import openpit
import pytest
from openpit import errors, param
from openpit.errors import LifecycleKind, ThreadingKind, TimeKind
from openpit.pretrade import Policy, PolicyDecision, policies

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="buy", quantity=100, price=185)
REPORT = openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=7))


class Traced(Policy):
    """Notes what runs, and what a hook wants to do meanwhile."""

    name = "traced"

    def __init__(self, during=None):
        self.notes = []
        self.during = during

    def _note(self, text):
        self.notes.append(text)
        if self.during is not None:
            self.during()

    def check_pre_trade_start(self, ctx, order):
        self._note("start")
        return ()

    def perform_pre_trade_check(self, ctx, order):
        self._note("main")
        mutation = openpit.Mutation(
            commit=lambda: self._note("commit"), rollback=lambda: self._note("rollback")
        )
        return PolicyDecision.accept(mutations=[mutation])

    def apply_execution_report(self, ctx, report):
        self._note("report")


def build(*custom, clock=True, record=True):
    builder = openpit.Engine.builder().no_sync()
    if clock:
        builder = builder.clock(openpit.ManualClock())
    if record:
        builder = builder.record_decisions()
    for policy in custom:
        builder = builder.pre_trade(policy)
    return builder.build()


def raised(call):
    """The exception that a call raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        call()
    return caught.value


def on_another_thread(call):
    """What a call gives or raises on another thread."""
    found = []

    def run():
        try:
            found.append(call())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def doors(engine):
    """Every call of an engine that only its owner may make, with what it needs."""
    request = engine.start_pre_trade(order=ORDER).request
    reservation = engine.execute_pre_trade(order=ORDER).reservation
    return {
        "start": lambda: engine.start_pre_trade(order=ORDER),
        "both": lambda: engine.execute_pre_trade(order=ORDER),
        "report": lambda: engine.apply_execution_report(report=REPORT),
        "execute": request.execute,
        "commit": reservation.commit,
        "rollback": reservation.rollback,
    }


def admin_doors(engine):
    """Every call of the admin handle, which is open to any thread and to callbacks (K-4)."""
    accounts = engine.accounts()
    cause = engine.block("before")
    engine.unblock(cause)
    return {
        "block": lambda: accounts.block(7, "why"),
        "unblock": lambda: accounts.unblock(7, cause),
        "unblock_all": lambda: accounts.unblock_all(7),
        "blocked": accounts.blocked,
        "block engine": lambda: engine.block("why"),
        "unblock engine": lambda: engine.unblock(cause),
        "unblock_all engine": engine.unblock_all,
    }


READS = {
    "decisions": lambda engine: engine.decisions(),
    "digest": lambda engine: engine.decisions_digest(),
}


def test_execute_twice():
    request = build(Traced()).start_pre_trade(order=ORDER).request
    assert request.execute().ok
    for _ in range(2):
        error = raised(request.execute)
        assert isinstance(error, errors.LifecycleError)
        assert isinstance(error, RuntimeError)
        assert error.kind is LifecycleKind.REQUEST_USED


def test_a_rejected_request_is_used_too():
    class Rejects(Policy):
        name = "rejects"

        def perform_pre_trade_check(self, ctx, order):
            return PolicyDecision.reject([reject()])

    request = build(Rejects()).start_pre_trade(order=ORDER).request
    assert not request.execute()
    assert raised(request.execute).kind is LifecycleKind.REQUEST_USED


def reject():
    from openpit.pretrade import PolicyReject, RejectCode

    return PolicyReject(RejectCode.OTHER, "no")


@pytest.mark.parametrize("first", ["commit", "rollback"])
@pytest.mark.parametrize("second", ["commit", "rollback"])
def test_finalize_twice(first, second):
    policy = Traced()
    reservation = build(policy).execute_pre_trade(order=ORDER).reservation
    assert not reservation.finalized
    getattr(reservation, first)()
    assert reservation.finalized
    error = raised(getattr(reservation, second))
    assert error.kind is LifecycleKind.RESERVATION_FINALIZED
    assert policy.notes == ["start", "main", first]


def test_every_call_after_close_is_the_same_error():
    policy = Traced()
    engine = build(policy)
    calls = {**doors(engine), **admin_doors(engine)}
    engine.close()
    assert engine.closed
    for name, call in calls.items():
        error = raised(call)
        assert isinstance(error, errors.LifecycleError), name
        assert error.kind is LifecycleKind.ENGINE_CLOSED, name
    engine.close()
    assert '{"call":"close","at":"0"}' in engine.decisions()
    assert len(engine.decisions_digest()) == 64
    assert engine.drops() == openpit.DropCounters(0, 0)
    assert policy.notes == ["start", "start", "main", "rollback"]


def test_close_rolls_back_the_newest_first():
    notes = []

    class Numbered(Policy):
        name = "numbered"

        def perform_pre_trade_check(self, ctx, order):
            number = order.identity.client_order_id
            return PolicyDecision.accept([openpit.Mutation(rollback=lambda: notes.append(number))])

    engine = build(Numbered())
    kept = [
        engine.execute_pre_trade(
            order=openpit.Order.market(
                "A/B", account=1, side="buy", quantity=1, client_order_id=str(number)
            )
        )
        for number in range(3)
    ]
    with engine:
        pass
    assert notes == ["2", "1", "0"]
    assert all(result.reservation.finalized for result in kept)


def test_every_call_from_another_thread_is_refused_and_changes_nothing():
    policy = Traced()
    engine = build(policy)
    calls = {**doors(engine), **{name: lambda r=r: r(engine) for name, r in READS.items()}}
    calls["close"] = engine.close
    before = list(policy.notes)
    for name, call in calls.items():
        error = on_another_thread(call)
        assert isinstance(error, errors.ThreadingError), name
        assert error.kind is ThreadingKind.WRONG_THREAD, name
        assert "`no_sync` allows the thread that built it" in str(error)
    assert policy.notes == before
    assert not engine.closed
    calls["commit"]()
    assert calls["execute"]().ok


def test_a_thread_that_ended_leaves_no_heir():
    engine = on_another_thread(lambda: build(Traced()))
    kinds = {on_another_thread(engine.decisions).kind for _ in range(20)}
    assert kinds == {ThreadingKind.WRONG_THREAD}


def test_an_admin_may_block_from_any_thread_and_from_callbacks():
    policy = Traced()
    engine = build(policy)
    answers = {}

    def during():
        if not answers:
            for name, call in admin_doors(engine).items():
                answers[name] = on_another_thread(call), call()

    policy.during = during
    assert engine.execute_pre_trade(order=ORDER)
    assert not [name for name, pair in answers.items() if isinstance(pair[0], Exception)]
    assert len(answers) == 7
    on_another_thread(lambda: engine.block("halt"))
    assert engine.start_pre_trade(order=ORDER).rejects[0].details == "AccountBlocked: halt"
    assert on_another_thread(engine.unblock_all) is True
    assert engine.start_pre_trade(order=ORDER)


def test_lifecycle_comes_before_threading():
    engine = build(Traced())
    request = engine.start_pre_trade(order=ORDER).request
    reservation = request.execute().reservation
    reservation.commit()
    assert on_another_thread(request.execute).kind is LifecycleKind.REQUEST_USED
    assert on_another_thread(reservation.commit).kind is LifecycleKind.RESERVATION_FINALIZED
    engine.close()
    assert on_another_thread(request.execute).kind is LifecycleKind.ENGINE_CLOSED
    assert on_another_thread(engine.close) is None


@pytest.mark.parametrize("note", ["start", "main", "commit", "rollback", "report"])
def test_every_call_from_inside_a_callback_is_refused_and_changes_nothing(note):
    found = {}
    policy = Traced()
    engine = build(policy)
    calls = {**doors(engine), **{name: lambda r=r: r(engine) for name, r in READS.items()}}
    calls["close"] = engine.close
    own = engine.execute_pre_trade(order=ORDER).reservation
    before = engine.decisions()

    def during():
        if policy.notes[-1] == note and not found:
            for name, call in calls.items():
                found[name] = raised(call)

    policy.during = during
    if note == "report":
        engine.apply_execution_report(report=REPORT)
    elif note == "rollback":
        own.rollback()
    else:
        engine.execute_pre_trade(order=ORDER).reservation.commit()
    assert before
    assert {type(error) for error in found.values()} == {errors.ReentrancyError}, found
    assert len(found) == len(calls)
    # Caught there, nothing happened: what was refused works now.
    policy.during = None
    assert calls["execute"]().ok
    calls["commit"]()
    engine.close()


def test_a_reentrant_call_that_is_not_caught_is_a_failed_callback():
    policy = Traced()
    engine = build(policy)
    policy.during = lambda: engine.start_pre_trade(order=ORDER)
    error = raised(lambda: engine.start_pre_trade(order=ORDER))
    assert isinstance(error, errors.CallbackError)
    assert isinstance(error.__cause__, errors.ReentrancyError)
    assert [reject.policy for reject in error.rejects] == ["traced"]


def test_other_engines_may_be_called_from_a_callback():
    inner = build(Traced())
    policy = Traced(during=lambda: inner.execute_pre_trade(order=ORDER).reservation.commit())
    build(policy).execute_pre_trade(order=ORDER).reservation.commit()
    assert len(inner.decisions()) == 9


def test_times():
    engine = build(Traced())
    reservation = engine.execute_pre_trade(order=ORDER, at=10).reservation
    for call in (
        lambda: engine.start_pre_trade(order=ORDER, at=9),
        lambda: engine.execute_pre_trade(order=ORDER, at=9),
        lambda: reservation.commit(at=9),
    ):
        error = raised(call)
        assert isinstance(error, errors.TimeError)
        assert error.kind is TimeKind.EARLIER
        assert str(error) == "time `9` is earlier than the last: allowed is `10` or later"
    assert engine.apply_execution_report(report=REPORT, at=9).late
    reservation.commit(at=10)
    system = build(Traced(), clock=False)
    assert raised(lambda: system.start_pre_trade(order=ORDER, at=1)).kind is TimeKind.NOT_MANUAL
    late = (
        openpit.Engine.builder()
        .no_sync()
        .clock(openpit.ManualClock(start=5, accept_late=True))
        .record_decisions()
        .build()
    )
    assert late.start_pre_trade(order=ORDER, at=3)
    assert late.decisions()[0].startswith('{"call":"start","at":"5","late":true,')


@pytest.mark.parametrize("at", [True, "1", 1.0, object()])
def test_a_time_of_a_wrong_type_is_a_type_error(at):
    with pytest.raises(TypeError):
        build(Traced()).start_pre_trade(order=ORDER, at=at)


@pytest.mark.parametrize("at", [2**63, -(2**63) - 1, 10**4000])
def test_a_time_out_of_range_is_a_param_error(at):
    with pytest.raises(errors.ParamError):
        build(Traced()).start_pre_trade(order=ORDER, at=at)


def test_wrong_types_at_the_engine():
    engine = build(Traced())
    for call in (
        lambda: engine.start_pre_trade(order=REPORT),
        lambda: engine.execute_pre_trade(order=None),
        lambda: engine.apply_execution_report(report=ORDER),
        lambda: engine.start_pre_trade(),
        lambda: engine.start_pre_trade(ORDER, 5),
        lambda: engine.block(5),
        lambda: engine.unblock("cause"),
        lambda: engine.accounts().block("7", "why"),
        lambda: openpit.Engine(),
        lambda: openpit.Engine.builder().clock(5),
        lambda: openpit.Engine.builder().builtin(Traced()),
        lambda: openpit.Engine.builder().pre_trade(policies.build_rate_limit()),
        lambda: openpit.Engine.builder().limits(5),
        lambda: openpit.Engine.builder().limits("", accounts="ACC001"),
        lambda: policies.RateLimit(max_orders=True, window_ns=1),
        lambda: policies.RateLimit(max_orders=1),
        lambda: policies.RateLimit(max_orders=1, window=5),
        lambda: policies.RateLimitBrokerBarrier(limit=5),
        lambda: policies.OrderSizeLimit(max_quantity=param.Price(1)),
        lambda: policies.OrderSizeAssetBarrier(limit=policies.OrderSizeLimit(), asset=5),
        lambda: policies.build_rate_limit().broker_barrier(5),
        lambda: openpit.Mutation(commit=5),
    ):
        assert isinstance(raised(call), TypeError)


def test_all_faults_of_a_configuration_come_at_once():
    limit = policies.RateLimit(max_orders=1, window_ns=0)
    builder = (
        openpit.Engine.builder()
        .builtin(policies.build_order_validation().named(""))
        .builtin(policies.build_order_size_limit())
        .builtin(policies.build_rate_limit().broker_barrier(policies.RateLimitBrokerBarrier(limit)))
        .pre_trade(Traced())
        .pre_trade(Traced())
        .limits("[[policy]]\ntype = 'order_validation'\nname = 5\n")
    )
    error = raised(builder.build)
    assert isinstance(error, errors.ConfigError)
    assert isinstance(error, ValueError)
    assert len(error.faults) >= 6
    assert error.faults[0] == (
        "sync policy is not chosen: allowed is `no_sync`, `account_sync` or `full_sync`, "
        "before the first policy"
    )
    for part in ("`traced`", "is empty", "line 3", "no barrier"):
        assert any(part in fault for fault in error.faults), part
    assert str(error) == "; ".join(error.faults)
    assert "after a policy" in raised(builder.no_sync().build).faults[0]


def test_handles_are_not_copied():
    import copy
    import pickle

    engine = build(Traced())
    start = engine.start_pre_trade(order=ORDER)
    result = start.request.execute()
    for handle in (engine, start, result, engine.accounts()):
        for copier in (copy.copy, pickle.dumps):
            with pytest.raises(TypeError):
                copier(handle)
    result.reservation.commit()


def test_blocks_are_a_set_of_causes():
    engine = build(Traced())
    accounts, seven = engine.accounts(), param.AccountId.from_int(7)
    cause, other = accounts.block(seven, "one"), accounts.block(7, "two")
    assert accounts.block(seven, "one") == cause
    whole = engine.block("halt")
    listed = [(block.account_id, block.cause) for block in accounts.blocked()]
    assert listed == [(None, whole), (seven, cause), (seven, other)]
    (reject_,) = engine.start_pre_trade(order=ORDER).rejects
    assert (reject_.policy, reject_.reason) == ("engine", "engine is blocked")
    assert reject_.details == "AccountBlocked: halt"
    assert engine.unblock(whole)
    assert not engine.unblock(whole)
    assert not engine.unblock_all()
    assert accounts.unblock(seven, cause)
    assert not accounts.unblock(seven, cause)
    assert not engine.start_pre_trade(order=ORDER)
    assert accounts.unblock_all(seven)
    assert not accounts.unblock_all(seven)
    assert engine.start_pre_trade(order=ORDER)
