// SPDX-License-Identifier: Apache-2.0

package door

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"go.openpit.dev/openpit/internal/native"
)

// Refusal makes the error of one type.
type Refusal func(kind uint16, input string) error

// Kind is what JSON calls a text by its first letter: `null`, `boolean`, `number`, `string`,
// `array` or `object`; nothing if it is no JSON.
func Kind(raw []byte) string {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if len(raw) == 0 {
		return ""
	}
	switch c := raw[0]; {
	case c == 'n':
		return "null"
	case c == 't' || c == 'f':
		return "boolean"
	case c == '-' || '0' <= c && c <= '9':
		return "number"
	case c == '"':
		return "string"
	case c == '[':
		return "array"
	case c == '{':
		return "object"
	}
	return ""
}

// IsNull tells whether a JSON text is null.
func IsNull(raw []byte) bool { return string(bytes.TrimSpace(raw)) == "null" }

// Wrong is the error of JSON of another kind than the type is read from.
func Wrong(raw []byte, refuse Refusal) error {
	if kind := Kind(raw); kind != "" {
		return refuse(native.ParamWrongType, kind)
	}
	return refuse(native.ParamInvalidFormat, string(raw))
}

// Field is a field of an object.
type Field struct {
	// Name is its name.
	Name string
	// To is where it goes.
	To json.Unmarshaler
	// Needed tells that the object is refused without it.
	Needed bool
}

// Object reads a JSON object. What encoding/json alone would take is refused: fields that nobody
// knows, names in other letters, a field that is there twice. Null is no field.
func Object(raw []byte, refuse Refusal, fields []Field) error {
	seen := make([]bool, len(fields))
	found := make([]bool, len(fields))
	err := entries(raw, refuse, func(name string, value json.RawMessage) error {
		place := 0
		for place < len(fields) && fields[place].Name != name {
			place++
		}
		switch {
		case place == len(fields):
			return refuse(native.ParamUnknownName, name)
		case seen[place]:
			return refuse(native.ParamDuplicateField, name)
		}
		seen[place] = true
		if IsNull(value) {
			return nil
		}
		found[place] = true
		return fields[place].To.UnmarshalJSON(value)
	})
	if err != nil {
		return err
	}
	for place, field := range fields {
		if field.Needed && !found[place] {
			return refuse(native.ParamMissingField, field.Name)
		}
	}
	return nil
}

// Choice reads a JSON object of exactly one field.
func Choice(raw []byte, refuse Refusal) (string, json.RawMessage, error) {
	var names []string
	var last json.RawMessage
	err := entries(raw, refuse, func(name string, value json.RawMessage) error {
		names, last = append(names, name), value
		return nil
	})
	if err == nil && len(names) != 1 {
		err = refuse(native.ParamInvalidFormat, "{"+strings.Join(names, ", ")+"}")
	}
	if err != nil {
		return "", nil, err
	}
	return names[0], last, nil
}

// entries reads the fields of a JSON object, in their order.
func entries(raw []byte, refuse Refusal, each func(string, json.RawMessage) error) error {
	if Kind(raw) != "object" {
		return Wrong(raw, refuse)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, err := decoder.Token()
	for err == nil && decoder.More() {
		var token json.Token
		var value json.RawMessage
		if token, err = decoder.Token(); err != nil {
			break
		}
		if err = decoder.Decode(&value); err != nil {
			break
		}
		name, _ := token.(string)
		if err := each(name, value); err != nil {
			return err
		}
	}
	if err == nil {
		_, err = decoder.Token()
	}
	if _, rest := decoder.Token(); err != nil || rest != io.EOF {
		return refuse(native.ParamInvalidFormat, string(raw))
	}
	return nil
}
