// SPDX-License-Identifier: Apache-2.0

package param

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/native"
)

// maxScale is the most digits after the point.
const maxScale = 28

// number is what all number types are made of: coefficient / 10^scale. The core makes it, so it is
// normalised: no trailing zeros, no negative zero. That is why `==` is equality of values (V-1).
type number struct {
	lo       uint64
	hi       uint32
	scale    uint8
	negative bool
}

func fromNative(n native.Number) number {
	return number{lo: n.Lo, hi: uint32(n.Hi), scale: uint8(n.Scale), negative: n.Negative != 0}
}

func (n number) native() native.Number {
	made := native.Number{Lo: n.lo, Hi: uint64(n.hi), Scale: uint32(n.scale)}
	if n.negative {
		made.Negative = 1
	}
	return made
}

func (n number) isZero() bool { return n.lo == 0 && n.hi == 0 }

func (n number) decimal() decimal.Decimal {
	if n.hi == 0 && n.lo <= math.MaxInt64 {
		value := int64(n.lo)
		if n.negative {
			value = -value
		}
		return decimal.New(value, -int32(n.scale))
	}
	coefficient := new(big.Int).SetUint64(uint64(n.hi))
	coefficient.Lsh(coefficient, 64)
	coefficient.Or(coefficient, new(big.Int).SetUint64(n.lo))
	if n.negative {
		coefficient.Neg(coefficient)
	}
	return decimal.NewFromBigInt(coefficient, -int32(n.scale))
}

// negated is the number with the other sign: no arithmetic, since it always fits.
func (n number) negated() number {
	n.negative = !n.negative && !n.isZero()
	return n
}

// normalised has no trailing zeros.
func (n number) normalised() number {
	for n.scale > 0 && n.lo%10 == 0 {
		n.lo /= 10
		n.scale--
	}
	return n
}

// takes tells whether the type takes the sign of the number.
func (n number) takes(kind uint32) bool {
	return !n.negative || native.NumbersUnsigned>>kind&1 == 0
}

// plainText reads the usual text, `digits[.digits]` of up to 19 digits, which every type takes as
// it is and which cannot be wrong: so it needs no foreign call. The core judges all others.
func plainText(text string) (number, bool) {
	const most = 19
	if len(text) == 0 || len(text) > most {
		return number{}, false
	}
	var n number
	point := -1
	for place := range len(text) {
		c := text[place]
		switch {
		case '0' <= c && c <= '9':
			n.lo = n.lo*10 + uint64(c-'0')
		case c == '.' && point < 0 && 0 < place && place < len(text)-1:
			point = place
		default:
			return number{}, false
		}
	}
	if point >= 0 {
		n.scale = uint8(len(text) - 1 - point)
	}
	return n.normalised(), true
}

// plainDecimal takes a decimal of up to 18 digits after 0 to 28 places, which cannot be wrong.
func plainDecimal(value decimal.Decimal) (number, bool) {
	const most = 18
	exponent := value.Exponent()
	if exponent > 0 || exponent < -maxScale || value.NumDigits() > most {
		return number{}, false
	}
	n := integer(value.CoefficientInt64())
	if n.isZero() {
		return n, true
	}
	n.scale = uint8(-exponent)
	return n.normalised(), true
}

// Operations of the core, each through the one door that it has for values.

func apply(kind, op uint32, operands native.Operands, text string) (number, error) {
	result, found := native.ValueOp(kind, op, &operands, text)
	if found != nil {
		return number{}, newError(found)
	}
	return fromNative(result), nil
}

func fromText(kind uint32, text string) (number, error) {
	if n, ok := plainText(text); ok {
		return n, nil
	}
	if digits, ok := strings.CutPrefix(text, "-"); ok {
		if n, ok := plainText(digits); ok && n.negated().takes(kind) {
			return n.negated(), nil
		}
	}
	return apply(kind, native.OpFromString, native.Operands{}, text)
}

