// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"runtime"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ending ends the goroutine of whoever asks for its text.
type ending struct{}

func (ending) Error() string {
	runtime.Goexit()
	return ""
}

// A call whose callback ends the goroutine has an answer that nobody gets. What it gave out, a
// request or a reservation that nobody holds, must not stay open (P-8.13).
func TestWhatAnAbandonedCallGaveOutIsDropped(t *testing.T) {
	usd, _ := param.NewAsset("USD")
	hundred, _ := param.NewVolume("100")
	for name, end := range map[string]func() error{
		"goexit":       func() error { runtime.Goexit(); return nil },
		"panic":        func() error { panic(ending{}) },
		"error's text": func() error { return ending{} },
	} {
		var forgotten, rolledBack int
		engine := build(t, &scripted{name: "own", main: func(
			ctx pretrade.Context, order openpit.Order,
		) (pretrade.PolicyDecision, error) {
			rollback := func() error { rolledBack++; return nil }
			if forgotten == 0 {
				rollback = end
			}
			forgotten++
			return pretrade.Accept(openpit.Mutation{Rollback: rollback}, openpit.ReserveNotional{
				AccountID: ctx.AccountID(), SettlementAsset: usd, Amount: hundred}.Mutation()), nil
		}})
		other := limitOrder("1", "1")
		other.Operation.AccountID = param.Some(param.AccountIDFromInt(5))
		calls := map[string]func(){
			"both":  func() { _, _, _ = engine.ExecutePreTrade(other) },
			"start": func() { _, _, _ = engine.StartPreTrade(other) },
		}
		for call, run := range calls {
			forgotten, rolledBack = 0, 0
			func() { _ = reserve(t, engine) }()
			collect()
			// The forgotten one's rollback, which the call does first, ends the goroutine.
			if !apart(run) {
				t.Fatalf("%s, %s: the goroutine did not end", name, call)
			}
			if _, err := engine.Accounts().UnblockAll(account); err != nil {
				t.Fatal(err)
			}
			holds, err := engine.Holds()
			if err != nil || len(holds) != 0 {
				t.Fatalf("%s, %s: %v, %v", name, call, holds, err)
			}
			if want := forgotten - 1; rolledBack != want {
				t.Fatalf("%s, %s: %d of %d rolled back", name, call, rolledBack, want)
			}
			if err := reserve(t, engine).Rollback(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
