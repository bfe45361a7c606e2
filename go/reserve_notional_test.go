// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

var usd = param.Must(param.NewAsset("USD"))

func volume(text string) param.Volume { return param.Must(param.NewVolume(text)) }

func holding(held, open string) pretrade.Holding {
	return pretrade.Holding{Held: volume(held), Open: volume(open)}
}

// reserving is a policy that emits a reservation for every order.
func reserving(name string, reserve openpit.ReserveNotional) *scripted {
	return &scripted{name: name, main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(reserve.Mutation()), nil
	}}
}

// releasing is the report hook that releases amounts of USD.
func releasing(
	amounts ...string,
) func(pretrade.Context, openpit.ExecutionReport) (pretrade.PolicyReport, error) {
	return func(pretrade.Context, openpit.ExecutionReport) (pretrade.PolicyReport, error) {
		var said pretrade.PolicyReport
		for _, amount := range amounts {
			said.Releases = append(said.Releases,
				pretrade.Release{SettlementAsset: usd, Amount: volume(amount)})
		}
		return said, nil
	}
}

func wantHolds(t *testing.T, engine *openpit.Engine, want ...openpit.Hold) {
	t.Helper()
	holds, err := engine.Holds()
	if err != nil || fmt.Sprint(holds) != fmt.Sprint(want) {
		t.Fatalf("holds are %v, want %v: %v", holds, want, err)
	}
}

func reportFor(account param.AccountID) openpit.ExecutionReport {
	return openpit.ExecutionReport{Operation: openpit.ExecutionReportOperation{
		Instrument: aapl, AccountID: param.Some(account), Side: param.SideBuy}}
}

func TestReservationsAreHeldOpenedAndReleased(t *testing.T) {
	policy := reserving("Notional", openpit.ReserveNotional{
		AccountID: account, SettlementAsset: usd, Amount: volume("100.5"),
		AccountAssetLimit: param.Some(volume("250"))})
	policy.report = releasing("60", "40.5")
	engine := build(t, policy)
	one := openpit.Hold{AccountID: account, SettlementAsset: usd, Policy: "Notional"}

	first, second := reserve(t, engine), reserve(t, engine)
	one.Holding = holding("201", "0")
	wantHolds(t, engine, one)
	_, rejects, err := engine.ExecutePreTrade(limitOrder("100", "185"))
	if err != nil || len(rejects) != 1 ||
		rejects[0].Code != pretrade.RejectCodeCreditLimitExceeded ||
		rejects[0].Details != "held + open + used + new: observed `301.5`, limit `250`" {
		t.Fatal(rejects, err)
	}
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	one.Holding = holding("100.5", "100.5")
	wantHolds(t, engine, one)
	if err := second.Rollback(); err != nil {
		t.Fatal(err)
	}
	one.Holding = holding("0", "100.5")
	wantHolds(t, engine, one)
	if result, err := engine.ApplyExecutionReport(reportFor(account)); err != nil ||
		result.Failures != nil || result.AccountBlocks != nil {
		t.Fatal(result, err)
	}
	wantHolds(t, engine)
	wantLines(t, engine, `"releases":[{"policy":"Notional"`)
}

func TestTheLimitOverAllAccountsIsToldFirst(t *testing.T) {
	engine := build(t, reserving("Notional", openpit.ReserveNotional{
		AccountID: account, SettlementAsset: usd, Amount: volume("2"),
		AccountAssetLimit: param.Some(volume("1")), AssetLimit: param.Some(volume("1"))}))
	_, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 ||
		rejects[0].Reason != "notional limit exceeded on `asset` axis" {
		t.Fatal(rejects, err)
	}
	wantHolds(t, engine)
}

func TestAnotherAccountsReservationFailsClosed(t *testing.T) {
	undone := 0
	policy := &scripted{name: "bad", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		other := openpit.ReserveNotional{AccountID: param.AccountIDFromInt(8),
			SettlementAsset: usd, Amount: volume("1")}
		own := openpit.Mutation{Rollback: func() error { undone++; return nil }}
		return pretrade.Accept(own, other.Mutation(), own), nil
	}}
	engine := build(t, policy)
	_, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 {
		t.Fatal(rejects, err)
	}
	wantFailedClosed(t, rejects[0], "perform_pre_trade_check",
		"a reservation for another account: allowed is the call's own")
	if undone != 2 {
		t.Fatalf("undone %d times", undone)
	}
	wantHolds(t, engine)
}

