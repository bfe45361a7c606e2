// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

func TestOverlapIsRefusedAndChangesNothing(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	engine := build(t, &scripted{name: "slow", start: func(
		pretrade.Context, openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		close(inside)
		<-leave
		return nil, nil
	}})
	var done sync.WaitGroup
	done.Add(1)
	go func() {
		defer done.Done()
		start(t, engine)
	}()
	<-inside
	_, _, err := engine.StartPreTrade(limitOrder("1", "1"))
	var overlap *openpit.ThreadingError
	if !errors.Is(err, openpit.ErrThreading) || !errors.As(err, &overlap) ||
		overlap.Kind != openpit.ThreadingKindOverlap {
		t.Error(err)
	}
	if err := engine.Close(); !errors.Is(err, openpit.ErrThreading) || engine.IsClosed() {
		t.Error(err)
	}
	close(leave)
	done.Wait()
	if lines, err := engine.Decisions(); err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
}

// TestManyGoroutines hammers one engine: every call succeeds or is refused, and what succeeded is
// what the log has.
func TestManyGoroutines(t *testing.T) {
	for _, own := range [][]*scripted{nil, {{name: "own"}}} {
		engine := build(t, own...)
		var started, committed, refused atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				for range 5000 {
					reservation, _, err := engine.ExecutePreTrade(limitOrder("1", "1"))
					if err != nil {
						if !errors.Is(err, openpit.ErrThreading) {
							t.Error(err)
						}
						refused.Add(1)
						continue
					}
					started.Add(1)
					for err = reservation.Commit(); errors.Is(err, openpit.ErrThreading); {
						err = reservation.Commit()
					}
					if err != nil {
						t.Error(err)
					}
					committed.Add(1)
				}
			}()
		}
		all.Wait()
		lines, err := engine.Decisions()
		want := 2*started.Load() + committed.Load()
		if err != nil || int64(len(lines)) != want || started.Load() != committed.Load() {
			t.Fatalf("%d lines, want %d: %v", len(lines), want, err)
		}
	}
}

// TestSameHandleFromManyGoroutines finalizes each reservation once, whoever is first.
func TestSameHandleFromManyGoroutines(t *testing.T) {
	var sides atomic.Int64
	engine := build(t, &scripted{name: "own", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		side := func() error { sides.Add(1); return nil }
		return pretrade.Accept(openpit.Mutation{Commit: side, Rollback: side}), nil
	}})
	const orders = 2000
	for range orders {
		reservation := reserve(t, engine)
		var all sync.WaitGroup
		var won atomic.Int64
		for _, finalize := range []func(...openpit.CallOption) error{
			reservation.Commit, reservation.Rollback,
		} {
			all.Add(1)
			go func() {
				defer all.Done()
				err := finalize()
				for errors.Is(err, openpit.ErrThreading) {
					err = finalize()
				}
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, openpit.ErrLifecycle) {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d won", won.Load())
		}
	}
	if sides.Load() != orders {
		t.Fatalf("%d sides ran", sides.Load())
	}
}

func TestForgottenReservationIsRolledBackByTheOwner(t *testing.T) {
	var committed, rolledBack int
	engine := build(t, &scripted{name: "own", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(openpit.Mutation{
			Commit:   func() error { committed++; return nil },
			Rollback: func() error { rolledBack++; return nil },
		}), nil
	}})
	for range 10 {
		_ = reserve(t, engine)
		_ = start(t, engine)
	}
	kept := reserve(t, engine)
	if _, _, err := start(t, engine).Execute(); err != nil {
		t.Fatal(err)
	}
	collect()
	if rolledBack != 0 {
		t.Fatal("a cleanup ran a callback")
	}
	drops := engine.Drops()
	if drops.Queued != 21 || drops.Drained != 0 {
		t.Fatal(drops)
	}
	if err := kept.Commit(); err != nil {
		t.Fatal(err)
	}
	if drops := engine.Drops(); rolledBack != 11 || committed != 1 || drops.Drained != 21 {
		t.Fatal(rolledBack, committed, drops)
	}
}

func TestForgottenEngineRollsBack(t *testing.T) {
	rolledBack := make(chan struct{})
	func() {
		engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(&scripted{name: "own", main: func(
			pretrade.Context, openpit.Order,
		) (pretrade.PolicyDecision, error) {
			return pretrade.Accept(openpit.Mutation{
				Rollback: func() error { close(rolledBack); return nil }}), nil
		}}).Build()
		if err != nil {
			t.Fatal(err)
		}
		_ = reserve(t, engine)
	}()
	collect()
	collect()
	<-rolledBack
}
