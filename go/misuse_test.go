// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"runtime"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// scripted is a policy that does what a test says, hook by hook.
type scripted struct {
	name   string
	start  func(pretrade.Context, openpit.Order) ([]pretrade.PolicyReject, error)
	main   func(pretrade.Context, openpit.Order) (pretrade.PolicyDecision, error)
	report func(pretrade.Context, openpit.ExecutionReport) (pretrade.PolicyReport, error)
	adjust func(pretrade.Context, openpit.AccountAdjustment) (pretrade.PolicyDecision, error)
}

func (p *scripted) Name() string { return p.name }

func (p *scripted) CheckPreTradeStart(
	ctx pretrade.Context, order openpit.Order,
) ([]pretrade.PolicyReject, error) {
	if p.start == nil {
		return nil, nil
	}
	return p.start(ctx, order)
}

func (p *scripted) PerformPreTradeCheck(
	ctx pretrade.Context, order openpit.Order,
) (pretrade.PolicyDecision, error) {
	if p.main == nil {
		return pretrade.Accept(), nil
	}
	return p.main(ctx, order)
}

func (p *scripted) ApplyExecutionReport(
	ctx pretrade.Context, report openpit.ExecutionReport,
) (pretrade.PolicyReport, error) {
	if p.report == nil {
		return pretrade.PolicyReport{}, nil
	}
	return p.report(ctx, report)
}

func (p *scripted) ApplyAccountAdjustment(
	ctx pretrade.Context, _ param.AccountID, adjustment openpit.AccountAdjustment,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	if p.adjust == nil {
		return pretrade.Accept(), nil
	}
	return p.adjust(ctx, adjustment)
}

// build makes an engine with a manual clock and a decision log.
func build(t *testing.T, own ...*scripted) *openpit.Engine {
	t.Helper()
	builder := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		RecordDecisions().Builtin(policies.NewOrderValidation())
	for _, policy := range own {
		builder.PreTrade(policy)
	}
	engine, err := builder.Build()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil && !errors.Is(err, openpit.ErrCallback) {
			t.Error(err)
		}
	})
	return engine
}

func start(t *testing.T, engine *openpit.Engine) openpit.Request {
	t.Helper()
	request, rejects, err := engine.StartPreTrade(limitOrder("100", "185"))
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	return request
}

func reserve(t *testing.T, engine *openpit.Engine) openpit.Reservation {
	t.Helper()
	reservation, rejects, err := engine.ExecutePreTrade(limitOrder("100", "185"))
	if err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	return reservation
}

// wantLifecycle checks the error by both routes.
func wantLifecycle(t *testing.T, err error, kind openpit.LifecycleKind) {
	t.Helper()
	var lifecycle *openpit.LifecycleError
	if !errors.Is(err, openpit.ErrLifecycle) || !errors.As(err, &lifecycle) {
		t.Fatalf("%v is no ErrLifecycle", err)
	}
	if lifecycle.Kind != kind {
		t.Fatalf("kind is %s, want %s", lifecycle.Kind, kind)
	}
}

func TestEachHandleIsUsedOnce(t *testing.T) {
	for _, own := range [][]*scripted{nil, {{name: "own"}}} {
		engine := build(t, own...)
		request := start(t, engine)
		reservation, _, err := request.Execute()
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = request.Execute()
		wantLifecycle(t, err, openpit.LifecycleKindRequestUsed)
		if err := reservation.Commit(); err != nil {
			t.Fatal(err)
		}
		// The engine's handles are used again: the old values must not reach the new order.
		next := reserve(t, engine)
		wantLifecycle(t, reservation.Commit(), openpit.LifecycleKindReservationFinalized)
		wantLifecycle(t, reservation.Rollback(), openpit.LifecycleKindReservationFinalized)
		_, _, err = request.Execute()
		wantLifecycle(t, err, openpit.LifecycleKindRequestUsed)
		if err := next.Rollback(); err != nil {
			t.Fatal(err)
		}
		wantLifecycle(t, next.Commit(), openpit.LifecycleKindReservationFinalized)
	}
}

