# SPDX-License-Identifier: Apache-2.0
"""Typed mutations in Python: reserved notional, releases, kill-switch states (M-2, M-3, K-4)."""

import threading

import openpit
import pytest
from openpit import BlockScope, Hold, Holding, Mutation, errors
from openpit.param import AccountId, Asset, Volume
from openpit.pretrade import (
    BlockCause,
    KillSwitchAction,
    Policy,
    PolicyDecision,
    PostTradeResult,
    RejectCode,
    Release,
)

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="buy", quantity=100, price=1)
NOTHING = Holding()
CAUSE = (RejectCode.RISK_LIMIT_EXCEEDED, "one order a day")


def order(account):
    return openpit.Order.limit("AAPL/USD", account=account, side="buy", quantity=100, price=1)


def report(account=7):
    return openpit.ExecutionReport(
        operation=openpit.ExecutionReportOperation(account_id=account, side="buy")
    )


class Scripted(Policy):
    """A policy that emits the mutations and releases that it is given; notes its holdings."""

    def __init__(self, name="scripted", mutations=(), releases=()):
        self._name = name
        self.mutations = list(mutations)
        self.releases = list(releases)
        self.seen = []

    @property
    def name(self):
        return self._name

    def note(self, hook, ctx):
        self.seen.append((hook, ctx.own_holding("USD"), ctx.total_holding(Asset("USD"))))

    def check_pre_trade_start(self, ctx, order):
        self.note("start", ctx)
        return ()

    def perform_pre_trade_check(self, ctx, order):
        self.note("main", ctx)
        made = [make(ctx) if callable(make) else make for make in self.mutations]
        return PolicyDecision.accept(made)

    def apply_execution_report(self, ctx, report):
        self.note("report", ctx)
        return PostTradeResult(releases=self.releases)


def reserve(amount, asset="USD", **limits):
    """A reservation for the call's own account."""
    limits = {name: Volume(limit) for name, limit in limits.items()}
    return lambda ctx: Mutation.reserve_notional(ctx.account_id, asset, Volume(amount), **limits)


def build(*custom):
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
    for policy in custom:
        builder = builder.pre_trade(policy)
    return builder.build()


def holding(held=0, open=0):
    return Holding(Volume(held), Volume(open))


def hold(policy, held=0, open=0, account=7, asset="USD"):
    return Hold(AccountId.from_int(account), Asset(asset), policy, holding(held, open))


def codes(result):
    return [(reject.policy, reject.code) for reject in result.rejects]


def test_a_hold_is_taken_at_once_opened_by_commit_and_undone_by_rollback():
    engine = build(Scripted(mutations=[reserve(100, account_asset_limit=250)]))
    first, second = engine.execute_pre_trade(ORDER), engine.execute_pre_trade(ORDER)
    assert engine.holds() == [hold("scripted", held=200)]
    third = engine.execute_pre_trade(ORDER)
    assert codes(third) == [("scripted", RejectCode.CREDIT_LIMIT_EXCEEDED)]
    assert third.rejects[0].details == "held + open + used + new: observed `300`, limit `250`"
    assert engine.holds() == [hold("scripted", held=200)]
    first.commit()
    assert engine.holds() == [hold("scripted", held=100, open=100)]
    second.rollback()
    assert engine.holds() == [hold("scripted", open=100)]


def test_a_sum_equal_to_the_limit_passes():
    engine = build(Scripted(mutations=[reserve(100, account_asset_limit=200)]))
    results = [bool(engine.execute_pre_trade(ORDER)) for _ in range(3)]
    # A forgotten reservation rolls back.
    assert results == [True, True, True]
    kept = [engine.execute_pre_trade(ORDER) for _ in range(3)]
    assert [result.ok for result in kept] == [True, True, False]


def test_an_asset_limit_counts_every_account():
    engine = build(Scripted(mutations=[reserve(100, asset_limit=250)]))
    kept = [engine.execute_pre_trade(order(account)) for account in (7, 8, 9)]
    assert [result.ok for result in kept] == [True, True, False]
    assert kept[2].rejects[0].reason == "notional limit exceeded on `asset` axis"
    assert engine.holds() == [hold("scripted", 100), hold("scripted", 100, account=8)]


def test_a_limit_counts_one_policy_and_one_asset():
    engine = build(
        Scripted("a", [reserve(100, account_asset_limit=100)]),
        Scripted("b", [reserve(100, account_asset_limit=100), reserve(100, asset="EUR")]),
    )
    reservation = engine.execute_pre_trade(ORDER).reservation
    held = [hold("b", 100, asset="EUR"), hold("a", 100), hold("b", 100)]
    assert engine.holds() == held
    reservation.rollback()
    assert engine.holds() == []


