// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"
	"sync"
	"sync/atomic"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
)

// core is what an engine's handles share. It lives as long as any of them, so that a handle that
// outlives its engine still gets a typed error (P-7).
type core struct {
	native native.Engine
	// quiet is true if no policy is written in Go: then no call can call back.
	quiet  bool
	closed atomic.Bool
	owned  *owned
	// frame is the one that calls use, nil while a call has it. A call that overlaps, which the
	// core refuses, makes its own.
	frame atomic.Pointer[frame]
	// spare is one free handle, so that the usual order takes no lock.
	spare atomic.Pointer[handle]
	lock  sync.Mutex
	free  []*handle
}

// owned is what must be given back when the last handle is gone.
type owned struct {
	native   native.Engine
	policies []uint64
	once     sync.Once
}

// forget lets go of the policies; the engine is closed and calls them no more.
func (o *owned) forget() { o.once.Do(func() { native.Forget(o.policies) }) }

// frame is the memory of one call that may call back. It is on the heap, since stacks move.
type frame struct {
	// outcome comes first: callbacks get its address and find the frame there.
	outcome    native.Outcome
	flat       native.Order
	flatReport native.Report
	flatBatch  []native.Adjustment
	// seen is what the hooks of the running call are given; order and report are its places for
	// what the call brings.
	seen   kept
	order  kept
	report kept
	// batch is what adjustment hooks of the running call are given, by place in the batch.
	batch kept
}

// kept is an order or report, of the engine's own or a client's type, that is kept for policies
// written in Go.
type kept interface {
	// forget lets go of it.
	forget()
}

// place keeps a value of one type after another, so that keeping allocates once.
type place[T any] struct {
	value T
}

func (p *place[T]) forget() { p.value = *new(T) }

// keep puts a value into a place, which is made when it is first needed.
func keep[T any](in *kept, value *T) kept {
	if found, has := (*in).(*place[T]); has {
		found.value = *value
		return found
	}
	*in = &place[T]{*value}
	return *in
}

// handle is what a Request or Reservation holds on to. It is used for one order after another; when
// the garbage collector finds one that is held by nobody, the order was forgotten.
type handle struct {
	state *state
	// order is what main-stage policies written in Go will see.
	order kept
}

// state is apart from the handle, so that the cleanup does not keep the handle itself alive.
type state struct {
	// core is nil while the handle is free.
	core *core
	key  native.Key
	kind uint32
}

func newCore(engine native.Engine, policies []uint64) *core {
	c := &core{native: engine, quiet: len(policies) == 0,
		owned: &owned{native: engine, policies: policies}}
	runtime.AddCleanup(c, func(o *owned) {
		// Freeing may roll back and so run policies, which must not hold up other cleanups.
		go func() {
			o.native.Free()
			o.forget()
		}()
	}, c.owned)
	return c
}

func (c *core) take() *frame {
	if f := c.frame.Swap(nil); f != nil {
		return f
	}
	return new(frame)
}

func (c *core) give(f *frame) {
	// The order may be in a handle, which a kept frame would keep from being found.
	f.seen = nil
	c.frame.Store(f)
}

// hold makes a handle for a key that the core gave out.
func (c *core) hold(kind uint32, key native.Key) *handle {
	h := c.spare.Swap(nil)
	if h == nil {
		h = c.another()
	}
	s := h.state
	s.core, s.key, s.kind = c, key, kind
	return h
}

func (c *core) another() *handle {
	c.lock.Lock()
	defer c.lock.Unlock()
	if last := len(c.free) - 1; last >= 0 {
		h := c.free[last]
		// What the cut leaves behind would keep a forgotten handle from being found.
		c.free[last] = nil
		c.free = c.free[:last]
		return h
	}
	h := &handle{state: new(state)}
	// Once for each handle, not for each order. It runs on its own goroutine, beside the owner: so
	// it only tells the core, and the owner's next call rolls back (T-3a).
	runtime.AddCleanup(h, (*state).forgotten, h.state)
	return h
}

// drop takes back a handle whose key the core has used up.
func (c *core) drop(h *handle) {
	h.state.core = nil
	if h.order != nil {
		h.order.forget()
	}
	if c.spare.CompareAndSwap(nil, h) {
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	c.free = append(c.free, h)
}

func (s *state) forgotten() {
	c := s.core
	if c == nil || c.closed.Load() {
		return
	}
	c.native.ReleaseLater(s.kind, s.key)
	runtime.KeepAlive(c)
}

// answer reads the outcome of a stage.
func answer(out *native.Outcome) (native.Key, []pretrade.Reject, error) {
	if out.Status == native.StatusOK {
		return out.Key, nil, nil
	}
	return refusal(out)
}

func refusal(out *native.Outcome) (native.Key, []pretrade.Reject, error) {
	if out.Status != native.StatusRejected {
		return native.Key{}, nil, errorOf(out)
	}
	rejects, _ := rejectsOf(out)
	return native.Key{}, rejects, nil
}

// rejectsOf reads an answer that is no, and the callbacks that failed.
func rejectsOf(out *native.Outcome) ([]pretrade.Reject, []pretrade.Failure) {
	r := out.Reader()
	found := r.Rejects()
	failed := r.Failures()
	rejects := make([]pretrade.Reject, len(found))
	for index, reject := range found {
		rejects[index] = pretrade.Reject{
			Policy: reject.Policy, Code: pretrade.RejectCode(reject.Code), Reason: reject.Reason,
			Details: reject.Details, Scope: pretrade.RejectScope(reject.Scope),
			UserData: reject.UserData, Failure: failureOf(reject, failed),
		}
	}
	return rejects, failures(failed)
}

// failureOf is what the policy of a fail-closed reject said of itself.
func failureOf(reject native.Reject, failed []native.Failure) string {
	if reject.Code != uint16(pretrade.RejectCodeSystemUnavailable) {
		return ""
	}
	for _, failure := range failed {
		if failure.Policy == reject.Policy && reject.Details == "hook `"+failure.Hook+"` failed" {
			return failure.Text
		}
	}
	return ""
}
