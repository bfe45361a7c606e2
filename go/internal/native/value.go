// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// #cgo noescape openpit_value_op
// #cgo nocallback openpit_value_op
// #cgo noescape openpit_text_value
// #cgo nocallback openpit_text_value
import "C"

import "unsafe"

// ValueOp does one operation on values of one number type, exactly or with a fault.
func ValueOp(numberType, op uint32, operands *Operands, input string) (Number, *Fault) {
	var result Number
	var out Outcome
	data, size := text(input)
	C.openpit_value_op(C.uint32_t(numberType), C.uint32_t(op),
		(*C.OpenpitOperands)(unsafe.Pointer(operands)), data, size, number(&result), outcome(&out))
	if out.Status != StatusOK {
		return Number{}, out.Fault()
	}
	return result, nil
}

// TextValue judges a text of one kind and gives the number that it stands for, if any.
func TextValue(kind uint32, input string) (uint64, *Fault) {
	var out Outcome
	data, size := text(input)
	C.openpit_text_value(C.uint32_t(kind), data, size, outcome(&out))
	if out.Status != StatusOK {
		return 0, out.Fault()
	}
	return out.Key, nil
}
