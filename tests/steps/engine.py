# SPDX-License-Identifier: Apache-2.0
"""What an engine is built from, and its end."""

import re

from pytest_bdd import given, parsers, then, when

from steps.adjustments import key_of, short
from steps.world import duration_ns, lines, rows

BARRIER_KEYS = {
    "orders": ("max_orders", str),
    "within": ("window_ns", duration_ns),
    "quantity": ("max_quantity", str),
    "notional": ("max_notional", str),
    "axis": ("axis", lambda text: text.replace(" + ", "_")),
    "asset": ("asset", str),
    "account": ("account", str),
    "lower": ("lower_bound", str),
    "upper": ("upper_bound", str),
    "initial pnl": ("initial_pnl", str),
    "limit": ("limit", str),
}
DEEDS = (
    (r"accepts", {"do": "accept"}),
    (r"rejects(?: with user data (?P<user_data>\d+))?", {"do": "reject"}),
    (r"rejects the account", {"do": "reject", "scope": "account"}),
    (r"emits", {"do": "emit"}),
    (r"blocks", {"do": "block"}),
    (r"panics", {"do": "panic"}),
    (r"raises an error", {"do": "raise"}),
    (r"answers nonsense", {"do": "nonsense"}),
    (r"calls the engine", {"do": "call_engine"}),
    (r"calls the engine and carries on", {"do": "call_engine", "catch": True}),
    (r"calls the engine from another thread", {"do": "call_engine", "elsewhere": True}),
    (r"drops", {"do": "drop"}),
    (r"changes the order's quantity", {"do": "change_order"}),
    (r"reserves(?: for account (?P<for_account>\S+))?", {"do": "reserve"}),
    (
        r"(?P<action>blocks|unblocks) the (?P<scope>engine|account|group)"
        r"(?: (?P<for_account>\d+))? on (?P<side>commit|rollback)",
        {"do": "set_kill_switch"},
    ),
    (r"releases", {"do": "release"}),
    (r"adjusts", {"do": "adjust"}),
    (r"reads its holding", {"do": "read_holding"}),
    (r"reads the balance", {"do": "read_balance"}),
    (r"requires", {"do": "require"}),
)


def amount(what):
    """`100 USD up to 250 for the account` or `... for all accounts`, or without a limit."""
    match = re.fullmatch(
        r"(?P<amount>\S+) (?P<asset>\S+?)(?: up to (?P<account_asset_limit>\S+) for the account)?"
        r"(?: up to (?P<asset_limit>\S+) for all accounts)?",
        what,
    )
    assert match, f"`{what}` is not an amount"
    return {key: text for key, text in match.groupdict().items() if text}


def cause(what):
    """`code: reason`."""
    return dict(zip(("code", "reason"), what.split(": ", 1), strict=True))


TYPED = {
    "reserve": amount,
    "release": amount,
    "set_kill_switch": cause,
    "read_holding": lambda what: {"asset": what},
    "read_balance": key_of,
    "adjust": lambda what: {"adjustment": short(what)},
    "require": lambda what: {"field": what},
}


def barriers(datatable):
    """The barriers of a built-in policy."""
    return [
        {BARRIER_KEYS[key][0]: BARRIER_KEYS[key][1](cell) for key, cell in row.items()}
        for row in rows(datatable)
    ]


def rule(row):
    """One rule of a scripted policy: in which hook, for whom, what."""
    for pattern, deed in DEEDS:
        if match := re.fullmatch(pattern, row["does"]):
            made = {"hook": row["in"], **deed, **{k: v for k, v in match.groupdict().items() if v}}
            break
    else:
        raise AssertionError(f"no deed `{row['does']}`")
    if "for account" in row:
        made["account"] = row["for account"]
    what = row.get("what")
    if made["do"] in TYPED:
        made.update(TYPED[made["do"]](what))
        if made["do"] == "set_kill_switch":
            action, side = made.pop("action"), made.pop("side")
            made.update({"on_commit": "keep", "on_rollback": "keep"})
            made[f"on_{side}"] = action.removesuffix("s")
            if made["scope"] == "group":
                made["group"] = made.pop("for_account")
        return made
    if made["do"] in ("reject", "block") and what:
        parts = dict(zip(("code", "reason", "details"), what.split(": ", 2), strict=False))
        made.update(parts)
    elif made["do"] == "call_engine":
        made["call"] = what
    elif made["do"] == "change_order":
        made["quantity"] = what
    elif made["do"] == "drop":
        made["reservation"] = int(what.removeprefix("reservation "))
    elif what:
        made["label"] = what
    return made


@given("the system clock")
def system_clock(world):
    world.config["clock"] = None


@given(parsers.parse("a manual clock at {start}"))
def manual_clock(world, start):
    world.config["clock"] = {"start": duration_ns(start)}


@given("a manual clock that accepts late calls")
def lenient_clock(world):
    world.config["clock"] = {"start": "0", "accept_late": True}


