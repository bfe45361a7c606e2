// SPDX-License-Identifier: Apache-2.0

package param

import (
	"strconv"

	"go.openpit.dev/openpit/internal/native"
)

// AccountID is the id of an account: any unsigned 64-bit number, 0 too. A record keeps it in an
// Option, since there is no number that means none.
type AccountID struct {
	id uint64
}

// AccountIDFromInt is the account with this number.
func AccountIDFromInt(id uint64) AccountID { return AccountID{id} }

// AccountIDFromString is the account with this name: FNV-1a, 64 bits, of its UTF-8 bytes, the same
// in every language. An empty name is an *Error. Two names with one hash are one account, so do not
// mix chosen numbers and names in one engine.
func AccountIDFromString(name string) (AccountID, error) {
	id, found := native.TextValue(native.TextAccountID, name)
	return AccountID{id}, newError(found)
}

// Uint64 gives the number.
func (id AccountID) Uint64() uint64 { return id.id }

// String gives the number in decimal.
func (id AccountID) String() string { return strconv.FormatUint(id.id, 10) }

// ParseAccountID reads the number of an account in digits, or refuses with an *Error. It is the way
// back of String; a name becomes a number by AccountIDFromString.
func ParseAccountID(digits string) (AccountID, error) {
	id, found := native.TextValue(native.TextAccountNumber, digits)
	return AccountID{id}, newError(found)
}

// AccountGroupID is the id of a group of accounts: any unsigned 32-bit number (V-6.8). The zero
// value is the reserved default group, in which every account is that was registered in no other.
type AccountGroupID struct {
	id uint32
}

// DefaultAccountGroup is the reserved default group.
var DefaultAccountGroup = AccountGroupID{}

// AccountGroupIDFromInt is the group with this number.
func AccountGroupIDFromInt(id uint32) AccountGroupID { return AccountGroupID{id} }

// ParseAccountGroupID reads the number of a group in digits, or refuses with an *Error.
func ParseAccountGroupID(digits string) (AccountGroupID, error) {
	id, found := native.TextValue(native.TextAccountGroupNumber, digits)
	return AccountGroupID{uint32(id)}, newError(found)
}

// Uint32 gives the number.
func (id AccountGroupID) Uint32() uint32 { return id.id }

// IsDefault tells whether this is the reserved default group.
func (id AccountGroupID) IsDefault() bool { return id.id == 0 }

// String gives the number in decimal.
func (id AccountGroupID) String() string { return strconv.FormatUint(uint64(id.id), 10) }
