// SPDX-License-Identifier: Apache-2.0

package native

/*
#include "openpit.h"

static inline uint32_t loud_dry_run(uintptr_t e, const OpenpitOrder *o, uint32_t b, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_dry_run((const OpenpitEngine *)e, o, b, h, t, r, r);
}
static inline uint32_t quiet_dry_run(uintptr_t e, const OpenpitOrder *o, uint32_t b, uint32_t h,
	int64_t t, OpenpitOutcome *r) {
	return openpit_engine_dry_run((const OpenpitEngine *)e, o, b, h, t, r, r);
}

#cgo noescape quiet_dry_run
#cgo nocallback quiet_dry_run
*/
import "C"

import "unsafe"

// DryRun is what start, or with both start and execute, would answer; policies written in Go may
// run.
func (e Engine) DryRun(o *Order, both bool, t Time, out *Outcome) {
	C.loud_dry_run(e.address, order(o), flag(both), C.uint32_t(t.Has), C.int64_t(t.At),
		outcome(out))
}

// QuietDryRun is a dry run of an engine without policies written in Go.
func (e Engine) QuietDryRun(o *Order, both bool, t Time, out *Outcome) {
	C.quiet_dry_run(e.address, order(o), flag(both), C.uint32_t(t.Has), C.int64_t(t.At),
		outcome(out))
}

// Axes is which axes a change of limits gives: a bit for each.
type Axes uint32

// Given has an axis if its barriers were given: nil leaves it, an empty slice takes it away.
func Given[T any](axes *Axes, axis uint32, barriers []T) {
	if barriers != nil {
		*axes |= 1 << axis
	}
}

// ChangeLimits changes the barriers of a policy; policies written in Go may run, since dropped
// handles are seen to first.
func (e Engine) ChangeLimits(what uint32, name string, axes Axes, barriers []Barrier,
	out *Outcome) {
	data, size := text(name)
	C.openpit_engine_change_limits(e.pointer(), C.uint32_t(what), data, size, C.uint32_t(axes),
		first(barriers), C.size_t(len(barriers)), outcome(out))
}

// ChangePnlBounds changes the bounds of a pnl kill switch; policies written in Go may run, as for
// ChangeLimits.
func (e Engine) ChangePnlBounds(name string, axes Axes, barriers []PnlBarrier, out *Outcome) {
	data, size := text(name)
	C.openpit_engine_change_pnl_bounds(e.pointer(), data, size, C.uint32_t(axes),
		(*C.OpenpitPnlBarrier)(unsafe.Pointer(unsafe.SliceData(barriers))),
		C.size_t(len(barriers)), outcome(out))
}

// ResetNotionalLimit forgets what fills used; policies written in Go may run, as for ChangeLimits.
func (e Engine) ResetNotionalLimit(name string, hasAccount bool, account uint64, out *Outcome) {
	data, size := text(name)
	C.openpit_engine_reset_notional_limit(e.pointer(), data, size, flag(hasAccount),
		C.uint64_t(account), outcome(out))
}

// Armed is which policies will run for an account; policies written in Go may run, as for
// ChangeLimits.
func (e Engine) Armed(account uint64, out *Outcome) {
	C.openpit_engine_armed(e.pointer(), C.uint64_t(account), outcome(out))
}
