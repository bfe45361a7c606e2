# SPDX-License-Identifier: Apache-2.0
"""Records by themselves: made, shown and compared, without an engine."""

from pytest_bdd import given, parsers, then, when

from steps.world import FLAGS, fields, rows

KINDS = {"order": "order", "execution report": "report", "account adjustment": "adjustment"}
KIND = rf"(?P<kind>{'|'.join(KINDS)})"


def nested(record):
    """A record whose fields are paths (`amount.balance.delta`) as dictionaries in dictionaries."""
    made = {}
    for path, value in record.items():
        *groups, name = path.split(".")
        group = made
        for key in groups:
            group = group.setdefault(key, {})
        group[name] = value
    return made


def plain(kind, datatable):
    """The record of a table of field and value, as the drivers take it."""
    record = fields(datatable)
    return nested(record) if KINDS[kind] == "adjustment" else record


@when(parsers.re(rf"an {KIND} is made with:"))
def make(world, kind, datatable):
    world.made = plain(kind, datatable)
    world.attempt("record", KINDS[kind], world.made)


@then("it shows what it was made with")
def shows_the_same(world):
    flags = {key: value for key, value in world.made.items() if key in FLAGS}
    unset = {key for key, value in flags.items() if not value}
    expected = {key: value for key, value in world.made.items() if key not in unset}
    assert world.take_answer() == expected


@then("it shows:")
def shows(world, datatable):
    record = fields(datatable)
    assert world.take_answer() == nested(record)


@then(parsers.parse('the record is refused as "{kind}" because of "{type_}"'))
def refused(world, kind, type_):
    error = world.take_error()
    assert (error["kind"], error["detail"]) == ("param", kind), error
    assert error["text"].startswith(f"`{type_}` "), error


@then(parsers.parse('the record is refused because it lacks "{path}"'))
def refused_as_incomplete(world, path):
    """Python misses a keyword; Go, where every field may be left out, says which one."""
    error = world.take_error()
    if world.driver.binding == "python":
        assert error["kind"] == "type", error
        assert path.split(".")[-1] in error["text"], error
    else:
        assert (error["kind"], error["detail"], error["input"]) == ("param", "missing_field", path)


@when(parsers.re(rf"two {KIND}s are made with:"))
def make_two(world, kind, datatable):
    pair = []
    for one in ("one", "other"):
        table = [["field", "value"]]
        table += [[row["field"], row[one]] for row in rows(datatable) if one in row]
        pair.append(plain(kind, table))
    world.attempt("same_records", KINDS[kind], *pair)


@then("they are one value and one key")
def one_value(world):
    assert world.take_answer() == {"equal": True, "keys": "1"}


@then("they are two values and two keys")
def two_values(world):
    assert world.take_answer() == {"equal": False, "keys": "2"}


@given("an order of the desk's own type with:")
def own_order(world, datatable):
    world.own_order = fields(datatable)


@given("an execution report of the desk's own type with:")
def own_report(world, datatable):
    world.own_report = fields(datatable)


@given("an account adjustment of the desk's own type with:")
def own_adjustment(world, datatable):
    world.own_adjustment = nested(fields(datatable))


@when(parsers.parse('they carry the note "{note}" to a control'))
def own_records(world, note):
    world.note = note
    world.attempt("own_records", world.own_order, world.own_report, world.own_adjustment, note)


@then(parsers.parse('the control saw the note in "{hooks}" and every field'))
def saw_note(world, hooks):
    records = {
        "start": world.own_order,
        "main": world.own_order,
        "report": world.own_report,
        "adjustment": world.own_adjustment,
    }
    assert world.take_answer() == [
        {"hook": hook, "note": world.note, "record": records[hook]} for hook in hooks.split(", ")
    ]


@when(
    parsers.parse(
        'a batch of them is signed "{signatures}" and reaches a control that wants signatures'
    )
)
def own_batch(world, signatures):
    world.attempt("own_batch", world.own_adjustment, signatures.split(", "))


@then(
    parsers.re(
        r'the control saw "(?P<seen>.+)", the batch failed at "(?P<failed>\d*)" and left '
        r'"(?P<balance>.*)"'
    )
)
def batch_left(world, seen, failed, balance):
    expected = {"seen": seen.split(", ")}
    expected |= {"failed_index": failed} if failed else {}
    expected |= {"balance": balance} if balance else {}
    assert world.take_answer() == expected
