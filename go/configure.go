// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

// Configure changes the limits of an engine's policies while it runs (L-5), by the policy's name;
// Engine.Configure gives it. Of a change, an axis that is nil stays as it is, one that is given
// replaces that axis, and one that is given empty takes it away. All of a change comes into force,
// or, with a *ConfigError that has every fault, nothing of it.
type Configure struct {
	core *core
}

// Configure is how limits change at run time (L-5). The calls on it are calls of the engine.
func (e *ClientEngine[O, R, A]) Configure() Configure { return Configure{e.inner()} }

// RateLimit changes the barriers of a rate limit. Orders in the window stay counted; a barrier that
// is new counts from now. A *ConfigError has every fault of the new limits, or says that no rate
// limit has the name.
func (c Configure) RateLimit(name string, change policies.RateLimitChange) error {
	return c.change(name, change)
}

// OrderSizeLimit changes the barriers of an order size limit. Errors are those of RateLimit.
func (c Configure) OrderSizeLimit(name string, change policies.OrderSizeLimitChange) error {
	return c.change(name, change)
}

// PnlBoundsKillSwitch changes the bounds of a pnl kill switch. Realized pnl stays; an initial pnl
// counts only for an account and asset without a total yet. An account that is now out of bounds is
// rejected from now on, and blocked by its next report. Errors are those of RateLimit.
func (c Configure) PnlBoundsKillSwitch(name string, change policies.PnlBoundsChange) error {
	return c.change(name, change)
}

// NotionalLimit changes the barriers of a notional limit. What is held, open and used stays. Errors
// are those of RateLimit.
func (c Configure) NotionalLimit(name string, change policies.NotionalLimitChange) error {
	return c.change(name, change)
}

// ResetNotionalLimit forgets what fills used and which orders are done, of one account, or of all
// if it is absent (L-6). Held and open notional and blocks stay. A *ConfigError says that no
// notional limit has the name.
func (c Configure) ResetNotionalLimit(name string, account param.Option[param.AccountID]) error {
	id, has := account.Get()
	return c.call(func(engine native.Engine, out *native.Outcome) {
		engine.ResetNotionalLimit(name, has, id.Uint64(), out)
	})
}

func (c Configure) change(name string, limits interface {
	Change(native.Engine, string, *native.Outcome)
}) error {
	return c.call(func(engine native.Engine, out *native.Outcome) {
		limits.Change(engine, name, out)
	})
}

func (c Configure) call(call func(native.Engine, *native.Outcome)) error {
	if c.core == nil {
		return unsetEngine()
	}
	out := new(native.Outcome)
	call(c.core.native, out)
	runtime.KeepAlive(c.core)
	if out.Status != native.StatusOK {
		return errorOf(out)
	}
	return nil
}

// Armed is which policies will run for an account, as JSON: in registration order, each with its
// name, its stages, and of a built-in the limits in force for the account (L-7). It has no blanks,
// its keys are sorted, and every number is a string; json.Unmarshal reads it.
func (e *ClientEngine[O, R, A]) Armed(account param.AccountID) (string, error) {
	return read(e.inner(), func(engine native.Engine, out *native.Outcome) {
		engine.Armed(account.Uint64(), out)
	}, (*native.Reader).Text)
}
