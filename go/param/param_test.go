// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

func TestEqualValuesAreOneKey(t *testing.T) {
	prices := map[param.Price]bool{}
	for _, text := range []string{"1.5", "1.50", "15e-1", "+1.500000000000000000000000", "0.15e1"} {
		price, err := param.NewPrice(text)
		if err != nil || price.String() != "1.5" {
			t.Fatal(price, err)
		}
		prices[price] = true
	}
	prices[param.Must(param.PriceFromDecimal(decimal.RequireFromString("1.500")))] = true
	if len(prices) != 1 {
		t.Fatal(prices)
	}
	zeroes := map[param.Pnl]bool{{}: true}
	for _, text := range []string{"0", "-0", "0.000", "-0.0e9", "00"} {
		zeroes[param.Must(param.NewPnl(text))] = true
	}
	if len(zeroes) != 1 {
		t.Fatal(zeroes)
	}
}

// TestUsualTextIsReadAsTheCoreReadsIt compares the short way of reading with the core's, which
// takes any text with a sign.
func TestUsualTextIsReadAsTheCoreReadsIt(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var text strings.Builder
		for range 1 + random.IntN(12) {
			text.WriteByte("0001239."[random.IntN(8)])
		}
		short, err := param.NewPrice(text.String())
		long, other := param.NewPrice("+" + text.String())
		if short != long || (err == nil) != (other == nil) {
			t.Fatalf("%q: %v %v, by the core %v %v", text.String(), short, err, long, other)
		}
	}
	for _, value := range []int64{0, 1, 10, 1 << 62, -1} {
		price := param.Must(param.PriceFromInt(value))
		if price.String() != strconv.FormatInt(value, 10) {
			t.Fatal(price)
		}
	}
}

func TestCompareIsByValue(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	some := func() param.Price {
		text := strconv.FormatUint(random.Uint64(), 10) + strconv.FormatUint(random.Uint64N(1e9), 10)
		text = text[:1+random.IntN(len(text)-1)]
		if random.IntN(2) == 0 {
			text = "-" + text
		}
		return param.Must(param.NewPrice(text + "e-" + strconv.Itoa(random.IntN(29))))
	}
	for range 20000 {
		a, b := some(), some()
		got, want := a.Compare(b), a.Decimal().Cmp(b.Decimal())
		if got != want || (got == 0) != (a == b) {
			t.Fatalf("%v and %v: %d, want %d", a, b, got, want)
		}
	}
}

func TestZeroValues(t *testing.T) {
	for _, printed := range []string{
		param.Asset{}.String(), param.ClientOrderID{}.String(), param.ExecutionID{}.String(),
		param.Side(0).String(), param.RoundingStrategy(0).String(), param.TradeAmount{}.String(),
		openpit.Instrument{}.String(),
	} {
		if printed != "unset" {
			t.Fatal(printed)
		}
	}
	if price := (param.Price{}); !price.IsZero() || price.String() != "0" {
		t.Fatal(price)
	}
	_, err := param.PriceFromStringRounded("1.5", 0, 0)
	var refused *param.Error
	if !errors.As(err, &refused) || refused.Kind != param.ErrorKindUnset {
		t.Fatal(err)
	}
	for _, scale := range []int{-1, 29, 1 << 32, -1 << 32, math.MinInt, math.MaxInt} {
		up := param.RoundingStrategyUp
		divided := param.Must(param.NewVolume("1"))
		calls := map[string]error{}
		_, calls["text"] = param.PriceFromStringRounded("1.5", scale, up)
		_, calls["float"] = param.PriceFromFloatRounded(1.5, scale, up)
		_, calls["decimal"] = param.PriceFromDecimalRounded(decimal.New(15, -1), scale, 0)
		_, calls["division"] = price("1").DivRounded(decimal.New(3, 0), scale, up)
		_, calls["conversion"] = divided.CalculateQuantityRounded(price("3"), scale, up)
		for name, err := range calls {
			if !errors.As(err, &refused) || refused.Kind != param.ErrorKindScaleOutOfRange ||
				refused.Input != strconv.Itoa(scale) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestErrorsNameTypeInputAndKind(t *testing.T) {
	_, err := param.NewQuantity("-3")
	var refused *param.Error
	if !errors.As(err, &refused) || !errors.Is(err, openpit.ErrParam) {
		t.Fatal(err)
	}
	want := param.Error{Kind: param.ErrorKindNegative, TypeName: "quantity", Input: "-3"}
	if refused.Kind != want.Kind || refused.TypeName != want.TypeName || refused.Input != want.Input ||
		err.Error() != "`quantity` `-3` is negative: allowed is zero or more" {
		t.Fatal(err)
	}
	for _, huge := range []string{"1e400", "1e-400", strings.Repeat("9", 400)} {
		if _, err := param.PriceFromDecimal(decimal.RequireFromString(huge)); err == nil {
			t.Fatal(huge)
		}
		factor := decimal.RequireFromString(huge)
		if _, err := param.Must(param.PriceFromInt(1)).Mul(factor); err == nil {
			t.Fatal(huge)
		}
		if zero, err := (param.Price{}).Mul(factor); err != nil || !zero.IsZero() {
			t.Fatal(huge, zero, err)
		}
	}
	_, err = price("0.1").Mul(decimal.New(1, 5000))
	if !errors.As(err, &refused) || refused.Input != "0.1 * 1e5000" {
		t.Fatal(err)
	}
}

// TestArithmeticAllocatesNothing: what a strategy does for each tick costs the garbage collector
// nothing.
func TestArithmeticAllocatesNothing(t *testing.T) {
	left, right := price("-185.5"), price("79228162514264337593.543950335")
	units, factor := quantity("12.25"), decimal.RequireFromString("1.25")
	for name, run := range map[string]func() error{
		"parse":   func() error { _, err := param.NewPrice("-12345678.12345678901234"); return err },
		"integer": func() error { _, err := param.PriceFromInt(-7); return err },
		"decimal": func() error { _, err := param.PriceFromDecimal(factor); return err },
		"add":     func() error { _, err := left.Add(right); return err },
		"mul":     func() error { _, err := left.Mul(factor); return err },
		"div":     func() error { _, err := left.Div(factor); return err },
		"volume":  func() error { _, err := left.CalculateVolume(units); return err },
		"compare": func() error { left.Compare(right); return nil },
	} {
		allocations := testing.AllocsPerRun(100, func() {
			if err := run(); err != nil {
				t.Fatal(name, err)
			}
		})
		if allocations != 0 {
			t.Errorf("%s: %v allocations", name, allocations)
		}
	}
}
