// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"weak"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// ticket and fill are a desk's own types: they carry what the engine does not know.
type ticket struct {
	openpit.Order
	trader string
}

type fill struct {
	openpit.ExecutionReport
	venue string
}

// adjustment is the ready-made one, where a test is about orders.
type adjustment = openpit.AccountAdjustment

// desk is a policy for orders of type O and reports of type R, whose hooks are functions.
type desk[O, R any] struct {
	start  func(O)
	main   func(O) pretrade.PolicyDecision
	report func(R)
}

func (*desk[O, R]) Name() string { return "desk" }

func (d *desk[O, R]) CheckPreTradeStart(
	_ pretrade.Context, order O,
) ([]pretrade.PolicyReject, error) {
	if d.start != nil {
		d.start(order)
	}
	return nil, nil
}

func (d *desk[O, R]) PerformPreTradeCheck(
	_ pretrade.Context, order O,
) (pretrade.PolicyDecision, error) {
	if d.main != nil {
		return d.main(order), nil
	}
	return pretrade.Accept(), nil
}

func (d *desk[O, R]) ApplyExecutionReport(
	_ pretrade.Context, report R,
) (pretrade.PolicyReport, error) {
	if d.report != nil {
		d.report(report)
	}
	return pretrade.PolicyReport{}, nil
}

