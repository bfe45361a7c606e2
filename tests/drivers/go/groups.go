// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// scope is what a block stands on: its three doors, bound to an account, a group or the engine.
type scope struct {
	block      func(reason string) (pretrade.BlockCause, error)
	unblock    func(cause pretrade.BlockCause) (bool, error)
	unblockAll func() (bool, error)
}

func scopeOf(asked data) (scope, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return scope{}, err
	}
	accounts := engine.Accounts()
	switch {
	case asked["account"] != nil:
		account, err := accountOf(text(asked, "account"))
		return scope{
			func(reason string) (pretrade.BlockCause, error) {
				return accounts.Block(account, reason)
			},
			func(cause pretrade.BlockCause) (bool, error) {
				return accounts.Unblock(account, cause)
			},
			func() (bool, error) { return accounts.UnblockAll(account) },
		}, err
	case asked["group"] != nil:
		group, err := param.ParseAccountGroupID(text(asked, "group"))
		return scope{
			func(reason string) (pretrade.BlockCause, error) {
				return accounts.BlockGroup(group, reason)
			},
			func(cause pretrade.BlockCause) (bool, error) {
				return accounts.UnblockGroup(group, cause)
			},
			func() (bool, error) { return accounts.UnblockGroupAll(group) },
		}, err
	}
	return scope{engine.Block, engine.Unblock, engine.UnblockAll}, nil
}

func registerGroup(asked data) (any, error) {
	return regroup(asked, (openpit.Accounts).RegisterGroup)
}

func unregisterGroup(asked data) (any, error) {
	return regroup(asked, (openpit.Accounts).UnregisterGroup)
}

func regroup(
	asked data, change func(openpit.Accounts, param.AccountGroupID, ...param.AccountID) error,
) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	group, err := param.ParseAccountGroupID(text(asked, "group"))
	if err != nil {
		return nil, err
	}
	var accounts []param.AccountID
	listed, _ := asked["accounts"].([]any)
	for _, one := range listed {
		name, _ := one.(string)
		account, err := accountOf(name)
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, account)
	}
	return nil, change(engine.Accounts(), group, accounts...)
}

func groupOf(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	account, err := accountOf(text(asked, "account"))
	if err != nil {
		return nil, err
	}
	return data{"group": engine.Accounts().GroupOf(account).String()}, nil
}

func state(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	return engine.State()
}

func stateDigest(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	return engine.StateDigest()
}
