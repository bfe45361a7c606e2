// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

func TestKillSwitchSetsOnlyItsOwnCause(t *testing.T) {
	state := openpit.SetKillSwitch{
		Scope: openpit.AccountScope(account), Code: pretrade.RejectCodeRiskLimitExceeded,
		Reason: "one order a day", OnCommit: openpit.KillSwitchActionBlock}
	engine := build(t, &scripted{name: "Daily", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(state.Mutation()), nil
	}})
	cause := pretrade.BlockCause{Source: "Daily", Reason: "one order a day",
		Code: pretrade.RejectCodeRiskLimitExceeded}

	undone, done := reserve(t, engine), reserve(t, engine)
	if err := undone.Rollback(); err != nil {
		t.Fatal(err)
	}
	if blocks, err := engine.Accounts().Blocked(); err != nil || len(blocks) != 0 {
		t.Fatal(blocks, err)
	}
	if err := done.Commit(); err != nil {
		t.Fatal(err)
	}
	blocks, err := engine.Accounts().Blocked()
	if err != nil || len(blocks) != 1 || blocks[0].Cause != cause {
		t.Fatal(blocks, err)
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 || rejects[0].Policy != "Daily" ||
		rejects[0].Details != "RiskLimitExceeded: one order a day" {
		t.Fatal(rejects, err)
	}
	admin := engine.Accounts()
	if was, err := admin.Unblock(account, cause); err != nil || !was {
		t.Fatal(was, err)
	}

	// A switch that unblocks takes its own cause away, and no other.
	other := param.Must(admin.Block(account, "watch"))
	state.OnCommit = openpit.KillSwitchActionUnblock
	if was, err := admin.Unblock(account, other); err != nil || !was {
		t.Fatal(was, err)
	}
	last := reserve(t, engine)
	param.Must(admin.Block(account, "watch"))
	if err := last.Commit(); err != nil {
		t.Fatal(err)
	}
	if blocks, err := admin.Blocked(); err != nil || len(blocks) != 1 ||
		blocks[0].Cause != other {
		t.Fatal(blocks, err)
	}
}

func TestKillSwitchOfTheEngineOnRollback(t *testing.T) {
	engine := build(t, &scripted{name: "Halt", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(openpit.SetKillSwitch{
			Scope: openpit.EngineScope(), Code: pretrade.RejectCodeCustom, Reason: "halt",
			OnRollback: openpit.KillSwitchActionBlock}.Mutation()), nil
	}})
	if err := reserve(t, engine).Rollback(); err != nil {
		t.Fatal(err)
	}
	_, rejects, err := engine.StartPreTrade(openpit.Order{Operation: openpit.OrderOperation{
		AccountID: param.Some(param.AccountIDFromInt(8))}})
	if err != nil || len(rejects) != 1 || rejects[0].Reason != "engine is blocked" {
		t.Fatal(rejects, err)
	}
}

func TestNamesOfScopesAndActions(t *testing.T) {
	for value, want := range map[fmt.Stringer]string{
		openpit.BlockScope{}: "unset", openpit.EngineScope(): "engine",
		openpit.AccountScope(account): "account", openpit.KillSwitchAction(0): "unset",
		openpit.KillSwitchActionKeep: "keep", openpit.KillSwitchActionBlock: "block",
		openpit.KillSwitchActionUnblock: "unblock", openpit.KillSwitchAction(9): "unknown(9)",
		openpit.AnomalyExecutionIDConflict: "ExecutionIdConflict", openpit.Anomaly(0): "unset",
		openpit.Anomaly(9): "unknown(9)", openpit.StageStart: "start", openpit.StageMain: "main",
		openpit.Stage(0): "unset", pretrade.MutationKindCustom: "custom",
		pretrade.MutationKindReserveNotional: "reserve_notional",
		pretrade.MutationKindSetKillSwitch:   "set_kill_switch", pretrade.MutationKind(0): "unset",
	} {
		if value.String() != want {
			t.Errorf("%T is %s, want %s", value, value, want)
		}
	}
}

// TestAdminFromOtherGoroutinesDuringACall blocks, lists and unblocks while a callback holds the
// engine: none waits and none is refused (K-4).
func TestAdminFromOtherGoroutinesDuringACall(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	engine := build(t, &scripted{name: "slow", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		close(inside)
		<-leave
		return pretrade.Accept(), nil
	}})
	request := start(t, engine)
	var call sync.WaitGroup
	call.Add(1)
	go func() {
		defer call.Done()
		if _, rejects, err := request.Execute(); err != nil || rejects != nil {
			t.Error(rejects, err)
		}
	}()
	<-inside
	var all sync.WaitGroup
	for desk := range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			admin, reason := engine.Accounts(), fmt.Sprintf("desk %d", desk)
			for range 200 {
				cause, err := admin.Block(account, reason)
				if err != nil {
					t.Error(err)
				}
				if blocks, err := admin.Blocked(); err != nil || len(blocks) == 0 {
					t.Error(blocks, err)
				}
				if was, err := admin.Unblock(account, cause); err != nil || !was {
					t.Error(was, err)
				}
			}
			if _, err := admin.Block(account, reason); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if _, _, err := engine.StartPreTrade(limitOrder("1", "1")); !errors.Is(err, openpit.ErrThreading) {
		t.Fatal(err)
	}
	close(leave)
	call.Wait()
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 || rejects[0].Code != pretrade.RejectCodeAccountBlocked {
		t.Fatal(rejects, err)
	}
	blocks, err := engine.Accounts().Blocked()
	if err != nil || len(blocks) != 4 {
		t.Fatal(blocks, err)
	}
}

