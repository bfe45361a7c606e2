# SPDX-License-Identifier: Apache-2.0
"""The lifecycle table (P-7.5): what the desk does, and how far the orders' lives have come.

In every state there are a request, of account 7, and a reservation, of account 8; where a state
says that a control refuses or breaks, accounts 6 and 9 stand in for them. New orders are of
account 5.
"""

from drivers.base import Refused
from pytest_bdd import given, parsers, then, when

from spec.gen.tables import load
from steps.callbacks import called

LIFECYCLE_KINDS = {kind.text for kind in load().lifecycle}

REQUEST, RESERVATION = 1, 1
REJECTED, FAILING = "6", "9"
EXECUTE = ("execute", REQUEST)
COMMIT = ("finalize", RESERVATION, "commit")
ROLLBACK = ("finalize", RESERVATION, "rollback")
CLOSE = ("close",)

# What leads to a state, after the request and the reservation were made.
STATES = {
    "fresh": (),
    "request executed": (EXECUTE,),
    "request rejected": (EXECUTE,),
    "request dropped": (("drop", "request", REQUEST),),
    "order reported": (("report",),),
    "committed": (COMMIT,),
    "commit failed": (COMMIT,),
    "rolled back": (ROLLBACK,),
    "rollback failed": (ROLLBACK,),
    "closed": (("close_reservation", RESERVATION),),
    "reservation dropped": (("drop", "reservation", RESERVATION),),
    "engine closed": (CLOSE,),
    "engine closed after use": (EXECUTE, COMMIT, CLOSE),
    "engine closed twice": (CLOSE, CLOSE),
}
# What the desk does: the call of the driver. One of `ARGUMENTS` is a call of the engine.
ACTIONS = {
    "start": ("start",),
    "execute_pre_trade": ("place",),
    "request execute": EXECUTE,
    "request drop": ("drop", "request", REQUEST),
    "commit": COMMIT,
    "rollback": ROLLBACK,
    "close": ("close_reservation", RESERVATION),
    "leave": ("leave", RESERVATION),
    "drop": ("drop", "reservation", RESERVATION),
    "report": ("report",),
    "batch": ("adjust",),
    "dry run of start": ("dry_run", False),
    "dry run": ("dry_run", True),
    "configure": ("configure",),
    "reset": ("reset_notional_limit",),
    "armed": ("armed",),
    "block": ("block",),
    "unblock_all": ("unblock_all",),
    "blocked": ("blocked",),
    "register_group": ("register_group",),
    "read": ("read",),
    "engine close": CLOSE,
}
LIMIT = {"limit": "1000000", "asset": "USD"}
DEPOSIT = {
    "operation": {"balance": {"asset": "USD"}},
    "amount": {"balance": {"delta": "1"}},
    "bounds": {},
}


def order(account):
    """An order of an account, with the id that its reports will name."""
    return {
        "account": account,
        "instrument": "AAPL/USD",
        "side": "buy",
        "quantity": "2",
        "price": "10",
        "client_order_id": f"order of {account}",
    }


def fill(account):
    """A report of half of that order."""
    return {
        "account": account,
        "instrument": "AAPL/USD",
        "side": "buy",
        "last_price": "10",
        "last_quantity": "1",
        "leaves_quantity": "1",
        "client_order_id": f"order of {account}",
        "execution_id": "1",
    }


# The arguments of the calls of an engine, beside the engine.
ARGUMENTS = {
    "start": lambda: (order("5"),),
    "place": lambda: (order("5"),),
    "report": lambda: (fill("8"),),
    "adjust": lambda: ("5", [DEPOSIT]),
    "configure": lambda: ("notional_limit", "NotionalLimit", {"asset": [LIMIT]}),
    "reset_notional_limit": lambda: ("NotionalLimit",),
    "armed": lambda: ("5",),
    "block": lambda: ("margin call", "5"),
    "unblock_all": lambda: ("5",),
    "blocked": tuple,
    "register_group": lambda: ("5", ["5"]),
    "close": tuple,
}
READS = ("holds", "balances", "state", "state_digest", "decisions", "digest", "drops")


def digests(world):
    """The whole past and the whole state; both can be read in every state."""
    return world.driver.digest(world.engine), world.driver.state_digest(world.engine)


def carry_out(world, call):
    """Make one call of the driver."""
    method, *arguments = call
    if method == "read":
        read_everything(world)
    elif method == "dry_run":
        world.attempt(method, world.engine, order("5"), *arguments)
    elif method in ARGUMENTS:
        world.attempt(method, world.engine, *ARGUMENTS[method]())
    else:
        world.attempt(method, *arguments)


def read_everything(world):
    """Whatever only reads."""
    for read in READS:
        world.attempt(read, world.engine)
        world.expect_no_error()
    world.attempt("group_of", world.engine, "5")


@given(parsers.re(r'orders that are "(?P<state>[^"]+)"'))
def lived(world, state):
    """Bring a request and a reservation to a state; what breaks on the way is part of it."""
    request = REJECTED if state == "request rejected" else "7"
    reservation = FAILING if state in ("commit failed", "rollback failed") else "8"
    world.attempt("start", world.engine, order(request))
    world.attempt("place", world.engine, order(reservation))
    for call in STATES[state]:
        carry_out(world, call)
        if reservation == FAILING:
            assert world.take_error()["kind"] == "callback", world.error
    world.expect_no_error()
    world.before = digests(world)
    called(world)


@when(parsers.re(r'the desk does "(?P<action>[^"]+)"'))
def does(world, action):
    """Carry out an action; where the desk has no handle any more, it cannot."""
    try:
        carry_out(world, ACTIONS[action])
    except AssertionError as failed:
        if not isinstance(failed.__cause__, Refused):
            raise
        world.answer = "gone"


@then(parsers.re(r'the table\'s answer is "(?P<answer>[^"]+)"'))
def answers(world, answer):
    """`works`: done, and the log tells it. `answers`: and nothing changes. `nothing`: there is
    nothing to do. `gone`: there is nothing to call it on. Else the kind of the lifecycle error.
    """
    past, state = digests(world)
    if answer == "works":
        world.take_answer()
        assert past != world.before[0]
        return
    if answer in LIFECYCLE_KINDS:
        error = world.take_error()
        assert (error["kind"], error["detail"]) == ("lifecycle", answer), error
    else:
        assert answer in ("answers", "nothing", "gone"), answer
        assert (world.take_answer() == "gone") == (answer == "gone"), world.answer
    assert (past, state) == world.before
    assert answer == "answers" or called(world) == []
