// SPDX-License-Identifier: Apache-2.0

package param

import (
	"fmt"
	"io"
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
func (n number) fixed(decimals int) string {
	rounded := n
	if int(n.scale) > decimals {
		operands := native.Operands{Scale: uint32(decimals),
			Strategy: uint32(RoundingStrategyHalfEven)}
		n.put(&operands.A)
		// Fewer digits of a valid value are a valid value: a price has any sign.
		rounded, _ = apply(native.NumberPrice, native.OpFromPartsRounded, &operands, "")
	}
	text := rounded.String()
	if decimals == 0 {
		return text
	}
	if rounded.scale == 0 {
		text += "."
	}
	return text + strings.Repeat("0", decimals-int(rounded.scale))
}

// format is fmt.Formatter for every number type.
func (n number) format(state fmt.State, verb rune, typeName string) {
	text := n.String()
	if decimals, ok := state.Precision(); ok {
		text = n.fixed(decimals)
	}
	switch verb {
	case 'f', 'F':
		if sign := signFlag(state); sign != "" && !n.negative {
			text = sign + text
		}
	case 'v':
		if state.Flag('#') {
			text = "param.Must(param.New" + typeName + `("` + text + `"))`
		}
	case 'q':
		text = `"` + text + `"`
	case 's':
	default:
		text = "%!" + string(verb) + "(param." + typeName + "=" + text + ")"
	}
	writePadded(state, text)
}

func signFlag(state fmt.State) string {
	switch {
	case state.Flag('+'):
		return "+"
	case state.Flag(' '):
		return " "
	}
	return ""
}

// writePadded brings the text to the width that was asked for; zeros go behind the sign.
func writePadded(state fmt.State, text string) {
	width, _ := state.Width()
	missing := max(width-len(text), 0)
	switch {
	case state.Flag('-'):
		text += strings.Repeat(" ", missing)
	case state.Flag('0'):
		sign := len(text) - len(strings.TrimLeft(text, "+- "))
		text = text[:sign] + strings.Repeat("0", missing) + text[sign:]
	default:
		text = strings.Repeat(" ", missing) + text
	}
	// The state belongs to package fmt, which has nobody to tell of a failed write.
	_, _ = io.WriteString(state, text)
}
