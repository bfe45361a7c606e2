// SPDX-License-Identifier: Apache-2.0

package policies

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// OrderSizeLimit caps one order; at least one of the two is needed.
type OrderSizeLimit struct {
	// MaxQuantity is the most units of the underlying.
	MaxQuantity param.Option[param.Quantity]
	// MaxNotional is the most money, in the settlement asset: quantity x abs(price), or the order's
	// volume.
	MaxNotional param.Option[param.Volume]
}

// OrderSizeBrokerBarrier limits every order.
type OrderSizeBrokerBarrier struct {
	// Limit is the limit.
	Limit OrderSizeLimit
}

// OrderSizeAssetBarrier limits by asset: its quantity cap holds for orders whose underlying it is,
// its notional cap for orders that settle in it.
type OrderSizeAssetBarrier struct {
	// Limit is the limit.
	Limit OrderSizeLimit
	// Asset is the asset.
	Asset param.Asset
}

// OrderSizeAccountAssetBarrier limits by account and asset; where it has a cap, it replaces the
// asset barrier's.
type OrderSizeAccountAssetBarrier struct {
	// Limit is the limit.
	Limit OrderSizeLimit
	// AccountID is the account.
	AccountID param.AccountID
	// Asset is the asset.
	Asset param.Asset
}

// OrderSizeLimitPolicy is a start-stage policy: caps on one order's quantity and notional (L-3).
type OrderSizeLimitPolicy struct {
	name     string
	barriers []native.Barrier
}

// NewOrderSizeLimit is the policy under its default name, `OrderSizeLimit`, without barriers yet.
// It needs at least one.
func NewOrderSizeLimit() OrderSizeLimitPolicy {
	return OrderSizeLimitPolicy{name: "OrderSizeLimit"}
}

// Named is the same policy under another name (P-1).
func (p OrderSizeLimitPolicy) Named(name string) OrderSizeLimitPolicy {
	p.name = name
	return p
}

func (p OrderSizeLimitPolicy) with(axis uint32, limit OrderSizeLimit, account param.AccountID,
	asset param.Asset) OrderSizeLimitPolicy {
	barrier := native.Barrier{Axis: axis, AccountID: account.Uint64()}
	if quantity, ok := limit.MaxQuantity.Get(); ok {
		barrier.Flags |= native.BarrierMaxQuantity
		barrier.MaxQuantity = record.Flat(quantity)
	}
	if notional, ok := limit.MaxNotional.Get(); ok {
		barrier.Flags |= native.BarrierMaxNotional
		barrier.MaxNotional = record.Flat(notional)
	}
	if asset.IsSet() {
		barrier.Asset.Set(asset.String())
	}
	p.barriers = append(p.barriers[:len(p.barriers):len(p.barriers)], barrier)
	return p
}

// BrokerBarrier limits every order.
func (p OrderSizeLimitPolicy) BrokerBarrier(barrier OrderSizeBrokerBarrier) OrderSizeLimitPolicy {
	return p.with(native.AxisBroker, barrier.Limit, param.AccountID{}, param.Asset{})
}

// AssetBarriers limits by asset, for each barrier.
func (p OrderSizeLimitPolicy) AssetBarriers(
	barriers ...OrderSizeAssetBarrier,
) OrderSizeLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAsset, b.Limit, param.AccountID{}, b.Asset)
	}
	return p
}

// AccountAssetBarriers limits by account and asset, for each barrier.
func (p OrderSizeLimitPolicy) AccountAssetBarriers(
	barriers ...OrderSizeAccountAssetBarrier,
) OrderSizeLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAccountAsset, b.Limit, b.AccountID, b.Asset)
	}
	return p
}

// Configure is for the engine builder.
func (p OrderSizeLimitPolicy) Configure(builder native.Builder, out *native.Outcome) {
	builder.OrderSizeLimit(p.name, p.barriers, out)
}
