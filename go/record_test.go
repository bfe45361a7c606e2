// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"strings"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

var (
	ten  = param.Must(param.NewLeverage("10.5"))
	size = func(text string) param.PositionSize { return param.Must(param.NewPositionSize(text)) }
)

// fullOrder is an order with every field.
func fullOrder() openpit.Order {
	order := limitOrder("0.5", "62000.5")
	order.Position = openpit.OrderPosition{
		PositionSide: param.PositionSideShort, ReduceOnly: true, ClosePosition: true}
	order.Margin = openpit.OrderMargin{Leverage: ten, CollateralAsset: usd, AutoBorrow: true}
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("A-17"))
	return order
}

// fullReport is a report with every field.
func fullReport() openpit.ExecutionReport {
	report := filled()
	report.FinancialImpact = openpit.FinancialImpact{
		Pnl: param.Some(param.Must(param.NewPnl("-50"))),
		Fee: param.Some(param.Must(param.NewFee("3.4"))),
	}
	report.Fill = openpit.ExecutionReportFillDetails{
		LastTrade: param.Some(param.Trade{Price: param.Must(param.NewPrice("185")),
			Quantity: param.Must(param.NewQuantity("100"))}),
		LeavesQuantity: param.Some(param.Quantity{}),
		IsFinal:        true,
	}
	report.PositionImpact = openpit.ExecutionReportPositionImpact{
		PositionEffect: param.PositionEffectClose, PositionSide: param.PositionSideLong}
	report.Identity = openpit.ExecutionReportIdentity{
		ClientOrderID: param.Must(param.NewClientOrderID("A-17")),
		ExecutionID:   param.Must(param.NewExecutionID("A-17:1")),
	}
	return report
}

// balanceAdjustment is an adjustment of a balance with every field.
func balanceAdjustment() openpit.AccountAdjustment {
	return openpit.AccountAdjustment{
		Operation: openpit.BalanceOperation(openpit.AccountAdjustmentBalanceOperation{
			Asset: usd, AverageEntryPrice: param.Some(param.Must(param.NewPrice("1.1")))}),
		Amount: openpit.AccountAdjustmentAmount{
			Balance:  param.DeltaAmount(size("5")),
			Held:     param.AbsoluteAmount(size("0")),
			Incoming: param.DeltaAmount(size("-0.25")),
		},
		Bounds: openpit.AccountAdjustmentBounds{
			BalanceUpper: param.Some(size("12")), BalanceLower: param.Some(size("11")),
			HeldUpper: param.Some(size("14")), HeldLower: param.Some(size("14")),
			IncomingUpper: param.Some(size("16")), IncomingLower: param.Some(size("0")),
		},
	}
}

// positionAdjustment is an adjustment of a position.
func positionAdjustment() openpit.AccountAdjustment {
	return openpit.AccountAdjustment{
		Operation: openpit.PositionOperation(openpit.AccountAdjustmentPositionOperation{
			Instrument: aapl, CollateralAsset: usd, Mode: param.PositionModeHedging, Leverage: ten,
			AverageEntryPrice: param.Must(param.NewPrice("-3.25"))}),
		Amount: openpit.AccountAdjustmentAmount{Balance: param.AbsoluteAmount(size("-2"))},
	}
}

func TestRecordsAreValues(t *testing.T) {
	orders := map[openpit.Order]bool{fullOrder(): true, fullOrder(): true, {}: true}
	reports := map[openpit.ExecutionReport]bool{fullReport(): true, fullReport(): true, {}: true}
	adjustments := map[openpit.AccountAdjustment]bool{balanceAdjustment(): true,
		balanceAdjustment(): true, positionAdjustment(): true, {}: true}
	if len(orders) != 2 || len(reports) != 2 || len(adjustments) != 3 {
		t.Fatal(orders, reports, adjustments)
	}
	other := fullOrder()
	other.Margin.AutoBorrow = false
	if other == fullOrder() {
		t.Fatal(other)
	}
}

func TestGoodRecordsAreValid(t *testing.T) {
	for _, record := range []interface{ Validate() error }{
		openpit.Order{}, fullOrder(), openpit.ExecutionReport{}, fullReport(),
		balanceAdjustment(), positionAdjustment(), ticket{}, fill{},
	} {
		if err := record.Validate(); err != nil {
			t.Fatalf("%+v: %v", record, err)
		}
	}
}

// fault is what is wrong with a record, by its kind and a part of its text.
type fault struct {
	kind param.ErrorKind
	text string
}

