// SPDX-License-Identifier: Apache-2.0

package param

import (
	"go.openpit.dev/openpit/internal/fault"
	"go.openpit.dev/openpit/internal/native"
)

// Error is a value that was refused: which type, which input, and why (V-2, E-1). The text names
// all three and says what is allowed; it is the same in every language.
//
// errors.Is(err, openpit.ErrParam) is true for it.
type Error struct {
	// Kind is why the value was refused.
	Kind ErrorKind
	// TypeName is the type that refused, in lower snake case: `price`, `account_id`.
	TypeName string
	// Input is the refused input, or the operation (`1 - 2`), cut to 64 characters.
	Input string
	text  string
}

// Error gives the text.
func (e *Error) Error() string { return e.text }

// Is tells whether target is the sentinel of all refused values.
func (e *Error) Is(target error) bool { return target == fault.Param }

// newError takes over what the core found; nil stays nil.
func newError(found *native.Fault) error {
	if found == nil {
		return nil
	}
	return &Error{Kind: ErrorKind(found.Sub), TypeName: found.TypeName, Input: found.Input,
		text: found.Text}
}
