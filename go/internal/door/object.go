// SPDX-License-Identifier: Apache-2.0

package door

import (
	"bytes"
	"encoding/json"
	"io"

	"go.openpit.dev/openpit/internal/native"
)

// Refusal makes the error of one type.
type Refusal func(kind uint16, input string) error

// IsNull tells whether a JSON text is null.
func IsNull(raw []byte) bool { return string(bytes.TrimSpace(raw)) == "null" }

// IsString tells whether a JSON text begins as a string.
func IsString(raw []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(raw), []byte(`"`)) }

// Object reads a JSON object: target gives where the field of a name goes, nil if there is no such
// field. What encoding/json alone would take is refused: fields that nobody knows, names in other
// letters, a field that is there twice.
func Object(raw []byte, refuse Refusal, target func(name string) any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return refuse(native.ParamInvalidFormat, string(raw))
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return refuse(native.ParamInvalidFormat, string(raw))
		}
		name, _ := token.(string)
		into := target(name)
		if into == nil || seen[name] {
			return refuse(native.ParamUnknownName, name)
		}
		seen[name] = true
		if err := decoder.Decode(into); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	if _, rest := decoder.Token(); err != nil || rest != io.EOF {
		return refuse(native.ParamInvalidFormat, string(raw))
	}
	return nil
}

// Choice reads a JSON object of exactly one field.
func Choice(raw []byte, refuse Refusal) (name string, value json.RawMessage, err error) {
	err = Object(raw, refuse, func(field string) any {
		if value != nil {
			return nil
		}
		name = field
		return &value
	})
	if err == nil && value == nil {
		err = refuse(native.ParamInvalidFormat, string(raw))
	}
	return name, value, err
}
