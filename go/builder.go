// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// EngineBuilder is the configuration of an engine: the sync policy first, then policies in the
// order in which they will run (P-1). Faults are kept until Build, which reports all of them.
type EngineBuilder struct {
	settings
}

// settings is what builders of engines collect, whatever types the orders have.
type settings struct {
	sync    uint32
	clock   *ManualClock
	record  bool
	explain bool
	require bool
	steps   []func(*building)
	without bool
}

// building is one Build under way.
type building struct {
	native   native.Builder
	faults   []string
	policies []uint64
	place    int
}

// NewEngineBuilder starts the configuration of an engine.
func NewEngineBuilder() *EngineBuilder { return new(EngineBuilder) }

// NoSync chooses the Local mode: one call at a time, no synchronization (T).
func (b *EngineBuilder) NoSync() *EngineBuilder {
	b.sync = native.SyncLocal
	return b
}

// AccountSync chooses the Account mode: any goroutine, but calls for one account never overlap. A
// second one for an account is refused as an ErrThreading of kind account_busy and changes nothing
// (T).
func (b *EngineBuilder) AccountSync() *EngineBuilder {
	b.sync = native.SyncAccount
	return b
}

// FullSync chooses the Full mode: any goroutine, any time. Of two calls for one account the second
// waits (T). A callback that waits for another goroutine's call on its own account waits for ever.
func (b *EngineBuilder) FullSync() *EngineBuilder {
	b.sync = native.SyncFull
	return b
}

// Clock takes the time from the calls instead of the system clock (D-2).
func (b *EngineBuilder) Clock(clock ManualClock) *EngineBuilder {
	b.clock = &clock
	return b
}

// RecordDecisions writes the decision log (D-1): one line for each call that decides. Without it
// the log costs nothing.
func (b *EngineBuilder) RecordDecisions() *EngineBuilder {
	b.record = true
	return b
}

// RecordVerdicts keeps what every policy said of every order, until Engine.Verdicts takes it.
// Without it verdicts cost nothing.
func (b *EngineBuilder) RecordVerdicts() *EngineBuilder {
	b.explain = true
	return b
}

// RequireLimits rejects an order that no barrier of one of the limit policies matches, with
// pretrade.RejectCodeRiskConfigurationMissing (L-7): an account or asset that was forgotten does
// not trade without limits.
func (b *EngineBuilder) RequireLimits() *EngineBuilder {
	b.require = true
	return b
}

// Builtin adds a built-in policy (L).
func (b *EngineBuilder) Builtin(policy policies.Builtin) *EngineBuilder {
	b.builtin(policy)
	return b
}

// PreTrade adds the caller's own policy. Each of pretrade.StartChecker[Order],
// pretrade.MainChecker[Order], pretrade.ReportApplier[ExecutionReport] and
// pretrade.AdjustmentApplier[AccountAdjustment] that it implements is one of its hooks.
func (b *EngineBuilder) PreTrade(policy pretrade.Policy[Order]) *EngineBuilder {
	preTrade[Order, ExecutionReport](&b.settings, policy)
	return b
}

// Limits adds the built-in policies that a limits file describes, in its order. Its `each_` tables
// expand over the given names of accounts. Every fault names its line, its key and what is allowed.
func (b *EngineBuilder) Limits(text string, accounts []string) *EngineBuilder {
	b.limits(text, accounts)
	return b
}

// Build builds the engine, or gives every fault of the configuration at once in a *ConfigError. It
// may be called again for another engine with the same configuration.
func (b *EngineBuilder) Build() (*Engine, error) {
	made, err := b.build()
	if err != nil {
		return nil, err
	}
	return &Engine{made}, nil
}

func (s *settings) step(step func(*building)) {
	s.without = s.without || s.sync == 0
	s.steps = append(s.steps, step)
}

func (s *settings) builtin(policy policies.Builtin) {
	s.step(func(at *building) {
		at.place++
		if policy == nil {
			at.fault("policy is nil: allowed is one of package policies")
			return
		}
		out := new(native.Outcome)
		policy.Configure(at.native, out)
		at.check(out)
	})
}

func preTrade[O, R any](s *settings, policy pretrade.Policy[O]) {
	s.step(func(at *building) {
		at.place++
		bind[O, R](at, policy)
	})
}

func (s *settings) limits(text string, accounts []string) {
	names := append([]string(nil), accounts...)
	s.step(func(at *building) {
		out := new(native.Outcome)
		at.native.Limits(text, names, out)
		at.check(out)
	})
}

func (s *settings) build() (*core, error) {
	at := &building{native: native.NewBuilder(max(s.sync, native.SyncLocal))}
	defer at.native.Free()
	if s.sync == 0 || s.without {
		at.faults = append(at.faults,
			"sync policy is not chosen before the first policy: allowed is `NoSync`, "+
				"`AccountSync` or `FullSync`")
	}
	out := new(native.Outcome)
	if s.clock != nil {
		at.native.Clock(s.clock.start, s.clock.acceptLate, out)
		at.check(out)
	}
	if s.record {
		at.native.RecordDecisions(out)
		at.check(out)
	}
	if s.explain {
		at.native.RecordVerdicts(out)
		at.check(out)
	}
	if s.require {
		at.native.RequireLimits(out)
		at.check(out)
	}
	for _, step := range s.steps {
		step(at)
	}
	engine := at.native.Build(out)
	if out.Status == native.StatusConfig {
		r := out.Reader()
		at.faults = append(at.faults, r.Texts()...)
	} else {
		at.check(out)
	}
	if len(at.faults) > 0 {
		if !engine.IsNil() {
			engine.Free()
		}
		native.Forget(at.policies)
		return nil, &ConfigError{at.faults}
	}
	return newCore(engine, at.policies), nil
}

func (at *building) fault(text string) { at.faults = append(at.faults, text) }

func (at *building) check(out *native.Outcome) {
	if out.Status != native.StatusOK {
		at.fault(out.Fault().Text)
	}
}
