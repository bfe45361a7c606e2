// SPDX-License-Identifier: Apache-2.0

package param

import (
	"math/bits"

	"go.openpit.dev/openpit/internal/native"
)

// exactly adds, subtracts or multiplies where the result is exact in machine words and the type
// takes it. A foreign call would cost more than all of it; the core does the rest and judges every
// fault, and TestExactlyAsTheCore holds that the two never differ.
func exactly(kind, op uint32, a, b number) (number, bool) {
	if a.hi|b.hi != 0 {
		return number{}, false
	}
	var n number
	var fits bool
	switch op {
	case native.OpAdd:
		n, fits = a.plus(b)
	case native.OpSub:
		n, fits = a.plus(b.negated())
	case native.OpMul, native.OpMulPlain:
		n, fits = a.product(b)
	case native.OpMulAbs:
		n, fits = a.product(b)
		n.negative = false
	}
	return n, fits && n.takes(kind)
}

// plus adds two numbers of 64 bits.
func (n number) plus(other number) (number, bool) {
	if n.scale < other.scale {
		n, other = other, n
	}
	digits := n.scale - other.scale
	if int(digits) >= len(powers) {
		return number{}, false
	}
	over, aligned := bits.Mul64(other.lo, powers[digits])
	if over != 0 {
		return number{}, false
	}
	switch {
	case n.negative == other.negative:
		sum, carry := bits.Add64(n.lo, aligned, 0)
		n.lo, n.hi = sum, uint32(carry)
	case n.lo == aligned:
		return number{}, true
	case n.lo > aligned:
		n.lo -= aligned
	default:
		n.lo, n.negative = aligned-n.lo, other.negative
	}
	return n.normalised(), true
}

// product multiplies two numbers of 64 bits.
func (n number) product(other number) (number, bool) {
	hi, lo := bits.Mul64(n.lo, other.lo)
	if hi|lo == 0 {
		return number{}, true
	}
	if hi>>32 != 0 {
		return number{}, false
	}
	made := number{lo: lo, hi: uint32(hi), scale: n.scale + other.scale,
		negative: n.negative != other.negative}.normalised()
	return made, made.scale <= maxScale
}
