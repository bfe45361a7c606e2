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

func asset(name string) param.Asset { return param.Must(param.NewAsset(name)) }

// deposit adds to a balance.
func deposit(name, amount string) openpit.AccountAdjustment {
	return openpit.AccountAdjustment{
		Operation: openpit.BalanceOperation(
			openpit.AccountAdjustmentBalanceOperation{Asset: asset(name)}),
		Amount: openpit.AccountAdjustmentAmount{Balance: param.DeltaAmount(size(amount))},
	}
}

// adjust applies a batch to account 7 and wants no error.
func adjust(
	t *testing.T, engine *openpit.Engine, batch ...openpit.AccountAdjustment,
) openpit.AccountAdjustmentBatchResult {
	t.Helper()
	result, err := engine.ApplyAccountAdjustment(account, batch)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func wantBalances(t *testing.T, engine *openpit.Engine, want ...openpit.AccountBalance) {
	t.Helper()
	balances, err := engine.Balances()
	if err != nil || fmt.Sprint(balances) != fmt.Sprint(want) {
		t.Fatalf("balances are %v, want %v: %v", balances, want, err)
	}
}

// owned is account 7's balance of an asset.
func owned(name, amount string) openpit.AccountBalance {
	return openpit.AccountBalance{AccountID: account, Key: openpit.AssetKey(asset(name)),
		Balance: openpit.Balance{Balance: size(amount)}}
}

func TestBatchTellsWhatEachAdjustmentLeftBehind(t *testing.T) {
	for name, engine := range map[string]*openpit.Engine{
		"quiet": build(t), "loud": build(t, &scripted{name: "own"}),
	} {
		t.Run(name, func(t *testing.T) {
			wide := balanceAdjustment()
			wide.Bounds = openpit.AccountAdjustmentBounds{}
			result := adjust(t, engine, deposit("EUR", "10"), wide, positionAdjustment(),
				deposit("EUR", "-2.5"))
			if result.IsRejected() || result.Rejects != nil || len(result.Outcomes) != 4 {
				t.Fatal(result)
			}
			price := func(text string) param.Option[param.Price] {
				return param.Some(param.Must(param.NewPrice(text)))
			}
			position := openpit.PositionKey(aapl, usd)
			money := openpit.Balance{Balance: size("5"), Incoming: size("-0.25"),
				AverageEntryPrice: price("1.1")}
			short := openpit.Balance{Balance: size("-2"), AverageEntryPrice: price("-3.25"),
				Mode: param.PositionModeHedging, Leverage: ten}
			for index, want := range []openpit.AccountAdjustmentOutcome{
				{Key: openpit.AssetKey(asset("EUR")), Balance: openpit.Balance{Balance: size("10")}},
				{Key: openpit.AssetKey(usd), Balance: money},
				{Key: position, Balance: short},
				{Key: openpit.AssetKey(asset("EUR")), Balance: openpit.Balance{Balance: size("7.5")}},
			} {
				if result.Outcomes[index] != want {
					t.Fatalf("%d: %v, want %v", index, result.Outcomes[index], want)
				}
			}
			wantBalances(t, engine, owned("EUR", "7.5"),
				openpit.AccountBalance{AccountID: account, Key: openpit.AssetKey(usd), Balance: money},
				openpit.AccountBalance{AccountID: account, Key: position, Balance: short})
		})
	}
}

func TestBatchOutOfBoundsIsRejectedByTheEngine(t *testing.T) {
	engine := build(t)
	late := deposit("USD", "1")
	late.Bounds.BalanceUpper = param.Some(size("5"))
	result := adjust(t, engine, deposit("USD", "5"), late, deposit("USD", "100"))
	failed, _ := result.FailedIndex.Get()
	if !result.IsRejected() || failed != 1 || result.Outcomes != nil || len(result.Rejects) != 1 {
		t.Fatal(result)
	}
	reject := result.Rejects[0]
	if reject.Policy != "engine" || reject.Scope != pretrade.RejectScopeAccount ||
		reject.Code != pretrade.RejectCodeAccountAdjustmentBoundsExceeded ||
		reject.Details != "balance: observed `6`, lower bound none, upper bound `5`" {
		t.Fatal(reject)
	}
	wantBalances(t, engine)
}

func TestEmptyBatchIsAcceptedAndAsksNobody(t *testing.T) {
	engine := build(t, &scripted{name: "bad", adjust: func(
		pretrade.Context, openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		return pretrade.PolicyDecision{}, errors.New("called")
	}})
	for _, batch := range [][]openpit.AccountAdjustment{nil, {}} {
		result, err := engine.ApplyAccountAdjustment(account, batch)
		if err != nil || result.IsRejected() || len(result.Outcomes) != 0 {
			t.Fatal(result, err)
		}
	}
}

func TestAdjustmentHooksSeeTheBatchSoFar(t *testing.T) {
	var seen []string
	note := func(text string) func() error {
		return func() error { seen = append(seen, text); return nil }
	}
	watch := func(name string) *scripted {
		return &scripted{name: name, adjust: func(
			ctx pretrade.Context, adjustment openpit.AccountAdjustment,
		) (pretrade.PolicyDecision, error) {
			balance, err := ctx.Balance(openpit.AssetKey(usd))
			line := fmt.Sprint(name, " +", adjustment.Amount.Balance.Size(), " = ",
				balance.Balance, " after ", len(ctx.Mutations()))
			seen = append(seen, line)
			return pretrade.Accept(openpit.Mutation{
				Commit: note("commit " + name), Rollback: note("rollback " + name),
			}).WithAccountBlocks(pretrade.AccountBlock{
				Code: pretrade.RejectCodeCustom, Reason: name}), err
		}}
	}
	engine := build(t, watch("a"), watch("b"))
	result := adjust(t, engine, deposit("USD", "1"), deposit("USD", "2"))
	want := "a +1 = 1 after 0,b +1 = 1 after 1,a +2 = 3 after 0,b +2 = 3 after 1," +
		"commit a,commit b,commit a,commit b"
	if strings.Join(seen, ",") != want || len(result.AccountBlocks) != 2 ||
		result.AccountBlocks[0].Source != "a" {
		t.Fatal(seen, result)
	}
	// A blocked account is adjusted too (K-3).
	if result = adjust(t, engine, deposit("USD", "1")); result.IsRejected() {
		t.Fatal(result)
	}
}

func TestRejectedBatchLeavesNothing(t *testing.T) {
	var seen []string
	engine := build(t, &scripted{name: "cap", adjust: func(
		ctx pretrade.Context, adjustment openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		amount := adjustment.Amount.Balance.Size().String()
		undo := openpit.Mutation{Rollback: func() error {
			seen = append(seen, amount)
			return nil
		}}
		if amount == "3" {
			return pretrade.RejectWith(pretrade.PolicyReject{
				Code: pretrade.RejectCodeCustom, Reason: "no threes", Details: amount,
				Scope: pretrade.RejectScopeOrder, UserData: 9}).WithMutations(undo), nil
		}
		return pretrade.Accept(undo), nil
	}})
	result := adjust(t, engine, deposit("USD", "1"), deposit("USD", "2"), deposit("USD", "3"),
		deposit("USD", "4"))
	failed, _ := result.FailedIndex.Get()
	if failed != 2 || len(result.Rejects) != 1 || result.Rejects[0].Policy != "cap" ||
		result.Rejects[0].UserData != 9 || fmt.Sprint(seen) != "[3 2 1]" {
		t.Fatal(result, seen)
	}
	wantBalances(t, engine)
	wantLines(t, engine, `"result":"skipped"`)
}

func TestAdjustmentHookFailsClosed(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			engine := build(t, &scripted{name: "bad", adjust: func(
				ctx pretrade.Context, adjustment openpit.AccountAdjustment,
			) (pretrade.PolicyDecision, error) {
				if adjustment == deposit("USD", "1") {
					return pretrade.Accept(), nil
				}
				return pretrade.Accept(), way.fail()
			}})
			for range 3 {
				ended := apart(func() {
					result, err := engine.ApplyAccountAdjustment(account,
						[]openpit.AccountAdjustment{deposit("USD", "1"), deposit("USD", "2")})
					failed, _ := result.FailedIndex.Get()
					if err != nil || len(result.Rejects) != 1 || failed != 1 {
						t.Error(result, err)
						return
					}
					wantFailedClosed(t, result.Rejects[0], "apply_account_adjustment", way.text)
				})
				if ended != (name == "goexit") {
					t.Fatal("ended", ended)
				}
				wantBalances(t, engine)
			}
			if result := adjust(t, engine, deposit("USD", "1")); result.IsRejected() {
				t.Fatal(result)
			}
		})
	}
}

