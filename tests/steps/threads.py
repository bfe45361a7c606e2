# SPDX-License-Identifier: Apache-2.0
"""Scenarios of several threads: their calls become one script, which the driver plays."""

import pytest
from pytest_bdd import given, parsers, then, when

from steps.world import duration_ns, rows

HOWS = {"": "ends", "is held": "held", "waits": "waits"}


class Script:
    """What the threads of a scenario do, and what came of it once it was played."""

    def __init__(self, driver):
        self.driver = driver
        self.settings = {}
        self.steps = []
        self.played = None

    def add(self, **step):
        assert self.played is None, "the threads have been played already"
        self.steps.append(step)

    def play(self):
        if self.played is None:
            self.played = self.driver.threads(steps=self.steps, **self.settings)
            self.played["seen"] = list(zip(self.steps, self.played["seen"], strict=True))
        return self.played


@pytest.fixture
def script(binding):
    return Script(binding)


def thread(letter):
    return ord(letter) - ord("A") + 1


@given(parsers.parse('an engine of sync policy "{sync}" whose control can hold a call'))
def engine_of(script, sync):
    script.settings = {"sync": sync, "record": False, "max_orders": None}


@given("it records its decisions")
def recording(script):
    script.settings["record"] = True


@given(parsers.parse("it takes {most:d} orders an hour of all accounts"))
def limited(script, most):
    script.settings["max_orders"] = most


@when("the threads:")
def threads_do(script, datatable):
    """A row is one call: thread, do, and what that needs; `and` says that the control holds it
    until it is let go, or that it is not waited for."""
    for row in rows(datatable):
        step = {"thread": thread(row["thread"]), "do": row["do"].replace(" ", "_")}
        step["how"] = HOWS[row.get("and", "")]
        if "account" in row:
            step["account"] = row["account"]
        if "number" in row:
            step["number"] = int(row["number"])
        if "at" in row:
            step["at"] = int(duration_ns(row["at"]))
        script.add(**step)


@when(parsers.parse("{threads:d} threads place {orders:d} orders each at once"))
def storm(script, threads, orders):
    script.add(thread=1, do="storm", how="ends", threads=threads, orders=orders)


@then("they saw, in the order of the script:")
def they_saw(script, datatable):
    seen = [
        {"thread": chr(ord("A") + step["thread"] - 1), "do": step["do"].replace("_", " "),
         "saw": outcome}
        for step, outcome in script.play()["seen"]
        if step["do"] != "let_go"
    ]  # fmt: skip
    assert seen == [{"saw": "", **row} for row in rows(datatable)]


@then(parsers.parse("the last of them saw {what}"))
def last_saw(script, what):
    assert script.play()["seen"][-1][1] == what


@then("the control saw:")
def control_saw(script, datatable):
    assert script.play()["control"] == [row["what"] for row in rows(datatable)]


@then(parsers.parse("{queued} drops had to wait and {drained} of them are done"))
def drops_are(script, queued, drained):
    assert script.play()["drops"] == {"queued": queued, "drained": drained}
