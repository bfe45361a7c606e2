// SPDX-License-Identifier: Apache-2.0

package param

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/native"
)

// Leverage is how many times the margin a position may be: 1 to 3000 in steps of 0.1, an exact
// decimal (V-1.9). The zero value is unset (V-6).
type Leverage struct {
	// tenths keeps it comparable, and any other number out.
	tenths uint16
}

// NewLeverage reads text, `10` or `10.5`, or refuses it with an *Error: out of range, or between
// two steps.
func NewLeverage(text string) (Leverage, error) {
	return leverage(native.OpFromString, native.Operands{}, text)
}

// LeverageFromInt takes an integer of 1 to 3000.
func LeverageFromInt(value int64) (Leverage, error) {
	var operands native.Operands
	integer(value).put(&operands.A)
	return leverage(native.OpFromParts, operands, "")
}

// LeverageFromFloat takes a float by its shortest text: 10.1 is 10.1.
func LeverageFromFloat(value float64) (Leverage, error) {
	return leverage(native.OpFromFloat, native.Operands{Float: value}, "")
}

// LeverageFromDecimal takes a decimal exactly or with an *Error.
func LeverageFromDecimal(value decimal.Decimal) (Leverage, error) {
	return NewLeverage(decimalText(value))
}

func leverage(op uint32, operands native.Operands, text string) (Leverage, error) {
	n, err := apply(native.NumberLeverage, op, &operands, text)
	if err != nil {
		return Leverage{}, err
	}
	if n.scale == 0 {
		n.lo *= 10
	}
	return Leverage{uint16(n.lo)}, nil
}

func (l Leverage) number() number {
	return number{lo: uint64(l.tenths), scale: 1}.normalised()
}

// IsSet tells whether there is a leverage.
func (l Leverage) IsSet() bool { return l.tenths != 0 }

// Decimal gives the value as a decimal; zero if it is unset.
func (l Leverage) Decimal() decimal.Decimal { return l.number().decimal() }

// Parts gives the value as it is kept: the upper 32 and lower 64 bits of the coefficient, digits
// after the point, and whether it is below zero, which none is.
func (l Leverage) Parts() (hi uint32, lo uint64, scale uint8, negative bool) {
	n := l.number()
	return 0, n.lo, n.scale, false
}

// Compare orders by value: -1, 0 or 1; unset comes first.
func (l Leverage) Compare(other Leverage) int { return cmp.Compare(l.tenths, other.tenths) }

// String gives the canonical text, the same in all languages, or `unset`.
func (l Leverage) String() string {
	if !l.IsSet() {
		return unset
	}
	return l.number().String()
}

// StringFixed gives the text with exactly so many digits after the point, rounded half to even, or
// `unset`.
func (l Leverage) StringFixed(decimals uint8) string {
	if !l.IsSet() {
		return unset
	}
	return l.number().fixed(int(decimals))
}

// Format is fmt.Formatter, with the verbs of the number types.
func (l Leverage) Format(state fmt.State, verb rune) {
	switch {
	case l.IsSet():
		l.number().format(state, verb, "Leverage")
	case verb == 'v' && state.Flag('#'):
		writePadded(state, "param.Leverage{}")
	default:
		writePadded(state, unset)
	}
}