func TestNoDecisionOnAnAdjustmentFailsClosed(t *testing.T) {
	engine := build(t, &scripted{name: "bad", adjust: func(
		pretrade.Context, openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		return pretrade.PolicyDecision{}, nil
	}})
	result := adjust(t, engine, deposit("USD", "1"))
	if len(result.Rejects) != 1 || len(result.Failures) != 1 {
		t.Fatal(result)
	}
	wantFailedClosed(t, result.Rejects[0], "apply_account_adjustment", "decision is unset")
}

func TestFailedCommitOfABatchIsTold(t *testing.T) {
	engine := build(t, &scripted{name: "bad", adjust: func(
		pretrade.Context, openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(openpit.Mutation{
			Commit: func() error { return errors.New("disk full") }}), nil
	}})
	result := adjust(t, engine, deposit("USD", "1"))
	if result.IsRejected() || len(result.Failures) != 1 ||
		result.Failures[0].String() != "`commit` of policy `bad`: disk full" {
		t.Fatal(result)
	}
	wantBalances(t, engine, owned("USD", "1"))
	if blocks, err := engine.Accounts().Blocked(); err != nil || len(blocks) != 1 {
		t.Fatal(blocks, err)
	}
}

func TestBadAdjustmentIsRefusedBeforeAnybodyIsAsked(t *testing.T) {
	engine := build(t, &scripted{name: "own", adjust: func(
		pretrade.Context, openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		t.Error("asked")
		return pretrade.Accept(), nil
	}})
	_, err := engine.ApplyAccountAdjustment(account,
		[]openpit.AccountAdjustment{deposit("USD", "1"), {}})
	if !errors.Is(err, openpit.ErrParam) {
		t.Fatal(err)
	}
	wantBalances(t, engine)
}

