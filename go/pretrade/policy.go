// SPDX-License-Identifier: Apache-2.0

package pretrade

import (
	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
)

// Policy is a risk control that the caller writes, for orders of type O (P-1): openpit.Order, or
// the caller's own type under an openpit.ClientEngine (O-6.3). Each hook is an interface of its own
// that the policy may implement too: StartChecker, MainChecker, ReportApplier and
// AdjustmentApplier. Which of them it has is found once, when it is registered.
//
// A hook that returns an error, panics or ends its goroutine fails closed: the order is rejected
// with SystemUnavailable in the policy's name (P-8). A goroutine that a hook ends is ended when the
// engine has done its part, and what the call would have given is dropped (P-8.13).
//
// A hook that calls the same engine gets openpit.ErrReentrancy; the Context is the way to read
// (P-9).
type Policy[O any] interface {
	// Name is the policy's name, not empty and unique in one engine. It is asked once; a panic in
	// it is a fault of the configuration (P-8.15).
	Name() string
}

// StartChecker is a policy with a start-stage check (P-2).
type StartChecker[O any] interface {
	// CheckPreTradeStart gives rejects, none to accept. The stage stops at the first policy that
	// rejects.
	CheckPreTradeStart(ctx Context, order O) ([]PolicyReject, error)
}

// MainChecker is a policy with a main-stage check (P-4).
type MainChecker[O any] interface {
	// PerformPreTradeCheck accepts or rejects, with mutations and account blocks. Every policy is
	// asked, also after a reject. It changes nothing itself: it emits mutations, and the engine
	// applies one side of each later (M-1).
	PerformPreTradeCheck(ctx Context, order O) (PolicyDecision, error)
}

// ReportApplier is a policy that learns from executions (P-10), for reports of type R.
type ReportApplier[R any] interface {
	// ApplyExecutionReport gives what the policy asks for: account blocks, releases of what it
	// reserved, account adjustments; usually nothing, the zero value. An error blocks the account
	// with that cause.
	ApplyExecutionReport(ctx Context, report R) (PolicyReport, error)
}

// DryRunSupporter is a policy that says whether dry runs may call its start hook, which cannot emit
// a rollback (P-11): it then counts nothing while Context.DryRun is true. A policy without a start
// hook need not say so. A hook of the main stage takes back what it keeps by the rollback that it
// emits.
type DryRunSupporter interface {
	// SupportsDryRun is asked once, when the policy is registered.
	SupportsDryRun() bool
}

// PolicyReport is the answer of a report hook. The zero value has nothing to say.
type PolicyReport struct {
	// AccountBlocks is blocks of the report's account.
	AccountBlocks []AccountBlock
	// Releases is releases of what this very policy has open for the report's account. If they are
	// more than there is, nothing of the answer is applied and it is the policy's failure (M-2).
	Releases []Release
	// AccountAdjustments is adjustments of the report's account, which the engine applies to its
	// balances (B-1.1). If it cannot apply one, nothing of the answer is applied and it is the
	// policy's failure (P-10.4).
	AccountAdjustments []record.AccountAdjustment
}

// Release gives back reserved notional that a committed order left open (M-2).
type Release struct {
	// SettlementAsset is what was reserved.
	SettlementAsset param.Asset
	// Amount is how much of it, in its units; at most what is open.
	Amount param.Volume
}

// MutationKind is the kind of a mutation.
type MutationKind = record.MutationKind

// Every kind of mutation.
const (
	// MutationKindCustom: a policy's own change (M-4).
	MutationKindCustom MutationKind = native.MutationCustom
	// MutationKindReserveNotional: reserved notional (M-2).
	MutationKindReserveNotional MutationKind = native.MutationReserveNotional
	// MutationKindSetKillSwitch: a kill-switch state (M-3).
	MutationKindSetKillSwitch MutationKind = native.MutationSetKillSwitch
)

// EmittedMutation is a mutation that an earlier policy of the same call emitted (P-4).
type EmittedMutation struct {
	// Policy is the policy that emitted it.
	Policy string
	// Kind is its kind.
	Kind MutationKind
}

