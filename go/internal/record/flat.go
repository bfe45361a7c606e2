// SPDX-License-Identifier: Apache-2.0

package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
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
	if o.Position != (OrderPosition{}) {
		o.Position.flatten(flat)
	}
	if o.Margin != (OrderMargin{}) {
		o.Margin.flatten(flat)
	}
}

func (p *OrderPosition) flatten(flat *native.Order) {
	flat.Flags |= native.OrderPosition
	flat.PositionSide = uint16(p.PositionSide)
	if p.ReduceOnly {
		flat.Flags |= native.OrderReduceOnly
	}
	if p.ClosePosition {
		flat.Flags |= native.OrderClosePosition
	}
}

func (m *OrderMargin) flatten(flat *native.Order) {
	flat.Flags |= native.OrderMargin
	flat.Leverage = tenths(m.Leverage)
	setAsset(&flat.CollateralAsset, m.CollateralAsset)
	if m.AutoBorrow {
		flat.Flags |= native.OrderAutoBorrow
	}
}

// tenths is a leverage in its steps; 0 is unset.
func tenths(leverage param.Leverage) uint16 {
	_, lo, scale, _ := leverage.Parts()
	if scale == 0 {
		lo *= 10
	}
	return uint16(lo)
}

func setAsset(text *native.Text, asset param.Asset) {
	if asset.IsSet() {
		text.Set(asset.String())
	}
}

func (i Instrument) flatten(underlying, settlement *native.Text) {
	setAsset(underlying, i.Underlying)
	setAsset(settlement, i.Settlement)
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
	if impact := &r.PositionImpact; *impact != (ExecutionReportPositionImpact{}) {
		flat.Flags |= native.ReportPositionImpact
		flat.PositionEffect = uint16(impact.PositionEffect)
		flat.PositionSide = uint16(impact.PositionSide)
	}
}

// Flatten writes the adjustment as it crosses.
func (a *AccountAdjustment) Flatten(flat *native.Adjustment) {
	operation := &a.Operation
	flat.Operation = operation.kind
	switch operation.kind {
	case native.AdjustmentBalance:
		balance := &operation.balance
		setAsset(&flat.Asset, balance.Asset)
		setBound(flat, native.AdjustmentAverageEntryPrice, &flat.AverageEntryPrice,
			balance.AverageEntryPrice)
	case native.AdjustmentPosition:
		position := &operation.position
		position.Instrument.flatten(&flat.Underlying, &flat.Settlement)
		setAsset(&flat.Asset, position.CollateralAsset)
		flat.AverageEntryPrice = Flat(position.AverageEntryPrice)
		flat.Mode = uint16(position.Mode)
		flat.Leverage = tenths(position.Leverage)
	}
	amount := &a.Amount
	flat.BalanceKind, flat.Balance = uint16(amount.Balance.Kind()), Flat(amount.Balance.Size())
	flat.HeldKind, flat.Held = uint16(amount.Held.Kind()), Flat(amount.Held.Size())
	flat.IncomingKind, flat.Incoming = uint16(amount.Incoming.Kind()), Flat(amount.Incoming.Size())
	bounds := &a.Bounds
	setBound(flat, native.AdjustmentBalanceUpper, &flat.BalanceUpper, bounds.BalanceUpper)
	setBound(flat, native.AdjustmentBalanceLower, &flat.BalanceLower, bounds.BalanceLower)
	setBound(flat, native.AdjustmentHeldUpper, &flat.HeldUpper, bounds.HeldUpper)
	setBound(flat, native.AdjustmentHeldLower, &flat.HeldLower, bounds.HeldLower)
	setBound(flat, native.AdjustmentIncomingUpper, &flat.IncomingUpper, bounds.IncomingUpper)
	setBound(flat, native.AdjustmentIncomingLower, &flat.IncomingLower, bounds.IncomingLower)
}

// number is a number type.
type number interface {
	comparable
	parts
}

// setBound writes a number that may be absent, and its flag.
func setBound[N number](
	flat *native.Adjustment, flag uint32, to *native.Number, value param.Option[N],
) {
	if found, ok := value.Get(); ok {
		flat.Flags |= flag
		*to = Flat(found)
	}
}
