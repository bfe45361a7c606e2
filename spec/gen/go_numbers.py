# SPDX-License-Identifier: Apache-2.0
"""Go: the number types, each a typed wrapper around the one kernel, with its conversions."""

import textwrap

from .go import HEAD
from .go_doors import Doors, doors
from .tables import RETYPING, Conversion, Row, Tables, pascal, snake

# `{T}` is the type.
TEMPLATE = """\
package param

import (
	"database/sql/driver"
	"fmt"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

{doc}
//
// The zero value is zero. Values are compared by `==` and may be keys of maps (V-1). In JSON, text,
// gob and SQL a value is its canonical text (V-6).
type {T} struct {{
	_ [0]*{T} // No other type of numbers converts to this one, past its checks (V-5.7).
	n number
}}

// New{T} reads text, `[+-]digits[.digits][e[+-]digits]`, exactly or with an *Error (V-2).
func New{T}(text string) ({T}, error) {{
	n, err := fromText(native.Number{T}, text)
	return {T}{{n: n}}, err
}}

// {T}FromInt takes an integer{unsigned}.
func {T}FromInt(value int64) ({T}, error) {{
	n, err := fromInt(native.Number{T}, value)
	return {T}{{n: n}}, err
}}

// {T}FromFloat takes a float by its shortest text: 0.1 is 0.1. NaN and infinity are errors.
func {T}FromFloat(value float64) ({T}, error) {{
	n, err := fromFloat(native.Number{T}, value)
	return {T}{{n: n}}, err
}}

// {T}FromDecimal takes a decimal exactly or with an *Error.
func {T}FromDecimal(value decimal.Decimal) ({T}, error) {{
	n, err := fromDecimal(native.Number{T}, value)
	return {T}{{n: n}}, err
}}

// {T}FromStringRounded reads text and rounds it to so many digits after the point, before its
// sign is judged (V-3).
func {T}FromStringRounded(text string, scale int, strategy RoundingStrategy) ({T}, error) {{
	n, err := fromTextRounded(native.Number{T}, text, scale, strategy)
	return {T}{{n: n}}, err
}}

// {T}FromFloatRounded rounds a float, taken by its shortest text, as {T}FromStringRounded does.
func {T}FromFloatRounded(value float64, scale int, strategy RoundingStrategy) ({T}, error) {{
	n, err := fromFloatRounded(native.Number{T}, value, scale, strategy)
	return {T}{{n: n}}, err
}}

// {T}FromDecimalRounded rounds a decimal as {T}FromStringRounded does.
func {T}FromDecimalRounded(
	value decimal.Decimal, scale int, strategy RoundingStrategy,
) ({T}, error) {{
	n, err := fromDecimalRounded(native.Number{T}, value, scale, strategy)
	return {T}{{n: n}}, err
}}

// Decimal gives the value as a decimal.
func (v {T}) Decimal() decimal.Decimal {{ return v.n.decimal() }}

// Parts gives the value as it is kept: the upper 32 and lower 64 bits of the coefficient, digits
// after the point, and whether it is below zero.
func (v {T}) Parts() (hi uint32, lo uint64, scale uint8, negative bool) {{
	return v.n.hi, v.n.lo, v.n.scale, v.n.negative
}}

// IsZero tells whether the value is zero.
func (v {T}) IsZero() bool {{ return v.n.isZero() }}

// IsNegative tells whether the value is below zero.
func (v {T}) IsNegative() bool {{ return v.n.negative }}

// Compare orders by value: -1, 0 or 1.
func (v {T}) Compare(other {T}) int {{ return v.n.compare(other.n) }}

// String gives the canonical text, the same in all languages: no exponent, no trailing zeros.
func (v {T}) String() string {{ return v.n.String() }}

// StringFixed gives the text with exactly so many digits after the point, rounded half to even.
func (v {T}) StringFixed(decimals uint8) string {{ return v.n.fixed(int(decimals)) }}

// Add gives v + other, exactly or with an *Error (V-4).
func (v {T}) Add(other {T}) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpAdd, other.n)
	return {T}{{n: n}}, err
}}

// Sub gives v - other, exactly or with an *Error (V-4).
func (v {T}) Sub(other {T}) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpSub, other.n)
	return {T}{{n: n}}, err
}}

{neg}

// Mul gives v times a factor, exactly or with an *Error (V-4).
func (v {T}) Mul(factor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpMul, factor, 0, 0)
	return {T}{{n: n}}, err
}}

// MulInt gives v times an integer, exactly or with an *Error (V-4).
func (v {T}) MulInt(factor int64) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpMul, integer(factor))
	return {T}{{n: n}}, err
}}

// Div gives v divided, rounded half to even at the largest scale that fits (V-4).
func (v {T}) Div(divisor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpDiv, divisor, 0, 0)
	return {T}{{n: n}}, err
}}

// DivRounded gives v divided, rounded to so many digits after the point (V-4).
func (v {T}) DivRounded(
	divisor decimal.Decimal, scale int, strategy RoundingStrategy,
) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpDivRounded, divisor, scale, strategy)
	return {T}{{n: n}}, err
}}

// Remainder gives what is left of v after the truncated division; it has the sign of v (V-4).
func (v {T}) Remainder(divisor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpRem, divisor, 0, 0)
	return {T}{{n: n}}, err
}}
"""

