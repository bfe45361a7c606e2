# SPDX-License-Identifier: Apache-2.0
"""Operations on values: those of `spec/vectors/README.md`, one or many, and sameness."""

import contextlib
import copy
import operator
import pickle
from decimal import Decimal

import openpit
from openpit import param
from openpit.errors import OpenPitError
from openpit.pretrade import RejectCode, RejectScope

from drivers.python_answers import error
from spec.gen.oracle import CONVERSIONS, STATICS

VALUES = {
    "price": param.Price,
    "quantity": param.Quantity,
    "volume": param.Volume,
    "pnl": param.Pnl,
    "fee": param.Fee,
    "notional": param.Notional,
    "cash_flow": param.CashFlow,
    "position_size": param.PositionSize,
    "leverage": param.Leverage,
    "side": param.Side,
}


def rounding(args):
    """The last two arguments of the rounded forms."""
    return int(args[-2]), param.RoundingStrategy(args[-1])


OPS = {
    "from_string": lambda t, a: t.from_string(a[0]),
    "from_int": lambda t, a: t.from_int(int(a[0])),
    "from_float": lambda t, a: t.from_float(float(a[0])),
    "from_decimal": lambda t, a: t.from_decimal(Decimal(a[0])),
    "from_string_rounded": lambda t, a: t.from_string_rounded(a[0], *rounding(a)),
    "from_float_rounded": lambda t, a: t.from_float_rounded(float(a[0]), *rounding(a)),
    "from_decimal_rounded": lambda t, a: t.from_decimal_rounded(Decimal(a[0]), *rounding(a)),
    "add": lambda t, a: t(a[0]) + t(a[1]),
    "sub": lambda t, a: t(a[0]) - t(a[1]),
    "neg": lambda t, a: -t(a[0]),
    "mul": lambda t, a: t(a[0]) * Decimal(a[1]),
    "mul_int": lambda t, a: t(a[0]) * int(a[1]),
    "div": lambda t, a: t(a[0]) / Decimal(a[1]),
    "div_rounded": lambda t, a: t(a[0]).div_rounded(Decimal(a[1]), *rounding(a)),
    "rem": lambda t, a: t(a[0]).remainder(Decimal(a[1])),
    "to_fixed": lambda t, a: format(t(a[0]), f".{a[1]}f"),
    "compare": lambda t, a: (t(a[0]) > t(a[1])) - (t(a[0]) < t(a[1])),
}


def execution_id(text):
    """An execution id has no type of its own in Python: the identity checks it."""
    return openpit.ExecutionReportIdentity(client_order_id="x", execution_id=text).execution_id


NAMES = {
    "asset": param.Asset,
    "client_order_id": lambda text: openpit.OrderIdentity(client_order_id=text).client_order_id,
    "execution_id": execution_id,
    "instrument": openpit.Instrument.from_string,
    "account_id": param.AccountId.from_string,
    "side": param.Side,
    "rounding_strategy": param.RoundingStrategy,
    "position_side": param.PositionSide,
    "position_effect": param.PositionEffect,
    "position_mode": param.PositionMode,
}
IDS = {"account_id": param.AccountId, "account_group_id": param.AccountGroupId}


def typed(result, promised):
    """The result, which is an instance of the very class that the call promises (V-7.2)."""
    assert type(result) is promised, f"{result!r} is no {promised.__name__}"
    return result


def convert(kind, op, args):
    """A conversion, with its arguments as values of their types (V-5)."""
    name = op.removesuffix("_rounded")
    static = (kind, name) in STATICS
    types, result, _ = (STATICS if static else CONVERSIONS)[kind, name]
    receiver, rest = (VALUES[kind], args) if static else (VALUES[kind](args[0]), args[1:])
    given = [VALUES[one](arg) for one, arg in zip(types, rest, strict=False)]
    if name != op:
        given += rounding(args)
    return typed(getattr(receiver, op)(*given), VALUES[result])


def from_quantity_and_side(args):
    """The position of one execution."""
    return param.PositionSize.from_quantity_and_side(param.Quantity(args[0]), param.Side(args[1]))


def order_of(found):
    """The order that opens or closes a position."""
    if found is None:
        return "none"
    quantity, side = found
    return f"{typed(quantity, param.Quantity)} {typed(side, param.Side).value}"


SIZES = {
    "from_quantity_and_side": from_quantity_and_side,
    "to_open_quantity": lambda a: order_of(param.PositionSize(a[0]).to_open_quantity()),
    "to_close_quantity": lambda a: order_of(param.PositionSize(a[0]).to_close_quantity()),
    "checked_add_quantity": lambda a: param.PositionSize(a[0]).checked_add_quantity(
        param.Quantity(a[1]), param.Side(a[2])
    ),
}


def adjusted(kind, amount, before):
    """What is there after an adjustment (V-6.9)."""
    made = getattr(param.AdjustmentAmount, kind)(amount)
    assert (made.kind, made.value) == (kind, param.PositionSize(amount))
    return made.apply(param.PositionSize(before))


