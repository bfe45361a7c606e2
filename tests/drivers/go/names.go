// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// arguments are the arguments of an operation on values.
type arguments []string

func (a arguments) float(index int) float64 {
	made, _ := strconv.ParseFloat(a[index], 64)
	return made
}

func (a arguments) decimal(index int) decimal.Decimal {
	return decimal.RequireFromString(a[index])
}

// rounding is the last two arguments of the rounded forms.
func (a arguments) rounding() (int, param.RoundingStrategy, error) {
	if len(a) < 3 {
		return 0, 0, driverFault("no scale and strategy")
	}
	scale, err := strconv.Atoi(a[len(a)-2])
	if err != nil {
		return 0, 0, driverFault("%v", err)
	}
	strategy, err := param.ParseRoundingStrategy(a[len(a)-1])
	return scale, strategy, err
}

// value is one operation; the answer is the canonical text of the result.
func value(asked data) (any, error) {
	found, _ := asked["args"].([]any)
	args := make(arguments, len(found))
	for index, one := range found {
		args[index], _ = one.(string)
	}
	name, op := text(asked, "type"), text(asked, "value_op")
	if of, known := kinds[name]; known {
		return of.apply(op, args)
	}
	return nameOf(name, op, args)
}

func nameOf(name, op string, args arguments) (any, error) {
	switch name {
	case "asset":
		return shown(param.NewAsset(args[0]))
	case "client_order_id":
		return shown(param.NewClientOrderID(args[0]))
	case "execution_id":
		return shown(param.NewExecutionID(args[0]))
	case "instrument":
		return shown(openpit.ParseInstrument(args[0]))
	case "side":
		return shown(param.ParseSide(args[0]))
	case "rounding_strategy":
		return shown(param.ParseRoundingStrategy(args[0]))
	case "account_id":
		if op == "from_int" {
			return param.AccountIDFromInt(args.integer(0).Uint64()).String(), nil
		}
		return shown(param.AccountIDFromString(args[0]))
	}
	return nil, driverFault("no type `%s`", name)
}

func shown[T fmt.Stringer](made T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return made.String(), nil
}
