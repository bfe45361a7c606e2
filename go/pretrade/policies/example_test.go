// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

var usd = param.Must(param.NewAsset("USD"))

// run gives each order to an engine with one policy and prints why it was rejected.
func run(policy policies.Builtin, orders ...openpit.Order) {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		Builtin(policy).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	for _, order := range orders {
		_, rejects, err := engine.StartPreTrade(order)
		if err != nil || len(rejects) == 0 {
			fmt.Println("accepted", err)
			continue
		}
		fmt.Printf("%s: %s\n", rejects[0].Code, rejects[0].Details)
	}
}

func buy(account uint64, quantity, price string) openpit.Order {
	return openpit.LimitOrder(param.Must(openpit.NewInstrument("AAPL", "USD")),
		param.AccountIDFromInt(account), param.SideBuy,
		param.Must(param.NewQuantity(quantity)), param.Must(param.NewPrice(price)))
}

func ExampleNewOrderValidation() {
	run(policies.NewOrderValidation(), buy(1, "0", "185"))
	// Output:
	// InvalidFieldValue: field `order.operation.trade_amount`: observed `0`, allowed: more than `0`
}

func ExampleNewRateLimit() {
	limit := policies.RateLimit{MaxOrders: 2, Window: time.Second}
	run(policies.NewRateLimit().Named("burst").
		BrokerBarrier(policies.RateLimitBrokerBarrier{Limit: limit}).
		AssetBarriers(policies.RateLimitAssetBarrier{Limit: limit, SettlementAsset: usd}).
		AccountBarriers(policies.RateLimitAccountBarrier{
			Limit:     policies.RateLimit{MaxOrders: 1, Window: time.Second},
			AccountID: param.AccountIDFromInt(1)}).
		AccountAssetBarriers(policies.RateLimitAccountAssetBarrier{
			Limit: limit, AccountID: param.AccountIDFromInt(1), SettlementAsset: usd}),
		buy(1, "1", "1"), buy(1, "1", "1"), buy(2, "1", "1"), buy(3, "1", "1"))
	// Output:
	// accepted <nil>
	// RateLimitExceeded: observed `2` orders in `1000000000` ns, limit `1`
	// accepted <nil>
	// RateLimitExceeded: observed `3` orders in `1000000000` ns, limit `2`
}

func ExampleNewOrderSizeLimit() {
	limit := policies.OrderSizeLimit{
		MaxQuantity: param.Some(param.Must(param.NewQuantity("500"))),
		MaxNotional: param.Some(param.Must(param.NewVolume("100000"))),
	}
	run(policies.NewOrderSizeLimit().
		BrokerBarrier(policies.OrderSizeBrokerBarrier{Limit: limit}).
		AssetBarriers(policies.OrderSizeAssetBarrier{Limit: limit, Asset: usd}).
		AccountAssetBarriers(policies.OrderSizeAccountAssetBarrier{
			Limit: limit, AccountID: param.AccountIDFromInt(1), Asset: usd}),
		buy(1, "500", "200"), buy(1, "501", "1"), buy(1, "500", "200.01"))
	// Output:
	// accepted <nil>
	// OrderQtyExceedsLimit: quantity: observed `501`, limit `500`
	// OrderNotionalExceedsLimit: notional: observed `100005`, limit `100000`
}

func ExampleNewNotionalLimit() {
	limit := param.Must(param.NewVolume("30000"))
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		Builtin(policies.NewNotionalLimit().AssetBarriers(
			policies.NotionalAssetBarrier{Limit: limit, SettlementAsset: usd})).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	// The policy follows an order through its reports by its id.
	order := buy(1, "100", "185")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("c-1"))
	_, rejects, err := engine.ExecutePreTrade(order)
	fmt.Println(rejects, err)
	// The first order is in flight: a second one must not pass beside it.
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("c-2"))
	_, rejects, err = engine.ExecutePreTrade(order)
	fmt.Println(rejects[0].Code, rejects[0].Details, err)
	// Output:
	// [] <nil>
	// CreditLimitExceeded held + open + used + new: observed `37000`, limit `30000` <nil>
}
