// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

func TestStateIsCanonicalJSON(t *testing.T) {
	states := map[string]bool{}
	for range 2 {
		engine := build(t)
		if err := engine.Accounts().RegisterGroup(fives, account); err != nil {
			t.Fatal(err)
		}
		adjust(t, engine, deposit("USD", "10.50"))
		reserve(t, engine)
		state, err := engine.State()
		if err != nil {
			t.Fatal(err)
		}
		var read map[string]any
		if err := json.Unmarshal([]byte(state), &read); err != nil || read["balances"] == nil {
			t.Fatal(state, err)
		}
		digest, err := engine.StateDigest()
		sum := sha256.Sum256([]byte(state))
		if err != nil || digest != hex.EncodeToString(sum[:]) {
			t.Fatal(digest, err)
		}
		states[state] = true
	}
	if len(states) != 1 {
		t.Fatal(states)
	}
}

func TestStateMisuse(t *testing.T) {
	var none openpit.Engine
	if _, err := none.State(); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	if _, err := none.StateDigest(); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
}

func TestNotionalLimitHoldsOpensAndUses(t *testing.T) {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).Builtin(
		policies.NewNotionalLimit().Named("credit").
			BrokerAssetBarriers(policies.NotionalBrokerAssetBarrier{
				Limit: volume("40000"), SettlementAsset: usd}).
			AssetBarriers(policies.NotionalAssetBarrier{
				Limit: volume("30000"), SettlementAsset: usd}).
			AccountAssetBarriers(policies.NotionalAccountAssetBarrier{
				Limit: volume("20000"), AccountID: account, SettlementAsset: usd})).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	order := limitOrder("100", "185")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("c-1"))
	reservation, rejects, err := engine.ExecutePreTrade(order)
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	_, rejects, err = engine.ExecutePreTrade(limitOrder("100", "185"))
	if err != nil || len(rejects) != 1 || rejects[0].Policy != "credit" {
		t.Fatal(rejects, err)
	}
	report := reportFor(account)
	report.Identity.ClientOrderID = order.Identity.ClientOrderID
	report.Identity.ExecutionID = param.Must(param.NewExecutionID("e-1"))
	report.Fill.LastTrade = param.Some(param.Trade{
		Price: param.Must(param.NewPrice("185")), Quantity: param.Must(param.NewQuantity("40"))})
	report.Fill.LeavesQuantity = param.Some(param.Must(param.NewQuantity("60")))
	if result, err := engine.ApplyExecutionReport(report); err != nil || result.Anomalies != nil {
		t.Fatal(result, err)
	}
	wantHolds(t, engine, openpit.Hold{AccountID: account, SettlementAsset: usd, Policy: "credit",
		Holding: openpit.Holding{Open: volume("11100"), Used: volume("7400")}})
	// The report has opened the order: it can be committed, and nothing else.
	wantLifecycle(t, reservation.Rollback(), openpit.LifecycleKindOrderReported)
	if err := reservation.Commit(); err != nil {
		t.Fatal(err)
	}
	report.Fill.LeavesQuantity = param.Some(param.Must(param.NewQuantity("1")))
	report.Identity.ExecutionID = param.Must(param.NewExecutionID("e-2"))
	result, err := engine.ApplyExecutionReport(report)
	if err != nil || len(result.Anomalies) != 1 ||
		result.Anomalies[0] != openpit.AnomalyLeavesMismatch {
		t.Fatal(result, err)
	}
}

func TestNotionalLimitFaults(t *testing.T) {
	wantFaults(t, openpit.NewEngineBuilder().NoSync().Builtin(policies.NewNotionalLimit()).
		Builtin(policies.NewNotionalLimit().Named("x").AssetBarriers(
			policies.NotionalAssetBarrier{Limit: volume("1")})),
		"policy `x`", "NotionalLimit")
}
