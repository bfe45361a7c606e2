// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// syncModes is every sync policy.
var syncModes = map[string]func(*openpit.EngineBuilder) *openpit.EngineBuilder{
	"local":   (*openpit.EngineBuilder).NoSync,
	"account": (*openpit.EngineBuilder).AccountSync,
	"full":    (*openpit.EngineBuilder).FullSync,
}

// inEveryMode runs a test with an engine of every sync policy that holds a hundred USD for each
// order of creditOrder.
func inEveryMode(t *testing.T, run func(*testing.T, func(...*scripted) *openpit.Engine)) {
	t.Helper()
	for name, mode := range syncModes {
		t.Run(name, func(t *testing.T) {
			run(t, func(own ...*scripted) *openpit.Engine { return creditDesk(t, mode, own...) })
		})
	}
}

func creditDesk(
	t *testing.T, mode func(*openpit.EngineBuilder) *openpit.EngineBuilder, own ...*scripted,
) *openpit.Engine {
	t.Helper()
	builder := mode(openpit.NewEngineBuilder()).Clock(openpit.NewManualClock()).
		Builtin(policies.NewNotionalLimit().AssetBarriers(policies.NotionalAssetBarrier{
			Limit: volume("100000"), SettlementAsset: usd}))
	for _, policy := range own {
		builder.PreTrade(policy)
	}
	engine, err := builder.Build()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	return engine
}

// creditOrder is worth a hundred USD.
func creditOrder(id int) openpit.Order {
	order := limitOrder("10", "10")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID(strconv.Itoa(id)))
	return order
}

func holdCredit(t *testing.T, engine *openpit.Engine, id int) openpit.Reservation {
	t.Helper()
	reservation, rejects, err := engine.ExecutePreTrade(creditOrder(id))
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	return reservation
}

// wantHeld compares the public listing of holds; "" is an empty one.
func wantHeld(t *testing.T, engine *openpit.Engine, held string) {
	t.Helper()
	holds, err := engine.Holds()
	if err != nil {
		t.Fatal(err)
	}
	if held == "" && len(holds) != 0 ||
		held != "" && (len(holds) != 1 || holds[0].Holding.Held.String() != held) {
		t.Fatalf("holds are %v, want %q", holds, held)
	}
}

// ends is how a reservation ends without a commit.
var ends = map[string]func(*testing.T, *openpit.Engine){
	"rolled back": func(t *testing.T, engine *openpit.Engine) {
		if err := holdCredit(t, engine, 1).Rollback(); err != nil {
			t.Fatal(err)
		}
	},
	"closed": func(t *testing.T, engine *openpit.Engine) {
		reservation := holdCredit(t, engine, 1)
		for range 3 {
			if err := reservation.Close(); err != nil {
				t.Fatal(err)
			}
		}
	},
	"deferred": func(t *testing.T, engine *openpit.Engine) {
		defer func() { _ = recover() }()
		defer holdCredit(t, engine, 1).Close()
		panic("mine")
	},
	"forgotten": func(t *testing.T, engine *openpit.Engine) {
		_ = holdCredit(t, engine, 1)
		wantHeld(t, engine, "100")
		collect()
	},
	"forgotten on another goroutine": func(t *testing.T, engine *openpit.Engine) {
		reservation := holdCredit(t, engine, 1)
		done := make(chan struct{})
		go func(reservation openpit.Reservation) {
			defer close(done)
			if (reservation == openpit.Reservation{}) {
				t.Error("none")
			}
		}(reservation)
		<-done
		collect()
	},
	"executed and forgotten": func(t *testing.T, engine *openpit.Engine) {
		request, _, err := engine.StartPreTrade(creditOrder(1))
		if err != nil {
			t.Fatal(err)
		}
		wantHeld(t, engine, "")
		if _, _, err := request.Execute(); err != nil {
			t.Fatal(err)
		}
		wantHeld(t, engine, "100")
		request = openpit.Request{}
		collect()
	},
	"engine closed": func(t *testing.T, engine *openpit.Engine) {
		reservation := holdCredit(t, engine, 1)
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
		wantHeld(t, engine, "")
		wantLifecycle(t, reservation.Commit(), openpit.LifecycleKindEngineClosed)
		if err := reservation.Close(); err != nil {
			t.Fatal(err)
		}
		collect()
	},
	"forgotten, then the engine closed": func(t *testing.T, engine *openpit.Engine) {
		_ = holdCredit(t, engine, 1)
		collect()
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	},
}

func TestHeldNotionalReturnsToZero(t *testing.T) {
	inEveryMode(t, func(t *testing.T, build func(...*scripted) *openpit.Engine) {
		for name, end := range ends {
			for _, own := range [][]*scripted{nil, {{name: "own"}}} {
				t.Run(fmt.Sprint(name, len(own)), func(t *testing.T) { returns(t, build(own...), end) })
			}
		}
	})
}

