// SPDX-License-Identifier: Apache-2.0

// Package native is the one place where Go meets the core: nothing else imports "C".
//
// Every function is one foreign call. Those that orders pass through come in two forms: one for
// engines that have policies written in Go, which may call back, so that its outcome must not lie
// on a stack that may move; and a quiet one for all others, which the runtime takes for a leaf.
package native

/*
#include "openpit.h"

// A stale library has no symbol of this name.
__attribute__((used)) static void (*const openpit_go_needs)(void) = openpit_version_0_1_0;

// What callbacks get back of their call is the outcome's address: the Go struct around it holds the
// order or report.
static inline uint32_t loud_start(uintptr_t e, const OpenpitOrder *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_start((const OpenpitEngine *)e, o, h, t, r, r);
}
static inline uint32_t quiet_start(uintptr_t e, const OpenpitOrder *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_start((const OpenpitEngine *)e, o, h, t, r, r);
}
static inline uint32_t loud_both(uintptr_t e, const OpenpitOrder *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_start_and_execute((const OpenpitEngine *)e, o, h, t, r, r);
}
static inline uint32_t quiet_both(uintptr_t e, const OpenpitOrder *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_start_and_execute((const OpenpitEngine *)e, o, h, t, r, r);
}
static inline uint32_t loud_execute(uintptr_t e, uint64_t k, uint64_t a,
	uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_execute((const OpenpitEngine *)e, k, a, h, t, r, r);
}
static inline uint32_t quiet_execute(uintptr_t e, uint64_t k, uint64_t a,
	uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_execute((const OpenpitEngine *)e, k, a, h, t, r, r);
}
static inline uint32_t loud_finalize(uintptr_t e, uint64_t k, uint64_t a,
	uint32_t s, uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_finalize((const OpenpitEngine *)e, k, a, s, h, t, r);
}
static inline uint32_t quiet_finalize(uintptr_t e, uint64_t k, uint64_t a,
	uint32_t s, uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_finalize((const OpenpitEngine *)e, k, a, s, h, t, r);
}
static inline uint32_t loud_report(uintptr_t e, const OpenpitReport *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_apply_execution_report((const OpenpitEngine *)e, o, h, t, r, r);
}
static inline uint32_t quiet_report(uintptr_t e, const OpenpitReport *o, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_apply_execution_report((const OpenpitEngine *)e, o, h, t, r, r);
}

#cgo noescape quiet_start
#cgo nocallback quiet_start
#cgo noescape quiet_both
#cgo nocallback quiet_both
#cgo noescape quiet_execute
#cgo nocallback quiet_execute
#cgo noescape quiet_finalize
#cgo nocallback quiet_finalize
#cgo noescape quiet_report
#cgo nocallback quiet_report
#cgo noescape openpit_engine_block
#cgo nocallback openpit_engine_block
#cgo noescape openpit_engine_unblock
#cgo nocallback openpit_engine_unblock
#cgo noescape openpit_engine_unblock_all
#cgo nocallback openpit_engine_unblock_all
#cgo noescape openpit_engine_blocked
#cgo nocallback openpit_engine_blocked
#cgo noescape openpit_engine_drops
#cgo nocallback openpit_engine_drops
#cgo noescape openpit_version_0_1_0
#cgo nocallback openpit_version_0_1_0
#cgo noescape openpit_engine_release_later
#cgo nocallback openpit_engine_release_later
*/
import "C"

import "unsafe"

// Engine is an engine of the core. Its memory must be kept until nobody uses it.
//
// It is kept as a number, which is not checked on each call as a pointer would be: the memory is
// the core's, not Go's.
type Engine struct {
	address C.uintptr_t
}

// IsNil tells whether there is no engine.
func (e Engine) IsNil() bool { return e.address == 0 }

func (e Engine) pointer() *C.OpenpitEngine {
	return *(**C.OpenpitEngine)(unsafe.Pointer(&e.address))
}

func number(n *Number) *C.OpenpitNumber { return (*C.OpenpitNumber)(unsafe.Pointer(n)) }

func order(o *Order) *C.OpenpitOrder { return (*C.OpenpitOrder)(unsafe.Pointer(o)) }

func report(r *Report) *C.OpenpitReport { return (*C.OpenpitReport)(unsafe.Pointer(r)) }

func outcome(o *Outcome) *C.OpenpitOutcome { return (*C.OpenpitOutcome)(unsafe.Pointer(o)) }

func text(s string) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

// Time is the time of a call, if it has one.
type Time struct {
	At  int64
	Has uint32
}

