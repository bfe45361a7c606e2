// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ways are those in which a callback fails; each is told the text that the failure carries.
var ways = map[string]struct {
	fail func() error
	text string
}{
	"error":     {func() error { return errors.New("no data") }, "no data"},
	"panic":     {func() error { panic("boom") }, "panic: boom"},
	"nil panic": {func() error { panic(error(nil)) }, "panic: panic called with nil argument"},
	"bad panic": {func() error { panic(badError{}) }, "panic"},
	"goexit":    {func() error { runtime.Goexit(); return nil }, "callback ended its goroutine"},
}

// badError panics when it is asked what it is.
type badError struct{}

func (badError) Error() string { panic("again") }

// apart runs a call that may end its goroutine, and tells whether it did.
func apart(call func()) (ended bool) {
	var done sync.WaitGroup
	done.Add(1)
	ended = true
	go func() {
		defer done.Done()
		call()
		ended = false
	}()
	done.Wait()
	return ended
}

// wantFailedClosed checks the reject that stands for a failed hook (P-8).
func wantFailedClosed(t *testing.T, reject pretrade.Reject, hook, text string) {
	t.Helper()
	if reject.Code != pretrade.RejectCodeSystemUnavailable || reject.Policy != "bad" ||
		reject.Reason != "policy failed closed" || reject.Details != "hook `"+hook+"` failed" {
		t.Fatal(reject)
	}
	if !strings.HasPrefix(reject.Failure, text) {
		t.Fatalf("failure is %q, want %q", reject.Failure, text)
	}
}

func TestStartHookFailsClosed(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var later int
			engine := build(t,
				&scripted{name: "bad", start: func(
					pretrade.Context, openpit.Order,
				) ([]pretrade.PolicyReject, error) {
					return nil, way.fail()
				}},
				&scripted{name: "later", start: func(
					pretrade.Context, openpit.Order,
				) ([]pretrade.PolicyReject, error) {
					later++
					return nil, nil
				}})
			ended := apart(func() {
				_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
				if err != nil || len(rejects) != 1 {
					t.Error(rejects, err)
					return
				}
				wantFailedClosed(t, rejects[0], "check_pre_trade_start", way.text)
			})
			if ended != (name == "goexit") || later != 0 {
				t.Fatalf("ended %v, later %d", ended, later)
			}
			wantLines(t, engine, `"result":"rejected"`)
		})
	}
}

// wantLines checks that the engine works and what its last line of the log holds.
func wantLines(t *testing.T, engine *openpit.Engine, parts ...string) {
	t.Helper()
	lines, err := engine.Decisions()
	if err != nil || len(lines) == 0 {
		t.Fatal(lines, err)
	}
	for _, part := range parts {
		if last := lines[len(lines)-1]; !strings.Contains(last, part) {
			t.Fatalf("%s is not in %s", part, last)
		}
	}
}

func TestMainHookFailsClosedAndOthersRun(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var calls []string
			mutating := func(policy string) *scripted {
				return &scripted{name: policy, main: func(
					pretrade.Context, openpit.Order,
				) (pretrade.PolicyDecision, error) {
					calls = append(calls, policy)
					return pretrade.Accept(openpit.Mutation{Rollback: func() error {
						calls = append(calls, "undo "+policy)
						return nil
					}}), nil
				}}
			}
			engine := build(t, mutating("first"), &scripted{name: "bad", main: func(
				pretrade.Context, openpit.Order,
			) (pretrade.PolicyDecision, error) {
				return pretrade.Accept(), way.fail()
			}}, mutating("last"))
			apart(func() {
				_, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
				if err != nil || len(rejects) != 1 {
					t.Error(rejects, err)
					return
				}
				wantFailedClosed(t, rejects[0], "perform_pre_trade_check", way.text)
			})
			want := []string{"first", "last", "undo last", "undo first"}
			if !slices.Equal(calls, want) {
				t.Fatalf("calls are %q, want %q", calls, want)
			}
			wantLines(t, engine, `"failures":[{"policy":"bad","hook":"perform_pre_trade_check"}]`)
		})
	}
}

