// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// The metric `budget` is how many empty calls a case may cost.

// benchStep is the time between two orders: no rate limit is reached.
const benchStep = int64(time.Second)

func benchEngine(b *testing.B, policy pretrade.Policy[openpit.Order]) *openpit.Engine {
	b.Helper()
	builder := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock())
	if policy != nil {
		builder.PreTrade(policy)
	} else {
		limit := policies.RateLimit{MaxOrders: 100, Window: time.Second}
		builder.Builtin(policies.NewOrderValidation()).
			Builtin(policies.NewRateLimit().BrokerBarrier(policies.RateLimitBrokerBarrier{Limit: limit})).
			Builtin(policies.NewOrderSizeLimit().BrokerBarrier(policies.OrderSizeBrokerBarrier{
				Limit: policies.OrderSizeLimit{
					MaxQuantity: param.Some(param.Must(param.NewQuantity("500"))),
					MaxNotional: param.Some(param.Must(param.NewVolume("100000"))),
				},
			}))
	}
	engine, err := builder.Build()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { engine.Close() })
	return engine
}

// BenchmarkEmptyCall is what one call of the core costs at least.
func BenchmarkEmptyCall(b *testing.B) {
	for b.Loop() {
		native.Empty()
	}
}

// BenchmarkStartExecuteCommit is the three calls of the usual order, which is built each time.
func BenchmarkStartExecuteCommit(b *testing.B) {
	defer b.ReportMetric(7, "budget")
	engine := benchEngine(b, nil)
	quantity, price := param.Must(param.NewQuantity("100")), param.Must(param.NewPrice("185"))
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at += benchStep
		order := openpit.LimitOrder(aapl, account, param.SideBuy, quantity, price)
		request, _, err := engine.StartPreTrade(order, openpit.At(at))
		if err != nil {
			b.Fatal(err)
		}
		reservation, _, err := request.Execute()
		if err != nil {
			b.Fatal(err)
		}
		if err := reservation.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkShortcutCommit is the same in two calls.
func BenchmarkShortcutCommit(b *testing.B) {
	defer b.ReportMetric(4, "budget")
	engine := benchEngine(b, nil)
	order := limitOrder("100", "185")
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at += benchStep
		shortcutCommit(b, engine, order, at)
	}
}

func shortcutCommit(b *testing.B, engine *openpit.Engine, order openpit.Order, at int64) {
	reservation, _, err := engine.ExecutePreTrade(order, openpit.At(at))
	if err != nil {
		b.Fatal(err)
	}
	if err := reservation.Commit(); err != nil {
		b.Fatal(err)
	}
}

// oneMutation is a policy written in Go with one mutation for each order.
type oneMutation struct {
	mutation openpit.Mutation
	open     int
}

func newOneMutation() *oneMutation {
	p := new(oneMutation)
	p.mutation.Commit = func() error { p.open++; return nil }
	p.mutation.Rollback = func() error { return nil }
	return p
}

func (*oneMutation) Name() string { return "OneMutation" }

func (p *oneMutation) PerformPreTradeCheck(
	pretrade.Context, openpit.Order,
) (pretrade.PolicyDecision, error) {
	return pretrade.Accept(p.mutation), nil
}

// BenchmarkCustomPolicyCommit is two calls with a policy written in Go: two callbacks.
func BenchmarkCustomPolicyCommit(b *testing.B) {
	defer b.ReportMetric(9, "budget")
	engine := benchEngine(b, newOneMutation())
	order := limitOrder("100", "185")
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at += benchStep
		shortcutCommit(b, engine, order, at)
	}
}

// BenchmarkStartReject is an order that the start stage rejects.
func BenchmarkStartReject(b *testing.B) {
	engine := benchEngine(b, nil)
	order := limitOrder("501", "185")
	b.ReportAllocs()
	for b.Loop() {
		if _, rejects, _ := engine.StartPreTrade(order); len(rejects) != 1 {
			b.Fatal("not rejected")
		}
	}
}

// BenchmarkReport is an execution report alone.
func BenchmarkReport(b *testing.B) {
	engine := benchEngine(b, nil)
	report := openpit.ExecutionReport{Operation: openpit.ExecutionReportOperation{
		Instrument: aapl, AccountID: param.Some(account), Side: param.SideBuy}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.ApplyExecutionReport(report); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAdjustmentOfBatch is one adjustment of a batch of a thousand.
func BenchmarkAdjustmentOfBatch(b *testing.B) {
	defer b.ReportMetric(2.2, "budget")
	engine := benchEngine(b, nil)
	batch := make([]openpit.AccountAdjustment, 1000)
	for place := range batch {
		batch[place] = deposit("USD", "0.01")
	}
	b.ReportAllocs()
	for left := 0; b.Loop(); left-- {
		if left > 0 {
			continue
		}
		left = len(batch)
		if result, err := engine.ApplyAccountAdjustment(account, batch); err != nil ||
			result.IsRejected() {
			b.Fatal(result, err)
		}
	}
}

// BenchmarkOrderFromStrings is the order alone, its numbers from text.
func BenchmarkOrderFromStrings(b *testing.B) {
	defer b.ReportMetric(1, "budget")
	b.ReportAllocs()
	for b.Loop() {
		limitOrder("100", "185")
	}
}

// byHand is what most desks write for the same three controls.
type byHand struct {
	maxQuantity, maxNotional decimal.Decimal
	window                   int64
	maxOrders                int
	times                    []int64
}

func (h *byHand) check(side string, quantity, price decimal.Decimal, at int64) string {
	if side == "" || quantity.IsZero() {
		return "order is not complete"
	}
	for len(h.times) > 0 && h.times[0] <= at-h.window {
		h.times = h.times[1:]
	}
	if len(h.times) >= h.maxOrders {
		return "rate limit exceeded"
	}
	h.times = append(h.times, at)
	if quantity.GreaterThan(h.maxQuantity) {
		return "quantity exceeds limit"
	}
	if quantity.Mul(price.Abs()).GreaterThan(h.maxNotional) {
		return "notional exceeds limit"
	}
	return ""
}

// BenchmarkByHand is the control: thirty lines of Go for the same three limits.
func BenchmarkByHand(b *testing.B) {
	h := &byHand{maxQuantity: decimal.NewFromInt(500), maxNotional: decimal.NewFromInt(100000),
		window: int64(time.Second), maxOrders: 100}
	quantity, price := decimal.NewFromInt(100), decimal.NewFromInt(185)
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at += benchStep
		if why := h.check("buy", quantity, price, at); why != "" {
			b.Fatal(why)
		}
	}
}

// BenchmarkByHandFromStrings is the control with its numbers from text.
func BenchmarkByHandFromStrings(b *testing.B) {
	h := &byHand{maxQuantity: decimal.NewFromInt(500), maxNotional: decimal.NewFromInt(100000),
		window: int64(time.Second), maxOrders: 100}
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at += benchStep
		quantity, _ := decimal.NewFromString("100")
		price, _ := decimal.NewFromString("185")
		if why := h.check("buy", quantity, price, at); why != "" {
			b.Fatal(why)
		}
	}
}