def shown(made):
    """The text of a value: an enum's is its name, an id's its number."""
    return str(getattr(made, "value", made))


def apply(kind, op, args):
    """One operation; the answer is the canonical text of the result."""
    key = (kind, op.removesuffix("_rounded"))
    if key in CONVERSIONS or key in STATICS:
        return str(convert(kind, op, args))
    if kind == "position_size" and op in SIZES:
        return str(SIZES[op](args))
    if kind == "adjustment_amount":
        return str(adjusted(*args))
    if kind in IDS and op == "from_int":
        return str(typed(IDS[kind].from_int(int(args[0])), IDS[kind]).value)
    if op == "default":
        return str(IDS[kind].DEFAULT.value)
    if kind in NAMES:
        assert op == "from_string"
        return shown(NAMES[kind](args[0]))
    result = OPS[op](VALUES[kind], args)
    if op in ("compare", "to_fixed"):
        return str(result)
    return str(typed(result, VALUES[kind]))


def many(cases):
    """Many operations: the text of each result, or the error as data."""
    answers = []
    for kind, op, *args in cases:
        try:
            answers.append(apply(kind, op, args))
        except OpenPitError as refused:
            answers.append(error(refused))
        except KeyError:
            answers.append({"kind": "driver", "text": f"no operation `{op}` of `{kind}`"})
    return answers


def made(kind, text):
    """The value of a type that a text means."""
    return (VALUES.get(kind) or NAMES[kind])(text)


def same(kind, a, b):
    """Whether two texts make one value: equal, and one key of a map."""
    a, b = made(kind, a), made(kind, b)
    return {"equal": a == b, "keys": str(len({a, b}))}


def class_of(kind):
    """The class of a type."""
    return VALUES.get(kind) or IDS.get(kind) or NAMES[kind]


def refused_by_type(call):
    """Whether Python calls it a TypeError, as it should (E-3)."""
    try:
        call()
    except TypeError:
        return True
    return False


def takes(kind, other):
    """Whether a value of another type, or a bool, can be added, compared or read (V-2.6, V-5.7)."""
    of, value = class_of(kind), VALUES[kind](1)
    given = True if other == "bool" else VALUES[other](1)
    assert value != given
    # A conversion that is called on the type names what it takes; of JSON the table of cases tells.
    named = {name for _, name in STATICS} | {"from_json_value"}
    doors = [
        getattr(of, name) for name in dir(of) if name.startswith("from_") and name not in named
    ]
    doors.append(of)
    calls = [lambda door=door: door(given) for door in doors]
    names = ("add", "radd", "sub", "rsub", "mul", "truediv", "lt", "le", "gt", "ge")
    for name in names:
        # An operator that the class lacks is one that takes nothing.
        method = getattr(operator, name.removeprefix("r"))
        pair = (given, value) if name.startswith("r") else (value, given)
        calls.append(lambda method=method, pair=pair: method(*pair))
    return not all(map(refused_by_type, calls))


NEEDS = {
    "side": lambda enum: param.PositionSize.from_quantity_and_side(param.Quantity(1), enum),
    "rounding_strategy": lambda enum: param.Price.from_string_rounded("1", 0, enum),
    "position_side": param.PositionSide,
    "position_effect": param.PositionEffect,
    "position_mode": param.PositionMode,
}


def unset(enum):
    """No member stands for what nobody set, and its number is no member: a TypeError (E-3)."""
    assert all(member.value and member.value != "unset" for member in NAMES[enum])
    assert refused_by_type(lambda: NEEDS[enum](0))
    return {"shown": None, "refused": "type", "text": None}


def broken(kind, a):
    """What of a value does not hold (V-7), by name."""
    value = made(kind, a)
    copies = {
        "copy": copy.copy(value),
        "deepcopy": copy.deepcopy(value),
        "pickle": pickle.loads(pickle.dumps(value)),
        "repr": eval(repr(value), {**vars(openpit), **vars(param)}),
        "again": made(kind, a),
    }
    found = [
        name
        for name, same in copies.items()
        if same != value or hash(same) != hash(value) or type(same) is not type(value)
    ]
    attributes = [name for name in dir(value) if not name.startswith("__")]
    for name in (*attributes, "something_new"):
        with contextlib.suppress(AttributeError):
            setattr(value, name, None)
            found.append(f"set {name}")
    if value == a or value == object() or value in (None, 1, True):
        found.append("equal to another type")
    if not refused_by_type(lambda: value < 1) or not refused_by_type(lambda: value < a):
        found.append("ordered beside another type")
    if kind not in ("instrument",) and not value <= copies["again"]:
        found.append("order")
    return found


def tables():
    """Reject codes and scopes as the language names them."""
    codes = [[str(code.value), code.label] for code in RejectCode]
    return {"codes": codes, "scopes": [scope.value for scope in RejectScope]}
