# SPDX-License-Identifier: Apache-2.0
"""JSON of values and records, by the table of `spec/vectors/json/cases.json`."""

import json
from pathlib import Path

from pytest_bdd import parsers, then, when

CASES = Path(__file__).parents[2] / "spec" / "vectors" / "json" / "cases.json"
HOSTILE = {
    "array": "[" * 100_000,
    "closed array": "[" * 100_000 + "]" * 100_000,
    "object": '{"operation":' * 100_000,
    "closed object": '{"operation":' * 100_000 + "1" + "}" * 100_000,
    "field": '{"operation":{"instrument":' + "[" * 100_000 + "]" * 100_000 + "}}",
}


def differences(driver, cases):
    """Cases that the binding answers otherwise, and how; all in one call."""
    answers = driver.from_json([[one["type"], one["json"]] for one in cases])
    wrong = []
    for told, found in zip(cases, answers, strict=True):
        seen = {"result": found}
        if isinstance(found, dict):
            seen = {"error": found.get("detail", found["kind"]), "text": found["text"]}
        if not seen.items() <= told.items():
            wrong.append(f"{told['type']} {told['json']}: {seen}")
    return wrong


@then(parsers.parse("every JSON case about {topic} holds"))
def cases_hold(world, topic):
    records = ("order", "execution_report", "account_adjustment")
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    chosen = [one for one in cases if (one["type"] in records) == (topic == "records")]
    assert len(chosen) > 100
    wrong = differences(world.driver, chosen)
    assert not wrong, "\n".join(wrong)


@then(parsers.re(r'the (?P<type_>\w+) "(?P<a>\S+)" is (?P<text>\S+) in JSON and comes back'))
def through_json(world, type_, a, text):
    assert world.driver.to_json(type_, a) == text
    assert world.driver.from_json([[type_, text]]) == [text]


@when(parsers.re(r"the JSON (?P<text>.+) is read as an? (?P<type_>\w+)"))
def read_json(world, type_, text):
    (world.answer,) = world.driver.from_json([[type_, text]])


@when(
    parsers.re(r'JSON of a "(?P<what>[\w ]+)" that is deeper than any is read as a (?P<type_>\w+)')
)
def read_deep(world, type_, what):
    (world.answer,) = world.driver.from_json([[type_, HOSTILE[what]]])


@then(parsers.re(r"its JSON is (?P<text>.+)"))
def json_is(world, text):
    assert world.take_answer() == text


@when(parsers.parse("the JSON of a deposit within {bounds} is read"))
def read_deposit(world, bounds):
    text = (
        '{"operation": {"balance": {"asset": "USD"}}, "amount": {"balance": {"delta": 1}}, '
        f'"bounds": {bounds}}}'
    )
    (world.answer,) = world.driver.from_json([["account_adjustment", text]])


@then(
    parsers.re(
        r'the JSON is refused as "(?P<kind>\w+)" because of "(?P<whose>\w+)" and its '
        r'"(?P<input_>.*)"'
    )
)
def json_refused_as(world, kind, whose, input_):
    refused = world.take_answer()
    assert isinstance(refused, dict), refused
    assert (refused["kind"], refused["detail"]) == ("param", kind)
    assert refused["input"] == input_
    assert refused["text"].startswith(f"`{whose}` `{input_}` ")


@then("the JSON is refused")
def json_refused(world):
    refused = world.take_answer()
    assert isinstance(refused, dict), refused
    assert refused["kind"] in ("param", "json")
