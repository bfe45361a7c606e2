// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/internal/valueops"
	"go.openpit.dev/openpit/param"
)

// vector is one line of spec/vectors/*.json (V-8).
type vector struct {
	ID     string
	Type   string
	Op     string
	Args   []string
	Result *string
	Error  *string
}

func vectors(t *testing.T) []vector {
	t.Helper()
	files, err := filepath.Glob("../../spec/vectors/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	var all []vector
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []vector
		if err := json.Unmarshal(data, &list); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, list...)
	}
	return all
}

// givesItselfBack tells why a result does not: what the core made is normalised, so its text and
// its decimal give the same value back, by `==`.
func givesItselfBack(result any) error {
	number, ok := result.(interface{ Decimal() decimal.Decimal })
	if !ok {
		return nil // A text, an order, a name: no number.
	}
	again, err := valueops.Read(reflect.TypeOf(result), valueops.Text(result))
	if err != nil || again.Interface() != result {
		return errors.New("text does not give the value back: " + valueops.Text(result))
	}
	for _, calls := range valueops.Types {
		door, known := calls["from_decimal"]
		if !known || reflect.TypeOf(door).Out(0) != reflect.TypeOf(result) {
			continue
		}
		found := reflect.ValueOf(door).Call([]reflect.Value{reflect.ValueOf(number.Decimal())})
		if found[0].Interface() != result {
			return errors.New("decimal does not give the value back: " + number.Decimal().String())
		}
		return nil
	}
	return errors.New("a number without a door for decimals")
}

func TestVectors(t *testing.T) {
	all := vectors(t)
	if len(all) < 2_000 {
		t.Fatalf("only %d vectors", len(all))
	}
	for _, v := range all {
		t.Run(v.ID, func(t *testing.T) { holds(t, v) })
	}
}

func holds(t *testing.T, v vector) {
	result, err := valueops.Do(v.Type, v.Op, v.Args)
	if v.Error == nil {
		if err != nil {
			t.Fatalf("%v: %v, want %q", v, err, *v.Result)
		}
		if got := valueops.Text(result); got != *v.Result {
			t.Fatalf("%v: got %q, want %q", v, got, *v.Result)
		}
		if err := givesItselfBack(result); err != nil {
			t.Fatalf("%v: %v", v, err)
		}
		return
	}
	var refused *param.Error
	if !errors.As(err, &refused) || refused.Kind.String() != *v.Error {
		t.Fatalf("%v: got %v, %v, want error %s", v, result, err, *v.Error)
	}
	if !errors.Is(err, openpit.ErrParam) {
		t.Fatalf("%v is no ErrParam", err)
	}
}

func TestAnUnknownOperationFails(t *testing.T) {
	for _, v := range []vector{
		{Type: "price", Op: "from_dream", Args: []string{"1"}},
		{Type: "dream", Op: "from_string", Args: []string{"1"}},
		{Type: "leverage", Op: "neg", Args: []string{"1"}},
	} {
		_, err := valueops.Do(v.Type, v.Op, v.Args)
		var unknown valueops.Unknown
		if !errors.As(err, &unknown) {
			t.Errorf("%v: %v", v, err)
		}
	}
}