// Context is what a hook may read of the running call. It is a copy and may be kept; but holdings
// and balances are read from the engine, inside the hook only.
type Context struct {
	at        int64
	accountID param.AccountID
	mutations []EmittedMutation
	// reader is where holdings and balances are read, in the hook with this number.
	reader reader
	hook   uint64
	dryRun bool
}

// NewContext makes a context, to try a policy without an engine.
func NewContext(at int64, account param.AccountID, mutations ...EmittedMutation) Context {
	return Context{at: at, accountID: account, mutations: mutations}
}

// At is the time of the call in nanoseconds since the epoch (D-2).
func (c Context) At() int64 { return c.at }

// DryRun tells whether the call is a dry run (P-11): what the policy emits is rolled back, and what
// it keeps itself must be taken back by that rollback.
func (c Context) DryRun() bool { return c.dryRun }

// WithDryRun is the same context in a dry run, to try a policy without an engine.
func (c Context) WithDryRun() Context {
	c.dryRun = true
	return c
}

// AccountID is the account of the call.
func (c Context) AccountID() param.AccountID { return c.accountID }

// Mutations is what earlier policies of this main stage emitted, in order (P-4); nil elsewhere.
func (c Context) Mutations() []EmittedMutation { return c.mutations }

// PolicyDecision is the answer of a main-stage check, made by Accept or RejectWith. The zero value
// is no answer: it fails closed (P-8), so that a forgotten one lets no order through.
type PolicyDecision struct {
	answered  bool
	rejected  bool
	rejects   []PolicyReject
	first     record.Mutation
	more      []record.Mutation
	mutations int
	blocks    []AccountBlock
}

// Accept accepts the order, with mutations (M-1).
func Accept(mutations ...record.Mutation) PolicyDecision {
	decision := PolicyDecision{answered: true}
	decision.add(mutations)
	return decision
}

// RejectWith rejects the order. No reject at all is nonsense and fails closed (P-8).
func RejectWith(rejects ...PolicyReject) PolicyDecision {
	return PolicyDecision{answered: true, rejected: true, rejects: rejects}
}

// add keeps the first mutation in place, so that the usual decision allocates nothing.
func (d *PolicyDecision) add(mutations []record.Mutation) {
	for _, mutation := range mutations {
		if d.mutations == 0 {
			d.first = mutation
		} else {
			d.more = append(d.more[:len(d.more):len(d.more)], mutation)
		}
		d.mutations++
	}
}

// WithMutations is the same decision with more mutations. A rejecting decision's own mutations are
// rolled back too (P-4).
func (d PolicyDecision) WithMutations(mutations ...record.Mutation) PolicyDecision {
	d.add(mutations)
	return d
}

// WithAccountBlocks is the same decision with more blocks of the call's account, applied at once
// and never rolled back (M-3).
func (d PolicyDecision) WithAccountBlocks(blocks ...AccountBlock) PolicyDecision {
	d.blocks = append(d.blocks[:len(d.blocks):len(d.blocks)], blocks...)
	return d
}

// IsUnset tells whether the decision is the zero value, which is no answer.
func (d PolicyDecision) IsUnset() bool { return !d.answered }

// IsReject tells whether the decision rejects.
func (d PolicyDecision) IsReject() bool { return d.rejected }

// Rejects is the rejects, in the policy's order.
func (d PolicyDecision) Rejects() []PolicyReject { return d.rejects }

// AccountBlocks is the blocks of the call's account, in the policy's order.
func (d PolicyDecision) AccountBlocks() []AccountBlock { return d.blocks }

func init() {
	made.Emitted = func(d PolicyDecision) (record.Mutation, []record.Mutation, int) {
		return d.first, d.more, d.mutations
	}
}

// Mutations is the mutations, in the policy's order.
func (d PolicyDecision) Mutations() []record.Mutation {
	if d.mutations == 0 {
		return nil
	}
	return append([]record.Mutation{d.first}, d.more...)
}
