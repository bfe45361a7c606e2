// SPDX-License-Identifier: Apache-2.0

package pretrade

import (
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// AdjustmentApplier is a policy that judges account adjustments of type A (B-1.4).
type AdjustmentApplier[A any] interface {
	// ApplyAccountAdjustment judges one adjustment of a batch: the engine has applied it to its
	// balances already, which the context shows. It accepts or rejects, with mutations and account
	// blocks, as Accept and RejectWith make it. The first reject undoes the whole batch (B-2); the
	// mutations of an accepted batch are committed at its end. An error rejects the batch (P-8).
	ApplyAccountAdjustment(
		ctx Context, account param.AccountID, adjustment A,
	) (PolicyAccountAdjustmentResult, error)
}

// PolicyAccountAdjustmentResult is the answer of an adjustment hook: the same as that of a
// main-stage check, made by Accept or RejectWith, and the zero value fails closed too (P-8).
type PolicyAccountAdjustmentResult = PolicyDecision

// Balance is what the call's account has of an asset or in a position, as adjustments tell it (B);
// with what earlier adjustments of a running batch and the one that is judged do (B-1.4). Errors
// are those of OwnHolding.
func (c Context) Balance(key record.BalanceKey) (record.Balance, error) {
	if c.reader == nil {
		return record.Balance{}, nil
	}
	return c.reader.Balance(c.hook, key)
}

// Balance gives what was set.
func (f fixed) Balance(_ uint64, key record.BalanceKey) (record.Balance, error) {
	return f.balances[key], nil
}

// WithBalance is the same context with a balance, to try a policy without an engine.
func (c Context) WithBalance(key record.BalanceKey, balance record.Balance) Context {
	known := c.fixed()
	known.balances[key] = balance
	c.reader = known
	return c
}
