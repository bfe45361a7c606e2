// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"strings"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// TestTheEngineJudgesTheOrderThatWasSubmitted: a client's own pointer lets policies and the caller
// change what it points to, and the engine goes on with the record of the submit (O-4).
func TestTheEngineJudgesTheOrderThatWasSubmitted(t *testing.T) {
	mine := &ticket{Order: creditOrder(1)}
	grow := func(one *ticket) {
		one.Operation.TradeAmount = param.QuantityAmount(param.Must(param.NewQuantity("9999")))
		one.Operation.AccountID = param.Some(param.AccountIDFromInt(8))
		one.Identity.ClientOrderID = param.Must(param.NewClientOrderID("other"))
	}
	engine, err := openpit.NewClientEngineBuilder[*ticket, fill, adjustment]().NoSync().
		Clock(openpit.NewManualClock()).RecordDecisions().
		PreTrade(&desk[*ticket, fill]{start: grow, main: func(one *ticket) pretrade.PolicyDecision {
			grow(one)
			return pretrade.Accept()
		}}).
		Builtin(policies.NewNotionalLimit().AssetBarriers(policies.NotionalAssetBarrier{
			Limit: volume("100"), SettlementAsset: usd})).
		Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	request, rejects, err := engine.StartPreTrade(mine)
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	grow(mine)
	reservation, rejects, err := request.Execute()
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	grow(mine)
	if err := reservation.Commit(); err != nil {
		t.Fatal(err)
	}
	holds, err := engine.Holds()
	if err != nil || len(holds) != 1 || holds[0].AccountID != account ||
		holds[0].Holding.Open != volume("100") {
		t.Fatal(holds, err)
	}
	lines, err := engine.Decisions()
	if err != nil || strings.Contains(strings.Join(lines, ""), "9999") {
		t.Fatal(lines, err)
	}
}
