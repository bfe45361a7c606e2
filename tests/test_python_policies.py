# SPDX-License-Identifier: Apache-2.0
"""Custom policies in Python: stages, mutations, and failing closed (P-2 to P-10, M-4)."""

import pickle

import openpit
import pytest
from openpit import errors, param
from openpit.pretrade import (
    AccountBlock,
    Policy,
    PolicyDecision,
    PolicyReject,
    PostTradeResult,
    Reject,
    RejectCode,
    RejectScope,
)

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="buy", quantity=100, price=185)
REPORT = openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=7))
NO = PolicyReject(RejectCode.OTHER, "no", "observed `1`", RejectScope.ACCOUNT, 42)
BLOCK = AccountBlock(RejectCode.COMPLIANCE_RESTRICTION, "on the watch list")
ACCEPT = PolicyDecision.accept()


class Scripted(Policy):
    """A policy whose hooks are given as functions; a hook that is not given accepts."""

    def __init__(self, name="scripted", start=None, main=None, report=None):
        self._name = name
        self._start = start or (lambda ctx, order: ())
        self._main = main or (lambda ctx, order: ACCEPT)
        self._report = report or (lambda ctx, report: None)
        self.asked = []

    @property
    def name(self):
        return self._name

    def check_pre_trade_start(self, ctx, order):
        self.asked.append("start")
        return self._start(ctx, order)

    def perform_pre_trade_check(self, ctx, order):
        self.asked.append("main")
        return self._main(ctx, order)

    def apply_execution_report(self, ctx, report):
        self.asked.append("report")
        return self._report(ctx, report)


def build(*policies):
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
    for policy in policies:
        builder = builder.pre_trade(policy)
    return builder.build()


def raises(error):
    def hook(*_):
        raise error

    return hook


def mutation(notes, name):
    return openpit.Mutation(
        commit=lambda: notes.append(f"commit {name}"),
        rollback=lambda: notes.append(f"rollback {name}"),
    )


def emits(notes, *names):
    return lambda ctx, order: PolicyDecision.accept(mutation(notes, name) for name in names)


def test_start_stops_at_the_first_reject():
    first = Scripted("first")
    second = Scripted("second", start=lambda ctx, order: iter([NO, NO]))
    third = Scripted("third")
    result = build(first, second, third).start_pre_trade(order=ORDER)
    assert not result
    assert result.request is None
    expected = Reject("second", RejectCode.OTHER, "no", "observed `1`", RejectScope.ACCOUNT, 42)
    assert result.rejects == (expected, expected)
    assert (first.asked, second.asked, third.asked) == (["start"], ["start"], [])


def test_execute_asks_all_and_rolls_back_in_reverse_before_it_answers():
    notes = []
    engine = build(
        Scripted("a", main=emits(notes, "a1", "a2")),
        Scripted("b", main=lambda ctx, order: PolicyDecision.reject([NO], [mutation(notes, "b")])),
        Scripted("c", main=emits(notes, "c")),
        Scripted("d", main=lambda ctx, order: PolicyDecision.reject((NO,))),
    )
    result = engine.execute_pre_trade(order=ORDER)
    assert not result.ok
    assert result.reservation is None
    assert [reject.policy for reject in result.rejects] == ["b", "d"]
    assert notes == ["rollback c", "rollback b", "rollback a2", "rollback a1"]


def test_commit_goes_in_order_and_rollback_in_reverse():
    notes = []
    engine = build(
        Scripted("a", main=emits(notes, "a1", "a2")), Scripted("b", main=emits(notes, "b"))
    )
    engine.execute_pre_trade(order=ORDER).reservation.commit()
    engine.execute_pre_trade(order=ORDER).reservation.rollback()
    assert notes == [
        *("commit a1", "commit a2", "commit b"),
        *("rollback b", "rollback a2", "rollback a1"),
    ]


def test_a_with_block_rolls_back_unless_it_was_finalized():
    notes = []
    engine = build(Scripted(main=emits(notes, "x")))
    with engine.execute_pre_trade(order=ORDER).reservation as reservation:
        reservation.commit()
    with engine.execute_pre_trade(order=ORDER).reservation:
        pass
    with (
        pytest.raises(ZeroDivisionError),
        engine.execute_pre_trade(order=ORDER).reservation,
    ):
        raise ZeroDivisionError
    with engine.execute_pre_trade(order=ORDER).reservation:
        engine.close()
    assert notes == ["commit x", "rollback x", "rollback x", "rollback x"]


