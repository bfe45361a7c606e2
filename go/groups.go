// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// RegisterGroup puts accounts into a group, all or none (K-5). Those that are in it already stay. A
// *param.Error of kind `reserved` refuses the default group, one of kind `in_another_group` an
// account that is in another group; then nothing changes.
func (a Accounts) RegisterGroup(group param.AccountGroupID, accounts ...param.AccountID) error {
	return a.core.regroup(native.RegroupRegister, group, accounts)
}

// UnregisterGroup takes accounts out of a group, all or none (K-5): they are in the default group
// again. A *param.Error of kind `reserved` refuses the default group, one of kind `not_in_group` an
// account that is not in the group; then nothing changes.
func (a Accounts) UnregisterGroup(group param.AccountGroupID, accounts ...param.AccountID) error {
	return a.core.regroup(native.RegroupUnregister, group, accounts)
}

// GroupOf is the account's group: the default one unless it was registered in another.
func (a Accounts) GroupOf(account param.AccountID) param.AccountGroupID {
	if a.core == nil {
		return param.AccountGroupID{}
	}
	var out native.Outcome
	a.core.native.GroupOf(account.Uint64(), &out)
	runtime.KeepAlive(a.core)
	return param.AccountGroupIDFromInt(uint32(out.Key.Number))
}

// BlockGroup blocks every account that is in the group at the time of a call (K-5.2); the default
// group has every account that is in no other. It gives the cause, with which the group can be
// unblocked.
func (a Accounts) BlockGroup(
	group param.AccountGroupID, reason string,
) (pretrade.BlockCause, error) {
	return a.core.block(native.ScopeGroup, uint64(group.Uint32()), reason)
}

// UnblockGroup removes one cause of a group's block, whoever set it; false if it was not there.
func (a Accounts) UnblockGroup(
	group param.AccountGroupID, cause pretrade.BlockCause,
) (bool, error) {
	return a.core.unblock(native.ScopeGroup, uint64(group.Uint32()), cause)
}

// UnblockGroupAll removes every cause of a group's block; false if there was none.
func (a Accounts) UnblockGroupAll(group param.AccountGroupID) (bool, error) {
	return a.core.unblockAll(native.ScopeGroup, uint64(group.Uint32()))
}

func (c *core) regroup(
	what uint32, group param.AccountGroupID, accounts []param.AccountID,
) error {
	if c == nil {
		return unsetEngine()
	}
	numbers := make([]uint64, len(accounts))
	for index, account := range accounts {
		numbers[index] = account.Uint64()
	}
	var out native.Outcome
	c.native.Regroup(what, group.Uint32(), numbers, &out)
	runtime.KeepAlive(c)
	if out.Status != native.StatusOK {
		return errorOf(&out)
	}
	return nil
}
