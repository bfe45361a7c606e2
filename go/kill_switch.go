// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"errors"
	"fmt"
	"strconv"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// BlockScope is what a block stands on (K-1): EngineScope, GroupScope or AccountScope. The zero
// value is unset.
type BlockScope struct {
	set     bool
	account param.Option[param.AccountID]
	group   param.Option[param.AccountGroupID]
}

// EngineScope is the whole engine.
func EngineScope() BlockScope { return BlockScope{set: true} }

// GroupScope is every account that is in the group at the time of a call (K-5.2).
func GroupScope(group param.AccountGroupID) BlockScope {
	return BlockScope{set: true, group: param.Some(group)}
}

// AccountScope is one account.
func AccountScope(account param.AccountID) BlockScope {
	return BlockScope{set: true, account: param.Some(account)}
}

// IsSet tells whether there is a scope.
func (s BlockScope) IsSet() bool { return s.set }

// AccountID is the account; absent if the scope is a group or the whole engine.
func (s BlockScope) AccountID() param.Option[param.AccountID] { return s.account }

// GroupID is the group; absent if the scope is an account or the whole engine.
func (s BlockScope) GroupID() param.Option[param.AccountGroupID] { return s.group }

// String gives `engine`, `account_group`, `account`, or `unset`.
func (s BlockScope) String() string {
	switch {
	case !s.set:
		return "unset"
	case s.account.IsSet():
		return "account"
	case s.group.IsSet():
		return "account_group"
	}
	return "engine"
}

// KillSwitchAction is what one side of a kill-switch mutation does to the policy's own cause (M-3).
// The zero value is unset: that side does nothing.
type KillSwitchAction uint8

// Every action.
const (
	// KillSwitchActionKeep does nothing.
	KillSwitchActionKeep KillSwitchAction = native.KillSwitchKeep
	// KillSwitchActionBlock adds the cause: the scope is blocked.
	KillSwitchActionBlock KillSwitchAction = native.KillSwitchBlock
	// KillSwitchActionUnblock removes the cause; other causes stay (K-2).
	KillSwitchActionUnblock KillSwitchAction = native.KillSwitchUnblock
)

// String gives the action's name, the same in every language.
func (a KillSwitchAction) String() string {
	switch a {
	case 0:
		return "unset"
	case KillSwitchActionKeep:
		return "keep"
	case KillSwitchActionBlock:
		return "block"
	case KillSwitchActionUnblock:
		return "unblock"
	}
	return "unknown(" + strconv.Itoa(int(a)) + ")"
}

// IsValid tells whether the value is one of the table: not zero, not unknown.
func (a KillSwitchAction) IsValid() bool {
	return a >= KillSwitchActionKeep && a <= KillSwitchActionUnblock
}

// SetKillSwitch is a kill-switch state that a main-stage policy sets when the order is committed or
// rolled back (M-3). It adds or removes only its own cause: the policy, the code and the reason.
// Its Mutation is emitted with pretrade.Accept.
//
// A block that must hold whatever happens to the order is no mutation: see
// pretrade.PolicyDecision.WithAccountBlocks.
type SetKillSwitch struct {
	// Scope is what is blocked or unblocked.
	Scope BlockScope
	// Code is why, as a code; it must be set.
	Code pretrade.RejectCode
	// Reason is why, in words: rejects will carry it.
	Reason string
	// OnCommit is what the commit side does; at least one side must be set.
	OnCommit KillSwitchAction
	// OnRollback is what the rollback side does.
	OnRollback KillSwitchAction
}

// Mutation is the state as a mutation. One with an unset scope or code, or without a side, makes
// the hook that emits it fail (P-8).
func (s SetKillSwitch) Mutation() Mutation {
	typed := &record.Typed{Kind: pretrade.MutationKindSetKillSwitch, Reason: s.Reason,
		Fault: s.fault()}
	side := func(action KillSwitchAction) uint32 {
		if action == 0 {
			action = KillSwitchActionKeep
		}
		return uint32(action)
	}
	typed.Switch = native.KillSwitch{Scope: native.ScopeEngine, Code: uint32(s.Code),
		OnCommit: side(s.OnCommit), OnRollback: side(s.OnRollback)}
	if account, ok := s.Scope.account.Get(); ok {
		typed.Switch.Scope, typed.Switch.AccountID = native.ScopeAccount, account.Uint64()
	}
	if group, ok := s.Scope.group.Get(); ok {
		typed.Switch.Scope, typed.Switch.AccountID = native.ScopeGroup, uint64(group.Uint32())
	}
	return record.NewTyped(typed)
}

func (s SetKillSwitch) fault() error {
	const actions = "`keep`, `block`, `unblock`"
	switch {
	case !s.Scope.IsSet():
		return errors.New("kill switch scope is `unset`: allowed are `engine`, `account_group`, " +
			"`account`")
	case !s.Code.IsValid():
		return fmt.Errorf("kill switch code is `%s`: allowed is one of the table", s.Code)
	case s.OnCommit == 0 && s.OnRollback == 0:
		return fmt.Errorf("kill switch has no side: allowed are %s on commit or rollback", actions)
	}
	for _, action := range []KillSwitchAction{s.OnCommit, s.OnRollback} {
		if action != 0 && !action.IsValid() {
			return fmt.Errorf("kill switch action is `%s`: allowed are %s", action, actions)
		}
	}
	return nil
}
