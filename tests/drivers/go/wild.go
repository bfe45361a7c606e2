// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"runtime"
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// untellable is an error whose text panics.
type untellable struct{}

func (untellable) Error() string { panic("a text that fails") }

// ending is a panic whose text ends the goroutine of who asks for it.
type ending struct{}

func (ending) String() string {
	runtime.Goexit()
	return ""
}

// wild is what a policy does wrong, or nearly so, in features/pipeline/callbacks.feature.
func (s *scripted) wild(hook string, rule data) error {
	switch text(rule, "do") {
	case "goexit":
		runtime.Goexit()
	case "goexit_in_text":
		panic(ending{})
	case "untellable":
		return untellable{}
	case "call_everything":
		engine, err := current.engines.get(s.engine)
		if err != nil {
			return err
		}
		calls, _ := rule["calls"].([]any)
		for _, call := range calls {
			name, _ := call.(string)
			s.noteCall(hook, name, callEngine(engine, name))
		}
	case "finalize":
		for _, side := range []string{"commit", "rollback", "close_reservation"} {
			s.noteCall(hook, side, finalizeOne(handle(rule, "reservation"), side))
		}
	case "another_engine":
		return s.noteLines(hook, "another engine", 0)
	case "nest":
		depth, _ := strconv.Atoi(text(rule, "depth"))
		return s.noteLines(hook, "engines in engines", depth)
	case "recurse":
		depth, _ := strconv.Atoi(text(rule, "depth"))
		note(data{"policy": s.name, "hook": hook, "call": "recursion", "error": nil,
			"lines": strconv.Itoa(down(depth))})
	case "collect":
		for range 3 {
			runtime.GC()
		}
	}
	return nil
}

// changes tells whether a hook changes what it is given, which is its own copy.
func (s *scripted) changes(hook string, ctx pretrade.Context) bool {
	for _, rule := range s.of(hook, ctx.AccountID()) {
		if text(rule, "do") == "change_record" {
			note(data{"policy": s.name, "hook": hook, "call": "change", "error": nil})
			return true
		}
	}
	return false
}

func (s *scripted) noteLines(hook, call string, depth int) error {
	lines, err := useAnother(depth)
	note(data{"policy": s.name, "hook": hook, "call": call, "error": nil,
		"lines": strconv.Itoa(lines)})
	return err
}

func down(depth int) int {
	if depth == 0 {
		return 0
	}
	return 1 + down(depth-1)
}

// nested builds an engine inside its hook, with the next smaller one of these, and uses it.
type nested struct{ depth int }

func (nested) Name() string { return "nested" }

func (n nested) PerformPreTradeCheck(
	ctx pretrade.Context, _ openpit.Order,
) (pretrade.PolicyDecision, error) {
	if n.depth > 0 && !ctx.DryRun() {
		if _, err := useAnother(n.depth - 1); err != nil {
			return pretrade.PolicyDecision{}, err
		}
	}
	return pretrade.Accept(openpit.Mutation{Commit: func() error { return nil }}), nil
}

// useAnother builds an engine and makes every kind of call; how many lines its decision log has
// tells which.
func useAnother(depth int) (int, error) {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		RecordDecisions().Builtin(policies.NewOrderValidation()).PreTrade(nested{depth}).Build()
	if err != nil {
		return 0, err
	}
	defer engine.Close()
	record := data{"account": "7", "instrument": "AAPL/USD", "side": "buy", "quantity": "100",
		"price": "185"}
	order, err := orderOf(record)
	if err != nil {
		return 0, err
	}
	rejects, err := engine.DryRunExecutePreTrade(order)
	if err != nil || rejects != nil {
		return 0, driverFault("a dry run of another engine: %v, %v", rejects, err)
	}
	reservation, rejects, err := engine.ExecutePreTrade(order)
	if err != nil || rejects != nil {
		return 0, driverFault("an order of another engine: %v, %v", rejects, err)
	}
	committed := reservation.Commit()
	report, wrong := reportOf(data{"account": "7"})
	adjustment, bad := adjustmentOf(data{
		"operation": data{"balance": data{"asset": "USD"}},
		"amount":    data{"balance": data{"delta": "5"}}})
	account := param.AccountIDFromInt(7)
	_, told := engine.ApplyExecutionReport(report)
	_, adjusted := engine.ApplyAccountAdjustment(
		account, []openpit.AccountAdjustment{adjustment})
	_, blocked := engine.Accounts().Block(account, "from a callback of another engine")
	lines, err := engine.Decisions()
	return len(lines), first(committed, wrong, bad, told, adjusted, blocked, err)
}
