// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"encoding/json"
	"errors"
	"testing"

	"go.openpit.dev/openpit"
)

// fuzzRecord: any text is refused with a typed error, or is a record that comes back from its own
// JSON and that Validate judges without panicking.
func fuzzRecord[T interface {
	comparable
	Validate() error
}](t *testing.T, text []byte) {
	var record, back T
	if err := json.Unmarshal(text, &record); err != nil {
		var syntax *json.SyntaxError
		if !errors.Is(err, openpit.ErrParam) && !errors.As(err, &syntax) {
			t.Fatalf("%q: %T %v", text, err, err)
		}
		return
	}
	if err := record.Validate(); err != nil && !errors.Is(err, openpit.ErrParam) {
		t.Fatalf("%q: %T %v", text, err, err)
	}
	written, err := json.Marshal(record)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if err := json.Unmarshal(written, &back); err != nil || back != record {
		t.Fatalf("%q was written as %s: %v", text, written, err)
	}
}

func FuzzJSONOfRecords(f *testing.F) {
	for _, one := range texts {
		f.Add([]byte(one.text))
	}
	f.Add([]byte(`{"position":{"reduce_only":null,"close_position":1}}`))
	f.Add([]byte("{\"operation\":{\"instrument\":\"A\\ud800/USD\",\"account_id\":7.0}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		fuzzRecord[openpit.Order](t, text)
		fuzzRecord[openpit.ExecutionReport](t, text)
		fuzzRecord[openpit.AccountAdjustment](t, text)
	})
}
