# SPDX-License-Identifier: Apache-2.0
"""Values from values: conversions, sides, adjustments; JSON; what a value is in its language."""

from pytest_bdd import parsers, then, when

from spec.gen.oracle import CONVERSIONS


def call_of(receiver, arguments, result, more=""):
    """The one conversion of these types; more words tell apart those that have the same."""
    found = [
        name
        for (of, name), (types, to, _) in CONVERSIONS.items()
        if (of, types, to) == (receiver, arguments, result) and name.endswith(more.strip())
    ]
    assert len(found) == 1, found
    return found[0]


@when(
    parsers.re(
        r'the (?P<one>\w+) "(?P<a>\S+)" and the (?P<other>\w+) "(?P<b>\S+)" make an? '
        r'(?P<type_>\w+)(?P<rounding> to \d+ decimals "\w+")?'
    )
)
def make(world, one, a, other, b, type_, rounding):
    if type_ == "position":
        world.attempt("value", "position_size", "from_quantity_and_side", a, b)
        return
    name = call_of(one, (other,), type_)
    if rounding is None:
        world.attempt("value", one, name, a, b)
    else:
        _, scale, _, strategy = rounding.split()
        world.attempt("value", one, f"{name}_rounded", a, b, scale, strategy.strip('"'))


@when(parsers.re(r'a notional is made of the price "(?P<a>\S+)" and the quantity "(?P<b>\S+)"'))
def notional_of_price(world, a, b):
    world.attempt("value", "notional", "from_price_quantity", a, b)


@when(parsers.re(r'a notional is made of the volume "(?P<a>\S+)"'))
def notional_of_volume(world, a):
    world.attempt("value", "notional", "from_volume", a)


@when(
    parsers.re(
        r'the (?P<one>\w+) "(?P<a>\S+)" is taken as a (?P<type_>\w+)(?P<more>| inflow| outflow)'
    )
)
def take(world, one, a, type_, more):
    world.attempt("value", one, call_of(one, (), type_, more), a)


@when(parsers.re(r'the order that (?P<does>opens|closes) the position "(?P<a>\S+)" is asked for'))
def order_of(world, does, a):
    op = {"opens": "to_open_quantity", "closes": "to_close_quantity"}[does]
    world.attempt("value", "position_size", op, a)


@when(parsers.re(r'the position "(?P<a>\S+)" (?P<side>buy|sell)s "(?P<b>\S+)"'))
def move(world, a, b, side):
    world.attempt("value", "position_size", "checked_add_quantity", a, b, side)


@when(parsers.re(r'an adjustment by the (?P<kind>\w+) "(?P<a>\S+)" meets "(?P<before>\S+)"'))
def adjust(world, kind, a, before):
    world.attempt("value", "adjustment_amount", "apply", kind, a, before)


@then(parsers.re(r'the default group is "(?P<number>\d+)"'))
def default_group(world, number):
    assert world.driver.value("account_group_id", "default") == number


@then(parsers.re(r"a (?P<one>\w+) and a (?P<other>\w+) do not mix"))
def no_mixing(world, one, other):
    assert world.driver.takes(one, other) is False
    assert world.driver.takes(other, one) is False


@then(parsers.re(r"a boolean is no (?P<type_>\w+)"))
def no_boolean(world, type_):
    assert world.driver.takes(type_, "bool") is False


@then(parsers.re(r"a (?P<enum>\w+) that nobody set is refused where one is needed"))
def unset(world, enum):
    """Python has no such member, and what is not one is a TypeError (E-3)."""
    found = world.driver.unset(enum)
    assert (found["shown"], found["refused"]) in (("unset", "unset"), (None, "type")), found


@then(parsers.re(r'the (?P<type_>\w+) "(?P<a>\S+)" is a value'))
def is_value(world, type_, a):
    assert world.driver.broken(type_, a) == []
