// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// number is what every number type can do.
type number[T any] interface {
	comparable
	String() string
	StringFixed(decimals uint8) string
	Compare(other T) int
	Add(other T) (T, error)
	Sub(other T) (T, error)
	Neg() (T, error)
	Mul(factor decimal.Decimal) (T, error)
	MulInt(factor int64) (T, error)
	Div(divisor decimal.Decimal) (T, error)
	DivRounded(divisor decimal.Decimal, scale int, strategy param.RoundingStrategy) (T, error)
	Remainder(divisor decimal.Decimal) (T, error)
}

// doors is how values of a number type are made.
type doors[T number[T]] struct {
	text           func(string) (T, error)
	integer        func(int64) (T, error)
	float          func(float64) (T, error)
	decimal        func(decimal.Decimal) (T, error)
	textRounded    func(string, int, param.RoundingStrategy) (T, error)
	floatRounded   func(float64, int, param.RoundingStrategy) (T, error)
	decimalRounded func(decimal.Decimal, int, param.RoundingStrategy) (T, error)
}

// kind is a number type with its type forgotten.
type kind interface {
	apply(op string, args arguments) (string, error)
	same(a, b string) (any, error)
}

var kinds = map[string]kind{
	"price": doors[param.Price]{param.NewPrice, param.PriceFromInt, param.PriceFromFloat,
		param.PriceFromDecimal, param.PriceFromStringRounded, param.PriceFromFloatRounded,
		param.PriceFromDecimalRounded},
	"quantity": doors[param.Quantity]{param.NewQuantity, param.QuantityFromInt,
		param.QuantityFromFloat, param.QuantityFromDecimal, param.QuantityFromStringRounded,
		param.QuantityFromFloatRounded, param.QuantityFromDecimalRounded},
	"volume": doors[param.Volume]{param.NewVolume, param.VolumeFromInt, param.VolumeFromFloat,
		param.VolumeFromDecimal, param.VolumeFromStringRounded, param.VolumeFromFloatRounded,
		param.VolumeFromDecimalRounded},
	"pnl": doors[param.Pnl]{param.NewPnl, param.PnlFromInt, param.PnlFromFloat,
		param.PnlFromDecimal, param.PnlFromStringRounded, param.PnlFromFloatRounded,
		param.PnlFromDecimalRounded},
	"fee": doors[param.Fee]{param.NewFee, param.FeeFromInt, param.FeeFromFloat,
		param.FeeFromDecimal, param.FeeFromStringRounded, param.FeeFromFloatRounded,
		param.FeeFromDecimalRounded},
}

func (d doors[T]) make(op string, args arguments) (T, error) {
	scale, strategy, err := args.rounding()
	var none T
	switch op {
	case "from_string":
		return d.text(args[0])
	case "from_int":
		integer := args.integer(0)
		if integer.IsInt64() {
			return d.integer(integer.Int64())
		}
		// Larger integers come as decimals: that is Go's door for integers of any size.
		return d.decimal(decimal.NewFromBigInt(integer, 0))
	case "from_float":
		return d.float(args.float(0))
	}
	if err != nil {
		return none, err
	}
	switch op {
	case "from_string_rounded":
		return d.textRounded(args[0], scale, strategy)
	case "from_float_rounded":
		return d.floatRounded(args.float(0), scale, strategy)
	}
	return d.decimalRounded(args.decimal(0), scale, strategy)
}

func (d doors[T]) calculate(op string, args arguments) (T, error) {
	var none T
	a, err := d.text(args[0])
	if err != nil || op == "neg" {
		return orElse(err, none, a.Neg)
	}
	switch op {
	case "add", "sub":
		b, err := d.text(args[1])
		if err != nil {
			return none, err
		}
		if op == "add" {
			return a.Add(b)
		}
		return a.Sub(b)
	case "mul":
		return a.Mul(args.decimal(1))
	case "mul_int":
		if factor := args.integer(1); factor.IsInt64() {
			return a.MulInt(factor.Int64())
		}
		return a.Mul(decimal.NewFromBigInt(args.integer(1), 0))
	case "div":
		return a.Div(args.decimal(1))
	case "rem":
		return a.Remainder(args.decimal(1))
	case "div_rounded":
		scale, strategy, err := args.rounding()
		if err != nil {
			return none, err
		}
		return a.DivRounded(args.decimal(1), scale, strategy)
	}
	return d.make(op, args)
}

func orElse[T any](err error, none T, call func() (T, error)) (T, error) {
	if err != nil {
		return none, err
	}
	return call()
}

func (d doors[T]) apply(op string, args arguments) (string, error) {
	switch op {
	case "compare":
		a, wrongA := d.text(args[0])
		b, wrongB := d.text(args[1])
		return strconv.Itoa(a.Compare(b)), first(wrongA, wrongB)
	case "to_fixed":
		a, err := d.text(args[0])
		return a.StringFixed(uint8(args.integer(1).Uint64())), err
	}
	run := d.make
	switch op {
	case "add", "sub", "neg", "mul", "mul_int", "div", "rem", "div_rounded":
		run = d.calculate
	}
	made, err := run(op, args)
	if err != nil {
		return "", err
	}
	return made.String(), nil
}

func (d doors[T]) same(a, b string) (any, error) {
	left, wrongLeft := d.text(a)
	right, wrongRight := d.text(b)
	keys := map[T]bool{left: true, right: true}
	return data{"equal": left == right, "keys": strconv.Itoa(len(keys))},
		first(wrongLeft, wrongRight)
}

func same(asked data) (any, error) {
	return kinds[text(asked, "type")].same(text(asked, "a"), text(asked, "b"))
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

// integer is an argument that is an integer of any size.
func (a arguments) integer(index int) *big.Int {
	made, _ := new(big.Int).SetString(a[index], 10)
	return made
}
