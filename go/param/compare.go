// SPDX-License-Identifier: Apache-2.0

package param

import (
	"cmp"
	"math/bits"
)

// wide is an unsigned number of 192 bits, lowest word first: room for a 96-bit coefficient times
// 10^28.
type wide [3]uint64

var powers = func() (table [20]uint64) {
	power := uint64(1)
	for digit := range table {
		table[digit] = power
		power *= 10
	}
	return table
}()

func (w wide) times(factor uint64) wide {
	var product wide
	var carry uint64
	for place, word := range w {
		hi, lo := bits.Mul64(word, factor)
		sum, over := bits.Add64(lo, carry, 0)
		product[place] = sum
		carry = hi + over
	}
	return product
}

// scaled is the coefficient with `digits` more zeros, at most 28.
func (n number) scaled(digits uint8) wide {
	w := wide{n.lo, uint64(n.hi)}
	if digits > 19 {
		w = w.times(powers[19])
		digits -= 19
	}
	return w.times(powers[digits])
}

func (n number) compareMagnitude(other number) int {
	if n.hi|other.hi == 0 {
		return n.compareShort(other)
	}
	return n.compareLong(other)
}

func (n number) compareLong(other number) int {
	scale := max(n.scale, other.scale)
	a, b := n.scaled(scale-n.scale), other.scaled(scale-other.scale)
	for place := len(a) - 1; place >= 0; place-- {
		if a[place] != b[place] {
			if a[place] < b[place] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// compareShort is for coefficients of 64 bits: with 19 digits more they have 128.
func (n number) compareShort(other number) int {
	if n.scale > other.scale {
		return -other.compareShort(n)
	}
	digits := other.scale - n.scale
	if int(digits) >= len(powers) {
		return n.compareLong(other)
	}
	hi, lo := bits.Mul64(n.lo, powers[digits])
	if hi != 0 {
		return 1
	}
	return cmp.Compare(lo, other.lo)
}

// compare orders by value.
func (n number) compare(other number) int {
	switch {
	case n == other:
		return 0
	case n.negative && !other.negative:
		return -1
	case !n.negative && other.negative:
		return 1
	case n.negative:
		return other.compareMagnitude(n)
	}
	return n.compareMagnitude(other)
}
