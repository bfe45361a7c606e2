# SPDX-License-Identifier: Apache-2.0
"""Numbers, names and enums in Python: every door, with `decimal` as oracle (V-1 to V-4, V-6)."""

import decimal
import math
import operator
import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpit import param
from openpit.errors import ParamError, ParamErrorKind
from value_samples import NUMBERS, TEXT_ENUMS, UNSIGNED, text_name

WIDE = decimal.Context(prec=200, Emax=9999, Emin=-9999, traps=[])
MAX_COEFFICIENT = 2**96 - 1
SPEC = Path(__file__).parents[1] / "spec"

every_number = pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.__name__)


def fits(value: Decimal) -> bool:
    """Whether 96 bits and 28 digits after the point hold the value exactly."""
    _, digits, exponent = value.normalize(WIDE).as_tuple()
    coefficient = int("".join(map(str, digits)))
    if exponent > 0:
        coefficient, exponent = coefficient * 10**exponent, 0
    return coefficient <= MAX_COEFFICIENT and exponent >= -28


def canonical(value: Decimal) -> str:
    """The text that all languages print."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


coefficients = st.one_of(
    st.integers(0, 10**6), st.integers(0, MAX_COEFFICIENT), st.sampled_from([MAX_COEFFICIENT])
)
decimals = st.builds(
    lambda sign, coefficient, scale: WIDE.scaleb(Decimal(sign * coefficient), -scale),
    st.sampled_from([1, -1]),
    coefficients,
    st.integers(0, 28),
)


def outcome(run):
    """The canonical text of a result, or the kind of its error."""
    try:
        return str(run())
    except ParamError as error:
        return error.kind


@given(decimals)
def test_every_input_form_gives_the_same_value(value):
    text = format(value, "f")
    price = param.Price(value)
    assert price == param.Price(text) == param.Price.from_decimal(value)
    assert price == param.Price.from_string(str(value))
    assert str(price) == canonical(value)
    assert price.decimal == value
    assert isinstance(price.decimal, Decimal)
    assert price.to_json_value() == str(price)


@given(st.integers(-(10**40), 10**40))
def test_integers_of_any_size_are_exact_or_overflow(value):
    expected = str(value) if abs(value) <= MAX_COEFFICIENT else ParamErrorKind.OVERFLOW
    assert outcome(lambda: param.Price(value)) == expected
    assert outcome(lambda: param.Price.from_int(value)) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_repr(value):
    shown = Decimal(repr(value))
    if fits(shown):
        assert param.Price(value) == param.Price(shown) == param.Price.from_float(value)
    else:
        kind = outcome(lambda: param.Price(value))
        assert kind in (ParamErrorKind.OVERFLOW, ParamErrorKind.INEXACT)


@given(decimals, decimals)
def test_addition_agrees_with_decimal(left, right):
    for run, oracle in ((operator.add, WIDE.add), (operator.sub, WIDE.subtract)):
        expected = oracle(left, right)
        result = outcome(lambda run=run: run(param.Price(left), param.Price(right)))
        if fits(expected):
            assert result == canonical(expected)
        else:
            assert result in (ParamErrorKind.OVERFLOW, ParamErrorKind.INEXACT)


@given(decimals, decimals)
def test_multiplication_agrees_with_decimal(left, factor):
    expected = WIDE.multiply(left, factor)
    result = outcome(lambda: param.Price(left) * factor)
    assert result == outcome(lambda: factor * param.Price(left))
    if fits(expected):
        assert result == canonical(expected)
    else:
        assert result in (ParamErrorKind.OVERFLOW, ParamErrorKind.INEXACT)


@given(decimals, decimals.filter(bool))
def test_division_rounds_half_even_at_the_largest_scale(left, divisor):
    result = outcome(lambda: param.Price(left) / divisor)
    exact = Fraction(left) / Fraction(divisor)
    if isinstance(result, ParamErrorKind):
        assert result == ParamErrorKind.OVERFLOW
        assert abs(exact) > MAX_COEFFICIENT
        return
    _, _, exponent = Decimal(result).as_tuple()
    error = abs(Fraction(result) - exact)
    assert error <= Fraction(1, 2) * Fraction(10) ** min(exponent, 0)


@given(decimals, decimals.filter(bool))
def test_remainder_is_that_of_the_truncated_division(left, divisor):
    expected = WIDE.remainder(left, divisor)
    if fits(expected):
        assert str(param.Price(left).remainder(divisor)) == canonical(expected)


@given(decimals, st.integers(0, 28), st.sampled_from(list(param.RoundingStrategy)))
def test_rounded_forms_agree_with_decimal(value, scale, strategy):
    modes = {
        "half_even": decimal.ROUND_HALF_EVEN,
        "half_away": decimal.ROUND_HALF_UP,
        "up": decimal.ROUND_CEILING,
        "down": decimal.ROUND_FLOOR,
        "toward_zero": decimal.ROUND_DOWN,
    }
    expected = value.quantize(Decimal(1).scaleb(-scale), modes[strategy.value], WIDE)
    results = {
        outcome(lambda: param.Price.from_decimal_rounded(value, scale, strategy)),
        outcome(lambda: param.Price.from_string_rounded(str(value), scale, strategy.value)),
    }
    assert results == {canonical(expected)} or not fits(expected)


@given(decimals, decimals)
def test_order_equality_and_hash_go_by_value(left, right):
    one, two = param.Price(left), param.Price(right)
    assert (one < two, one <= two, one == two) == (left < right, left <= right, left == right)
    assert (one > two, one >= two, one != two) == (left > right, left >= right, left != right)
    assert hash(one) == hash(param.Price(WIDE.multiply(left, Decimal("1.000"))))
    assert bool(one) == bool(left)


@given(decimals, st.integers(0, 40))
def test_format_rounds_half_even_and_shows_no_negative_zero(value, places):
    expected = format(value.quantize(Decimal(1).scaleb(-places), context=WIDE), "f")
    if not expected.strip("-0."):
        expected = expected.lstrip("-")
    assert format(param.Price(value), f".{places}f") == expected


@every_number
def test_a_bool_is_never_a_number(number):
    for door in (number, number.from_int, number.from_float, number.from_decimal):
        with pytest.raises(TypeError):
            door(True)
    with pytest.raises(TypeError):
        number(1) * True
    with pytest.raises(TypeError):
        number(1) / True
    with pytest.raises(TypeError):
        number(1).div_rounded(2, True, param.RoundingStrategy.UP)


@every_number
@pytest.mark.parametrize("wrong", [None, [], b"1", object(), 1j, Fraction(1, 2)], ids=repr)
def test_wrong_types_are_type_errors(number, wrong):
    with pytest.raises(TypeError, match="allowed is"):
        number(wrong)


@every_number
@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "1_0", "1,0", "\u0661", "0x1", "nan", "1e", "\ud800"]
)
def test_text_outside_the_grammar_names_type_input_and_kind(number, text):
    with pytest.raises(ParamError) as caught:
        number(text)
    assert caught.value.kind == (ParamErrorKind.EMPTY if not text else "invalid_format")
    assert f"`{text_name(number)}`" in str(caught.value)
    assert isinstance(caught.value, ValueError)


@every_number
@pytest.mark.parametrize("value", ["nan", "snan", "inf", "-inf"])
def test_what_is_not_finite_is_refused(number, value):
    with pytest.raises(ParamError) as caught:
        number(Decimal(value))
    assert caught.value.kind is ParamErrorKind.NOT_FINITE
    if value != "snan":
        with pytest.raises(ParamError) as caught:
            number(float(value))
        assert caught.value.kind is ParamErrorKind.NOT_FINITE
        assert caught.value.input == value


def test_hostile_numbers_are_refused_quickly():
    for value in (Decimal("1e999999999"), "1e999999999", 10**100_000, 1.7e308):
        with pytest.raises(ParamError) as caught:
            param.Price(value)
        assert caught.value.kind is ParamErrorKind.OVERFLOW
        assert len(caught.value.input) <= 64

    class Liar(Decimal):
        def __str__(self):
            return "2"

    assert param.Price(Liar(1)) == param.Price(1)


@pytest.mark.parametrize("number", UNSIGNED)
def test_unsigned_types_refuse_what_is_below_zero(number):
    for door in (lambda: number(-1), lambda: number("-0.1"), lambda: number(-0.5)):
        with pytest.raises(ParamError) as caught:
            door()
        assert caught.value.kind is ParamErrorKind.NEGATIVE
    assert number("-0") == number.ZERO
    for below in (lambda: number(1) - number(2), lambda: -number(1), lambda: number(1) * -1):
        with pytest.raises(ParamError) as caught:
            below()
        assert caught.value.kind is ParamErrorKind.UNDERFLOW
    assert number.from_string_rounded("-0.4", 0, param.RoundingStrategy.HALF_EVEN) == number(0)


def test_the_error_is_a_value_too():
    with pytest.raises(ParamError) as caught:
        param.Quantity("-3")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (str(error), error.kind, error.input) == (
        "`quantity` `-3` is negative: allowed is zero or more",
        ParamErrorKind.NEGATIVE,
        "-3",
    )


def test_format_specs():
    price = param.Price("1234.565")
    assert f"{price:,.2f}" == "1,234.56"
    assert f"{price:>10.1f}|{price:<10}|{price:*^12f}|{price:+}" == (
        "    1234.6|1234.565  |**1234.565**|+1234.565"
    )
    assert format(param.Price("0.0000001"), "12") == "   0.0000001"
    for spec in ("e", ".2", "d", "%", ".300f", "x" * 99):
        with pytest.raises(ValueError, match="allowed is"):
            format(price, spec)


@pytest.mark.parametrize("scale", [-1, 29, 2**40])
def test_a_scale_out_of_range_is_a_param_error(scale):
    with pytest.raises(ParamError) as caught:
        param.Price.from_string_rounded("1", scale, param.RoundingStrategy.UP)
    assert caught.value.kind is ParamErrorKind.SCALE_OUT_OF_RANGE
    assert caught.value.input == str(scale)


def test_names_and_ids():
    assert str(param.Asset("USD")) == "USD"
    assert param.Asset("USD") < param.Asset("USE")
    assert param.Asset("USD") != "USD"
    for text, kind in ((" ", "empty"), ("x" * 65, "too_long"), ("a\n", "control_character")):
        with pytest.raises(ParamError) as caught:
            param.Asset(text)
        assert caught.value.kind == kind
    with pytest.raises(ParamError):
        param.Asset("\ud800")
    with pytest.raises(TypeError):
        param.Asset(1)
    account = param.AccountId.from_int(7)
    assert int(account) == account.value == 7
    assert account != 7
    assert param.AccountId.from_string("7") != account
    for wrong, kind in ((-1, "negative"), (2**64, "overflow"), (-(2**200), "negative")):
        with pytest.raises(ParamError) as caught:
            param.AccountId.from_int(wrong)
        assert caught.value.kind == kind
    for wrong in (True, "7", 1.0, None):
        with pytest.raises(TypeError):
            param.AccountId.from_int(wrong)


def test_sides():
    assert param.Side("BUY") is param.Side.BUY
    assert param.Side.BUY.opposite is param.Side.SELL
    assert f"{param.Side.BUY}" == "buy"
    with pytest.raises(ValueError, match="long"):
        param.Side("long")
    with pytest.raises(ParamError):
        openpit.OrderOperation(side="long")
    with pytest.raises(TypeError):
        openpit.OrderOperation(side=1)


def test_enums_are_those_of_the_spec():
    text = (SPEC / "values.toml").read_text(encoding="utf-8")
    for enum in TEXT_ENUMS:
        assert f'name = "{enum.__name__}"' in text
        for member in enum:
            assert f'text = "{member.value}"' in text
            assert enum(member.value) is member


def test_a_float_keeps_no_binary_dust():
    assert param.Price(0.1) + param.Price(0.2) == param.Price("0.3")
    assert param.Price(math.nextafter(0.1, 1)) == param.Price("0.10000000000000002")
