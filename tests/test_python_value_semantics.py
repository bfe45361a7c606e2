# SPDX-License-Identifier: Apache-2.0
"""Python values are values (V-7): immutable, hashable, ordered, copied, pickled, summed, matched.

Requirements V-7 to V-7.6, of which the scenarios in all languages hold the common part.
"""

import copy
import decimal
import functools
import itertools
import operator
import pickle
import subprocess
import sys
from decimal import Decimal

import openpit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpit import param
from openpit.errors import ParamError
from value_samples import AMOUNTS, CLASSES, MEMBERS, NUMBERS, ORDERED, UNORDERED, VALUES

NAMESPACE: dict[str, object] = {}
exec("from openpit import *\nfrom openpit.param import *", NAMESPACE)
EXPRESSION = {"openpit": openpit, "param": param, **NAMESPACE}
every_number = pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.__name__)
every_value = pytest.mark.parametrize("value", VALUES, ids=repr)


@every_value
def test_a_value_cannot_be_changed(value):
    if value not in MEMBERS:
        assert not hasattr(value, "__dict__")
        for name in dir(value):
            with pytest.raises((AttributeError, TypeError)):
                setattr(value, name, 1)
            with pytest.raises((AttributeError, TypeError)):
                delattr(value, name)
            with pytest.raises((AttributeError, TypeError)):
                object.__setattr__(value, name, 1)
        with pytest.raises(AttributeError):
            value.more = 1
    before = repr(value)
    other = next(one for one in VALUES if type(one) is not type(value))
    with pytest.raises(TypeError):
        value.__class__ = type(other)
    value.__init__()
    assert repr(value) == before


@every_value
def test_a_copy_is_equal_and_hashes_alike(value):
    same = [copy.copy(value), copy.deepcopy(value), copy.deepcopy([value])[0]]
    same += [pickle.loads(pickle.dumps(value, protocol)) for protocol in range(6)]
    same.append(eval(repr(value), dict(EXPRESSION)))
    for other in same:
        assert other == value
        assert (other != value) is False
        assert hash(other) == hash(value)
        assert type(other) is type(value)
        assert repr(other) == repr(value)
    assert {value: 1}[same[-1]] == 1
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value


CHILD = """
import pickle, sys
from openpit import param
values = pickle.load(sys.stdin.buffer)
table = {value: index for index, value in enumerate(values)}
answer = [(repr(value), hash(value) if not isinstance(value, str) else 0) for value in values]
sys.stdout.buffer.write(pickle.dumps((answer, values), PROTOCOL))
"""


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_values_cross_processes(protocol):
    """V-7.6: what one process pickles, another reads as the same value."""
    child = CHILD.replace("PROTOCOL", str(protocol))
    done = subprocess.run(
        [sys.executable, "-c", child],
        input=pickle.dumps(list(VALUES), protocol),
        capture_output=True,
        check=True,
    )
    answer, values = pickle.loads(done.stdout)
    assert values == list(VALUES)
    # A hash is the same in every process: a table of values may be shared.
    assert answer == [(repr(v), 0 if isinstance(v, str) else hash(v)) for v in VALUES]


@pytest.mark.parametrize(("small", "large"), ORDERED, ids=repr)
def test_values_are_ordered(small, large):
    again = pickle.loads(pickle.dumps(small))
    assert small < large
    assert small <= large
    assert large > small
    assert large >= small
    assert small <= again
    assert small >= again
    assert not small < again
    assert not small > again
    assert max([large, small]) == large
    assert sorted([large, small, again]) == [small, small, large]


@pytest.mark.parametrize("value", [pair[0] for pair in ORDERED] + list(UNORDERED), ids=repr)
def test_another_type_is_unequal_and_has_no_order(value):
    others = [1, 1.5, "1.5", Decimal("1.5"), None, object(), (), [value], type(value)]
    others += [one for one in VALUES if type(one) is not type(value)]
    for other in others:
        assert (value == other) is False
        assert (other == value) is False
        assert value != other
        for order in (operator.lt, operator.le, operator.gt, operator.ge):
            with pytest.raises(TypeError):
                order(value, other)
            with pytest.raises(TypeError):
                order(other, value)


@pytest.mark.parametrize("amount", UNORDERED, ids=repr)
def test_what_is_no_size_has_no_order(amount):
    with pytest.raises(TypeError):
        amount < amount  # noqa: B015


def test_equality_asks_the_other_side_too():
    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert param.Price(1) == Anything()


@every_number
def test_the_types_do_not_mix(number):
    value = number(1)
    others = [1, 1.0, "1", Decimal(1), None, param.Leverage(1), param.Asset("USD")]
    others += [other(1) for other in NUMBERS if other is not number]
    for other, run in itertools.product(others, (operator.add, operator.sub)):
        with pytest.raises(TypeError):
            run(value, other)
        with pytest.raises(TypeError):
            run(other, value)
    for other in [kind(1) for kind in NUMBERS] + [param.Leverage(1), "2", None, True, [1]]:
        for run in (operator.mul, operator.truediv):
            with pytest.raises(TypeError):
                run(value, other)
    for run in (operator.mod, operator.floordiv, operator.pow, divmod):
        with pytest.raises(TypeError):
            run(value, 2)
    for run in (float, int, round, abs, operator.index):
        with pytest.raises(TypeError):
            run(value)
    with pytest.raises(TypeError):
        1 / value