func TestBatchMisuse(t *testing.T) {
	var none *openpit.Engine
	for _, engine := range []*openpit.Engine{none, {}} {
		if _, err := engine.ApplyAccountAdjustment(account, nil); !errors.Is(
			err, openpit.ErrLifecycle) {
			t.Fatal(err)
		}
		if _, err := engine.Balances(); !errors.Is(err, openpit.ErrLifecycle) {
			t.Fatal(err)
		}
	}
	var engine *openpit.Engine
	engine = build(t, &scripted{name: "own", adjust: func(
		pretrade.Context, openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		_, err := engine.ApplyAccountAdjustment(account, nil)
		if !errors.Is(err, openpit.ErrReentrancy) {
			t.Error(err)
		}
		if _, err := engine.Balances(); !errors.Is(err, openpit.ErrReentrancy) {
			t.Error(err)
		}
		return pretrade.Accept(), nil
	}})
	batch := []openpit.AccountAdjustment{deposit("USD", "1")}
	if result, err := engine.ApplyAccountAdjustment(account, batch, openpit.At(5)); err != nil ||
		result.IsRejected() {
		t.Fatal(result, err)
	}
	if _, err := engine.ApplyAccountAdjustment(account, batch, openpit.At(4)); !errors.Is(
		err, openpit.ErrTime) {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := engine.ApplyAccountAdjustment(account, batch)
	wantLifecycle(t, err, openpit.LifecycleKindEngineClosed)
}

// Whoever overlaps is refused, and what a batch is given to see is its own.
func TestOverlappingBatchesAreRefusedOrWhole(t *testing.T) {
	engine := build(t, &scripted{name: "own", adjust: func(
		ctx pretrade.Context, adjustment openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		if fmt.Sprint(adjustment.Amount.Balance.Size()) != ctx.AccountID().String() {
			t.Error(ctx.AccountID(), adjustment)
		}
		return pretrade.Accept(), nil
	}})
	var all sync.WaitGroup
	for id := uint64(1); id <= 4; id++ {
		all.Add(1)
		go func() {
			defer all.Done()
			one := deposit("USD", fmt.Sprint(id))
			batch := []openpit.AccountAdjustment{one, one, one}
			for range 2000 {
				_, err := engine.ApplyAccountAdjustment(param.AccountIDFromInt(id), batch)
				if err != nil && !errors.Is(err, openpit.ErrThreading) {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
}

func TestContextOutlivedReadsNoBalance(t *testing.T) {
	var kept pretrade.Context
	engine := build(t, &scripted{name: "own", adjust: func(
		ctx pretrade.Context, _ openpit.AccountAdjustment,
	) (pretrade.PolicyDecision, error) {
		kept = ctx
		balance, err := ctx.Balance(openpit.PositionKey(aapl, usd))
		if err != nil || balance != (openpit.Balance{}) {
			t.Error(balance, err)
		}
		if _, err := ctx.Balance(openpit.BalanceKey{}); !errors.Is(err, openpit.ErrParam) {
			t.Error(err)
		}
		return pretrade.Accept(), nil
	}})
	adjust(t, engine, deposit("USD", "1"))
	if _, err := kept.Balance(openpit.AssetKey(usd)); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
}

func TestReportHooksAdjustTheAccount(t *testing.T) {
	wide := balanceAdjustment()
	wide.Bounds = openpit.AccountAdjustmentBounds{
		BalanceUpper: param.Some(size("12")), BalanceLower: param.Some(size("-1")),
		HeldUpper: param.Some(size("14")), HeldLower: param.Some(size("-3")),
		IncomingUpper: param.Some(size("16")), IncomingLower: param.Some(size("-5")),
	}
	asked := []openpit.AccountAdjustment{deposit("EUR", "3"), wide, positionAdjustment()}
	engine := build(t, &scripted{name: "ledger", report: func(
		pretrade.Context, openpit.ExecutionReport,
	) (pretrade.PolicyReport, error) {
		return pretrade.PolicyReport{AccountAdjustments: asked}, nil
	}})
	result, err := engine.ApplyExecutionReport(reportFor(account))
	if err != nil || len(result.Failures) != 0 || len(result.AccountAdjustments) != len(asked) {
		t.Fatal(result, err)
	}
	for index, made := range result.AccountAdjustments {
		if made.Policy != "ledger" || made.Adjustment != asked[index] {
			t.Fatalf("%+v, want %+v", made.Adjustment, asked[index])
		}
	}
	if left := result.AccountAdjustments[0].Balance.Balance; left != size("3") {
		t.Fatal(left)
	}
}

func TestReportHooksBadAdjustmentIsItsFailure(t *testing.T) {
	over := deposit("USD", "13")
	over.Bounds.BalanceUpper = param.Some(size("12"))
	for name, bad := range map[string]openpit.AccountAdjustment{"empty": {}, "over": over} {
		t.Run(name, func(t *testing.T) {
			engine := build(t, &scripted{name: "ledger", report: func(
				pretrade.Context, openpit.ExecutionReport,
			) (pretrade.PolicyReport, error) {
				return pretrade.PolicyReport{
					AccountAdjustments: []openpit.AccountAdjustment{deposit("USD", "1"), bad}}, nil
			}})
			result, err := engine.ApplyExecutionReport(reportFor(account))
			if err != nil || len(result.Failures) != 1 || result.AccountAdjustments != nil {
				t.Fatal(result, err)
			}
			wantBalances(t, engine)
		})
	}
}

func TestContextWithBalance(t *testing.T) {
	key := openpit.AssetKey(usd)
	plain := pretrade.NewContext(0, account)
	ctx := plain.WithBalance(key, openpit.Balance{Held: size("2")}).
		WithHolding(usd, holding("1", "0"), holding("1", "0"))
	balance, err := ctx.Balance(key)
	own, _ := ctx.OwnHolding(usd)
	if err != nil || balance.Held != size("2") || own != holding("1", "0") {
		t.Fatal(balance, own, err)
	}
	if balance, err := plain.Balance(key); err != nil || balance != (openpit.Balance{}) {
		t.Fatal(balance, err)
	}
}

func TestBalanceKeys(t *testing.T) {
	money, position := openpit.AssetKey(usd), openpit.PositionKey(aapl, usd)
	if found, is := money.Asset(); !is || found != usd {
		t.Fatal(found)
	}
	if instrument, collateral, is := position.Position(); !is || instrument != aapl ||
		collateral != usd {
		t.Fatal(instrument, collateral)
	}
	if _, is := position.Asset(); is {
		t.Fatal("a position is no asset")
	}
	if _, _, is := money.Position(); is {
		t.Fatal("an asset is no position")
	}
	if text := fmt.Sprint(money, position, openpit.BalanceKey{}); text != "USD AAPL/USD (USD) unset" {
		t.Fatal(text)
	}
	if (openpit.BalanceKey{}).IsSet() || !money.IsSet() || money == position {
		t.Fatal(money, position)
	}
}
