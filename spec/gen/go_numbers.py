# SPDX-License-Identifier: Apache-2.0
"""Go: the number types, each a typed wrapper around the one kernel, and the enums of values."""

import textwrap

from .go import HEAD, Type, render
from .tables import Row, Tables, snake

# `{T}` is the type, `{t}` the same in lower case, `{error}` what the sign adds to the errors.
TEMPLATE = """\
package param

import (
	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/native"
)

{doc}
//
// The zero value is zero. Values are compared by `==` and may be keys of maps (V-1).
type {T} struct {{
	n number
}}

// New{T} reads text, `[+-]digits[.digits][e[+-]digits]`, exactly or with an *Error (V-2).
func New{T}(text string) ({T}, error) {{
	n, err := fromText(native.Number{T}, text)
	return {T}{{n}}, err
}}

// {T}FromInt takes an integer{unsigned}.
func {T}FromInt(value int64) ({T}, error) {{
	n, err := fromInt(native.Number{T}, value)
	return {T}{{n}}, err
}}

// {T}FromFloat takes a float by its shortest text: 0.1 is 0.1. NaN and infinity are errors.
func {T}FromFloat(value float64) ({T}, error) {{
	n, err := fromFloat(native.Number{T}, value)
	return {T}{{n}}, err
}}

// {T}FromDecimal takes a decimal exactly or with an *Error.
func {T}FromDecimal(value decimal.Decimal) ({T}, error) {{
	n, err := fromDecimal(native.Number{T}, value)
	return {T}{{n}}, err
}}

// {T}FromStringRounded reads text and rounds it to so many digits after the point, before its
// sign is judged (V-3).
func {T}FromStringRounded(text string, scale int, strategy RoundingStrategy) ({T}, error) {{
	n, err := fromTextRounded(native.Number{T}, text, scale, strategy)
	return {T}{{n}}, err
}}

// {T}FromFloatRounded rounds a float, taken by its shortest text, as {T}FromStringRounded does.
func {T}FromFloatRounded(value float64, scale int, strategy RoundingStrategy) ({T}, error) {{
	n, err := fromFloatRounded(native.Number{T}, value, scale, strategy)
	return {T}{{n}}, err
}}

// {T}FromDecimalRounded rounds a decimal as {T}FromStringRounded does.
func {T}FromDecimalRounded(
	value decimal.Decimal, scale int, strategy RoundingStrategy,
) ({T}, error) {{
	n, err := fromDecimalRounded(native.Number{T}, value, scale, strategy)
	return {T}{{n}}, err
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
func (v {T}) StringFixed(decimals uint8) string {{ return v.n.fixed(decimals) }}

// Add gives v + other, exactly or with an *Error (V-4).
func (v {T}) Add(other {T}) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpAdd, other.n.native())
	return {T}{{n}}, err
}}

// Sub gives v - other, exactly or with an *Error (V-4).
func (v {T}) Sub(other {T}) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpSub, other.n.native())
	return {T}{{n}}, err
}}

// Neg gives -v{negated}.
func (v {T}) Neg() ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpNeg, native.Number{{}})
	return {T}{{n}}, err
}}

// Mul gives v times a factor, exactly or with an *Error (V-4).
func (v {T}) Mul(factor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpMul, factor, 0, 0)
	return {T}{{n}}, err
}}

// MulInt gives v times an integer, exactly or with an *Error (V-4).
func (v {T}) MulInt(factor int64) ({T}, error) {{
	n, err := v.n.with(native.Number{T}, native.OpMul, intNumber(factor))
	return {T}{{n}}, err
}}

// Div gives v divided, rounded half to even at the largest scale that fits (V-4).
func (v {T}) Div(divisor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpDiv, divisor, 0, 0)
	return {T}{{n}}, err
}}

// DivRounded gives v divided, rounded to so many digits after the point (V-4).
func (v {T}) DivRounded(
	divisor decimal.Decimal, scale int, strategy RoundingStrategy,
) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpDivRounded, divisor, scale, strategy)
	return {T}{{n}}, err
}}

// Remainder gives what is left of v after the truncated division; it has the sign of v (V-4).
func (v {T}) Remainder(divisor decimal.Decimal) ({T}, error) {{
	n, err := v.n.by(native.Number{T}, native.OpRem, divisor, 0, 0)
	return {T}{{n}}, err
}}
"""

ENUMS = {
    "Side": ("side", "is the side of an order or a fill."),
    "RoundingStrategy": ("rounding strategy", "is how a call that may round does it (V-3, V-4)."),
}


def _number(row: Row, unsigned: bool) -> str:
    doc = "\n".join(
        f"// {line}"
        for line in textwrap.wrap(
            f"{row.name} is an exact decimal{' of zero or more' if unsigned else ''} (V). "
            f"{row.meaning}",
            92,
        )
    )
    text = TEMPLATE.format(
        T=row.name,
        doc=doc,
        unsigned=" of zero or more" if unsigned else "",
        negated="; an error unless v is zero" if unsigned else "",
    )
    return HEAD + text


def files(t: Tables) -> dict[str, str]:
    """Path -> text of every generated Go value type."""
    signs = {entry["name"]: entry["sign"] for entry in t.values["number"]}
    made = {
        f"go/param/{snake(row.name)}.go": _number(row, signs[row.name] == "unsigned")
        for row in t.numbers
    }
    for name, (noun, doc) in ENUMS.items():
        enum = Type("param", "param", name, noun, doc, t.enums[name], zero="unset")
        made[f"go/param/{snake(name)}.go"] = render(enum)
    return made
