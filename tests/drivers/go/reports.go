// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

func reportOf(from data) (openpit.ExecutionReport, error) {
	var made openpit.ExecutionReport
	var trade param.Trade
	_, traded := from["last_price"]
	err := first(
		read(from, "instrument", openpit.ParseInstrument, &made.Operation.Instrument),
		option(from, "account", accountOf, &made.Operation.AccountID),
		read(from, "side", param.ParseSide, &made.Operation.Side),
		option(from, "pnl", param.NewPnl, &made.FinancialImpact.Pnl),
		option(from, "fee", param.NewFee, &made.FinancialImpact.Fee),
		read(from, "last_price", param.NewPrice, &trade.Price),
		read(from, "last_quantity", param.NewQuantity, &trade.Quantity),
		option(from, "leaves_quantity", param.NewQuantity, &made.Fill.LeavesQuantity),
		read(from, "position_effect", param.ParsePositionEffect, &made.PositionImpact.PositionEffect),
		read(from, "position_side", param.ParsePositionSide, &made.PositionImpact.PositionSide),
		read(from, "client_order_id", param.NewClientOrderID, &made.Identity.ClientOrderID),
		read(from, "execution_id", param.NewExecutionID, &made.Identity.ExecutionID),
	)
	if traded {
		made.Fill.LastTrade = param.Some(trade)
	}
	made.Fill.IsFinal = flag(from, "is_final")
	return made, err
}

// reportData is what a policy sees of a report.
func reportData(made openpit.ExecutionReport) data {
	found := data{}
	operation := made.Operation
	showSet(found, "instrument", operation.Instrument.IsSet(), operation.Instrument)
	show(found, "account", operation.AccountID)
	showSet(found, "side", operation.Side.IsValid(), operation.Side)
	show(found, "pnl", made.FinancialImpact.Pnl)
	show(found, "fee", made.FinancialImpact.Fee)
	if trade, has := made.Fill.LastTrade.Get(); has {
		found["last_price"] = trade.Price.String()
		found["last_quantity"] = trade.Quantity.String()
	}
	show(found, "leaves_quantity", made.Fill.LeavesQuantity)
	showFlag(found, "is_final", made.Fill.IsFinal)
	impact := made.PositionImpact
	showSet(found, "position_effect", impact.PositionEffect.IsValid(), impact.PositionEffect)
	showSet(found, "position_side", impact.PositionSide.IsValid(), impact.PositionSide)
	ids := made.Identity
	showSet(found, "client_order_id", ids.ClientOrderID.IsSet(), ids.ClientOrderID)
	showSet(found, "execution_id", ids.ExecutionID.IsSet(), ids.ExecutionID)
	return found
}
