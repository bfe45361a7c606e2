# SPDX-License-Identifier: Apache-2.0
"""One fault has one text, the same in three languages and in the house's style (E-2).

A table of faults with what users read; every kind of every error that a caller can meet is in it.
"""

import re

import pytest
from conftest import BINDINGS
from drivers import load
from drivers.base import Refused

from spec.gen.oracle import LARGEST, NUMBERS, UNSIGNED
from spec.gen.tables import load as tables

SMALLEST = f"0.{'0' * 27}1"
ENUMS = {
    "side": "`buy`, `sell`",
    "rounding_strategy": "`half_even`, `half_away`, `up`, `down`, `toward_zero`",
    "position_side": "`long`, `short`",
    "position_effect": "`open`, `close`",
    "position_mode": "`netting`, `hedging`",
}
NAMES = ("asset", "client_order_id", "execution_id")

# What the kinds say behind type and input.
EMPTY = "is empty: allowed is text of at least one character"
GRAMMAR = "is not a number: allowed is `[+-]digits[.digits][e[+-]digits]`"
TOO_LARGE = f"is too large: allowed are magnitudes up to `{LARGEST}`"
INEXACT = "cannot be held exactly: allowed are `28` digits after the point and `96` bits in all"
NOT_FINITE = "is not finite: allowed is a finite number"
SCALE = "is not a scale: allowed is `0` to `28`"
BELOW = "is below zero: allowed is a result of zero or more"
ZERO = "divides by zero: allowed is any other divisor"
RANGE = "is out of range: allowed is `1` to `3000`"
STEP = "is between two steps: allowed are steps of `0.1`"
BLANKS = "has blanks around it: allowed is text without surrounding blanks"
INSTRUMENT = "is not an instrument: allowed is `UNDERLYING/SETTLEMENT`"


def numbers():
    """(type, operation, arguments, kind, shown input, reason) of every number."""
    for number in NUMBERS:
        yield number, "from_string", ["1_0"], "invalid_format", "1_0", GRAMMAR
        yield number, "from_string", ["1\n"], "invalid_format", "1\\n", GRAMMAR
        yield number, "from_string", [""], "empty", "", EMPTY
        yield number, "from_string", ["1e30"], "overflow", "1e30", TOO_LARGE
        yield number, "from_string", ["9" * 70], "overflow", f"{'9' * 61}...", TOO_LARGE
        yield number, "from_string", ["1e-29"], "inexact", "1e-29", INEXACT
        yield number, "from_int", [str(LARGEST + 1)], "overflow", str(LARGEST + 1), TOO_LARGE
        yield number, "from_float", ["1e-29"], "inexact", "1e-29", INEXACT
        yield number, "from_float", ["nan"], "not_finite", "nan", NOT_FINITE
        yield number, "from_float", ["-inf"], "not_finite", "-inf", NOT_FINITE
        yield number, "from_string_rounded", ["1", "29", "up"], "scale_out_of_range", "29", SCALE
        yield number, "add", [str(LARGEST), "1"], "overflow", f"{LARGEST} + 1", TOO_LARGE
        yield number, "add", ["10", SMALLEST], "inexact", f"10 + {SMALLEST}", INEXACT
        yield number, "mul", [SMALLEST, "0.5"], "inexact", f"{SMALLEST} * 0.5", INEXACT
        yield number, "mul", [str(LARGEST), "2.50"], "overflow", f"{LARGEST} * 2.5", TOO_LARGE
        yield number, "mul", ["0.5", "1E+30"], "overflow", f"0.5 * 1{'0' * 30}", TOO_LARGE
        yield number, "mul", ["0.5", "-0.1E-30"], "inexact", "0.5 * -1e-31", INEXACT
        yield number, "mul_int", ["0.5", f"1{'0' * 70}"], "overflow", "0.5 * 1e70", TOO_LARGE
        yield number, "div", ["1", "12.50E-60"], "overflow", "1 / 125e-61", TOO_LARGE
        yield number, "mul", ["1", "1E+999999"], "overflow", "1 * 1e999999", TOO_LARGE
        yield number, "rem", ["1", "3E-40"], "inexact", "1 rem 3e-40", INEXACT
        yield number, "div", ["1", "0"], "division_by_zero", "1 / 0", ZERO
        yield number, "rem", ["1", "0"], "division_by_zero", "1 rem 0", ZERO
        yield number, "div_rounded", ["1", "0", "0", "up"], "division_by_zero", "1 / 0", ZERO
    for number in UNSIGNED:
        negative = "is negative: allowed is zero or more"
        yield number, "from_string", ["-3"], "negative", "-3", negative
        yield number, "from_int", ["-3"], "negative", "-3", negative
        yield number, "from_float", ["-0.5"], "negative", "-0.5", negative
        yield number, "sub", ["1", "2"], "underflow", "1 - 2", BELOW
        yield number, "neg", ["1"], "underflow", "-1", BELOW
        yield number, "mul_int", ["2", "-1"], "underflow", "2 * -1", BELOW
        yield number, "div", ["2", "-1"], "underflow", "2 / -1", BELOW


