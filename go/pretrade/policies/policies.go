// SPDX-License-Identifier: Apache-2.0

// Package policies holds the built-in policies (L). All numbers are inclusive: equal to the limit
// passes. Configurations are values: each method gives a new one. What is wrong with one is
// reported by the engine builder's Build, together with all other faults (P-1).
package policies

import (
	"go.openpit.dev/openpit/internal/builtin"
	"go.openpit.dev/openpit/internal/native"
)

// Builtin is a built-in policy. It is sealed: a caller's own control is a pretrade.Policy.
type Builtin interface {
	builtin.Policy
}

// OrderValidation is a start-stage policy: the required operation fields are present and the trade
// amount is not zero (L-1).
type OrderValidation struct {
	name string
}

// NewOrderValidation is the policy under its default name, `OrderValidation`.
func NewOrderValidation() OrderValidation { return OrderValidation{"OrderValidation"} }

// Named is the same policy under another name (P-1).
func (p OrderValidation) Named(name string) OrderValidation {
	p.name = name
	return p
}

// Configure is for the engine builder.
func (p OrderValidation) Configure(builder native.Builder, out *native.Outcome) {
	builder.OrderValidation(p.name, out)
}