func returns(t *testing.T, engine *openpit.Engine, end func(*testing.T, *openpit.Engine)) {
	t.Helper()
	end(t, engine)
	wantHeld(t, engine, "")
	state, err := engine.State()
	if err != nil || !strings.Contains(state, `"open":[]`) {
		t.Fatal(state, err)
	}
	if engine.IsClosed() {
		return
	}
	// What returned can be taken again, once.
	first, second := holdCredit(t, engine, 1), holdCredit(t, engine, 2)
	wantHeld(t, engine, "200")
	if err := errors.Join(first.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	wantHeld(t, engine, "100")
	if err := errors.Join(second.Commit(), second.Close()); err != nil {
		t.Fatal(err)
	}
	wantHeld(t, engine, "0")
}

// TestAClosedReservationLeavesLaterOnesAlone: handles are used again, closed values are kept.
func TestAClosedReservationLeavesLaterOnesAlone(t *testing.T) {
	inEveryMode(t, func(t *testing.T, build func(...*scripted) *openpit.Engine) {
		for _, own := range [][]*scripted{nil, {{name: "own"}}} {
			closeAgainAndAgain(t, build(own...))
		}
	})
}

func closeAgainAndAgain(t *testing.T, engine *openpit.Engine) {
	t.Helper()
	var old []openpit.Reservation
	for id := range 50 {
		reservation := holdCredit(t, engine, id)
		for _, one := range old {
			if err := one.Close(); err != nil {
				t.Fatal(err)
			}
		}
		wantHeld(t, engine, "100")
		if err := reservation.Close(); err != nil {
			t.Fatal(err)
		}
		old = append(old, reservation)
	}
	wantHeld(t, engine, "")
	if drops := engine.Drops(); drops.Queued != 0 {
		t.Fatal(drops)
	}
}

// ofAccount is creditOrder of another account.
func ofAccount(id int, number uint64) openpit.Order {
	order := creditOrder(id)
	order.Operation.AccountID = param.Some(param.AccountIDFromInt(number))
	return order
}

func TestADropInACallbackIsGivenBackAtTheEndOfTheCall(t *testing.T) {
	inEveryMode(t, func(t *testing.T, build func(...*scripted) *openpit.Engine) {
		for _, order := range []func(int) openpit.Order{
			creditOrder, func(id int) openpit.Order { return ofAccount(id, 8) },
		} {
			kept := make([]openpit.Reservation, 1)
			engine := build(&scripted{name: "dropping", start: func(
				pretrade.Context, openpit.Order,
			) ([]pretrade.PolicyReject, error) {
				clear(kept)
				collect()
				return nil, nil
			}})
			kept[0] = holdCredit(t, engine, 1)
			wantHeld(t, engine, "100")
			for id := 2; engine.Drops().Queued == 0; id++ {
				// The call before may have left the value on the stack.
				if _, _, err := engine.StartPreTrade(order(id)); err != nil {
					t.Fatal(err)
				}
			}
			wantHeld(t, engine, "")
		}
	})
}

func TestCloseInACallbackIsRefused(t *testing.T) {
	inEveryMode(t, func(t *testing.T, build func(...*scripted) *openpit.Engine) {
		var kept openpit.Reservation
		var refused error
		engine := build(&scripted{name: "closing", start: func(
			pretrade.Context, openpit.Order,
		) ([]pretrade.PolicyReject, error) {
			refused = kept.Close()
			return nil, nil
		}})
		kept = holdCredit(t, engine, 1)
		if refused != nil {
			t.Fatal(refused)
		}
		for _, number := range []uint64{99224416, 8} {
			if _, _, err := engine.StartPreTrade(ofAccount(2, number)); err != nil {
				t.Fatal(err)
			}
			if !errors.Is(refused, openpit.ErrReentrancy) {
				t.Fatal(number, refused)
			}
			wantHeld(t, engine, "100")
		}
		if err := kept.Close(); err != nil {
			t.Fatal(err)
		}
		wantHeld(t, engine, "")
	})
}

func TestManyGoroutinesForgetWhatTheOwnerMade(t *testing.T) {
	inEveryMode(t, func(t *testing.T, build func(...*scripted) *openpit.Engine) {
		engine := build()
		const orders = 200
		func() {
			var all sync.WaitGroup
			for id := range orders {
				reservation := holdCredit(t, engine, id)
				all.Add(1)
				go func(reservation openpit.Reservation) {
					defer all.Done()
					runtime.KeepAlive(reservation)
				}(reservation)
			}
			all.Wait()
		}()
		collect()
		wantHeld(t, engine, "")
		if drops := engine.Drops(); drops.Queued != orders || drops.Drained != orders {
			t.Fatal(drops)
		}
	})
}
