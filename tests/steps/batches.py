# SPDX-License-Identifier: Apache-2.0
"""Batches of account adjustments, and the balances that they leave."""

from pytest_bdd import given, parsers, then, when

from steps.adjustments import adjustment, short, shown
from steps.records import plain
from steps.world import duration_ns, rows

ADJUST = parsers.re(r"account (?P<account>\S+) is adjusted(?: at time (?P<at>\S+))? by:")


@given(ADJUST)
@when(ADJUST)
def adjust(world, account, at, datatable):
    batch = [adjustment(row) for row in rows(datatable)]
    world.attempt("adjust", world.engine, account, batch, at=at and duration_ns(at))


@when(parsers.parse("account {account} is adjusted with:"))
def adjust_in_full(world, account, datatable):
    batch = [plain("account adjustment", datatable)]
    world.attempt("adjust", world.engine, account, batch)


@when(parsers.parse("account {account} is adjusted by nothing"))
def adjust_nothing(world, account):
    world.attempt("adjust", world.engine, account, [])


@when(parsers.parse("account {account} is adjusted {count:d} times in one batch by {by} USD"))
def adjust_often(world, account, count, by):
    batch = [adjustment({"what": "USD", "balance": by})] * count
    world.attempt("adjust", world.engine, account, batch)


def table(balances, datatable):
    """Balances in the columns of a table; what is absent is left out, as an empty cell is."""
    columns = datatable[0]
    shows = [shown(balance) for balance in balances]
    return [{key: row[key] for key in columns if key in row} for row in shows]


@then("the batch is accepted")
def accepted(world):
    assert "outcomes" in world.take_answer(), world.answer


@then("the batch leaves:")
def leaves(world, datatable):
    answer = world.take_answer()
    assert "outcomes" in answer, answer
    assert table(answer["outcomes"], datatable) == rows(datatable)


@then("the batch leaves nothing")
def leaves_nothing(world):
    answer = world.take_answer()
    assert (answer["outcomes"], answer["blocks"]) == ([], [])


@then(parsers.parse("the batch is rejected at item {index} with:"))
def rejected(world, index, datatable):
    answer = world.take_answer()
    assert "rejects" in answer, answer
    expected = {key: value for key, value in datatable if value}
    assert answer["failed_index"] == index
    assert [{key: one[key] for key in expected} for one in answer["rejects"]] == [expected]


@then(parsers.parse('the batch is rejected at item {index} by "{policy}" with {codes}'))
def rejected_by(world, index, policy, codes):
    answer = world.take_answer()
    assert "rejects" in answer, answer
    assert answer["failed_index"] == index
    seen = [(one["policy"], one["code"]) for one in answer["rejects"]]
    assert seen == [(policy, code) for code in codes.split(", ")]


@then(parsers.parse('the policy "{policy}" saw the adjustment:'))
def saw_adjustment(world, policy, datatable):
    seen = [e for e in world.pull_trace() if e["policy"] == policy and "record" in e]
    assert seen[-1]["record"] == plain("account adjustment", datatable)


@then("the balances are:")
def balances_are(world, datatable):
    assert table(world.driver.balances(world.engine), datatable) == rows(datatable)


@then("there are no balances")
def no_balances(world):
    assert world.driver.balances(world.engine) == []


@then(parsers.parse('the policy "{policy}" read the balances:'))
def balances_read(world, policy, datatable):
    seen = [e for e in world.pull_trace() if e["policy"] == policy and "incoming" in e]
    assert table(seen, datatable) == rows(datatable)


@then("the report made the adjustments:")
def adjustments_made(world, datatable):
    """What each asked for stands in the columns `policy`, `what` and `by`, what is left beside."""
    made = world.take_answer()["adjustments"]
    seen = []
    for one, row in zip(made, rows(datatable), strict=True):
        assert one["adjustment"] == short(f"{row['what']} balance {row['by']}")
        seen.append({**one["outcome"], "policy": one["policy"]})
    left = [{k: v for k, v in row.items() if k != "by"} for row in rows(datatable)]
    columns = [[key for key in datatable[0] if key != "by"]]
    assert table(seen, columns) == left


@then("the report made no adjustments")
def no_adjustments(world):
    assert world.take_answer()["adjustments"] == []
