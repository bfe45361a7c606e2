// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// #cgo noescape openpit_value_op
// #cgo nocallback openpit_value_op
// #cgo noescape openpit_text_value
// #cgo nocallback openpit_text_value
// #cgo noescape openpit_refuse
// #cgo nocallback openpit_refuse
import "C"

import "unsafe"

// Kinds of texts.
const (
	TextAsset                = C.OPENPIT_TEXT_KIND_ASSET
	TextClientOrderID        = C.OPENPIT_TEXT_KIND_CLIENT_ORDER_ID
	TextExecutionID          = C.OPENPIT_TEXT_KIND_EXECUTION_ID
	TextAccountID            = C.OPENPIT_TEXT_KIND_ACCOUNT_ID
	TextSide                 = C.OPENPIT_TEXT_KIND_SIDE
	TextRoundingStrategy     = C.OPENPIT_TEXT_KIND_ROUNDING_STRATEGY
	TextInstrument           = C.OPENPIT_TEXT_KIND_INSTRUMENT
	TextPositionSide         = C.OPENPIT_TEXT_KIND_POSITION_SIDE
	TextPositionEffect       = C.OPENPIT_TEXT_KIND_POSITION_EFFECT
	TextPositionMode         = C.OPENPIT_TEXT_KIND_POSITION_MODE
	TextTradeAmountKind      = C.OPENPIT_TEXT_KIND_TRADE_AMOUNT_KIND
	TextAdjustmentAmountKind = C.OPENPIT_TEXT_KIND_ADJUSTMENT_AMOUNT_KIND
	TextAccountNumber        = C.OPENPIT_TEXT_KIND_ACCOUNT_NUMBER
	TextAccountGroupNumber   = C.OPENPIT_TEXT_KIND_ACCOUNT_GROUP_NUMBER
)

// NumberLeverage is leverage where a number type is asked for.
const NumberLeverage = C.OPENPIT_NUMBER_TYPE_LEVERAGE

// ValueOp does one operation on values of one number type, exactly or with a fault.
func ValueOp(numberType, op uint32, operands *Operands, input string, result *Number) *Fault {
	data, size := text(input)
	made := (*C.OpenpitOperands)(unsafe.Pointer(operands))
	kind, what := C.uint32_t(numberType), C.uint32_t(op)
	if C.openpit_value_op(kind, what, made, data, size, number(result), nil) == StatusOK {
		return nil
	}
	// An operation changes nothing, so that it may be done again to hear what was wrong: clearing
	// an outcome costs more than most operations do.
	var out Outcome
	C.openpit_value_op(kind, what, made, data, size, number(result), outcome(&out))
	return out.Fault()
}

// TextValue judges a text of one kind and gives the number that it stands for, if any.
func TextValue(kind uint32, input string) (uint64, *Fault) {
	var out Outcome
	data, size := text(input)
	C.openpit_text_value(C.uint32_t(kind), data, size, outcome(&out))
	if out.Status != StatusOK {
		return 0, out.Fault()
	}
	return out.Key.Number, nil
}

// Refuse is the fault of a type (in lower snake case) that was found on this side, where the core
// cannot look: it has the text that the core gives it everywhere.
func Refuse(typeName string, kind uint16, input string) *Fault {
	var out Outcome
	name, nameSize := text(typeName)
	data, size := text(input)
	C.openpit_refuse(C.uint32_t(kind), name, nameSize, data, size, outcome(&out))
	return out.Fault()
}
