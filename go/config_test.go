// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// wantFaults checks that Build gives exactly these faults, each by a part of its text.
func wantFaults(t *testing.T, builder *openpit.EngineBuilder, parts ...string) {
	t.Helper()
	engine, err := builder.Build()
	var config *openpit.ConfigError
	if engine != nil || !errors.Is(err, openpit.ErrConfig) || !errors.As(err, &config) {
		t.Fatal(engine, err)
	}
	if len(config.Faults) != len(parts) {
		t.Fatalf("faults are %q, want %q", config.Faults, parts)
	}
	for index, part := range parts {
		if !strings.Contains(config.Faults[index], part) {
			t.Fatalf("fault is %q, want %q", config.Faults[index], part)
		}
	}
}

func TestEveryFaultIsReportedTogether(t *testing.T) {
	wantFaults(t, openpit.NewEngineBuilder().NoSync().
		Builtin(policies.NewOrderValidation()).
		Builtin(policies.NewOrderValidation()).
		Builtin(policies.NewRateLimit()).
		Builtin(policies.NewOrderSizeLimit().Named("engine").AssetBarriers(
			policies.OrderSizeAssetBarrier{Asset: param.Must(param.NewAsset("USD"))})).
		Builtin(policies.NewRateLimit().Named("burst").AssetBarriers(
			policies.RateLimitAssetBarrier{Limit: policies.RateLimit{Window: time.Second}})).
		PreTrade(&scripted{}),
		"policy `burst`: `asset` `` is empty", "`OrderValidation`", "`RateLimit`",
		"`engine`", "`engine`", "policy 5: name is empty")
}

func TestSyncPolicyIsChosenFirst(t *testing.T) {
	fault := "sync policy is not chosen before the first policy"
	wantFaults(t, openpit.NewEngineBuilder(), fault)
	wantFaults(t, openpit.NewEngineBuilder().Builtin(policies.NewOrderValidation()).NoSync(), fault)
}

// onlyOnPointer has its hook on the pointer: the value would silently have none.
type onlyOnPointer struct{}

func (onlyOnPointer) Name() string { return "pointer" }

func (*onlyOnPointer) CheckPreTradeStart(
	pretrade.Context, openpit.Order,
) ([]pretrade.PolicyReject, error) {
	return nil, nil
}

// otherTypes has methods that are named like hooks and are none.
type otherTypes struct{}

func (otherTypes) Name() string { return "types" }

func (otherTypes) CheckPreTradeStart(pretrade.Context, *openpit.Order) []pretrade.PolicyReject {
	return nil
}

func (otherTypes) ApplyExecutionReport() {}

func (otherTypes) ApplyAccountAdjustment(pretrade.Context, openpit.AccountAdjustment) {}

// badName panics when it is asked for its name.
type badName struct{}

func (badName) Name() string { panic("no name") }

// onlyName is a policy without hooks.
type onlyName struct{}

func (onlyName) Name() string { return "only" }

func TestHooksThatWouldNeverBeCalledAreFaults(t *testing.T) {
	wantFaults(t, openpit.NewEngineBuilder().NoSync().
		PreTrade(onlyOnPointer{}).PreTrade(otherTypes{}).PreTrade(badName{}).PreTrade(nil),
		"policy `pointer`: method `CheckPreTradeStart` has a pointer receiver",
		"policy `types`: method `CheckPreTradeStart` takes other types",
		"policy `types`: method `ApplyExecutionReport` takes other types",
		"policy `types`: method `ApplyAccountAdjustment` takes other types: allowed is "+
			"`func(pretrade.Context, param.AccountID, openpit.AccountAdjustment) (",
		"policy 3: hook `name` failed: panic: no name",
		"policy 4: hook `name` failed: policy is nil: allowed is a policy",
		"policy `pointer`: has no hook", "policy `types`: has no hook")
	wantFaults(t, openpit.NewEngineBuilder().NoSync().PreTrade(onlyName{}),
		"policy `only`: has no hook")
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(&onlyOnPointer{}).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	start(t, engine)
}

