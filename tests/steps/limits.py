# SPDX-License-Identifier: Apache-2.0
"""Dry runs, limits that change at run time, and which are armed."""

import json

from pytest_bdd import given, parsers, then, when

from steps.engine import barriers, rule
from steps.world import duration_ns, lines, rows

TYPES = {
    "rate limit": "rate_limit",
    "order size limit": "order_size_limit",
    "notional limit": "notional_limit",
    "pnl kill switch": "pnl_bounds_killswitch",
}
KIND = "|".join(TYPES)
DRY = parsers.re(
    r'account (?P<account>\S+) tries (?P<start>the start of )?order "(?P<id_>[^"]+)" '
    r"to (?P<side>buy|sell) (?P<amount>\S+) at (?P<price>\S+)(?: at time (?P<at>\S+))?"
)


@given(parsers.re(r'the policy "(?P<name>[^"]*)" that supports dry runs and:'))
def ready_policy(world, name, datatable):
    rules = [rule(row) for row in rows(datatable)]
    policy = {"type": "custom", "name": name, "supports_dry_run": True, "rules": rules}
    world.config["policies"].append(policy)


@given("limits are required")
def limits_required(world):
    world.config["require_limits"] = True


@when(DRY)
def dry_run(world, account, start, id_, side, amount, price, at):
    """A dry run of an order for AAPL/USD."""
    order = {
        "account": account,
        "instrument": "AAPL/USD",
        "side": side,
        "quantity": amount,
        "price": price,
        "client_order_id": id_,
    }
    world.attempt("dry_run", world.engine, order, both=not start, at=at and duration_ns(at))


@then("the dry run accepts")
def dry_run_accepts(world):
    assert world.take_answer() == {}


@when(parsers.re(rf'the (?P<kind>{KIND}) "(?P<name>[^"]*)" changes to:'))
def change(world, kind, name, datatable):
    axes = {}
    for barrier in barriers(datatable):
        axes.setdefault(barrier.pop("axis"), []).append(barrier)
    world.attempt("configure", world.engine, TYPES[kind], name, axes)


@when(parsers.re(rf'the (?P<axis>.+) axis of the (?P<kind>{KIND}) "(?P<name>[^"]*)" is taken away'))
def take_away(world, axis, kind, name):
    axes = {axis.replace(" + ", "_"): []}
    world.attempt("configure", world.engine, TYPES[kind], name, axes)


@when(parsers.parse('the notional limit "{name}" is reset'))
def reset(world, name):
    world.attempt("reset_notional_limit", world.engine, name)


@when(parsers.parse('the notional limit "{name}" is reset for account {account}'))
def reset_account(world, name, account):
    world.attempt("reset_notional_limit", world.engine, name, account)


@when("it is asked which policies are armed")
def ask_armed(world):
    world.attempt("armed", world.engine, "7")


@then(parsers.parse("account {account} is armed with:"))
def armed(world, account, docstring):
    listed = [json.loads(line) for line in lines(docstring)]
    canonical = json.dumps(listed, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    assert world.driver.armed(world.engine, account) == canonical


@then(parsers.parse('the last line of the decision log has the limits of "{policy}":'))
def limits_logged(world, policy, docstring):
    line = json.loads(world.pull_log()[-1])
    assert (line["call"], line["policy"]) == ("configure", policy)
    assert [line["limits"]] == [json.loads(text) for text in lines(docstring)]
