// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"reflect"

	"go.openpit.dev/openpit/internal/native"
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

// ClientAdjustment is an account adjustment of the caller's own type (O-6.3). A type that embeds
// AccountAdjustment is one.
type ClientAdjustment interface {
	// AdjustmentRecord gives the adjustment as the engine reads it; it is asked once, as OrderRecord
	// is.
	AdjustmentRecord() AccountAdjustment
}

// What asks for records, as failures name it.
const (
	orderHook      = "order_record"
	reportHook     = "report_record"
	adjustmentHook = "adjustment_record"
)

// orderRecord gives the record of an order: the order itself, if it is one; else what it says, in
// the place that is made for that.
func orderRecord[O ClientOrder](order *O, made *Order) (*Order, error) {
	if plain, is := any(order).(*Order); is {
		return plain, nil
	}
	return made, ask(*order, O.OrderRecord, made, orderHook)
}

func reportRecord[R ClientReport](
	report *R, made *ExecutionReport,
) (*ExecutionReport, error) {
	if plain, is := any(report).(*ExecutionReport); is {
		return plain, nil
	}
	return made, ask(*report, R.ReportRecord, made, reportHook)
}

// adjustmentRecords gives the records of a batch: the batch itself, if it is of records.
func adjustmentRecords[A ClientAdjustment](batch []A) ([]AccountAdjustment, error) {
	if plain, are := any(batch).([]AccountAdjustment); are {
		return plain, nil
	}
	made := make([]AccountAdjustment, len(batch))
	for index, one := range batch {
		if err := ask(one, A.AdjustmentRecord, &made[index], adjustmentHook); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// ask asks a client's value for its record. The caller's code runs here: it may panic.
func ask[T, Record any](value T, say func(T) Record, into *Record, hook string) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = recordFault(reflect.ValueOf(value), hook, cause)
		}
	}()
	*into = say(value)
	return nil
}

// recordFault is the error for a record that could not be had. A nil that can do without panicking
// is as good as any value; one that cannot was forgotten.
func recordFault(value reflect.Value, hook string, cause any) error {
	if value.Kind() == reflect.Invalid || value.Kind() == reflect.Pointer && value.IsNil() {
		switch hook {
		case orderHook:
			return refused(native.CheckOrder(nil))
		case reportHook:
			return refused(native.CheckReport(nil))
		}
		return refused(native.CheckAdjustment(nil))
	}
	text := native.PanicText(cause)
	failure := pretrade.Failure{Hook: hook, Text: text}
	return &CallbackError{[]pretrade.Failure{failure},
		"callback `" + hook + "` failed, nothing was submitted: " + text}
}
