# SPDX-License-Identifier: Apache-2.0
"""What a policy does wrong, or nearly so, in `features/pipeline/callbacks.feature`."""

import gc

import openpit
from openpit import param
from openpit.errors import OpenPitError
from openpit.pretrade import Policy, PolicyDecision, policies

from drivers.python_answers import error
from drivers.python_deeds import ScriptedError, call_engine

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="buy", quantity=100, price=185)
REPORT = openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(account_id=7))
ADJUSTMENT = openpit.AccountAdjustment(
    operation=openpit.AccountAdjustmentBalanceOperation(asset="USD"),
    amount=openpit.AccountAdjustmentAmount(balance=param.AdjustmentAmount.delta("5")),
)


class ScriptedExit(SystemExit):
    """`sys.exit` of a script."""


class ScriptedInterrupt(KeyboardInterrupt):
    """Ctrl-C while a script runs."""


class UntellableError(ScriptedError):
    """An exception that cannot be shown."""

    def __str__(self):
        raise ScriptedError("a text that fails")

    __repr__ = __str__


def note(policy, hook, call, **seen):
    """Note what a deed did, or was refused with."""
    noted = {"policy": policy.own_name, "hook": hook, "call": call, "error": None, **seen}
    policy.session.trace.append(noted)


def attempt(policy, hook, call, run):
    """Do something that the engine may refuse, and note it."""
    try:
        run()
    except OpenPitError as refused:
        note(policy, hook, call, error=error(refused)["kind"], text=str(refused))
    else:
        note(policy, hook, call)


def stop(kind):
    """Raise what is no `Exception`, and keep it: the caller must get this very object."""

    def deed(policy, hook, rule):
        stopping = kind("scripted stop")
        policy.session.stops.append(stopping)
        raise stopping

    return deed


def untellable(policy, hook, rule):
    raise UntellableError


def call_everything(policy, hook, rule):
    engine = policy.session.engines[policy.number]
    for call in rule["calls"]:
        attempt(policy, hook, call, lambda call=call: call_engine(engine, call, policy.session))


def finalize(policy, hook, rule):
    """Each end of a reservation, one after the other."""
    reservation = policy.session.reservations[rule["reservation"]]
    attempt(policy, hook, "commit", reservation.commit)
    attempt(policy, hook, "rollback", reservation.rollback)
    attempt(policy, hook, "close_reservation", reservation.close)


class Nested(Policy):
    """Builds an engine inside its hook, with the next smaller one of these, and uses it."""

    name = "nested"

    def __init__(self, depth):
        self.depth = depth

    def perform_pre_trade_check(self, ctx, order):
        if self.depth and not ctx.dry_run:
            use_another(self.depth - 1)
        return PolicyDecision.accept([openpit.Mutation(commit=lambda: None)])


def use_another(depth=0):
    """Build an engine and make every kind of call; the lines of its decision log tell which."""
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
    builder = builder.builtin(policies.build_order_validation()).pre_trade(Nested(depth))
    with builder.build() as engine:
        engine.execute_pre_trade(order=ORDER).reservation.commit()
        engine.apply_execution_report(report=REPORT)
        engine.apply_account_adjustment(7, [ADJUSTMENT])
        assert engine.dry_run_execute_pre_trade(order=ORDER)
        engine.accounts().block(7, "from a callback of another engine")
        return engine.decisions()


def another_engine(policy, hook, rule):
    note(policy, hook, "another engine", lines=str(len(use_another())))


def nest(policy, hook, rule):
    note(policy, hook, "engines in engines", lines=str(len(use_another(int(rule["depth"])))))


def down(depth):
    """Recurse; a depth below zero has no end."""
    return 0 if depth == 0 else 1 + down(depth - 1)


def recurse(policy, hook, rule):
    note(policy, hook, "recursion", lines=str(down(int(rule["depth"]))))


def recurse_for_good(policy, hook, rule):
    down(-1)


def collect(policy, hook, rule):
    """Everything that is garbage by now is finalized inside the hook."""
    gc.collect()


def change_record(policy, hook, rule):
    """Try to change the record that the hook was given, and what it is made of."""
    for owner, name in (
        (policy.record, "operation"),
        (policy.record.operation, "instrument"),
        (policy.record.operation, "asset"),
    ):
        for change in (setattr, object.__setattr__):
            try:
                change(owner, name, None)
            except (AttributeError, TypeError):
                continue
            raise AssertionError(f"`{name}` can be changed")
    note(policy, hook, "change")


WILD = {
    "exit": stop(ScriptedExit),
    "interrupt": stop(ScriptedInterrupt),
    "untellable": untellable,
    "call_everything": call_everything,
    "finalize": finalize,
    "another_engine": another_engine,
    "nest": nest,
    "recurse": recurse,
    "recurse_for_good": recurse_for_good,
    "collect": collect,
    "change_record": change_record,
}