def test_the_context_shows_the_call():
    seen = []
    notes = []

    def look(ctx, record):
        seen.append((ctx.at, ctx.account_id, [(m.policy, m.kind) for m in ctx.mutations]))
        return ACCEPT

    engine = build(
        Scripted("a", main=emits(notes, "a1", "a2")),
        Scripted("b", main=look),
        Scripted("c", main=look),
        Scripted("d", report=lambda ctx, report: look(ctx, report) and None),
    )
    engine.execute_pre_trade(order=ORDER, at=5)
    engine.apply_execution_report(report=REPORT, at=6)
    account = param.AccountId.from_int(7)
    both = [("a", "custom"), ("a", "custom")]
    assert seen == [(5, account, both), (5, account, both), (6, account, [])]


def test_only_overridden_hooks_are_called_and_they_are_bound_once():
    class Bare(Policy):
        name = "bare"

        def apply_execution_report(self, ctx, report):
            raise AssertionError("no report has come")

    class Patched(Policy):
        name = "patched"

    patched = Patched()
    calls = []
    patched.check_pre_trade_start = lambda ctx, order: calls.append(order) or ()
    engine = build(Bare(), patched)
    patched.check_pre_trade_start = None
    assert engine.execute_pre_trade(order=ORDER)
    assert calls == [ORDER]


def test_a_policy_must_have_a_name():
    with pytest.raises(TypeError, match="abstract"):
        Policy()

    class Nameless(Policy):
        name = 5

    with pytest.raises(TypeError, match="`name` is of type `int`"):
        build(Nameless())


def callback_error(call, *kinds):
    """The `CallbackError` of a call, whose failures have these exceptions."""
    with pytest.raises(errors.CallbackError) as caught:
        call()
    error = caught.value
    assert [type(failure.error) for failure in error.failures] == list(kinds)
    assert error.__cause__ is error.failures[0].error
    return error


def test_a_start_hook_that_raises_fails_closed():
    after = Scripted("after")
    engine = build(Scripted("bad", start=raises(ValueError("boom"))), after)
    error = callback_error(lambda: engine.start_pre_trade(order=ORDER), ValueError)
    (reject,) = error.rejects
    assert (reject.policy, reject.code) == ("bad", RejectCode.SYSTEM_UNAVAILABLE)
    assert (reject.reason, reject.details) == (
        "policy failed closed",
        "hook `check_pre_trade_start` failed",
    )
    assert error.result.rejects == error.rejects
    assert not error.result.ok
    assert error.failures[0][:2] == ("bad", "check_pre_trade_start")
    assert "`check_pre_trade_start` of policy `bad`: ValueError: boom" in str(error)
    assert after.asked == []
    assert not any("boom" in line for line in engine.decisions())
    assert engine.accounts().blocked() == []


def test_a_main_hook_that_raises_fails_closed_and_the_others_are_asked():
    notes = []
    after = Scripted("after", main=emits(notes, "after"))
    engine = build(
        Scripted("before", main=emits(notes, "before")),
        Scripted("bad", main=raises(ValueError("boom"))),
        after,
        Scripted("worse", main=raises(KeyError("x"))),
    )
    call = engine.start_pre_trade(order=ORDER).request.execute
    error = callback_error(call, ValueError, KeyError)
    assert [reject.policy for reject in error.rejects] == ["bad", "worse"]
    assert isinstance(error.result, openpit.pretrade.ExecuteResult)
    assert notes == ["rollback after", "rollback before"]
    with pytest.raises(errors.LifecycleError):
        call()


@pytest.mark.parametrize(
    "answer",
    [None, 5, "text", b"bytes", [None], [NO, "no"], ["no"], NO, object(), ACCEPT],
    ids=repr,
)
def test_nonsense_of_a_start_hook_fails_closed(answer):
    engine = build(Scripted(start=lambda ctx, order: answer))
    error = callback_error(lambda: engine.start_pre_trade(order=ORDER), TypeError)
    assert "`check_pre_trade_start`" in str(error.__cause__)
    assert error.rejects[0].code is RejectCode.SYSTEM_UNAVAILABLE


@pytest.mark.parametrize("answer", [None, True, (), [NO], "accept", PolicyDecision], ids=repr)
def test_nonsense_of_a_main_hook_fails_closed(answer):
    engine = build(Scripted(main=lambda ctx, order: answer))
    error = callback_error(lambda: engine.execute_pre_trade(order=ORDER), TypeError)
    assert "allowed is `PolicyDecision`" in str(error.__cause__)
    assert error.rejects[0].code is RejectCode.SYSTEM_UNAVAILABLE


