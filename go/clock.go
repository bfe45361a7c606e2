// SPDX-License-Identifier: Apache-2.0

package openpit

import "go.openpit.dev/openpit/internal/native"

// ManualClock is a clock that only calls move, to the time that they give with At (D-2). The zero
// value stands at the epoch.
type ManualClock struct {
	start      int64
	acceptLate bool
}

// NewManualClock is a clock that stands at the epoch.
func NewManualClock() ManualClock { return ManualClock{} }

// StartingAt is the same clock standing at so many nanoseconds since the epoch.
func (c ManualClock) StartingAt(ns int64) ManualClock {
	c.start = ns
	return c
}

// AcceptLate is the same clock taking calls with an earlier time: they are applied at the last time
// and flagged late. For logs whose gateways stamp out of order.
func (c ManualClock) AcceptLate() ManualClock {
	c.acceptLate = true
	return c
}

// CallOption changes one call.
type CallOption struct {
	time native.Time
}

// At is the time of the call in nanoseconds since the epoch, under a ManualClock only (D-2).
// Without it the clock stands still.
func At(ns int64) CallOption { return CallOption{native.Time{At: ns, Has: 1}} }

// timeOf is the time that the options give; the last one counts.
func timeOf(options []CallOption) native.Time {
	var t native.Time
	for _, option := range options {
		if option.time.Has != 0 {
			t = option.time
		}
	}
	return t
}
