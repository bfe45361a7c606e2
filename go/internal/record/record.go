// SPDX-License-Identifier: Apache-2.0

// Package record holds the records that the root package and package pretrade share; the root gives
// them their public names.
package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// Instrument is an underlying asset and the asset that it settles in, such as AAPL/USD. The zero
// value is unset: an order without an instrument.
type Instrument struct {
	// Underlying is what is bought or sold; quantities count its units.
	Underlying param.Asset
	// Settlement is what the trade is paid in; prices, volumes, pnl and fees are in its units.
	Settlement param.Asset
}

// NewInstrument makes an instrument from the names of its assets, or gives an *param.Error.
func NewInstrument(underlying, settlement string) (Instrument, error) {
	first, err := param.NewAsset(underlying)
	if err != nil {
		return Instrument{}, err
	}
	second, err := param.NewAsset(settlement)
	if err != nil {
		return Instrument{}, err
	}
	return Instrument{first, second}, nil
}

// ParseInstrument reads `UNDERLYING/SETTLEMENT`: one slash, a valid asset on both sides; else it
// gives an *param.Error.
func ParseInstrument(text string) (Instrument, error) {
	slash, found := native.TextValue(native.TextInstrument, text)
	if found != nil {
		return Instrument{}, param.NewError(found)
	}
	return NewInstrument(text[:slash], text[slash+1:])
}

// IsSet tells whether there is an instrument.
func (i Instrument) IsSet() bool { return i != Instrument{} }

// String gives `UNDERLYING/SETTLEMENT`, or `unset`.
func (i Instrument) String() string {
	if !i.IsSet() {
		return "unset"
	}
	return i.Underlying.String() + "/" + i.Settlement.String()
}

// Validate gives the *param.Error of an instrument that is unset or lacks an asset (V-6.1).
func (i Instrument) Validate() error {
	if !i.IsSet() {
		return instrumentDoor.Needed(false)
	}
	if err := i.Underlying.Validate(); err != nil {
		return err
	}
	return i.Settlement.Validate()
}

// OrderOperation is what an order asks for. A field may be absent: a policy that needs it rejects
// with MissingRequiredField.
type OrderOperation struct {
	// Instrument is what is traded.
	Instrument Instrument
	// AccountID is the account that trades.
	AccountID param.Option[param.AccountID]
	// Side is buy or sell.
	Side param.Side
	// TradeAmount is how much: a quantity of the underlying or a volume of the settlement asset.
	TradeAmount param.TradeAmount
	// Price is the limit price in the settlement asset for each unit; none for a market order.
	Price param.Option[param.Price]
}

// OrderIdentity is the identity of an order across its reports.
type OrderIdentity struct {
	// ClientOrderID is the client's own id of the order; it may be unset.
	ClientOrderID param.ClientOrderID
}

// Order is an order as a trading system submits it, before it may reach a venue (O-1). It is plain
// data and compares with `==`.
type Order struct {
	// Operation is what the order asks for.
	Operation OrderOperation
	// Identity is the client's id of the order, if it has one.
	Identity OrderIdentity
}

// LimitOrder is an order for a quantity at a price.
func LimitOrder(
	instrument Instrument, account param.AccountID, side param.Side, quantity param.Quantity,
	price param.Price,
) Order {
	return Order{Operation: OrderOperation{
		Instrument:  instrument,
		AccountID:   param.Some(account),
		Side:        side,
		TradeAmount: param.QuantityAmount(quantity),
		Price:       param.Some(price),
	}}
}

// MarketOrder is an order for a quantity without a price.
func MarketOrder(
	instrument Instrument, account param.AccountID, side param.Side, quantity param.Quantity,
) Order {
	return Order{Operation: OrderOperation{
		Instrument:  instrument,
		AccountID:   param.Some(account),
		Side:        side,
		TradeAmount: param.QuantityAmount(quantity),
	}}
}

// ExecutionReportOperation is which order a report speaks of. Fields may be absent, but a report
// without an account is an error to the caller (P-10).
type ExecutionReportOperation struct {
	// Instrument is what was traded.
	Instrument Instrument
	// AccountID is the account that traded.
	AccountID param.Option[param.AccountID]
	// Side is buy or sell.
	Side param.Side
}

// FinancialImpact is what an execution did to the account's money, in the settlement asset.
type FinancialImpact struct {
	// Pnl is the realized profit: profit is positive.
	Pnl param.Option[param.Pnl]
	// Fee is the fee: a cost is positive, a rebate negative.
	Fee param.Option[param.Fee]
}

// ExecutionReportFillDetails is what an execution did to the order.
type ExecutionReportFillDetails struct {
	// LastTrade is the trade that the report tells of; none for a cancel or a venue's reject.
	LastTrade param.Option[param.Trade]
	// LeavesQuantity is what is left open of the order, in units of the underlying.
	LeavesQuantity param.Option[param.Quantity]
	// IsFinal tells whether this is the last report of the order.
	IsFinal bool
}

// ExecutionReportIdentity is which order, and which execution of it.
type ExecutionReportIdentity struct {
	// ClientOrderID is the client's own id of the order; it may be unset.
	ClientOrderID param.ClientOrderID
	// ExecutionID is the venue's id of the execution; unset where nothing was executed, such as a
	// cancel. It needs a client order id beside it.
	ExecutionID param.ExecutionID
}

// ExecutionReport is what a venue reported of an order (O-2). Reports are facts: the engine never
// refuses one for time, block or state (P-10).
type ExecutionReport struct {
	// Operation is which order the report speaks of.
	Operation ExecutionReportOperation
	// FinancialImpact is what it did to the account's money.
	FinancialImpact FinancialImpact
	// Fill is what it did to the order.
	Fill ExecutionReportFillDetails
	// Identity is which execution it is.
	Identity ExecutionReportIdentity
}

// MutationKind is the kind of a mutation.
type MutationKind uint16

// String gives the kind's name, the same in every language.
func (k MutationKind) String() string {
	switch k {
	case native.MutationCustom:
		return "custom"
	case native.MutationReserveNotional:
		return "reserve_notional"
	case native.MutationSetKillSwitch:
		return "set_kill_switch"
	}
	return "unset"
}

// Mutation is one change that a main-stage policy emits (M-1). Written as it is, with sides of the
// policy's own, it is a custom one (M-4); ReserveNotional and SetKillSwitch make those that are
// plain data, which the engine applies itself. Of a custom one exactly one of its sides runs, once,
// inside the call that finalizes the reservation (P-6).
//
// A side that is nil does nothing. A side that returns an error or panics is a failed callback: the
// others still run, the account is blocked with that cause, and the call returns a *CallbackError
// (P-8).
type Mutation struct {
	// Commit runs when the order went on.
	Commit func() error
	// Rollback runs when the order did not go on.
	Rollback func() error
	typed    *Typed
}

// Kind is the kind of the change.
func (m Mutation) Kind() MutationKind {
	if m.typed == nil {
		return native.MutationCustom
	}
	return m.typed.Kind
}

// Typed is a mutation that is plain data, as it crosses.
type Typed struct {
	Kind    MutationKind
	Reserve native.ReserveNotional
	Switch  native.KillSwitch
	Reason  string
	// Fault is what is wrong with it, if anything is.
	Fault error
}

// NewTyped is a mutation that is plain data.
func NewTyped(typed *Typed) Mutation { return Mutation{typed: typed} }

// TypedOf is the plain data of a mutation; nil if it is a custom one.
func TypedOf(m *Mutation) *Typed { return m.typed }
