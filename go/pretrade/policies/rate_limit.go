// SPDX-License-Identifier: Apache-2.0

package policies

import (
	"time"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// RateLimit is so many orders in a sliding window (t - window, t].
type RateLimit struct {
	// MaxOrders is how many orders the window takes; 0 rejects every order.
	MaxOrders uint64
	// Window is the length of the window; more than 0.
	Window time.Duration
}

// RateLimitBrokerBarrier limits all orders of the engine together.
type RateLimitBrokerBarrier struct {
	// Limit is the limit.
	Limit RateLimit
}

// RateLimitAssetBarrier limits all orders that settle in one asset.
type RateLimitAssetBarrier struct {
	// Limit is the limit.
	Limit RateLimit
	// SettlementAsset is the asset.
	SettlementAsset param.Asset
}

// RateLimitAccountBarrier limits all orders of one account.
type RateLimitAccountBarrier struct {
	// Limit is the limit.
	Limit RateLimit
	// AccountID is the account.
	AccountID param.AccountID
}

// RateLimitAccountAssetBarrier limits the orders of one account that settle in one asset.
type RateLimitAccountAssetBarrier struct {
	// Limit is the limit.
	Limit RateLimit
	// AccountID is the account.
	AccountID param.AccountID
	// SettlementAsset is the asset.
	SettlementAsset param.Asset
}

// RateLimitPolicy is a start-stage policy: sliding-window rate limits, exact on every axis (L-2).
// An order is judged on every axis first and counted on all of them only if it passes.
type RateLimitPolicy struct {
	name          string
	countRejected bool
	barriers      []native.Barrier
}

// NewRateLimit is the policy under its default name, `RateLimit`, without barriers yet. It needs at
// least one.
func NewRateLimit() RateLimitPolicy { return RateLimitPolicy{name: "RateLimit"} }

// Named is the same policy under another name, so that one engine may hold 10/s and 200/min (P-1).
func (p RateLimitPolicy) Named(name string) RateLimitPolicy {
	p.name = name
	return p
}

// CountRejected sets whether orders that this policy rejects count too; without it only those that
// pass do.
func (p RateLimitPolicy) CountRejected(count bool) RateLimitPolicy {
	p.countRejected = count
	return p
}

func (p RateLimitPolicy) with(axis uint32, limit RateLimit, account param.AccountID,
	asset param.Asset) RateLimitPolicy {
	barrier := native.Barrier{Axis: axis, AccountID: account.Uint64(),
		MaxOrders: limit.MaxOrders, WindowNS: limit.Window.Nanoseconds()}
	if asset.IsSet() {
		barrier.Asset.Set(asset.String())
	}
	p.barriers = append(p.barriers[:len(p.barriers):len(p.barriers)], barrier)
	return p
}

// BrokerBarrier limits all orders together.
func (p RateLimitPolicy) BrokerBarrier(barrier RateLimitBrokerBarrier) RateLimitPolicy {
	return p.with(native.AxisBroker, barrier.Limit, param.AccountID{}, param.Asset{})
}

// AssetBarriers limits the orders that settle in an asset, for each barrier.
func (p RateLimitPolicy) AssetBarriers(barriers ...RateLimitAssetBarrier) RateLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAsset, b.Limit, param.AccountID{}, b.SettlementAsset)
	}
	return p
}

// AccountBarriers limits the orders of an account, for each barrier.
func (p RateLimitPolicy) AccountBarriers(barriers ...RateLimitAccountBarrier) RateLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAccount, b.Limit, b.AccountID, param.Asset{})
	}
	return p
}

// AccountAssetBarriers limits the orders of an account that settle in an asset, for each barrier.
func (p RateLimitPolicy) AccountAssetBarriers(
	barriers ...RateLimitAccountAssetBarrier,
) RateLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAccountAsset, b.Limit, b.AccountID, b.SettlementAsset)
	}
	return p
}

// Configure is for the engine builder.
func (p RateLimitPolicy) Configure(builder native.Builder, out *native.Outcome) {
	builder.RateLimit(p.name, p.countRejected, p.barriers, out)
}
