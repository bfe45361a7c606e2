// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit/pretrade"
)

func block(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	var cause pretrade.BlockCause
	if asked["account"] == nil {
		cause, err = engine.Block(text(asked, "reason"))
	} else {
		account, wrong := accountOf(text(asked, "account"))
		if wrong != nil {
			return nil, wrong
		}
		cause, err = engine.Accounts().Block(account, text(asked, "reason"))
	}
	if err != nil {
		return nil, err
	}
	return data{"cause": current.causes.add(cause)}, nil
}

func unblock(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	cause, err := current.causes.get(handle(asked, "cause"))
	if err != nil {
		return nil, err
	}
	if asked["account"] == nil {
		_, err = engine.Unblock(*cause)
		return nil, err
	}
	account, err := accountOf(text(asked, "account"))
	if err != nil {
		return nil, err
	}
	_, err = engine.Accounts().Unblock(account, *cause)
	return nil, err
}

func unblockAll(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	if asked["account"] == nil {
		_, err = engine.UnblockAll()
		return nil, err
	}
	account, err := accountOf(text(asked, "account"))
	if err != nil {
		return nil, err
	}
	_, err = engine.Accounts().UnblockAll(account)
	return nil, err
}

func blocked(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	blocks, err := engine.Accounts().Blocked()
	if err != nil {
		return nil, err
	}
	found := []data{}
	for _, block := range blocks {
		one := data{
			"scope": "engine", "source": block.Cause.Source, "code": block.Cause.Code.String(),
			"reason": block.Cause.Reason, "cause": current.causes.add(block.Cause),
		}
		if account, has := block.AccountID.Get(); has {
			one["scope"] = "account"
			one["account"] = account.String()
		}
		found = append(found, one)
	}
	return found, nil
}

func decisions(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	lines, err := engine.Decisions()
	return append([]string{}, lines...), err
}

func digest(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	return engine.DecisionsDigest()
}

func drops(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	counters := engine.Drops()
	return data{
		"queued":  strconv.FormatUint(counters.Queued, 10),
		"drained": strconv.FormatUint(counters.Drained, 10),
	}, nil
}

func closeEngine(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	return nil, engine.Close()
}
