// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/param"
)

func price(text string) param.Price       { return param.Must(param.NewPrice(text)) }
func quantity(text string) param.Quantity { return param.Must(param.NewQuantity(text)) }
func volume(text string) param.Volume     { return param.Must(param.NewVolume(text)) }
func fee(text string) param.Fee           { return param.Must(param.NewFee(text)) }
func pnl(text string) param.Pnl           { return param.Must(param.NewPnl(text)) }
func size(text string) param.PositionSize { return param.Must(param.NewPositionSize(text)) }

func notional(text string) param.Notional { return param.Must(param.NewNotional(text)) }
func leverage(text string) param.Leverage { return param.Must(param.NewLeverage(text)) }
func cash(text string) param.CashFlow     { return param.Must(param.NewCashFlow(text)) }

func orRefusal[T interface{ String() string }](made T, err error) string {
	if err != nil {
		return err.Error()
	}
	return made.String()
}

func TestConversions(t *testing.T) {
	const up = param.RoundingStrategyUp
	huge := "79228162514264337593543950335"
	for place, row := range []struct{ got, want string }{
		{orRefusal(price("-2.5").CalculateVolume(quantity("4"))), "10"},
		{orRefusal(price("-2.5").CalculateNotional(quantity("4"))), "10"},
		{orRefusal(price("-2.5").CalculatePositionSize(quantity("4"))), "-10"},
		{orRefusal(quantity("4").CalculateVolume(price("-2.5"))), "10"},
		{orRefusal(price(huge).CalculateVolume(quantity("2"))), "`volume` `" + huge + " * 2` is " +
			"too large: allowed are magnitudes up to `" + huge + "`"},
		{orRefusal(volume("10").CalculateQuantity(price("-2.5"))), "4"},
		{orRefusal(volume("10").CalculateQuantity(price("3"))), "3.3333333333333333333333333333"},
		{orRefusal(volume("10").CalculateQuantityRounded(price("3"), 2, up)), "3.34"},
		{orRefusal(volume("10").CalculateQuantityRounded(price("3"), 29, up)),
			"`quantity` `29` is not a scale: allowed is `0` to `28`"},
		{orRefusal(volume("10").CalculateQuantityRounded(price("3"), -1, up)),
			"`quantity` `-1` is not a scale: allowed is `0` to `28`"},
		{orRefusal(volume("10").CalculateQuantity(price("0"))),
			"`quantity` `10 / 0` divides by zero: allowed is any other divisor"},
		{volume("10").ToNotional().String(), "10"},
		{volume("10").ToCashFlowInflow().String(), "10"},
		{volume("10").ToCashFlowOutflow().String(), "-10"},
		{volume("0").ToCashFlowOutflow().String(), "0"},
		{notional("10").ToVolume().String(), "10"},
		{orRefusal(notional("10").CalculateMarginRequired(leverage("2.5"))), "4"},
		{orRefusal(notional("10").CalculateMarginRequiredRounded(leverage("3"), 2, up)), "3.34"},
		{orRefusal(notional("10").CalculateMarginRequired(param.Leverage{})),
			"`leverage` `unset` is unset: allowed is a value that was set"},
		{orRefusal(notional("10").CalculateMarginRequiredRounded(param.Leverage{}, 2, up)),
			"`leverage` `unset` is unset: allowed is a value that was set"},
		{fee("3.4").ToPnl().String(), "-3.4"},
		{fee("-3.4").ToCashFlow().String(), "3.4"},
		{fee("3.4").ToPositionSize().String(), "-3.4"},
		{pnl("-5").ToCashFlow().String(), "-5"},
		{pnl("-5").ToPositionSize().String(), "-5"},
		{cash("-5").ToPositionSize().String(), "-5"},
		{orRefusal(param.NotionalFromPriceQuantity(price("-3"), quantity("2"))), "6"},
		{param.NotionalFromVolume(volume("6")).String(), "6"},
	} {
		if row.got != row.want {
			t.Errorf("row %d: %s, want %s", place, row.got, row.want)
		}
	}
	if zero := fee("0").ToPnl(); zero != (param.Pnl{}) {
		t.Error("a fee of zero has a sign after it turned:", zero)
	}
}

