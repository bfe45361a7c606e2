// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// #cgo noescape openpit_answer_push
// #cgo nocallback openpit_answer_push
// #cgo noescape openpit_answer_reserve_notional
// #cgo nocallback openpit_answer_reserve_notional
// #cgo noescape openpit_answer_set_kill_switch
// #cgo nocallback openpit_answer_set_kill_switch
// #cgo noescape openpit_answer_release
// #cgo nocallback openpit_answer_release
// #cgo noescape openpit_context_holding
// #cgo nocallback openpit_context_holding
import "C"

import (
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Policy is a policy written in Go, as the core sees it.
type Policy interface {
	// Call runs a hook. A panic in it is a failed callback (P-8).
	Call(ctx *Context, answer *Answer)
}

// registry numbers the policies, so that no Go pointer has to live in the core. Reading is one
// atomic load; engines are built seldom, so writing copies.
var registry struct {
	sync.Mutex
	policies atomic.Pointer[[]Policy]
	free     []uint64
}

// Register gives a policy its number, until Forget.
func Register(policy Policy) uint64 {
	registry.Lock()
	defer registry.Unlock()
	var old []Policy
	if known := registry.policies.Load(); known != nil {
		old = *known
	}
	policies := append([]Policy(nil), old...)
	place := uint64(len(policies))
	if last := len(registry.free) - 1; last >= 0 {
		place = registry.free[last]
		registry.free = registry.free[:last]
		policies[place] = policy
	} else {
		policies = append(policies, policy)
	}
	registry.policies.Store(&policies)
	return place
}

// Forget takes a policy's number back; the core must not call it any more.
func Forget(numbers []uint64) {
	if len(numbers) == 0 {
		return
	}
	registry.Lock()
	defer registry.Unlock()
	policies := append([]Policy(nil), *registry.policies.Load()...)
	for _, number := range numbers {
		policies[number] = nil
		registry.free = append(registry.free, number)
	}
	registry.policies.Store(&policies)
}

// Context is what a hook may read of its call, for as long as it runs.
type Context C.OpenpitContext

// At is the time of the call.
func (c *Context) At() int64 { return int64(c.at) }

// AccountID is the account of the call, if it has one.
func (c *Context) AccountID() (uint64, bool) { return uint64(c.account_id), c.has_account != 0 }

// DryRun tells whether the call is a dry run.
func (c *Context) DryRun() bool { return c.dry_run != 0 }

// Hook is which hook is called.
func (c *Context) Hook() uint32 { return uint32(c.hook) }

// Token is the token of the mutation that is finalized.
func (c *Context) Token() uint64 { return uint64(c.token) }

// Outcome is the outcome that the running call was given.
func (c *Context) Outcome() *Outcome { return (*Outcome)(c.call) }

// EmittedLen is how many mutations earlier policies emitted.
func (c *Context) EmittedLen() int { return int(c.emitted_len) }

// EmittedPolicy is the name of the policy that emitted a mutation; the bytes die with the hook.
func (c *Context) EmittedPolicy(index int) []byte {
	emitted := unsafe.Slice(c.emitted, c.emitted_len)[index]
	return unsafe.Slice((*byte)(emitted.policy), emitted.policy_len)
}

// EmittedKind is the kind of a mutation that an earlier policy emitted.
func (c *Context) EmittedKind(index int) uint32 {
	return uint32(unsafe.Slice(c.emitted, c.emitted_len)[index].kind)
}

// Holding reads what is reserved of a settlement asset for the call's account.
func (c *Context) Holding(whose uint32, settlementAsset string, out *Outcome) Holding {
	var asset Text
	asset.Set(settlementAsset)
	var holding Holding
	C.openpit_context_holding((*C.OpenpitContext)(c), C.uint32_t(whose),
		(*C.OpenpitText)(unsafe.Pointer(&asset)),
		(*C.OpenpitHolding)(unsafe.Pointer(&holding)), outcome(out))
	return holding
}

// Answer is where a hook answers.
type Answer C.OpenpitAnswer

// Reject marks the decision as a reject.
func (a *Answer) Reject() { a.rejected = 1 }

// Mutation adds a custom mutation by its token; in place only if no mutation was pushed before.
func (a *Answer) Mutation(token uint64, inPlace bool) {
	if inPlace && a.token_count < tokens {
		a.tokens[a.token_count] = C.uint64_t(token)
		a.token_count++
		return
	}
	a.push(C.OPENPIT_PUSH_MUTATION, 0, 0, token, "", "")
}

// PushReject adds a reject.
func (a *Answer) PushReject(code, scope uint16, userData uint64, reason, details string) {
	a.push(C.OPENPIT_PUSH_REJECT, code, scope, userData, reason, details)
}

// PushBlock adds a block of the call's account.
func (a *Answer) PushBlock(code uint16, reason string) {
	a.push(C.OPENPIT_PUSH_BLOCK, code, 0, 0, reason, "")
}

// ReserveNotional adds a reservation; one that the core cannot read is a failed callback.
func (a *Answer) ReserveNotional(reserve *ReserveNotional) {
	C.openpit_answer_reserve_notional((*C.OpenpitAnswer)(a),
		(*C.OpenpitReserveNotional)(unsafe.Pointer(reserve)))
}

// SetKillSwitch adds a kill-switch state; one that the core cannot read is a failed callback.
func (a *Answer) SetKillSwitch(state *KillSwitch, reason string) {
	data, size := text(reason)
	C.openpit_answer_set_kill_switch((*C.OpenpitAnswer)(a),
		(*C.OpenpitKillSwitch)(unsafe.Pointer(state)), data, size)
}

// Release adds a release of open notional; one that the core cannot read is a failed callback.
func (a *Answer) Release(settlementAsset string, amount Number) {
	var asset Text
	asset.Set(settlementAsset)
	C.openpit_answer_release((*C.OpenpitAnswer)(a),
		(*C.OpenpitText)(unsafe.Pointer(&asset)), number(&amount))
}

// Fail says that the hook failed, and why.
func (a *Answer) Fail(why string) { a.push(C.OPENPIT_PUSH_FAILURE, 0, 0, 0, why, "") }

func (a *Answer) push(kind C.uint32_t, code, scope uint16, number uint64, reason, details string) {
	reasonData, reasonSize := text(reason)
	detailsData, detailsSize := text(details)
	C.openpit_answer_push((*C.OpenpitAnswer)(a), kind, C.uint32_t(code), C.uint32_t(scope),
		C.uint64_t(number), reasonData, reasonSize, detailsData, detailsSize)
}

//export openpitGoPolicy
func openpitGoPolicy(number C.uint64_t, ctx *C.OpenpitContext, answer *C.OpenpitAnswer) {
	returned := false
	defer func() {
		if returned {
			return
		}
		// runtime.Goexit: nothing can stop it, and it takes the C frames below with it. The core
		// finishes its call here and now, on the stack that it keeps for this.
		(*Answer)(answer).Fail("callback ended its goroutine")
		C.openpit_callback_exited()
	}()
	callPolicy(uint64(number), (*Context)(ctx), (*Answer)(answer))
	returned = true
}

// callPolicy calls a policy. A panic is a failed callback; one whose text ends the goroutine is the
// caller's to see.
func callPolicy(number uint64, ctx *Context, answer *Answer) {
	defer func() {
		if cause := recover(); cause != nil {
			answer.Fail(PanicText(cause))
		}
	}()
	policies := *registry.policies.Load()
	policies[number].Call(ctx, answer)
}

// PanicText is what a panic says of itself; saying it may panic again.
func PanicText(cause any) (text string) {
	defer func() {
		if recover() != nil {
			text = "panic without a text"
		}
	}()
	return fmt.Sprintf("panic: %v", cause)
}
