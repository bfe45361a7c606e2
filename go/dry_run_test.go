// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// slots counts the orders that it let through, and takes a dry run's back by its rollback.
type slots struct {
	open int
	dry  []bool
}

func (*slots) Name() string { return "Slots" }

func (p *slots) PerformPreTradeCheck(
	ctx pretrade.Context, _ openpit.Order,
) (pretrade.PolicyDecision, error) {
	p.open++
	p.dry = append(p.dry, ctx.DryRun())
	return pretrade.Accept(openpit.Mutation{Rollback: func() error {
		p.open--
		return nil
	}}).WithAccountBlocks(pretrade.AccountBlock{
		Code: pretrade.RejectCodeOther, Reason: "seen"}), nil
}

// meter has a start hook that counts nothing in a dry run.
type meter struct {
	supports bool
	orders   int
}

func (*meter) Name() string { return "Meter" }

func (p *meter) SupportsDryRun() bool { return p.supports }

func (p *meter) CheckPreTradeStart(
	ctx pretrade.Context, _ openpit.Order,
) ([]pretrade.PolicyReject, error) {
	if !ctx.DryRun() {
		p.orders++
	}
	return nil, nil
}

func perSecond(orders uint64) []policies.RateLimitBrokerBarrier {
	return []policies.RateLimitBrokerBarrier{{
		Limit: policies.RateLimit{MaxOrders: orders, Window: time.Second}}}
}

func dryRunEngine(t *testing.T, own ...pretrade.Policy[openpit.Order]) *openpit.Engine {
	t.Helper()
	builder := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).
		RecordDecisions().
		Builtin(policies.NewRateLimit().Named("burst").BrokerBarrier(perSecond(1)[0])).
		Builtin(policies.NewNotionalLimit().AssetBarriers(policies.NotionalAssetBarrier{
			Limit: volume("20000"), SettlementAsset: usd}))
	for _, policy := range own {
		builder = builder.PreTrade(policy)
	}
	engine, err := builder.Build()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func stateOf(t *testing.T, engine *openpit.Engine) string {
	t.Helper()
	state, err := engine.State()
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestDryRunAnswersAndLeavesNoTrace(t *testing.T) {
	own, count := &slots{}, &meter{supports: true}
	order, huge := limitOrder("100", "185"), limitOrder("101", "200")
	order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("c-1"))
	huge.Identity.ClientOrderID = order.Identity.ClientOrderID
	for _, engine := range []*openpit.Engine{
		dryRunEngine(t), dryRunEngine(t, own, count)} {
		before := stateOf(t, engine)
		for _, at := range []int64{5, 3} {
			rejects, err := engine.DryRunStartPreTrade(order, openpit.At(at))
			if err != nil || rejects != nil {
				t.Fatal(rejects, err)
			}
			rejects, err = engine.DryRunExecutePreTrade(order, openpit.At(at))
			if err != nil || rejects != nil {
				t.Fatal(rejects, err)
			}
			rejects, err = engine.DryRunExecutePreTrade(huge, openpit.At(at))
			if err != nil || len(rejects) != 1 ||
				rejects[0].Code != pretrade.RejectCodeCreditLimitExceeded {
				t.Fatal(rejects, err)
			}
		}
		lines, err := engine.Decisions()
		if stateOf(t, engine) != before || len(lines) != 0 || err != nil {
			t.Fatal(stateOf(t, engine), lines, err)
		}
		start(t, engine)
		rejects, err := engine.DryRunStartPreTrade(order)
		if err != nil || len(rejects) != 1 || rejects[0].Policy != "burst" {
			t.Fatal(rejects, err)
		}
	}
	if own.open != 0 || len(own.dry) != 4 || !own.dry[0] || count.orders != 1 {
		t.Fatal(own, count)
	}
}

