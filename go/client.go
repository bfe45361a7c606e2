// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"reflect"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ClientOrder is an order of the caller's own type (O-6.3). A type that embeds Order is one, by
// value or by pointer; any other says itself which of its facts the engine reads.
type ClientOrder interface {
	// OrderRecord gives the order as the engine reads it. It is asked once, when the order is
	// submitted, on the caller's goroutine and before the engine's call begins.
	OrderRecord() Order
}

// ClientReport is an execution report of the caller's own type (O-6.3). A type that embeds
// ExecutionReport is one.
type ClientReport interface {
	// ReportRecord gives the report as the engine reads it; it is asked once, as OrderRecord is.
	ReportRecord() ExecutionReport
}

// ClientEngine is an Engine for the caller's own orders and reports: policies written for them get
// the very values that were submitted, while the engine and its built-ins read their records.
// NewClientEngineBuilder makes one; the zero value and nil are none, and using them is an
// ErrLifecycle.
//
// The engine decides by the record as it was when it was submitted (O-4). What a policy gets is the
// caller's own: a value is copied, a pointer is the same pointer.
type ClientEngine[O ClientOrder, R ClientReport] struct {
	engine Engine
}

// plain is the engine without its types; none for the zero value and nil.
func (e *ClientEngine[O, R]) plain() *Engine {
	if e == nil {
		return nil
	}
	return &e.engine
}

// StartPreTrade is the start stage, as Engine.StartPreTrade. An order whose record cannot be had is
// refused before anything happens: nil is an ErrParam, a panic in OrderRecord an ErrCallback.
func (e *ClientEngine[O, R]) StartPreTrade(
	order O, options ...CallOption,
) (Request, []pretrade.Reject, error) {
	c := e.plain().inner()
	if c == nil {
		return Request{}, nil, unsetEngine()
	}
	record, err := orderRecord(order)
	if err != nil {
		return Request{}, nil, err
	}
	return startPreTrade(c, &order, &record, timeOf(options))
}

// ExecutePreTrade is both stages in one call, as Engine.ExecutePreTrade. Errors of the record are
// those of StartPreTrade.
func (e *ClientEngine[O, R]) ExecutePreTrade(
	order O, options ...CallOption,
) (Reservation, []pretrade.Reject, error) {
	c := e.plain().inner()
	if c == nil {
		return Reservation{}, nil, unsetEngine()
	}
	record, err := orderRecord(order)
	if err != nil {
		return Reservation{}, nil, err
	}
	return executePreTrade(c, &order, &record, timeOf(options))
}

// DryRunStartPreTrade is a dry run of the start stage, as Engine.DryRunStartPreTrade. Errors of the
// record are those of StartPreTrade.
func (e *ClientEngine[O, R]) DryRunStartPreTrade(
	order O, options ...CallOption,
) ([]pretrade.Reject, error) {
	return e.dryRun(order, false, options)
}

// DryRunExecutePreTrade is a dry run of both stages, as Engine.DryRunExecutePreTrade. Errors of the
// record are those of StartPreTrade.
func (e *ClientEngine[O, R]) DryRunExecutePreTrade(
	order O, options ...CallOption,
) ([]pretrade.Reject, error) {
	return e.dryRun(order, true, options)
}

func (e *ClientEngine[O, R]) dryRun(
	order O, both bool, options []CallOption,
) ([]pretrade.Reject, error) {
	c := e.plain().inner()
	if c == nil {
		return nil, unsetEngine()
	}
	record, err := orderRecord(order)
	if err != nil {
		return nil, err
	}
	return dryRun(c, &order, &record, both, timeOf(options))
}

// ApplyExecutionReport is post-trade feedback, as Engine.ApplyExecutionReport. Errors of the record
// are those of StartPreTrade.
func (e *ClientEngine[O, R]) ApplyExecutionReport(
	report R, options ...CallOption,
) (PostTradeResult, error) {
	c := e.plain().inner()
	if c == nil {
		return PostTradeResult{}, unsetEngine()
	}
	record, err := reportRecord(report)
	if err != nil {
		return PostTradeResult{}, err
	}
	return applyExecutionReport(c, &report, &record, timeOf(options))
}

