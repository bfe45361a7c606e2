// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/param"
)

func ExampleNewPrice() {
	price, err := param.NewPrice("185.50")
	fmt.Println(price, price.StringFixed(2), err)

	_, err = param.NewPrice("1_000")
	fmt.Println(err)
	// Output:
	// 185.5 185.50 <nil>
	// `price` `1_000` is not a number: allowed is `[+-]digits[.digits][e[+-]digits]`
}

func ExamplePriceFromFloat() {
	price, err := param.PriceFromFloat(0.1)
	fmt.Println(price, err)
	// Output: 0.1 <nil>
}

func ExamplePriceFromStringRounded() {
	price, err := param.PriceFromStringRounded("1.005", 2, param.RoundingStrategyHalfEven)
	fmt.Println(price, err)
	// Output: 1 <nil>
}

func ExampleQuantity_Sub() {
	three, five := param.Must(param.QuantityFromInt(3)), param.Must(param.QuantityFromInt(5))
	fmt.Println(five.Sub(three))

	_, err := three.Sub(five)
	var refused *param.Error
	fmt.Println(errors.As(err, &refused) && refused.Kind == param.ErrorKindUnderflow)
	// Output:
	// 2 <nil>
	// true
}

func ExampleFee_Div() {
	fee := param.Must(param.NewFee("1"))
	third, err := fee.Div(decimal.NewFromInt(3))
	fmt.Println(third, err)
	cents, err := fee.DivRounded(decimal.NewFromInt(3), 2, param.RoundingStrategyUp)
	fmt.Println(cents, err)
	// Output:
	// 0.3333333333333333333333333333 <nil>
	// 0.34 <nil>
}

func ExampleVolume() {
	// Equal values are equal by `==`, and one key of a map.
	paid := map[param.Volume]string{param.Must(param.NewVolume("1.50")): "lunch"}
	fmt.Println(paid[param.Must(param.NewVolume("15e-1"))])
	// Output: lunch
}

func ExamplePnl_Compare() {
	loss, profit := param.Must(param.NewPnl("-50")), param.Must(param.NewPnl("3.4"))
	fmt.Println(loss.Compare(profit), loss.IsNegative())
	// Output: -1 true
}

func ExampleAccountIDFromString() {
	id, err := param.AccountIDFromString("ACC001")
	again := param.AccountIDFromInt(id.Uint64())
	fmt.Println(id == again, err)
	// Output: true <nil>
}

func ExampleNewAsset() {
	usd, err := param.NewAsset("USD")
	fmt.Println(usd, err)
	_, err = param.NewAsset("USD ")
	fmt.Println(err)
	// Output:
	// USD <nil>
	// `asset` `USD ` has blanks around it: allowed is text without surrounding blanks
}

func ExampleTradeAmount() {
	amount := param.QuantityAmount(param.Must(param.NewQuantity("100")))
	_, isVolume := amount.Volume()
	fmt.Println(amount, isVolume, param.TradeAmount{})
	// Output: quantity 100 false unset
}

func ExampleOption() {
	price := param.Some(param.Must(param.NewPrice("185")))
	value, ok := price.Get()
	fmt.Println(value, ok, price, param.Option[param.Price]{})
	// Output: 185 true 185 unset
}