func wantFault(t *testing.T, err error, want fault) {
	t.Helper()
	var refused *param.Error
	if !errors.Is(err, openpit.ErrParam) || !errors.As(err, &refused) ||
		refused.Kind != want.kind || !strings.HasPrefix(err.Error(), want.text) {
		t.Fatalf("%v, want %v", err, want)
	}
}

// TestHostileOrders: what only a struct literal can hold is refused at every door, and nothing is
// done (V-6).
func TestHostileOrders(t *testing.T) {
	for name, one := range map[string]struct {
		spoil func(*openpit.Order)
		fault fault
	}{
		"side": {func(o *openpit.Order) { o.Operation.Side = 3 },
			fault{param.ErrorKindUnknownName, "`side` `3` is unknown: allowed are `buy`, `sell`"}},
		"position side": {func(o *openpit.Order) { o.Position.PositionSide = 3 }, fault{
			param.ErrorKindUnknownName,
			"`position_side` `3` is unknown: allowed are `long`, `short`"}},
		"position side alone": {func(o *openpit.Order) {
			*o = openpit.Order{Position: openpit.OrderPosition{PositionSide: 65535}}
		}, fault{param.ErrorKindUnknownName, "`position_side` `65535`"}},
		"half an instrument": {func(o *openpit.Order) {
			o.Operation.Instrument.Settlement = param.Asset{}
		}, fault{param.ErrorKindUnset, "`asset` `unset` is unset"}},
		"other half": {func(o *openpit.Order) {
			o.Operation.Instrument.Underlying = param.Asset{}
		}, fault{param.ErrorKindUnset, "`asset` `unset` is unset"}},
	} {
		t.Run(name, func(t *testing.T) {
			engine := build(t)
			order := fullOrder()
			one.spoil(&order)
			wantFault(t, order.Validate(), one.fault)
			_, _, err := engine.StartPreTrade(order)
			wantFault(t, err, one.fault)
			_, _, err = engine.ExecutePreTrade(order)
			wantFault(t, err, one.fault)
			client := clientBuild(t, &desk[ticket, fill]{})
			_, _, err = client.StartPreTrade(ticket{Order: order})
			wantFault(t, err, one.fault)
			if lines, err := engine.Decisions(); err != nil || len(lines) != 0 {
				t.Fatal(lines, err)
			}
		})
	}
}

func TestHostileReports(t *testing.T) {
	for name, one := range map[string]struct {
		spoil func(*openpit.ExecutionReport)
		fault fault
	}{
		"side": {func(r *openpit.ExecutionReport) { r.Operation.Side = 9 },
			fault{param.ErrorKindUnknownName, "`side` `9`"}},
		"position side": {func(r *openpit.ExecutionReport) { r.PositionImpact.PositionSide = 3 },
			fault{param.ErrorKindUnknownName, "`position_side` `3`"}},
		"position effect": {func(r *openpit.ExecutionReport) {
			r.PositionImpact.PositionEffect = 3
		}, fault{param.ErrorKindUnknownName,
			"`position_effect` `3` is unknown: allowed are `open`, `close`"}},
		"execution without order": {func(r *openpit.ExecutionReport) {
			r.Identity.ClientOrderID = param.ClientOrderID{}
		}, fault{param.ErrorKindMissingField,
			"`client_order_id` `report.identity.client_order_id` is missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			engine := build(t)
			report := fullReport()
			one.spoil(&report)
			wantFault(t, report.Validate(), one.fault)
			_, err := engine.ApplyExecutionReport(report)
			wantFault(t, err, one.fault)
			client := clientBuild(t, &desk[ticket, fill]{})
			_, err = client.ApplyExecutionReport(fill{ExecutionReport: report})
			wantFault(t, err, one.fault)
			if lines, err := engine.Decisions(); err != nil || len(lines) != 0 {
				t.Fatal(lines, err)
			}
		})
	}
}