// orderRecord asks a client's order for its record. The caller's code runs here: it may panic.
func orderRecord[O ClientOrder](order O) (record Order, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = recordFault(reflect.ValueOf(order), "order_record", cause)
		}
	}()
	return order.OrderRecord(), nil
}

func reportRecord[R ClientReport](report R) (record ExecutionReport, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = recordFault(reflect.ValueOf(report), "report_record", cause)
		}
	}()
	return report.ReportRecord(), nil
}

// recordFault is the error for a record that could not be had. A nil that can do without panicking
// is as good as any value; one that cannot was forgotten.
func recordFault(value reflect.Value, hook string, cause any) error {
	if value.Kind() == reflect.Invalid || value.Kind() == reflect.Pointer && value.IsNil() {
		if hook == "order_record" {
			return refused(native.CheckOrder(nil))
		}
		return refused(native.CheckReport(nil))
	}
	text := native.PanicText(cause)
	failure := pretrade.Failure{Hook: hook, Text: text}
	return &CallbackError{[]pretrade.Failure{failure},
		"callback `" + hook + "` failed, nothing was submitted: " + text}
}

// Close ends the engine, as Engine.Close.
func (e *ClientEngine[O, R]) Close() error { return e.plain().Close() }

// IsClosed tells whether the engine is closed.
func (e *ClientEngine[O, R]) IsClosed() bool { return e.plain().IsClosed() }

// Accounts is the admin handle of accounts, as Engine.Accounts.
func (e *ClientEngine[O, R]) Accounts() Accounts { return e.plain().Accounts() }

// Block blocks the engine, as Engine.Block.
func (e *ClientEngine[O, R]) Block(reason string) (pretrade.BlockCause, error) {
	return e.plain().Block(reason)
}

// Unblock removes one cause of the engine's block, as Engine.Unblock.
func (e *ClientEngine[O, R]) Unblock(cause pretrade.BlockCause) (bool, error) {
	return e.plain().Unblock(cause)
}

// UnblockAll removes every cause of the engine's block, as Engine.UnblockAll.
func (e *ClientEngine[O, R]) UnblockAll() (bool, error) { return e.plain().UnblockAll() }

// ApplyAccountAdjustment adjusts an account by a batch, as Engine.ApplyAccountAdjustment.
func (e *ClientEngine[O, R]) ApplyAccountAdjustment(
	account param.AccountID, adjustments []AccountAdjustment, options ...CallOption,
) (AccountAdjustmentBatchResult, error) {
	return e.plain().ApplyAccountAdjustment(account, adjustments, options...)
}

// Configure is how limits change at run time, as Engine.Configure.
func (e *ClientEngine[O, R]) Configure() Configure { return e.plain().Configure() }

// Armed is which policies will run for an account, as Engine.Armed.
func (e *ClientEngine[O, R]) Armed(account param.AccountID) (string, error) {
	return e.plain().Armed(account)
}

// Balances lists what accounts have, as Engine.Balances.
func (e *ClientEngine[O, R]) Balances() ([]AccountBalance, error) { return e.plain().Balances() }

// State is the engine's whole state, as Engine.State.
func (e *ClientEngine[O, R]) State() (string, error) { return e.plain().State() }

// StateDigest is the digest of the state, as Engine.StateDigest.
func (e *ClientEngine[O, R]) StateDigest() (string, error) { return e.plain().StateDigest() }

// Holds is what every policy has reserved, as Engine.Holds.
func (e *ClientEngine[O, R]) Holds() ([]Hold, error) { return e.plain().Holds() }

// Verdicts takes the verdicts, as Engine.Verdicts.
func (e *ClientEngine[O, R]) Verdicts() ([]Verdict, error) { return e.plain().Verdicts() }

// Decisions takes the decision log's lines, as Engine.Decisions.
func (e *ClientEngine[O, R]) Decisions() ([]string, error) { return e.plain().Decisions() }

// DecisionsDigest is the digest of the decision log, as Engine.DecisionsDigest.
func (e *ClientEngine[O, R]) DecisionsDigest() (string, error) {
	return e.plain().DecisionsDigest()
}

// Drops gives the counters of forgotten handles, as Engine.Drops.
func (e *ClientEngine[O, R]) Drops() DropCounters { return e.plain().Drops() }
