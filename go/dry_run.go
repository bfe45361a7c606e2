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
func (e *Engine) DryRunStartPreTrade(
	order Order, options ...CallOption,
) ([]pretrade.Reject, error) {
	c := e.inner()
	if c == nil {
		return nil, unsetEngine()
	}
	return dryRun(c, &order, &order, false, timeOf(options))
}

// DryRunExecutePreTrade gives the rejects that ExecutePreTrade would give, none if it would accept,
// without a trace: what policies emitted is rolled back in reverse (P-11). Errors are those of
// DryRunStartPreTrade; also a *CallbackError if a rollback failed, which blocks the account.
func (e *Engine) DryRunExecutePreTrade(
	order Order, options ...CallOption,
) ([]pretrade.Reject, error) {
	c := e.inner()
	if c == nil {
		return nil, unsetEngine()
	}
	return dryRun(c, &order, &order, true, timeOf(options))
}

// dryRun tries an order by its record; it is one foreign call, as the real one.
func dryRun[O any](
	c *core, order *O, record *Order, both bool, t native.Time,
) ([]pretrade.Reject, error) {
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
