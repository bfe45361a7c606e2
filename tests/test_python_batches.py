# SPDX-License-Identifier: Apache-2.0
"""Batches, balances and state in Python: misuse of every new call, and hooks that misbehave (B)."""

import contextlib
import copy
import gc
import json
import pickle
import weakref

import openpit
import pytest
from openpit import errors
from openpit.param import AccountId, AdjustmentAmount, Asset, PositionSize, Volume
from openpit.pretrade import (
    AccountBlock,
    Policy,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PolicyReject,
    PostTradeResult,
    RejectCode,
)


def adjustment(by="+5", asset="USD", kind=openpit.AccountAdjustment, **bounds):
    return kind(
        operation=openpit.AccountAdjustmentBalanceOperation(asset=asset),
        amount=openpit.AccountAdjustmentAmount(balance=AdjustmentAmount.delta(by)),
        bounds=openpit.AccountAdjustmentBounds(
            **{name: PositionSize(text) for name, text in bounds.items()}
        ),
    )


class Desk(Policy):
    """A policy whose adjustment hook is a function."""

    def __init__(self, hook):
        self.hook = hook
        self.seen = []

    @property
    def name(self):
        return "desk"

    def apply_account_adjustment(self, ctx, account_id, adjustment):
        self.seen.append((account_id, adjustment))
        return self.hook(ctx)


class Reporter(Policy):
    """A policy whose report hook is a function."""

    def __init__(self, hook):
        self.hook = hook

    @property
    def name(self):
        return "reporter"

    def apply_execution_report(self, ctx, report):
        return self.hook(ctx)


def build(*custom):
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock())
    for policy in custom:
        builder = builder.pre_trade(policy)
    return builder.build()


def sizes(balances):
    """How much there is, as numbers."""
    return [int(str(one.balance)) for one in balances]


def report(account=7):
    operation = openpit.ExecutionReportOperation(account_id=account, side="buy")
    return openpit.ExecutionReport(operation=operation)


def refuse_late(engine):
    """An adjustment whose hook's coroutine nobody awaits; it is collected here."""
    with pytest.raises(errors.CallbackError):
        engine.apply_account_adjustment(7, [adjustment()])
    gc.collect()


def accept(ctx):
    return PolicyAccountAdjustmentResult.accept()


def reject(ctx):
    return PolicyAccountAdjustmentResult.reject(
        [PolicyReject(RejectCode.COMPLIANCE_RESTRICTION, "no", "")]
    )