@every_number
def test_sum_works_and_zero_is_its_only_number(number):
    """V-7.4: `sum()` starts with the integer 0, which is the only number that can be added."""
    values = [number("0.1"), number("0.2"), number("0.3")]
    assert sum(values) == sum(values, number.ZERO) == number("0.6")
    assert isinstance(sum(values), number)
    assert sum(values[:1]) == values[0]
    assert functools.reduce(operator.add, values) == number("0.6")
    for wrong in (1, -1, False, 0.0, Decimal(0), "0", None):
        with pytest.raises(TypeError):
            wrong + values[0]
    with pytest.raises(TypeError):
        values[0] + 0
    with pytest.raises(TypeError):
        0 - values[0]
    with pytest.raises(TypeError):
        sum([values[0], next(kind for kind in NUMBERS if kind is not number)(1)])


integers = st.integers(-(10**18), 10**18)
fractions = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
scalars = st.one_of(integers, fractions)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4), scalars)
def test_decimal_and_int_scalars_are_exact(value, scalar):
    wide = decimal.Context(prec=99)
    expected = wide.multiply(value, Decimal(scalar))
    pnl = param.Pnl(value)
    assert (pnl * scalar).decimal == (scalar * pnl).decimal == expected
    if scalar:
        assert pnl * scalar / scalar == pnl


def test_a_getter_gives_what_it_promises():
    trade = param.Trade(price=param.Price(1), quantity=param.Quantity(2))
    size = param.PositionSize(-3)
    promised = [
        (trade.price, param.Price),
        (trade.quantity, param.Quantity),
        (param.Leverage("2.5").decimal, Decimal),
        (param.AccountId.from_int(1).value, int),
        (param.AccountGroupId.DEFAULT.value, int),
        (param.TradeAmount.quantity(1).value, param.Quantity),
        (param.TradeAmount.volume(1).value, param.Volume),
        (param.AdjustmentAmount.delta(1).value, param.PositionSize),
        (param.AdjustmentAmount.absolute(1).value, param.PositionSize),
        (param.AdjustmentAmount.absolute(1).kind, str),
        (size.to_open_quantity()[0], param.Quantity),
        (size.to_open_quantity()[1], param.Side),
        (size.to_close_quantity()[1], param.Side),
    ]
    promised += [(number.ZERO, number) for number in NUMBERS]
    promised += [(number(1).decimal, Decimal) for number in NUMBERS]
    for value, kind in promised:
        assert type(value) is kind
    assert size.to_open_quantity() == (param.Quantity(3), param.Side.SELL)
    assert size.to_close_quantity()[1] is param.Side.BUY


def describe(amount):
    """What a desk would write to tell amounts apart."""
    match amount:
        case param.TradeAmount("quantity", param.Quantity() as quantity):
            return f"{quantity} units"
        case param.TradeAmount(kind="volume", value=param.Volume() as volume):
            return f"{volume} of money"
        case param.AdjustmentAmount("delta", size):
            return f"by {size}"
        case param.AdjustmentAmount(kind="absolute", value=size):
            return f"to {size}"
    return None


def test_amounts_match_patterns():
    """V-7.5: a `case` pattern tells amounts apart by kind and value."""
    seen = [describe(amount) for amount in AMOUNTS]
    assert seen == ["1.5 units", "2 of money", "by -1.5", "to 2"]
    assert describe(param.Quantity(1)) is None
    for kind in (param.TradeAmount, param.AdjustmentAmount):
        assert kind.__match_args__ == ("kind", "value")


@pytest.mark.parametrize("number", [*NUMBERS, param.Leverage], ids=lambda number: number.__name__)
def test_numbers_are_shown_canonically_or_by_a_format(number):
    value = number("1234.50")
    assert str(value) == f"{value}" == value.to_json_value() == "1234.5"
    assert repr(value) == f"{number.__name__}('1234.5')"
    assert format(value, ".2f") == "1234.50"
    assert f"{value:>12,.2f}|{value:+.0f}|{value:09.1f}" == "    1,234.50|+1234|0001234.5"
    for wrong in ("e", ".2", "%", "\ud800"):
        with pytest.raises(ValueError, match="allowed is"):
            format(value, wrong)
    with pytest.raises(TypeError):
        value.__format__(1)


def test_enums_print_the_same_text_everywhere():
    for member in MEMBERS:
        assert f"{member}" == str(member) == member.value == member
        assert repr(member) == f"{type(member).__name__}.{member.name}"


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_value_is_only_made_through_its_checks(kind):
    with pytest.raises(TypeError):
        type("Sub", (kind,), {})
    with pytest.raises(TypeError):
        object.__new__(kind)
    with pytest.raises(TypeError):
        kind.__new__(kind)
    with pytest.raises(TypeError):
        kind.__new__(object, "1")
    with pytest.raises(TypeError):
        kind(value="1")
    value = next(one for one in VALUES if type(one) is kind)
    assert not hasattr(value, "__setstate__")
    with pytest.raises((TypeError, ParamError)):
        kind.__reduce__(object())