// clientBuild builds an engine with a log and one policy.
func clientBuild[O openpit.ClientOrder, R openpit.ClientReport](
	t testing.TB, policy *desk[O, R],
) *openpit.ClientEngine[O, R, adjustment] {
	t.Helper()
	engine, err := openpit.NewClientEngineBuilder[O, R, adjustment]().NoSync().
		Clock(openpit.NewManualClock()).RecordDecisions().
		Builtin(policies.NewOrderSizeLimit().BrokerBarrier(policies.OrderSizeBrokerBarrier{
			Limit: policies.OrderSizeLimit{
				MaxQuantity: param.Some(param.Must(param.NewQuantity("500")))}})).
		PreTrade(policy).Build()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func filled() openpit.ExecutionReport {
	return openpit.ExecutionReport{Operation: openpit.ExecutionReportOperation{
		Instrument: aapl, AccountID: param.Some(account), Side: param.SideBuy}}
}

func TestPoliciesGetTheVeryPointer(t *testing.T) {
	var orders []*ticket
	var reports []*fill
	engine := clientBuild(t, &desk[*ticket, *fill]{
		start: func(order *ticket) { orders = append(orders, order) },
		main: func(order *ticket) pretrade.PolicyDecision {
			orders = append(orders, order)
			return pretrade.Accept()
		},
		report: func(report *fill) { reports = append(reports, report) },
	})
	first := &ticket{limitOrder("1", "1"), "ann"}
	second := &ticket{limitOrder("2", "1"), "bob"}
	request, _, err := engine.StartPreTrade(first)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := engine.ExecutePreTrade(second); err != nil {
		t.Fatal(err)
	}
	if _, _, err := request.Execute(); err != nil {
		t.Fatal(err)
	}
	report := &fill{filled(), "XNYS"}
	if _, err := engine.ApplyExecutionReport(report); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(orders, []*ticket{first, second, second, first}) ||
		orders[0] != first || orders[1] != second || orders[3] != first {
		t.Fatal(orders)
	}
	if len(reports) != 1 || reports[0] != report {
		t.Fatal(reports)
	}
}

// TestValuesAreCopied: what was submitted stays what it was, whatever becomes of the caller's own
// (O-4).
func TestValuesAreCopied(t *testing.T) {
	var seen []string
	order := ticket{limitOrder("1", "1"), "ann"}
	report := fill{filled(), "XNYS"}
	engine := clientBuild(t, &desk[ticket, fill]{
		start: func(own ticket) { own.trader, order.trader = "eve", "eve" },
		main: func(own ticket) pretrade.PolicyDecision {
			seen = append(seen, own.trader)
			return pretrade.Accept()
		},
		report: func(own fill) { seen = append(seen, own.venue) },
	})
	request, _, err := engine.StartPreTrade(order)
	if err != nil {
		t.Fatal(err)
	}
	order.trader = "bob"
	if _, _, err := request.Execute(); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.ApplyExecutionReport(report); err != nil {
		t.Fatal(err)
	}
	if strings.Join(seen, " ") != "ann XNYS" {
		t.Fatal(seen)
	}
}

// TestRecordIsTakenWhenSubmitted: the engine decides by the record as it was (O-4), though a policy
// gets the caller's own pointer.
func TestRecordIsTakenWhenSubmitted(t *testing.T) {
	grow := func(order *ticket) { order.Order = limitOrder("501", "1") }
	engine := clientBuild(t, &desk[*ticket, openpit.ExecutionReport]{
		start: grow,
		main: func(order *ticket) pretrade.PolicyDecision {
			grow(order)
			return pretrade.Accept()
		},
	})
	_, rejects, err := engine.ExecutePreTrade(&ticket{Order: limitOrder("500", "1")})
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	lines, err := engine.Decisions()
	if err != nil || strings.Contains(strings.Join(lines, "\n"), "501") {
		t.Fatal(lines, err)
	}
	big := &ticket{Order: limitOrder("501", "1")}
	if _, rejects, err = engine.StartPreTrade(big); err != nil || len(rejects) != 1 {
		t.Fatal(rejects, err)
	}
}

// awkward is a client's type whose record method does what it is told.
type awkward struct {
	asked  int
	record func() openpit.Order
}

func (a *awkward) OrderRecord() openpit.Order {
	if a == nil {
		return limitOrder("1", "1")
	}
	a.asked++
	return a.record()
}

type awkwardReport struct{ cause any }

func (a awkwardReport) ReportRecord() openpit.ExecutionReport { panic(a.cause) }

func TestRecordIsAskedOnce(t *testing.T) {
	engine := clientBuild(t, &desk[*awkward, awkwardReport]{})
	order := &awkward{record: func() openpit.Order { return limitOrder("1", "1") }}
	request, _, err := engine.StartPreTrade(order)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := request.Execute(); err != nil || order.asked != 1 {
		t.Fatal(order.asked, err)
	}
	if _, _, err := engine.ExecutePreTrade(order); err != nil || order.asked != 2 {
		t.Fatal(order.asked, err)
	}
	// A nil that can say what it is, is an order as any other.
	if _, _, err := engine.ExecutePreTrade(nil); err != nil {
		t.Fatal(err)
	}
}

func wantCallback(t *testing.T, err error, hook, text string) {
	t.Helper()
	var failed *openpit.CallbackError
	if !errors.Is(err, openpit.ErrCallback) || !errors.As(err, &failed) ||
		len(failed.Failures) != 1 || failed.Failures[0].Hook != hook {
		t.Fatal(err)
	}
	want := "callback `" + hook + "` failed, nothing was submitted: " + text
	if !strings.HasPrefix(err.Error(), want) {
		t.Fatalf("%q, want %q", err, want)
	}
}

func TestRecordMethodThatFailsSubmitsNothing(t *testing.T) {
	engine := clientBuild(t, &desk[*awkward, awkwardReport]{})
	for name, way := range ways {
		if name == "error" {
			continue
		}
		order := &awkward{record: func() openpit.Order { way.fail(); return openpit.Order{} }}
		for _, submit := range []func() error{
			func() error { _, _, err := engine.StartPreTrade(order); return err },
			func() error { _, _, err := engine.ExecutePreTrade(order); return err },
		} {
			ended := apart(func() { wantCallback(t, submit(), "order_record", way.text) })
			if ended != (name == "goexit") {
				t.Fatal(name, ended)
			}
		}
	}
	_, err := engine.ApplyExecutionReport(awkwardReport{"boom"})
	wantCallback(t, err, "report_record", "panic: boom")
	if lines, err := engine.Decisions(); err != nil || len(lines) != 0 {
		t.Fatal(lines, err)
	}
	order := &awkward{record: func() openpit.Order { return limitOrder("1", "1") }}
	if _, _, err := engine.ExecutePreTrade(order); err != nil {
		t.Fatal(err)
	}
}

func wantUnset(t *testing.T, err error, typeName string) {
	t.Helper()
	var refused *param.Error
	if !errors.Is(err, openpit.ErrParam) || !errors.As(err, &refused) ||
		refused.Kind != param.ErrorKindUnset || refused.TypeName != typeName {
		t.Fatal(err)
	}
}

func TestNilIsNoRecord(t *testing.T) {
	engine := clientBuild(t, &desk[*ticket, *fill]{})
	_, _, err := engine.StartPreTrade(nil)
	wantUnset(t, err, "order")
	_, _, err = engine.ExecutePreTrade(nil)
	wantUnset(t, err, "order")
	_, err = engine.ApplyExecutionReport(nil)
	wantUnset(t, err, "report")

	anything := clientBuild(t, &desk[openpit.ClientOrder, openpit.ClientReport]{})
	_, _, err = anything.StartPreTrade(nil)
	wantUnset(t, err, "order")
	_, err = anything.ApplyExecutionReport(nil)
	wantUnset(t, err, "report")
	if _, _, err = anything.StartPreTrade(limitOrder("1", "1")); err != nil {
		t.Fatal(err)
	}

	// A value that embeds a nil pointer is no nil: its record method fails.
	inner := clientBuild(t, &desk[struct{ *openpit.Order }, openpit.ExecutionReport]{})
	_, _, err = inner.StartPreTrade(struct{ *openpit.Order }{})
	wantCallback(t, err, "order_record", "panic: runtime error: invalid memory address")
}

func TestZeroClientEngineIsNone(t *testing.T) {
	var zero openpit.ClientEngine[ticket, fill, adjustment]
	for _, engine := range []*openpit.ClientEngine[ticket, fill, adjustment]{nil, &zero} {
		_, _, start := engine.StartPreTrade(ticket{})
		_, _, both := engine.ExecutePreTrade(ticket{})
		_, report := engine.ApplyExecutionReport(fill{})
		_, holds := engine.Holds()
		_, digest := engine.DecisionsDigest()
		_, block := engine.Block("halt")
		for _, err := range []error{start, both, report, holds, digest, block} {
			if !errors.Is(err, openpit.ErrLifecycle) {
				t.Fatal(err)
			}
		}
		if err := engine.Close(); err != nil || !engine.IsClosed() {
			t.Fatal(err)
		}
	}
}

func TestHooksForOtherTypesAreFaults(t *testing.T) {
	_, err := openpit.NewClientEngineBuilder[*ticket, fill, adjustment]().NoSync().
		PreTrade(&desk[openpit.Order, openpit.ExecutionReport]{}).Build()
	for _, want := range []string{
		"method `CheckPreTradeStart` takes other types: allowed is " +
			"`func(pretrade.Context, *openpit_test.ticket) ([]pretrade.PolicyReject, error)`",
		"`func(pretrade.Context, *openpit_test.ticket) (pretrade.PolicyDecision, error)`",
		"`func(pretrade.Context, openpit_test.fill) (pretrade.PolicyReport, error)`",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("%v lacks %q", err, want)
		}
	}
	_, err = openpit.NewEngineBuilder().NoSync().PreTrade(&desk[*ticket, fill]{}).Build()
	for _, want := range []string{
		"`func(pretrade.Context, openpit.Order) ([]pretrade.PolicyReject, error)`",
		"`func(pretrade.Context, openpit.ExecutionReport) (pretrade.PolicyReport, error)`",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("%v lacks %q", err, want)
		}
	}
	_, err = openpit.NewClientEngineBuilder[*openpit.Order, fill, adjustment]().NoSync().
		PreTrade(&desk[openpit.Order, fill]{}).Build()
	if err == nil || !strings.Contains(err.Error(), "(pretrade.Context, *openpit.Order)") {
		t.Fatal(err)
	}
}

