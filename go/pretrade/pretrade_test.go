// SPDX-License-Identifier: Apache-2.0

package pretrade_test

import (
	"fmt"
	"slices"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// noVolumeOrders is a policy with one hook.
type noVolumeOrders struct{}

func (noVolumeOrders) Name() string { return "NoVolumeOrders" }

func (noVolumeOrders) CheckPreTradeStart(
	_ pretrade.Context, order openpit.Order,
) ([]pretrade.PolicyReject, error) {
	volume, is := order.Operation.TradeAmount.Volume()
	if !is {
		return nil, nil
	}
	return []pretrade.PolicyReject{pretrade.NewReject(pretrade.RejectCodeUnsupportedOrderType,
		"volume orders are not taken",
		fmt.Sprintf("observed volume `%s`, allowed: a quantity", volume))}, nil
}

func ExampleStartChecker() {
	// A policy can be tried without an engine.
	ctx := pretrade.NewContext(5, param.AccountIDFromInt(7))
	var order openpit.Order
	order.Operation.TradeAmount = param.VolumeAmount(param.Must(param.NewVolume("100")))
	rejects, err := noVolumeOrders{}.CheckPreTradeStart(ctx, order)
	fmt.Println(rejects[0].Code, rejects[0].Details, err)
	// Output: UnsupportedOrderType observed volume `100`, allowed: a quantity <nil>
}

func TestDecisionIsAValue(t *testing.T) {
	var ran []string
	mutation := func(name string) openpit.Mutation {
		return openpit.Mutation{Commit: func() error { ran = append(ran, name); return nil }}
	}
	block := pretrade.AccountBlock{Code: pretrade.RejectCodeCustom, Reason: "x"}
	one := pretrade.Accept(mutation("a"), mutation("b"))
	two := one.WithMutations(mutation("c")).WithAccountBlocks(block)
	other := one.WithMutations(mutation("d")).WithAccountBlocks(block, block)
	for _, decision := range []pretrade.PolicyDecision{one, two, other} {
		for _, emitted := range decision.Mutations() {
			if err := emitted.Commit(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := []string{"a", "b", "a", "b", "c", "a", "b", "d"}; !slices.Equal(ran, want) {
		t.Fatal(ran)
	}
	if len(one.AccountBlocks()) != 0 || len(two.AccountBlocks()) != 1 || two.IsReject() {
		t.Fatal(one, two)
	}
	rejecting := pretrade.RejectWith(pretrade.NewReject(pretrade.RejectCodeCustom, "r", "d"))
	if !rejecting.IsReject() || len(rejecting.Rejects()) != 1 || rejecting.Mutations() != nil {
		t.Fatal(rejecting)
	}
	if rejecting.Rejects()[0].Scope != pretrade.RejectScopeOrder {
		t.Fatal(rejecting)
	}
}

func TestTextsOfRejectsAndKinds(t *testing.T) {
	reject := pretrade.Reject{Policy: "p", Code: pretrade.RejectCodeCustom, Reason: "r", Details: "d"}
	failure := pretrade.Failure{Policy: "p", Hook: "commit", Text: "x"}
	for got, want := range map[string]string{
		reject.String():                      "policy `p` rejects with `Custom`: r: d",
		failure.String():                     "`commit` of policy `p`: x",
		pretrade.MutationKind(0).String():    "unset",
		pretrade.MutationKindCustom.String(): "custom",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
