// SPDX-License-Identifier: Apache-2.0

package pretrade

import (
	"maps"

	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/param"
)

// Holding is what is reserved of one settlement asset, in its units (M-2).
type Holding struct {
	// Held is reserved by orders that are not finalized yet.
	Held param.Volume
	// Open is reserved by committed orders, less what reports released.
	Open param.Volume
}

// OwnHolding is what this very policy has reserved of a settlement asset for the call's account
// (M-2). After the hook it is an error that matches openpit.ErrLifecycle; an unset asset is an
// error that matches openpit.ErrParam.
func (c Context) OwnHolding(settlementAsset param.Asset) (Holding, error) {
	return c.holding(settlementAsset, false)
}

// TotalHolding is what all policies together have reserved of a settlement asset for the call's
// account (M-2), with what earlier policies of the call took. Errors are those of OwnHolding.
func (c Context) TotalHolding(settlementAsset param.Asset) (Holding, error) {
	return c.holding(settlementAsset, true)
}

func (c Context) holding(settlementAsset param.Asset, total bool) (Holding, error) {
	if c.holdings == nil {
		return Holding{}, nil
	}
	return c.holdings.Holding(c.hook, settlementAsset, total)
}

// holdingReader is what a context reads holdings from.
type holdingReader = interface {
	// Holding reads a policy's own holding or the total, in the hook with this number.
	Holding(hook uint64, settlementAsset param.Asset, total bool) (Holding, error)
}

func init() {
	made.ReadingFrom = func(c Context, holdings holdingReader, hook uint64) Context {
		c.holdings, c.hook = holdings, hook
		return c
	}
}

// fixed is holdings that do not change: own, then total.
type fixed map[param.Asset][2]Holding

// Holding gives what was set.
func (f fixed) Holding(_ uint64, settlementAsset param.Asset, total bool) (Holding, error) {
	if total {
		return f[settlementAsset][1], nil
	}
	return f[settlementAsset][0], nil
}

// WithHolding is the same context with holdings of a settlement asset, to try a policy without an
// engine.
func (c Context) WithHolding(settlementAsset param.Asset, own, total Holding) Context {
	known, _ := c.holdings.(fixed)
	holdings := maps.Clone(known)
	if holdings == nil {
		holdings = fixed{}
	}
	holdings[settlementAsset] = [2]Holding{own, total}
	c.holdings = holdings
	return c
}
