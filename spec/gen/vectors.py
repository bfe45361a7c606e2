# SPDX-License-Identifier: Apache-2.0
"""The generated value vectors (V-8), as `python3 -m spec.gen` writes and checks them.

`oracle.py` gives the answers; what is written by hand is checked against it too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

from . import oracle
from .oracle import LARGEST, NUMBERS, STRATEGIES, UNSIGNED, answer, text
from .tables import SPEC, TableError, Tables, snake

FOLDER = SPEC / "vectors"
T = TypeVar("T")


class Draw:
    """Numbers that are the same in every version of Python, unlike `random`."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed, 0

    def below(self, limit: int) -> int:
        """A number of 0 to limit - 1."""
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}:{self.count}".encode()).digest()
        return int.from_bytes(digest, "big") % limit

    def one(self, items: Iterable[T]) -> T:
        """One of the items."""
        pool = list(items)
        return pool[self.below(len(pool))]

    def value(self, kind: str) -> str:
        """Text of a value that the type can hold; near the edges more often than not."""
        if kind == "leverage":
            return text(Fraction(10 + self.below(29_991), 10))
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

    def everyday(self, kind: str) -> str:
        """Text of a value as desks have them; sums and products of two fit."""
        if kind == "leverage":
            return self.value(kind)
        sign = -1 if kind not in UNSIGNED and self.below(3) == 0 else 1
        return text(Fraction(sign * self.below(10 ** (1 + self.below(9))), 10 ** self.below(9)))

    def any_value(self, kind: str) -> str:
        """An everyday value, or one of the edges."""
        return self.value(kind) if self.below(2) else self.everyday(kind)

    def huge_int(self) -> str:
        """An integer beyond 96 bits, more often than not one of few digits and many zeros."""
        if self.below(3):
            return str((1 + self.below(10**6)) * 10 ** (29 + self.below(30)))
        return str(2**96 + self.below(2 ** self.one((96, 127, 128, 200))) ** (1 + self.below(3)))

    def factor(self, left: str) -> str:
        """Text of a factor or divisor that no number holds (V-4.6), for this value."""
        shape, sign = self.below(4), self.one(("", "-"))
        if shape == 0:
            return sign + self.huge_int()
        if shape == 1:
            return f"{sign}{1 + self.below(10 ** (1 + self.below(60)))}E{self.below(160) - 100:+}"
        # Twos or fives and tens: products and quotients of such factors are the ones that fit.
        own = abs(Fraction(left)) or Fraction(1)
        power = Fraction(self.one((2, 5, 10))) ** (self.below(120) - 60)
        product = self.below(10**9) * Fraction(10) ** (self.below(46) - 25)
        found = power if shape == 2 else product / own
        rest = found.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return sign + text(found if rest == 1 else power)

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
    "input": {"from_string": 160, "from_int": 80, "from_float": 80, "from_decimal": 80},
    "rounding": {
        "from_string_rounded": 120,
        "from_decimal_rounded": 80,
        "from_float_rounded": 80,
        "to_fixed": 80,
    },
    "arithmetic": {"add": 120, "sub": 120, "neg": 32, "mul": 120, "mul_int": 80, "compare": 120},
    "division": {"div": 120, "div_rounded": 120, "rem": 120},
}
FACTORS = {"mul": 80, "mul_int": 32, "div": 80, "div_rounded": 48, "rem": 64}
CONVERSIONS_EACH, DIVISIONS_EACH = 24, 40
SIDES = {
    "from_quantity_and_side": (("quantity", "side"), 30),
    "to_open_quantity": (("position_size",), 20),
    "to_close_quantity": (("position_size",), 20),
    "checked_add_quantity": (("position_size", "quantity", "side"), 60),
}
LEVERAGES = {
    "from_string": 40,
    "from_decimal": 20,
    "from_float": 20,
    "from_int": 10,
    "compare": 20,
    "to_fixed": 20,
}


def doors(draw: Draw, op: str) -> list[str]:
    """Input for a door of numbers."""
    if op in ("from_string", "from_string_rounded"):
        return [draw.literal()]
    if op == "from_int":
        return [str((draw.below(2**98) >> draw.below(98)) * (1 - 2 * draw.below(2)))]
    if op.startswith("from_float"):
        exponent = draw.below(40) - 20
        return [repr(float(f"{draw.below(10**16) - 10**15}e{exponent - 8}"))]
    return [draw.value("price")]


def arguments(draw: Draw, kind: str, op: str) -> list[str]:
    """Arguments for one vector of a number."""
    # The remainder is rounded by nobody, so the edges alone make good cases.
    pick = draw.value if op == "rem" else draw.any_value
    args = doors(draw, op) if op.startswith("from_") else [pick(kind)]
    if op in ("add", "sub", "compare"):
        args.append(pick(kind))
    elif op in ("mul", "div", "rem", "div_rounded"):
        args.append(pick("price"))
    elif op == "mul_int":
        args.append(str(draw.below(2 ** (1 + draw.below(70))) * (1 - 2 * draw.below(2))))
    if op == "to_fixed":
        args.append(draw.one(("0", "1", "2", "8", "28", "30")))
    elif op.endswith("_rounded"):
        args += rounding_args(draw)
    return args


def vector(name: str, kind: str, op: str, args: list[str]) -> dict[str, object]:
    """One vector with its answer."""
    return {"id": name, "type": kind, "op": op, "args": args, **answer(kind, op, args)}