func TestHostileAdjustments(t *testing.T) {
	position := func(
		spoil func(*openpit.AccountAdjustmentPositionOperation),
	) openpit.AccountAdjustment {
		made := positionAdjustment()
		operation, _ := made.Operation.Position()
		spoil(&operation)
		made.Operation = openpit.PositionOperation(operation)
		return made
	}
	type parts = openpit.AccountAdjustmentPositionOperation
	missing := func(name, path string) fault {
		return fault{param.ErrorKindMissingField, "`" + name + "` `" + path + "` is missing"}
	}
	const inPosition = "adjustment.operation.position."
	noOperation, noAsset := balanceAdjustment(), balanceAdjustment()
	noOperation.Operation = openpit.AccountAdjustmentOperation{}
	noAsset.Operation = openpit.BalanceOperation(openpit.AccountAdjustmentBalanceOperation{})
	empty, inverted := balanceAdjustment(), balanceAdjustment()
	empty.Amount = openpit.AccountAdjustmentAmount{}
	inverted.Bounds.HeldLower = param.Some(size("14.1"))
	for name, one := range map[string]struct {
		adjustment openpit.AccountAdjustment
		fault      fault
	}{
		"zero":         {openpit.AccountAdjustment{}, missing("operation", "adjustment.operation")},
		"no operation": {noOperation, missing("operation", "adjustment.operation")},
		"no asset":     {noAsset, missing("asset", "adjustment.operation.balance.asset")},
		"no instrument": {position(func(p *parts) { p.Instrument = openpit.Instrument{} }),
			missing("instrument", inPosition+"instrument")},
		"half an instrument": {position(func(p *parts) { p.Instrument.Underlying = param.Asset{} }),
			fault{param.ErrorKindUnset, "`asset` `unset` is unset"}},
		"no collateral": {position(func(p *parts) { p.CollateralAsset = param.Asset{} }),
			missing("collateral_asset", inPosition+"collateral_asset")},
		"no mode": {position(func(p *parts) { p.Mode = 0 }), missing("mode", inPosition+"mode")},
		"bad mode": {position(func(p *parts) { p.Mode = 3 }), fault{param.ErrorKindUnknownName,
			"`position_mode` `3` is unknown: allowed are `netting`, `hedging`"}},
		"empty amount": {empty, fault{param.ErrorKindEmpty, "`adjustment_amount` `` is empty: " +
			"allowed is at least one of `balance`, `held`, `incoming`"}},
		"inverted bounds": {inverted, fault{param.ErrorKindInvertedBounds,
			"`held_bounds` `14.1 to 14` is inverted"}},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, one.adjustment.Validate(), one.fault) })
	}
}

// TestIdsOf64BytesCrossWhole: the longest names and ids come out as they went in, and one byte more
// never becomes a name (O-4.2).
func TestIdsOf64BytesCrossWhole(t *testing.T) {
	long := strings.Repeat("a", 62) + "é"
	for _, read := range []func(string) error{
		func(text string) error { _, err := param.NewAsset(text); return err },
		func(text string) error { _, err := param.NewClientOrderID(text); return err },
		func(text string) error { _, err := param.NewExecutionID(text); return err },
	} {
		if err := read(long); err != nil {
			t.Fatal(err)
		}
		wantFault(t, read(long+"a"), fault{param.ErrorKindTooLong, "`"})
	}
	asset := param.Must(param.NewAsset(long))
	order := fullOrder()
	order.Operation.Instrument = openpit.Instrument{Underlying: asset, Settlement: asset}
	order.Margin.CollateralAsset = asset
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID(long))
	var seen openpit.Order
	engine := build(t, &scripted{name: "own", main: func(
		_ pretrade.Context, own openpit.Order,
	) (pretrade.PolicyDecision, error) {
		seen = own
		return pretrade.Accept(), nil
	}})
	if _, _, err := engine.ExecutePreTrade(order); err != nil || seen != order {
		t.Fatal(seen, err)
	}
	lines, err := engine.Decisions()
	if err != nil || !strings.Contains(lines[0], `"collateral_asset":"`+long+`"`) ||
		!strings.Contains(lines[0], `"client_order_id":"`+long+`"`) {
		t.Fatal(lines, err)
	}
}

func TestOperationsAreOneOfTwo(t *testing.T) {
	balance, position := balanceAdjustment().Operation, positionAdjustment().Operation
	if _, is := balance.Position(); is {
		t.Fatal(balance)
	}
	if _, is := position.Balance(); is {
		t.Fatal(position)
	}
	var none openpit.AccountAdjustmentOperation
	if none.IsSet() || none.String() != "unset" || !balance.IsSet() || !position.IsSet() {
		t.Fatal(none, balance, position)
	}
	want := "balance {Asset:USD AverageEntryPrice:1.1}"
	if balance.String() != want {
		t.Fatalf("%q, want %q", balance, want)
	}
	want = "position {Instrument:AAPL/USD CollateralAsset:USD AverageEntryPrice:-3.25 " +
		"Mode:hedging Leverage:10.5}"
	if position.String() != want {
		t.Fatalf("%q, want %q", position, want)
	}
}
