// SPDX-License-Identifier: Apache-2.0

package param

import (
	"math/bits"
	"strconv"
	"strings"

	"go.openpit.dev/openpit/internal/native"
)

// digits is the coefficient in decimal.
func (n number) digits(buffer []byte) []byte {
	if n.hi == 0 {
		return strconv.AppendUint(buffer, n.lo, 10)
	}
	const half = 19
	upper, lower := bits.Div64(uint64(n.hi), n.lo, powers[half])
	buffer = strconv.AppendUint(buffer, upper, 10)
	text := strconv.FormatUint(lower, 10)
	for range half - len(text) {
		buffer = append(buffer, '0')
	}
	return append(buffer, text...)
}

// String is canonical, the same in all languages (V-1).
func (n number) String() string {
	var space [32]byte
	digits := n.digits(space[:0])
	if n.scale == 0 && !n.negative {
		return string(digits)
	}
	text := make([]byte, 0, len(digits)+int(n.scale)+3)
	if n.negative {
		text = append(text, '-')
	}
	if n.scale == 0 {
		return string(append(text, digits...))
	}
	scale := int(n.scale)
	for range scale + 1 - len(digits) {
		text = append(text, '0')
	}
	text = append(text, digits...)
	point := len(text) - scale
	text = append(text, 0)
	copy(text[point+1:], text[point:])
	text[point] = '.'
	return string(text)
}

// fixed has exactly so many digits after the point, rounded half to even.
func (n number) fixed(decimals uint8) string {
	rounded := n
	if n.scale > decimals {
		operands := native.Operands{A: n.native(), Scale: uint32(decimals),
			Strategy: uint32(RoundingStrategyHalfEven)}
		// Fewer digits of a valid value are a valid value: a price has any sign.
		rounded, _ = apply(native.NumberPrice, native.OpFromPartsRounded, operands, "")
	}
	text := rounded.String()
	if decimals == 0 {
		return text
	}
	if rounded.scale == 0 {
		text += "."
	}
	return text + strings.Repeat("0", int(decimals)-int(rounded.scale))
}
