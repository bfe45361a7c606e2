// SPDX-License-Identifier: Apache-2.0

package param

import (
	"math"
	"math/big"
	"math/bits"
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

// put writes the number where it crosses: made elsewhere and copied, it would take as long again.
func (n number) put(into *native.Number) {
	into.Lo, into.Hi, into.Scale = n.lo, uint64(n.hi), uint32(n.scale)
	if n.negative {
		into.Negative = 1
	}
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
	for n.scale > 0 {
		if n.hi == 0 {
			if n.lo%10 != 0 {
				break
			}
			n.lo /= 10
		} else {
			lo, rest := bits.Div64(uint64(n.hi%10), n.lo, 10)
			if rest != 0 {
				break
			}
			n.hi, n.lo = n.hi/10, lo
		}
		n.scale--
	}
	return n
}

// takes tells whether the type takes the sign of the number.
func (n number) takes(kind uint32) bool {
	return !n.negative || native.NumbersUnsigned>>kind&1 == 0
}

// plainText reads the usual text, `digits[.digits]` of up to 28 digits, which every type takes as
// it is and which cannot be wrong: so it needs no foreign call. The core judges all others.
func plainText(text string) (number, bool) {
	const most = maxScale + len(".")
	if len(text) == 0 || len(text) > most {
		return number{}, false
	}
	var n number
	point := -1
	for place := range len(text) {
		c := text[place]
		switch {
		case '0' <= c && c <= '9' && place < len(powers)-1:
			n.lo = n.lo*10 + uint64(c-'0')
		case '0' <= c && c <= '9':
			n = n.append(c - '0')
		case c == '.' && point < 0 && 0 < place && place < len(text)-1:
			point = place
		default:
			return number{}, false
		}
	}
	if point >= 0 {
		n.scale = uint8(len(text) - 1 - point)
	} else if len(text) > maxScale {
		return number{}, false
	}
	return n.normalised(), true
}

// append is ten times the number, and a digit more.
func (n number) append(digit byte) number {
	hi, lo := bits.Mul64(n.lo, 10)
	lo, carry := bits.Add64(lo, uint64(digit), 0)
	n.hi, n.lo = n.hi*10+uint32(hi+carry), lo
	return n
}

// plainDecimal takes a decimal of up to 18 digits after 0 to 28 places, which cannot be wrong. It
// may have trailing zeros.
func plainDecimal(value decimal.Decimal) (number, bool) {
	exponent := value.Exponent()
	if exponent > 0 || exponent < -maxScale || !isShort(value, -exponent) {
		return number{}, false
	}
	n := integer(value.CoefficientInt64())
	if !n.isZero() {
		n.scale = uint8(-exponent)
	}
	return n, true
}

// isShort tells whether a coefficient has at most 18 digits. Of all ways to learn that, comparing
// with a decimal of the same exponent is the one that costs nothing.
func isShort(value decimal.Decimal, scale int32) bool {
	if value.Sign() < 0 {
		return value.Cmp(shortest[scale]) > 0
	}
	return value.Cmp(longest[scale]) < 0
}

// For each scale, the decimals whose coefficients are the first that have 19 digits.
var longest, shortest = func() (above, below [maxScale + 1]decimal.Decimal) {
	for scale := range above {
		above[scale] = decimal.New(1e18, -int32(scale))
		below[scale] = decimal.New(-1e18, -int32(scale))
	}
	return above, below
}()

// Operations of the core, each through the one door that it has for values.

func apply(kind, op uint32, operands *native.Operands, text string) (number, error) {
	var result native.Number
	if found := native.ValueOp(kind, op, operands, text, &result); found != nil {
		return number{}, newError(found)
	}
	return number{lo: result.Lo, hi: uint32(result.Hi), scale: uint8(result.Scale),
		negative: result.Negative != 0}, nil
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
	return apply(kind, native.OpFromString, &native.Operands{}, text)
}

func fromTextRounded(kind uint32, text string, scale int, s RoundingStrategy) (number, error) {
	operands, err := rounding(kind, scale, s)
	if err != nil {
		return number{}, err
	}
	return apply(kind, native.OpFromStringRounded, &operands, text)
}

func fromInt(kind uint32, value int64) (number, error) {
	if n := integer(value); n.takes(kind) {
		return n, nil
	}
	var operands native.Operands
	integer(value).put(&operands.A)
	return apply(kind, native.OpFromParts, &operands, "")
}

func fromFloat(kind uint32, value float64) (number, error) {
	return apply(kind, native.OpFromFloat, &native.Operands{Float: value}, "")
}

func fromFloatRounded(kind uint32, value float64, scale int, s RoundingStrategy) (number, error) {
	operands, err := rounding(kind, scale, s)
	if err != nil {
		return number{}, err
	}
	operands.Float = value
	return apply(kind, native.OpFromFloatRounded, &operands, "")
}

func fromDecimal(kind uint32, value decimal.Decimal) (number, error) {
	if n, ok := plainDecimal(value); ok && n.takes(kind) {
		return n.normalised(), nil
	}
	return fromText(kind, decimalText(value))
}

func fromDecimalRounded(
	kind uint32, value decimal.Decimal, scale int, s RoundingStrategy,
) (number, error) {
	return fromTextRounded(kind, decimalText(value), scale, s)
}

func (n number) with(kind, op uint32, other number) (number, error) {
	if made, ok := exactly(kind, op, n, other); ok {
		return made, nil
	}
	var operands native.Operands
	n.put(&operands.A)
	other.put(&operands.B)
	return apply(kind, op, &operands, "")
}

func (n number) rounded(
	kind, op uint32, other number, scale int, s RoundingStrategy,
) (number, error) {
	operands, err := rounding(kind, scale, s)
	if err != nil {
		return number{}, err
	}
	n.put(&operands.A)
	other.put(&operands.B)
	return apply(kind, op, &operands, "")
}

// by is an operation with a plain decimal on the right, which may be of any size (V-4.6).
func (n number) by(
	kind, op uint32, factor decimal.Decimal, scale int, s RoundingStrategy,
) (number, error) {
	right, plain := plainDecimal(factor)
	if plain {
		if made, ok := exactly(kind, op, n, right); ok {
			return made, nil
		}
	}
	operands, err := rounding(kind, scale, s)
	if err != nil {
		return number{}, err
	}
	n.put(&operands.A)
	if plain {
		right.put(&operands.B)
		return apply(kind, op, &operands, "")
	}
	return apply(kind, op, &operands, decimalText(factor))
}

// rounding is what the core rounds by. A scale is judged here, since one of 64 bits cannot cross.
func rounding(kind uint32, scale int, s RoundingStrategy) (native.Operands, error) {
	if scale < 0 || scale > maxScale {
		found := native.Refuse(
			native.NumberNames[kind], native.ParamScaleOutOfRange, strconv.Itoa(scale))
		return native.Operands{}, newError(found)
	}
	return native.Operands{Scale: uint32(scale), Strategy: uint32(s)}, nil
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
