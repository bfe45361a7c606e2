# SPDX-License-Identifier: Apache-2.0
"""The admin side of blocks."""

from pytest_bdd import given, parsers, then, when

from steps.world import rows


@given(parsers.parse('account {account} is blocked for "{reason}"'))
@when(parsers.parse('account {account} is blocked for "{reason}"'))
def block_account(world, account, reason):
    answer = world.attempt("block", world.engine, reason, account=account)
    world.causes[account, reason] = answer and answer["cause"]


@given(parsers.parse('the engine is blocked for "{reason}"'))
@when(parsers.parse('the engine is blocked for "{reason}"'))
def block_engine(world, reason):
    answer = world.attempt("block", world.engine, reason)
    world.causes[None, reason] = answer and answer["cause"]


def find_cause(world, account, reason, group=None):
    """The cause that the admin got, or the one that the listing shows."""
    key = (f"group {group}" if group else account, reason)
    for block in world.driver.blocked(world.engine):
        is_meant = block.get("account") == account and block.get("group") == group
        if is_meant and block["reason"] == reason:
            world.causes[key] = block["cause"]
    return world.causes[key]


@when(parsers.parse('the block "{reason}" of account {account} is lifted'))
def unblock_account(world, account, reason):
    cause = find_cause(world, account, reason)
    world.attempt("unblock", world.engine, cause, account=account)


@when(parsers.parse('the block "{reason}" of the engine is lifted'))
def unblock_engine(world, reason):
    world.attempt("unblock", world.engine, find_cause(world, None, reason))


@when(parsers.parse("every block of account {account} is lifted"))
def unblock_all(world, account):
    world.attempt("unblock_all", world.engine, account=account)


@when("every block of the engine is lifted")
def unblock_all_engine(world):
    world.attempt("unblock_all", world.engine)


@then("there was a block to lift")
def was_blocked(world):
    assert world.take_answer() == {"removed": True}


@then("there was no block to lift")
def was_not_blocked(world):
    assert world.take_answer() == {"removed": False}


@then("the blocks are:")
def blocks_are(world, datatable):
    listed = world.driver.blocked(world.engine)
    columns = datatable[0]
    seen = [{key: block[key] for key in columns if block.get(key)} for block in listed]
    assert seen == rows(datatable)


@then("nothing is blocked")
def nothing_blocked(world):
    assert world.driver.blocked(world.engine) == []
