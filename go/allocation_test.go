// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

// TestAcceptPathAllocatesNothing: once warm, an order costs the garbage collector nothing, with
// built-ins and with a policy written in Go.
func TestAcceptPathAllocatesNothing(t *testing.T) {
	quantity, price := param.Must(param.NewQuantity("100")), param.Must(param.NewPrice("185"))
	for name, builder := range map[string]*openpit.EngineBuilder{
		"built-in": openpit.NewEngineBuilder().NoSync().Builtin(policies.NewOrderValidation()),
		"custom":   openpit.NewEngineBuilder().NoSync().PreTrade(newOneMutation()),
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := builder.Build()
			if err != nil {
				t.Fatal(err)
			}
			defer engine.Close()
			allocations := testing.AllocsPerRun(1000, func() {
				order := openpit.LimitOrder(aapl, account, param.SideBuy, quantity, price)
				request, _, err := engine.StartPreTrade(order)
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
				t.Fatalf("%v allocations for an order", allocations)
			}
		})
	}
}
