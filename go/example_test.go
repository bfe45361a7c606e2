// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

var (
	aapl    = param.Must(openpit.ParseInstrument("AAPL/USD"))
	account = param.AccountIDFromInt(99224416)
)

func limitOrder(quantity, price string) openpit.Order {
	return openpit.LimitOrder(aapl, account, param.SideBuy,
		param.Must(param.NewQuantity(quantity)), param.Must(param.NewPrice(price)))
}

func Example() {
	engine, err := openpit.NewEngineBuilder().
		NoSync().
		Clock(openpit.NewManualClock()).
		Builtin(policies.NewOrderValidation()).
		Builtin(policies.NewRateLimit().Named("burst").BrokerBarrier(policies.RateLimitBrokerBarrier{
			Limit: policies.RateLimit{MaxOrders: 100, Window: time.Second},
		})).
		Builtin(policies.NewOrderSizeLimit().BrokerBarrier(policies.OrderSizeBrokerBarrier{
			Limit: policies.OrderSizeLimit{
				MaxQuantity: param.Some(param.Must(param.NewQuantity("500"))),
			},
		})).
		RecordDecisions().
		Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	request, rejects, err := engine.StartPreTrade(limitOrder("100", "185"), openpit.At(5))
	fmt.Println(rejects, err)
	reservation, rejects, err := request.Execute()
	fmt.Println(rejects, err)
	fmt.Println(reservation.Commit())

	_, rejects, _ = engine.StartPreTrade(limitOrder("501", "185"))
	fmt.Println(rejects[0].Policy, rejects[0].Code, rejects[0].Details)

	err = reservation.Commit()
	fmt.Println(errors.Is(err, openpit.ErrLifecycle), err)

	result, err := engine.ApplyExecutionReport(openpit.ExecutionReport{
		Operation: openpit.ExecutionReportOperation{
			Instrument: aapl, AccountID: param.Some(account), Side: param.SideBuy},
		FinancialImpact: openpit.FinancialImpact{
			Pnl: param.Some(param.Must(param.NewPnl("-50"))),
			Fee: param.Some(param.Must(param.NewFee("3.4")))},
	})
	fmt.Println(len(result.AccountBlocks), result.Late, err)

	lines, _ := engine.Decisions()
	fmt.Println(len(lines), lines[2])
	// Output:
	// [] <nil>
	// [] <nil>
	// <nil>
	// OrderSizeLimit OrderQtyExceedsLimit quantity: observed `501`, limit `500`
	// true reservation is already finalized: allowed is one `commit` or `rollback`
	// 0 false <nil>
	// 5 {"call":"commit","at":"5","account":"99224416","reservation":"1"}
}

// notional is a policy that reserves money for each order, up to a limit.
type notional struct {
	limit, held, open int64
}

func (*notional) Name() string { return "Notional" }

func (p *notional) PerformPreTradeCheck(
	_ pretrade.Context, order openpit.Order,
) (pretrade.PolicyDecision, error) {
	price, _ := order.Operation.Price.Get()
	quantity, _ := order.Operation.TradeAmount.Quantity()
	amount := price.Decimal().Mul(quantity.Decimal()).IntPart()
	if used := p.held + p.open + amount; used > p.limit {
		return pretrade.RejectWith(pretrade.NewReject(pretrade.RejectCodeRiskLimitExceeded,
			"notional limit exceeded",
			fmt.Sprintf("observed `%d`, limit `%d`", used, p.limit))), nil
	}
	p.held += amount
	return pretrade.Accept(openpit.Mutation{
		Commit:   func() error { p.held -= amount; p.open += amount; return nil },
		Rollback: func() error { p.held -= amount; return nil },
	}), nil
}

func ExampleEngineBuilder_PreTrade() {
	policy := &notional{limit: 30000}
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(policy).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	reservation, rejects, err := engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(rejects, err, policy.held, policy.open)
	fmt.Println(reservation.Commit(), policy.held, policy.open)

	_, rejects, err = engine.ExecutePreTrade(limitOrder("100", "185"))
	fmt.Println(rejects[0].Details, err)
	// Output:
	// [] <nil> 18500 0
	// <nil> 0 18500
	// observed `37000`, limit `30000` <nil>
}