def test_a_reject_without_reasons_is_nonsense():
    notes = []
    decision = lambda ctx, order: PolicyDecision.reject([], [mutation(notes, "x")])  # noqa: E731
    error = callback_error(
        lambda: build(Scripted(main=decision)).execute_pre_trade(order=ORDER), RuntimeError
    )
    assert error.rejects[0].code is RejectCode.SYSTEM_UNAVAILABLE
    assert notes == ["rollback x"]


async def _coroutine(*_):
    return ACCEPT


def test_a_coroutine_is_nonsense():
    engine = build(Scripted(main=_coroutine))
    with pytest.warns(RuntimeWarning, match="never awaited"):
        callback_error(lambda: engine.execute_pre_trade(order=ORDER), TypeError)

    def waits(ctx, order):
        return PolicyDecision.accept([openpit.Mutation(commit=_coroutine)])

    reservation = build(Scripted(main=waits)).execute_pre_trade(order=ORDER).reservation
    with pytest.warns(RuntimeWarning, match="never awaited"):
        callback_error(reservation.commit, TypeError)


@pytest.mark.parametrize("answer", [5, [], [BLOCK], BLOCK, ACCEPT], ids=repr)
def test_nonsense_of_a_report_hook_blocks_the_account(answer):
    engine = build(Scripted(report=lambda ctx, report: answer))
    error = callback_error(lambda: engine.apply_execution_report(report=REPORT), TypeError)
    assert error.rejects == ()
    (block,) = error.result.account_blocks
    assert (block.policy, block.code) == ("scripted", RejectCode.SYSTEM_UNAVAILABLE)
    assert block.reason == "hook `apply_execution_report` failed"


def test_a_report_reaches_all_policies_and_collects_their_blocks():
    other = AccountBlock(RejectCode.RISK_LIMIT_EXCEEDED, "too much")
    last = Scripted("last", report=lambda ctx, r: PostTradeResult(account_blocks=iter([other])))
    engine = build(
        Scripted("first", report=lambda ctx, r: PostTradeResult(account_blocks=[BLOCK])),
        Scripted("bad", report=raises(ValueError("boom"))),
        last,
    )
    error = callback_error(lambda: engine.apply_execution_report(report=REPORT), ValueError)
    blocks = error.result.account_blocks
    assert [block.policy for block in blocks] == ["first", "bad", "last"]
    assert blocks[0] == AccountBlock(BLOCK.code, BLOCK.reason, "first")
    assert last.asked == ["report"]
    assert [block.cause.source for block in engine.accounts().blocked()] == ["first", "bad", "last"]
    (reject,) = engine.start_pre_trade(order=ORDER).rejects
    assert reject.policy == "first"
    assert reject.details == "ComplianceRestriction: on the watch list"


def test_a_decision_may_carry_account_blocks_which_stay():
    decision = PolicyDecision.reject([NO], account_blocks=[BLOCK])
    engine = build(Scripted(main=lambda ctx, order: decision))
    assert not engine.execute_pre_trade(order=ORDER)
    (block,) = engine.accounts().blocked()
    assert (block.account_id, block.cause.reason) == (param.AccountId.from_int(7), BLOCK.reason)
    assert engine.accounts().unblock(7, block.cause)


def test_failing_commits_do_not_stop_the_others_and_block_the_account():
    notes = []

    def main(ctx, order):
        return PolicyDecision.accept(
            [
                mutation(notes, "1"),
                openpit.Mutation(commit=raises(ValueError("one"))),
                openpit.Mutation(commit=raises(KeyError("two"))),
                mutation(notes, "4"),
            ]
        )

    engine = build(Scripted(main=main))
    reservation = engine.execute_pre_trade(order=ORDER).reservation
    error = callback_error(reservation.commit, ValueError, KeyError)
    assert (error.rejects, error.result) == ((), None)
    assert [failure.hook for failure in error.failures] == ["commit", "commit"]
    assert notes == ["commit 1", "commit 4"]
    assert reservation.finalized
    (block,) = engine.accounts().blocked()
    assert block.cause.reason == "hook `commit` failed"


