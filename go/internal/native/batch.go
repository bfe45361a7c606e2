// SPDX-License-Identifier: Apache-2.0

package native

/*
#include "openpit.h"

static inline uint32_t loud_adjust(uintptr_t e, uint64_t a, const OpenpitAdjustment *i, size_t n,
	uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_apply_account_adjustment((const OpenpitEngine *)e, a, i, n, h, t, r, r);
}
static inline uint32_t quiet_adjust(uintptr_t e, uint64_t a, const OpenpitAdjustment *i, size_t n,
	uint32_t h, int64_t t, OpenpitOutcome *r) {
	return openpit_engine_apply_account_adjustment((const OpenpitEngine *)e, a, i, n, h, t, r, r);
}

#cgo noescape quiet_adjust
#cgo nocallback quiet_adjust
#cgo noescape openpit_context_balance
#cgo nocallback openpit_context_balance
#cgo noescape openpit_answer_adjust
#cgo nocallback openpit_answer_adjust
#cgo noescape openpit_engine_regroup
#cgo nocallback openpit_engine_regroup
#cgo noescape openpit_engine_group_of
#cgo nocallback openpit_engine_group_of
*/
import "C"

import "unsafe"

// Adjust adjusts an account by a batch; policies written in Go may run.
func (e Engine) Adjust(account uint64, items []Adjustment, t Time, out *Outcome) {
	C.loud_adjust(e.address, C.uint64_t(account), firstAdjustment(items), C.size_t(len(items)),
		C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

// QuietAdjust adjusts an account in an engine without policies written in Go.
func (e Engine) QuietAdjust(account uint64, items []Adjustment, t Time, out *Outcome) {
	C.quiet_adjust(e.address, C.uint64_t(account), firstAdjustment(items), C.size_t(len(items)),
		C.uint32_t(t.Has), C.int64_t(t.At), outcome(out))
}

func firstAdjustment(items []Adjustment) *C.OpenpitAdjustment {
	return (*C.OpenpitAdjustment)(unsafe.Pointer(unsafe.SliceData(items)))
}

// Balances lists every account's balances; policies written in Go may run, as for Decisions.
func (e Engine) Balances(out *Outcome) { C.openpit_engine_balances(e.pointer(), outcome(out)) }

// State is the engine's state; policies written in Go may run, as for Decisions.
func (e Engine) State(out *Outcome) { C.openpit_engine_state(e.pointer(), outcome(out)) }

// StateDigest is the digest of the engine's state; policies written in Go may run.
func (e Engine) StateDigest(out *Outcome) {
	C.openpit_engine_state_digest(e.pointer(), outcome(out))
}

// Regroup puts accounts into a group or takes them out.
func (e Engine) Regroup(what, group uint32, accounts []uint64, out *Outcome) {
	C.openpit_engine_regroup(e.pointer(), C.uint32_t(what), C.uint32_t(group),
		(*C.uint64_t)(unsafe.Pointer(unsafe.SliceData(accounts))), C.size_t(len(accounts)),
		outcome(out))
}

// GroupOf gives the account's group as the outcome's key.
func (e Engine) GroupOf(account uint64, out *Outcome) {
	C.openpit_engine_group_of(e.pointer(), C.uint64_t(account), outcome(out))
}

// Balance reads what the call's account has of an asset or in a position.
func (c *Context) Balance(key *BalanceKey, out *Outcome) Balance {
	var balance Balance
	C.openpit_context_balance((*C.OpenpitContext)(c), (*C.OpenpitBalanceKey)(unsafe.Pointer(key)),
		(*C.OpenpitBalance)(unsafe.Pointer(&balance)), outcome(out))
	return balance
}

// Adjust adds an adjustment of the report's account; one that the core cannot read is a failed
// callback.
func (a *Answer) Adjust(adjustment *Adjustment) {
	C.openpit_answer_adjust((*C.OpenpitAnswer)(a),
		(*C.OpenpitAdjustment)(unsafe.Pointer(adjustment)))
}

// BalanceKey is what a balance is of, as it crosses.
type BalanceKey struct {
	Asset                  Text
	Underlying, Settlement Text
}

// Balance is what an account has of one asset or in one position.
type Balance struct {
	Balance, Held, Incoming Number
	AverageEntryPrice       Number
	Flags                   uint32
	Mode, Leverage          uint16
}

// AccountBalance is one entry of the listing of balances.
type AccountBalance struct {
	AccountID                     uint64
	Asset, Underlying, Settlement string
	Balance                       Balance
}

// PolicyAdjustment is an adjustment that a report hook asked for.
type PolicyAdjustment struct {
	Policy     string
	Adjustment Adjustment
	Balance    Balance
}

// Count reads how many of a list follow: of a long one, whose parts are better read one by one.
func (r *Reader) Count() int {
	if r.IsEmpty() {
		return 0
	}
	return int(r.u32())
}

// Balances reads the listing of balances.
func (r *Reader) Balances() []AccountBalance {
	return list(r, func() AccountBalance {
		return AccountBalance{AccountID: r.u64(), Asset: r.Text(), Underlying: r.Text(),
			Settlement: r.Text(), Balance: r.Balance()}
	})
}

// PolicyAdjustments reads the adjustments that report hooks asked for.
func (r *Reader) PolicyAdjustments() []PolicyAdjustment {
	return list(r, func() PolicyAdjustment {
		return PolicyAdjustment{Policy: r.Text(), Adjustment: r.adjustment(),
			Balance: r.Balance()}
	})
}

const (
	numberBytes  = 8 + 8 + 4 + 4
	balanceBytes = 4*numberBytes + 4 + 2 + 2
)

// Balance reads one balance.
func (r *Reader) Balance() Balance {
	if len(r.rest) < balanceBytes {
		r.rest = ""
		return Balance{}
	}
	taken := r.rest[:balanceBytes]
	r.rest = r.rest[balanceBytes:]
	rest := taken[4*numberBytes:]
	return Balance{
		Balance: numberAt(taken), Held: numberAt(taken[numberBytes:]),
		Incoming:          numberAt(taken[2*numberBytes:]),
		AverageEntryPrice: numberAt(taken[3*numberBytes:]),
		Flags:             u32At(rest), Mode: uint16(u32At(rest[4:])),
		Leverage: uint16(u32At(rest[4:]) >> 16),
	}
}

func numberAt(s string) Number {
	return Number{Lo: u64At(s), Hi: u64At(s[8:]), Scale: u32At(s[16:]), Negative: u32At(s[20:])}
}

func u64At(s string) uint64 { return uint64(u32At(s)) | uint64(u32At(s[4:]))<<32 }

func u32At(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (r *Reader) adjustment() Adjustment {
	return Adjustment{Flags: r.u32(), Operation: r.u16(), Mode: r.u16(), Leverage: r.u16(),
		BalanceKind: r.u16(), HeldKind: r.u16(), IncomingKind: r.u16(),
		AverageEntryPrice: r.number(), Balance: r.number(), Held: r.number(), Incoming: r.number(),
		BalanceUpper: r.number(), BalanceLower: r.number(),
		HeldUpper: r.number(), HeldLower: r.number(),
		IncomingUpper: r.number(), IncomingLower: r.number(),
		Asset: r.inline(), Underlying: r.inline(), Settlement: r.inline()}
}

func (r *Reader) inline() Text {
	var made Text
	made.Set(r.Text())
	return made
}