def test_the_context_tells_own_and_total_holdings():
    first, second = Scripted("a", [reserve(100)]), Scripted("b", [reserve(30)])
    engine = build(first, second)
    engine.execute_pre_trade(ORDER).commit()
    engine.execute_pre_trade(ORDER).commit()
    assert first.seen == [
        ("start", NOTHING, NOTHING),
        ("main", NOTHING, NOTHING),
        ("start", holding(open=100), holding(open=130)),
        ("main", holding(open=100), holding(open=130)),
    ]
    assert second.seen == [
        ("start", NOTHING, NOTHING),
        ("main", NOTHING, holding(held=100)),
        ("start", holding(open=30), holding(open=130)),
        ("main", holding(open=30), holding(held=100, open=130)),
    ]


def test_a_context_is_a_snapshot_of_its_account():
    kept = []

    def keep(ctx):
        kept.append(ctx)
        return Mutation.reserve_notional(ctx.account_id, "USD", Volume(100))

    engine = build(Scripted(mutations=[keep]))
    engine.execute_pre_trade(ORDER).commit()
    engine.execute_pre_trade(ORDER).commit()
    engine.execute_pre_trade(order(8)).commit()
    seen = [ctx.own_holding("USD") for ctx in kept]
    assert seen == [NOTHING, holding(open=100), NOTHING]
    assert kept[1].total_holding("EUR") == NOTHING
    for name in (7, None, b"USD"):
        with pytest.raises(TypeError, match="`asset` is of type"):
            kept[0].own_holding(name)
    with pytest.raises(errors.ParamError, match="`asset` `` is empty"):
        kept[0].total_holding("")


def test_the_context_and_the_log_name_the_kinds():
    seen = []

    def look(ctx):
        seen.extend(ctx.mutations)
        return Mutation()

    switch = Mutation.set_kill_switch(BlockScope.account(7), *CAUSE)
    engine = build(Scripted("a", [reserve(100), switch]), Scripted("b", [look]))
    assert engine.execute_pre_trade(ORDER)
    assert seen == [("a", "reserve_notional"), ("a", "set_kill_switch")]
    assert (
        '"mutations":[{"policy":"a","kind":"reserve_notional","asset":"USD","amount":"100"},'
        '{"policy":"a","kind":"set_kill_switch","scope":"account","account":"7",'
        '"code":"RiskLimitExceeded","reason":"one order a day","commit":"block",'
        '"rollback":"keep"},{"policy":"b","kind":"custom"}]'
    ) in engine.decisions()[1]


def test_reports_release_what_is_open():
    policy = Scripted(mutations=[reserve(100)])
    engine = build(policy)
    engine.execute_pre_trade(ORDER).commit()
    policy.releases = [Release("USD", Volume(40)), Release(Asset("USD"), Volume(50))]
    result = engine.apply_execution_report(report())
    assert result == PostTradeResult()
    assert engine.holds() == [hold("scripted", open=10)]
    policy.releases = [Release("USD", Volume(10))]
    engine.apply_execution_report(report())
    assert engine.holds() == []
    assert policy.seen[-1] == ("report", holding(open=10), holding(open=10))
    assert (
        '"releases":[{"policy":"scripted","asset":"USD","amount":"10"}]' in engine.decisions()[-1]
    )


@pytest.mark.parametrize(
    "releases",
    [
        [Release("USD", Volume("100.01"))],
        [Release("USD", Volume(60)), Release("USD", Volume(60))],
        [Release("USD", Volume(1)), Release("EUR", Volume(1))],
    ],
    ids=["more", "more together", "another asset"],
)
def test_a_release_of_more_than_there_is_blocks_and_changes_nothing(releases):
    policy, other = Scripted(mutations=[reserve(100)]), Scripted("other", [reserve(100)])
    engine = build(policy, other)
    engine.execute_pre_trade(ORDER).commit()
    policy.releases, other.releases = releases, [Release("USD", Volume(1))]
    with pytest.raises(errors.CallbackError, match="allowed is at most the open") as caught:
        engine.apply_execution_report(report())
    failures = [(failure.policy, failure.hook) for failure in caught.value.failures]
    assert failures == [("scripted", "apply_execution_report")]
    assert [block.code for block in caught.value.result.account_blocks] == [
        RejectCode.SYSTEM_UNAVAILABLE
    ]
    assert engine.holds() == [hold("scripted", open=100), hold("other", open=99)]
    assert codes(engine.execute_pre_trade(ORDER)) == [("scripted", RejectCode.ACCOUNT_BLOCKED)]


def test_held_notional_cannot_be_released():
    policy = Scripted(mutations=[reserve(100)], releases=[Release("USD", Volume(1))])
    engine = build(policy)
    reservation = engine.execute_pre_trade(ORDER).reservation
    with pytest.raises(errors.CallbackError):
        engine.apply_execution_report(report())
    assert engine.holds() == [hold("scripted", held=100)]
    reservation.commit()
    assert engine.holds() == [hold("scripted", open=100)]


def test_a_reservation_for_another_account_is_a_failed_policy():
    other = Mutation.reserve_notional(8, "USD", Volume(100))
    engine = build(Scripted("a", [reserve(100)]), Scripted("b", [other]), Scripted("c"))
    with pytest.raises(errors.CallbackError, match="another account") as caught:
        engine.execute_pre_trade(ORDER)
    assert codes(caught.value) == [("b", RejectCode.SYSTEM_UNAVAILABLE)]
    assert engine.holds() == []
    assert engine.accounts().blocked() == []
    assert "8" not in caught.value.rejects[0].details