def test_failing_rollbacks_of_close_come_together_and_the_engine_is_closed():
    main = lambda ctx, order: PolicyDecision.accept(  # noqa: E731
        [openpit.Mutation(rollback=raises(ValueError("boom")))]
    )
    engine = build(Scripted(main=main))
    kept = [engine.execute_pre_trade(order=ORDER) for _ in range(1)]
    callback_error(engine.close, ValueError)
    assert engine.closed
    assert kept
    engine.close()


@pytest.mark.parametrize("exception", [KeyboardInterrupt, SystemExit], ids=lambda e: e.__name__)
def test_interrupts_are_raised_as_they_are_after_the_engine_failed_closed(exception):
    """P-8.5: KeyboardInterrupt and SystemExit are raised again as they are."""
    notes = []
    stop = exception("stop")
    engine = build(
        Scripted("a", main=emits(notes, "a")),
        Scripted("b", main=raises(ValueError("first"))),
        Scripted("c", main=raises(stop)),
    )
    with pytest.raises(exception) as caught:
        engine.execute_pre_trade(order=ORDER)
    assert caught.value is stop
    assert notes == ["rollback a"]
    engine = build(Scripted(start=raises(stop)))
    with pytest.raises(exception):
        engine.start_pre_trade(order=ORDER)
    engine = build(Scripted(report=raises(stop)))
    with pytest.raises(exception):
        engine.apply_execution_report(report=REPORT)
    assert engine.accounts().blocked()

    def commits(ctx, order):
        return PolicyDecision.accept([openpit.Mutation(commit=raises(stop))])

    reservation = build(Scripted(main=commits)).execute_pre_trade(order=ORDER).reservation
    with pytest.raises(exception):
        reservation.commit()
    assert reservation.finalized


def test_a_failing_iterator_of_rejects_fails_closed():
    def rejects(ctx, order):
        yield NO
        raise ValueError("boom")

    error = callback_error(
        lambda: build(Scripted(start=rejects)).start_pre_trade(order=ORDER), ValueError
    )
    assert [reject.code for reject in error.rejects] == [RejectCode.SYSTEM_UNAVAILABLE]


def test_what_policies_make_is_checked_where_it_is_made():
    for make in (
        lambda: PolicyReject("OTHER", "no"),
        lambda: PolicyReject(255, "no"),
        lambda: PolicyReject(RejectCode.OTHER, None),
        lambda: PolicyReject(RejectCode.OTHER, "no", scope="order"),
        lambda: PolicyReject(RejectCode.OTHER, "no", user_data=True),
        lambda: AccountBlock(RejectCode.OTHER, 5),
        lambda: PolicyDecision.reject(NO),
        lambda: PolicyDecision.reject([BLOCK]),
        lambda: PolicyDecision.reject("no"),
        lambda: PolicyDecision.accept([BLOCK]),
        lambda: PolicyDecision.accept(account_blocks=[NO]),
        lambda: PostTradeResult(account_blocks=[NO]),
    ):
        with pytest.raises(TypeError):
            make()
    for make in (
        lambda: PolicyReject(RejectCode.OTHER, "no", user_data=-1),
        lambda: PolicyReject(RejectCode.OTHER, "no", user_data=2**64),
        lambda: PolicyReject(RejectCode.OTHER, "\ud800"),
    ):
        with pytest.raises(errors.ParamError):
            make()


@pytest.mark.parametrize("value", [NO, BLOCK, Reject("p", RejectCode.OTHER, "no")], ids=repr)
def test_rejects_and_blocks_are_values(value):
    names = vars(openpit.pretrade)
    assert eval(repr(value), names) == pickle.loads(pickle.dumps(value)) == value
    assert len({value, pickle.loads(pickle.dumps(value))}) == 1


def test_a_mutation_runs_one_side_once_even_if_shared():
    notes = []
    shared = mutation(notes, "x")
    engine = build(Scripted(main=lambda ctx, order: PolicyDecision.accept([shared, shared])))
    engine.execute_pre_trade(order=ORDER).reservation.commit()
    assert notes == ["commit x", "commit x"]
    with pytest.raises(AttributeError):
        shared.commit = None
    assert openpit.Mutation().commit is None


def test_an_error_of_one_call_does_not_leak_into_the_next():
    fails = [True]

    def start(ctx, order):
        if fails.pop() if fails else False:
            raise ValueError("boom")
        return ()

    engine = build(Scripted(start=start))
    callback_error(lambda: engine.start_pre_trade(order=ORDER), ValueError)
    assert engine.start_pre_trade(order=ORDER)
