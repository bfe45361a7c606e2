// SPDX-License-Identifier: Apache-2.0

// Package valueops runs the operations of spec/vectors/README.md by their names, for the test of
// the vectors and for the driver of the conformance suite. It uses the public interface of the
// packages only; the types of a call's parameters say how its arguments are read.
package valueops

import (
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// Unknown is a vector that cannot be run: no such type or operation, or a wrong argument.
type Unknown struct{ text string }

func (u Unknown) Error() string { return u.text }

func unknown(format string, values ...any) error {
	return Unknown{fmt.Sprintf(format, values...)}
}

// calls is functions by the name of the operation.
type calls map[string]any

func doors(text, integer, float, decimal, textRounded, floatRounded, decimalRounded any) calls {
	return calls{
		"from_string": text, "from_int": integer, "from_float": float, "from_decimal": decimal,
		"from_string_rounded": textRounded, "from_float_rounded": floatRounded,
		"from_decimal_rounded": decimalRounded,
	}
}

// Types is the functions of every type: its doors, and what belongs to it without a receiver.
var Types = map[string]calls{
	"price": doors(param.NewPrice, param.PriceFromInt, param.PriceFromFloat,
		param.PriceFromDecimal, param.PriceFromStringRounded, param.PriceFromFloatRounded,
		param.PriceFromDecimalRounded),
	"quantity": doors(param.NewQuantity, param.QuantityFromInt, param.QuantityFromFloat,
		param.QuantityFromDecimal, param.QuantityFromStringRounded,
		param.QuantityFromFloatRounded, param.QuantityFromDecimalRounded),
	"volume": doors(param.NewVolume, param.VolumeFromInt, param.VolumeFromFloat,
		param.VolumeFromDecimal, param.VolumeFromStringRounded, param.VolumeFromFloatRounded,
		param.VolumeFromDecimalRounded),
	"pnl": doors(param.NewPnl, param.PnlFromInt, param.PnlFromFloat, param.PnlFromDecimal,
		param.PnlFromStringRounded, param.PnlFromFloatRounded, param.PnlFromDecimalRounded),
	"fee": doors(param.NewFee, param.FeeFromInt, param.FeeFromFloat, param.FeeFromDecimal,
		param.FeeFromStringRounded, param.FeeFromFloatRounded, param.FeeFromDecimalRounded),
	"notional": with(doors(param.NewNotional, param.NotionalFromInt, param.NotionalFromFloat,
		param.NotionalFromDecimal, param.NotionalFromStringRounded,
		param.NotionalFromFloatRounded, param.NotionalFromDecimalRounded), calls{
		"from_price_quantity": param.NotionalFromPriceQuantity,
		"from_volume":         param.NotionalFromVolume,
	}),
	"cash_flow": doors(param.NewCashFlow, param.CashFlowFromInt, param.CashFlowFromFloat,
		param.CashFlowFromDecimal, param.CashFlowFromStringRounded,
		param.CashFlowFromFloatRounded, param.CashFlowFromDecimalRounded),
	"position_size": with(doors(param.NewPositionSize, param.PositionSizeFromInt,
		param.PositionSizeFromFloat, param.PositionSizeFromDecimal,
		param.PositionSizeFromStringRounded, param.PositionSizeFromFloatRounded,
		param.PositionSizeFromDecimalRounded), calls{
		"from_quantity_and_side": param.PositionSizeFromQuantityAndSide,
	}),
	"leverage": {
		"from_string": param.NewLeverage, "from_int": param.LeverageFromInt,
		"from_float": param.LeverageFromFloat, "from_decimal": param.LeverageFromDecimal,
	},
	"adjustment_amount": {"apply": adjust},
	"account_id": {
		"from_string": param.AccountIDFromString, "from_int": param.AccountIDFromInt,
	},
	"account_group_id": {
		"from_int": param.AccountGroupIDFromInt,
		"default":  func() param.AccountGroupID { return param.AccountGroupID{} },
	},
	"asset":             {"from_string": param.NewAsset},
	"client_order_id":   {"from_string": param.NewClientOrderID},
	"execution_id":      {"from_string": param.NewExecutionID},
	"instrument":        {"from_string": openpit.ParseInstrument},
	"side":              {"from_string": param.ParseSide},
	"rounding_strategy": {"from_string": param.ParseRoundingStrategy},
	"position_side":     {"from_string": param.ParsePositionSide},
	"position_effect":   {"from_string": param.ParsePositionEffect},
	"position_mode":     {"from_string": param.ParsePositionMode},
}

func with(some, more calls) calls {
	for name, call := range more {
		some[name] = call
	}
	return some
}

func adjust(kind string, size, before param.PositionSize) (param.PositionSize, error) {
	switch kind {
	case "delta":
		return param.DeltaAmount(size).Apply(before)
	case "absolute":
		return param.AbsoluteAmount(size).Apply(before)
	}
	return before, unknown("no adjustment `%s`", kind)
}

// methods is the operations whose method is named otherwise than they are.
var methods = map[string]string{
	"rem": "Remainder", "to_fixed": "StringFixed", "checked_add_quantity": "AddQuantity",
}

// TypeOf gives the Go type of a type of the vectors.
func TypeOf(kind string) (reflect.Type, error) {
	for _, call := range []string{"from_string", "from_int"} {
		if door, known := Types[kind][call]; known {
			return reflect.TypeOf(door).Out(0), nil
		}
	}
	return nil, unknown("no type `%s`", kind)
}

// Read makes a value of a type from the text that a vector has for it.
func Read(to reflect.Type, text string) (reflect.Value, error) {
	for _, calls := range Types {
		door, known := calls["from_string"]
		if known && reflect.TypeOf(door).Out(0) == to {
			found := reflect.ValueOf(door).Call([]reflect.Value{reflect.ValueOf(text)})
			return found[0], failure(found)
		}
	}
	made, err := plain(to, text)
	if err != nil {
		return reflect.Value{}, unknown("`%s` is no %s: %v", text, to, err)
	}
	return reflect.ValueOf(made).Convert(to), nil
}

// plain reads what is no value under test.
func plain(to reflect.Type, text string) (any, error) {
	switch to {
	case reflect.TypeFor[decimal.Decimal]():
		return decimal.NewFromString(text)
	case reflect.TypeFor[string]():
		return text, nil
	case reflect.TypeFor[float64]():
		return strconv.ParseFloat(text, 64)
	case reflect.TypeFor[uint64](), reflect.TypeFor[uint32](), reflect.TypeFor[uint8]():
		return strconv.ParseUint(text, 10, to.Bits())
	}
	return strconv.ParseInt(text, 10, 64)
}

func failure(results []reflect.Value) error {
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

// Do runs one operation: the result, or the error of the call.
func Do(kind, op string, args []string) (any, error) {
	if _, known := Types[kind]["from_decimal"]; known {
		op = inRange(op, args)
	}
	call, args, err := find(kind, op, args)
	if err != nil {
		return nil, err
	}
	if len(args) != call.Type().NumIn() {
		return nil, unknown("`%s` takes %d arguments", op, call.Type().NumIn())
	}
	given := make([]reflect.Value, len(args))
	for place, arg := range args {
		if given[place], err = Read(call.Type().In(place), arg); err != nil {
			return nil, err
		}
	}
	results := call.Call(given)
	if err := failure(results); err != nil {
		return nil, err
	}
	if size, ok := results[0].Interface().(param.Quantity); ok && len(results) == 2 {
		if side, ok := results[1].Interface().(param.Side); ok {
			return order(size, side), nil
		}
	}
	return results[0].Interface(), nil
}

// inRange is the operation that takes the integer: those above 64 bits come as decimals in Go.
func inRange(op string, args []string) string {
	if op != "from_int" && op != "mul_int" {
		return op
	}
	integer, ok := new(big.Int).SetString(args[len(args)-1], 10)
	if !ok || integer.IsInt64() {
		return op
	}
	return map[string]string{"from_int": "from_decimal", "mul_int": "mul"}[op]
}

// find gives the function, or the method of the value that the first argument makes.
func find(kind, op string, args []string) (reflect.Value, []string, error) {
	if call, known := Types[kind][op]; known {
		return reflect.ValueOf(call), args, nil
	}
	of, err := TypeOf(kind)
	if err != nil {
		return reflect.Value{}, nil, err
	}
	name, known := methods[op]
	if !known {
		for _, word := range strings.Split(op, "_") {
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	if _, known := of.MethodByName(name); !known || len(args) == 0 {
		return reflect.Value{}, nil, unknown("no operation `%s` of `%s`", op, kind)
	}
	value, err := Read(of, args[0])
	if err != nil {
		return reflect.Value{}, nil, err
	}
	return value.MethodByName(name), args[1:], nil
}

func order(quantity param.Quantity, side param.Side) string {
	if !side.IsSet() {
		return "none"
	}
	return quantity.String() + " " + side.String()
}

// Text is the canonical text of a result.
func Text(result any) string { return fmt.Sprint(result) }
