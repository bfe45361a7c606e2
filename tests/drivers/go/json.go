// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"encoding/json"
	"errors"
	"reflect"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/internal/valueops"
	"go.openpit.dev/openpit/param"
)

// jsonFault is text that encoding/json itself refuses.
type jsonFault struct{ error }

// inJSON is what has no text of its own, so no operation of a vector makes it.
var inJSON = map[string]reflect.Type{
	"trade_amount":       reflect.TypeFor[param.TradeAmount](),
	"adjustment_amount":  reflect.TypeFor[param.AdjustmentAmount](),
	"trade":              reflect.TypeFor[param.Trade](),
	"order":              reflect.TypeFor[openpit.Order](),
	"execution_report":   reflect.TypeFor[openpit.ExecutionReport](),
	"account_adjustment": reflect.TypeFor[openpit.AccountAdjustment](),
}

func toJSON(asked data) (any, error) {
	value, err := valueOf(text(asked, "type"), text(asked, "a"))
	if err != nil {
		return nil, err
	}
	written, err := json.Marshal(value.Interface())
	return string(written), err
}

// fromJSON reads many texts: the canonical text or the error of each.
func fromJSON(asked data) (any, error) {
	cases, _ := asked["cases"].([]any)
	answers := make([]any, len(cases))
	for index, one := range cases {
		words, _ := one.([]any)
		found := texts(words)
		if len(found) != 2 {
			return nil, driverFault("a case has a type and a text")
		}
		answer, err := readJSON(found[0], found[1])
		if answers[index] = answer; err != nil {
			answers[index] = faultOf(err)
		}
	}
	return answers, nil
}

func readJSON(kind, text string) (string, error) {
	of, known := inJSON[kind]
	if !known {
		var err error
		if of, err = valueops.TypeOf(kind); err != nil {
			return "", err
		}
	}
	made := reflect.New(of)
	if err := json.Unmarshal([]byte(text), made.Interface()); err != nil {
		if errors.Is(err, openpit.ErrParam) {
			return "", err
		}
		return "", jsonFault{err}
	}
	written, err := json.Marshal(made.Elem().Interface())
	return string(written), err
}