class TestArguments:
    @pytest.mark.parametrize(
        "adjustments",
        [None, 5, "USD", b"USD", "", object(), adjustment(), [None], ["USD"], [adjustment(), 5]],
    )
    def test_what_is_no_iterable_of_adjustments_is_a_type_error(self, adjustments):
        desk = Desk(accept)
        engine = build(desk)
        with pytest.raises(TypeError, match="adjustments"):
            engine.apply_account_adjustment(7, adjustments)
        assert desk.seen == []
        assert engine.balances() == []

    @pytest.mark.parametrize("account", [None, "7", 7.0, True, [7]])
    def test_what_is_no_account_is_a_type_error(self, account):
        with pytest.raises(TypeError, match="account_id"):
            build().apply_account_adjustment(account, [adjustment()])

    @pytest.mark.parametrize("account", [-1, 1 << 64])
    def test_an_account_out_of_range_is_a_param_error(self, account):
        with pytest.raises(errors.ParamError):
            build().apply_account_adjustment(account, [])

    @pytest.mark.parametrize("at", ["1", 1.0, True])
    def test_what_is_no_time_is_a_type_error(self, at):
        with pytest.raises(TypeError):
            build().apply_account_adjustment(7, [], at=at)

    @pytest.mark.parametrize(
        "make",
        [
            list,
            tuple,
            iter,
            lambda items: (item for item in items),
            lambda items: dict.fromkeys(items),
            lambda items: map(copy.copy, items),
        ],
    )
    def test_any_iterable_of_adjustments_will_do(self, make):
        engine = build()
        result = engine.apply_account_adjustment(
            AccountId.from_int(7), make([adjustment(), adjustment("+1")])
        )
        assert sizes(result.outcomes) == [5, 6]

    def test_a_generator_that_raises_changes_nothing(self):
        engine = build()

        def batch():
            yield adjustment()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            engine.apply_account_adjustment(7, batch())
        assert engine.balances() == []

    def test_a_generator_may_call_the_engine_since_nothing_runs_yet(self):
        engine = build()

        def batch():
            assert engine.apply_account_adjustment(7, [adjustment("+1")])
            yield adjustment()

        assert engine.apply_account_adjustment(7, batch()).outcomes[0].balance == PositionSize(6)

    def test_a_generator_that_closes_the_engine_ends_the_call(self):
        engine = build()

        def batch():
            engine.close()
            yield adjustment()

        with pytest.raises(errors.LifecycleError):
            engine.apply_account_adjustment(7, batch())

    def test_a_subclass_without_init_is_refused_before_anything_is_done(self):
        class Forgetful(openpit.AccountAdjustment):
            def __init__(self, **_parts):
                pass

        engine = build()
        with pytest.raises(TypeError, match="super"):
            engine.apply_account_adjustment(7, [adjustment(), adjustment(kind=Forgetful)])
        assert engine.balances() == []

    def test_a_subclass_reaches_the_hook_as_the_very_same_object(self):
        class Ticket(openpit.AccountAdjustment):
            pass

        desk = Desk(accept)
        ticket = adjustment(kind=Ticket)
        ticket.note = "from the desk"
        assert build(desk).apply_account_adjustment(7, [ticket])
        assert desk.seen[0] == (AccountId.from_int(7), ticket)
        assert desk.seen[0][1] is ticket

    def test_ten_thousand_items(self):
        desk = Desk(accept)
        engine = build(desk)
        result = engine.apply_account_adjustment(7, (adjustment("+0.01") for _ in range(10_000)))
        assert result.outcomes[-1].balance == PositionSize(100)
        assert len(desk.seen) == 10_000
        batch = [adjustment("+1")] * 9_999 + [adjustment("+1", balance_upper="0")]
        result = engine.apply_account_adjustment(7, batch)
        assert (result.ok, result.failed_index) == (False, 9_999)
        assert engine.balances()[0].balance == PositionSize(100)