func pnlReport(pnl, fee, execution string) openpit.ExecutionReport {
	report := reportFor(account)
	report.FinancialImpact.Pnl = param.Some(param.Must(param.NewPnl(pnl)))
	report.FinancialImpact.Fee = param.Some(param.Must(param.NewFee(fee)))
	report.Identity.ClientOrderID = param.Must(param.NewClientOrderID("A-17"))
	report.Identity.ExecutionID = param.Must(param.NewExecutionID(execution))
	return report
}

func TestPnlKillSwitchIsFedByReportsEachOnce(t *testing.T) {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		Builtin(policies.NewPnlBoundsKillSwitch().Named("pnl").BrokerBarriers(
			policies.PnlBoundsBrokerBarrier{SettlementAsset: usd,
				LowerBound: param.Some(param.Must(param.NewPnl("-100")))})).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	apply := func(report openpit.ExecutionReport) openpit.PostTradeResult {
		t.Helper()
		result, err := engine.ApplyExecutionReport(report)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	if result := apply(pnlReport("-90", "9", "e1")); result.Duplicate || result.AccountBlocks != nil {
		t.Fatal(result)
	}
	if again := apply(pnlReport("-90", "9", "e1")); !again.Duplicate || again.Anomalies != nil ||
		again.AccountBlocks != nil {
		t.Fatal(again)
	}
	conflict := apply(pnlReport("-91", "9", "e1"))
	if conflict.Duplicate || fmt.Sprint(conflict.Anomalies) != "[ExecutionIdConflict]" {
		t.Fatal(conflict)
	}
	start(t, engine)
	blocks := apply(pnlReport("0", "1.01", "e2")).AccountBlocks
	if len(blocks) != 1 || blocks[0].Source != "pnl" ||
		blocks[0].Code != pretrade.RejectCodePnlKillSwitchTriggered {
		t.Fatal(blocks)
	}
	// Unblocking alone does not re-arm (L-4).
	if _, err := engine.Accounts().UnblockAll(account); err != nil {
		t.Fatal(err)
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 ||
		rejects[0].Code != pretrade.RejectCodePnlKillSwitchTriggered {
		t.Fatal(rejects, err)
	}
}

func TestPnlKillSwitchOfOneAccount(t *testing.T) {
	pnl := func(text string) param.Pnl { return param.Must(param.NewPnl(text)) }
	barrier := policies.PnlBoundsBrokerBarrier{SettlementAsset: usd,
		LowerBound: param.Some(pnl("-10")), UpperBound: param.Some(pnl("10"))}
	engine, err := openpit.NewEngineBuilder().NoSync().
		Builtin(policies.NewPnlBoundsKillSwitch().AccountAssetBarriers(
			policies.PnlBoundsAccountAssetBarrier{
				Barrier: barrier, AccountID: account, InitialPnl: pnl("10.5")},
			policies.PnlBoundsAccountAssetBarrier{
				Barrier: barrier, AccountID: param.AccountIDFromInt(8), InitialPnl: pnl("10")},
		)).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	blocks, err := engine.Accounts().Blocked()
	if err != nil || len(blocks) != 1 || blocks[0].AccountID != param.Some(account) {
		t.Fatal(blocks, err)
	}
}

func TestPnlKillSwitchFaultsComeTogether(t *testing.T) {
	pnl := func(text string) param.Option[param.Pnl] {
		return param.Some(param.Must(param.NewPnl(text)))
	}
	_, err := openpit.NewEngineBuilder().NoSync().
		Builtin(policies.NewPnlBoundsKillSwitch().Named("none")).
		Builtin(policies.NewPnlBoundsKillSwitch().Named("unset").BrokerBarriers(
			policies.PnlBoundsBrokerBarrier{LowerBound: pnl("0")})).
		Builtin(policies.NewPnlBoundsKillSwitch().Named("bounds").BrokerBarriers(
			policies.PnlBoundsBrokerBarrier{SettlementAsset: usd},
			policies.PnlBoundsBrokerBarrier{
				SettlementAsset: usd, LowerBound: pnl("2"), UpperBound: pnl("1")})).Build()
	var found *openpit.ConfigError
	if !errors.As(err, &found) || len(found.Faults) != 5 {
		t.Fatal(err)
	}
}
