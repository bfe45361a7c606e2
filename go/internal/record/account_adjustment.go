// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// AccountAdjustmentBalanceOperation is a balance that is adjusted: so much of one asset (O-3.1).
type AccountAdjustmentBalanceOperation struct {
	// Asset is the asset.
	Asset param.Asset `json:"asset,omitzero"`
	// AverageEntryPrice is what a unit of the balance cost on average, if that is known.
	AverageEntryPrice param.Option[param.Price] `json:"average_entry_price,omitzero"`
}

// AccountAdjustmentPositionOperation is a position that is adjusted (O-3.1).
type AccountAdjustmentPositionOperation struct {
	// Instrument is what the position is in.
	Instrument Instrument `json:"instrument,omitzero"`
	// CollateralAsset is the asset that secures it.
	CollateralAsset param.Asset `json:"collateral_asset,omitzero"`
	// AverageEntryPrice is what a unit of the position cost on average.
	AverageEntryPrice param.Price `json:"average_entry_price"`
	// Mode is how the account keeps the positions of the instrument.
	Mode param.PositionMode `json:"mode,omitzero"`
	// Leverage is how many times the margin the position may be; it may be unset.
	Leverage param.Leverage `json:"leverage,omitzero"`
}

// AccountAdjustmentOperation is what is adjusted: a balance or a position, as BalanceOperation and
// PositionOperation make it. The zero value is unset, and an adjustment needs one (O-3.3).
type AccountAdjustmentOperation struct {
	kind     uint16
	balance  AccountAdjustmentBalanceOperation
	position AccountAdjustmentPositionOperation
}

// BalanceOperation is the operation on a balance.
func BalanceOperation(balance AccountAdjustmentBalanceOperation) AccountAdjustmentOperation {
	return AccountAdjustmentOperation{kind: native.AdjustmentBalance, balance: balance}
}

// PositionOperation is the operation on a position.
func PositionOperation(position AccountAdjustmentPositionOperation) AccountAdjustmentOperation {
	return AccountAdjustmentOperation{kind: native.AdjustmentPosition, position: position}
}

// Balance gives the balance; false if the operation is on none.
func (o AccountAdjustmentOperation) Balance() (AccountAdjustmentBalanceOperation, bool) {
	return o.balance, o.kind == native.AdjustmentBalance
}

// Position gives the position; false if the operation is on none.
func (o AccountAdjustmentOperation) Position() (AccountAdjustmentPositionOperation, bool) {
	return o.position, o.kind == native.AdjustmentPosition
}

// IsSet tells whether there is an operation.
func (o AccountAdjustmentOperation) IsSet() bool { return o.kind != 0 }

// String gives what is adjusted, or `unset`.
func (o AccountAdjustmentOperation) String() string {
	switch o.kind {
	case native.AdjustmentBalance:
		return fmt.Sprintf("balance %+v", o.balance)
	case native.AdjustmentPosition:
		return fmt.Sprintf("position %+v", o.position)
	}
	return "unset"
}

// AccountAdjustmentAmount is what an adjustment does to the amounts of a balance or position. Each
// may be unset, but not all (O-3.2).
type AccountAdjustmentAmount struct {
	// Balance is what is owned.
	Balance param.AdjustmentAmount `json:"balance,omitzero"`
	// Held is the part of it that is reserved.
	Held param.AdjustmentAmount `json:"held,omitzero"`
	// Incoming is what is on its way in.
	Incoming param.AdjustmentAmount `json:"incoming,omitzero"`
}

// AccountAdjustmentBounds is what the amounts must stay within after the adjustment; both ends are
// allowed values (O-3.2).
type AccountAdjustmentBounds struct {
	// BalanceUpper is the largest balance allowed.
	BalanceUpper param.Option[param.PositionSize] `json:"balance_upper,omitzero"`
	// BalanceLower is the smallest balance allowed.
	BalanceLower param.Option[param.PositionSize] `json:"balance_lower,omitzero"`
	// HeldUpper is the largest held amount allowed.
	HeldUpper param.Option[param.PositionSize] `json:"held_upper,omitzero"`
	// HeldLower is the smallest held amount allowed.
	HeldLower param.Option[param.PositionSize] `json:"held_lower,omitzero"`
	// IncomingUpper is the largest incoming amount allowed.
	IncomingUpper param.Option[param.PositionSize] `json:"incoming_upper,omitzero"`
	// IncomingLower is the smallest incoming amount allowed.
	IncomingLower param.Option[param.PositionSize] `json:"incoming_lower,omitzero"`
}

// AccountAdjustment is an adjustment of an account from outside the order flow: a deposit, a
// correction, a position that a venue reported (O-3). It is plain data and compares with `==`. What
// it lacks, or what contradicts itself, Validate finds, and so does every call that takes one.
type AccountAdjustment struct {
	// Operation is what is adjusted.
	Operation AccountAdjustmentOperation `json:"operation,omitzero"`
	// Amount is by how much.
	Amount AccountAdjustmentAmount `json:"amount,omitzero"`
	// Bounds is what the amounts must stay within; none if it is zero.
	Bounds AccountAdjustmentBounds `json:"bounds,omitzero"`
}

// AdjustmentRecord gives the adjustment itself, so that a type that embeds it is a client's
// adjustment type (O-6.3).
func (a AccountAdjustment) AdjustmentRecord() AccountAdjustment { return a }

// Validate judges the adjustment as every call that takes one does, and gives its *param.Error: a
// part that is missing, an amount that is empty, bounds that are inverted (O-3.3).
func (a AccountAdjustment) Validate() error {
	var flat native.Adjustment
	a.Flatten(&flat)
	return refused(native.CheckAdjustment(&flat))
}