def numbers(name: str) -> Iterator[dict[str, object]]:
    """Vectors of one file about what every number does."""
    for op, count in FILES[name].items():
        draw = Draw(op)
        for index in range(count):
            kind = NUMBERS[index % len(NUMBERS)]
            yield vector(f"{op}-{index + 1:03}", kind, op, arguments(draw, kind, op))


def factors() -> Iterator[dict[str, object]]:
    """Vectors of factors and divisors beyond what a number holds (V-4.6)."""
    for op, count in FACTORS.items():
        draw = Draw(f"factor.{op}")
        for index in range(count):
            kind = NUMBERS[index % len(NUMBERS)]
            tiny = text(Fraction(draw.below(10**6), 10**28))
            left = draw.one(("0", tiny, tiny, *(draw.any_value(kind) for _ in range(5))))
            args = [left, draw.factor(left)]
            if op == "mul_int":
                args[1] = draw.one(("", "-")) + draw.huge_int()
            if op == "div_rounded":
                args += rounding_args(draw)
            yield vector(f"factor-{op}-{index + 1:03}", kind, op, args)


def conversions() -> Iterator[dict[str, object]]:
    """Vectors of the calls between number types (V-5)."""
    every = {**oracle.CONVERSIONS, **oracle.STATICS}
    for (kind, op), (types, _, _) in every.items():
        draw = Draw(f"{kind}.{op}")
        inputs = types if (kind, op) in oracle.STATICS else (kind, *types)
        rounds = op in ("calculate_quantity", "calculate_margin_required")
        for index in range(DIVISIONS_EACH if rounds else CONVERSIONS_EACH):
            args = [draw.any_value(one) for one in inputs]
            yield vector(f"{kind}-{op}-{index + 1:03}", kind, op, args)
            if rounds:
                rounded = f"{op}_rounded"
                args = [*args, *rounding_args(draw)]
                yield vector(f"{kind}-{rounded}-{index + 1:03}", kind, rounded, args)


def sides() -> Iterator[dict[str, object]]:
    """Vectors of positions beside (quantity, side) (V-5.6)."""
    for op, (types, count) in SIDES.items():
        draw = Draw(op)
        for index in range(count):
            args = [
                draw.one(("buy", "sell")) if one == "side" else draw.any_value(one) for one in types
            ]
            yield vector(f"{op}-{index + 1:03}", "position_size", op, args)


def others() -> Iterator[dict[str, object]]:
    """Vectors of leverages, adjustment amounts and ids."""
    draw = Draw("leverage")
    for op, count in LEVERAGES.items():
        for index in range(count):
            tenths = draw.below(40_000) if draw.below(3) else draw.below(40)
            shown = Fraction(tenths * 10 + draw.one((0, 0, 0, 5)), 100)
            args = [str(tenths) if op == "from_int" else text(shown)]
            if op == "compare":
                args = [draw.value("leverage"), draw.value("leverage")]
            elif op == "to_fixed":
                args = [draw.value("leverage"), str(draw.below(4))]
            yield vector(f"leverage-{op}-{index + 1:03}", "leverage", op, args)
    draw = Draw("adjustment_amount")
    for index in range(60):
        args = [draw.one(("delta", "absolute"))]
        args += [draw.any_value("position_size") for _ in range(2)]
        yield vector(f"apply-{index + 1:03}", "adjustment_amount", "apply", args)
    draw = Draw("account_id")
    for index in range(40):
        name = "".join(draw.one("abcXYZ019-_: é₿счёт") for _ in range(1 + draw.below(24)))
        yield vector(f"account_id-name-{index + 1:03}", "account_id", "from_string", [name])
    for index, kind in enumerate(("account_id", "account_group_id") * 10):
        limit = 64 if kind == "account_id" else 32
        args = [str(draw.below(2**limit) >> draw.below(limit))]
        yield vector(f"{kind}-int-{index + 1:03}", kind, "from_int", args)


def files(tables: Tables) -> dict[str, str]:
    """Path -> text of every generated file, one vector a line; the same form as the emitters."""
    check_conversions(tables)
    if wrong := wrong_edges():
        raise TableError(f"the oracle disagrees with the edges `{'`, `'.join(wrong)}`")
    made = {name: numbers(name) for name in FILES}
    made |= {
        "factors": factors(),
        "conversions": conversions(),
        "sides": sides(),
        "others": others(),
    }
    return {
        f"spec/vectors/{name}.json": "[\n" + ",\n".join(map(json.dumps, every)) + "\n]\n"
        for name, every in made.items()
    }


def check_conversions(tables: Tables) -> None:
    """The oracle knows the conversions of the table, by their types, and no others."""
    told = {
        (snake(row["receiver"]), row["name"]): (
            tuple(snake(row[key]) for key in ("argument",) if key in row),
            snake(row["result"]),
        )
        for row in tables.values["conversion"]
    }
    known = {key: row[:2] for key, row in oracle.CONVERSIONS.items()}
    if told != known:
        raise TableError(f"the oracle of conversions differs in {set(told) ^ set(known)}")


def wrong_edges() -> list[str]:
    """Ids of hand-made number vectors that the oracle does not confirm."""
    wrong = []
    for path in sorted(FOLDER.glob("edges*.json")):
        for edge in json.loads(path.read_text(encoding="utf-8")):
            kind, op, args = edge["type"], edge["op"], edge["args"]
            said = {key: edge[key] for key in ("result", "error") if key in edge}
            if (kind in NUMBERS or kind == "leverage") and answer(kind, op, args) != said:
                wrong.append(edge["id"])
    return wrong