func TestReleaseOfMoreThanThereIsChangesNothing(t *testing.T) {
	for name, amounts := range map[string][]string{
		"at once": {"100.1"}, "together": {"60", "40.1"},
	} {
		t.Run(name, func(t *testing.T) {
			policy := reserving("bad", openpit.ReserveNotional{
				AccountID: account, SettlementAsset: usd, Amount: volume("100")})
			policy.report = releasing(amounts...)
			engine := build(t, policy)
			if err := reserve(t, engine).Commit(); err != nil {
				t.Fatal(err)
			}
			result, err := engine.ApplyExecutionReport(reportFor(account))
			if err != nil || len(result.Failures) != 1 || len(result.AccountBlocks) != 1 ||
				!strings.HasPrefix(result.Failures[0].Text, "release of `") {
				t.Fatal(result, err)
			}
			wantHolds(t, engine, openpit.Hold{AccountID: account, SettlementAsset: usd,
				Policy: "bad", Holding: holding("0", "100")})
		})
	}
}

func TestReleaseOfAnUnsetAssetFails(t *testing.T) {
	engine := build(t, &scripted{name: "bad", report: func(
		pretrade.Context, openpit.ExecutionReport,
	) (pretrade.PolicyReport, error) {
		return pretrade.PolicyReport{Releases: []pretrade.Release{{}}}, nil
	}})
	result, err := engine.ApplyExecutionReport(reportFor(account))
	if err != nil || len(result.Failures) != 1 || result.Failures[0].Text !=
		"settlement asset of a release is unset: allowed is an asset" {
		t.Fatal(result, err)
	}
}

func TestMutationsKeepTheirOrder(t *testing.T) {
	var ran []string
	note := func(what string) openpit.Mutation {
		return openpit.Mutation{
			Commit:   func() error { ran = append(ran, what); return nil },
			Rollback: func() error { return nil },
		}
	}
	reserve := openpit.ReserveNotional{AccountID: account, SettlementAsset: usd,
		Amount: volume("1")}.Mutation()
	state := openpit.SetKillSwitch{Scope: openpit.EngineScope(), OnRollback: 1,
		Code: pretrade.RejectCodeCustom, Reason: "r"}.Mutation()
	engine := build(t, &scripted{name: "first", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(note("a"), reserve, note("b"), state, note("c")), nil
	}}, &scripted{name: "second", main: func(
		ctx pretrade.Context, _ openpit.Order,
	) (pretrade.PolicyDecision, error) {
		var kinds []string
		for _, one := range ctx.Mutations() {
			kinds = append(kinds, one.Policy+"/"+one.Kind.String())
		}
		want := "[first/custom first/reserve_notional first/custom first/set_kill_switch first/custom]"
		if fmt.Sprint(kinds) != want {
			return pretrade.Accept(), errors.New(fmt.Sprint(kinds))
		}
		return pretrade.Accept(), nil
	}})
	reservation, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	if err := reservation.Commit(); err != nil || fmt.Sprint(ran) != "[a b c]" {
		t.Fatal(ran, err)
	}
}

func TestMutationsOfNonsenseFailClosed(t *testing.T) {
	whole := openpit.SetKillSwitch{Scope: openpit.EngineScope(),
		Code: pretrade.RejectCodeCustom, OnCommit: openpit.KillSwitchActionBlock}
	noScope, noCode, noSide, badSide := whole, whole, whole, whole
	noScope.Scope, noCode.Code, noSide.OnCommit, badSide.OnRollback = openpit.BlockScope{}, 0, 0, 9
	mixed := whole.Mutation()
	mixed.Commit = func() error { return nil }
	for text, mutation := range map[string]openpit.Mutation{
		"settlement asset of a reservation is unset": openpit.ReserveNotional{}.Mutation(),
		"kill switch scope is `unset`":               noScope.Mutation(),
		"kill switch code is `unset`":                noCode.Mutation(),
		"kill switch has no side":                    noSide.Mutation(),
		"kill switch action is `unknown(9)`":         badSide.Mutation(),
		"mutation `set_kill_switch` has a side":      mixed,
	} {
		t.Run(text, func(t *testing.T) {
			kept := openpit.Mutation{Rollback: func() error { return nil }}
			engine := build(t, &scripted{name: "bad", main: func(
				pretrade.Context, openpit.Order,
			) (pretrade.PolicyDecision, error) {
				return pretrade.Accept(kept, mutation), nil
			}})
			_, rejects, err := engine.ExecutePreTrade(limitOrder("1", "1"))
			if err != nil || len(rejects) != 1 {
				t.Fatal(rejects, err)
			}
			wantFailedClosed(t, rejects[0], "perform_pre_trade_check", text)
		})
	}
}

