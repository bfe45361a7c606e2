// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
// #cgo noescape openpit_bytes_free
// #cgo nocallback openpit_bytes_free
import "C"

import (
	"encoding/binary"
	"unsafe"
)

// Around gives the struct whose first field an outcome is; it must be one.
func Around[T any](o *Outcome) *T { return (*T)(unsafe.Pointer(o)) }

// Fault is why a call was refused, or which callbacks failed.
type Fault struct {
	Kind, Sub             uint16
	At, Last              int64
	Text, TypeName, Input string
	Failures              []Failure
}

// Failure is one callback that failed.
type Failure struct {
	Policy, Hook, Text string
}

// Reject is one reject.
type Reject struct {
	Code, Scope             uint16
	UserData                uint64
	Policy, Reason, Details string
}

// Cause is one cause of a block.
type Cause struct {
	Code           uint16
	Source, Reason string
}

// Block is one cause of one blocked scope.
type Block struct {
	Scope     uint16
	AccountID uint64
	Cause     Cause
}

// Hold is what one policy has reserved for an account.
type Hold struct {
	AccountID               uint64
	SettlementAsset, Policy string
	Holding                 Holding
}

// Verdict is what one policy said of one order.
type Verdict struct {
	At            int64
	HasAccount    bool
	AccountID     uint64
	ClientOrderID string
	Stage         uint32
	Policy        string
	Codes         []uint16
	Measures      []Measure
}

// Measure is one number that a policy judged.
type Measure struct {
	Metric, Axis              string
	Observed, Limit, Headroom OptionalNumber
}

// OptionalNumber is a number that may be absent.
type OptionalNumber struct {
	Has    bool
	Number Number
}

// Reader reads an outcome's bytes in the order in which the core packed them (wire.rs).
type Reader struct {
	rest string
}

// HasBytes tells whether there is anything to read.
func (o *Outcome) HasBytes() bool { return o.len > 0 }

// Reader copies the bytes and frees what was spilled; the outcome is read once.
func (o *Outcome) Reader() Reader {
	if o.spilled == 0 {
		return Reader{string(o.bytes[:min(o.len, outcomeBytes)])}
	}
	// The library's memory: not Go's, so the collector neither moves nor frees it.
	data := *(**byte)(unsafe.Pointer(&o.spilled))
	rest := string(unsafe.Slice(data, o.len))
	C.openpit_bytes_free(C.size_t(o.spilled), C.uint64_t(o.len))
	o.spilled, o.len = 0, 0
	return Reader{rest}
}

// IsEmpty tells whether there are no more bytes.
func (r *Reader) IsEmpty() bool { return r.rest == "" }

// take gives the next bytes, or zeroes where the core wrote too few: a bug there, no crash here.
func (r *Reader) take(size int) string {
	if size > len(r.rest) {
		r.rest = ""
		return string(make([]byte, min(size, 8)))
	}
	taken := r.rest[:size]
	r.rest = r.rest[size:]
	return taken
}

func (r *Reader) u16() uint16 { return binary.LittleEndian.Uint16([]byte(r.take(2))) }

func (r *Reader) u32() uint32 { return binary.LittleEndian.Uint32([]byte(r.take(4))) }

func (r *Reader) u64() uint64 { return binary.LittleEndian.Uint64([]byte(r.take(8))) }

// Text reads a text.
func (r *Reader) Text() string {
	size := int(r.u32())
	if size > len(r.rest) {
		size = len(r.rest)
	}
	return r.take(size)
}

func list[T any](r *Reader, read func() T) []T {
	if r.IsEmpty() {
		return nil
	}
	count := r.u32()
	if count == 0 {
		return nil
	}
	items := make([]T, 0, min(count, 1024))
	for range count {
		items = append(items, read())
	}
	return items
}

// Texts reads a list of texts.
func (r *Reader) Texts() []string { return list(r, r.Text) }

// Failures reads the callbacks that failed.
func (r *Reader) Failures() []Failure {
	return list(r, func() Failure {
		return Failure{Policy: r.Text(), Hook: r.Text(), Text: r.Text()}
	})
}

// Rejects reads the rejects.
func (r *Reader) Rejects() []Reject {
	return list(r, func() Reject {
		return Reject{Code: r.u16(), Scope: r.u16(), UserData: r.u64(),
			Policy: r.Text(), Reason: r.Text(), Details: r.Text()}
	})
}

// Cause reads one cause of a block.
func (r *Reader) Cause() Cause {
	return Cause{Code: r.u16(), Source: r.Text(), Reason: r.Text()}
}

// Causes reads the causes of one scope's block.
func (r *Reader) Causes() []Cause { return list(r, r.Cause) }

// Blocks reads the causes of every block.
func (r *Reader) Blocks() []Block {
	return list(r, func() Block {
		return Block{Scope: r.u16(), AccountID: r.u64(), Cause: r.Cause()}
	})
}

// Anomalies reads what does not fit earlier reports.
func (r *Reader) Anomalies() []uint32 { return list(r, r.u32) }

func (r *Reader) number() Number {
	return Number{Lo: r.u64(), Hi: r.u64(), Scale: r.u32(), Negative: r.u32()}
}

func (r *Reader) optional() OptionalNumber {
	return OptionalNumber{Has: r.u32() != 0, Number: r.number()}
}

// Holds reads what every policy has reserved.
func (r *Reader) Holds() []Hold {
	return list(r, func() Hold {
		return Hold{AccountID: r.u64(), SettlementAsset: r.Text(), Policy: r.Text(),
			Holding: Holding{Held: r.number(), Open: r.number(), Used: r.number()}}
	})
}

// Verdicts reads what policies said of orders.
func (r *Reader) Verdicts() []Verdict {
	measure := func() Measure {
		return Measure{Metric: r.Text(), Axis: r.Text(), Observed: r.optional(),
			Limit: r.optional(), Headroom: r.optional()}
	}
	return list(r, func() Verdict {
		return Verdict{At: int64(r.u64()), HasAccount: r.u32() != 0, AccountID: r.u64(),
			ClientOrderID: r.Text(), Stage: r.u32(), Policy: r.Text(),
			Codes: list(r, r.u16), Measures: list(r, measure)}
	})
}

// Fault reads why a call was refused; the outcome's status is neither OK nor rejected.
func (o *Outcome) Fault() *Fault {
	r := o.Reader()
	if o.Status == StatusPanic {
		return &Fault{Text: r.Text()}
	}
	return &Fault{Kind: r.u16(), Sub: r.u16(), At: int64(r.u64()), Last: int64(r.u64()),
		Text: r.Text(), TypeName: r.Text(), Input: r.Text(), Failures: r.Failures()}
}
