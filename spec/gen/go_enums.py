# SPDX-License-Identifier: Apache-2.0
"""Go: the enums of values with their doors, and the numbers of tables that cross to the core."""

from .go import HEAD, Type, render
from .go_doors import Doors, doors
from .tables import Row, Tables, snake

ENUMS = {
    "Side": ("side", "is the side of an order or a fill."),
    "RoundingStrategy": ("rounding strategy", "is how a call that may round does it (V-3, V-4)."),
    "TradeAmountKind": ("kind of trade amount", "is which amount a TradeAmount holds."),
    "AdjustmentAmountKind": (
        "kind of adjustment amount",
        "is which amount an AdjustmentAmount holds.",
    ),
    "PositionSide": ("position side", "is which of two positions an order means (O-1)."),
    "PositionEffect": ("position effect", "is what an execution did to the position (O-2)."),
    "PositionMode": ("position mode", "is how an account keeps an instrument's positions (O-3)."),
}

PARSE = """
// Parse{T} reads {names}, or refuses with an *Error.
func Parse{T}(name string) ({T}, error) {{
	number, found := native.TextValue(native.Text{T}, name)
	return {T}(number), newError(found)
}}

// IsSet tells whether there is a value.
func (value {T}) IsSet() bool {{ return value != 0 }}
"""

IMPORTS = """\
import (
	"database/sql/driver"
	"strconv"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)
"""


def _enum(name: str, rows: tuple[Row, ...]) -> str:
    noun, doc = ENUMS[name]
    text = render(Type("param", "param", name, noun, doc, rows, zero="unset"))
    names = [f"`{row.text}`" for row in rows]
    parse = PARSE.format(T=name, names=f"{', '.join(names[:-1])} or {names[-1]}")
    kept = Doors(name, snake(name), f"Parse{name}", "name", "value", enum=True)
    return text.replace('import "strconv"\n', IMPORTS) + parse + doors(kept)


def _constants(prefix: str, intro: str, rows: tuple[Row, ...]) -> list[str]:
    lines = [f"{prefix}{row.name} = {row.number}" for row in rows]
    return [f"// {intro}", "const (", *(f"\t{line}" for line in lines), ")", ""]


def _native(t: Tables) -> str:
    unsigned = [e["name"] for e in t.values["number"] if e["sign"] == "unsigned"]
    width = max(len(f"Number{row.name}:") for row in t.numbers)
    lines = [
        "package native",
        "",
        *_constants("Number", "Number types.", t.numbers),
        "// NumbersUnsigned has a bit for each number type that is zero or more.",
        f"const NumbersUnsigned = {' | '.join(f'1<<Number{name}' for name in unsigned)}",
        "",
        "// NumberNames is how error texts name the number types.",
        "var NumberNames = [...]string{",
        *(f'\t{f"Number{row.name}:".ljust(width)} "{row.text}",' for row in t.numbers),
        "}",
        "",
        *_constants("Op", "Operations on values.", t.enums["ValueOp"]),
        *_constants("Param", "Kinds of value errors.", t.param),
    ]
    return _aligned(HEAD + "\n".join(lines))


def _aligned(text: str) -> str:
    """As gofmt has it: the signs of a block of constants in one column."""
    lines: list[str] = []
    block: list[tuple[str, str]] = []

    def flush() -> None:
        width = max((len(name) for name, _ in block), default=0)
        lines.extend(f"{name.ljust(width)} = {value}" for name, value in block)
        block.clear()

    for line in text.split("\n"):
        name, sign, value = line.partition(" = ")
        if sign and line.startswith("\t"):
            block.append((name, value))
            continue
        flush()
        lines.append(line)
    return "\n".join(lines)


def files(t: Tables) -> dict[str, str]:
    """Path -> text of every generated Go enum of values, and of the tables of package native."""
    made = {f"go/param/{snake(name)}.go": _enum(name, t.enums[name]) for name in ENUMS}
    return made | {"go/internal/native/tables.go": _native(t)}