func TestDryRunRefusesAPolicyThatDoesNotSupportIt(t *testing.T) {
	var none openpit.Engine
	if _, err := none.DryRunStartPreTrade(limitOrder("1", "1")); !errors.Is(
		err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	engine := dryRunEngine(t, &meter{})
	_, err := engine.DryRunExecutePreTrade(limitOrder("1", "1"))
	wantConfig(t, err, "policy `Meter`: has a start hook")
}

func TestDryRunGivesAClientsPolicyItsOrder(t *testing.T) {
	engine, err := openpit.NewClientEngineBuilder[*ticket, fill, adjustment]().NoSync().
		RequireLimits().
		Builtin(policies.NewNotionalLimit().AssetBarriers(policies.NotionalAssetBarrier{
			Limit: volume("1"), SettlementAsset: asset("EUR")})).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	order := &ticket{Order: limitOrder("1", "1")}
	rejects, err := engine.DryRunExecutePreTrade(order)
	if err != nil || len(rejects) != 1 ||
		rejects[0].Code != pretrade.RejectCodeRiskConfigurationMissing {
		t.Fatal(rejects, err)
	}
	if rejects, err = engine.DryRunStartPreTrade(order); err != nil || rejects != nil {
		t.Fatal(rejects, err)
	}
	if _, err = engine.DryRunStartPreTrade(nil); !errors.Is(err, openpit.ErrParam) {
		t.Fatal(err)
	}
	if armed, err := engine.Armed(account); err != nil || !strings.Contains(armed, "EUR") {
		t.Fatal(armed, err)
	}
	wantConfig(t, engine.Configure().OrderSizeLimit("x", policies.OrderSizeLimitChange{}), "`x`")
}

// wantConfig checks for one fault of a change.
func wantConfig(t *testing.T, err error, part string) {
	t.Helper()
	var config *openpit.ConfigError
	if !errors.Is(err, openpit.ErrConfig) || !errors.As(err, &config) ||
		len(config.Faults) != 1 || !strings.Contains(config.Faults[0], part) {
		t.Fatalf("%v, want %q", err, part)
	}
}

func TestInvalidLimitsChangeNothing(t *testing.T) {
	engine := dryRunEngine(t)
	before := stateOf(t, engine)
	burst := func(change policies.RateLimitChange) error {
		return engine.Configure().RateLimit("burst", change)
	}
	two := policies.RateLimitChange{Broker: append(perSecond(1), perSecond(2)...)}
	wantConfig(t, burst(two), "policy `burst`")
	wantConfig(t, burst(policies.RateLimitChange{Broker: perSecond(0)[:0]}), "policy `burst`")
	unset := policies.RateLimitChange{Asset: []policies.RateLimitAssetBarrier{
		{Limit: perSecond(1)[0].Limit}}}
	wantConfig(t, burst(unset), "policy `burst`: `asset` `` is empty")
	wantConfig(t, engine.Configure().RateLimit("nobody", policies.RateLimitChange{}), "`nobody`")
	wantConfig(t, engine.Configure().PnlBoundsKillSwitch("burst", policies.PnlBoundsChange{}),
		"policy `burst` is not a pnl kill switch")
	var none param.Option[param.AccountID]
	wantConfig(t, engine.Configure().ResetNotionalLimit("burst", none), "a notional limit")
	if err := (openpit.Configure{}).RateLimit("x", two); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	if stateOf(t, engine) != before {
		t.Fatal(stateOf(t, engine))
	}
}

func TestEveryAxisOfAChange(t *testing.T) {
	limit := policies.RateLimit{MaxOrders: 9, Window: time.Second}
	size := policies.OrderSizeLimit{MaxNotional: param.Some(volume("7"))}
	bounds := policies.PnlBoundsBrokerBarrier{SettlementAsset: usd,
		LowerBound: param.Some(param.Must(param.NewPnl("-5")))}
	engine, err := openpit.NewEngineBuilder().NoSync().
		Builtin(policies.NewRateLimit().BrokerBarrier(perSecond(1)[0])).
		Builtin(policies.NewOrderSizeLimit().BrokerBarrier(
			policies.OrderSizeBrokerBarrier{Limit: size})).
		Builtin(policies.NewPnlBoundsKillSwitch().BrokerBarriers(bounds)).
		Builtin(policies.NewNotionalLimit().AssetBarriers(policies.NotionalAssetBarrier{
			Limit: volume("1"), SettlementAsset: usd})).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	change := engine.Configure()
	err = errors.Join(
		change.RateLimit("RateLimit", policies.RateLimitChange{
			Broker: []policies.RateLimitBrokerBarrier{},
			Asset: []policies.RateLimitAssetBarrier{
				{Limit: limit, SettlementAsset: usd}},
			Account: []policies.RateLimitAccountBarrier{{Limit: limit, AccountID: account}},
			AccountAsset: []policies.RateLimitAccountAssetBarrier{
				{Limit: limit, AccountID: account, SettlementAsset: usd}}}),
		change.OrderSizeLimit("OrderSizeLimit", policies.OrderSizeLimitChange{
			Broker: []policies.OrderSizeBrokerBarrier{},
			Asset:  []policies.OrderSizeAssetBarrier{{Limit: size, Asset: usd}},
			AccountAsset: []policies.OrderSizeAccountAssetBarrier{
				{Limit: size, AccountID: account, Asset: usd}}}),
		change.PnlBoundsKillSwitch("PnlBoundsKillSwitch", policies.PnlBoundsChange{
			Broker: []policies.PnlBoundsBrokerBarrier{},
			AccountAsset: []policies.PnlBoundsAccountAssetBarrier{
				{Barrier: bounds, AccountID: account}}}),
		change.NotionalLimit("NotionalLimit", policies.NotionalLimitChange{
			Asset: []policies.NotionalAssetBarrier{},
			BrokerAsset: []policies.NotionalBrokerAssetBarrier{
				{Limit: volume("2"), SettlementAsset: usd}},
			AccountAsset: []policies.NotionalAccountAssetBarrier{
				{Limit: volume("3"), AccountID: account, SettlementAsset: usd}}}),
	)
	if err != nil {
		t.Fatal(err)
	}
	armed, err := engine.Armed(account)
	if err != nil {
		t.Fatal(err)
	}
	// Only the notional limit was given a barrier of the broker.
	for axis, count := range map[string]int{
		`"account":`: 1, `"account_asset":`: 4, `"asset":`: 2, `"broker":{"USD":"2"}`: 1,
		`"broker":`: 1} {
		if strings.Count(armed, axis) != count {
			t.Fatalf("%s has not %d of %s", armed, count, axis)
		}
	}
}

func TestContextOfADryRun(t *testing.T) {
	ctx := pretrade.NewContext(0, account)
	if ctx.DryRun() || !ctx.WithDryRun().DryRun() {
		t.Fatal(ctx)
	}
}

func ExampleEngine_DryRunExecutePreTrade() {
	engine, err := openpit.NewEngineBuilder().NoSync().Builtin(policies.NewNotionalLimit().
		AssetBarriers(policies.NotionalAssetBarrier{
			Limit: param.Must(param.NewVolume("20000")), SettlementAsset: usd})).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	for _, quantity := range []string{"100", "200", "100"} {
		order := limitOrder(quantity, "185")
		order.Identity.ClientOrderID = param.Must(param.NewClientOrderID("c-1"))
		rejects, err := engine.DryRunExecutePreTrade(order)
		fmt.Println(len(rejects), err)
	}
	// Output:
	// 0 <nil>
	// 1 <nil>
	// 0 <nil>
}

func ExampleEngine_Configure() {
	perSecond := func(orders uint64) policies.RateLimitBrokerBarrier {
		return policies.RateLimitBrokerBarrier{
			Limit: policies.RateLimit{MaxOrders: orders, Window: time.Second}}
	}
	engine, err := openpit.NewEngineBuilder().NoSync().RequireLimits().
		Builtin(policies.NewRateLimit().Named("burst").BrokerBarrier(perSecond(100))).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	err = engine.Configure().RateLimit("burst", policies.RateLimitChange{
		Broker: []policies.RateLimitBrokerBarrier{perSecond(50)}})
	fmt.Println(err)
	armed, err := engine.Armed(account)
	fmt.Println(strings.Contains(armed, `{"broker":{"max_orders":"50"`), err)
	// Without any barrier the policy would limit nothing: the old ones stay.
	err = engine.Configure().RateLimit("burst", policies.RateLimitChange{
		Broker: []policies.RateLimitBrokerBarrier{}})
	fmt.Println(errors.Is(err, openpit.ErrConfig))
	// Output:
	// <nil>
	// true <nil>
	// true
}
