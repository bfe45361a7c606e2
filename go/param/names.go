// SPDX-License-Identifier: Apache-2.0

package param

import "go.openpit.dev/openpit/internal/native"

// unset is how an unset name prints.
const unset = "unset"

// Asset is the name of an asset: `USD`, `AAPL`, `BTC`. Not empty, at most 64 bytes of UTF-8, no
// control characters, no blanks around it. The zero value is unset (V-6).
type Asset struct {
	name string
}

// NewAsset takes a name as it is, or refuses it with an *Error; it is never trimmed.
func NewAsset(name string) (Asset, error) {
	if _, found := native.TextValue(native.TextAsset, name); found != nil {
		return Asset{}, newError(found)
	}
	return Asset{name}, nil
}

// IsSet tells whether there is a name.
func (a Asset) IsSet() bool { return a.name != "" }

// String gives the name, or `unset`.
func (a Asset) String() string { return orUnset(a.name) }

// ClientOrderID is the client's own id of an order, at most 64 bytes (O-4). The zero value is unset
// (V-6).
type ClientOrderID struct {
	text string
}

// NewClientOrderID takes an id as it is, or refuses it with an *Error.
func NewClientOrderID(text string) (ClientOrderID, error) {
	if _, found := native.TextValue(native.TextClientOrderID, text); found != nil {
		return ClientOrderID{}, newError(found)
	}
	return ClientOrderID{text}, nil
}

// IsSet tells whether there is an id.
func (id ClientOrderID) IsSet() bool { return id.text != "" }

// String gives the id, or `unset`.
func (id ClientOrderID) String() string { return orUnset(id.text) }

// ExecutionID is the venue's id of one execution, at most 64 bytes (O-4). The zero value is unset
// (V-6).
type ExecutionID struct {
	id string // Named otherwise than a client order id's, so that neither converts to the other.
}

// NewExecutionID takes an id as it is, or refuses it with an *Error.
func NewExecutionID(text string) (ExecutionID, error) {
	if _, found := native.TextValue(native.TextExecutionID, text); found != nil {
		return ExecutionID{}, newError(found)
	}
	return ExecutionID{text}, nil
}

// IsSet tells whether there is an id.
func (id ExecutionID) IsSet() bool { return id.id != "" }

// String gives the id, or `unset`.
func (id ExecutionID) String() string { return orUnset(id.id) }

func orUnset(text string) string {
	if text == "" {
		return unset
	}
	return text
}
