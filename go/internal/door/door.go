// SPDX-License-Identifier: Apache-2.0

// Package door is how values meet the interfaces of the standard library: JSON, text, gob and
// database/sql. Each type says how its text is read; every door leads there, so that none takes
// what the constructor refuses (V-6).
package door

import (
	"bytes"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"strconv"

	"go.openpit.dev/openpit/internal/native"
)

// Door is what the doors must know of one type.
type Door[T any] struct {
	// Name is the type in error texts.
	Name string
	// Read makes a value of its text.
	Read func(text string) (T, error)
	// Float makes a value of a float column; nil if the type takes none.
	Float func(value float64) (T, error)
	// Digits tells that integers of JSON and of columns are read by their digits.
	Digits bool
	// Unset tells that the zero value is unset, for which null stands; else null is refused.
	Unset bool
	// Wrong is the kind of error of a column that is no text at all.
	Wrong uint16
	// Error makes the caller's error.
	Error func(found *native.Fault) error
}

func (d *Door[T]) refuse(kind uint16, input string) error {
	return d.Error(native.Refuse(d.Name, kind, input))
}

// Known judges an enum: the error of its number, if the table lacks it.
func (d *Door[T]) Known(number uint16, valid bool) error {
	switch {
	case valid:
		return nil
	case number == 0:
		return d.Needed(false)
	}
	return d.refuse(native.ParamUnknownName, strconv.FormatUint(uint64(number), 10))
}

// Needed is the error of an unset value where one is needed.
func (d *Door[T]) Needed(set bool) error {
	if set {
		return nil
	}
	return d.refuse(native.ParamUnset, "unset")
}

func (d *Door[T]) set(target *T, made T, err error) error {
	if err != nil {
		return err
	}
	*target = made
	return nil
}

// null is what stands for no value: it is unset where the type has that.
func (d *Door[T]) null(target *T) error {
	if !d.Unset {
		return d.refuse(native.ParamUnset, "null")
	}
	var unset T
	*target = unset
	return nil
}

// ReadText is encoding.TextUnmarshaler.
func (d *Door[T]) ReadText(target *T, text []byte) error { return d.read(target, string(text)) }

func (d *Door[T]) read(target *T, text string) error {
	made, err := d.Read(text)
	return d.set(target, made, err)
}

// ReadBinary is encoding.BinaryUnmarshaler, which gob uses: the text, and nothing for unset.
func (d *Door[T]) ReadBinary(target *T, data []byte) error {
	if len(data) == 0 && d.Unset {
		return d.null(target)
	}
	return d.ReadText(target, data)
}

// ReadJSON is json.Unmarshaler: a string, or an integer of 64 bits if the type takes digits. Of any
// other number some JSON libraries lose the digits, so no language takes one (V-6.12).
func (d *Door[T]) ReadJSON(target *T, raw []byte) error {
	raw = bytes.Trim(raw, " \t\r\n")
	switch kind := Kind(raw); {
	case kind == "string":
		text, whole := unquote(raw)
		if !whole {
			return d.refuse(native.ParamInvalidFormat, string(raw))
		}
		return d.read(target, text)
	case kind == "null" && d.Unset:
		return d.null(target)
	case kind == "number" && d.Digits && isInteger(string(raw)):
		return d.ReadText(target, raw)
	}
	return Wrong(raw, d.refuse)
}

// isInteger tells whether a JSON number is an integer of 64 bits, signed or unsigned. Minus zero is
// none, since it is a float to some libraries.
func isInteger(literal string) bool {
	if _, err := strconv.ParseInt(literal, 10, 64); err != nil {
		_, err = strconv.ParseUint(literal, 10, 64)
		return err == nil
	}
	return literal != "-0"
}

// Scan is sql.Scanner.
func (d *Door[T]) Scan(target *T, source any) error {
	switch source := source.(type) {
	case nil:
		return d.null(target)
	case string:
		return d.read(target, source)
	case []byte:
		return d.ReadText(target, source)
	case int64:
		if d.Digits {
			return d.read(target, strconv.FormatInt(source, 10))
		}
	case float64:
		if d.Float != nil {
			made, err := d.Float(source)
			return d.set(target, made, err)
		}
	}
	return d.refuse(d.Wrong, fmt.Sprint(source))
}

// Text is what encoding.TextMarshaler gives: the text of a set value, or why there is none.
func Text(value fmt.Stringer, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return []byte(value.String()), nil
}

// JSON is what json.Marshaler gives: a string, or null for an unset value.
func JSON(value encoding.TextMarshaler, set bool) ([]byte, error) {
	if !set {
		return []byte("null"), nil
	}
	text, err := value.MarshalText()
	if err != nil {
		return nil, err
	}
	return json.Marshal(string(text))
}

// Binary is what encoding.BinaryMarshaler gives: the text, or nothing for an unset value.
func Binary(value encoding.TextMarshaler, set bool) ([]byte, error) {
	if !set {
		return []byte{}, nil
	}
	return value.MarshalText()
}

// Value is what driver.Valuer gives: a string, or NULL for an unset value.
func Value(value encoding.TextMarshaler, set bool) (driver.Value, error) {
	if !set {
		return nil, nil
	}
	text, err := value.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}
