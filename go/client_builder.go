// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// ClientEngineBuilder is the configuration of a ClientEngine; its steps are those of EngineBuilder.
type ClientEngineBuilder[O ClientOrder, R ClientReport] struct {
	settings
}

// NewClientEngineBuilder starts the configuration of an engine for the caller's own types (O-6.3):
//
//	openpit.NewClientEngineBuilder[Ticket, openpit.ExecutionReport]().NoSync(). ...
func NewClientEngineBuilder[O ClientOrder, R ClientReport]() *ClientEngineBuilder[O, R] {
	return new(ClientEngineBuilder[O, R])
}

// NoSync chooses the Local mode, as EngineBuilder.NoSync.
func (b *ClientEngineBuilder[O, R]) NoSync() *ClientEngineBuilder[O, R] {
	b.sync = native.SyncLocal
	return b
}

// AccountSync chooses the Account mode, as EngineBuilder.AccountSync.
func (b *ClientEngineBuilder[O, R]) AccountSync() *ClientEngineBuilder[O, R] {
	b.sync = native.SyncAccount
	return b
}

// FullSync chooses the Full mode, as EngineBuilder.FullSync.
func (b *ClientEngineBuilder[O, R]) FullSync() *ClientEngineBuilder[O, R] {
	b.sync = native.SyncFull
	return b
}

// Clock takes the time from the calls, as EngineBuilder.Clock.
func (b *ClientEngineBuilder[O, R]) Clock(clock ManualClock) *ClientEngineBuilder[O, R] {
	b.clock = &clock
	return b
}

// RecordDecisions writes the decision log, as EngineBuilder.RecordDecisions.
func (b *ClientEngineBuilder[O, R]) RecordDecisions() *ClientEngineBuilder[O, R] {
	b.record = true
	return b
}

// RecordVerdicts keeps what every policy said, as EngineBuilder.RecordVerdicts.
func (b *ClientEngineBuilder[O, R]) RecordVerdicts() *ClientEngineBuilder[O, R] {
	b.explain = true
	return b
}

// RequireLimits rejects orders that no barrier matches, as EngineBuilder.RequireLimits.
func (b *ClientEngineBuilder[O, R]) RequireLimits() *ClientEngineBuilder[O, R] {
	b.require = true
	return b
}

// Builtin adds a built-in policy, which reads the record.
func (b *ClientEngineBuilder[O, R]) Builtin(policy policies.Builtin) *ClientEngineBuilder[O, R] {
	b.builtin(policy)
	return b
}

// PreTrade adds the caller's own policy. Each of pretrade.StartChecker[O], pretrade.MainChecker[O],
// pretrade.ReportApplier[R] and pretrade.AdjustmentApplier[AccountAdjustment] that it implements is
// one of its hooks.
func (b *ClientEngineBuilder[O, R]) PreTrade(
	policy pretrade.Policy[O],
) *ClientEngineBuilder[O, R] {
	preTrade[O, R](&b.settings, policy)
	return b
}

// Limits adds what a limits file describes, as EngineBuilder.Limits.
func (b *ClientEngineBuilder[O, R]) Limits(
	text string, accounts []string,
) *ClientEngineBuilder[O, R] {
	b.limits(text, accounts)
	return b
}

// Build builds the engine, or gives every fault of the configuration, as EngineBuilder.Build.
func (b *ClientEngineBuilder[O, R]) Build() (*ClientEngine[O, R], error) {
	made, err := b.build()
	if err != nil {
		return nil, err
	}
	return &ClientEngine[O, R]{Engine{made}}, nil
}
