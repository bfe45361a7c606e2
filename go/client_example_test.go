// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// DeskOrder is a desk's own order: what the engine reads, and what only the desk knows.
type DeskOrder struct {
	openpit.Order
	Trader string
}

// noAbsentTraders rejects orders of traders who are on leave.
type noAbsentTraders struct {
	onLeave map[string]bool
}

func (noAbsentTraders) Name() string { return "NoAbsentTraders" }

func (p noAbsentTraders) CheckPreTradeStart(
	_ pretrade.Context, order *DeskOrder,
) ([]pretrade.PolicyReject, error) {
	if !p.onLeave[order.Trader] {
		return nil, nil
	}
	return []pretrade.PolicyReject{pretrade.NewReject(
		pretrade.RejectCodeComplianceRestriction, "trader is on leave", order.Trader)}, nil
}

func ExampleNewClientEngineBuilder() {
	engine, err := openpit.NewClientEngineBuilder[
		*DeskOrder, openpit.ExecutionReport, openpit.AccountAdjustment]().
		NoSync().
		PreTrade(noAbsentTraders{onLeave: map[string]bool{"eve": true}}).
		Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	for _, trader := range []string{"ann", "eve"} {
		order := &DeskOrder{Order: limitOrder("100", "185"), Trader: trader}
		reservation, rejects, err := engine.ExecutePreTrade(order)
		switch {
		case err != nil:
			fmt.Println(err)
		case len(rejects) > 0:
			fmt.Println(trader, rejects[0].Reason)
		default:
			fmt.Println(trader, reservation.Commit())
		}
	}
	// Output:
	// ann <nil>
	// eve trader is on leave
}

// Quote is an order type that embeds nothing: it says itself what the engine reads of it.
type Quote struct {
	Symbol string
	Lots   int64
}

// OrderRecord makes a record of what the desk keeps in other units.
func (q Quote) OrderRecord() openpit.Order {
	return openpit.Order{Operation: openpit.OrderOperation{
		Instrument:  param.Must(openpit.NewInstrument(q.Symbol, "USD")),
		AccountID:   param.Some(account),
		Side:        param.SideSell,
		TradeAmount: param.QuantityAmount(param.Must(param.QuantityFromInt(q.Lots * 100))),
	}}
}

func ExampleClientOrder() {
	engine, err := openpit.NewClientEngineBuilder[
		Quote, openpit.ExecutionReport, openpit.AccountAdjustment]().
		NoSync().Clock(openpit.NewManualClock()).RecordDecisions().Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	_, _, err = engine.ExecutePreTrade(Quote{"AAPL", -2})
	fmt.Println(errors.Is(err, openpit.ErrCallback))
	reservation, _, err := engine.ExecutePreTrade(Quote{"AAPL", 2})
	fmt.Println(err, reservation.Rollback())
	// Output:
	// true
	// <nil> <nil>
}

func ExampleOrder_Validate() {
	order := limitOrder("100", "185")
	order.Margin.Leverage = param.Must(param.NewLeverage("10.5"))
	order.Position.PositionSide = param.PositionSideLong
	fmt.Println(order.Validate())
	order.Position.PositionSide = 7
	fmt.Println(order.Validate())
	// Output:
	// <nil>
	// `position_side` `7` is unknown: allowed are `long`, `short`
}

func ExampleAccountAdjustment() {
	deposit := openpit.AccountAdjustment{
		Operation: openpit.BalanceOperation(openpit.AccountAdjustmentBalanceOperation{
			Asset: param.Must(param.NewAsset("USD")),
		}),
		Amount: openpit.AccountAdjustmentAmount{
			Balance: param.DeltaAmount(param.Must(param.NewPositionSize("1000"))),
		},
	}
	text, err := json.Marshal(deposit)
	fmt.Println(string(text), err, deposit.Validate())
	deposit.Amount = openpit.AccountAdjustmentAmount{}
	fmt.Println(deposit.Validate())
	// Output:
	// {"operation":{"balance":{"asset":"USD"}},"amount":{"balance":{"delta":"1000"}}} <nil> <nil>
	// `adjustment_amount` `` is empty: allowed is at least one of `balance`, `held`, `incoming`
}
