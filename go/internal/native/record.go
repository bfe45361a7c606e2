// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// #cgo noescape openpit_order_check
// #cgo nocallback openpit_order_check
// #cgo noescape openpit_report_check
// #cgo nocallback openpit_report_check
// #cgo noescape openpit_adjustment_check
// #cgo nocallback openpit_adjustment_check
import "C"

import "unsafe"

// CheckOrder judges an order as every call that takes one does.
func CheckOrder(o *Order) *Fault {
	var out Outcome
	C.openpit_order_check(order(o), outcome(&out))
	return out.refusal()
}

// CheckReport judges an execution report as every call that takes one does.
func CheckReport(r *Report) *Fault {
	var out Outcome
	C.openpit_report_check(report(r), outcome(&out))
	return out.refusal()
}

// CheckAdjustment judges an account adjustment.
func CheckAdjustment(a *Adjustment) *Fault {
	var out Outcome
	C.openpit_adjustment_check((*C.OpenpitAdjustment)(unsafe.Pointer(a)), outcome(&out))
	return out.refusal()
}

// refusal is what a call was refused with; nil if it was not.
func (o *Outcome) refusal() *Fault {
	if o.Status == StatusOK {
		return nil
	}
	return o.Fault()
}
