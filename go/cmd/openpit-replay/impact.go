// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// checkImpact refuses limits that bound pnl when the flow has no pnl and fee. A trial engine tells:
// there a fill without them blocks the account for which a bound holds.
func checkImpact(given arguments, limits string, found survey) (err error) {
	if found.hasImpact {
		return nil
	}
	engine, err := newBuilder(limits, found.accounts).Build()
	if err != nil {
		return err
	}
	defer engine.Close()
	trial := newReplayer(engine, given.flow)
	one, err := param.NewQuantity("1")
	if err != nil {
		return err
	}
	price, err := param.NewPrice("1")
	if err != nil {
		return err
	}
	for place, key := range found.markets {
		report, err := trial.builtReport(&row{
			account:    key.account,
			side:       param.SideBuy,
			instrument: key.instrument,
			quantity:   one,
			price:      param.Some(price),
			event:      "exec",
			orderID:    fmt.Sprintf("trial%d", place),
		})
		if err != nil {
			return err
		}
		result, err := engine.ApplyExecutionReport(report, openpit.At(0))
		if err != nil {
			return err
		}
		for _, block := range result.AccountBlocks {
			if block.Code == pretrade.RejectCodeMissingRequiredField {
				reason := fmt.Sprintf(
					"`pnl_bounds_killswitch` needs the pnl and fee of fills, and flow `%s` has none",
					given.flow,
				)
				allowed := "a flow with the columns `pnl`, `fee`"
				return &fault{path: given.limits, reason: reason, allowed: allowed}
			}
		}
	}
	return nil
}
