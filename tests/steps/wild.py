# SPDX-License-Identifier: Apache-2.0
"""A policy that does something wild in one hook: what the caller gets, and what is left of it."""

import json

from pytest_bdd import given, parsers, then, when

from steps.desk import EARLIER, OF_BUILD, SCRIPT, Desk
from steps.world import rows

DEEDS = {
    "raises an error": {"do": "raise"},
    "panics": {"do": "panic"},
    "answers nonsense": {"do": "nonsense"},
    "raises what cannot be shown": {"do": "untellable"},
    "calls the engine": {"do": "call_engine", "call": "decisions"},
    "exits": {"do": "exit"},
    "is interrupted": {"do": "interrupt"},
    "ends its goroutine": {"do": "goexit"},
    "panics with a text that ends its goroutine": {"do": "goexit_in_text"},
    "recurses for good": {"do": "recurse_for_good"},
    "uses another engine": {"do": "another_engine"},
    "nests engines in engines": {"do": "nest", "depth": "16"},
    "recurses deep": {"do": "recurse", "depth": "200"},
    "collects garbage": {"do": "collect"},
    "drops a reservation": {"do": "drop", "reservation": EARLIER},
    "finalizes a reservation twice": {"do": "finalize", "reservation": EARLIER},
    "finalizes its own reservation twice": {"do": "finalize", "reservation": EARLIER + 1},
    "changes what it is given": {"do": "change_record"},
}
HOOKS = {
    "start": "check_pre_trade_start",
    "main": "perform_pre_trade_check",
    "report": "apply_execution_report",
    "adjustment": "apply_account_adjustment",
}
CALM = {"do": "accept"}
NO = {"do": "reject", "code": "Other", "reason": "no"}


def public(hook):
    """A hook's name in rejects, failures and blocks."""
    script = SCRIPT.get(hook, hook)
    return HOOKS.get(script, script)


@given("what comes of a callback that fails:")
def what_comes(world, datatable):
    world.told_of = {row["hook"]: row for row in rows(datatable)}


@given(parsers.re(r'a desk whose policy "wild" in "(?P<hook>[^"]+)" "(?P<deed>[^"]+)"'))
def wild_desk(world, hook, deed):
    world.wild = DEEDS[deed]
    world.desk = Desk(world.driver, hook, world.wild)
    if hook not in OF_BUILD:
        world.desk.open()


@given(parsers.parse('a desk whose policy "wild" in "{hook}" answers with "{what}"'))
def garbage_desk(world, hook, what):
    world.wild = {"do": "garbage", "what": what}
    world.desk = Desk(world.driver, hook, world.wild)
    if hook not in OF_BUILD:
        world.desk.open()


@given(parsers.parse('a desk whose policy "wild" in "{hook}" tries the calls:'))
def nosy_desk(world, hook, datatable):
    table = rows(datatable)
    world.wild = {"do": "call_everything", "calls": [row["call"] for row in table]}
    world.calls = [(row["call"], row.get("error")) for row in table]
    world.desk = Desk(world.driver, hook, world.wild)
    world.desk.open()


@when("the desk comes to that hook")
def come(world):
    world.outcome = world.desk.come()


def trace(world):
    """What policies noted so far."""
    return world.pull_trace()


def check_reject(world, expected):
    """One reject; Python raises for it as for every failed callback."""
    assert [{k: one[k] for k in expected} for one in world.outcome["rejects"]] == [expected]
    check_raised(world)


def check_raised(world):
    """Python hands the result over in the exception (P-8.4), with the failures; others give it."""
    failures = [{"policy": "wild", "hook": public(world.desk.hook)}]
    if world.driver.binding == "python":
        assert world.outcome["raised"] == "callback", world.outcome
    if "failures" in world.outcome:
        assert failures[0] in world.outcome["failures"], world.outcome


def check_failed(world):
    """What the caller gets of a failed callback, as the table tells for its hook."""
    gets, outcome = world.told_of[world.desk.hook]["the caller gets"], world.outcome
    name = public(world.desk.hook)
    closed = {
        "policy": "wild",
        "code": "SystemUnavailable",
        "scope": "order",
        "reason": "policy failed closed",
        "details": f"hook `{name}` failed",
    }
    if gets == "a fault of the configuration":
        assert outcome["error"]["kind"] == "config", outcome
        (fault,) = outcome["error"]["faults"]
        assert fault.startswith(f"policy 3: hook `{name}` failed: "), fault
    elif gets == "a reject":
        check_reject(world, closed)
    elif gets == "the reject of the policy after":
        check_reject(world, {"policy": "after", "code": "Other"})
    elif gets == "a callback error":
        assert outcome["error"]["kind"] == "callback", outcome
        assert {"policy": "wild", "hook": name} in outcome["error"]["failures"]
    elif gets == "its answer with the failure":
        check_raised(world)
        assert {"policy": "wild", "hook": name} in outcome["failures"]
        assert f"hook `{name}` failed" in [block["reason"] for block in outcome["blocks"]]
    else:
        assert (gets, outcome) == ("nothing", {})
        check_unraisable(world)
    if "failed_index" in outcome:
        assert outcome["failed_index"] == "0"


def check_unraisable(world):
    """Python tells `sys.unraisablehook` what nobody can be raised to (P-8.12)."""
    told = [entry for entry in trace(world) if "unraisable" in entry]
    assert bool(told) == (world.driver.binding == "python"), told


@then("the callback fails as told")
def fails(world):
    check_failed(world)


@then(parsers.parse('the configuration is at fault: "{fault}"'))
def at_fault(world, fault):
    error = world.outcome["error"]
    assert error["kind"] == "config", error
    assert any(one.startswith(fault) for one in error["faults"]), error["faults"]