def others():
    """The same of conversions, leverages, names, ids and enums."""
    for text, kind, reason in (
        ("3000.1", "out_of_range", RANGE),
        ("-1", "out_of_range", RANGE),
        ("1e40", "out_of_range", RANGE),
        ("1.25", "off_step", STEP),
        ("1e-40", "off_step", STEP),
        ("", "empty", EMPTY),
        ("x", "invalid_format", GRAMMAR),
    ):
        yield "leverage", "from_string", [text], kind, text, reason
    yield "leverage", "from_float", ["inf"], "not_finite", "inf", NOT_FINITE
    for name in NAMES:
        yield name, "from_string", [""], "empty", "", EMPTY
        long = "is too long: allowed are `64` bytes"
        yield name, "from_string", ["x" * 65], "too_long", f"{'x' * 61}...", long
        control = "has a control character: allowed is text without one"
        yield name, "from_string", ["a\tb"], "control_character", "a\\tb", control
    yield "asset", "from_string", [" USD"], "invalid_format", " USD", BLANKS
    yield "instrument", "from_string", ["AAPL"], "invalid_format", "AAPL", INSTRUMENT
    yield "account_id", "from_string", [""], "empty", "", EMPTY
    for enum, members in ENUMS.items():
        unknown = f"is unknown: allowed are {members}"
        yield enum, "from_string", ["no such"], "unknown_name", "no such", unknown
        yield enum, "from_string", [""], "empty", "", EMPTY


def conversions():
    """The same of conversions: the text is about the type of the result."""
    most = str(LARGEST)
    for of, op, args, kind, result, shown, reason in (
        ("price", "calculate_volume", [most, "2"], "overflow", "volume", " * 2", TOO_LARGE),
        ("price", "calculate_notional", [most, "2"], "overflow", "notional", " * 2", TOO_LARGE),
        (
            "price",
            "calculate_position_size",
            [most, "2"],
            "overflow",
            "position_size",
            " * 2",
            None,
        ),
        ("quantity", "calculate_volume", [most, "-2"], "overflow", "volume", " * -2", TOO_LARGE),
        ("volume", "calculate_quantity", [most, "0"], "division_by_zero", "quantity", " / 0", ZERO),
        ("volume", "calculate_quantity", [most, "0.5"], "overflow", "quantity", " / 0.5", None),
    ):
        yield of, op, args, kind, result, f"{most}{shown}", reason or TOO_LARGE


def rows():
    """(case, kind, text) of every fault of a value."""
    for type_, op, args, kind, shown, reason in (*numbers(), *others()):
        yield [type_, op, *args], kind, f"`{type_}` `{shown}` {reason}"
    for type_, op, args, kind, result, shown, reason in conversions():
        yield [type_, op, *args], kind, f"`{result}` `{shown}` {reason}"


ROWS = list(rows())
ORDER = {"account": "7", "instrument": "AAPL/USD", "side": "buy", "quantity": "1"}


@pytest.fixture(scope="module")
def drivers(request):
    """The languages whose texts are compared."""
    return [load(binding) for binding in request.config.getoption("binding") or BINDINGS]


@pytest.fixture
def fresh(drivers):
    """The same, without the engines of another test."""
    for driver in drivers:
        driver.reset()
    yield drivers
    for driver in drivers:
        driver.reset()