func TestPositionSizesAndSides(t *testing.T) {
	const buy, sell = param.SideBuy, param.SideSell
	for place, row := range []struct{ got, want string }{
		{orRefusal(param.PositionSizeFromQuantityAndSide(quantity("3"), buy)), "3"},
		{orRefusal(param.PositionSizeFromQuantityAndSide(quantity("3"), sell)), "-3"},
		{orRefusal(param.PositionSizeFromQuantityAndSide(quantity("0"), sell)), "0"},
		{orRefusal(param.PositionSizeFromQuantityAndSide(quantity("3"), 0)),
			"`side` `unset` is unset: allowed are `buy`, `sell`"},
		{orRefusal(param.PositionSizeFromQuantityAndSide(quantity("3"), 3)),
			"`side` `3` is unknown: allowed are `buy`, `sell`"},
		{orRefusal(size("1").AddQuantity(quantity("3"), buy)), "4"},
		{orRefusal(size("1").AddQuantity(quantity("3"), sell)), "-2"},
		{orRefusal(size("1").AddQuantity(quantity("3"), 0)),
			"`side` `unset` is unset: allowed are `buy`, `sell`"},
		{orRefusal(size("-79228162514264337593543950335").AddQuantity(quantity("3"), sell)),
			"`position_size` `-79228162514264337593543950335 - 3` is too large: allowed are " +
				"magnitudes up to `79228162514264337593543950335`"},
	} {
		if row.got != row.want {
			t.Errorf("row %d: %s, want %s", place, row.got, row.want)
		}
	}
	for _, row := range []struct {
		size        string
		quantity    string
		open, close param.Side
	}{{"3", "3", buy, sell}, {"-3", "3", sell, buy}, {"0", "0", 0, 0}} {
		quantity, side := size(row.size).ToOpenQuantity()
		if quantity.String() != row.quantity || side != row.open {
			t.Errorf("to open %s: %v %v", row.size, quantity, side)
		}
		quantity, side = size(row.size).ToCloseQuantity()
		if quantity.String() != row.quantity || side != row.close {
			t.Errorf("to close %s: %v %v", row.size, quantity, side)
		}
	}
	if param.Side(9).Opposite() != 0 || param.Side(0).Opposite() != 0 {
		t.Error("no side has an opposite")
	}
}

func TestAdjustmentAmounts(t *testing.T) {
	delta, absolute := param.DeltaAmount(size("-5")), param.AbsoluteAmount(size("100"))
	for place, row := range []struct{ got, want string }{
		{orRefusal(delta.Apply(size("20"))), "15"},
		{orRefusal(absolute.Apply(size("20"))), "100"},
		{orRefusal(param.AdjustmentAmount{}.Apply(size("20"))),
			"`adjustment_amount` `unset` is unset: allowed is a value that was set"},
		{delta.Size().String(), "-5"},
		{delta.Kind().String() + absolute.Kind().String(), "deltaabsolute"},
		{delta.String() + ", " + param.AdjustmentAmount{}.String(), "delta -5, unset"},
	} {
		if row.got != row.want {
			t.Errorf("row %d: %s, want %s", place, row.got, row.want)
		}
	}
	if _, isDelta := absolute.Delta(); isDelta {
		t.Error("an absolute is a delta")
	}
	if _, isAbsolute := delta.Absolute(); isAbsolute {
		t.Error("a delta is an absolute")
	}
}

// TestDecimalsComeInAndGoOut holds that no decimal takes long, however large its exponent.
func TestDecimalsComeInAndGoOut(t *testing.T) {
	start := time.Now()
	ten30 := decimal.New(1, 30)
	wide := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(2000), nil), -1995)
	for place, row := range []struct{ got, want string }{
		{orRefusal(param.PriceFromDecimal(wide)), "100000"},
		{orRefusal(param.PriceFromDecimal(decimal.New(-15, -1))), "-1.5"},
		{orRefusal(param.PriceFromDecimal(decimal.Decimal{})), "0"},
		{orRefusal(param.PriceFromDecimal(decimal.New(0, 2147483647))), "0"},
		{orRefusal(param.PriceFromDecimal(decimal.New(0, -2147483648))), "0"},
		{orRefusal(param.QuantityFromDecimal(decimal.New(-1, 0))),
			"`quantity` `-1` is negative: allowed is zero or more"},
		{orRefusal(param.PriceFromDecimal(decimal.New(1, 2147483647))), "`price` `1e2147483647` is " +
			"too large: allowed are magnitudes up to `79228162514264337593543950335`"},
		{orRefusal(param.PriceFromDecimal(decimal.New(1, -2147483648))), "`price` `1e-2147483648` " +
			"cannot be held exactly: allowed are `28` digits after the point and `96` bits in all"},
		{orRefusal(price("1").Mul(decimal.New(1, 2147483647))), "`price` `1 * 1e2147483647` " +
			"is too large: allowed are magnitudes up to `79228162514264337593543950335`"},
		{orRefusal(quantity("1").Div(decimal.New(3, -2147483648))), "`quantity` `1 / " +
			"3e-2147483648` is too large: allowed are magnitudes up to `79228162514264337593543950335`"},
		{orRefusal(quantity("1").Remainder(ten30)), "1"},
		{orRefusal(price("0.0000001").Mul(ten30)), "100000000000000000000000"},
		{orRefusal(price("185.5").Mul(decimal.RequireFromString("-0.020"))), "-3.71"},
		{orRefusal(quantity("3").Mul(decimal.RequireFromString("-1"))),
			"`quantity` `3 * -1` is below zero: allowed is a result of zero or more"},
	} {
		if row.got != row.want {
			t.Errorf("row %d: %s, want %s", place, row.got, row.want)
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Error("decimals took", took)
	}
	for _, text := range []string{"0", "-1.5", "79228162514264337593543950335", "1e-28",
		"-7.9228162514264337593543950335", "9223372036854775807", "9223372036854775808"} {
		value := price(text)
		back, err := param.PriceFromDecimal(value.Decimal())
		if err != nil || back != value || !value.Decimal().Equal(decimal.RequireFromString(text)) {
			t.Errorf("%s: %v, %v", text, back, err)
		}
	}
}
