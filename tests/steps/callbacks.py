# SPDX-License-Identifier: Apache-2.0
"""What policies were asked, what they saw, and what they got from the engine."""

from pytest_bdd import parsers, then

from steps.world import fields, rows


def called(world):
    """The callbacks since the last look, without the policies' own calls and reads."""
    fresh = world.pull_trace()[world.told :]
    world.told = len(world.trace)
    others = {"call", "holding", "incoming", "unraisable"}
    return [entry for entry in fresh if not others & entry.keys()]


@then("the policies were called:")
def policies_called(world, datatable):
    columns = datatable[0]
    names = {"mutation": "label", "time": "at"}
    seen = [
        {key: entry[names.get(key, key)] for key in columns if entry.get(names.get(key, key))}
        for entry in called(world)
    ]
    assert seen == rows(datatable)


@then("no policy was called")
def no_policy_called(world):
    assert called(world) == []


@then(parsers.parse('the policy "{policy}" saw the mutations "{mutations}"'))
def saw_mutations(world, policy, mutations):
    mains = [e for e in world.pull_trace() if e["policy"] == policy and e["hook"] == "main"]
    assert ", ".join(mains[-1]["mutations"]) == mutations


@then(parsers.parse('the policy "{policy}" saw no mutations'))
def saw_no_mutations(world, policy):
    mains = [e for e in world.pull_trace() if e["policy"] == policy and e["hook"] == "main"]
    assert mains[-1]["mutations"] == []


@then(parsers.parse('the policy "{policy}" saw in "{hook}":'))
def saw_record(world, policy, hook, datatable):
    seen = [e for e in world.pull_trace() if e["policy"] == policy and e["hook"] == hook]
    assert seen[-1]["record"] == fields(datatable)


@then("inside the callback the engine refused:")
def refused_inside(world, datatable):
    calls = [entry for entry in world.pull_trace() if "call" in entry]
    columns = datatable[0]
    assert [{k: e[k] for k in columns} for e in calls] == rows(datatable)


@then("the other thread was refused as the language promises")
def other_thread(world):
    """Python knows the owner's thread; Go knows that a call is running."""
    detail = {"python": "wrong_thread", "go": "overlap"}[world.driver.binding]
    calls = [entry for entry in world.pull_trace() if "call" in entry]
    assert [entry["error"] for entry in calls] == [f"threading {detail}"]