class TestHook:
    @pytest.mark.parametrize(
        "answer",
        [None, True, "", [], (), object(), PolicyDecision.accept(), PostTradeResult()],
    )
    def test_nonsense_fails_closed(self, answer):
        engine = build(Desk(lambda ctx: answer))
        with pytest.raises(errors.CallbackError, match="PolicyAccountAdjustmentResult") as caught:
            engine.apply_account_adjustment(7, [adjustment()])
        result = caught.value.result
        assert not result
        assert (result.failed_index, result.outcomes) == (0, ())
        assert caught.value.rejects == result.rejects
        assert [reject.code for reject in result.rejects] == [RejectCode.SYSTEM_UNAVAILABLE]
        assert str(caught.value.failures[0].hook) == "apply_account_adjustment"
        assert engine.balances() == []
        assert engine.apply_account_adjustment(7, [])

    def test_a_coroutine_is_nonsense(self):
        class Late(Desk):
            async def apply_account_adjustment(self, ctx, account_id, adjustment):
                return PolicyAccountAdjustmentResult.accept()

        engine = build(Late(accept))
        with pytest.warns(RuntimeWarning, match="never awaited"):
            refuse_late(engine)

    def test_a_reject_without_a_reason_is_nonsense(self):
        engine = build(Desk(lambda ctx: PolicyAccountAdjustmentResult.reject([])))
        with pytest.raises(errors.CallbackError):
            engine.apply_account_adjustment(7, [adjustment()])
        assert engine.balances() == []

    @pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
    def test_what_is_no_exception_is_raised_as_it_is(self, error):
        def hook(ctx):
            raise error

        engine = build(Desk(hook))
        with pytest.raises(error):
            engine.apply_account_adjustment(7, [adjustment()])
        assert engine.balances() == []
        assert engine.apply_account_adjustment(7, [])

    def test_the_cause_is_what_the_hook_raised(self):
        def hook(ctx):
            raise ZeroDivisionError("mine")

        with pytest.raises(errors.CallbackError) as caught:
            build(Desk(hook)).apply_account_adjustment(7, [adjustment()])
        assert isinstance(caught.value.__cause__, ZeroDivisionError)

    @pytest.mark.parametrize(
        "call",
        [
            lambda engine: engine.apply_account_adjustment(7, [adjustment()]),
            lambda engine: engine.balances(),
            lambda engine: engine.state(),
            lambda engine: engine.state_digest(),
            lambda engine: engine.holds(),
            lambda engine: engine.close(),
        ],
    )
    def test_the_engine_cannot_be_called_from_the_hook(self, call):
        caught = []

        def hook(ctx):
            try:
                call(engine)
            except errors.ReentrancyError as error:
                caught.append(error)
            return PolicyAccountAdjustmentResult.accept()

        engine = build(Desk(hook))
        assert engine.apply_account_adjustment(7, [adjustment()])
        assert len(caught) == 1
        assert engine.balances()[0].balance == PositionSize(5)

    def test_groups_and_blocks_can_be_changed_from_the_hook(self):
        def hook(ctx):
            engine.accounts().register_group(5, [7])
            engine.accounts().block_group(5, "lunch")
            return PolicyAccountAdjustmentResult.accept()

        engine = build(Desk(hook))
        assert engine.apply_account_adjustment(7, [adjustment()])
        assert engine.accounts().group_of(7).value == 5

    def test_a_context_may_be_kept_and_does_not_change(self):
        kept = []

        def hook(ctx):
            kept.append(ctx)
            return PolicyAccountAdjustmentResult.accept()

        engine = build(Desk(hook))
        engine.apply_account_adjustment(7, [adjustment(), adjustment()])
        engine.apply_account_adjustment(7, [adjustment()])
        assert sizes(ctx.balance(asset="USD") for ctx in kept) == [5, 10, 15]
        engine.close()
        assert kept[0].balance(asset=Asset("EUR")) == openpit.Balance(asset=Asset("EUR"))

    @pytest.mark.parametrize(
        "keys",
        [
            {},
            {"instrument": "AAPL/USD"},
            {"collateral_asset": "USD"},
            {"asset": "USD", "instrument": "AAPL/USD"},
            {"asset": "USD", "instrument": "AAPL/USD", "collateral_asset": "USD"},
            {"asset": 5},
            {"asset": b"USD"},
            {"instrument": 5, "collateral_asset": "USD"},
        ],
    )
    def test_a_balance_is_of_one_thing(self, keys):
        def hook(ctx):
            with pytest.raises(TypeError):
                ctx.balance(**keys)
            return PolicyAccountAdjustmentResult.accept()

        assert build(Desk(hook)).apply_account_adjustment(7, [adjustment()])

    def test_the_policy_and_engine_are_garbage_together(self):
        desk = Desk(accept)
        desk.engine = build(desk)
        desk.engine.apply_account_adjustment(7, [adjustment()])
        gone = weakref.ref(desk)
        del desk
        gc.collect()
        assert gone() is None

    @pytest.mark.parametrize(
        ("bound", "order"), [("15", ["commit 5", "commit 10", "commit 15"]), ("14", None)]
    )
    def test_items_commit_in_order_and_roll_back_in_reverse(self, bound, order):
        seen = []

        def hook(ctx):
            left = ctx.balance(asset="USD").balance
            mutation = openpit.Mutation(
                commit=lambda: seen.append(f"commit {left}"),
                rollback=lambda: seen.append(f"rollback {left}"),
            )
            return PolicyAccountAdjustmentResult.accept([mutation])

        batch = [adjustment(), adjustment(), adjustment(balance_upper=bound)]
        build(Desk(hook)).apply_account_adjustment(7, batch)
        assert seen == (order or ["rollback 10", "rollback 5"])

    @pytest.mark.parametrize("answer", [accept, reject])
    def test_mutations_that_fail_come_back_together(self, answer):
        def fail():
            raise ZeroDivisionError

        def hook(ctx):
            made = [openpit.Mutation(commit=fail, rollback=fail)] * 2
            if answer is accept:
                return PolicyAccountAdjustmentResult.accept(mutations=iter(made))
            return PolicyAccountAdjustmentResult.reject(answer(ctx).rejects, mutations=made)

        engine = build(Desk(hook))
        with pytest.raises(errors.CallbackError) as caught:
            engine.apply_account_adjustment(7, [adjustment()])
        assert len(caught.value.failures) == 2
        assert bool(caught.value.result) == (answer is accept)
        assert len(engine.balances()) == (answer is accept)
        assert len(engine.accounts().blocked()) == 1


