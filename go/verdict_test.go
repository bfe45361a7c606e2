// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"fmt"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

func TestVerdictsSayWhyEachOrderWasDecided(t *testing.T) {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		RecordVerdicts().
		Builtin(policies.NewOrderSizeLimit().BrokerBarrier(policies.OrderSizeBrokerBarrier{
			Limit: policies.OrderSizeLimit{
				MaxQuantity: param.Some(param.Must(param.NewQuantity("500")))}})).
		PreTrade(&scripted{name: "own"}).Build()
	if err != nil {
		t.Fatal(err)
	}
	order := limitOrder("501", "185")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("A-17"))
	if _, rejects, err := engine.ExecutePreTrade(order, openpit.At(5)); err != nil || rejects == nil {
		t.Fatal(rejects, err)
	}
	reserve(t, engine)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	verdicts, err := engine.Verdicts()
	if err != nil || len(verdicts) != 4 {
		t.Fatal(verdicts, err)
	}
	first := verdicts[0]
	if first.At != 5 || first.AccountID != param.Some(account) || first.Stage != openpit.StageStart ||
		first.ClientOrderID != order.Identity.ClientOrderID || first.Policy != "OrderSizeLimit" ||
		fmt.Sprint(first.Codes) != "[OrderQtyExceedsLimit]" || len(first.Measures) != 1 {
		t.Fatal(first)
	}
	measure := first.Measures[0]
	if measure.Metric != "quantity" || measure.Axis != "broker" ||
		measure.Observed.String() != "501" || measure.Limit.String() != "500" ||
		measure.Headroom.String() != "-1" {
		t.Fatal(measure)
	}
	last := verdicts[3]
	if last.Policy != "own" || last.Stage != openpit.StageMain || last.Codes != nil ||
		last.Measures != nil || last.ClientOrderID.IsSet() {
		t.Fatal(last)
	}
	if again, err := engine.Verdicts(); err != nil || len(again) != 0 {
		t.Fatal(again, err)
	}
}

func TestVerdictsAreEmptyUnlessRecorded(t *testing.T) {
	engine := build(t)
	start(t, engine)
	if verdicts, err := engine.Verdicts(); err != nil || len(verdicts) != 0 {
		t.Fatal(verdicts, err)
	}
}

func TestBlockIsAVerdictOfItsSource(t *testing.T) {
	engine, err := openpit.NewEngineBuilder().NoSync().RecordVerdicts().Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	param.Must(engine.Block("halt"))
	if _, _, err := engine.StartPreTrade(limitOrder("1", "1")); err != nil {
		t.Fatal(err)
	}
	verdicts, err := engine.Verdicts()
	if err != nil || len(verdicts) != 1 || verdicts[0].Policy != "engine" ||
		verdicts[0].Codes[0] != pretrade.RejectCodeAccountBlocked {
		t.Fatal(verdicts, err)
	}
}

func TestVerdictOfANotionalLimitMeasuresWhatIsHeldOpenAndUsed(t *testing.T) {
	usd := param.Must(param.NewAsset("USD"))
	engine, err := openpit.NewEngineBuilder().NoSync().RecordVerdicts().
		Builtin(policies.NewNotionalLimit().
			BrokerAssetBarriers(policies.NotionalBrokerAssetBarrier{
				Limit: param.Must(param.NewVolume("1000")), SettlementAsset: usd}).
			AssetBarriers(policies.NotionalAssetBarrier{
				Limit: param.Must(param.NewVolume("250")), SettlementAsset: usd})).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	for _, id := range []string{"a", "b"} {
		order := limitOrder("1", "185")
		order.Identity.ClientOrderID = param.Must(param.NewClientOrderID(id))
		if _, _, err := engine.ExecutePreTrade(order); err != nil {
			t.Fatal(err)
		}
	}
	verdicts := param.Must(engine.Verdicts())
	var said string
	for _, verdict := range verdicts {
		said += fmt.Sprint(verdict.Stage, " ", verdict.Codes)
		for _, measure := range verdict.Measures {
			said += fmt.Sprint(" ", measure.Metric, " ", measure.Axis, " ",
				measure.Observed, " ", measure.Limit, " ", measure.Headroom)
		}
		said += "\n"
	}
	if said != `main [] credit broker 185 1000 815 credit asset 185 250 65
main [CreditLimitExceeded] credit broker 370 1000 630 credit asset 370 250 -120
` {
		t.Fatal(said)
	}
}