// TestOrderIsLetGo: when an order is finished, or refused, nothing in the engine keeps it.
func TestOrderIsLetGo(t *testing.T) {
	engine := clientBuild(t, &desk[*ticket, *fill]{})
	submit := func(quantity string) weak.Pointer[ticket] {
		order := &ticket{limitOrder(quantity, "1"), "ann"}
		request, rejects, err := engine.StartPreTrade(order)
		if err != nil {
			t.Fatal(err)
		}
		if len(rejects) == 0 {
			reservation, _, err := request.Execute()
			if err != nil {
				t.Fatal(err)
			}
			if err := reservation.Commit(); err != nil {
				t.Fatal(err)
			}
		}
		return weak.Make(order)
	}
	report := func() weak.Pointer[fill] {
		own := &fill{filled(), "XNYS"}
		if _, err := engine.ApplyExecutionReport(own); err != nil {
			t.Fatal(err)
		}
		return weak.Make(own)
	}
	both := func() weak.Pointer[ticket] {
		order := &ticket{limitOrder("1", "1"), "ann"}
		if _, _, err := engine.ExecutePreTrade(order); err != nil {
			t.Fatal(err)
		}
		return weak.Make(order)
	}
	committed, rejected, placed, reported := submit("1"), submit("501"), both(), report()
	runtime.GC()
	runtime.GC()
	for _, order := range []*ticket{committed.Value(), rejected.Value(), placed.Value()} {
		if order != nil {
			t.Fatal(order)
		}
	}
	if reported.Value() != nil {
		t.Fatal(reported.Value())
	}
}

func TestClientOrdersAllocateNothing(t *testing.T) {
	pointers := clientBuild(t, &desk[*ticket, *fill]{})
	values := clientBuild(t, &desk[ticket, fill]{})
	order, report := &ticket{limitOrder("1", "1"), "ann"}, &fill{filled(), "XNYS"}
	for name, submit := range map[string]func() (openpit.Request, []pretrade.Reject, error){
		"pointer": func() (openpit.Request, []pretrade.Reject, error) {
			pointers.ApplyExecutionReport(report)
			return pointers.StartPreTrade(order)
		},
		"value": func() (openpit.Request, []pretrade.Reject, error) {
			values.ApplyExecutionReport(*report)
			return values.StartPreTrade(*order)
		},
	} {
		allocations := testing.AllocsPerRun(200, func() {
			request, _, err := submit()
			if err != nil {
				t.Fatal(err)
			}
			reservation, _, err := request.Execute()
			if err != nil {
				t.Fatal(err)
			}
			if err := reservation.Commit(); err != nil {
				t.Fatal(err)
			}
		})
		if allocations != 0 {
			t.Fatalf("%v allocations for a %s", allocations, name)
		}
	}
}

func TestClientEngineIsRefusedFromItsCallback(t *testing.T) {
	var engine *openpit.ClientEngine[ticket, fill, adjustment]
	var inside error
	engine = clientBuild(t, &desk[ticket, fill]{start: func(order ticket) {
		_, _, inside = engine.StartPreTrade(order)
	}})
	_, rejects, err := engine.StartPreTrade(ticket{limitOrder("1", "1"), "ann"})
	if err != nil || rejects != nil || !errors.Is(inside, openpit.ErrReentrancy) {
		t.Fatal(rejects, err, inside)
	}
}
