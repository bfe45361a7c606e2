// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"encoding/json"
	"reflect"
	"strconv"

	"go.openpit.dev/openpit/internal/valueops"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

func texts(found []any) []string {
	made := make([]string, len(found))
	for index, one := range found {
		made[index], _ = one.(string)
	}
	return made
}

func apply(kind, op string, args []string) (any, error) {
	result, err := valueops.Do(kind, op, args)
	if err != nil {
		return nil, err
	}
	return valueops.Text(result), nil
}

// value is one operation; the answer is the canonical text of the result.
func value(asked data) (any, error) {
	found, _ := asked["args"].([]any)
	return apply(text(asked, "type"), text(asked, "value_op"), texts(found))
}

// values is many operations: the text or the error of each.
func values(asked data) (any, error) {
	cases, _ := asked["cases"].([]any)
	answers := make([]any, len(cases))
	for index, one := range cases {
		words, _ := one.([]any)
		found := texts(words)
		if len(found) < 2 {
			return nil, driverFault("a case has a type and an operation")
		}
		answer, err := apply(found[0], found[1], found[2:])
		if answers[index] = answer; err != nil {
			answers[index] = faultOf(err)
		}
	}
	return answers, nil
}

// valueOf makes the value of a type that a text means.
func valueOf(kind, text string) (reflect.Value, error) {
	of, err := valueops.TypeOf(kind)
	if err != nil {
		return reflect.Value{}, err
	}
	return valueops.Read(of, text)
}

func same(asked data) (any, error) {
	a, wrongA := valueOf(text(asked, "type"), text(asked, "a"))
	b, wrongB := valueOf(text(asked, "type"), text(asked, "b"))
	if err := first(wrongA, wrongB); err != nil {
		return nil, err
	}
	keys := map[any]bool{a.Interface(): true, b.Interface(): true}
	return data{"equal": a.Interface() == b.Interface(), "keys": strconv.Itoa(len(keys))}, nil
}

// takes looks at what the signatures say: Go compiles no call that they do not allow.
func takes(asked data) (any, error) {
	of, err := valueops.TypeOf(text(asked, "type"))
	if err != nil {
		return nil, err
	}
	other := reflect.TypeFor[bool]()
	if name := text(asked, "other"); name != "bool" {
		if other, err = valueops.TypeOf(name); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"Add", "Sub", "Compare", "Mul", "Div"} {
		if method, known := of.MethodByName(name); known && other.AssignableTo(method.Type.In(1)) {
			return true, nil
		}
	}
	for name, call := range valueops.Types[text(asked, "type")] {
		door := reflect.TypeOf(call)
		if door.NumIn() == 1 && other.AssignableTo(door.In(0)) && name != "from_volume" {
			return true, nil
		}
	}
	return other.ConvertibleTo(of), nil
}

// unset is the zero value of an enum: what it shows, and how it is refused.
func unset(asked data) (any, error) {
	of, err := valueops.TypeOf(text(asked, "enum"))
	if err != nil {
		return nil, err
	}
	zero := reflect.Zero(of).Interface()
	var refused error
	switch enum := zero.(type) {
	case param.Side:
		_, refused = param.PositionSizeFromQuantityAndSide(param.Quantity{}, enum)
	case param.RoundingStrategy:
		_, refused = param.PriceFromStringRounded("1", 0, enum)
	case interface{ MarshalText() ([]byte, error) }:
		_, refused = enum.MarshalText()
	}
	fault := faultOf(refused)
	return data{
		"shown": valueops.Text(zero), "refused": fault["detail"], "text": fault["text"],
	}, nil
}

// broken is what does not hold of a value: it is one with its copies, a key, and its text.
func broken(asked data) (any, error) {
	kind, given := text(asked, "type"), text(asked, "a")
	value, err := valueOf(kind, given)
	if err != nil {
		return nil, err
	}
	found := []string{}
	check := func(name string, holds bool) {
		if !holds {
			found = append(found, name)
		}
	}
	one := value.Interface()
	copied := reflect.New(value.Type()).Elem()
	copied.Set(value)
	check("comparable", value.Type().Comparable())
	check("copy", copied.Interface() == one)
	check("key", map[any]int{one: 1}[copied.Interface()] == 1)
	for field := range value.NumField() {
		// An instrument is a record of two assets: a plain struct.
		check("immutable", !value.Type().Field(field).IsExported() || kind == "instrument")
	}
	if kind != "account_id" { // Its text is the number, which is no name.
		again, err := valueOf(kind, valueops.Text(one))
		check("text", err == nil && again.Interface() == one)
	}
	written, err := json.Marshal(one)
	back := reflect.New(value.Type())
	check("json", err == nil && json.Unmarshal(written, back.Interface()) == nil)
	check("json", back.Elem().Interface() == one)
	return found, nil
}

func tables(data) (any, error) {
	codes := [][2]string{}
	for code := pretrade.RejectCode(1); code != 0; code++ {
		if code.IsValid() {
			codes = append(codes, [2]string{strconv.Itoa(int(code)), code.String()})
		}
	}
	scopes := []string{pretrade.RejectScopeOrder.String(), pretrade.RejectScopeAccount.String()}
	return data{"codes": codes, "scopes": scopes}, nil
}
