// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
)

// DryRunStartPreTrade gives the rejects that StartPreTrade would give, none if it would accept,
// without a trace: nothing is counted, logged or blocked, and time stands still (P-11). Errors are
// those of StartPreTrade; also a *ConfigError if a policy has a start hook and does not say that it
// supports dry runs (pretrade.DryRunSupporter).
func (e *ClientEngine[O, R, A]) DryRunStartPreTrade(
	order O, options ...CallOption,
) ([]pretrade.Reject, error) {
	return e.dryRun(&order, false, options)
}

// DryRunExecutePreTrade gives the rejects that ExecutePreTrade would give, none if it would accept,
// without a trace: what policies emitted is rolled back in reverse (P-11). Errors are those of
// DryRunStartPreTrade; also a *CallbackError if a rollback failed, which blocks the account.
func (e *ClientEngine[O, R, A]) DryRunExecutePreTrade(
	order O, options ...CallOption,
) ([]pretrade.Reject, error) {
	return e.dryRun(&order, true, options)
}

// dryRun tries an order by its record; it is one foreign call, as the real one.
func (e *ClientEngine[O, R, A]) dryRun(
	order *O, both bool, options []CallOption,
) ([]pretrade.Reject, error) {
	c := e.inner()
	if c == nil {
		return nil, unsetEngine()
	}
	var made Order
	record, err := orderRecord(order, &made)
	if err != nil {
		return nil, err
	}
	t := timeOf(options)
	f := c.take()
	f.flat = native.Order{}
	record.Flatten(&f.flat)
	if c.quiet {
		c.native.QuietDryRun(&f.flat, both, t, &f.outcome)
	} else {
		f.seen = keep(&f.order, order)
		c.native.DryRun(&f.flat, both, t, &f.outcome)
		f.order.forget()
	}
	_, rejects, err := answer(&f.outcome)
	c.give(f)
	runtime.KeepAlive(c)
	return rejects, err
}
