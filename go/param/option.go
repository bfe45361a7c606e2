// SPDX-License-Identifier: Apache-2.0

package param

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Option is a value that may be absent; the zero value is absent. It compares with `==`. In JSON
// and SQL it is the value, or null; a field with the tag `omitzero` is left out where it is absent.
type Option[T comparable] struct {
	value T
	set   bool
}

// Some is a value that is present.
func Some[T comparable](value T) Option[T] { return Option[T]{value, true} }

// Get gives the value; false if it is absent.
func (o Option[T]) Get() (T, bool) { return o.value, o.set }

// Or gives the value, or another if it is absent.
func (o Option[T]) Or(other T) T {
	if !o.set {
		return other
	}
	return o.value
}

// IsSet tells whether the value is present.
func (o Option[T]) IsSet() bool { return o.set }

// String gives the value, or `unset`.
func (o Option[T]) String() string { return fmt.Sprint(o) }

// Format is fmt.Formatter: as the value, or `unset`.
func (o Option[T]) Format(state fmt.State, verb rune) {
	switch {
	case verb == 'v' && state.Flag('#') && o.set:
		fmt.Fprintf(state, "param.Some(%#v)", o.value)
	case verb == 'v' && state.Flag('#'):
		fmt.Fprintf(state, "param.Option[%T]{}", o.value)
	case o.set:
		fmt.Fprintf(state, fmt.FormatString(state, verb), o.value)
	default:
		writePadded(state, unset)
	}
}

// MarshalJSON is json.Marshaler: as the value, or null.
func (o Option[T]) MarshalJSON() ([]byte, error) {
	if !o.set {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON is json.Unmarshaler: as the value; null is absent.
func (o *Option[T]) UnmarshalJSON(raw []byte) error {
	if string(bytes.TrimSpace(raw)) == "null" {
		*o = Option[T]{}
		return nil
	}
	var value T
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	*o = Some(value)
	return nil
}

// MarshalBinary is encoding.BinaryMarshaler, for gob: the JSON of the value, or nothing.
func (o Option[T]) MarshalBinary() ([]byte, error) {
	if !o.set {
		return []byte{}, nil
	}
	return json.Marshal(o.value)
}

// UnmarshalBinary is encoding.BinaryUnmarshaler, for gob: the JSON of the value; empty is absent.
func (o *Option[T]) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		*o = Option[T]{}
		return nil
	}
	return o.UnmarshalJSON(data)
}

// Scan is sql.Scanner: as the value; NULL is absent.
func (o *Option[T]) Scan(source any) error {
	var null sql.Null[T]
	if err := null.Scan(source); err != nil {
		return err
	}
	*o = Option[T]{null.V, null.Valid}
	return nil
}

// Value is driver.Valuer: as the value, or NULL.
func (o Option[T]) Value() (driver.Value, error) {
	if !o.set {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(o.value)
}
