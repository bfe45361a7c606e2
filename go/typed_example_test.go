// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"fmt"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// credit lets each account have so much notional in orders and open trades. The engine keeps the
// sums: the policy has no state of its own.
type credit struct {
	limit param.Volume
}

func (credit) Name() string { return "Credit" }

func (p credit) PerformPreTradeCheck(
	ctx pretrade.Context, order openpit.Order,
) (pretrade.PolicyDecision, error) {
	price, _ := order.Operation.Price.Get()
	quantity, _ := order.Operation.TradeAmount.Quantity()
	amount, err := param.VolumeFromDecimal(price.Decimal().Abs().Mul(quantity.Decimal()))
	if err != nil {
		return pretrade.PolicyDecision{}, err
	}
	return pretrade.Accept(openpit.ReserveNotional{
		AccountID: ctx.AccountID(), SettlementAsset: order.Operation.Instrument.Settlement,
		Amount: amount, AccountAssetLimit: param.Some(p.limit)}.Mutation()), nil
}

// ApplyExecutionReport gives back what a sale earned.
func (credit) ApplyExecutionReport(
	_ pretrade.Context, report openpit.ExecutionReport,
) (pretrade.PolicyReport, error) {
	trade, traded := report.Fill.LastTrade.Get()
	if !traded || report.Operation.Side != param.SideSell {
		return pretrade.PolicyReport{}, nil
	}
	amount, err := param.VolumeFromDecimal(trade.Price.Decimal().Mul(trade.Quantity.Decimal()))
	return pretrade.PolicyReport{Releases: []pretrade.Release{{
		SettlementAsset: report.Operation.Instrument.Settlement, Amount: amount}}}, err
}

func ExampleReserveNotional() {
	limit := param.Must(param.NewVolume("30000"))
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(credit{limit}).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	reservation, rejects, err := engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(rejects, err)
	// The first order is in flight: a second one must not pass beside it.
	_, rejects, err = engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(rejects[0].Code, rejects[0].Details, err)

	fmt.Println(reservation.Commit())
	report := reportFor(account)
	report.Operation.Side = param.SideSell
	report.Fill.LastTrade = param.Some(param.Trade{
		Price:    param.Must(param.NewPrice("185")),
		Quantity: param.Must(param.NewQuantity("40"))})
	_, err = engine.ApplyExecutionReport(report)
	fmt.Println(err)
	holds, err := engine.Holds()
	fmt.Println(holds[0].Policy, holds[0].SettlementAsset, holds[0].Holding.Open, err)
	// Output:
	// [] <nil>
	// CreditLimitExceeded held + open + used + new: observed `37000`, limit `30000` <nil>
	// <nil>
	// <nil>
	// Credit USD 11100 <nil>
}

// daily lets each account have one order that went on.
type daily struct{}

func (daily) Name() string { return "Daily" }

func (daily) PerformPreTradeCheck(
	ctx pretrade.Context, _ openpit.Order,
) (pretrade.PolicyDecision, error) {
	return pretrade.Accept(openpit.SetKillSwitch{
		Scope: openpit.AccountScope(ctx.AccountID()), Code: pretrade.RejectCodeRiskLimitExceeded,
		Reason: "one order a day", OnCommit: openpit.KillSwitchActionBlock}.Mutation()), nil
}

func ExampleSetKillSwitch() {
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(daily{}).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	reservation, _, _ := engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(reservation.Rollback())
	reservation, _, _ = engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(reservation.Commit())
	_, rejects, err := engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(rejects[0].Code, rejects[0].Details, err)
	// Output:
	// <nil>
	// <nil>
	// AccountBlocked RiskLimitExceeded: one order a day <nil>
}

func Example_policyWithoutEngine() {
	usd := param.Must(param.NewAsset("USD"))
	thousand := param.Must(param.NewVolume("1000"))
	// A policy can be tried without an engine: what the engine would hold is told by hand.
	own := pretrade.Holding{Held: thousand}
	ctx := pretrade.NewContext(0, account).WithHolding(usd, own, own)
	decision, err := credit{thousand}.PerformPreTradeCheck(ctx, limitOrder("1", "185"))
	fmt.Println(decision.IsReject(), decision.Mutations()[0].Kind(), err)
	// Output:
	// false reserve_notional <nil>
}

func ExampleEngine_Verdicts() {
	engine, err := openpit.NewEngineBuilder().NoSync().RecordVerdicts().
		Builtin(policies.NewOrderSizeLimit().BrokerBarrier(policies.OrderSizeBrokerBarrier{
			Limit: policies.OrderSizeLimit{
				MaxQuantity: param.Some(param.Must(param.NewQuantity("500")))}})).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	_, _, err = engine.StartPreTrade(limitOrder("120", "185"))
	fmt.Println(err)
	verdicts, err := engine.Verdicts()
	fmt.Println(err)
	for _, verdict := range verdicts {
		for _, measure := range verdict.Measures {
			fmt.Println(verdict.Policy, verdict.Codes, measure.Metric, measure.Axis,
				measure.Observed, measure.Limit, measure.Headroom)
		}
	}
	// Output:
	// <nil>
	// <nil>
	// OrderSizeLimit [] quantity broker 120 500 380
}

func ExampleEngine_ApplyExecutionReport() {
	engine, err := openpit.NewEngineBuilder().NoSync().
		Builtin(policies.NewPnlBoundsKillSwitch().BrokerBarriers(policies.PnlBoundsBrokerBarrier{
			SettlementAsset: param.Must(param.NewAsset("USD")),
			LowerBound:      param.Some(param.Must(param.NewPnl("-1000")))})).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	result, err := engine.ApplyExecutionReport(pnlReport("-990", "8", "e1"))
	fmt.Println(len(result.AccountBlocks), err)
	// The venue sends it again: an execution counts once.
	result, err = engine.ApplyExecutionReport(pnlReport("-990", "8", "e1"))
	fmt.Println(result.Duplicate, len(result.AccountBlocks), err)
	result, err = engine.ApplyExecutionReport(pnlReport("-10", "0.5", "e2"))
	fmt.Println(result.AccountBlocks[0].Source, result.AccountBlocks[0].Code, err)
	// Output:
	// 0 <nil>
	// true 0 <nil>
	// PnlBoundsKillSwitch PnlKillSwitchTriggered <nil>
}
