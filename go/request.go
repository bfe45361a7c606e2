// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
)

// Request is an order that passed the start stage and waits for Execute (P-2). It is a small value;
// its copies are the same request. The zero value is none, and using it is an ErrLifecycle.
//
// A request that is forgotten is dropped when the garbage collector finds it; what start policies
// counted stays counted (P-3).
type Request struct {
	core   *core
	handle *handle
	key    native.Key
}

// Execute is the main stage (P-4), at the request's time or the engine's last, whichever is later.
// It gives a reservation, or the rejects of every policy that rejected, after all mutations were
// rolled back; both use the request up. An error for misuse leaves it as it was; a second Execute
// is a *LifecycleError.
func (r Request) Execute(options ...CallOption) (Reservation, []pretrade.Reject, error) {
	c := r.core
	if c == nil {
		return Reservation{}, nil, &LifecycleError{LifecycleKindRequestUsed,
			"request is unset: allowed is one that `StartPreTrade` gave"}
	}
	t := timeOf(options)
	if c.quiet {
		var out native.Outcome
		c.native.QuietExecute(r.key, t, &out)
		return r.executed(&out)
	}
	f := c.take()
	// Only a valid key makes the core call policies, and then the order is this request's.
	f.seen = r.handle.order
	c.native.Execute(r.key, t, &f.outcome)
	reservation, rejects, err := r.executed(&f.outcome)
	c.give(f)
	return reservation, rejects, err
}

// executed passes the handle on to the reservation, or takes it back.
func (r Request) executed(out *native.Outcome) (Reservation, []pretrade.Reject, error) {
	key, rejects, err := answer(out)
	if key.Number != 0 {
		r.handle.state.kind, r.handle.state.key = native.KeyReservation, key
		return Reservation{r.core, r.handle, key}, nil, nil
	}
	if err == nil {
		r.core.drop(r.handle)
	}
	runtime.KeepAlive(r.handle)
	return Reservation{}, rejects, err
}

// Reservation is an order that passed both stages, and what it holds (P-6). Commit it or roll it
// back, once. It is a small value; its copies are the same reservation. The zero value is none, and
// using it is an ErrLifecycle.
//
// A reservation that is forgotten is rolled back: when the garbage collector finds it, the engine's
// next call, or Close, does so first (T-3a). It is found when no Request or Reservation value that
// shares its handle is left, and handles are used again: a value that was used up and is kept may
// hide a later one, so let go of such values, as of any.
type Reservation struct {
	core   *core
	handle *handle
	key    native.Key
}

// Commit applies the commit side of every mutation, in registration order. Failed callbacks come
// back as a *CallbackError; the reservation is finalized all the same. Any other error leaves it
// as it was; finalizing it again is a *LifecycleError.
func (r Reservation) Commit(options ...CallOption) error {
	return r.finalize(native.SideCommit, options)
}

// Rollback applies the rollback side of every mutation, in reverse order. Errors are those of
// Commit.
func (r Reservation) Rollback(options ...CallOption) error {
	return r.finalize(native.SideRollback, options)
}

// Close drops it here and now: what is open rolls back, and after a report on its order nothing is
// given back. Closing what is finalized, or of a closed engine, does nothing, so that it can be
// deferred; the zero value is closed too. Failed callbacks come back as a *CallbackError; an
// ErrReentrancy or ErrThreading leaves it open.
//
// It reads no clock. Unlike what the garbage collector finds, it is rolled back before Close
// returns.
func (r Reservation) Close() error {
	if r.core == nil {
		return nil
	}
	return r.finalize(native.SideClose, nil)
}

func (r Reservation) finalize(side uint32, options []CallOption) error {
	c := r.core
	if c == nil {
		return &LifecycleError{LifecycleKindReservationFinalized,
			"reservation is unset: allowed is one that `Execute` gave"}
	}
	t := timeOf(options)
	if c.quiet {
		var out native.Outcome
		c.native.QuietFinalize(r.key, side, t, &out)
		return r.finalized(side, &out)
	}
	f := c.take()
	c.native.Finalize(r.key, side, t, &f.outcome)
	err := r.finalized(side, &f.outcome)
	c.give(f)
	return err
}

func (r Reservation) finalized(side uint32, out *native.Outcome) error {
	switch {
	case out.Status != native.StatusOK:
		return r.kept(out)
	case side == native.SideClose && out.Flag == 0:
		// It was closed before: its handle may be another order's by now.
		return nil
	}
	r.core.drop(r.handle)
	return nil
}

// kept is the error of a finalization; only failed callbacks have used the handle up.
func (r Reservation) kept(out *native.Outcome) error {
	err := errorOf(out)
	if _, done := err.(*CallbackError); done {
		r.core.drop(r.handle)
	}
	runtime.KeepAlive(r.handle)
	return err
}
