# SPDX-License-Identifier: Apache-2.0
"""What a hostile caller gives to values: a typed error or TypeError (V-2, V-6, V-7.6, V-7.7)."""

import copyreg
import enum
import itertools
import pickle
import types
from decimal import Decimal
from fractions import Fraction

import openpit
import pytest
from openpit import param
from openpit.errors import ParamError
from value_samples import NUMBERS, TEXT_ENUMS, VALUES

DECIMALS = (*NUMBERS, param.Leverage)


class Level(enum.IntEnum):
    """A number that is an `int` of a class of its own."""

    FIVE = 5


class Unshown:
    """What cannot even be shown."""

    def __repr__(self):
        raise RuntimeError("not to be shown")


class LyingInt(int):
    """An `int` whose every operator gives another number."""

    def __index__(self):
        return 7

    __int__ = __pos__ = __neg__ = __abs__ = __trunc__ = __index__

    def __and__(self, other):
        return 7

    __rshift__ = __lshift__ = __add__ = __mul__ = __and__

    def __str__(self):
        return "7"

    __repr__ = __str__

    def to_bytes(self, *_args, **_keywords):
        return b"\7" * 16


class LyingStr(str):
    """A `str` that prints another text."""

    def __str__(self):
        return "7"

    def encode(self, *_args):
        return b"7"


class LyingFloat(float):
    """A `float` that says it is another."""

    def __float__(self):
        return 7.0

    def __repr__(self):
        return "7"


class LyingDecimal(Decimal):
    """A `Decimal` that prints another number."""

    def __str__(self):
        return "7"

    def __format__(self, spec):
        return "7"


class Impostor:
    """Says that it is a `Decimal`."""

    __class__ = Decimal

    def __str__(self):
        return "7"


class Convertible:
    """Like a number of numpy: it converts to what is asked."""

    def __float__(self):
        return 7.0

    def __int__(self):
        return 7

    __index__ = __int__


NO_NUMBERS = [
    True, False, None, b"5", bytearray(b"5"), memoryview(b"5"), [], {}, (), object(), int,
    Fraction(1, 2), 1j, Impostor(), Convertible(), range(3), ..., lambda: 5,
]  # fmt: skip
BAD_NUMBERS = [
    10**30, -(10**30), 10**5000, -(10**5000), Decimal("NaN"), Decimal("sNaN"),
    Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999"), float("nan"), float("inf"),
    -float("inf"), 1e308, 5e-324, "", " 5", "5 ", "5_0", "5,0", "\uff15", "\u0665", "0x5", "nan",
    "inf", "5e", "5e99999999999999999999", "+", "-", ".", "5.", ".5", "\x005", "5\x00", "5\n",
    "\ud800", "5\udfff", "9" * 5000, "0." + "0" * 5000 + "1", LyingInt(10**40), "\u22125",
]  # fmt: skip
names = pytest.mark.parametrize("kind", DECIMALS, ids=lambda kind: kind.__name__)


@names
def test_what_is_no_number_is_a_type_error(kind):
    doors = (kind, kind.from_decimal, kind.from_string, kind.from_int, kind.from_float)
    for value, door in itertools.product(NO_NUMBERS, doors):
        with pytest.raises(TypeError):
            door(value)


@names
def test_a_bad_number_is_a_param_error(kind):
    for value in BAD_NUMBERS:
        with pytest.raises(ParamError) as caught:
            kind(value)
        assert len(caught.value.input) <= 64
        assert "allowed" in str(caught.value)


@names
def test_a_door_takes_only_its_own_type(kind):
    doors = {
        kind.from_decimal: [5, 5.0, "5"],
        kind.from_string: [5, 5.0, Decimal(5)],
        kind.from_int: [5.0, "5", Decimal(5)],
        kind.from_float: [5, "5", Decimal(5)],
        kind.from_json_value: [b"5"],
    }
    for door, wrong in doors.items():
        for value in (*wrong, kind(5)):
            with pytest.raises(TypeError, match="allowed is"):
                door(value)


@names
def test_a_subclass_is_taken_for_what_it_is(kind):
    """V-7.7: what the methods of a subclass say does not matter."""
    assert kind(Level.FIVE) == kind.from_int(Level.FIVE) == kind(5)
    assert kind(LyingStr("5")) == kind(5)
    assert kind(LyingFloat(5.5)) == kind("5.5")
    assert kind(LyingDecimal(5)) == kind.from_decimal(LyingDecimal(5)) == kind(5)
    assert kind(LyingInt(5)) == kind(5)


def test_a_large_int_of_a_subclass_does_not_lie():
    large = LyingInt(10**20)
    assert param.Price(large) == param.Price(10**20)
    assert param.Price("1.5") * large == param.Price("150000000000000000000")
    assert param.Price(3) / LyingInt(10**20) == param.Price("3e-20")
    account = param.AccountId.from_int(LyingInt(2**64 - 1))
    assert account == param.AccountId.from_int(2**64 - 1)


