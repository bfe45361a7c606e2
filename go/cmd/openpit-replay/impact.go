// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"

	"go.openpit.dev/openpit"
)

// checkImpact refuses limits that bound pnl when the flow has no pnl and fee.
func checkImpact(given arguments, limits string, found survey) error {
	if found.hasImpact {
		return nil
	}
	types, err := openpit.LimitsPolicyTypes(limits)
	if err != nil {
		return err
	}
	if !slices.Contains(types, "pnl_bounds_killswitch") {
		return nil
	}
	reason := fmt.Sprintf(
		"`pnl_bounds_killswitch` needs the pnl and fee of fills, and flow `%s` has none",
		given.flow,
	)
	allowed := "a flow with the columns `pnl`, `fee`"
	return &fault{path: given.limits, reason: reason, allowed: allowed}
}
