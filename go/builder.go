// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// EngineBuilder is the configuration of an Engine.
type EngineBuilder = ClientEngineBuilder[Order, ExecutionReport, AccountAdjustment]

// ClientEngineBuilder is the configuration of an engine: the sync policy first, then policies in
// the order in which they will run (P-1). Faults are kept until Build, which reports all of them.
type ClientEngineBuilder[O ClientOrder, R ClientReport, A ClientAdjustment] struct {
	settings
}

// NewEngineBuilder starts the configuration of an engine for the ready-made records.
func NewEngineBuilder() *EngineBuilder { return new(EngineBuilder) }

// NewClientEngineBuilder starts the configuration of an engine for the caller's own types (O-6.3);
// where there is none of its own, the ready-made record stands:
//
//	openpit.NewClientEngineBuilder[Ticket, openpit.ExecutionReport, openpit.AccountAdjustment]()
func NewClientEngineBuilder[
	O ClientOrder, R ClientReport, A ClientAdjustment,
]() *ClientEngineBuilder[O, R, A] {
	return new(ClientEngineBuilder[O, R, A])
}

// NoSync chooses the Local mode: one call at a time, no synchronization (T).
func (b *ClientEngineBuilder[O, R, A]) NoSync() *ClientEngineBuilder[O, R, A] {
	b.sync = native.SyncLocal
	return b
}

// AccountSync chooses the Account mode: any goroutine, but calls for one account never overlap. A
// second one for an account is refused as an ErrThreading of kind account_busy and changes nothing
// (T).
func (b *ClientEngineBuilder[O, R, A]) AccountSync() *ClientEngineBuilder[O, R, A] {
	b.sync = native.SyncAccount
	return b
}

// FullSync chooses the Full mode: any goroutine, any time. Of two calls for one account the second
// waits (T). A callback that waits for another goroutine's call on its own account waits for ever.
func (b *ClientEngineBuilder[O, R, A]) FullSync() *ClientEngineBuilder[O, R, A] {
	b.sync = native.SyncFull
	return b
}

// Clock takes the time from the calls instead of the system clock (D-2).
func (b *ClientEngineBuilder[O, R, A]) Clock(clock ManualClock) *ClientEngineBuilder[O, R, A] {
	b.clock = &clock
	return b
}

// RecordDecisions writes the decision log (D-1): one line for each call that decides. Without it
// the log costs nothing.
func (b *ClientEngineBuilder[O, R, A]) RecordDecisions() *ClientEngineBuilder[O, R, A] {
	b.record = true
	return b
}

// RecordVerdicts keeps what every policy said of every order, until Engine.Verdicts takes it.
// Without it verdicts cost nothing.
func (b *ClientEngineBuilder[O, R, A]) RecordVerdicts() *ClientEngineBuilder[O, R, A] {
	b.explain = true
	return b
}

// RequireLimits rejects an order that no barrier of one of the limit policies matches, with
// pretrade.RejectCodeRiskConfigurationMissing (L-7): an account or asset that was forgotten does
// not trade without limits.
func (b *ClientEngineBuilder[O, R, A]) RequireLimits() *ClientEngineBuilder[O, R, A] {
	b.require = true
	return b
}

// Builtin adds a built-in policy (L), which reads the records.
func (b *ClientEngineBuilder[O, R, A]) Builtin(
	policy policies.Builtin,
) *ClientEngineBuilder[O, R, A] {
	b.builtin(policy)
	return b
}

// PreTrade adds the caller's own policy. Each of pretrade.StartChecker[O], pretrade.MainChecker[O],
// pretrade.ReportApplier[R] and pretrade.AdjustmentApplier[A] that it implements is one of its
// hooks.
func (b *ClientEngineBuilder[O, R, A]) PreTrade(
	policy pretrade.Policy[O],
) *ClientEngineBuilder[O, R, A] {
	b.step(func(at *building) {
		bind[O, R, A](at, policy)
	})
	return b
}

// Limits adds the built-in policies that a limits file describes, in its order. Its `each_` tables
// expand over the given names of accounts. Every fault names its line, its key and what is allowed.
func (b *ClientEngineBuilder[O, R, A]) Limits(
	text string, accounts []string,
) *ClientEngineBuilder[O, R, A] {
	b.limits(text, accounts)
	return b
}

// Build builds the engine, or gives every fault of the configuration at once in a *ConfigError. It
// may be called again for another engine with the same configuration.
func (b *ClientEngineBuilder[O, R, A]) Build() (*ClientEngine[O, R, A], error) {
	made, err := b.build()
	if err != nil {
		return nil, err
	}
	return &ClientEngine[O, R, A]{made}, nil
}
