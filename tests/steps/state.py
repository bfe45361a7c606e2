# SPDX-License-Identifier: Apache-2.0
"""The engine's state as canonical data, and its digest."""

import hashlib
import json

from pytest_bdd import given, parsers, then, when

from steps.log import GOLDEN
from steps.world import lines


@given("the state is noted")
@when("the state is noted")
def note_state(world):
    world.noted = (world.driver.state(world.engine), world.driver.state_digest(world.engine))


@then("the state is as it was")
def same_state(world):
    assert world.driver.state(world.engine) == world.noted[0]
    assert world.driver.state_digest(world.engine) == world.noted[1]


@then("the state is another one")
def other_state(world):
    assert world.driver.state(world.engine) != world.noted[0]
    assert world.driver.state_digest(world.engine) != world.noted[1]


@when("the state is asked")
def ask_state(world):
    world.attempt("state", world.engine)


@when("the state's digest is asked")
def ask_digest(world):
    world.attempt("state_digest", world.engine)


@then(parsers.parse('the state is "{name}"'))
def state_is_golden(world, name):
    golden = (GOLDEN / name).read_text(encoding="utf-8")
    assert world.driver.state(world.engine) + "\n" == golden


@then("the digest covers the state's text")
def digest_covers(world):
    text = world.driver.state(world.engine)
    assert world.driver.state_digest(world.engine) == hashlib.sha256(text.encode()).hexdigest()


def plain(data):
    """Whether data holds texts, truths, lists and maps only: every number is a text."""
    if isinstance(data, dict):
        return all(plain(value) for value in data.values())
    if isinstance(data, list):
        return all(plain(value) for value in data)
    return data is True or isinstance(data, str)


@then("the state's text is canonical")
def canonical(world):
    text = world.driver.state(world.engine)
    data = json.loads(text)
    canonical = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    assert text == canonical
    assert plain(data)


@then(parsers.parse('the state has the "{part}":'))
def state_has(world, part, docstring):
    listed = json.loads(world.driver.state(world.engine))[part]
    assert listed == [json.loads(line) for line in lines(docstring)]


@then(parsers.parse('the executions of the state are "{listed}"'))
def executions_are(world, listed):
    keys = ("account", "client_order_id", "execution_id")
    known = json.loads(world.driver.state(world.engine))["executions"]
    assert [" ".join(one[key] for key in keys) for one in known] == listed.split(", ")


@then(parsers.parse('the state has no "{part}"'))
def state_has_no(world, part):
    assert json.loads(world.driver.state(world.engine))[part] == []


@then(parsers.parse('the orders of "{policy}" in the state are "{orders}"'))
def orders_are(world, policy, orders):
    """The orders that a policy tracks: account and client order id of each, in their order."""
    policies = json.loads(world.driver.state(world.engine))["policies"]
    (own,) = (entry for entry in policies if entry["name"] == policy)
    listed = [f"{order['account']} {order['client_order_id']}" for order in own["orders"]]
    assert ", ".join(listed) == orders