@given("decisions are not recorded")
def not_recorded(world):
    world.config["record"] = False


@given("the sync policy is chosen after the first policy")
def late_sync(world):
    world.config["late_sync"] = True


@given("order validation")
def order_validation(world):
    world.config["policies"].append({"type": "order_validation"})


@given(parsers.parse('order validation named "{name}"'))
def named_order_validation(world, name):
    world.config["policies"].append({"type": "order_validation", "name": name})


@given("a rate limit:")
def rate_limit(world, datatable):
    world.config["policies"].append({"type": "rate_limit", "barriers": barriers(datatable)})


@given(parsers.parse('a rate limit named "{name}":'))
def named_rate_limit(world, name, datatable):
    policy = {"type": "rate_limit", "name": name, "barriers": barriers(datatable)}
    world.config["policies"].append(policy)


@given("a rate limit that counts rejected attempts:")
def counting_rate_limit(world, datatable):
    policy = {"type": "rate_limit", "count_rejected": True, "barriers": barriers(datatable)}
    world.config["policies"].append(policy)


@given("an order size limit:")
def order_size_limit(world, datatable):
    world.config["policies"].append({"type": "order_size_limit", "barriers": barriers(datatable)})


@given(parsers.parse('an order size limit named "{name}":'))
def named_order_size_limit(world, name, datatable):
    policy = {"type": "order_size_limit", "name": name, "barriers": barriers(datatable)}
    world.config["policies"].append(policy)


@given("a notional limit:")
def notional_limit(world, datatable):
    world.config["policies"].append({"type": "notional_limit", "barriers": barriers(datatable)})


@given(parsers.parse('a notional limit named "{name}":'))
def named_notional_limit(world, name, datatable):
    policy = {"type": "notional_limit", "name": name, "barriers": barriers(datatable)}
    world.config["policies"].append(policy)


@given("a notional limit without barriers")
def bare_notional_limit(world):
    world.config["policies"].append({"type": "notional_limit", "barriers": []})


@given("a pnl kill switch:")
def pnl_kill_switch(world, datatable):
    policy = {"type": "pnl_bounds_killswitch", "barriers": barriers(datatable)}
    world.config["policies"].append(policy)


@given(parsers.parse('a pnl kill switch named "{name}":'))
def named_pnl_kill_switch(world, name, datatable):
    made = {"type": "pnl_bounds_killswitch", "name": name, "barriers": barriers(datatable)}
    world.config["policies"].append(made)


@given("a pnl kill switch without barriers")
def bare_pnl_kill_switch(world):
    world.config["policies"].append({"type": "pnl_bounds_killswitch", "barriers": []})


@given("a rate limit without barriers")
def bare_rate_limit(world):
    world.config["policies"].append({"type": "rate_limit", "barriers": []})


@given("an order size limit without barriers")
def bare_size_limit(world):
    world.config["policies"].append({"type": "order_size_limit", "barriers": []})


@given("an order size limit with a broker barrier that caps nothing")
def empty_size_limit(world):
    policy = {"type": "order_size_limit", "barriers": [{"axis": "broker"}]}
    world.config["policies"].append(policy)


@given(parsers.re(r'the policy "(?P<name>[^"]*)" that:'))
def scripted_policy(world, name, datatable):
    rules = [rule(row) for row in rows(datatable)]
    world.config["policies"].append({"type": "custom", "name": name, "rules": rules})


@given(parsers.parse('the policy "{name}" without a hook'))
def hookless_policy(world, name):
    world.config["policies"].append({"type": "custom", "name": name, "rules": []})


@when("the engine is built")
@when("another engine is built")
def build(world):
    world.build()


@when("the engine is closed")
def close(world):
    world.attempt("close", world.engine)


@then("the engine is ready")
def ready(world):
    assert world.take_answer() is not None


@then("the configuration is refused for:")
def config_refused(world, docstring):
    error = world.take_error()
    assert error["kind"] == "config", error
    assert error["faults"] == lines(docstring)


@then("the configuration is refused for 1 fault")
def config_refused_once(world):
    error = world.take_error()
    assert error["kind"] == "config", error
    assert len(error["faults"]) == 1


@then("the call succeeds")
def call_succeeds(world):
    world.take_answer()


@then(parsers.parse('the call is refused as "{kind}"'))
def call_refused(world, kind):
    error = world.take_error()
    assert error["kind"] == kind, error


@then(parsers.parse('the call is refused as "{kind}" of kind "{detail}"'))
def call_refused_with_detail(world, kind, detail):
    error = world.take_error()
    assert (error["kind"], error["detail"]) == (kind, detail), error


@then(parsers.re(r'the refusal says "(?P<text>.+)"'))
def refusal_says(world, text):
    assert world.error["text"] == text


@then("the refusal says:")
def refusal_says_at_length(world, docstring):
    assert [world.error["text"]] == lines(docstring)
