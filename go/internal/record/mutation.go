// SPDX-License-Identifier: Apache-2.0

package record

import "go.openpit.dev/openpit/internal/native"

// MutationKind is the kind of a mutation.
type MutationKind uint16

// String gives the kind's name, the same in every language.
func (k MutationKind) String() string {
	switch k {
	case native.MutationCustom:
		return "custom"
	case native.MutationReserveNotional:
		return "reserve_notional"
	case native.MutationSetKillSwitch:
		return "set_kill_switch"
	}
	return "unset"
}

// Mutation is one change that a main-stage policy emits (M-1). Written as it is, with sides of the
// policy's own, it is a custom one (M-4); ReserveNotional and SetKillSwitch make those that are
// plain data, which the engine applies itself. Of a custom one exactly one of its sides runs, once,
// inside the call that finalizes the reservation (P-6).
//
// A side that is nil does nothing. A side that returns an error or panics is a failed callback: the
// others still run, the account is blocked with that cause, and the call returns a *CallbackError
// (P-8).
type Mutation struct {
	// Commit runs when the order went on.
	Commit func() error
	// Rollback runs when the order did not go on.
	Rollback func() error
	typed    *Typed
}

// Kind is the kind of the change.
func (m Mutation) Kind() MutationKind {
	if m.typed == nil {
		return native.MutationCustom
	}
	return m.typed.Kind
}

// Typed is a mutation that is plain data, as it crosses.
type Typed struct {
	Kind    MutationKind
	Reserve native.ReserveNotional
	Switch  native.KillSwitch
	Reason  string
	// Fault is what is wrong with it, if anything is.
	Fault error
}

// NewTyped is a mutation that is plain data.
func NewTyped(typed *Typed) Mutation { return Mutation{typed: typed} }

// TypedOf is the plain data of a mutation; nil if it is a custom one.
func TypedOf(m *Mutation) *Typed { return m.typed }