func fromTextRounded(kind uint32, text string, scale int, s RoundingStrategy) (number, error) {
	operands := native.Operands{Scale: scaleArg(scale), Strategy: uint32(s)}
	return apply(kind, native.OpFromStringRounded, operands, text)
}

func fromInt(kind uint32, value int64) (number, error) {
	if n := integer(value); n.takes(kind) {
		return n, nil
	}
	return apply(kind, native.OpFromParts, native.Operands{A: integer(value).native()}, "")
}

func fromFloat(kind uint32, value float64) (number, error) {
	return apply(kind, native.OpFromFloat, native.Operands{Float: value}, "")
}

func fromFloatRounded(kind uint32, value float64, scale int, s RoundingStrategy) (number, error) {
	operands := native.Operands{Float: value, Scale: scaleArg(scale), Strategy: uint32(s)}
	return apply(kind, native.OpFromFloatRounded, operands, "")
}

func fromDecimal(kind uint32, value decimal.Decimal) (number, error) {
	if n, ok := plainDecimal(value); ok && n.takes(kind) {
		return n, nil
	}
	return fromText(kind, decimalText(value))
}

func fromDecimalRounded(
	kind uint32, value decimal.Decimal, scale int, s RoundingStrategy,
) (number, error) {
	return fromTextRounded(kind, decimalText(value), scale, s)
}

func (n number) with(kind, op uint32, other number) (number, error) {
	return apply(kind, op, native.Operands{A: n.native(), B: other.native()}, "")
}

func (n number) rounded(
	kind, op uint32, other number, scale int, s RoundingStrategy,
) (number, error) {
	operands := native.Operands{A: n.native(), B: other.native(), Scale: scaleArg(scale),
		Strategy: uint32(s)}
	return apply(kind, op, operands, "")
}

// by is an operation with a plain decimal on the right.
func (n number) by(
	kind, op uint32, factor decimal.Decimal, scale int, s RoundingStrategy,
) (number, error) {
	if right, ok := plainDecimal(factor); ok {
		return n.rounded(kind, op, right, scale, s)
	}
	right, err := wideDecimal(factor)
	if err != nil {
		return number{}, err
	}
	operands := native.Operands{A: n.native(), B: right, Scale: scaleArg(scale),
		Strategy: uint32(s)}
	return apply(kind, op, operands, "")
}

// scaleArg passes a scale on; one below zero stays out of range.
func scaleArg(scale int) uint32 {
	return uint32(min(max(scale, -1), 1<<16))
}

func integer(value int64) number {
	if value < 0 {
		return number{lo: -uint64(value), negative: true}
	}
	return number{lo: uint64(value)}
}

// decimalText writes a decimal so that the core reads it exactly, however large its exponent.
func decimalText(value decimal.Decimal) string {
	text := value.Coefficient().String()
	if exponent := value.Exponent(); exponent != 0 {
		text += "e" + strconv.Itoa(int(exponent))
	}
	return text
}

// wideDecimal gives the parts of a plain decimal: an integer of up to 127 bits, or anything that
// the core can hold.
func wideDecimal(value decimal.Decimal) (native.Number, error) {
	if exponent := value.Exponent(); exponent >= 0 && exponent <= maxScale+10 {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exponent)), nil)
		integer := scale.Mul(scale, value.Coefficient())
		if integer.BitLen() < 128 {
			return bigNumber(integer), nil
		}
	}
	plain, err := fromText(native.NumberPrice, decimalText(value))
	return plain.native(), err
}

func bigNumber(value *big.Int) native.Number {
	magnitude := new(big.Int).Abs(value)
	made := native.Number{Lo: new(big.Int).And(magnitude, lowest64).Uint64(),
		Hi: magnitude.Rsh(magnitude, 64).Uint64()}
	if value.Sign() < 0 {
		made.Negative = 1
	}
	return made
}

var lowest64 = new(big.Int).SetUint64(^uint64(0))
