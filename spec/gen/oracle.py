# SPDX-License-Identifier: Apache-2.0
"""What every operation on values answers (V): exact rational arithmetic of the standard library.

It shares no line with any implementation and no habit either: no fixed width, no fast path.
`decimal` with a wide context makes text of a fraction; nothing here ever rounds unless asked.
"""

import decimal
import re
from collections.abc import Callable
from fractions import Fraction

LARGEST = 2**96 - 1
MAX_SCALE = 28
UNSIGNED = ("quantity", "volume", "notional")
SIGNED = ("price", "pnl", "fee", "cash_flow", "position_size")
NUMBERS = ("price", "quantity", "volume", "pnl", "fee", "notional", "cash_flow", "position_size")
STRATEGIES = ("half_even", "half_away", "up", "down", "toward_zero")
SIDES = {"buy": 1, "sell": -1, "BUY": 1, "SELL": -1}
NOT_FINITE = ("nan", "inf", "-inf")
WIDE = decimal.Context(prec=999, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
GRAMMAR = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
# Farther from one than any number or rounding reaches: what is out there is only large or small.
FAR = 200
# A factor is exact up to here: what a remainder leaves shows its last digit.
FAR_FACTOR = 2_000


class Refused(Exception):
    """The operation has no result; the argument is the error kind."""


def read(text: str, far: int = FAR) -> Fraction:
    """The value that a text of the grammar states (V-2.1); beyond `far`, one as far away."""
    if text == "":
        raise Refused("empty")
    match = GRAMMAR.fullmatch(text)
    if match is None:
        raise Refused("invalid_format")
    sign, whole, fraction, exponent = match.groups(default="")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return Fraction(0)
    # `int` refuses texts of thousands of digits; leading zeros and what follows nine do not matter.
    power = exponent.lstrip("+-").lstrip("0")
    shift = (10**9 if len(power) > 9 else int(power or "0")) * (-1 if "-" in exponent else 1)
    size = len(digits) + shift - len(fraction)
    if size > far:
        value = Fraction(10**far)
    elif size < -far:
        value = Fraction(1, 10**far)
    else:
        value = Fraction(int(digits)) * Fraction(10) ** (shift - len(fraction))
    return -value if sign == "-" else value


def held(value: Fraction) -> Fraction:
    """The value itself if a number can hold it (V-1)."""
    if abs(value) > LARGEST:
        raise Refused("overflow")
    # The fewest digits after the point: as many as the denominator has twos or fives.
    rest, counts = value.denominator, {2: 0, 5: 0}
    for prime in counts:
        while rest % prime == 0:
            rest, counts[prime] = rest // prime, counts[prime] + 1
    scale = max(counts.values())
    if rest != 1 or scale > MAX_SCALE or abs(value) * 10**scale > LARGEST:
        raise Refused("inexact")
    return value


def signed(kind: str, value: Fraction, refusal: str) -> Fraction:
    """The value if the type takes its sign (V-1.4)."""
    if kind in UNSIGNED and value < 0:
        raise Refused(refusal)
    return value


def rounded(value: Fraction, scale: int, strategy: str) -> Fraction:
    """The value at `scale` digits after the point, before any check (V-3.1)."""
    scaled = value * 10**scale
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    half = Fraction(1, 2)
    up = {
        "half_even": rest > half or (rest == half and floor % 2 == 1),
        "half_away": rest > half or (rest == half and scaled > 0),
        "up": rest > 0,
        "down": False,
        "toward_zero": rest > 0 and scaled < 0,
    }[strategy]
    return Fraction(floor + up, 10**scale)


def scale_of(text: str) -> int:
    """A scale that a number can have."""
    if int(text) > MAX_SCALE:
        raise Refused("scale_out_of_range")
    return int(text)


def strategy_of(text: str) -> str:
    """A rounding strategy of the table."""
    if text not in STRATEGIES:
        raise Refused("unknown_name" if text else "empty")
    return text


def divisor(value: Fraction) -> Fraction:
    """A divisor: anything but zero (V-4.5)."""
    if value == 0:
        raise Refused("division_by_zero")
    return value


def quotient(left: Fraction, right: Fraction) -> Fraction:
    """Half-even at the largest scale that fits (V-4.2)."""
    exact = left / divisor(right)
    for scale in range(MAX_SCALE, -1, -1):
        value = rounded(exact, scale, "half_even")
        if abs(value * 10**scale) <= LARGEST:
            return value
    raise Refused("overflow")


def quotient_rounded(left: Fraction, right: Fraction, scale: str, strategy: str) -> Fraction:
    """The quotient as the caller rounds it (V-4.3)."""
    digits = scale_of(scale)
    return held(rounded(left / divisor(right), digits, strategy_of(strategy)))


def text(value: Fraction) -> str:
    """Canonical text (V-1.2)."""
    plain = format(WIDE.divide(value.numerator, value.denominator), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if value == 0 else plain


def fixed(value: Fraction, decimals: int) -> str:
    """Text with a fixed number of decimals, half-even, never `-0` (V-1.3)."""
    close = rounded(value, decimals, "half_even")
    plain = format(WIDE.divide(close.numerator, close.denominator), f".{decimals}f")
    return plain.removeprefix("-") if close == 0 else plain


def entered(op: str, args: list[str]) -> Fraction:
    """What a door of numbers takes, before any check of the type."""
    if op.endswith("_rounded"):
        scale_of(args[1])
    source = args[0]
    if op.startswith("from_float"):
        if source in NOT_FINITE:
            raise Refused("not_finite")
        source = repr(float(source))
    return read(source)


def door(kind: str, op: str, args: list[str]) -> Fraction:
    """The result of the operations that make a number from input (V-2, V-3)."""
    value = entered(op, args)
    if op.endswith("_rounded"):
        value = rounded(value, int(args[1]), strategy_of(args[2]))
    return signed(kind, held(value), "negative")


def value(kind: str, source: str) -> Fraction:
    """An operand: a value of its type."""
    return leverage("from_string", [source]) if kind == "leverage" else door(kind, "", [source])


def arithmetic(kind: str, op: str, args: list[str]) -> Fraction:
    """The result of the operations on values (V-4)."""
    left = value(kind, args[0])
    if op == "neg":
        return signed(kind, -left, "underflow")
    right = value(kind, args[1]) if op in ("add", "sub") else read(args[1], FAR_FACTOR)
    if op == "add":
        result = held(left + right)
    elif op == "sub":
        result = held(left - right)
    elif op in ("mul", "mul_int"):
        result = held(left * right)
    elif op == "div":
        result = quotient(left, right)
    elif op == "rem":
        # What the truncated division leaves, with the sign of the left side (V-4.4).
        result = held(left - right * int(left / divisor(right)))
    elif op == "div_rounded":
        result = quotient_rounded(left, right, *args[2:])
    else:
        raise ValueError(f"no operation `{op}` of `{kind}`")
    return signed(kind, result, "underflow")


Convert = Callable[..., Fraction]


def same(amount: Fraction) -> Fraction:
    """The same amount under another name."""
    return amount


def turned(amount: Fraction) -> Fraction:
    """The same amount with the other sign: what a cost does to a profit (V-5.4)."""
    return -amount


def by_absolute(price: Fraction, quantity: Fraction) -> Fraction:
    """Absolute price times quantity (V-5.1)."""
    return abs(price) * abs(quantity)


def per_absolute(amount: Fraction, price: Fraction) -> Fraction:
    """An amount divided by the absolute price (V-5.2)."""
    return quotient(amount, abs(price))


# (receiver, call) -> types of the arguments behind it, type of the result, what it computes.
# Divisions have a `_rounded` form beside them.
CONVERSIONS: dict[tuple[str, str], tuple[tuple[str, ...], str, Convert]] = {
    ("price", "calculate_volume"): (("quantity",), "volume", by_absolute),
    ("price", "calculate_notional"): (("quantity",), "notional", by_absolute),
    ("price", "calculate_position_size"): (("quantity",), "position_size", lambda p, q: p * q),
    ("quantity", "calculate_volume"): (("price",), "volume", by_absolute),
    ("volume", "calculate_quantity"): (("price",), "quantity", per_absolute),
    ("volume", "to_notional"): ((), "notional", same),
    ("volume", "to_cash_flow_inflow"): ((), "cash_flow", same),
    ("volume", "to_cash_flow_outflow"): ((), "cash_flow", turned),
    ("notional", "to_volume"): ((), "volume", same),
    ("notional", "calculate_margin_required"): (("leverage",), "notional", quotient),
    ("fee", "to_pnl"): ((), "pnl", turned),
    ("fee", "to_cash_flow"): ((), "cash_flow", turned),
    ("fee", "to_position_size"): ((), "position_size", turned),
    ("pnl", "to_cash_flow"): ((), "cash_flow", same),
    ("pnl", "to_position_size"): ((), "position_size", same),
    ("cash_flow", "to_position_size"): ((), "position_size", same),
}
# Called on the type: every value is an argument.
STATICS: dict[tuple[str, str], tuple[tuple[str, ...], str, Convert]] = {
    ("notional", "from_price_quantity"): (("price", "quantity"), "notional", by_absolute),
    ("notional", "from_volume"): (("volume",), "notional", same),
}


def converted(kind: str, op: str, args: list[str]) -> str:
    """The result of a conversion (V-5)."""
    name = op.removesuffix("_rounded")
    if (kind, name) in STATICS:
        types, result, compute = STATICS[kind, name]
    else:
        types, result, compute = CONVERSIONS[kind, name]
        types = (kind, *types)
    operands = [value(*pair) for pair in zip(types, args, strict=False)]
    if name != op:
        left, right = operands
        return text(quotient_rounded(left, abs(right), *args[2:]))
    return text(signed(result, held(compute(*operands)), "underflow"))


def sized(op: str, args: list[str]) -> str:
    """The result of the calls between a position and (quantity, side) (V-5.6)."""
    if op == "from_quantity_and_side":
        return text(value("quantity", args[0]) * side(args[1]))
    size = value("position_size", args[0])
    if op == "checked_add_quantity":
        return text(held(size + value("quantity", args[1]) * side(args[2])))
    if size == 0:
        return "none"
    buys = (size > 0) == (op == "to_open_quantity")
    return f"{text(abs(size))} {'buy' if buys else 'sell'}"


def side(name: str) -> int:
    """1 for a buy, -1 for a sell."""
    if name not in SIDES:
        raise Refused("unknown_name" if name else "empty")
    return SIDES[name]


def leverage(op: str, args: list[str]) -> Fraction:
    """A leverage: 1 to 3000 in steps of 0.1 (V-1.9)."""
    found = entered(op, args)
    try:
        held(found)
    except Refused as refused:
        # What no number holds is far out of the range, or has far more digits than a step.
        raise Refused({"overflow": "out_of_range", "inexact": "off_step"}[str(refused)]) from None
    if not 1 <= found <= 3000:
        raise Refused("out_of_range")
    if (found * 10).denominator != 1:
        raise Refused("off_step")
    return found


def adjusted(args: list[str]) -> str:
    """What is there after an adjustment: kind, amount, what was there (V-6.9)."""
    kind, amount, before = args[0], *(value("position_size", arg) for arg in args[1:])
    return text(held(before + amount) if kind == "delta" else amount)


def hashed(name: str) -> str:
    """FNV-1a, 64 bits, of the UTF-8 bytes (V-6.3)."""
    if name == "":
        raise Refused("empty")
    found = 0xCBF29CE484222325
    for byte in name.encode():
        found = (found ^ byte) * 0x100000001B3 % 2**64
    return str(found)


def order(left: Fraction, right: Fraction) -> str:
    """-1, 0 or 1 (V-1.1)."""
    return str((left > right) - (left < right))


def apply(kind: str, op: str, args: list[str]) -> str:
    """The canonical text of one operation's result."""
    if op == "compare":
        return order(*(value(kind, arg) for arg in args))
    if op == "to_fixed":
        return fixed(value(kind, args[0]), int(args[1]))
    if kind == "leverage":
        return text(leverage(op, args))
    if kind == "adjustment_amount":
        return adjusted(args)
    if kind == "account_id":
        return hashed(args[0]) if op == "from_string" else text(read(args[0]))
    if kind == "account_group_id":
        return text(read(args[0]))
    name = op.removesuffix("_rounded")
    if (kind, name) in CONVERSIONS or (kind, name) in STATICS:
        return converted(kind, op, args)
    if kind == "position_size" and ("quantity" in op or "side" in op):
        return sized(op, args)
    return text((door if op.startswith("from_") else arithmetic)(kind, op, args))


def answer(kind: str, op: str, args: list[str]) -> dict[str, str]:
    """`{"result": ...}` or `{"error": ...}` of one vector."""
    try:
        return {"result": apply(kind, op, args)}
    except Refused as refused:
        return {"error": str(refused)}
