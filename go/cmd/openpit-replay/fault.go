// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

const shownCharacters = 64

// fault is what a file given to the replay can have wrong: where, what stood there, what is wrong,
// what is allowed.
type fault struct {
	path    string
	line    int // 0: the whole file
	column  string
	value   *string
	reason  string
	allowed string
}

func (f *fault) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "`%s`", f.path)
	if f.line > 0 {
		fmt.Fprintf(&text, " line %d", f.line)
	}
	if f.column != "" {
		fmt.Fprintf(&text, ", column `%s`", f.column)
	}
	text.WriteString(": ")
	if f.value != nil {
		text.WriteString(shown(*f.value) + " ")
	}
	text.WriteString(f.reason)
	if f.allowed != "" {
		text.WriteString(": allowed is " + f.allowed)
	}
	return text.String()
}

// shown puts the value in backticks, cut to 64 characters, control characters made visible.
func shown(value string) string {
	var text strings.Builder
	count := 0
	for _, character := range value {
		if count == shownCharacters {
			text.WriteString("...")
			break
		}
		count++
		if unicode.IsPrint(character) {
			text.WriteRune(character)
		} else {
			quoted := strconv.QuoteRuneToASCII(character)
			text.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return "`" + text.String() + "`"
}