def in_style(text):
    """What of the house's style a text breaks."""
    plain = re.sub(r"`[^`]*`|``", "", text)
    faults = {
        "upper case outside of backticks": plain != plain.lower(),
        "a full stop": text.endswith("."),
        "a digit outside of backticks": re.search(r"\d", plain),
        "it does not say what is allowed": "allow" not in plain,
        "a line break": "\n" in text,
        "a backtick too many": text.count("`") % 2,
    }
    return [name for name, broken in faults.items() if broken]


def test_faults_of_values_have_one_text(drivers):
    for driver in drivers:
        answers = driver.values([case for case, _, _ in ROWS])
        for (case, kind, text), found in zip(ROWS, answers, strict=True):
            told = (found["detail"], found["text"]) if isinstance(found, dict) else found
            assert told == (kind, text), f"{driver.binding}: {case}"
    assert {text: in_style(text) for _, _, text in ROWS if in_style(text)} == {}


def test_an_enum_that_nobody_set_has_one_text(drivers):
    for enum, members in ENUMS.items():
        texts = {driver.unset(enum)["text"] for driver in drivers} - {None}
        assert texts <= {f"`{enum}` `unset` is unset: allowed are {members}"}, enum


def refusal(driver, call, *args, **data):
    """The error of a call that must be refused."""
    with pytest.raises(Refused) as caught:
        getattr(driver, call)(*args, **data)
    return caught.value.error


BROKER = {"axis": "broker"}
PNL = {"axis": "broker", "asset": "USD"}
CONFIG = [
    (
        [{"type": "rate_limit", "barriers": []}],
        "policy `RateLimit`: no barrier: allowed is at least",
    ),
    (
        [{"type": "rate_limit", "barriers": [{**BROKER, "max_orders": "1", "window_ns": "0"}]}],
        "policy `RateLimit`: window `0` ns: allowed is more than `0` ns",
    ),
    (
        [{"type": "order_size_limit", "barriers": []}],
        "policy `OrderSizeLimit`: no barrier: allowed is",
    ),
    (
        [{"type": "pnl_bounds_killswitch", "barriers": []}],
        "policy `PnlBoundsKillSwitch`: no barrier: allowed is",
    ),
    (
        [
            {
                "type": "pnl_bounds_killswitch",
                "barriers": [{**PNL, "lower_bound": "2", "upper_bound": "1"}],
            }
        ],
        "policy `PnlBoundsKillSwitch`: lower bound `2` is above upper bound `1`: allowed is",
    ),
    (
        [{"type": "order_validation", "name": ""}],
        "policy 1: name is empty: allowed is a unique name",
    ),
    (
        [{"type": "order_validation", "name": "engine"}],
        "policy 1: name `engine` is reserved: allowed is any other name",
    ),
    (
        [{"type": "order_validation"}] * 2,
        "policy 2: name `OrderValidation` is the name of policy 1 too: allowed is a unique name",
    ),
    (
        [{"type": "custom", "name": "idle", "rules": []}],
        "policy `idle`: has no hook: allowed is at least",
    ),
]


@pytest.mark.parametrize(("policies", "text"), CONFIG, ids=range(len(CONFIG)))
def test_faults_of_a_configuration_have_one_text(fresh, policies, text):
    errors = [refusal(driver, "build", policies=policies) for driver in fresh]
    assert all(error["kind"] == "config" for error in errors)
    assert len({error["text"] for error in errors}) == 1, errors
    assert errors[0]["faults"][0].startswith(text)
    assert errors[0]["faults"][0] in errors[0]["text"]
    # A policy without a name is told by its place in the list, which is no value of the user's.
    assert (
        in_style(re.sub(r"^policy \d+:|of policy \d+ too", "policy", errors[0]["faults"][0])) == []
    )


def closed(driver):
    engine = driver.build(clock={"start": "0"})
    driver.close(engine)
    return refusal(driver, "start", engine, ORDER)


def earlier(driver):
    engine = driver.build(clock={"start": "0"})
    driver.start(engine, ORDER, at="5")
    return refusal(driver, "start", engine, ORDER, at="4")


