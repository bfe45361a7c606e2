# SPDX-License-Identifier: Apache-2.0
"""Account groups, and their blocks."""

from pytest_bdd import given, parsers, then, when

from steps.blocks import find_cause

REGISTER = parsers.re(r"accounts? (?P<accounts>\d[\d, ]*) (?:is|are) put into group (?P<group>\d+)")
UNREGISTER = parsers.re(
    r"accounts? (?P<accounts>\d[\d, ]*) (?:is|are) taken out of group (?P<group>\d+)"
)


@given(REGISTER)
@when(REGISTER)
def register(world, accounts, group):
    world.attempt("register_group", world.engine, group, accounts.split(", "))


@when(UNREGISTER)
def unregister(world, accounts, group):
    world.attempt("unregister_group", world.engine, group, accounts.split(", "))


@when(parsers.parse("no account is put into group {group}"))
def register_none(world, group):
    world.attempt("register_group", world.engine, group, [])


@then(parsers.parse("account {account} is in group {group}"))
def is_in(world, account, group):
    assert world.driver.group_of(world.engine, account) == {"group": group}


@given(parsers.parse('group {group} is blocked for "{reason}"'))
@when(parsers.parse('group {group} is blocked for "{reason}"'))
def block_group(world, group, reason):
    answer = world.attempt("block", world.engine, reason, group=group)
    world.causes[f"group {group}", reason] = answer and answer["cause"]


@when(parsers.parse('the block "{reason}" of group {group} is lifted'))
def unblock_group(world, group, reason):
    cause = find_cause(world, None, reason, group=group)
    world.attempt("unblock", world.engine, cause, group=group)


@when(parsers.parse("every block of group {group} is lifted"))
def unblock_all_group(world, group):
    world.attempt("unblock_all", world.engine, group=group)


@then(parsers.parse('the refusal does not name "{text}"'))
def refusal_without(world, text):
    assert text not in world.error["text"]
