// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

// forgetful has no answer to give, and says nothing of an error either.
type forgetful struct{}

func (forgetful) Name() string { return "forgetful" }

func (forgetful) PerformPreTradeCheck(
	pretrade.Context, openpit.Order,
) (pretrade.PolicyDecision, error) {
	return pretrade.PolicyDecision{}, nil
}

func TestAnUnsetDecisionFailsClosed(t *testing.T) {
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(forgetful{}).Build()
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	reservation, rejects, err := engine.ExecutePreTrade(limitOrder("1", "185"))
	if err != nil || len(rejects) != 1 || rejects[0].Code != pretrade.RejectCodeSystemUnavailable {
		t.Fatalf("an unset decision gave %v, %v, %v", reservation, rejects, err)
	}
}
