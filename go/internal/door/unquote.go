// SPDX-License-Identifier: Apache-2.0

package door

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unquote reads a JSON string; false if it is none. What is no Unicode stays so, for the core to
// refuse: encoding/json alone would put another letter in its place.
func unquote(raw []byte) (string, bool) {
	if inner, ok := plain(raw); ok {
		return inner, true
	}
	if !utf8.Valid(raw) {
		return strings.Trim(string(raw), `"`), json.Valid(raw)
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return "", false
	}
	if hasLoneSurrogate(raw) {
		return strings.ReplaceAll(text, string(utf8.RuneError), "\xff"), true
	}
	return text, true
}

// plain is what most strings are: printable ASCII without escapes.
func plain(raw []byte) (string, bool) {
	last := len(raw) - 1
	if last < 1 || raw[last] != '"' {
		return "", false
	}
	for _, c := range raw[1:last] {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return "", false
		}
	}
	return string(raw[1:last]), true
}

// hasLoneSurrogate finds half of a pair of `\u` escapes in a valid JSON string.
func hasLoneSurrogate(raw []byte) bool {
	high := false
	for place := 0; place < len(raw); place++ {
		unit := uint64(0)
		if raw[place] == '\\' {
			place++
			if raw[place] == 'u' {
				unit, _ = strconv.ParseUint(string(raw[place+1:place+5]), 16, 32)
				place += 4
			}
		}
		low := 0xdc00 <= unit && unit < 0xe000
		if high != low {
			return true
		}
		high = 0xd800 <= unit && unit < 0xdc00
	}
	return high
}
