// SPDX-License-Identifier: Apache-2.0

package policies

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// PnlBoundsBrokerBarrier bounds each account's realized pnl, fees taken off, in one settlement
// asset; not the sum of the accounts. At least one bound is needed; a total equal to a bound is
// within (L-4).
type PnlBoundsBrokerBarrier struct {
	// SettlementAsset is the asset in which pnl is counted.
	SettlementAsset param.Asset
	// LowerBound is the least with which an account may trade.
	LowerBound param.Option[param.Pnl]
	// UpperBound is the most with which an account may trade; at least the lower bound.
	UpperBound param.Option[param.Pnl]
}

// PnlBoundsAccountAssetBarrier bounds one account's realized pnl; it holds beside the broker's
// barriers.
type PnlBoundsAccountAssetBarrier struct {
	// Barrier is the bounds and their settlement asset.
	Barrier PnlBoundsBrokerBarrier
	// AccountID is the account.
	AccountID param.AccountID
	// InitialPnl is the realized pnl so far; an account that starts out of its bounds starts
	// blocked.
	InitialPnl param.Pnl
}

// PnlBoundsKillSwitchPolicy is a start-stage policy that execution reports feed: each account's
// realized pnl minus fee, summed exactly for each settlement asset, must stay within its bounds
// (L-4). A breach blocks the account with PnlKillSwitchTriggered, and start rejects while the total
// is outside, so that unblocking alone does not re-arm it. A report with a trade that lacks pnl or
// fee blocks the account with MissingRequiredField.
type PnlBoundsKillSwitchPolicy struct {
	name     string
	barriers []native.PnlBarrier
}

// NewPnlBoundsKillSwitch is the policy under its default name, `PnlBoundsKillSwitch`, without
// barriers yet. It needs at least one.
func NewPnlBoundsKillSwitch() PnlBoundsKillSwitchPolicy {
	return PnlBoundsKillSwitchPolicy{name: "PnlBoundsKillSwitch"}
}

// Named is the same policy under another name (P-1).
func (p PnlBoundsKillSwitchPolicy) Named(name string) PnlBoundsKillSwitchPolicy {
	p.name = name
	return p
}

func (p PnlBoundsKillSwitchPolicy) with(
	axis uint32, bounds PnlBoundsBrokerBarrier, account param.AccountID, initial param.Pnl,
) PnlBoundsKillSwitchPolicy {
	barrier := native.PnlBarrier{Axis: axis, AccountID: account.Uint64(),
		InitialPnl: record.Flat(initial)}
	if lower, ok := bounds.LowerBound.Get(); ok {
		barrier.Flags |= native.PnlBarrierLower
		barrier.LowerBound = record.Flat(lower)
	}
	if upper, ok := bounds.UpperBound.Get(); ok {
		barrier.Flags |= native.PnlBarrierUpper
		barrier.UpperBound = record.Flat(upper)
	}
	if bounds.SettlementAsset.IsSet() {
		barrier.SettlementAsset.Set(bounds.SettlementAsset.String())
	}
	p.barriers = append(p.barriers[:len(p.barriers):len(p.barriers)], barrier)
	return p
}

// BrokerBarriers bounds every account, for each barrier; one for each settlement asset.
func (p PnlBoundsKillSwitchPolicy) BrokerBarriers(
	barriers ...PnlBoundsBrokerBarrier,
) PnlBoundsKillSwitchPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisBroker, b, param.AccountID{}, param.Pnl{})
	}
	return p
}

// AccountAssetBarriers bounds one account, for each barrier; one for each account and settlement
// asset.
func (p PnlBoundsKillSwitchPolicy) AccountAssetBarriers(
	barriers ...PnlBoundsAccountAssetBarrier,
) PnlBoundsKillSwitchPolicy {
	for _, b := range barriers {
		p = p.with(native.AxisAccountAsset, b.Barrier, b.AccountID, b.InitialPnl)
	}
	return p
}

// Configure is for the engine builder.
func (p PnlBoundsKillSwitchPolicy) Configure(builder native.Builder, out *native.Outcome) {
	builder.PnlBoundsKillSwitch(p.name, p.barriers, out)
}