NEG = {
    "any": """\
// Neg gives -v; it never fails.
func (v {T}) Neg() ({T}, error) {{ return {T}{{n: v.n.negated()}}, nil }}
""",
    "unsigned": """\
// Neg gives -v: an *Error unless v is zero (V-4.1).
func (v {T}) Neg() ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpNeg, number{{}})
	return {T}{{n: n}}, err
}}
""",
}

FORMAT = """
// Format is fmt.Formatter: %v, %s and %f give the canonical text, a precision (%.2f) so many
// digits after the point, rounded half to even; %+f shows the sign, %q quotes, %#v is Go code.
func (v {T}) Format(state fmt.State, verb rune) {{ v.n.format(state, verb, "{T}") }}
"""

RETYPED = """
{doc}
func (v {c.receiver}) {name}() {c.result} {{
	return {c.result}{{n: v.n{negated}}}
}}
"""

CONVERTED = """
{doc}
func (v {c.receiver}) {name}({argument} {c.argument}) ({c.result}, error) {{
{check}	n, err := v.n.with(native.Number{c.result}, native.Op{c.op}, {number})
	return {c.result}{{n: n}}, err
}}
"""

ROUNDED = """
// {name}Rounded does as {name}, rounded to so many digits after the point (V-4).
func (v {c.receiver}) {name}Rounded(
	{argument} {c.argument}, scale int, strategy RoundingStrategy,
) ({c.result}, error) {{
{check}	n, err := v.n.rounded(native.Number{c.result}, native.Op{c.op}Rounded, {number},
		scale, strategy)
	return {c.result}{{n: n}}, err
}}
"""


# Only a leverage may be unset.
CHECK = """\
	if err := {argument}.Validate(); err != nil {{
		return {c.result}{{}}, err
	}}
"""


def _comment(text: str) -> str:
    return "\n".join(f"// {line}" for line in textwrap.wrap(text, 92))


def _conversion(c: Conversion) -> str:
    """The methods of one row of `[[conversion]]`."""
    name = pascal(c.name)
    meaning = c.meaning[0].lower() + c.meaning[1:].rstrip(".")
    ends = (
        "rounded half to even at the largest scale that fits, or an *Error (V-5, V-4.2)"
        if c.rounds
        else "(V-5)"
        if c.op in RETYPING
        else "exactly or with an *Error (V-5)"
    )
    comma = " " if c.op in RETYPING else ", "
    doc = _comment(f"{name} gives the {c.result}: {meaning}{comma}{ends}.")
    if c.op in RETYPING:
        negated = ".negated()" if c.op == "NegPlain" else ""
        return RETYPED.format(c=c, name=name, doc=doc, negated=negated)
    argument = str(c.argument).lower()
    leverage = c.argument == "Leverage"
    form = CONVERTED + (ROUNDED if c.rounds else "")
    return form.format(
        c=c,
        name=name,
        doc=doc,
        argument=argument,
        number=f"{argument}.number()" if leverage else f"{argument}.n",
        check=CHECK.format(argument=argument, c=c) if leverage else "",
    )


def _number(row: Row, sign: str, conversions: tuple[Conversion, ...]) -> str:
    unsigned = sign == "unsigned"
    doc = _comment(
        f"{row.name} is an exact decimal{' of zero or more' if unsigned else ''} (V). {row.meaning}"
    )
    text = TEMPLATE.format(
        T=row.name,
        doc=doc,
        unsigned=" of zero or more" if unsigned else "",
        neg=NEG[sign].format(T=row.name).rstrip("\n"),
    )
    own = "".join(_conversion(c) for c in conversions if c.receiver == row.name)
    kept = Doors(
        row.name,
        row.text,
        f"New{row.name}",
        "canonical text",
        unset=False,
        digits=True,
        float=f"{row.name}FromFloat",
    )
    return HEAD + text + own + FORMAT.format(T=row.name) + doors(kept)


def files(t: Tables) -> dict[str, str]:
    """Path -> text of every generated Go number type."""
    signs = {entry["name"]: entry["sign"] for entry in t.values["number"]}
    return {
        f"go/param/{snake(row.name)}.go": _number(row, signs[row.name], t.conversions)
        for row in t.numbers
    }
