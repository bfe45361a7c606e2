// SPDX-License-Identifier: Apache-2.0

package record

import (
	"go.openpit.dev/openpit/internal/native"
)

// parts is what every number type has.
type parts interface {
	Parts() (hi uint32, lo uint64, scale uint8, negative bool)
}

// Flat is a number as it crosses.
func Flat[N parts](value N) native.Number {
	hi, lo, scale, negative := value.Parts()
	made := native.Number{Lo: lo, Hi: uint64(hi), Scale: uint32(scale)}
	if negative {
		made.Negative = 1
	}
	return made
}

// Amount kinds as they cross.
const (
	amountQuantity = 1
	amountVolume   = 2
)

// Flatten writes the order as it crosses; the record stays the caller's (O-4).
func (o *Order) Flatten(flat *native.Order) {
	operation := &o.Operation
	flat.Side = uint32(operation.Side)
	if account, ok := operation.AccountID.Get(); ok {
		flat.Flags |= native.OrderAccount
		flat.AccountID = account.Uint64()
	}
	if quantity, ok := operation.TradeAmount.Quantity(); ok {
		flat.AmountKind = amountQuantity
		flat.Amount = Flat(quantity)
	} else if volume, ok := operation.TradeAmount.Volume(); ok {
		flat.AmountKind = amountVolume
		flat.Amount = Flat(volume)
	}
	if price, ok := operation.Price.Get(); ok {
		flat.Flags |= native.OrderPrice
		flat.Price = Flat(price)
	}
	operation.Instrument.flatten(&flat.Underlying, &flat.Settlement)
	if id := o.Identity.ClientOrderID; id.IsSet() {
		flat.ClientOrderID.Set(id.String())
	}
}

func (i Instrument) flatten(underlying, settlement *native.Text) {
	if i.Underlying.IsSet() {
		underlying.Set(i.Underlying.String())
	}
	if i.Settlement.IsSet() {
		settlement.Set(i.Settlement.String())
	}
}

// Flatten writes the report as it crosses.
func (r *ExecutionReport) Flatten(flat *native.Report) {
	flat.Side = uint32(r.Operation.Side)
	if account, ok := r.Operation.AccountID.Get(); ok {
		flat.Flags |= native.ReportAccount
		flat.AccountID = account.Uint64()
	}
	if pnl, ok := r.FinancialImpact.Pnl.Get(); ok {
		flat.Flags |= native.ReportPnl
		flat.Pnl = Flat(pnl)
	}
	if fee, ok := r.FinancialImpact.Fee.Get(); ok {
		flat.Flags |= native.ReportFee
		flat.Fee = Flat(fee)
	}
	if trade, ok := r.Fill.LastTrade.Get(); ok {
		flat.Flags |= native.ReportLastTrade
		flat.LastPrice, flat.LastQuantity = Flat(trade.Price), Flat(trade.Quantity)
	}
	if leaves, ok := r.Fill.LeavesQuantity.Get(); ok {
		flat.Flags |= native.ReportLeavesQuantity
		flat.LeavesQuantity = Flat(leaves)
	}
	if r.Fill.IsFinal {
		flat.Flags |= native.ReportFinal
	}
	r.Operation.Instrument.flatten(&flat.Underlying, &flat.Settlement)
	if id := r.Identity.ClientOrderID; id.IsSet() {
		flat.ClientOrderID.Set(id.String())
	}
	if id := r.Identity.ExecutionID; id.IsSet() {
		flat.ExecutionID.Set(id.String())
	}
}
