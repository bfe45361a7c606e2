// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"
	"sync/atomic"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// live is the hook of a policy that runs, for the contexts that read holdings from it. A context
// that was kept, or given to another goroutine, must not reach the core once its hook is over.
type live struct {
	// hook is the number of the hook: odd while it runs.
	hook atomic.Uint64
	// readers is how many are reading.
	readers atomic.Int64
	context *native.Context
}

// begin gives the hook its number.
func (l *live) begin(ctx *native.Context) uint64 {
	l.context = ctx
	return l.hook.Add(1)
}

// end waits for who is still reading: that is one short call of the core.
func (l *live) end() {
	l.hook.Add(1)
	for l.readers.Load() != 0 {
		runtime.Gosched()
	}
}

// use reads something of the hook with this number, while it runs.
func (l *live) use(hook uint64, read func(out *native.Outcome)) error {
	l.readers.Add(1)
	defer l.readers.Add(-1)
	if l.hook.Load() != hook {
		return &LifecycleError{
			text: "context is used after its hook: allowed is inside the hook that got it"}
	}
	var out native.Outcome
	read(&out)
	if out.Status != native.StatusOK {
		return errorOf(&out)
	}
	return nil
}

// Balance reads a balance, while the hook with this number runs.
func (l *live) Balance(hook uint64, key BalanceKey) (Balance, error) {
	var flat native.BalanceKey
	key.Flatten(&flat)
	var found native.Balance
	err := l.use(hook, func(out *native.Outcome) { found = l.context.Balance(&flat, out) })
	if err != nil {
		return Balance{}, err
	}
	return record.BalanceOf(&found), nil
}

// Holding reads what is reserved, while the hook with this number runs.
func (l *live) Holding(
	hook uint64, settlementAsset param.Asset, total bool,
) (Holding, error) {
	whose, name := uint32(native.HoldingOwn), ""
	if total {
		whose = native.HoldingTotal
	}
	if settlementAsset.IsSet() {
		name = settlementAsset.String()
	}
	var found native.Holding
	err := l.use(hook, func(out *native.Outcome) { found = l.context.Holding(whose, name, out) })
	if err != nil {
		return Holding{}, err
	}
	return holdingOf(found), nil
}