def test_factors_have_any_size():
    """V-4.6: by `int`, `float` and `Decimal` alike, subclasses too."""
    price = param.Price("0.1")
    for huge in (10**29, Decimal("1E+29"), 1e29, LyingInt(10**29), LyingDecimal("1E+29")):
        assert price * huge == price.__rmul__(huge) == param.Price("1e28")
        assert param.Price("1e28") / huge == price
        assert price.div_rounded(huge, 28, "up") == param.Price("1e-28")
        assert price.remainder(huge) == price
    for huge in (2**200, 10**5000, Decimal("1E+6144"), Decimal("-1E-6144"), 1e308, 5e-324):
        assert param.Price.ZERO * huge == param.Price.ZERO / huge == param.Price.ZERO
    for wrong in (Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), float("inf")):
        for call in (price.__mul__, price.__truediv__, price.remainder):
            with pytest.raises(ParamError) as caught:
                call(wrong)
            assert caught.value.kind == "not_finite"
    with pytest.raises(ParamError, match=r"`0\.1 \* 1e5000` is too large"):
        price * 10**5000


def test_numpy_leaves_operators_to_the_numbers():
    """NumPy would hand over a `float32` as a `float`, which is another number."""

    class Float32:
        """What NumPy's scalars do with an operator."""

        def __mul__(self, other):
            if type(other).__array_ufunc__ is None:
                return NotImplemented
            return 0.10000000149011612 * other

    for number in (param.Price, param.Quantity, param.PositionSize):
        for call in (lambda one: Float32() * one, lambda one: one * Float32()):
            with pytest.raises(TypeError, match="unsupported operand"):
                call(number(2))


def test_exponents_of_decimals_are_exact():
    assert param.Price(Decimal("1E+3")) == param.Price(1000)
    assert param.Price(Decimal("1.0E-28")) == param.Price("0.0000000000000000000000000001")
    assert param.Price(Decimal("-0E+99")) == param.Price.ZERO


@pytest.mark.parametrize("enum_class", [*TEXT_ENUMS, openpit.KillSwitchAction], ids=repr)
def test_enums_refuse_what_they_lack(enum_class):
    for wrong in ("", "lon", "LONG ", "\ud800", LyingStr("x"), "unset"):
        with pytest.raises(ParamError):
            enum_class(wrong)
    # Python's own enum would show the wrong value, which not every value bears.
    for wrong in (None, 1, 0, True, b"long", 1.5, [], object(), 10**5000, Unshown()):
        with pytest.raises(TypeError):
            enum_class(wrong)
    with pytest.raises(TypeError):
        types.new_class("More", (enum_class,))
    with pytest.raises(AttributeError):
        next(iter(enum_class)).value = "x"


def test_ids_refuse_what_they_lack():
    for kind, most in ((param.AccountId, 2**64 - 1), (param.AccountGroupId, 2**32 - 1)):
        assert kind.from_int(most).value == most
        for wrong, error in ((-1, "negative"), (most + 1, "overflow"), (10**5000, "overflow")):
            with pytest.raises(ParamError) as caught:
                kind.from_int(wrong)
            assert caught.value.kind == error
            assert str(most) in str(caught.value) or error == "negative"
        for wrong in (True, 1.0, "1", None, Decimal(1), Convertible()):
            with pytest.raises(TypeError):
                kind.from_int(wrong)
        with pytest.raises(TypeError):
            kind(1)


def test_arguments_of_rounding_are_checked():
    price = param.Price(1)
    for scale in (-1, 29, 2**40, 10**5000, LyingInt(29)):
        with pytest.raises(ParamError) as caught:
            price.div_rounded(3, scale, "up")
        assert caught.value.kind == "scale_out_of_range"
    for scale in (None, True, 2.0, "2", Decimal(2)):
        with pytest.raises(TypeError):
            price.div_rounded(3, scale, "up")
    for strategy in (None, 1, param.Side):
        with pytest.raises(TypeError):
            price.div_rounded(3, 2, strategy)
    with pytest.raises(ParamError, match="half_even"):
        price.div_rounded(3, 2, "sideways")


WRONG = ("\ud800", 10**40, -1.5j, None, b"1", [])


class Forged:
    """Pickled as a call of what a value is pickled as, with other arguments."""

    def __init__(self, make, *args):
        self.made = make, args

    def __reduce__(self):
        return self.made


def forgeries(value):
    """A value's pickle with each argument replaced, and one with an argument less."""
    make, args = value.__reduce_ex__(4)[:2]
    if make is copyreg.__newobj_ex__:
        kind, _, keywords = args
        yield Forged(make, kind, (), {})
        for name, wrong in itertools.product(keywords, WRONG):
            yield Forged(make, kind, (), {**keywords, name: wrong})
        return
    yield Forged(make, *args[:-1])
    for wrong in WRONG:
        yield Forged(make, *args[:-1], wrong)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_tampered_pickle_is_refused(value):
    """V-7.6: what is no value any more is a typed error or a TypeError."""
    seen = 0
    for forged in forgeries(value):
        data = pickle.dumps(forged, 4)
        with pytest.raises((ParamError, TypeError)):
            pickle.loads(data)
        seen += 1
    assert seen > len(WRONG)


def test_a_tampered_text_in_a_pickle_is_a_param_error():
    for good, bad in ((b"1.5", b"1_5"), (b"1.5", b"-.5"), (b"1.5", b"1e9")):
        for protocol in range(2, 6):
            forged = pickle.dumps(param.Leverage("1.5"), protocol).replace(good, bad)
            assert bad in forged
            with pytest.raises(ParamError):
                pickle.loads(forged)


def test_a_pickle_cannot_build_without_arguments():
    for kind in {type(value) for value in VALUES}:
        with pytest.raises((TypeError, ParamError)):
            copyreg.__newobj__(kind)
        with pytest.raises((TypeError, ParamError)):
            copyreg._reconstructor(kind, object, None)
