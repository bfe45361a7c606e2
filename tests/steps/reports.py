# SPDX-License-Identifier: Apache-2.0
"""Execution reports."""

from pytest_bdd import given, parsers, then, when

from steps.world import duration_ns, fields, lines, rows

REPORT = parsers.re(
    r"an execution report for account (?P<account>\S+) arrives(?: at time (?P<at>\S+))?"
)
WITH = parsers.re(r"an execution report arrives(?: at time (?P<at>\S+))? with:")


@when(REPORT)
def report(world, account, at):
    data = {"account": account, "instrument": "AAPL/USD", "side": "buy"}
    world.attempt("report", world.engine, data, at=at and duration_ns(at))


@when(WITH)
def report_with(world, at, datatable):
    world.attempt("report", world.engine, fields(datatable), at=at and duration_ns(at))


FILL = parsers.re(
    r'order "(?P<id_>[^"]+)" of account (?P<account>\S+)'
    r"(?: fills (?P<quantity>\S+) at (?P<price>\S+)| is confirmed)?"
    r"(?: (?:leaves|leaving) (?P<leaves>\S+))?"
    r"(?P<final>(?: and)? is final)?"
    r'(?: as "(?P<execution>[^"]+)")?'
)


@given(FILL)
@when(FILL)
def tell_of_order(world, id_, account, quantity, price, leaves, final, execution):
    """A report of an order for AAPL/USD that the scenario placed, or did not."""
    data = {
        "account": account,
        "instrument": "AAPL/USD",
        "side": world.sides.get(id_, "buy"),
        "client_order_id": id_,
        "last_price": price,
        "last_quantity": quantity,
        "leaves_quantity": leaves,
        "is_final": bool(final) or None,
        "execution_id": execution,
    }
    present = {key: value for key, value in data.items() if value is not None}
    world.attempt("report", world.engine, present)


@then("the report is applied")
def applied(world):
    assert "late" in world.take_answer()


@then("the report is applied and flagged late")
def applied_late(world):
    assert world.take_answer()["late"] is True


@then("the report is applied on time")
def applied_on_time(world):
    assert world.take_answer()["late"] is False


@then("the report gives no account blocks")
def no_blocks(world):
    assert world.take_answer()["blocks"] == []


@then("the batch gives the account blocks:")
@then("the report gives the account blocks:")
def blocks(world, datatable):
    columns = datatable[0]
    given = world.take_answer()["blocks"]
    assert [{key: block[key] for key in columns} for block in given] == rows(datatable)


@then("the reasons of the account blocks are:")
def block_reasons(world, docstring):
    assert [block["reason"] for block in world.take_answer()["blocks"]] == lines(docstring)
