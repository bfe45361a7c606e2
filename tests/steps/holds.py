# SPDX-License-Identifier: Apache-2.0
"""Reserved notional, and reports of one execution more than once."""

from pytest_bdd import parsers, then

from steps.world import rows


@then("the holds are:")
def holds_are(world, datatable):
    columns = datatable[0]
    listed = world.driver.holds(world.engine)
    assert [{key: hold[key] for key in columns} for hold in listed] == rows(datatable)


@then("nothing is held or open")
def nothing_held(world):
    assert world.driver.holds(world.engine) == []


@then(parsers.parse('the policy "{policy}" read the holdings:'))
def holdings_read(world, policy, datatable):
    columns = datatable[0]
    seen = [e for e in world.pull_trace() if e["policy"] == policy and "holding" in e]
    assert [{key: entry[key] for key in columns} for entry in seen] == rows(datatable)


@then(parsers.parse("held, open and used are {held}, {opened} and {used}"))
def sums_are(world, held, opened, used):
    """The sums of the only entry of the listing, which is not there when all are zero."""
    listed = world.driver.holds(world.engine)
    zero = {"held": "0", "open": "0", "used": "0"}
    (hold,) = listed or [zero]
    assert (hold["held"], hold["open"], hold["used"]) == (held, opened, used)


@then("the report is a duplicate")
def duplicate(world):
    answer = world.take_answer()
    assert (answer["duplicate"], answer["anomalies"], answer["blocks"]) == (True, [], [])


@then("the report is a new one")
def not_duplicate(world):
    answer = world.take_answer()
    assert (answer["duplicate"], answer["anomalies"]) == (False, [])


@then(parsers.parse('the report shows the anomaly "{anomaly}"'))
def anomaly_shown(world, anomaly):
    answer = world.take_answer()
    assert (answer["duplicate"], answer["anomalies"]) == (False, [anomaly])


@then(parsers.parse('the report shows "{what}"'))
def report_shows(world, what):
    """An anomaly, `nothing` wrong, or a `duplicate`."""
    answer = world.take_answer()
    seen = answer["anomalies"] + ["duplicate"] * answer["duplicate"]
    assert (", ".join(seen) or "nothing") == what