func TestNothingWorksAfterClose(t *testing.T) {
	var rolledBack int
	engine := build(t, &scripted{name: "own", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(openpit.Mutation{
			Rollback: func() error { rolledBack++; return nil }}), nil
	}})
	request, reservation := start(t, engine), reserve(t, engine)
	for range 2 {
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if rolledBack != 1 || !engine.IsClosed() {
		t.Fatalf("rolled back %d times", rolledBack)
	}
	closed := openpit.LifecycleKindEngineClosed
	_, _, err := request.Execute()
	wantLifecycle(t, err, closed)
	wantLifecycle(t, reservation.Commit(), closed)
	_, _, err = engine.StartPreTrade(limitOrder("1", "1"))
	wantLifecycle(t, err, closed)
	_, _, err = engine.ExecutePreTrade(limitOrder("1", "1"))
	wantLifecycle(t, err, closed)
	_, err = engine.ApplyExecutionReport(openpit.ExecutionReport{})
	wantLifecycle(t, err, closed)
	_, err = engine.Accounts().Block(account, "late")
	wantLifecycle(t, err, closed)
	_, err = engine.UnblockAll()
	wantLifecycle(t, err, closed)
	lines, err := engine.Decisions()
	if err != nil || len(lines) != 5 {
		t.Fatal(lines, err)
	}
	if digest, err := engine.DecisionsDigest(); err != nil || len(digest) != 64 {
		t.Fatal(digest, err)
	}
}

func TestHandlesOutliveTheirEngine(t *testing.T) {
	var request openpit.Request
	var reservation openpit.Reservation
	func() {
		engine := build(t)
		request, reservation = start(t, engine), reserve(t, engine)
	}()
	collect()
	if err := reservation.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := request.Execute(); err != nil {
		t.Fatal(err)
	}
}

func TestZeroHandlesAreRefused(t *testing.T) {
	_, _, err := openpit.Request{}.Execute()
	wantLifecycle(t, err, openpit.LifecycleKindRequestUsed)
	wantLifecycle(t, openpit.Reservation{}.Commit(), openpit.LifecycleKindReservationFinalized)
	wantLifecycle(t, openpit.Reservation{}.Rollback(), openpit.LifecycleKindReservationFinalized)
}

func TestWhatIsNoEngineIsRefused(t *testing.T) {
	for _, engine := range []*openpit.Engine{nil, {}} {
		_, _, start := engine.StartPreTrade(openpit.Order{})
		_, _, both := engine.ExecutePreTrade(openpit.Order{})
		_, report := engine.ApplyExecutionReport(openpit.ExecutionReport{})
		_, lines := engine.Decisions()
		_, digest := engine.DecisionsDigest()
		_, holds := engine.Holds()
		_, verdicts := engine.Verdicts()
		_, block := engine.Block("x")
		_, blocked := engine.Accounts().Blocked()
		_, unblock := engine.Accounts().Unblock(account, pretrade.BlockCause{})
		_, unblockAll := engine.UnblockAll()
		for _, err := range []error{
			start, both, report, lines, digest, holds, verdicts, block, blocked, unblock,
			unblockAll,
		} {
			wantLifecycle(t, err, openpit.LifecycleKindEngineClosed)
		}
		if err := engine.Close(); err != nil || !engine.IsClosed() {
			t.Fatal(err)
		}
		if drops := engine.Drops(); drops != (openpit.DropCounters{}) {
			t.Fatal(drops)
		}
	}
}

func TestTimeIsTypedAndChangesNothing(t *testing.T) {
	engine := build(t)
	if _, _, err := engine.StartPreTrade(limitOrder("1", "1"), openpit.At(9)); err != nil {
		t.Fatal(err)
	}
	_, _, err := engine.StartPreTrade(limitOrder("1", "1"), openpit.At(8))
	var wrong *openpit.TimeError
	if !errors.Is(err, openpit.ErrTime) || !errors.As(err, &wrong) ||
		wrong.Kind != openpit.TimeKindEarlier || wrong.At != 8 || wrong.Last != 9 {
		t.Fatal(err)
	}
	report := openpit.ExecutionReport{Operation: openpit.ExecutionReportOperation{
		AccountID: param.Some(account)}}
	if result, err := engine.ApplyExecutionReport(report, openpit.At(8)); err != nil || !result.Late {
		t.Fatal(result, err)
	}
	system, err := openpit.NewEngineBuilder().NoSync().Build()
	if err != nil {
		t.Fatal(err)
	}
	defer system.Close()
	_, _, err = system.StartPreTrade(limitOrder("1", "1"), openpit.At(1))
	if !errors.As(err, &wrong) || wrong.Kind != openpit.TimeKindNotManual {
		t.Fatal(err)
	}
}

// collect runs the garbage collector until its cleanups have had their turn.
func collect() {
	for range 3 {
		runtime.GC()
		done := make(chan struct{})
		runtime.AddCleanup(&struct{ _ [64]byte }{}, func(done chan struct{}) { close(done) }, done)
		runtime.GC()
		<-done
	}
}
