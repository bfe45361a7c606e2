// SPDX-License-Identifier: Apache-2.0

package conformance

import "strconv"

func block(asked data) (any, error) {
	scope, err := scopeOf(asked)
	if err != nil {
		return nil, err
	}
	cause, err := scope.block(text(asked, "reason"))
	if err != nil {
		return nil, err
	}
	return data{"cause": current.causes.add(cause)}, nil
}

func unblock(asked data) (any, error) {
	scope, err := scopeOf(asked)
	if err != nil {
		return nil, err
	}
	cause, err := current.causes.get(handle(asked, "cause"))
	if err != nil {
		return nil, err
	}
	removed, err := scope.unblock(*cause)
	return data{"removed": removed}, err
}

func unblockAll(asked data) (any, error) {
	scope, err := scopeOf(asked)
	if err != nil {
		return nil, err
	}
	removed, err := scope.unblockAll()
	return data{"removed": removed}, err
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
		if group, has := block.GroupID.Get(); has {
			one["scope"] = "account_group"
			one["group"] = group.String()
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
