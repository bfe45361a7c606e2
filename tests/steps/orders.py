# SPDX-License-Identifier: Apache-2.0
"""The way of an order: start, execute, commit or rollback, drop."""

from pytest_bdd import given, parsers, then, when

from steps.world import duration_ns, fields, lines, rows

ORDER = parsers.re(
    r"account (?P<account>\S+) (?P<verb>submits|places) an order to (?P<side>buy|sell) "
    r"(?P<amount>\S+)(?P<money> [A-Z]+ worth of)? (?P<instrument>\S+/\S+)"
    r"(?: at market| at (?P<price>-?\d\S*))?(?: at time (?P<at>\S+))?"
)
MANY = parsers.re(
    r"account (?P<account>\S+) has placed (?P<count>\d+) orders? for (?P<instrument>\S+/\S+)"
    r"(?: at time (?P<at>\S+))?"
)
METHODS = {"submits": "start", "places": "place"}


def time_of(at):
    """The time of a call, if the step gives one."""
    return at and duration_ns(at)


@given(ORDER)
@when(ORDER)
def send(world, account, verb, side, amount, money, instrument, price, at):
    order = {"account": account, "instrument": instrument, "side": side}
    order["volume" if money else "quantity"] = amount
    if price:
        order["price"] = price
    world.attempt(METHODS[verb], world.engine, order, at=time_of(at))


TRACKED = parsers.re(
    r'account (?P<account>\S+) orders "(?P<id_>[^"]+)" to (?P<side>buy|sell) (?P<amount>\S+)'
    r"(?: at market| at (?P<price>-?\d\S*)|(?P<money> USD worth))"
)


@given(TRACKED)
@when(TRACKED)
def send_tracked(world, account, id_, side, amount, price, money):
    """An order for AAPL/USD with a client order id, as a tracking policy needs it."""
    order = {"account": account, "instrument": "AAPL/USD", "side": side, "client_order_id": id_}
    order["volume" if money else "quantity"] = amount
    if price:
        order["price"] = price
    world.sides[id_] = side
    world.attempt("place", world.engine, order)


@given(MANY)
@when(MANY)
def send_many(world, account, count, instrument, at):
    order = {
        "account": account,
        "instrument": instrument,
        "side": "buy",
        "quantity": "1",
        "price": "1",
    }
    for number in range(int(count)):
        answer = world.attempt("place", world.engine, order, at=time_of(at))
        assert "reservation" in world.take_answer(), f"order {number + 1}: {answer}"


@when("an order is submitted with:")
def send_fields(world, datatable):
    world.attempt("start", world.engine, fields(datatable))


@when("an order is placed with:")
def place_fields(world, datatable):
    world.attempt("place", world.engine, fields(datatable))


@when(parsers.parse("the desk changes its own copy of the order to {quantity}"))
def change_order(world, quantity):
    world.attempt("change_order", 1, quantity)


@when(parsers.re(r"request (?P<number>\d+) is executed(?: at time (?P<at>\S+))?"))
def execute(world, number, at):
    world.attempt("execute", int(number), at=time_of(at))


@when(parsers.re(r"request (?P<number>\d+) is dropped"))
def drop_request(world, number):
    world.attempt("drop", "request", int(number))


COMMIT = parsers.re(r"reservation (?P<number>\d+) is committed(?: at time (?P<at>\S+))?")


@given(COMMIT)
@when(COMMIT)
def commit(world, number, at):
    world.attempt("finalize", int(number), "commit", at=time_of(at))


@when(parsers.re(r"reservation (?P<number>\d+) is rolled back(?: at time (?P<at>\S+))?"))
def rollback(world, number, at):
    world.attempt("finalize", int(number), "rollback", at=time_of(at))


@when(parsers.re(r"reservation (?P<number>\d+) is dropped(?P<elsewhere> on another thread)?"))
def drop_reservation(world, number, elsewhere):
    world.attempt("drop", "reservation", int(number), elsewhere=bool(elsewhere))


@when(parsers.re(r"reservation (?P<number>\d+) is closed"))
def close_reservation(world, number):
    world.attempt("close_reservation", int(number))


@when(parsers.re(r"reservation (?P<number>\d+) is left"))
def leave(world, number):
    world.attempt("leave", int(number))


@when("the engine answers its next call")
@when("the engine is asked")
def next_call(world):
    world.log += world.attempt("decisions", world.engine) or []


@then("the order passes the start stage")
def passed_start(world):
    assert "request" in world.take_answer(), world.answer


@then("the order is accepted")
def accepted(world):
    assert "reservation" in world.take_answer(), world.answer


@then("the order is rejected:")
def rejected(world, datatable):
    answer = world.take_answer()
    assert "rejects" in answer, answer
    expected = rows(datatable)
    columns = datatable[0]
    seen = [{k: reject[k] for k in columns if reject[k]} for reject in answer["rejects"]]
    assert seen == expected


@then("the order is rejected with:")
def rejected_once(world, datatable):
    expected = {key: value for key, value in datatable if value}
    rejects = world.take_answer()["rejects"]
    assert [{key: reject[key] for key in expected} for reject in rejects] == [expected]


@then(parsers.parse('"{policy}" answers "{answer}"'))
def answers(world, policy, answer):
    if answer == "passes":
        assert {"request", "reservation"} & world.take_answer().keys(), world.answer
    else:
        rejected_with(world, policy, answer)


@then(parsers.parse('the order is rejected by "{policy}" with {code}'))
@then(parsers.parse('the call is rejected by "{policy}" with {code}'))
def rejected_with(world, policy, code):
    answer = world.take_answer()
    assert "rejects" in answer, answer
    assert [(r["policy"], r["code"]) for r in answer["rejects"]] == [(policy, code)]


@then(parsers.re(r'the reject says "(?P<reason>[^"]+)"'))
def reject_says(world, reason):
    assert [reject["reason"] for reject in world.answer["rejects"]] == [reason]


@then(parsers.re(r'the reject details are "(?P<details>.+)"'))
def reject_details(world, details):
    assert [reject["details"] for reject in world.answer["rejects"]] == [details]


@then("the reject details are:")
def reject_details_at_length(world, docstring):
    assert [reject["details"] for reject in world.answer["rejects"]] == lines(docstring)


@then(parsers.parse('no text of the reject carries "{text}"'))
def reject_without(world, text):
    for reject in world.answer["rejects"]:
        for key in ("reason", "details"):
            assert text not in reject[key]


@then("the caller learns of the failed callback as the language tells it")
def failed_callback(world):
    """Python raises the error and hands the result over with it; Rust and Go give the result."""
    raised = world.take_answer().get("raised")
    assert raised == ("callback" if world.driver.binding == "python" else None)


@then(parsers.parse('the call\'s callbacks fail in "{failures}"'))
def callbacks_fail(world, failures):
    error = world.take_error()
    assert error["kind"] == "callback", error
    seen = [f"{failure['policy']} {failure['hook']}" for failure in error["failures"]]
    assert seen == failures.split(", ")


@then(parsers.parse("{queued:d} drops were queued and {drained:d} of them drained"))
def drops(world, queued, drained):
    assert world.driver.drops(world.engine) == {"queued": str(queued), "drained": str(drained)}