def not_manual(driver):
    return refusal(driver, "start", driver.build(), ORDER, at="4")


def no_account(driver):
    engine = driver.build(clock={"start": "0"})
    return refusal(driver, "report", engine, {"instrument": "AAPL/USD", "side": "buy", "pnl": "1"})


def twice(call):
    def run(driver):
        # Rust has no way to write it: the first use consumes what is used.
        if driver.binding == "rust":
            return None
        engine = driver.build(clock={"start": "0"})
        if call == "execute":
            handle = driver.start(engine, ORDER)["request"]
            driver.execute(handle)
            return refusal(driver, "execute", handle)
        handle = driver.place(engine, ORDER)["reservation"]
        driver.finalize(handle, "commit")
        return refusal(driver, "finalize", handle, "rollback")

    return run


def inside(driver, **rule):
    rules = [{"hook": "main", "do": "call_engine", "call": "decisions", "catch": True, **rule}]
    policies = [{"type": "custom", "name": "nosy", "rules": rules}]
    driver.place(driver.build(clock={"start": "0"}, policies=policies), ORDER)
    (noted,) = [one for one in driver.trace() if "call" in one]
    return {"kind": noted["error"], "text": noted["text"]}


CALLS = [
    (closed, "engine is closed: allowed is a call before `close`"),
    (twice("execute"), "request is already executed: allowed is one `execute`"),
    (twice("finalize"), "reservation is already finalized: allowed is one `commit` or `rollback`"),
    (earlier, "time `4` is earlier than the last: allowed is `5` or later"),
    (not_manual, "time `4` is given under the system clock: allowed is a call without it"),
    (inside, "engine is called from its own callback: allowed is reading the callback's context"),
    (
        no_account,
        "`account_id` `report.operation.account_id` is missing: allowed is a value that is present",
    ),
]


@pytest.mark.parametrize(("call", "text"), CALLS, ids=[text.split(":")[0] for _, text in CALLS])
def test_faults_of_calls_have_one_text(fresh, call, text):
    answers = {driver.binding: call(driver) for driver in fresh}
    told = {name: (error["kind"], error["text"]) for name, error in answers.items() if error}
    # What Rust refuses to compile is nothing that it says.
    assert set(answers) - set(told) <= {"rust"}
    assert {said for _, said in told.values()} <= {text}, told
    assert len({kind for kind, _ in told.values()}) <= 1, told
    assert in_style(text) == []


THREADS = {
    "python": "engine is called from another thread: `no_sync` allows the thread that built it",
    "go": "engine is in use by another call: `no_sync` allows one call at a time",
}


def test_misuse_of_threads_says_what_the_language_can_see(fresh):
    for driver in fresh:
        if driver.binding in THREADS:
            found = inside(driver, elsewhere=True)
            assert found["text"] == THREADS[driver.binding]
            assert in_style(found["text"]) == []


def failed_commits(driver):
    rules = [
        {"hook": "main", "do": "emit", "label": "cash"},
        {"hook": "commit", "do": "raise", "label": "cash"},
    ]
    policies = [{"type": "custom", "name": "desk", "rules": rules}]
    reservation = driver.place(driver.build(clock={"start": "0"}, policies=policies), ORDER)
    return refusal(driver, "finalize", reservation["reservation"], "commit")


def test_failed_callbacks_are_told_in_the_same_words(fresh):
    """What a callback itself said is its own text, in the words of its language."""
    head = (
        "callbacks failed, the others ran and their account is blocked: `commit` of policy `desk`"
    )
    for driver in fresh:
        error = failed_commits(driver)
        assert error["kind"] == "callback"
        assert error["text"].startswith(f"{head}: "), error["text"]


# Kinds that another test shows: records refuse inverted bounds, the admin handle the groups.
ELSEWHERE = {"inverted_bounds", "reserved", "in_another_group", "not_in_group"}
# Of JSON: spec/vectors/json/cases.json shows the text of each.
ELSEWHERE |= {"wrong_type", "duplicate_field"}


def test_every_kind_of_a_param_error_is_shown():
    shown = {kind for _, kind, _ in ROWS} | {"unset", "missing_field"} | ELSEWHERE
    assert shown == {kind.text for kind in tables().param}
