// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// Accounts is the admin side of account blocks, from Engine.Accounts (K-2). It works from any
// goroutine at any time, also beside a running call and from inside a callback: a block is never
// refused for that (K-4).
type Accounts struct {
	core *core
}

// Block is one cause of one blocked scope, as the listing shows it (K-2).
type Block struct {
	// AccountID is the blocked account; absent if a group or the whole engine is blocked.
	AccountID param.Option[param.AccountID]
	// GroupID is the blocked group; absent if an account or the whole engine is blocked.
	GroupID param.Option[param.AccountGroupID]
	// Cause is why.
	Cause pretrade.BlockCause
}

// Accounts gives the admin side of account blocks.
func (e *ClientEngine[O, R, A]) Accounts() Accounts { return Accounts{e.inner()} }

// Block blocks an account and gives the cause, with which it can be unblocked. Blocking again for
// the same reason changes nothing (K-2).
func (a Accounts) Block(account param.AccountID, reason string) (pretrade.BlockCause, error) {
	return a.core.block(native.ScopeAccount, account.Uint64(), reason)
}

// Unblock removes one cause, whoever set it; false if the account did not have it.
func (a Accounts) Unblock(account param.AccountID, cause pretrade.BlockCause) (bool, error) {
	return a.core.unblock(native.ScopeAccount, account.Uint64(), cause)
}

// UnblockAll removes every cause; false if the account had none.
func (a Accounts) UnblockAll(account param.AccountID) (bool, error) {
	return a.core.unblockAll(native.ScopeAccount, account.Uint64())
}

// Blocked lists every cause of every block: the engine's first, then by group, then by
// account id, oldest first.
func (a Accounts) Blocked() ([]Block, error) {
	if a.core == nil {
		return nil, unsetEngine()
	}
	var out native.Outcome
	a.core.native.Blocked(&out)
	runtime.KeepAlive(a.core)
	if out.Status != native.StatusOK {
		return nil, errorOf(&out)
	}
	r := out.Reader()
	found := r.Blocks()
	blocks := make([]Block, len(found))
	for index, block := range found {
		blocks[index].Cause = causeOf(block.Cause)
		switch block.Scope {
		case native.ScopeAccount:
			blocks[index].AccountID = param.Some(param.AccountIDFromInt(block.AccountID))
		case native.ScopeGroup:
			group := param.AccountGroupIDFromInt(uint32(block.AccountID))
			blocks[index].GroupID = param.Some(group)
		}
	}
	return blocks, nil
}

// Block blocks every account and gives the cause, with which the engine can be unblocked (K-2). It
// works from any goroutine at any time, as all of the admin side (K-4).
func (e *ClientEngine[O, R, A]) Block(reason string) (pretrade.BlockCause, error) {
	return e.inner().block(native.ScopeEngine, 0, reason)
}

// Unblock removes one cause of the engine's block; false if it was not there.
func (e *ClientEngine[O, R, A]) Unblock(cause pretrade.BlockCause) (bool, error) {
	return e.inner().unblock(native.ScopeEngine, 0, cause)
}

// UnblockAll removes every cause of the engine's block, but none of an account's; false if there
// was none.
func (e *ClientEngine[O, R, A]) UnblockAll() (bool, error) {
	return e.inner().unblockAll(native.ScopeEngine, 0)
}

func (c *core) block(scope uint32, account uint64, reason string) (pretrade.BlockCause, error) {
	if c == nil {
		return pretrade.BlockCause{}, unsetEngine()
	}
	var out native.Outcome
	c.native.Block(scope, account, reason, &out)
	runtime.KeepAlive(c)
	if out.Status != native.StatusOK {
		return pretrade.BlockCause{}, errorOf(&out)
	}
	r := out.Reader()
	return causeOf(r.Cause()), nil
}

func (c *core) unblock(scope uint32, account uint64, cause pretrade.BlockCause) (bool, error) {
	if c == nil {
		return false, unsetEngine()
	}
	var out native.Outcome
	c.native.Unblock(scope, account, uint32(cause.Code), cause.Source, cause.Reason, &out)
	runtime.KeepAlive(c)
	return truth(&out)
}

func (c *core) unblockAll(scope uint32, account uint64) (bool, error) {
	if c == nil {
		return false, unsetEngine()
	}
	var out native.Outcome
	c.native.UnblockAll(scope, account, &out)
	runtime.KeepAlive(c)
	return truth(&out)
}

func truth(out *native.Outcome) (bool, error) {
	if out.Status != native.StatusOK {
		return false, errorOf(out)
	}
	return out.Flag != 0, nil
}

func causeOf(cause native.Cause) pretrade.BlockCause {
	return pretrade.BlockCause{Source: cause.Source, Code: pretrade.RejectCode(cause.Code),
		Reason: cause.Reason}
}
