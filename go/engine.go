// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/pretrade"
)

// Engine is the pre-trade risk engine (P) for the ready-made records. NewEngineBuilder makes one.
type Engine = ClientEngine[Order, ExecutionReport, AccountAdjustment]

// ClientEngine is the pre-trade risk engine (P) for orders of type O, reports of type R and account
// adjustments of type A: the ready-made records, as Engine, or the caller's own types (O-6.3).
// NewClientEngineBuilder makes one; the zero value and nil are none, and using them is an
// ErrLifecycle.
//
// Policies get the very values that were submitted, a value as a copy and a pointer as the same
// pointer, while the engine and its built-ins read their records as they were when they were
// submitted (O-4). What has no record is refused before anything happens: nil is an ErrParam, a
// panic while it is asked for one an ErrCallback.
//
// With NoSync one call at a time may use it, from whichever goroutine; an overlapping call gets
// ErrThreading and changes nothing (T-1). Requests and reservations belong to their engine in this
// too. Close it when it is no longer needed; an engine that is forgotten is closed when the garbage
// collector finds it.
type ClientEngine[O ClientOrder, R ClientReport, A ClientAdjustment] struct {
	core *core
}

// inner is what the engine shares with its handles; none for the zero value and nil.
func (e *ClientEngine[O, R, A]) inner() *core {
	if e == nil {
		return nil
	}
	return e.core
}

func unsetEngine() error {
	return &LifecycleError{LifecycleKindEngineClosed,
		"engine is unset: allowed is one that `Build` gave"}
}

// StartPreTrade is the start stage: the early checks, in registration order, up to the first reject
// (P-2). It gives a request, or the rejects of one policy, or an error for misuse.
func (e *ClientEngine[O, R, A]) StartPreTrade(
	order O, options ...CallOption,
) (Request, []pretrade.Reject, error) {
	c := e.inner()
	if c == nil {
		return Request{}, nil, unsetEngine()
	}
	var made Order
	record, err := orderRecord(&order, &made)
	if err != nil {
		return Request{}, nil, err
	}
	return startPreTrade(c, &order, record, timeOf(options))
}

// startPreTrade submits an order by its record; both are copied (O-4).
func startPreTrade[O any](
	c *core, order *O, record *Order, t native.Time,
) (Request, []pretrade.Reject, error) {
	if c.quiet {
		var flat native.Order
		var out native.Outcome
		record.Flatten(&flat)
		c.native.QuietStart(&flat, t, &out)
		return c.request(&out)
	}
	f := c.take()
	f.flat = native.Order{}
	record.Flatten(&f.flat)
	f.seen = keep(&f.order, order)
	c.native.Start(&f.flat, t, &f.outcome)
	request, rejects, err := c.request(&f.outcome)
	if h := request.handle; h != nil {
		h.order, f.order = f.order, h.order
	} else {
		f.order.forget()
	}
	c.give(f)
	return request, rejects, err
}

func (c *core) request(out *native.Outcome) (Request, []pretrade.Reject, error) {
	key, rejects, err := answer(out)
	if key.Number == 0 {
		return Request{}, rejects, err
	}
	return Request{c, c.hold(native.KeyRequest, key), key}, nil, nil
}

// ExecutePreTrade is start and execute in one call: the same outcomes, with the rejects of the
// stage that rejected (P-5).
func (e *ClientEngine[O, R, A]) ExecutePreTrade(
	order O, options ...CallOption,
) (Reservation, []pretrade.Reject, error) {
	c := e.inner()
	if c == nil {
		return Reservation{}, nil, unsetEngine()
	}
	var made Order
	record, err := orderRecord(&order, &made)
	if err != nil {
		return Reservation{}, nil, err
	}
	return executePreTrade(c, &order, record, timeOf(options))
}

func executePreTrade[O any](
	c *core, order *O, record *Order, t native.Time,
) (Reservation, []pretrade.Reject, error) {
	if c.quiet {
		var flat native.Order
		var out native.Outcome
		record.Flatten(&flat)
		c.native.QuietBoth(&flat, t, &out)
		return c.reservation(&out)
	}
	f := c.take()
	f.flat = native.Order{}
	record.Flatten(&f.flat)
	f.seen = keep(&f.order, order)
	c.native.Both(&f.flat, t, &f.outcome)
	reservation, rejects, err := c.reservation(&f.outcome)
	f.order.forget()
	c.give(f)
	return reservation, rejects, err
}

func (c *core) reservation(out *native.Outcome) (Reservation, []pretrade.Reject, error) {
	key, rejects, err := answer(out)
	if key.Number == 0 {
		return Reservation{}, rejects, err
	}
	return Reservation{c, c.hold(native.KeyReservation, key), key}, nil, nil
}

// PostTradeResult is what came of an execution report (P-10).
type PostTradeResult struct {
	// AccountBlocks is the blocks of the report's account that came into force, in registration
	// order, each with the policy that asked for it.
	AccountBlocks []pretrade.BlockCause
	// Late tells whether the report's time was earlier than the engine's last: it was applied at
	// that (D-2).
	Late bool
	// Duplicate tells whether the same execution was reported before: no policy heard of it again
	// (P-10).
	Duplicate bool
	// Anomalies is what does not fit earlier reports; usually none.
	Anomalies []Anomaly
	// AccountAdjustments is the adjustments of the report's account that report hooks asked for and
	// that were applied, in registration order (P-10.4).
	AccountAdjustments []PolicyAdjustment
	// Failures is the report hooks that failed; each has blocked the account (P-8).
	Failures []pretrade.Failure
}