def test_sums_that_do_not_fit_are_rejected():
    most = "79228162514264337593543950335"
    engine = build(Scripted(mutations=[reserve(most)]))
    reservation = engine.execute_pre_trade(ORDER).reservation
    assert codes(engine.execute_pre_trade(ORDER)) == [("scripted", RejectCode.ARITHMETIC_OVERFLOW)]
    reservation.commit()
    assert engine.holds() == [hold("scripted", open=most)]


def test_a_rejected_call_gives_back_what_it_took():
    refusing = Scripted("b", [lambda ctx: 1 / 0])
    engine = build(Scripted("a", [reserve(100)]), refusing)
    with pytest.raises(errors.CallbackError):
        engine.execute_pre_trade(ORDER)
    assert refusing.seen[-1] == ("main", NOTHING, holding(held=100))
    assert engine.holds() == []


@pytest.mark.parametrize("scope", [BlockScope.account(7), BlockScope.engine()], ids=str)
def test_a_kill_switch_is_set_on_commit_and_only_then(scope):
    engine = build(Scripted(mutations=[Mutation.set_kill_switch(scope, *CAUSE)]))
    engine.execute_pre_trade(ORDER).rollback()
    second, third = engine.execute_pre_trade(ORDER), engine.execute_pre_trade(ORDER)
    second.commit()
    (block,) = engine.accounts().blocked()
    assert (block.account_id, block.cause) == (scope.account_id, BlockCause("scripted", *CAUSE))
    rejected = engine.execute_pre_trade(ORDER)
    assert rejected.rejects[0].details == "RiskLimitExceeded: one order a day"
    assert bool(engine.start_pre_trade(order(8))) is (scope.account_id is not None)
    third.commit()
    assert len(engine.accounts().blocked()) == 1


def test_a_kill_switch_removes_only_its_own_cause():
    block = {"on_commit": "block", "on_rollback": "unblock"}
    engine = build(
        Scripted("a", [Mutation.set_kill_switch(BlockScope.account(7), *CAUSE, **block)]),
        Scripted("b", [Mutation.set_kill_switch(BlockScope.account(7), *CAUSE)]),
    )
    first, second = engine.execute_pre_trade(ORDER), engine.execute_pre_trade(ORDER)
    admin = engine.accounts().block(7, "margin call")
    first.commit()
    assert len(engine.accounts().blocked()) == 3
    second.rollback()
    sources = [found.cause.source for found in engine.accounts().blocked()]
    assert sources == ["engine", "b"]
    assert engine.accounts().unblock(7, admin)


def test_a_kill_switch_may_block_another_account_and_keep_both_sides():
    keep = {"on_commit": KillSwitchAction.KEEP}
    engine = build(
        Scripted(
            mutations=[
                Mutation.set_kill_switch(BlockScope.account(8), *CAUSE),
                Mutation.set_kill_switch(BlockScope.account(9), *CAUSE, **keep),
            ]
        )
    )
    engine.execute_pre_trade(ORDER).commit()
    blocked = [block.account_id.value for block in engine.accounts().blocked()]
    assert blocked == [8]


def test_the_admin_handle_works_from_threads_and_callbacks():
    seen = []

    def block(ctx):
        accounts = engine.accounts()
        cause = accounts.block(9, "from a callback")
        thread = threading.Thread(target=lambda: seen.append(accounts.block(8, "from a thread")))
        thread.start()
        thread.join()
        seen.append(accounts.unblock(9, cause))
        seen.append(len(accounts.blocked()))
        seen.append(engine.block("all"))
        seen.append(engine.unblock_all())
        return Mutation()

    engine = build(Scripted(mutations=[block]))
    assert engine.execute_pre_trade(ORDER)
    assert seen[1:3] == [True, 1]
    assert seen[4] is True
    assert engine.accounts().unblock(8, seen[0])
    assert engine.execute_pre_trade(order(8))


def test_holds_are_read_by_the_owner_outside_callbacks():
    refused = []

    def read(ctx):
        with pytest.raises(errors.ReentrancyError):
            engine.holds()
        refused.append("callback")
        return Mutation()

    def elsewhere():
        with pytest.raises(errors.ThreadingError):
            engine.holds()
        refused.append("thread")

    engine = build(Scripted(mutations=[read]))
    assert engine.execute_pre_trade(ORDER)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert refused == ["callback", "thread"]
    engine.close()
    assert engine.holds() == []


def test_many_mutations_leave_nothing_behind():
    engine = build(Scripted(mutations=[reserve(1), lambda ctx: Mutation(), reserve(2, "EUR")] * 50))
    for account in range(1, 30):
        result = engine.execute_pre_trade(order(account))
        assert len(engine.holds()) == 2
        result.rollback()
    assert engine.holds() == []
