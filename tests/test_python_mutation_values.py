# SPDX-License-Identifier: Apache-2.0
"""Typed mutations, scopes, releases and holdings as Python values (V-7, M-2, M-3, E-3)."""

import copy
import doctest
import inspect
import pickle

import openpit
import pytest
from openpit import BlockScope, Hold, Holding, Mutation, errors, param
from openpit.param import AccountId, Asset, Volume
from openpit.pretrade import KillSwitchAction, PostTradeResult, RejectCode, Release

SEVEN = AccountId.from_int(7)
NOTHING = Holding()
CAUSE = (RejectCode.RISK_LIMIT_EXCEEDED, "one order a day")


VALUES = [
    Mutation.reserve_notional(7, "USD", Volume("18500")),
    Mutation.reserve_notional(SEVEN, Asset("USD"), Volume(1), account_asset_limit=Volume(2)),
    Mutation.reserve_notional(7, "USD", Volume(1), asset_limit=Volume(2)),
    Mutation.set_kill_switch(BlockScope.engine(), *CAUSE),
    Mutation.set_kill_switch(BlockScope.account(7), *CAUSE, on_commit="keep"),
    BlockScope.engine(),
    BlockScope.account(SEVEN),
    KillSwitchAction.UNBLOCK,
    Release("USD", Volume("1.5")),
    Holding(Volume(1), Volume(2)),
    Hold(SEVEN, Asset("USD"), "a", Holding(Volume(1))),
    PostTradeResult(releases=[Release("USD", Volume("1.5"))], duplicate=True),
    PostTradeResult(late=True, anomalies=[openpit.Anomaly.EXECUTION_ID_CONFLICT]),
    openpit.Anomaly.EXECUTION_ID_CONFLICT,
]


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_they_are_values(value):
    names = {**vars(param), **vars(openpit.pretrade), **vars(openpit)}
    for other in (
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
        eval(repr(value), names),
    ):
        assert other == value
        assert hash(other) == hash(value)
    assert [value == other for other in VALUES].count(True) == 1
    assert value != "another type"


def test_values_cannot_be_changed():
    for value, name in ((VALUES[0], "kind"), (VALUES[5], "account_id"), (VALUES[8], "amount")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


def test_what_kinds_say_of_themselves():
    typed, custom = VALUES[0], Mutation(commit=print)
    assert (typed.kind, typed.commit, typed.rollback) == ("reserve_notional", None, None)
    assert (custom.kind, VALUES[3].kind) == ("custom", "set_kill_switch")
    assert custom == custom
    assert custom != Mutation(commit=print)
    assert len({custom, copy.copy(custom), Mutation(commit=print)}) == 2
    with pytest.raises(TypeError, match="custom mutation cannot be pickled"):
        pickle.dumps(custom)
    default = Mutation.set_kill_switch(BlockScope.engine(), *CAUSE)
    assert default == Mutation.set_kill_switch(
        BlockScope.engine(),
        *CAUSE,
        on_commit=KillSwitchAction.BLOCK,
        on_rollback=KillSwitchAction.KEEP,
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: Mutation.reserve_notional("7", "USD", Volume(1)),
        lambda: Mutation.reserve_notional(True, "USD", Volume(1)),
        lambda: Mutation.reserve_notional(7, 7, Volume(1)),
        lambda: Mutation.reserve_notional(7, "USD", 1),
        lambda: Mutation.reserve_notional(7, "USD", param.Quantity(1)),
        lambda: Mutation.reserve_notional(7, "USD", None),
        lambda: Mutation.reserve_notional(7, "USD", Volume(1), asset_limit=1),
        lambda: Mutation.reserve_notional(7, "USD", Volume(1), account_asset_limit="1"),
        lambda: Mutation.reserve_notional(7, "USD", Volume(1), Volume(1)),
        lambda: Mutation.set_kill_switch(SEVEN, *CAUSE),
        lambda: Mutation.set_kill_switch(BlockScope.engine(), 19, "reason"),
        lambda: Mutation.set_kill_switch(BlockScope.engine(), CAUSE[0], None),
        lambda: Mutation.set_kill_switch(BlockScope.engine(), *CAUSE, on_commit=None),
        lambda: Mutation.set_kill_switch(BlockScope.engine(), *CAUSE, on_rollback=True),
        lambda: BlockScope.account("7"),
        lambda: BlockScope(),
        lambda: KillSwitchAction(1),
        lambda: Release(7, Volume(1)),
        lambda: Release("USD", 1),
        lambda: Holding(1, Volume(1)),
        lambda: Hold(7, Asset("USD"), "a", NOTHING),
        lambda: PostTradeResult(releases=[("USD", Volume(1))]),
        lambda: PostTradeResult(releases=Release("USD", Volume(1))),
        lambda: PostTradeResult(anomalies=["ExecutionIdConflict"]),
        lambda: PostTradeResult(duplicate=1),
    ],
)
def test_wrong_types(make):
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: KillSwitchAction("stop"), "`kill_switch_action` `stop` is unknown"),
        (lambda: KillSwitchAction(""), "`kill_switch_action` `` is empty"),
        (
            lambda: Mutation.set_kill_switch(BlockScope.engine(), *CAUSE, on_commit="halt"),
            "allowed are `keep`, `block`, `unblock`",
        ),
        (lambda: Mutation.reserve_notional(-1, "USD", Volume(1)), "`account_id` `-1`"),
        (lambda: Mutation.reserve_notional(7, " USD", Volume(1)), "`asset` ` USD`"),
        (lambda: Release("", Volume(1)), "`asset` `` is empty"),
        (lambda: BlockScope.account(2**64), "`account_id`"),
        (lambda: Mutation.set_kill_switch(BlockScope.engine(), CAUSE[0], "\ud800"), "`reason`"),
    ],
)
def test_wrong_values(make, text):
    with pytest.raises(errors.ParamError) as caught:
        make()
    assert text in str(caught.value)


@pytest.mark.parametrize("name", ["reserve_notional", "set_kill_switch"])
def test_examples_of_the_docs_work(name):
    names = {**vars(openpit), **vars(param), **vars(openpit.pretrade)}
    text = inspect.getdoc(getattr(Mutation, name))
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(text, names, name, None, None))
    assert (runner.tries > 1, runner.failures) == (True, 0)