func TestContextReadsHoldings(t *testing.T) {
	var seen []pretrade.Holding
	look := func(ctx pretrade.Context) error {
		own, err := ctx.OwnHolding(usd)
		if err != nil {
			return err
		}
		total, err := ctx.TotalHolding(usd)
		seen = append(seen, own, total)
		return err
	}
	first := reserving("first", openpit.ReserveNotional{
		AccountID: account, SettlementAsset: usd, Amount: volume("5")})
	second := reserving("second", openpit.ReserveNotional{
		AccountID: account, SettlementAsset: usd, Amount: volume("7")})
	emit := second.main
	second.main = func(ctx pretrade.Context, order openpit.Order) (pretrade.PolicyDecision, error) {
		if err := look(ctx); err != nil {
			return pretrade.PolicyDecision{}, err
		}
		return emit(ctx, order)
	}
	second.start = func(ctx pretrade.Context, _ openpit.Order) ([]pretrade.PolicyReject, error) {
		return nil, look(ctx)
	}
	second.report = func(
		ctx pretrade.Context, _ openpit.ExecutionReport,
	) (pretrade.PolicyReport, error) {
		return pretrade.PolicyReport{}, look(ctx)
	}
	engine := build(t, first, second)
	reservation := reserve(t, engine)
	_ = reserve(t, engine)
	if err := reservation.Commit(); err != nil {
		t.Fatal(err)
	}
	if result, err := engine.ApplyExecutionReport(reportFor(account)); err != nil ||
		result.Failures != nil {
		t.Fatal(result, err)
	}
	want := []pretrade.Holding{
		holding("0", "0"), holding("0", "0"), // start of the first order
		holding("0", "0"), holding("5", "0"), // its main stage: the other policy has taken
		holding("7", "0"), holding("12", "0"),
		holding("7", "0"), holding("17", "0"),
		holding("7", "7"), holding("12", "12"), // the report
	}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Fatalf("seen %v, want %v", seen, want)
	}
}

func TestHoldingsAreReadInsideTheHookOnly(t *testing.T) {
	var kept pretrade.Context
	var ofUnset error
	fromOthers := make(chan error, 8)
	engine := build(t, &scripted{name: "own", main: func(
		ctx pretrade.Context, _ openpit.Order,
	) (pretrade.PolicyDecision, error) {
		if _, err := kept.OwnHolding(usd); err != nil {
			fromOthers <- err // of an earlier hook, inside a later one
		}
		kept = ctx
		_, ofUnset = ctx.OwnHolding(param.Asset{})
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				if _, err := ctx.TotalHolding(usd); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		return pretrade.Accept(), nil
	}})
	reserve(t, engine)
	if !errors.Is(ofUnset, openpit.ErrParam) {
		t.Fatal(ofUnset)
	}
	if _, err := kept.OwnHolding(usd); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	reserve(t, engine)
	if err := <-fromOthers; !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
}

// TestContextOutlivesItsHookWhileOthersRead lets goroutines read on while hooks come and go.
func TestContextOutlivesItsHookWhileOthersRead(t *testing.T) {
	var all sync.WaitGroup
	engine := build(t, &scripted{name: "own", main: func(
		ctx pretrade.Context, _ openpit.Order,
	) (pretrade.PolicyDecision, error) {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 50 {
				_, err := ctx.TotalHolding(usd)
				if err != nil && !errors.Is(err, openpit.ErrLifecycle) {
					t.Error(err)
				}
			}
		}()
		return pretrade.Accept(), nil
	}})
	for range 500 {
		if err := reserve(t, engine).Commit(); err != nil {
			t.Fatal(err)
		}
	}
	all.Wait()
}

func TestHoldsFromACallbackIsReentrancy(t *testing.T) {
	var engine *openpit.Engine
	var holds, verdicts error
	engine = build(t, &scripted{name: "own", start: func(
		pretrade.Context, openpit.Order,
	) ([]pretrade.PolicyReject, error) {
		_, holds = engine.Holds()
		_, verdicts = engine.Verdicts()
		return nil, nil
	}})
	start(t, engine)
	if !errors.Is(holds, openpit.ErrReentrancy) || !errors.Is(verdicts, openpit.ErrReentrancy) {
		t.Fatal(holds, verdicts)
	}
}

func TestPolicyIsTriedWithoutAnEngine(t *testing.T) {
	ctx := pretrade.NewContext(1, account)
	if found, err := ctx.OwnHolding(usd); err != nil || found != (pretrade.Holding{}) {
		t.Fatal(found, err)
	}
	set := ctx.WithHolding(usd, holding("1", "2"), holding("3", "4"))
	own, _ := set.OwnHolding(usd)
	total, _ := set.TotalHolding(usd)
	if own != holding("1", "2") || total != holding("3", "4") {
		t.Fatal(own, total)
	}
	if found, _ := ctx.OwnHolding(usd); found != (pretrade.Holding{}) {
		t.Fatal("the first context changed")
	}
	if kind := (openpit.ReserveNotional{}).Mutation().Kind(); kind !=
		pretrade.MutationKindReserveNotional {
		t.Fatal(kind)
	}
}