class TestReports:
    def test_adjustments_of_a_report_come_back_with_their_policy(self):
        made = [adjustment(), adjustment("-2")]
        engine = build(Reporter(lambda ctx: PostTradeResult(account_adjustments=iter(made))))
        result = engine.apply_execution_report(report())
        found = result.account_adjustments
        assert [(one.policy, one.adjustment) for one in found] == [
            ("reporter", made[0]),
            ("reporter", made[1]),
        ]
        assert sizes(one.outcome for one in found) == [5, 3]
        namespace = {**vars(openpit), **vars(openpit.param), **vars(openpit.pretrade)}
        assert eval(repr(result), namespace) == result
        assert pickle.loads(pickle.dumps(result)) == result

    def test_the_result_of_another_call_is_nonsense(self):
        """A `PolicyAdjustment` says what was done: it is no request."""
        results = []

        def hook(ctx):
            return results[0] if results else PostTradeResult(account_adjustments=[adjustment()])

        engine = build(Reporter(hook))
        results.append(engine.apply_execution_report(report()))
        with pytest.raises(errors.CallbackError) as caught:
            engine.apply_execution_report(report(8))
        assert isinstance(caught.value.__cause__, TypeError)
        assert [one.account_id.value for one in engine.balances()] == [7]

    @pytest.mark.parametrize("wrong", ["USD", 5, [5], [None], [AccountBlock]])
    def test_what_is_no_adjustment_is_a_type_error(self, wrong):
        with pytest.raises(TypeError, match="account_adjustments"):
            PostTradeResult(account_adjustments=wrong)


class TestResults:
    def test_results_are_values(self):
        engine = build(Desk(reject))
        results = [
            engine.apply_account_adjustment(7, []),
            engine.apply_account_adjustment(7, [adjustment()]),
            build().apply_account_adjustment(7, [adjustment()]),
        ]
        assert [bool(result) for result in results] == [True, False, True]
        for result in results:
            assert pickle.loads(pickle.dumps(result)) == result == copy.deepcopy(result)
            assert hash(result) == hash(copy.copy(result))

    @pytest.mark.parametrize(
        "wrong",
        [{"balance": 5}, {"asset": "USD"}, {"mode": "netting"}, {"held": Volume(5)}],
    )
    def test_a_balance_of_wrong_parts_is_a_type_error(self, wrong):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            openpit.Balance(**wrong)

    def test_state_is_a_fresh_dict_each_time(self):
        engine = build()
        engine.apply_account_adjustment(7, [adjustment()])
        state = engine.state()
        assert state["balances"][0]["balance"] == "5"
        state.clear()
        assert engine.state()["balances"] != []
        text = json.dumps(engine.state(), separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        assert len(engine.state_digest()) == 64
        assert json.loads(text) == engine.state()

    def test_state_and_balances_outlive_the_engine(self):
        engine = build()
        engine.apply_account_adjustment(7, [adjustment()])
        before = engine.balances(), engine.state(), engine.state_digest()
        engine.close()
        assert (engine.balances(), engine.state(), engine.state_digest()) == before


def test_a_batch_survives_an_engine_that_its_hook_lets_go():
    """The running call keeps what it works on."""
    engines = []

    def hook(ctx):
        engines.clear()
        gc.collect()
        return PolicyAccountAdjustmentResult.accept()

    engines.append(build(Desk(hook)))
    assert engines[0].apply_account_adjustment(7, [adjustment()])
    with contextlib.suppress(IndexError):
        raise AssertionError(engines[0])
