// SPDX-License-Identifier: Apache-2.0

package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// OrderOperation is what an order asks for. A field may be absent: a policy that needs it rejects
// with MissingRequiredField.
type OrderOperation struct {
	// Instrument is what is traded.
	Instrument Instrument `json:"instrument,omitzero"`
	// AccountID is the account that trades.
	AccountID param.Option[param.AccountID] `json:"account_id,omitzero"`
	// Side is buy or sell.
	Side param.Side `json:"side,omitzero"`
	// TradeAmount is how much: a quantity of the underlying or a volume of the settlement asset.
	TradeAmount param.TradeAmount `json:"trade_amount,omitzero"`
	// Price is the limit price in the settlement asset for each unit; none for a market order.
	Price param.Option[param.Price] `json:"price,omitzero"`
}

// OrderPosition is what an order means to do with a position (O-1.5). The zero value is an order
// without one.
type OrderPosition struct {
	// PositionSide is which position is meant, where an account keeps long and short apart; it may
	// be unset.
	PositionSide param.PositionSide `json:"position_side,omitzero"`
	// ReduceOnly tells whether the order may only make a position smaller.
	ReduceOnly bool `json:"reduce_only,omitempty"`
	// ClosePosition tells whether the order closes the whole position.
	ClosePosition bool `json:"close_position,omitempty"`
}

// OrderMargin is how an order on margin is secured (O-1.5). The zero value is an order without one.
type OrderMargin struct {
	// Leverage is how many times the margin the position may be; it may be unset.
	Leverage param.Leverage `json:"leverage,omitzero"`
	// CollateralAsset is the asset that secures the position; it may be unset.
	CollateralAsset param.Asset `json:"collateral_asset,omitzero"`
	// AutoBorrow tells whether the venue may borrow what the order lacks.
	AutoBorrow bool `json:"auto_borrow,omitempty"`
}

// OrderIdentity is the identity of an order across its reports.
type OrderIdentity struct {
	// ClientOrderID is the client's own id of the order; it may be unset.
	ClientOrderID param.ClientOrderID `json:"client_order_id,omitzero"`
}

// Order is an order as a trading system submits it, before it may reach a venue (O-1). It is plain
// data and compares with `==`. A group that is zero is absent.
type Order struct {
	// Operation is what the order asks for.
	Operation OrderOperation `json:"operation"`
	// Position is what it means to do with a position.
	Position OrderPosition `json:"position,omitzero"`
	// Margin is how it is secured on margin.
	Margin OrderMargin `json:"margin,omitzero"`
	// Identity is the client's id of the order, if it has one.
	Identity OrderIdentity `json:"identity,omitzero"`
}

// Validate judges the order as every call that takes one does, and gives its *param.Error (V-6).
// An absent field is no fault: the policy that needs it rejects.
func (o Order) Validate() error {
	var flat native.Order
	o.Flatten(&flat)
	return refused(native.CheckOrder(&flat))
}

// OrderRecord gives the order itself, so that a type that embeds it is a client's order type
// (O-6.3).
func (o Order) OrderRecord() Order { return o }

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
