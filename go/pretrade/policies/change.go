// SPDX-License-Identifier: Apache-2.0

package policies

import "go.openpit.dev/openpit/internal/native"

// RateLimitChange is new barriers of a rate limit (L-5). On every axis nil leaves the barriers that
// are in force, a slice replaces them, and an empty slice takes the axis away.
type RateLimitChange struct {
	// Broker is over all orders; at most one barrier.
	Broker []RateLimitBrokerBarrier
	// Asset is by settlement asset.
	Asset []RateLimitAssetBarrier
	// Account is by account.
	Account []RateLimitAccountBarrier
	// AccountAsset is by account and settlement asset.
	AccountAsset []RateLimitAccountAssetBarrier
}

// OrderSizeLimitChange is new barriers of an order size limit (L-5). On every axis nil leaves the
// barriers that are in force, a slice replaces them, and an empty slice takes the axis away.
type OrderSizeLimitChange struct {
	// Broker is over all orders; at most one barrier.
	Broker []OrderSizeBrokerBarrier
	// Asset is by asset.
	Asset []OrderSizeAssetBarrier
	// AccountAsset is by account and asset.
	AccountAsset []OrderSizeAccountAssetBarrier
}

// PnlBoundsChange is new bounds of a pnl kill switch (L-5). On either axis nil leaves the bounds
// that are in force, a slice replaces them, and an empty slice takes the axis away.
type PnlBoundsChange struct {
	// Broker is by settlement asset, for every account.
	Broker []PnlBoundsBrokerBarrier
	// AccountAsset is by account and settlement asset.
	AccountAsset []PnlBoundsAccountAssetBarrier
}

// NotionalLimitChange is new barriers of a notional limit (L-5). On every axis nil leaves the
// barriers that are in force, a slice replaces them, and an empty slice takes the axis away.
type NotionalLimitChange struct {
	// BrokerAsset is by settlement asset, over all accounts.
	BrokerAsset []NotionalBrokerAssetBarrier
	// Asset is by settlement asset, for each account.
	Asset []NotionalAssetBarrier
	// AccountAsset is by account and settlement asset.
	AccountAsset []NotionalAccountAssetBarrier
}

// Change is for the engine's Configure.
func (c RateLimitChange) Change(engine native.Engine, name string, out *native.Outcome) {
	var axes native.Axes
	native.Given(&axes, native.AxisBroker, c.Broker)
	native.Given(&axes, native.AxisAsset, c.Asset)
	native.Given(&axes, native.AxisAccount, c.Account)
	native.Given(&axes, native.AxisAccountAsset, c.AccountAsset)
	var policy RateLimitPolicy
	for _, barrier := range c.Broker {
		policy = policy.BrokerBarrier(barrier)
	}
	policy = policy.AssetBarriers(c.Asset...).AccountBarriers(c.Account...).
		AccountAssetBarriers(c.AccountAsset...)
	engine.ChangeLimits(native.LimitsRate, name, axes, policy.barriers, out)
}

// Change is for the engine's Configure.
func (c OrderSizeLimitChange) Change(engine native.Engine, name string, out *native.Outcome) {
	var axes native.Axes
	native.Given(&axes, native.AxisBroker, c.Broker)
	native.Given(&axes, native.AxisAsset, c.Asset)
	native.Given(&axes, native.AxisAccountAsset, c.AccountAsset)
	var policy OrderSizeLimitPolicy
	for _, barrier := range c.Broker {
		policy = policy.BrokerBarrier(barrier)
	}
	policy = policy.AssetBarriers(c.Asset...).AccountAssetBarriers(c.AccountAsset...)
	engine.ChangeLimits(native.LimitsOrderSize, name, axes, policy.barriers, out)
}

// Change is for the engine's Configure.
func (c PnlBoundsChange) Change(engine native.Engine, name string, out *native.Outcome) {
	var axes native.Axes
	native.Given(&axes, native.AxisBroker, c.Broker)
	native.Given(&axes, native.AxisAccountAsset, c.AccountAsset)
	policy := PnlBoundsKillSwitchPolicy{}.BrokerBarriers(c.Broker...).
		AccountAssetBarriers(c.AccountAsset...)
	engine.ChangePnlBounds(name, axes, policy.barriers, out)
}

// Change is for the engine's Configure.
func (c NotionalLimitChange) Change(engine native.Engine, name string, out *native.Outcome) {
	var axes native.Axes
	native.Given(&axes, native.AxisBrokerAsset, c.BrokerAsset)
	native.Given(&axes, native.AxisAsset, c.Asset)
	native.Given(&axes, native.AxisAccountAsset, c.AccountAsset)
	policy := NotionalLimitPolicy{}.BrokerAssetBarriers(c.BrokerAsset...).
		AssetBarriers(c.Asset...).AccountAssetBarriers(c.AccountAsset...)
	engine.ChangeLimits(native.LimitsNotional, name, axes, policy.barriers, out)
}
