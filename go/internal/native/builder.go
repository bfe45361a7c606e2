// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// extern void openpitGoPolicy(uint64_t policy, OpenpitContext *context, OpenpitAnswer *answer);
import "C"

import (
	"strings"
	"unsafe"
)

// Builder is a configuration under way.
type Builder struct {
	p *C.OpenpitBuilder
}

// NewBuilder starts a configuration in a sync mode; it must be freed.
func NewBuilder(sync uint32) Builder { return Builder{C.openpit_builder_new(C.uint32_t(sync))} }

// Free ends the configuration.
func (b Builder) Free() { C.openpit_builder_free(b.p) }

// Clock takes the time from the calls.
func (b Builder) Clock(start int64, acceptLate bool, out *Outcome) {
	C.openpit_builder_clock(b.p, C.int64_t(start), flag(acceptLate), outcome(out))
}

// RecordDecisions writes the decision log.
func (b Builder) RecordDecisions(out *Outcome) {
	C.openpit_builder_record_decisions(b.p, outcome(out))
}

// RecordVerdicts keeps every policy's verdicts.
func (b Builder) RecordVerdicts(out *Outcome) {
	C.openpit_builder_record_verdicts(b.p, outcome(out))
}

// RequireLimits rejects orders that no barrier matches.
func (b Builder) RequireLimits(out *Outcome) {
	C.openpit_builder_require_limits(b.p, outcome(out))
}

// Unasked takes the place of a policy that could not be asked.
func (b Builder) Unasked(hook, why string, out *Outcome) {
	hookData, hookSize := text(hook)
	whyData, whySize := text(why)
	C.openpit_builder_unasked(b.p, hookData, hookSize, whyData, whySize, outcome(out))
}

// OrderValidation adds an order validation.
func (b Builder) OrderValidation(name string, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_order_validation(b.p, data, size, outcome(out))
}

// RateLimit adds a rate limit.
func (b Builder) RateLimit(name string, countRejected bool, barriers []Barrier, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_rate_limit(b.p, data, size, flag(countRejected), first(barriers),
		C.size_t(len(barriers)), outcome(out))
}

// OrderSizeLimit adds an order size limit.
func (b Builder) OrderSizeLimit(name string, barriers []Barrier, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_order_size_limit(b.p, data, size, first(barriers),
		C.size_t(len(barriers)), outcome(out))
}

// PnlBoundsKillSwitch adds a kill switch on realized pnl.
func (b Builder) PnlBoundsKillSwitch(name string, barriers []PnlBarrier, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_pnl_bounds_killswitch(b.p, data, size,
		(*C.OpenpitPnlBarrier)(unsafe.Pointer(unsafe.SliceData(barriers))),
		C.size_t(len(barriers)), outcome(out))
}

// NotionalLimit adds a limit on notional.
func (b Builder) NotionalLimit(name string, barriers []Barrier, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_notional_limit(b.p, data, size, first(barriers),
		C.size_t(len(barriers)), outcome(out))
}

// LimitsPolicyTypes lists the types of the policies that a limits text describes.
func LimitsPolicyTypes(limits string, out *Outcome) {
	data, size := text(limits)
	C.openpit_limits_policy_types(data, size, outcome(out))
}

// Limits adds the policies of a limits file.
func (b Builder) Limits(limits string, accounts []string, out *Outcome) {
	lens := make([]uint32, len(accounts))
	for index, account := range accounts {
		lens[index] = uint32(len(account))
	}
	data, size := text(limits)
	names, _ := text(strings.Join(accounts, ""))
	C.openpit_builder_limits(b.p, data, size, names,
		(*C.uint32_t)(unsafe.Pointer(unsafe.SliceData(lens))), C.size_t(len(lens)), outcome(out))
}

// Policy adds a policy written in Go, by its number in the registry.
func (b Builder) Policy(name string, hooks uint32, policy uint64, out *Outcome) {
	data, size := text(name)
	C.openpit_builder_policy(b.p, data, size, C.uint32_t(hooks), C.uint64_t(policy),
		C.OpenpitPolicyCallback(C.openpitGoPolicy), outcome(out))
}

// Build builds the engine.
func (b Builder) Build(out *Outcome) Engine {
	var engine *C.OpenpitEngine
	C.openpit_builder_build(b.p, &engine, outcome(out))
	return Engine{C.uintptr_t(uintptr(unsafe.Pointer(engine)))}
}

func flag(value bool) C.uint32_t {
	if value {
		return 1
	}
	return 0
}

func first(barriers []Barrier) *C.OpenpitBarrier {
	return (*C.OpenpitBarrier)(unsafe.Pointer(unsafe.SliceData(barriers)))
}