// Start is the start stage; policies written in Go may run.
func (e Engine) Start(o *Order, t Time, out *Outcome) {
	C.loud_start(e.address, order(o), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// QuietStart is the start stage of an engine without policies written in Go.
func (e Engine) QuietStart(o *Order, t Time, out *Outcome) {
	C.quiet_start(e.address, order(o), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// Both is both stages; policies written in Go may run.
func (e Engine) Both(o *Order, t Time, out *Outcome) {
	C.loud_both(e.address, order(o), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// QuietBoth is both stages of an engine without policies written in Go.
func (e Engine) QuietBoth(o *Order, t Time, out *Outcome) {
	C.quiet_both(e.address, order(o), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// Execute is the main stage of a request; policies written in Go may run.
func (e Engine) Execute(key Key, t Time, out *Outcome) {
	C.loud_execute(e.address, C.uint64_t(key.Number), C.uint64_t(key.Account), C.uint32_t(t.Has),
		C.int64_t(t.At), outcome(out))
}

// QuietExecute is the main stage of a request of an engine without policies written in Go.
func (e Engine) QuietExecute(key Key, t Time, out *Outcome) {
	C.quiet_execute(e.address, C.uint64_t(key.Number), C.uint64_t(key.Account), C.uint32_t(t.Has),
		C.int64_t(t.At), outcome(out))
}

// Finalize commits or rolls back a reservation; policies written in Go may run.
func (e Engine) Finalize(key Key, side uint32, t Time, out *Outcome) {
	C.loud_finalize(e.address, C.uint64_t(key.Number), C.uint64_t(key.Account), C.uint32_t(side),
		C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// QuietFinalize commits or rolls back a reservation of an engine without policies written in Go.
func (e Engine) QuietFinalize(key Key, side uint32, t Time, out *Outcome) {
	C.quiet_finalize(e.address, C.uint64_t(key.Number), C.uint64_t(key.Account), C.uint32_t(side),
		C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// Report applies an execution report; policies written in Go may run.
func (e Engine) Report(r *Report, t Time, out *Outcome) {
	C.loud_report(e.address, report(r), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// QuietReport applies an execution report of an engine without policies written in Go.
func (e Engine) QuietReport(r *Report, t Time, out *Outcome) {
	C.quiet_report(e.address, report(r), C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// ReleaseLater tells that a handle is gone; the next call rolls it back. It runs no callback.
func (e Engine) ReleaseLater(kind uint32, key Key) {
	C.openpit_engine_release_later(e.pointer(), C.uint32_t(kind), C.uint64_t(key.Number),
		C.uint64_t(key.Account))
}

// Close ends the engine; policies written in Go may run.
func (e Engine) Close(out *Outcome) { C.openpit_engine_close(e.pointer(), outcome(out)) }

// Free frees the engine's memory, closing it first; policies written in Go may run.
func (e Engine) Free() { C.openpit_engine_free(e.pointer()) }

// Decisions takes the lines of the decision log; policies written in Go may run, since dropped
// handles are seen to first.
func (e Engine) Decisions(out *Outcome) { C.openpit_engine_decisions(e.pointer(), outcome(out)) }

// DecisionsDigest is the digest of the decision log; policies written in Go may run.
func (e Engine) DecisionsDigest(out *Outcome) {
	C.openpit_engine_decisions_digest(e.pointer(), outcome(out))
}

// Holds lists what every policy has reserved; policies written in Go may run, as for Decisions.
func (e Engine) Holds(out *Outcome) { C.openpit_engine_holds(e.pointer(), outcome(out)) }

// Verdicts takes the verdicts; policies written in Go may run, as for Decisions.
func (e Engine) Verdicts(out *Outcome) { C.openpit_engine_verdicts(e.pointer(), outcome(out)) }

// Drops counts dropped handles.
func (e Engine) Drops() Drops {
	var drops Drops
	C.openpit_engine_drops(e.pointer(), (*C.OpenpitDrops)(unsafe.Pointer(&drops)))
	return drops
}

// Block blocks a scope.
func (e Engine) Block(scope uint32, account uint64, reason string, out *Outcome) {
	data, size := text(reason)
	C.openpit_engine_block(e.pointer(), C.uint32_t(scope), C.uint64_t(account), data, size,
		outcome(out))
}

// Unblock removes one cause of a scope's block.
func (e Engine) Unblock(scope uint32, account uint64, code uint32, source, reason string,
	out *Outcome) {
	data, size := text(source)
	reasonData, reasonSize := text(reason)
	C.openpit_engine_unblock(e.pointer(), C.uint32_t(scope), C.uint64_t(account), C.uint32_t(code),
		data, size, reasonData, reasonSize, outcome(out))
}

// UnblockAll removes every cause of a scope's block.
func (e Engine) UnblockAll(scope uint32, account uint64, out *Outcome) {
	C.openpit_engine_unblock_all(e.pointer(), C.uint32_t(scope), C.uint64_t(account), outcome(out))
}

// Blocked lists every cause of every block.
func (e Engine) Blocked(out *Outcome) { C.openpit_engine_blocked(e.pointer(), outcome(out)) }

// Empty is a call that does nothing, to measure others against.
func Empty() { C.openpit_version_0_1_0() }
