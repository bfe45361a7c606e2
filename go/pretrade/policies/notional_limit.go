// SPDX-License-Identifier: Apache-2.0

package policies

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// NotionalBrokerAssetBarrier limits all accounts together, in one settlement asset.
type NotionalBrokerAssetBarrier struct {
	// Limit is the most that may be held, open and used, with the new order.
	Limit param.Volume
	// SettlementAsset is the settlement asset.
	SettlementAsset param.Asset
}

// NotionalAssetBarrier limits each account, not their sum, in one settlement asset.
type NotionalAssetBarrier struct {
	// Limit is the most that may be held, open and used, with the new order.
	Limit param.Volume
	// SettlementAsset is the settlement asset.
	SettlementAsset param.Asset
}

// NotionalAccountAssetBarrier limits one account in one settlement asset.
type NotionalAccountAssetBarrier struct {
	// Limit is the most that may be held, open and used, with the new order.
	Limit param.Volume
	// AccountID is the account.
	AccountID param.AccountID
	// SettlementAsset is the settlement asset.
	SettlementAsset param.Asset
}

// NotionalLimitPolicy is a main-stage policy: an order's notional is held when it passes, open when
// it is committed or reported, used by its fills and released when it ends; held, open, used and
// the new order together must not exceed a limit, in one step on every axis (L-6). Gross: sells add
// like buys. Nothing is ever summed across assets; in an asset without a barrier nothing is
// tracked.
type NotionalLimitPolicy struct {
	name     string
	barriers []native.Barrier
}

// NewNotionalLimit is the policy under its default name, `NotionalLimit`, without barriers yet. It
// needs at least one.
func NewNotionalLimit() NotionalLimitPolicy { return NotionalLimitPolicy{name: "NotionalLimit"} }

// Named is the same policy under another name (P-1).
func (p NotionalLimitPolicy) Named(name string) NotionalLimitPolicy {
	p.name = name
	return p
}

func (p NotionalLimitPolicy) with(
	axis uint32, limit param.Volume, account param.AccountID, asset param.Asset,
) NotionalLimitPolicy {
	barrier := native.Barrier{Axis: axis, Flags: native.BarrierMaxNotional,
		AccountID: account.Uint64(), MaxNotional: record.Flat(limit)}
	if asset.IsSet() {
		barrier.Asset.Set(asset.String())
	}
	p.barriers = append(p.barriers[:len(p.barriers):len(p.barriers)], barrier)
	return p
}

// BrokerAssetBarriers limits all accounts together, for each barrier; one for each settlement
// asset.
func (p NotionalLimitPolicy) BrokerAssetBarriers(
	barriers ...NotionalBrokerAssetBarrier,
) NotionalLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisBrokerAsset, b.Limit, param.AccountID{}, b.SettlementAsset)
	}
	return p
}

// AssetBarriers limits each account, for each barrier; one for each settlement asset.
func (p NotionalLimitPolicy) AssetBarriers(barriers ...NotionalAssetBarrier) NotionalLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAsset, b.Limit, param.AccountID{}, b.SettlementAsset)
	}
	return p
}

// AccountAssetBarriers limits one account, for each barrier; one for each account and settlement
// asset.
func (p NotionalLimitPolicy) AccountAssetBarriers(
	barriers ...NotionalAccountAssetBarrier,
) NotionalLimitPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAccountAsset, b.Limit, b.AccountID, b.SettlementAsset)
	}
	return p
}

// Configure is for the engine builder.
func (p NotionalLimitPolicy) Configure(builder native.Builder, out *native.Outcome) {
	builder.NotionalLimit(p.name, p.barriers, out)
}
