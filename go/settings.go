// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade/policies"
)

// settings is what a builder of engines collects, whatever types the records have.
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
}

func (s *settings) step(step func(*building)) {
	s.without = s.without || s.sync == 0
	s.steps = append(s.steps, step)
}

func (s *settings) builtin(policy policies.Builtin) {
	s.step(func(at *building) {
		if policy == nil {
			at.fault("policy is nil: allowed is one of package policies")
			return
		}
		out := new(native.Outcome)
		policy.Configure(at.native, out)
		at.check(out)
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
	// Also when a policy ends the goroutine while it is asked.
	built := false
	defer func() {
		if !built {
			native.Forget(at.policies)
		}
	}()
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
		return nil, &ConfigError{at.faults}
	}
	built = true
	return newCore(engine, at.policies), nil
}

func (at *building) fault(text string) { at.faults = append(at.faults, text) }

func (at *building) check(out *native.Outcome) {
	if out.Status != native.StatusOK {
		at.fault(out.Fault().Text)
	}
}
