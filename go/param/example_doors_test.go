// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

func ExamplePrice_MarshalJSON() {
	text, err := json.Marshal(map[string]param.Price{"last": param.Must(param.NewPrice("185.50"))})
	fmt.Println(string(text), err)
	// Output: {"last":"185.5"} <nil>
}

func ExamplePrice_UnmarshalJSON() {
	var order struct {
		Price    param.Price
		Quantity param.Quantity
	}
	err := json.Unmarshal([]byte(`{"Price": "185.1", "Quantity": 100}`), &order)
	fmt.Println(order.Price, order.Quantity, err)

	err = json.Unmarshal([]byte(`{"Quantity": "-1"}`), &order)
	fmt.Println(errors.Is(err, openpit.ErrParam), err)
	// Output:
	// 185.1 100 <nil>
	// true `quantity` `-1` is negative: allowed is zero or more
}

func ExamplePrice_Format() {
	price := param.Must(param.NewPrice("185.5"))
	fmt.Printf("%v %.2f %10.3f %+.1f %q %#v\n", price, price, price, price, price, price)
	// Output: 185.5 185.50    185.500 +185.5 "185.5" param.Must(param.NewPrice("185.5"))
}

func ExamplePrice_Scan() {
	// A column may hold text, an integer or a float, which is taken by its shortest text.
	var price param.Price
	for _, column := range []any{"185.50", []byte("1e3"), int64(-7), 0.1} {
		err := price.Scan(column)
		fmt.Println(price, err)
	}
	fmt.Println(price.Scan(nil))
	// Output:
	// 185.5 <nil>
	// 1000 <nil>
	// -7 <nil>
	// 0.1 <nil>
	// `price` `null` is unset: allowed is a value that was set
}

func ExamplePriceFromDecimal() {
	price, err := param.PriceFromDecimal(decimal.RequireFromString("185.50"))
	fmt.Println(price, price.Decimal(), err)
	// Output: 185.5 185.5 <nil>
}

func ExamplePrice_CalculateVolume() {
	price, quantity := param.Must(param.NewPrice("-2.5")), param.Must(param.NewQuantity("4"))
	fmt.Println(price.CalculateVolume(quantity))
	fmt.Println(price.CalculatePositionSize(quantity))
	// Output:
	// 10 <nil>
	// -10 <nil>
}

func ExampleVolume_CalculateQuantityRounded() {
	volume, price := param.Must(param.NewVolume("100")), param.Must(param.NewPrice("3"))
	fmt.Println(volume.CalculateQuantityRounded(price, 2, param.RoundingStrategyDown))
	// Output: 33.33 <nil>
}

func ExampleFee_ToPnl() {
	// A cost is positive, so it is a loss.
	fmt.Println(param.Must(param.NewFee("3.4")).ToPnl())
	// Output: -3.4
}

func ExampleNotional_CalculateMarginRequired() {
	notional, leverage := param.Must(param.NewNotional("1000")), param.Must(param.NewLeverage("12.5"))
	fmt.Println(notional.CalculateMarginRequired(leverage))
	// Output: 80 <nil>
}

func ExampleNotionalFromPriceQuantity() {
	price, quantity := param.Must(param.NewPrice("-2.5")), param.Must(param.NewQuantity("4"))
	notional, err := param.NotionalFromPriceQuantity(price, quantity)
	fmt.Println(notional, notional.ToVolume(), err)
	// Output: 10 10 <nil>
}

func ExamplePositionSize_ToCloseQuantity() {
	size, err := param.PositionSizeFromQuantityAndSide(
		param.Must(param.NewQuantity("3")), param.SideSell)
	fmt.Println(size, err)
	fmt.Println(size.ToOpenQuantity())
	fmt.Println(size.ToCloseQuantity())
	fmt.Println(size.AddQuantity(param.Must(param.NewQuantity("5")), param.SideBuy))
	// Output:
	// -3 <nil>
	// 3 sell
	// 3 buy
	// 2 <nil>
}

func ExampleNewLeverage() {
	leverage, err := param.NewLeverage("10.50")
	fmt.Println(leverage, err)
	_, err = param.NewLeverage("1.25")
	fmt.Println(err)
	fmt.Println(param.Leverage{})
	// Output:
	// 10.5 <nil>
	// `leverage` `1.25` is between two steps: allowed are steps of `0.1`
	// unset
}

func ExampleAdjustmentAmount() {
	before := param.Must(param.NewPositionSize("250"))
	deposit := param.DeltaAmount(param.Must(param.NewPositionSize("100")))
	fmt.Println(deposit.Apply(before))
	text, err := json.Marshal(deposit)
	fmt.Println(string(text), err)
	// Output:
	// 350 <nil>
	// {"delta":"100"} <nil>
}

func ExampleAccountGroupIDFromInt() {
	group := param.AccountGroupIDFromInt(7)
	fmt.Println(group, group.IsDefault(), param.DefaultAccountGroup.IsDefault())
	// Output: 7 false true
}

func ExampleParseAccountID() {
	// Digits are the number; AccountIDFromString makes a number of a name.
	id, err := param.ParseAccountID("99224416")
	fmt.Println(id, err)
	_, err = param.ParseAccountID("ACC001")
	fmt.Println(err)
	// Output:
	// 99224416 <nil>
	// `account_id` `ACC001` is not a number: allowed are digits
}

func ExampleParseSide() {
	side, err := param.ParseSide("sell")
	fmt.Println(side, side.Opposite(), err)
	_, err = param.ParseSide("up")
	fmt.Println(err)
	// Output:
	// sell buy <nil>
	// `side` `up` is unknown: allowed are `buy`, `sell`
}

func ExamplePositionSide() {
	text, err := json.Marshal([]param.PositionSide{param.PositionSideLong, 0})
	fmt.Println(string(text), err)
	fmt.Println(param.PositionSide(0), param.PositionEffectClose, param.PositionModeHedging)
	// Output:
	// ["long",null] <nil>
	// unset close hedging
}

func ExampleTrade() {
	var trade param.Trade
	err := json.Unmarshal([]byte(`{"price":"185.5","quantity":"100"}`), &trade)
	fmt.Println(trade, err)
	err = json.Unmarshal([]byte(`{"price":"185.5"}`), &trade)
	fmt.Println(err)
	// Output:
	// 100 @ 185.5 <nil>
	// `trade` `quantity` is missing: allowed is a value that is present
}

func ExampleOption_MarshalJSON() {
	type row struct {
		Limit param.Option[param.Price] `json:"limit"`
		Stop  param.Option[param.Price] `json:"stop,omitzero"`
	}
	text, err := json.Marshal(row{})
	fmt.Println(string(text), err)
	text, err = json.Marshal(row{param.Some(param.Price{}), param.Some(param.Price{})})
	fmt.Println(string(text), err)
	// Output:
	// {"limit":null} <nil>
	// {"limit":"0","stop":"0"} <nil>
}
