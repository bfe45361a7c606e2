# SPDX-License-Identifier: Apache-2.0
"""Numbers, names and codes. In texts `␠` stands for a blank and `␉` for a tab."""

import json
import re
from pathlib import Path

import tomllib
from pytest_bdd import parsers, then, when

from spec.gen.oracle import NUMBERS
from spec.gen.vectors import FILES, Draw, arguments, vector

SPEC = Path(__file__).parents[2] / "spec"
OPS = {"plus": "add", "minus": "sub", "times": "mul", "divided by": "div", "modulo": "rem"}


def plain(text):
    """The text that a step means."""
    repeated = re.fullmatch(r"(.+) x (\d+)", text)
    if repeated:
        return repeated[1] * int(repeated[2])
    return text.replace("␠", " ").replace("␉", "\t")


DOORS = {
    "text": "from_string",
    "integer": "from_int",
    "float": "from_float",
    "decimal": "from_decimal",
}


@when(parsers.re(r'an? (?P<type_>\w+) is read from the (?P<source>\w+) "(?P<x>.*)"'))
def read(world, type_, source, x):
    world.attempt("value", type_, DOORS[source], plain(x))


@when(
    parsers.re(
        r'an? (?P<type_>\w+) is rounded to (?P<scale>\d+) decimals "(?P<strategy>\w*)" from the '
        r'(?P<source>text|float|decimal) "(?P<x>.*)"'
    )
)
def read_rounded(world, type_, scale, strategy, source, x):
    op = {"text": "from_string", "float": "from_float", "decimal": "from_decimal"}[source]
    world.attempt("value", type_, f"{op}_rounded", x, scale, strategy)


@when(
    parsers.re(
        r'the (?P<type_>\w+) "(?P<a>\S+)" is taken (?P<op>plus|minus|times|divided by|modulo) '
        r'"(?P<b>\S+)"'
    )
)
def arithmetic(world, type_, a, op, b):
    world.attempt("value", type_, OPS[op], a, b)


@when(parsers.re(r'the (?P<type_>\w+) "(?P<a>\S+)" is negated'))
def negate(world, type_, a):
    world.attempt("value", type_, "neg", a)


@when(
    parsers.re(
        r'the (?P<type_>\w+) "(?P<a>\S+)" is divided by "(?P<b>\S+)" to (?P<scale>\d+) decimals '
        r'"(?P<strategy>\w+)"'
    )
)
def divide_rounded(world, type_, a, b, scale, strategy):
    world.attempt("value", type_, "div_rounded", a, b, scale, strategy)


@when(parsers.re(r'the (?P<type_>\w+) "(?P<a>\S+)" is shown with (?P<decimals>\d+) decimals'))
def show(world, type_, a, decimals):
    world.attempt("value", type_, "to_fixed", a, decimals)


@when(parsers.re(r'the (?P<type_>\w+) "(?P<a>\S+)" is compared with "(?P<b>\S+)"'))
def compare(world, type_, a, b):
    world.attempt("value", type_, "compare", a, b)


@then(parsers.re(r'the value is "(?P<text>.*)"'))
def value_is(world, text):
    assert world.take_answer() == text


@then(parsers.re(r'the value is refused as "(?P<kind>\w+)"'))
def value_refused(world, kind):
    error = world.take_error()
    assert (error["kind"], error["detail"]) == ("param", kind), error


@then(parsers.re(r'the refusal names the input "(?P<text>.*)"'))
def refusal_names(world, text):
    assert world.error["input"] == plain(text)


@then(parsers.parse('the refusal names {count:d} characters of the input and "..."'))
def refusal_cuts(world, count):
    assert world.error["input"] == "x" * count + "..."


@then(parsers.re(r'as a (?P<type_>\w+) "(?P<a>\S+)" and "(?P<b>\S+)" are one value and one key'))
def one_value(world, type_, a, b):
    assert world.driver.same(type_, a, b) == {"equal": True, "keys": "1"}


@then(parsers.re(r'as a (?P<type_>\w+) "(?P<a>\S+)" and "(?P<b>\S+)" are two values'))
def two_values(world, type_, a, b):
    assert world.driver.same(type_, a, b) == {"equal": False, "keys": "2"}


@then("the binding's reject codes and scopes are those of the specification")
def codes(world):
    table = tomllib.loads((SPEC / "rejects.toml").read_text(encoding="utf-8"))
    tables = world.driver.tables()
    expected = [[str(code["number"]), code["name"]] for code in table["code"]]
    assert tables["codes"] == expected
    assert len(expected) == 44
    assert tables["scopes"] == [scope["text"] for scope in table["scope"]]


def differences(driver, vectors):
    """Ids of the vectors that the binding answers otherwise, and how; all in one call."""
    answers = driver.values([[one["type"], one["op"], *one["args"]] for one in vectors])
    wrong = []
    for told, found in zip(vectors, answers, strict=True):
        seen = {"result": found}
        if isinstance(found, dict):
            seen = {"error": found.get("detail", found)}
        if not seen.items() <= told.items():
            wrong.append(f"{told['id']}: {seen}")
    return wrong


@then("every shared vector holds")
def vectors_hold(world):
    files = sorted((SPEC / "vectors").glob("*.json"))
    vectors = [one for file in files for one in json.loads(file.read_text(encoding="utf-8"))]
    assert len(vectors) >= 2_000
    wrong = differences(world.driver, vectors)
    assert not wrong, "\n".join(wrong)


@then(parsers.parse("{count:d} drawn cases are answered as by exact arithmetic"))
def drawn_cases(world, count):
    draw = Draw("a scenario")
    ops = [op for file in FILES.values() for op in file]
    cases = []
    for index in range(count):
        kind, op = draw.one(NUMBERS), draw.one(ops)
        cases.append(vector(f"drawn-{index}", kind, op, arguments(draw, kind, op)))
    wrong = differences(world.driver, cases)
    assert not wrong, "\n".join(wrong)


@then("an operation on values that nobody knows fails the suite")
def unknown_operation(world):
    (found,) = world.driver.values([["price", "from_dream", "1"]])
    assert found["kind"] == "driver", found