@then("the build is refused as of a wrong type")
def wrong_type(world):
    assert world.outcome["error"]["kind"] == "type", world.outcome


@then(parsers.parse('the build is refused with "{kind}"'))
def refused_with(world, kind):
    assert world.outcome["error"]["detail"] == kind, world.outcome


@then(parsers.parse("the caller gets {count:d} rejects"))
def many_rejects(world, count):
    assert len(world.outcome["rejects"]) == count


@then("the exception is raised as it is")
def raised_as_it_is(world):
    """But where nobody can be raised to."""
    if world.told_of[world.desk.hook]["the caller gets"] == "nothing":
        assert world.outcome == {}
        check_unraisable(world)
    else:
        assert world.outcome["error"]["kind"] == world.wild["do"], world.outcome


@then("the caller's goroutine has ended")
def ended(world):
    assert world.outcome["error"]["kind"] == "ended", world.outcome


@then("the call is as if nothing had happened")
def as_usual(world):
    twin = Desk(world.driver, world.desk.hook, CALM)
    if twin.hook not in OF_BUILD:
        twin.open()
    assert world.outcome == twin.come()


@then(parsers.parse('the policy did "{call}" {lines:d}'))
def did(world, call, lines):
    seen = [entry for entry in trace(world) if entry.get("call") == call]
    assert seen
    assert {entry["lines"] for entry in seen} == {str(lines)}


@then(parsers.parse('the policy was refused "{calls}" as re-entrant'))
def refused(world, calls):
    seen = [(entry["call"], entry["error"]) for entry in trace(world) if "call" in entry]
    wanted = [(call, "reentrancy") for call in calls.split(", ")]
    assert seen == wanted * (len(seen) // len(wanted))
    assert seen


@then("inside the hook each call got its answer")
def each_call(world):
    seen = [(entry["call"], entry["error"]) for entry in trace(world) if "call" in entry]
    times = len(seen) // len(world.calls)
    assert times
    assert seen == world.calls * times


@then(parsers.parse('the policy "after" saw the record as it was submitted'))
def same_record(world):
    """The wild policy stands before it."""
    script = SCRIPT.get(world.desk.hook, world.desk.hook)
    entries = [e for e in trace(world) if e["hook"] == script and e.get("account") == "7"]
    first, last = (
        [entry["record"] for entry in entries if entry["policy"] == policy]
        for policy in ("before", "after")
    )
    assert first
    assert first == last


@then("account 7 and the rest of the desk are as told")
def as_told(world):
    """Blocked or not; and otherwise as the twin whose policy said no, or yes, instead."""
    desk, told = world.desk, world.told_of[world.desk.hook]
    if desk.hook in OF_BUILD:
        assert desk.engine is None
        return
    if desk.hook == "rollback of a close":
        check_closed(world)
        return
    blocks = world.driver.blocked(desk.engine)
    reason = f"hook `{public(desk.hook)}` failed"
    wanted = [("account", "7", "wild", "SystemUnavailable", reason)]
    seen = [
        tuple(block[k] for k in ("scope", "account", "source", "code", "reason"))
        for block in blocks
    ]
    assert seen == (wanted if told["account 7 is"] == "blocked" else [])
    check_twin(world, NO if told["else as if it"] == "had said no" else CALM)


@then("the desk is as if nothing had happened")
def same_desk(world):
    """But what the deed itself did to the earlier reservation."""
    if world.desk.hook in OF_BUILD:
        assert world.desk.engine is not None
    else:
        check_twin(world, CALM, blocks=world.desk.hook != "rollback of a close")


def check_twin(world, deed, blocks=True):
    """The state is the twin's, once its blocks are lifted or, of a closed engine, left out."""
    twin = Desk(world.driver, world.desk.hook, deed)
    twin.open()
    twin.come()
    if world.wild["do"] == "drop":
        twin.driver.drop("reservation", twin.earlier)
        twin.driver.decisions(twin.engine)
    if blocks:
        world.driver.unblock_all(world.desk.engine, account="7")
        world.driver.unblock_all(twin.engine, account="7")
    digest = world.driver.state_digest
    if digest(world.desk.engine) == digest(twin.engine):
        return
    own, calm = (json.loads(world.driver.state(one.engine)) for one in (world.desk, twin))
    if not blocks:
        (block,) = own.pop("blocks")
        assert block["policy"] == "wild"
        assert calm.pop("blocks") == []
    if world.wild["do"] == "garbage":
        # What the odd answer emitted is not what the twin's did.
        for open_order in own["open"] + calm["open"]:
            del open_order["mutations"]
    assert own == calm


def check_closed(world):
    """Every reservation was rolled back, and what is called now says that the engine is closed."""
    lines = [json.loads(line) for line in world.driver.decisions(world.desk.engine)]
    assert [line["call"] for line in lines][-3:] == ["rollback", "rollback", "close"]
    (failed,) = [line["failures"] for line in lines if line.get("failures")]
    assert failed == [{"policy": "wild", "hook": "rollback"}]
    check_twin(world, CALM, blocks=False)
    error = world.desk.come()["error"]
    assert (error["kind"], error["detail"]) == ("lifecycle", "engine_closed")


@then("the desk goes on")
def goes_on(world):
    """No lock is held, every kind of call works, and the same deed has the same outcome again."""
    desk = world.desk
    if desk.hook in OF_BUILD or desk.hook == "rollback of a close":
        desk = Desk(world.driver, desk.hook if desk.hook in OF_BUILD else "main", CALM)
        desk.open()
        desk.goes_on()
        return
    again = desk.come()
    # Balances of a batch add up.
    assert {**again, "outcomes": None} == {**world.outcome, "outcomes": None}
    world.driver.unblock_all(desk.engine, account="7")
    desk.goes_on()
