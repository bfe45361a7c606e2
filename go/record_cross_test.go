// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"strings"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// TestEachFieldOfAnOrderCrossesAlone reads in the decision log what the core was given.
func TestEachFieldOfAnOrderCrossesAlone(t *testing.T) {
	for want, set := range map[string]func(*openpit.Order){
		`"order":{}`:            func(*openpit.Order) {},
		`{"side":"sell"}`:       func(o *openpit.Order) { o.Operation.Side = param.SideSell },
		`{"price":"-1"}`:        func(o *openpit.Order) { o.Operation.Price = price("-1") },
		`{"reduce_only":true}`:  func(o *openpit.Order) { o.Position.ReduceOnly = true },
		`{"auto_borrow":true}`:  func(o *openpit.Order) { o.Margin.AutoBorrow = true },
		`{"leverage":"3000"}`:   func(o *openpit.Order) { o.Margin.Leverage = leverage("3000") },
		`{"leverage":"1"}`:      func(o *openpit.Order) { o.Margin.Leverage = leverage("1") },
		`{"leverage":"2999.9"}`: func(o *openpit.Order) { o.Margin.Leverage = leverage("2999.9") },
		`{"close_position":true}`: func(o *openpit.Order) {
			o.Position.ClosePosition = true
		},
		`{"position_side":"long"}`: func(o *openpit.Order) {
			o.Position.PositionSide = param.PositionSideLong
		},
		`{"collateral_asset":"USD"}`: func(o *openpit.Order) { o.Margin.CollateralAsset = usd },
		`{"volume":"0"}`: func(o *openpit.Order) {
			o.Operation.TradeAmount = param.VolumeAmount(param.Volume{})
		},
		`{"client_order_id":"1"}`: func(o *openpit.Order) {
			o.Identity.ClientOrderID = param.Must(param.NewClientOrderID("1"))
		},
	} {
		engine := build(t)
		var order openpit.Order
		order.Operation.AccountID = param.Some(account)
		set(&order)
		if _, _, err := engine.StartPreTrade(order); err != nil {
			t.Fatal(err)
		}
		wantLogged(t, engine, want)
	}
}

func TestEachFieldOfAReportCrossesAlone(t *testing.T) {
	type report = openpit.ExecutionReport
	for want, set := range map[string]func(*report){
		`"report":{}`:       func(*report) {},
		`{"is_final":true}`: func(r *report) { r.Fill.IsFinal = true },
		`{"side":"buy"}`:    func(r *report) { r.Operation.Side = param.SideBuy },
		`{"pnl":"0"}`:       func(r *report) { r.FinancialImpact.Pnl = param.Some(param.Pnl{}) },
		`{"fee":"0"}`:       func(r *report) { r.FinancialImpact.Fee = param.Some(param.Fee{}) },
		`"last_price":"0"`:  func(r *report) { r.Fill.LastTrade = param.Some(param.Trade{}) },
		`"leaves_quantity":"0"`: func(r *report) {
			r.Fill.LeavesQuantity = param.Some(param.Quantity{})
		},
		`{"position_effect":"open"}`: func(r *report) {
			r.PositionImpact.PositionEffect = param.PositionEffectOpen
		},
		`{"position_side":"short"}`: func(r *report) {
			r.PositionImpact.PositionSide = param.PositionSideShort
		},
	} {
		engine := build(t)
		var made report
		made.Operation.AccountID = param.Some(account)
		set(&made)
		if _, err := engine.ApplyExecutionReport(made); err != nil {
			t.Fatal(err)
		}
		wantLogged(t, engine, want)
	}
}

func wantLogged(t *testing.T, engine *openpit.Engine, want string) {
	t.Helper()
	lines, err := engine.Decisions()
	if err != nil || len(lines) != 1 || !strings.Contains(lines[0], want) {
		t.Fatal(want, lines, err)
	}
}

func price(text string) param.Option[param.Price] {
	return param.Some(param.Must(param.NewPrice(text)))
}

func leverage(text string) param.Leverage { return param.Must(param.NewLeverage(text)) }
