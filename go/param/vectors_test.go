// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
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

func (v vector) float() float64 {
	switch v.Args[0] {
	case "nan":
		return math.NaN()
	case "inf":
		return math.Inf(1)
	case "-inf":
		return math.Inf(-1)
	}
	return param.Must(strconv.ParseFloat(v.Args[0], 64))
}

func (v vector) decimal(place int) decimal.Decimal {
	return param.Must(decimal.NewFromString(v.Args[place]))
}

// rounding is the last two arguments of the rounded forms.
func (v vector) rounding() (int, param.RoundingStrategy) {
	last := len(v.Args) - 1
	scale := param.Must(strconv.Atoi(v.Args[last-1]))
	return scale, param.Must(param.ParseRoundingStrategy(v.Args[last]))
}

// numberType is what the five number types have in common; T is one of them.
type numberType[T any] interface {
	comparable
	String() string
	StringFixed(decimals uint8) string
	Compare(other T) int
	Add(other T) (T, error)
	Sub(other T) (T, error)
	Neg() (T, error)
	Mul(factor decimal.Decimal) (T, error)
	Div(divisor decimal.Decimal) (T, error)
	DivRounded(divisor decimal.Decimal, scale int, s param.RoundingStrategy) (T, error)
	Remainder(divisor decimal.Decimal) (T, error)
	Decimal() decimal.Decimal
}

// constructors is those of one number type.
type constructors[T numberType[T]] struct {
	fromString  func(string) (T, error)
	fromInt     func(int64) (T, error)
	fromFloat   func(float64) (T, error)
	fromDecimal func(decimal.Decimal) (T, error)

	fromStringRounded  func(string, int, param.RoundingStrategy) (T, error)
	fromFloatRounded   func(float64, int, param.RoundingStrategy) (T, error)
	fromDecimalRounded func(decimal.Decimal, int, param.RoundingStrategy) (T, error)
}

func (c constructors[T]) input(v vector) (T, error) {
	switch v.Op {
	case "from_string":
		return c.fromString(v.Args[0])
	case "from_int":
		if value, err := strconv.ParseInt(v.Args[0], 10, 64); err == nil {
			return c.fromInt(value)
		}
		return c.fromDecimal(v.decimal(0))
	case "from_float":
		return c.fromFloat(v.float())
	}
	scale, strategy := v.rounding()
	switch v.Op {
	case "from_string_rounded":
		return c.fromStringRounded(v.Args[0], scale, strategy)
	case "from_float_rounded":
		return c.fromFloatRounded(v.float(), scale, strategy)
	}
	return c.fromDecimalRounded(v.decimal(0), scale, strategy)
}

func (c constructors[T]) run(v vector) (string, error) {
	value := func(place int) T { return param.Must(c.fromString(v.Args[place])) }
	var result T
	var err error
	switch v.Op {
	case "add":
		result, err = value(0).Add(value(1))
	case "sub":
		result, err = value(0).Sub(value(1))
	case "neg":
		result, err = value(0).Neg()
	case "mul", "mul_int":
		result, err = value(0).Mul(v.decimal(1))
	case "div":
		result, err = value(0).Div(v.decimal(1))
	case "rem":
		result, err = value(0).Remainder(v.decimal(1))
	case "div_rounded":
		scale, strategy := v.rounding()
		result, err = value(0).DivRounded(v.decimal(1), scale, strategy)
	case "to_fixed":
		return value(0).StringFixed(uint8(param.Must(strconv.Atoi(v.Args[1])))), nil
	case "compare":
		return strconv.Itoa(value(0).Compare(value(1))), nil
	default:
		result, err = c.input(v)
	}
	if err != nil {
		return "", err
	}
	// What the core made is normalised, so the text gives the same value back, by `==`.
	if again, err := c.fromString(result.String()); err != nil || again != result {
		return "", errors.New("text does not give the value back: " + result.String())
	}
	if again, err := c.fromDecimal(result.Decimal()); err != nil || again != result {
		return "", errors.New("decimal does not give the value back: " + result.String())
	}
	return result.String(), nil
}

func text[T interface{ String() string }](made T, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return made.String(), nil
}

func runNamed(v vector) (string, error) {
	switch v.Type {
	case "asset":
		return text(param.NewAsset(v.Args[0]))
	case "client_order_id":
		return text(param.NewClientOrderID(v.Args[0]))
	case "execution_id":
		return text(param.NewExecutionID(v.Args[0]))
	case "side":
		return text(param.ParseSide(v.Args[0]))
	case "rounding_strategy":
		return text(param.ParseRoundingStrategy(v.Args[0]))
	case "account_id":
		if v.Op == "from_int" {
			id, err := strconv.ParseUint(v.Args[0], 10, 64)
			return text(param.AccountIDFromInt(id), err)
		}
		return text(param.AccountIDFromString(v.Args[0]))
	}
	return "", errors.New("vector of unknown type `" + v.Type + "`")
}

func run(v vector) (string, error) {
	switch v.Type {
	case "price":
		return constructors[param.Price]{param.NewPrice, param.PriceFromInt, param.PriceFromFloat,
			param.PriceFromDecimal, param.PriceFromStringRounded, param.PriceFromFloatRounded,
			param.PriceFromDecimalRounded}.run(v)
	case "quantity":
		return constructors[param.Quantity]{param.NewQuantity, param.QuantityFromInt,
			param.QuantityFromFloat, param.QuantityFromDecimal, param.QuantityFromStringRounded,
			param.QuantityFromFloatRounded, param.QuantityFromDecimalRounded}.run(v)
	case "volume":
		return constructors[param.Volume]{param.NewVolume, param.VolumeFromInt,
			param.VolumeFromFloat, param.VolumeFromDecimal, param.VolumeFromStringRounded,
			param.VolumeFromFloatRounded, param.VolumeFromDecimalRounded}.run(v)
	case "pnl":
		return constructors[param.Pnl]{param.NewPnl, param.PnlFromInt, param.PnlFromFloat,
			param.PnlFromDecimal, param.PnlFromStringRounded, param.PnlFromFloatRounded,
			param.PnlFromDecimalRounded}.run(v)
	case "fee":
		return constructors[param.Fee]{param.NewFee, param.FeeFromInt, param.FeeFromFloat,
			param.FeeFromDecimal, param.FeeFromStringRounded, param.FeeFromFloatRounded,
			param.FeeFromDecimalRounded}.run(v)
	}
	return runNamed(v)
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.ID, func(t *testing.T) {
			got, err := run(v)
			if v.Error == nil {
				if err != nil || got != *v.Result {
					t.Fatalf("%v: got %q, %v, want %q", v, got, err, *v.Result)
				}
				return
			}
			var refused *param.Error
			if !errors.As(err, &refused) || refused.Kind.String() != *v.Error {
				t.Fatalf("%v: got %q, %v, want error %s", v, got, err, *v.Error)
			}
			if !errors.Is(err, openpit.ErrParam) {
				t.Fatalf("%v is no ErrParam", err)
			}
		})
	}
}
