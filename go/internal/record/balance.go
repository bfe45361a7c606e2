// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"

	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// What the core made; package param, which this one imports, has set how it becomes a value.
var (
	assetOf    = made.Asset.(func(string) param.Asset)
	priceOf    = made.Price.(func(native.Number) param.Price)
	sizeOf     = made.PositionSize.(func(native.Number) param.PositionSize)
	leverageOf = made.Leverage.(func(uint16) param.Leverage)
)

// BalanceKey is what a balance is of: one asset, or a position, as AssetKey and PositionKey make
// it. It compares with `==`; the zero value is unset.
type BalanceKey struct {
	instrument Instrument
	asset      param.Asset
}

// AssetKey is the balance of one asset.
func AssetKey(asset param.Asset) BalanceKey { return BalanceKey{asset: asset} }

// PositionKey is a position in an instrument, secured by an asset.
func PositionKey(instrument Instrument, collateralAsset param.Asset) BalanceKey {
	return BalanceKey{instrument, collateralAsset}
}

// Key is what the operation speaks of; unset if the operation is.
func (o AccountAdjustmentOperation) Key() BalanceKey {
	switch o.kind {
	case native.AdjustmentBalance:
		return AssetKey(o.balance.Asset)
	case native.AdjustmentPosition:
		return PositionKey(o.position.Instrument, o.position.CollateralAsset)
	}
	return BalanceKey{}
}

// KeyFrom is the key of what the core listed.
func KeyFrom(asset, underlying, settlement string) BalanceKey {
	key := AssetKey(assetOf(asset))
	if underlying != "" {
		key.instrument = Instrument{assetOf(underlying), assetOf(settlement)}
	}
	return key
}

// Asset gives the asset; false if the balance is of a position, or of nothing.
func (k BalanceKey) Asset() (param.Asset, bool) {
	if !k.asset.IsSet() || k.instrument.IsSet() {
		return param.Asset{}, false
	}
	return k.asset, true
}

// Position gives what the position is in and the asset that secures it; false if the balance is of
// an asset, or of nothing.
func (k BalanceKey) Position() (Instrument, param.Asset, bool) {
	if !k.instrument.IsSet() {
		return Instrument{}, param.Asset{}, false
	}
	return k.instrument, k.asset, true
}

// IsSet tells whether there is anything that it is of.
func (k BalanceKey) IsSet() bool { return k != BalanceKey{} }

// String gives the asset, or the instrument and the asset that secures it, or `unset`.
func (k BalanceKey) String() string {
	switch {
	case k.instrument.IsSet():
		return fmt.Sprintf("%s (%s)", k.instrument, k.asset)
	case k.asset.IsSet():
		return k.asset.String()
	}
	return "unset"
}

// Flatten writes the key as it crosses.
func (k *BalanceKey) Flatten(flat *native.BalanceKey) {
	setAsset(&flat.Asset, k.asset)
	k.instrument.flatten(&flat.Underlying, &flat.Settlement)
}

// Balance is what an account has of one asset or in one position, as its adjustments tell it (B).
// The zero value is nothing at all.
type Balance struct {
	// Balance is what is owned; of a position, long is positive.
	Balance param.PositionSize
	// Held is the part of it that is reserved.
	Held param.PositionSize
	// Incoming is what is on its way in.
	Incoming param.PositionSize
	// AverageEntryPrice is what a unit cost on average, as the latest adjustment that knew it says.
	AverageEntryPrice param.Option[param.Price]
	// Mode is how the account keeps the positions of the instrument; unset unless it is a position.
	Mode param.PositionMode
	// Leverage is how many times the margin the position may be, as the latest adjustment that knew
	// it says; it may be unset.
	Leverage param.Leverage
}

// BalanceOf is a balance as it crosses.
func BalanceOf(flat *native.Balance) Balance {
	balance := Balance{
		Balance:  sizeOf(flat.Balance),
		Held:     sizeOf(flat.Held),
		Incoming: sizeOf(flat.Incoming),
		Mode:     param.PositionMode(flat.Mode),
		Leverage: leverageOf(flat.Leverage),
	}
	if flat.Flags&native.BalanceAverageEntryPrice != 0 {
		balance.AverageEntryPrice = param.Some(priceOf(flat.AverageEntryPrice))
	}
	return balance
}

// AdjustmentOf is an adjustment as it crosses.
func AdjustmentOf(flat *native.Adjustment) AccountAdjustment {
	bound := func(flag uint32, value native.Number) param.Option[param.PositionSize] {
		if flat.Flags&flag == 0 {
			return param.Option[param.PositionSize]{}
		}
		return param.Some(sizeOf(value))
	}
	return AccountAdjustment{
		Operation: adjusted(flat),
		Amount: AccountAdjustmentAmount{
			Balance:  amountFrom(flat.BalanceKind, flat.Balance),
			Held:     amountFrom(flat.HeldKind, flat.Held),
			Incoming: amountFrom(flat.IncomingKind, flat.Incoming),
		},
		Bounds: AccountAdjustmentBounds{
			BalanceUpper:  bound(native.AdjustmentBalanceUpper, flat.BalanceUpper),
			BalanceLower:  bound(native.AdjustmentBalanceLower, flat.BalanceLower),
			HeldUpper:     bound(native.AdjustmentHeldUpper, flat.HeldUpper),
			HeldLower:     bound(native.AdjustmentHeldLower, flat.HeldLower),
			IncomingUpper: bound(native.AdjustmentIncomingUpper, flat.IncomingUpper),
			IncomingLower: bound(native.AdjustmentIncomingLower, flat.IncomingLower),
		},
	}
}

func adjusted(flat *native.Adjustment) AccountAdjustmentOperation {
	asset := assetOf(flat.Asset.String())
	price := priceOf(flat.AverageEntryPrice)
	if flat.Operation == native.AdjustmentPosition {
		return PositionOperation(AccountAdjustmentPositionOperation{
			Instrument: Instrument{
				assetOf(flat.Underlying.String()), assetOf(flat.Settlement.String())},
			CollateralAsset:   asset,
			AverageEntryPrice: price,
			Mode:              param.PositionMode(flat.Mode),
			Leverage:          leverageOf(flat.Leverage),
		})
	}
	balance := AccountAdjustmentBalanceOperation{Asset: asset}
	if flat.Flags&native.AdjustmentAverageEntryPrice != 0 {
		balance.AverageEntryPrice = param.Some(price)
	}
	return BalanceOperation(balance)
}

func amountFrom(kind uint16, value native.Number) param.AdjustmentAmount {
	switch param.AdjustmentAmountKind(kind) {
	case param.AdjustmentAmountKindDelta:
		return param.DeltaAmount(sizeOf(value))
	case param.AdjustmentAmountKindAbsolute:
		return param.AbsoluteAmount(sizeOf(value))
	}
	return param.AdjustmentAmount{}
}