// ApplyExecutionReport is post-trade feedback (P-10): every policy learns of the execution. A
// report is a fact: it is taken for blocked accounts too (K-3), and under the manual clock with an
// earlier time, which flags it late. A report without an account is an error; a failed report hook
// is none.
func (e *ClientEngine[O, R, A]) ApplyExecutionReport(
	report R, options ...CallOption,
) (PostTradeResult, error) {
	c := e.inner()
	if c == nil {
		return PostTradeResult{}, unsetEngine()
	}
	var made ExecutionReport
	record, err := reportRecord(&report, &made)
	if err != nil {
		return PostTradeResult{}, err
	}
	return applyExecutionReport(c, &report, record, timeOf(options))
}

func applyExecutionReport[R any](
	c *core, report *R, record *ExecutionReport, t native.Time,
) (PostTradeResult, error) {
	if c.quiet {
		var flat native.Report
		var out native.Outcome
		record.Flatten(&flat)
		c.native.QuietReport(&flat, t, &out)
		runtime.KeepAlive(c)
		return postTrade(&out)
	}
	f := c.take()
	f.flatReport = native.Report{}
	record.Flatten(&f.flatReport)
	f.seen = keep(&f.report, report)
	c.native.Report(&f.flatReport, t, &f.outcome)
	result, err := postTrade(&f.outcome)
	f.report.forget()
	c.give(f)
	return result, err
}

func postTrade(out *native.Outcome) (PostTradeResult, error) {
	if out.Status != native.StatusOK {
		return PostTradeResult{}, errorOf(out)
	}
	result := PostTradeResult{Late: out.Flag&native.PostTradeLate != 0,
		Duplicate: out.Flag&native.PostTradeDuplicate != 0}
	if out.HasBytes() {
		result.read(out.Reader())
	}
	return result, nil
}

// read takes over what a report caused; few reports cause anything.
func (p *PostTradeResult) read(r native.Reader) {
	for _, cause := range r.Causes() {
		p.AccountBlocks = append(p.AccountBlocks, causeOf(cause))
	}
	p.Failures = failures(r.Failures())
	for _, anomaly := range r.Anomalies() {
		p.Anomalies = append(p.Anomalies, Anomaly(anomaly))
	}
	adjustments := r.PolicyAdjustments()
	for index := range adjustments {
		one := &adjustments[index]
		p.AccountAdjustments = append(p.AccountAdjustments, PolicyAdjustment{Policy: one.Policy,
			Adjustment: record.AdjustmentOf(&one.Adjustment), Balance: record.BalanceOf(&one.Balance)})
	}
}

// Close rolls back what is open, the newest first, and ends the engine (P-7). Closing again, or
// closing what is no engine, does nothing. Rollbacks that failed come back as a *CallbackError: the
// engine is closed all the same. Misuse leaves it open.
func (e *ClientEngine[O, R, A]) Close() error {
	c := e.inner()
	if c == nil || c.closed.Load() {
		return nil
	}
	f := c.take()
	c.native.Close(&f.outcome)
	var err error
	if f.outcome.Status != native.StatusOK {
		err = errorOf(&f.outcome)
	}
	c.give(f)
	if _, failed := err.(*CallbackError); err == nil || failed {
		c.closed.Store(true)
		c.owned.forget()
	}
	runtime.KeepAlive(c)
	return err
}

// IsClosed tells whether the engine is closed.
func (e *ClientEngine[O, R, A]) IsClosed() bool {
	c := e.inner()
	return c == nil || c.closed.Load()
}

// Decisions takes the decision log's lines that were not taken yet, without line feeds (D-1). Empty
// unless the engine records decisions. Works after Close too.
func (e *ClientEngine[O, R, A]) Decisions() ([]string, error) {
	return read(e.inner(), (native.Engine).Decisions, (*native.Reader).Texts)
}

// DecisionsDigest is the SHA-256 of the whole decision log so far, drained lines too, in lower-case
// hexadecimal (D-1). Of no bytes at all unless the engine records decisions. Works after Close too.
func (e *ClientEngine[O, R, A]) DecisionsDigest() (string, error) {
	return read(e.inner(), (native.Engine).DecisionsDigest, (*native.Reader).Text)
}

func read[T any](
	c *core, call func(native.Engine, *native.Outcome), get func(*native.Reader) T,
) (T, error) {
	var none T
	if c == nil {
		return none, unsetEngine()
	}
	out := new(native.Outcome)
	call(c.native, out)
	runtime.KeepAlive(c)
	if out.Status != native.StatusOK {
		return none, errorOf(out)
	}
	r := out.Reader()
	return get(&r), nil
}

// DropCounters is how many forgotten handles were queued, and how many of those the engine has
// rolled back since (T-3a).
type DropCounters struct {
	// Queued is how many had to wait for a call.
	Queued uint64
	// Drained is how many of those have been rolled back since.
	Drained uint64
}

// Drops gives the counters of forgotten handles. From any goroutine, at any time.
func (e *ClientEngine[O, R, A]) Drops() DropCounters {
	c := e.inner()
	if c == nil {
		return DropCounters{}
	}
	counters := DropCounters(c.native.Drops())
	runtime.KeepAlive(c)
	return counters
}
