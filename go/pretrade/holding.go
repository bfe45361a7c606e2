// SPDX-License-Identifier: Apache-2.0

package pretrade

import (
	"maps"

	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// Holding is what is reserved of one settlement asset, in its units (M-2).
type Holding struct {
	// Held is reserved by orders that are not finalized yet.
	Held param.Volume
	// Open is reserved by committed orders, less what reports released or used.
	Open param.Volume
	// Used is used by fills; only a notional limit uses any (L-6).
	Used param.Volume
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
	if c.reader == nil {
		return Holding{}, nil
	}
	return c.reader.Holding(c.hook, settlementAsset, total)
}

// reader is what a context reads holdings and balances from.
type reader = interface {
	// Holding reads a policy's own holding or the total, in the hook with this number.
	Holding(hook uint64, settlementAsset param.Asset, total bool) (Holding, error)
	// Balance reads a balance, in the hook with this number.
	Balance(hook uint64, key record.BalanceKey) (record.Balance, error)
}

func init() {
	made.ReadingFrom = func(at int64, account param.AccountID, emitted []EmittedMutation,
		from reader, hook uint64, dryRun bool) Context {
		return Context{at: at, accountID: account, mutations: emitted, reader: from, hook: hook,
			dryRun: dryRun}
	}
}

// fixed is what does not change.
type fixed struct {
	// holdings is own, then total.
	holdings map[param.Asset][2]Holding
	balances map[record.BalanceKey]record.Balance
}

// fixed is a copy of what was set.
func (c Context) fixed() fixed {
	known, _ := c.reader.(fixed)
	copied := fixed{maps.Clone(known.holdings), maps.Clone(known.balances)}
	if copied.holdings == nil {
		copied.holdings = map[param.Asset][2]Holding{}
	}
	if copied.balances == nil {
		copied.balances = map[record.BalanceKey]record.Balance{}
	}
	return copied
}

// Holding gives what was set.
func (f fixed) Holding(_ uint64, settlementAsset param.Asset, total bool) (Holding, error) {
	if total {
		return f.holdings[settlementAsset][1], nil
	}
	return f.holdings[settlementAsset][0], nil
}

// WithHolding is the same context with holdings of a settlement asset, to try a policy without an
// engine.
func (c Context) WithHolding(settlementAsset param.Asset, own, total Holding) Context {
	known := c.fixed()
	known.holdings[settlementAsset] = [2]Holding{own, total}
	c.reader = known
	return c
}