func TestFinalizingFailsTogetherAndBlocks(t *testing.T) {
	for name, way := range ways {
		for _, side := range []string{"commit", "rollback"} {
			t.Run(name+" "+side, func(t *testing.T) {
				var others int
				other := &scripted{name: "other", main: func(
					pretrade.Context, openpit.Order,
				) (pretrade.PolicyDecision, error) {
					run := func() error { others++; return nil }
					return pretrade.Accept(openpit.Mutation{Commit: run, Rollback: run}), nil
				}}
				engine := build(t, other, &scripted{name: "bad", main: func(
					pretrade.Context, openpit.Order,
				) (pretrade.PolicyDecision, error) {
					bad := openpit.Mutation{Commit: way.fail, Rollback: way.fail}
					return pretrade.Accept(bad, bad), nil
				}})
				reservation := reserve(t, engine)
				finalize := reservation.Commit
				if side == "rollback" {
					finalize = reservation.Rollback
				}
				apart(func() {
					var failed *openpit.CallbackError
					err := finalize()
					if !errors.Is(err, openpit.ErrCallback) || !errors.As(err, &failed) ||
						len(failed.Failures) != 2 || failed.Failures[0].Hook != side ||
						!strings.HasPrefix(failed.Failures[1].Text, way.text) {
						t.Error(err)
					}
				})
				if others != 1 {
					t.Fatalf("the other mutation ran %d times", others)
				}
				wantLifecycle(t, reservation.Commit(), openpit.LifecycleKindReservationFinalized)
				blocks, err := engine.Accounts().Blocked()
				cause := pretrade.BlockCause{Source: "bad", Reason: "hook `" + side + "` failed",
					Code: pretrade.RejectCodeSystemUnavailable}
				if err != nil || len(blocks) != 1 || blocks[0].Cause != cause {
					t.Fatal(blocks, err)
				}
			})
		}
	}
}

func TestReportHookFailsAloneAndBlocks(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			block := pretrade.AccountBlock{Code: pretrade.RejectCodeComplianceRestriction, Reason: "watch"}
			engine := build(t,
				&scripted{name: "bad", report: func(
					pretrade.Context, openpit.ExecutionReport,
				) (pretrade.PolicyReport, error) {
					return pretrade.PolicyReport{}, way.fail()
				}},
				&scripted{name: "good", report: func(
					pretrade.Context, openpit.ExecutionReport,
				) (pretrade.PolicyReport, error) {
					return pretrade.PolicyReport{AccountBlocks: []pretrade.AccountBlock{block}}, nil
				}})
			report := openpit.ExecutionReport{Operation: openpit.ExecutionReportOperation{
				AccountID: param.Some(account)}}
			apart(func() {
				result, err := engine.ApplyExecutionReport(report)
				if err != nil || len(result.Failures) != 1 || len(result.AccountBlocks) != 2 {
					t.Error(result, err)
				}
			})
			if blocks, err := engine.Accounts().Blocked(); err != nil || len(blocks) != 2 {
				t.Fatal(blocks, err)
			}
		})
	}
}

func TestNonsenseFailsClosed(t *testing.T) {
	valid := pretrade.NewReject(pretrade.RejectCodeCustom, "r", "d")
	noCode, noScope, badCode := valid, valid, valid
	noCode.Code, noScope.Scope, badCode.Code = 0, 0, 9999
	undone := 0
	mutation := openpit.Mutation{Rollback: func() error { undone++; return nil }}
	for name, decision := range map[string]pretrade.PolicyDecision{
		"no reject": pretrade.RejectWith().WithMutations(mutation),
		"no code":   pretrade.RejectWith(noCode),
		"no scope":  pretrade.RejectWith(noScope),
		"bad code":  pretrade.RejectWith(badCode),
		"bad block": pretrade.Accept().WithAccountBlocks(pretrade.AccountBlock{Reason: "x"}),
	} {
		t.Run(name, func(t *testing.T) {
			engine := build(t, &scripted{name: "bad", main: func(
				pretrade.Context, openpit.Order,
			) (pretrade.PolicyDecision, error) {
				return decision, nil
			}})
			_, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
			if err != nil || len(rejects) != 1 {
				t.Fatal(rejects, err)
			}
			wantFailedClosed(t, rejects[0], "perform_pre_trade_check", "")
		})
	}
	if undone != 1 {
		t.Fatalf("undone %d times", undone)
	}
}

