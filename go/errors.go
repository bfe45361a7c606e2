// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"errors"
	"strings"

	"go.openpit.dev/openpit/internal/fault"
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/pretrade"
)

// What an error is, for errors.Is (E-1). Except for ErrCallback, nothing changed (T-1).
var (
	// ErrParam: a value is bad or missing (V-6). errors.As gives a *param.Error.
	ErrParam = fault.Param
	// ErrConfig: an engine's configuration, or a change of its limits, is wrong. errors.As gives a
	// *ConfigError.
	ErrConfig = errors.New("configuration is wrong")
	// ErrLifecycle: a request, reservation or engine is used after its end (P-7). errors.As gives a
	// *LifecycleError.
	ErrLifecycle = errors.New("used after its end")
	// ErrThreading: the sync policy does not allow this use (T-1). errors.As gives a
	// *ThreadingError.
	ErrThreading = errors.New("sync policy does not allow this use")
	// ErrReentrancy: a callback called its own engine (P-9). errors.As gives a *ReentrancyError.
	ErrReentrancy = errors.New("engine is called from its own callback")
	// ErrTime: the given time is not allowed (D-2). errors.As gives a *TimeError.
	ErrTime = errors.New("time is not allowed")
	// ErrCallback: callbacks failed; all the others ran (P-8). errors.As gives a *CallbackError.
	ErrCallback = errors.New("callbacks failed")
)

// ConfigError is every fault of a configuration, in the order of the builder's calls (P-1), or of
// limits that were to change at run time (L-5).
type ConfigError struct {
	// Faults is what is wrong and what is allowed; never empty.
	Faults []string
}

// Error gives all faults.
func (e *ConfigError) Error() string { return strings.Join(e.Faults, "; ") }

// Is tells whether target is ErrConfig.
func (e *ConfigError) Is(target error) bool { return target == ErrConfig }

// LifecycleError is a use of something after its end (P-7).
type LifecycleError struct {
	// Kind is what was used.
	Kind LifecycleKind
	text string
}

// Error gives the text, the same in all languages.
func (e *LifecycleError) Error() string { return e.text }

// Is tells whether target is ErrLifecycle.
func (e *LifecycleError) Is(target error) bool { return target == ErrLifecycle }

// ThreadingError is a use that the sync policy does not allow (T-1).
type ThreadingError struct {
	// Kind is how the call broke the sync policy.
	Kind ThreadingKind
	text string
}

// Error gives the text, the same in all languages.
func (e *ThreadingError) Error() string { return e.text }

// Is tells whether target is ErrThreading.
func (e *ThreadingError) Is(target error) bool { return target == ErrThreading }

// ReentrancyError is a call of an engine from its own callback (P-9).
type ReentrancyError struct {
	text string
}

// Error gives the text, the same in all languages.
func (e *ReentrancyError) Error() string { return e.text }

// Is tells whether target is ErrReentrancy.
func (e *ReentrancyError) Is(target error) bool { return target == ErrReentrancy }

// TimeError is a time that the engine does not take (D-2).
type TimeError struct {
	// Kind is why the time was refused.
	Kind TimeKind
	// At is the given time in nanoseconds since the epoch.
	At int64
	// Last is the engine's last time in nanoseconds since the epoch.
	Last int64
	text string
}

// Error gives the text, the same in all languages.
func (e *TimeError) Error() string { return e.text }

// Is tells whether target is ErrTime.
func (e *TimeError) Is(target error) bool { return target == ErrTime }

// CallbackError is every callback of one call that failed, together (P-8). The call has done its
// work all the same: a reservation is finalized, an engine closed. The account is blocked with each
// failure as a cause.
//
// The record method of a client's own type (ClientOrder, ClientReport) is a callback too. If it
// fails there is no policy to it, and nothing was submitted and nobody blocked.
type CallbackError struct {
	// Failures is the failed callbacks, in the order in which they ran.
	Failures []pretrade.Failure
	text     string
}

// Error gives the text.
func (e *CallbackError) Error() string { return e.text }

// Is tells whether target is ErrCallback.
func (e *CallbackError) Is(target error) bool { return target == ErrCallback }

// Numbers of the kinds of errors, from spec/errors.toml.
const (
	kindParam      = 1
	kindLifecycle  = 3
	kindThreading  = 4
	kindReentrancy = 5
	kindTime       = 6
	kindCallback   = 7
)

// errorOf takes over what the core refused a call with.
func errorOf(out *native.Outcome) error {
	if out.Status == native.StatusConfig {
		r := out.Reader()
		return &ConfigError{r.Texts()}
	}
	found := out.Fault()
	switch found.Kind {
	case kindParam:
		return refused(found)
	case kindLifecycle:
		return &LifecycleError{LifecycleKind(found.Sub), found.Text}
	case kindThreading:
		return &ThreadingError{ThreadingKind(found.Sub), found.Text}
	case kindReentrancy:
		return &ReentrancyError{found.Text}
	case kindTime:
		return &TimeError{TimeKind(found.Sub), found.At, found.Last, found.Text}
	case kindCallback:
		return &CallbackError{failures(found.Failures), found.Text}
	}
	return errors.New(found.Text)
}

func failures(found []native.Failure) []pretrade.Failure {
	if len(found) == 0 {
		return nil
	}
	made := make([]pretrade.Failure, len(found))
	for index, failure := range found {
		made[index] = pretrade.Failure(failure)
	}
	return made
}
