# SPDX-License-Identifier: Apache-2.0
"""`python3 -m spec.gen.vectors --check | --write`: the generated value vectors (V-8).

The oracle is exact rational arithmetic of the standard library, and `decimal` with a wide context
for text; no line of it is shared with any implementation.
"""

import argparse
import decimal
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from .tables import ROOT, TableError

FOLDER = ROOT / "spec" / "vectors"
LARGEST = 2**96 - 1
MAX_SCALE = 28
UNSIGNED = ("quantity", "volume")
TYPES = ("price", "quantity", "volume", "pnl", "fee")
STRATEGIES = ("half_even", "half_away", "up", "down", "toward_zero")
WIDE = decimal.Context(prec=999, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


class Refused(Exception):
    """The operation has no result; the argument is the error kind."""


def number(text: str) -> Fraction:
    """The exact value of a text."""
    return Fraction(WIDE.create_decimal(text))


def held(value: Fraction) -> Fraction:
    """The value itself if a number can hold it (V-1)."""
    if abs(value) > LARGEST:
        raise Refused("overflow")
    for scale in range(MAX_SCALE + 1):
        scaled = value * 10**scale
        if scaled.denominator == 1:
            if abs(scaled) > LARGEST:
                break
            return value
    raise Refused("inexact")


def signed(kind: str, value: Fraction, refusal: str) -> Fraction:
    """The value if the type takes its sign."""
    if kind in UNSIGNED and value < 0:
        raise Refused(refusal)
    return value


def rounded(value: Fraction, scale: int, strategy: str) -> Fraction:
    """The value at `scale` digits after the point, before any check."""
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


def quotient(left: Fraction, right: Fraction) -> Fraction:
    """Half-even at the largest scale that fits (V-4.2)."""
    for scale in range(MAX_SCALE, -1, -1):
        value = rounded(left / right, scale, "half_even")
        if abs(value * 10**scale) <= LARGEST:
            return value
    raise Refused("overflow")


def remainder(left: Fraction, right: Fraction) -> Fraction:
    """What the truncated division leaves, with the sign of `left`."""
    return left - right * int(left / right)


def text(value: Fraction) -> str:
    """Canonical text (V-1.2)."""
    plain = format(WIDE.divide(value.numerator, value.denominator), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if value == 0 else plain


def fixed(value: Fraction, decimals: int) -> str:
    """Text with a fixed number of decimals, half-even, never `-0`."""
    close = rounded(value, decimals, "half_even")
    plain = format(WIDE.divide(close.numerator, close.denominator), f".{decimals}f")
    return plain.removeprefix("-") if close == 0 else plain


def divisor(value: str) -> Fraction:
    """A divisor: anything but zero."""
    if number(value) == 0:
        raise Refused("division_by_zero")
    return number(value)


def input_value(kind: str, op: str, args: list[str]) -> Fraction:
    """The result of the operations that make a value from input."""
    value = args[0]
    if op.endswith("_rounded") and int(args[1]) > MAX_SCALE:
        raise Refused("scale_out_of_range")
    if op.startswith("from_float"):
        if value in ("nan", "inf", "-inf"):
            raise Refused("not_finite")
        value = repr(float(value))
    result = number(value)
    if op.endswith("_rounded"):
        result = rounded(result, int(args[1]), args[2])
    return signed(kind, held(result), "negative")


def arithmetic(kind: str, op: str, args: list[str]) -> Fraction:
    """The result of the operations on values."""
    left = number(args[0])
    if op == "neg":
        return signed(kind, -left, "underflow")
    if op == "add":
        result = held(left + number(args[1]))
    elif op == "sub":
        result = held(left - number(args[1]))
    elif op in ("mul", "mul_int"):
        result = held(left * number(args[1]))
    elif op == "div":
        result = quotient(left, divisor(args[1]))
    elif op == "rem":
        result = remainder(left, divisor(args[1]))
    else:
        if int(args[2]) > MAX_SCALE:
            raise Refused("scale_out_of_range")
        result = held(rounded(left / divisor(args[1]), int(args[2]), args[3]))
    return signed(kind, result, "underflow")


def answer(kind: str, op: str, args: list[str]) -> dict[str, str]:
    """`{"result": ...}` or `{"error": ...}` of one vector."""
    try:
        if op == "compare":
            left, right = number(args[0]), number(args[1])
            return {"result": str((left > right) - (left < right))}
        if op == "to_fixed":
            return {"result": fixed(number(args[0]), int(args[1]))}
        door = op.startswith("from_")
        return {"result": text(input_value(kind, op, args) if door else arithmetic(kind, op, args))}
    except Refused as refused:
        return {"error": str(refused)}


class Draw:
    """Numbers that are the same in every version of Python, unlike `random`."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed, 0

    def below(self, limit: int) -> int:
        """A number of 0 to limit - 1."""
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}:{self.count}".encode()).digest()
        return int.from_bytes(digest, "big") % limit

    def one(self, items: Iterable[str]) -> str:
        """One of the items."""
        pool = list(items)
        return pool[self.below(len(pool))]

    def value(self, kind: str) -> str:
        """Text of a value that the type can hold; near the edges more often than not."""
        bits = (4, 16, 33, 64, 65, 95, 96)[self.below(7)]
        coefficient = self.below(2**bits)
        shape = self.below(4)
        if shape == 0:
            coefficient = 2**bits - 1 - self.below(2)
        elif shape == 1:
            coefficient = min(10 ** self.below(29) * (1 + self.below(9)), LARGEST)
        scale = (0, 1, 2, 8, 18, 27, 28)[self.below(7)]
        sign = -1 if kind not in UNSIGNED and self.below(2) else 1
        return text(Fraction(sign * coefficient, 10**scale))

    def literal(self) -> str:
        """Text in the grammar with zeros and exponents that canonical text does not have."""
        whole = "0" * self.below(3) + str(self.below(10 ** (1 + self.below(30))))
        fraction = self.one(("", ".0", ".50", f".{self.below(10**12)}00", f".{'0' * 27}1"))
        exponent = self.one(("", "", "e0", f"e+{self.below(6)}", f"E-{self.below(30)}", "e-28"))
        return self.one(("", "+", "-")) + whole + fraction + exponent


def rounding_args(draw: Draw) -> list[str]:
    """Scale and strategy."""
    return [str(draw.one(("0", "1", "2", "8", "27", "28", "29"))), draw.one(STRATEGIES)]


FILES = {
    "input": {"from_string": 70, "from_int": 30, "from_float": 40},
    "rounding": {
        "from_string_rounded": 80,
        "from_decimal_rounded": 50,
        "from_float_rounded": 40,
        "to_fixed": 40,
    },
    "arithmetic": {"add": 80, "sub": 80, "neg": 20, "mul": 80, "mul_int": 40, "compare": 40},
    "division": {"div": 80, "div_rounded": 80, "rem": 60},
}


def arguments(draw: Draw, kind: str, op: str) -> list[str]:
    """Arguments for one vector."""
    if op in ("from_string", "from_string_rounded"):
        args = [draw.literal()]
    elif op == "from_int":
        args = [str((draw.below(2**98) >> draw.below(98)) * (1 - 2 * draw.below(2)))]
    elif op.startswith("from_float"):
        exponent = draw.below(40) - 20
        args = [repr(float(f"{draw.below(10**16) - 10**15}e{exponent - 8}"))]
    elif op == "from_decimal_rounded":
        args = [draw.value("price")]
    else:
        args = [draw.value(kind)]
    if op in ("add", "sub", "compare"):
        args.append(draw.value(kind))
    elif op in ("mul", "div", "rem", "div_rounded"):
        args.append(draw.value("price"))
    elif op == "mul_int":
        args.append(str(draw.below(2 ** (1 + draw.below(70))) * (1 - 2 * draw.below(2))))
    if op == "to_fixed":
        args.append(draw.one(("0", "1", "2", "8", "28", "30")))
    elif op.endswith("_rounded"):
        args += rounding_args(draw)
    return args


def vectors(name: str) -> Iterator[dict[str, object]]:
    """All vectors of one file."""
    for op, count in FILES[name].items():
        draw = Draw(op)
        for index in range(count):
            kind = TYPES[index % len(TYPES)]
            args = arguments(draw, kind, op)
            head = {"id": f"{op}-{index + 1:03}", "type": kind, "op": op, "args": args}
            yield {**head, **answer(kind, op, args)}


def files(_tables: object = None) -> dict[str, str]:
    """Path -> text of every generated file, one vector a line; the same form as the emitters."""
    if wrong := wrong_edges():
        raise TableError(f"the oracle disagrees with the edges `{'`, `'.join(wrong)}`")
    made = {}
    for name in FILES:
        lines = ",\n".join(json.dumps(vector) for vector in vectors(name))
        made[f"spec/vectors/{name}.json"] = f"[\n{lines}\n]\n"
    return made


def wrong_edges() -> list[str]:
    """Ids of hand-made number vectors that the oracle does not confirm."""
    edges = json.loads((FOLDER / "edges.json").read_text(encoding="utf-8"))
    wrong = []
    for edge in edges:
        if edge["type"] not in TYPES or edge.get("error") in ("invalid_format", "empty"):
            continue
        said = {key: edge[key] for key in ("result", "error") if key in edge}
        if answer(edge["type"], edge["op"], edge["args"]) != said:
            wrong.append(edge["id"])
    return wrong


def is_current(path: Path, text: str) -> bool:
    """Whether the file holds this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> int:
    """Run the command line; 0 when clean or written, 1 when stale, 2 when an edge is wrong."""
    parser = argparse.ArgumentParser(prog="python3 -m spec.gen.vectors", description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="fail if a generated file is stale")
    mode.add_argument("--write", action="store_true", help="write the generated files")
    args = parser.parse_args()
    try:
        made = files()
    except TableError as error:
        print(f"spec.gen.vectors: {error}", file=sys.stderr)
        return 2
    old = [path for path, text in made.items() if not is_current(ROOT / path, text)]
    for path in old:
        if args.write:
            (ROOT / path).write_text(made[path], encoding="utf-8")
            print(f"written {path}")
        else:
            print(f"spec.gen.vectors: stale `{path}`", file=sys.stderr)
    return int(bool(old) and not args.write)


if __name__ == "__main__":
    sys.exit(main())