func TestOneConfigurationBuildsManyEngines(t *testing.T) {
	builder := openpit.NewEngineBuilder().NoSync().PreTrade(&scripted{name: "own"})
	for range 3 {
		engine, err := builder.Build()
		if err != nil {
			t.Fatal(err)
		}
		reserve(t, engine)
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLimits(t *testing.T) {
	limits := `
[[policy]]
type = "rate_limit"
[policy.each_account]
max_orders = 1
window = "1s"
`
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		Limits(limits, []string{"ACC1", "ACC2"}).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	order := limitOrder("1", "1")
	for _, name := range []string{"ACC1", "ACC2"} {
		order.Operation.AccountID = param.Some(param.Must(param.AccountIDFromString(name)))
		for want := range 2 {
			_, rejects, err := engine.StartPreTrade(order)
			if err != nil || len(rejects) != want {
				t.Fatal(rejects, err)
			}
		}
	}
	faulty := "[[policy]]\ntype = \"x\"\n[[policy]]\n"
	wantFaults(t, openpit.NewEngineBuilder().NoSync().Limits(faulty, nil),
		"line 2: key `policy[1].type`: unknown policy type `x`", "line 3: key `policy[2].type`: missing")
	wantFaults(t, openpit.NewEngineBuilder().NoSync().Limits(limits, nil),
		"line 4: key `policy[1].each_account`: no accounts")
	wantFaults(t, openpit.NewEngineBuilder().NoSync().Limits("\xff", nil), "`limits`")
}

func TestZeroOrder(t *testing.T) {
	engine := build(t)
	var order openpit.Order
	for _, step := range []struct {
		missing string
		set     func()
	}{
		{"order.operation.account_id", func() { order.Operation.AccountID = param.Some(account) }},
		{"order.operation.instrument", func() { order.Operation.Instrument = aapl }},
		{"order.operation.side", func() { order.Operation.Side = param.SideSell }},
		{"order.operation.trade_amount", func() {
			order.Operation.TradeAmount = param.VolumeAmount(param.Must(param.NewVolume("5")))
		}},
	} {
		_, rejects, err := engine.StartPreTrade(order)
		if err != nil || len(rejects) != 1 || rejects[0].Details != step.missing {
			t.Fatal(rejects, err)
		}
		if rejects[0].Code != pretrade.RejectCodeMissingRequiredField {
			t.Fatal(rejects[0])
		}
		step.set()
	}
	if _, rejects, err := engine.StartPreTrade(order); err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	var refused *param.Error
	order.Operation.Instrument.Settlement = param.Asset{}
	_, _, err := engine.StartPreTrade(order)
	if !errors.As(err, &refused) || refused.TypeName != "asset" {
		t.Fatal(err)
	}
	order.Operation.Side = 9
	if _, _, err := engine.StartPreTrade(order); !errors.Is(err, openpit.ErrParam) {
		t.Fatal(err)
	}
	_, err = engine.ApplyExecutionReport(openpit.ExecutionReport{})
	if !errors.As(err, &refused) || refused.Kind != param.ErrorKindMissingField {
		t.Fatal(err)
	}
}

func TestBlocksAreASetOfCauses(t *testing.T) {
	engine := build(t)
	accounts := engine.Accounts()
	first, err := accounts.Block(account, "margin call")
	if err != nil {
		t.Fatal(err)
	}
	again, err := accounts.Block(account, "margin call")
	if err != nil || again != first || first.Source != "engine" {
		t.Fatal(again, first, err)
	}
	whole, err := engine.Block("halt")
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := accounts.Blocked()
	if err != nil || len(blocks) != 2 || blocks[0].AccountID.IsSet() || blocks[0].Cause != whole ||
		blocks[1].AccountID != param.Some(account) || blocks[1].Cause != first {
		t.Fatal(blocks, err)
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 || rejects[0].Reason != "engine is blocked" ||
		rejects[0].Details != "AccountBlocked: halt" || rejects[0].Scope != pretrade.RejectScopeAccount {
		t.Fatal(rejects, err)
	}
	for _, want := range []bool{true, false} {
		if removed, err := engine.Unblock(whole); err != nil || removed != want {
			t.Fatal(removed, err)
		}
		if removed, err := accounts.Unblock(account, first); err != nil || removed != want {
			t.Fatal(removed, err)
		}
		if removed, err := engine.UnblockAll(); err != nil || removed {
			t.Fatal(removed, err)
		}
	}
	start(t, engine)
}