func TestPolicySeesOrderAndContext(t *testing.T) {
	order := limitOrder("100", "185")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("A-17"))
	many := make([]openpit.Mutation, 7)
	var committed int
	for index := range many {
		many[index].Commit = func() error { committed++; return nil }
	}
	engine := build(t,
		&scripted{name: "first", main: func(
			ctx pretrade.Context, seen openpit.Order,
		) (pretrade.PolicyDecision, error) {
			if seen != order || ctx.At() != 7 || ctx.AccountID() != account || ctx.Mutations() != nil {
				return pretrade.Accept(), fmt.Errorf("%v at %d", seen, ctx.At())
			}
			return pretrade.Accept(many...), nil
		}},
		&scripted{name: "second", main: func(
			ctx pretrade.Context, _ openpit.Order,
		) (pretrade.PolicyDecision, error) {
			want := pretrade.EmittedMutation{Policy: "first", Kind: pretrade.MutationKindCustom}
			if seen := ctx.Mutations(); len(seen) != 7 || seen[6] != want {
				return pretrade.Accept(), fmt.Errorf("%v", seen)
			}
			return pretrade.Accept(), nil
		}})
	request, rejects, err := engine.StartPreTrade(order, openpit.At(7))
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	order.Operation.Side = param.SideSell
	order.Operation.Side = param.SideBuy
	reservation, rejects, err := request.Execute()
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	if err := reservation.Commit(); err != nil || committed != 7 {
		t.Fatal(committed, err)
	}
}

func TestPolicyThatCallsItsEngine(t *testing.T) {
	var engine *openpit.Engine
	var open openpit.Reservation
	calls := map[string]func() error{
		"start":   func() error { _, _, err := engine.StartPreTrade(limitOrder("1", "1")); return err },
		"execute": func() error { _, _, err := engine.ExecutePreTrade(limitOrder("1", "1")); return err },
		"commit":  func() error { return open.Commit() },
		"report": func() error {
			_, err := engine.ApplyExecutionReport(openpit.ExecutionReport{})
			return err
		},
		"log":    func() error { _, err := engine.Decisions(); return err },
		"digest": func() error { _, err := engine.DecisionsDigest(); return err },
		"close":  func() error { return engine.Close() },
		"in a new goroutine": func() (err error) {
			apart(func() { _, err = engine.Decisions() })
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			var caught error
			var asked bool
			engine = build(t, &scripted{name: "own", start: func(
				pretrade.Context, openpit.Order,
			) ([]pretrade.PolicyReject, error) {
				if asked {
					caught = call()
				}
				return nil, nil
			}})
			open = reserve(t, engine)
			asked = true
			start(t, engine)
			want := openpit.ErrReentrancy
			if name == "in a new goroutine" {
				want = openpit.ErrThreading
			}
			if !errors.Is(caught, want) {
				t.Fatal(caught)
			}
			// Caught there, nothing happened (P-9).
			if err := open.Commit(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAdminIsNeverRefused(t *testing.T) {
	var engine *openpit.Engine
	engine = build(t, &scripted{name: "own", start: func(
		pretrade.Context, openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		if _, err := engine.Accounts().Block(account, "watch"); err != nil {
			return nil, err
		}
		blocks, err := engine.Accounts().Blocked()
		if err != nil || len(blocks) != 1 {
			return nil, fmt.Errorf("%v %w", blocks, err)
		}
		return nil, nil
	}})
	request := start(t, engine)
	_, rejects, err := request.Execute()
	if err != nil || len(rejects) != 1 || rejects[0].Code != pretrade.RejectCodeAccountBlocked {
		t.Fatal(rejects, err)
	}
}

func TestEngineInsideAnother(t *testing.T) {
	inner := build(t, &scripted{name: "inner", start: func(
		pretrade.Context, openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		return []pretrade.PolicyReject{pretrade.NewReject(pretrade.RejectCodeCustom, "r", "d")}, nil
	}})
	engine := build(t, &scripted{name: "outer", start: func(
		_ pretrade.Context, order openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		_, rejects, err := inner.StartPreTrade(order)
		if err != nil || len(rejects) != 1 {
			return nil, fmt.Errorf("%v %w", rejects, err)
		}
		return nil, nil
	}})
	start(t, engine)
}

func TestGoexitInsideAnotherEngine(t *testing.T) {
	inner := build(t, &scripted{name: "bad", start: func(
		pretrade.Context, openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		runtime.Goexit()
		return nil, nil
	}})
	outer := build(t, &scripted{name: "outer", start: func(
		_ pretrade.Context, order openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		_, _, err := inner.StartPreTrade(order)
		return nil, err
	}})
	for range 100 {
		if !apart(func() { _, _, _ = outer.StartPreTrade(limitOrder("1", "1")) }) {
			t.Fatal("the goroutine did not end")
		}
		wantLines(t, inner, `"policy":"bad"`)
		wantLines(t, outer, `"policy":"outer"`)
	}
}
