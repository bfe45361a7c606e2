# SPDX-License-Identifier: Apache-2.0
"""Every language answers what Python's `decimal` answers in a wide context (V-8.1).

One list of cases is drawn for all three languages, and each of them gets it in one call.
"""

import hashlib
import os

import pytest
from conftest import BINDINGS
from drivers import load
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from spec.gen import oracle
from spec.gen.oracle import LARGEST, NUMBERS, STRATEGIES, UNSIGNED, answer, text

CASES = 1_000
LISTS = int(os.environ.get("OPENPIT_ORACLE_LISTS", "100"))
POOL = 24
PAD = hashlib.shake_256(b"cases").digest(6 * CASES)
SETTINGS = settings(
    max_examples=LISTS,
    derandomize=True,
    database=None,
    deadline=None,
    # The text of a failure names the one case of the list: there is nothing to shrink.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

# Coefficients: small ones, those of one machine word, any, the edges of 32, 64 and 96 bits.
EDGES = [2**bits + step for bits in (32, 64) for step in (-1, 0, 1)]
COEFFICIENTS = st.one_of(
    st.integers(0, 1_000),
    st.integers(0, 2**64),
    st.integers(0, LARGEST),
    st.sampled_from([*EDGES, LARGEST - 1, LARGEST]),
    st.integers(0, 28).map(lambda power: 10**power),
    st.integers(0, 27).map(lambda power: 5 * 10**power),
)
MAGNITUDES = st.tuples(COEFFICIENTS, st.integers(0, 28)).map(
    lambda parts: oracle.Fraction(parts[0], 10 ** parts[1])
)
FLOATS = st.floats().map(lambda value: repr(value).replace("-nan", "nan"))
# Integers of any size, often of few digits and many zeros (V-2.2).
INTEGERS = st.one_of(
    st.integers(1 - 2**127, 2**127 - 1),
    st.integers(-(2**500), 2**500),
    st.tuples(st.integers(-999, 999), st.integers(0, 80)).map(lambda pair: pair[0] * 10 ** pair[1]),
)
# Factors and divisors as decimals write them: any number of digits, any exponent (V-4.6).
FACTORS = st.one_of(
    st.tuples(st.integers(-(10**100), 10**100), st.integers(-400, 400)),
    st.tuples(st.integers(-999, 999), st.integers(-90, 60)),
    st.tuples(st.integers(0, 90).map(lambda power: 2**power), st.integers(-90, 30)),
    st.tuples(st.integers(0, 90).map(lambda power: -(5**power)), st.integers(-90, 30)),
).map(lambda pair: f"{pair[0]}E{pair[1]:+}")
# Hundredths of leverages about the ends of their range.
LEVERAGES = [end + step for end in (100, 300_000) for step in (-10, -1, 0, 1, 5, 10, 90, 100)]

# What a case does, by a number that stands for it: (type, operation, types of its arguments).
SHAPES = [
    *(
        (kind, op, args)
        for kind in NUMBERS
        for op, args in {
            "add": (kind, kind),
            "sub": (kind, kind),
            "neg": (kind,),
            "mul": (kind, "factor"),
            "mul_int": (kind, "int"),
            "div": (kind, "factor"),
            "div_rounded": (kind, "factor", "scale", "strategy"),
            "rem": (kind, "factor"),
            "compare": (kind, kind),
            "to_fixed": (kind, "scale"),
            "from_int": ("int",),
            "from_float": ("float",),
            "from_decimal": ("price",),
            "from_string": ("price",),
            "from_string_rounded": ("long", "scale", "strategy"),
            "from_decimal_rounded": ("price", "scale", "strategy"),
            "from_float_rounded": ("float", "scale", "strategy"),
        }.items()
    ),
    *(
        (kind, op, (kind, *types))
        for (kind, op), (types, _, _) in oracle.CONVERSIONS.items()
        for _ in range(3)
    ),
    *((kind, op, types) for (kind, op), (types, _, _) in oracle.STATICS.items()),
    ("volume", "calculate_quantity_rounded", ("volume", "price", "scale", "strategy")),
    (
        "notional",
        "calculate_margin_required_rounded",
        ("notional", "leverage", "scale", "strategy"),
    ),
    ("position_size", "from_quantity_and_side", ("quantity", "side")),
    ("position_size", "to_open_quantity", ("position_size",)),
    ("position_size", "to_close_quantity", ("position_size",)),
    ("position_size", "checked_add_quantity", ("position_size", "quantity", "side")),
    ("adjustment_amount", "apply", ("adjustment", "position_size", "position_size")),
    ("leverage", "from_string", ("price",)),
    ("leverage", "from_decimal", ("near",)),
    ("leverage", "from_string", ("near",)),
    ("leverage", "from_float", ("float",)),
    ("leverage", "from_int", ("int",)),
    ("leverage", "to_fixed", ("leverage", "scale")),
    ("leverage", "compare", ("leverage", "leverage")),
]


def operand(kind, pool, byte):
    """One argument of a type, from the pool and one byte of choice."""
    magnitudes, floats, integers, factors = pool
    magnitude = magnitudes[byte % len(magnitudes)]
    if kind == "scale":
        return str(byte % 30)
    if kind == "strategy":
        return STRATEGIES[byte % 5]
    if kind == "side":
        return ("buy", "sell")[byte % 2]
    if kind == "adjustment":
        return ("delta", "absolute")[byte % 2]
    if kind == "factor" and byte % 3:
        return factors[byte % len(factors)]
    if kind == "int":
        return str(integers[byte % len(integers)])
    if kind == "float":
        return floats[byte % len(floats)]
    if kind == "leverage":
        return text(oracle.Fraction(10 + magnitude.numerator * 7 % 29_991, 10))
    if kind == "near":
        if byte % 4 == 0:
            return text(oracle.Fraction(LEVERAGES[byte // 4 % len(LEVERAGES)], 100))
        return text(oracle.Fraction(magnitude.numerator % 310_000, (10, 100)[byte // 128]))
    if kind == "long":
        # More digits than any number holds: what rounding is for.
        return (
            f"{text(magnitude)}{'' if '.' in text(magnitude) else '.'}{byte:03}5{integers[0] & 7}"
        )
    sign = 1 if kind in UNSIGNED or byte < 128 else -1
    return text(sign * magnitude)


def beside(kind, source, byte):
    """A value that differs from another one in one digit, or the same where there is none."""
    step = oracle.Fraction(1 if byte < 128 else -1, 10 ** (byte % 29))
    if kind == "leverage":
        return source
    answered = answer(kind, "add", [source, text(abs(step))])
    near = oracle.Fraction(source) + step
    if "result" not in answered or (kind in UNSIGNED and near < 0):
        return source
    return text(near)


def between(left, target):
    """The factor that makes the target of a value, or of which the target is the quotient."""
    found = oracle.Fraction(target) / (oracle.Fraction(left) or 1)
    rest = found.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    digits = found.denominator.bit_length()
    return f"{int(found * 10**digits)}E-{digits}" if rest == 1 else target


class Cases(list):
    """A list of cases; a failure's text names the ones that matter."""

    def __repr__(self):
        return f"{len(self)} cases"


@st.composite
def case_lists(draw):
    """Lists of cases: a pool of operands, and for each case what to do with which of them.

    Drawing each of thousands of operands by itself would need more than Hypothesis's buffer.
    """
    pool = (
        draw(st.lists(MAGNITUDES, min_size=POOL, max_size=POOL)),
        draw(st.lists(FLOATS, min_size=8, max_size=8)),
        draw(st.lists(INTEGERS, min_size=8, max_size=8)),
        draw(st.lists(FACTORS, min_size=POOL, max_size=POOL)),
    )
    drawn = draw(st.binary(min_size=6 * CASES, max_size=6 * CASES))
    # Hypothesis likes zeros, which would all be one case: a fixed pad makes many of them.
    choices = bytes(one ^ pad for one, pad in zip(drawn, PAD, strict=True))
    cases = Cases()
    for start in range(0, len(choices), 6):
        high, low, *bytes_ = choices[start : start + 6]
        kind, op, types = SHAPES[(high * 256 + low) % len(SHAPES)]
        args = [operand(one, pool, byte) for one, byte in zip(types, bytes_, strict=False)]
        if op == "compare" and bytes_[2] % 2:
            args[1] = beside(kind, args[0], bytes_[3])
        if "factor" in types and bytes_[1] % 6 == 0:
            args[1] = between(args[0], args[1])
        cases.append([kind, op, *args])
    return cases


@pytest.fixture(scope="module")
def drivers(request):
    """The languages to compare with the oracle."""
    return [load(binding) for binding in request.config.getoption("binding") or BINDINGS]


def short(found):
    """A result, or the kind of the error, as the oracle says it."""
    if isinstance(found, dict):
        return {"error": found.get("detail", found)}
    return {"result": found}


def differences(drivers, cases):
    """What a language answers otherwise than the oracle."""
    expected = [answer(kind, op, args) for kind, op, *args in cases]
    wrong = []
    for driver in drivers:
        found = driver.values(cases)
        assert len(found) == len(cases), driver.binding
        wrong += [
            f"{driver.binding}: {case} gives {short(one)}, not {told}"
            for case, one, told in zip(cases, found, expected, strict=True)
            if short(one) != told
        ]
    return wrong[:10]


@SETTINGS
@given(cases=case_lists())
@example(cases=[["price", "sub", "34028236693", "1.0000000000000000000000000000"]])
def test_random_operations_agree_with_the_oracle(drivers, cases):
    wrong = differences(drivers, cases)
    assert not wrong, "\n".join(wrong)


# Everything that the grammar is made of, what other parsers take, and what looks like a digit.
ALPHABET = (
    "0123456789" * 3
    + "..++--eE"
    + " _,:/'x\t\n\0nNaAiIfF%$\u00a0\u2212\u0661\uff11\u0967\u00b2\u2007\U0001d7d9"
)
TEXTS = st.one_of(
    st.text(alphabet=ALPHABET, max_size=40),
    st.from_regex(r"[+-]?[0-9]{1,32}(\.[0-9]{1,32})?([eE][+-]?[0-9]{1,4})?", fullmatch=True),
    st.text(max_size=20),
    st.tuples(MAGNITUDES, st.integers(-60, 60)).map(lambda pair: f"{text(pair[0])}e{pair[1]}"),
)
DOORS = [
    *((kind, "from_string", ()) for kind in (*NUMBERS, "leverage")),
    *(
        (kind, "from_string_rounded", (scale, strategy))
        for kind in ("price", "quantity")
        for scale in ("0", "2", "28")
        for strategy in STRATEGIES
    ),
]


@settings(SETTINGS, max_examples=3 * LISTS)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
@example(texts=["1e999999999999", "-1e-999999999999", "0e99999999999999999999", "9" * 5_000])
def test_no_text_gives_another_number_a_panic_or_an_untyped_error(drivers, texts):
    cases = [[kind, op, one, *rest] for one in texts for kind, op, rest in DOORS]
    wrong = differences(drivers, cases)
    assert not wrong, "\n".join(wrong)
