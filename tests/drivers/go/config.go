// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

func build(asked data) (any, error) {
	builder := openpit.NewEngineBuilder()
	if !flag(asked, "late_sync") {
		builder = builder.NoSync()
	}
	if clock := object(asked, "clock"); clock != nil {
		start, err := strconv.ParseInt(text(clock, "start"), 10, 64)
		if err != nil {
			return nil, driverFault("%v", err)
		}
		made := openpit.NewManualClock().StartingAt(start)
		if flag(clock, "accept_late") {
			made = made.AcceptLate()
		}
		builder = builder.Clock(made)
	}
	if flag(asked, "record") {
		builder = builder.RecordDecisions()
	}
	if flag(asked, "require_limits") {
		builder = builder.RequireLimits()
	}
	number := current.engines.last + 1
	for _, policy := range list(asked, "policies") {
		if text(policy, "type") == "custom" {
			own, is := garbagePolicy(policy)
			if !is {
				own = newScripted(policy, number)
			}
			builder = builder.PreTrade(own)
			continue
		}
		builtin, err := builtinOf(policy)
		if err != nil {
			return nil, err
		}
		builder = builder.Builtin(builtin)
	}
	if flag(asked, "late_sync") {
		builder = builder.NoSync()
	}
	engine, err := builder.Build()
	if err != nil {
		return nil, err
	}
	return current.engines.addPointer(engine), nil
}

func builtinOf(policy data) (policies.Builtin, error) {
	name, named := policy["name"].(string)
	barriers := list(policy, "barriers")
	switch text(policy, "type") {
	case "order_validation":
		made := policies.NewOrderValidation()
		if named {
			made = made.Named(name)
		}
		return made, nil
	case "rate_limit":
		made := policies.NewRateLimit().CountRejected(flag(policy, "count_rejected"))
		if named {
			made = made.Named(name)
		}
		return rateLimit(made, barriers)
	case "order_size_limit":
		made := policies.NewOrderSizeLimit()
		if named {
			made = made.Named(name)
		}
		return orderSizeLimit(made, barriers)
	}
	if text(policy, "type") == "notional_limit" {
		made := policies.NewNotionalLimit()
		if named {
			made = made.Named(name)
		}
		return notionalLimit(made, barriers)
	}
	if text(policy, "type") == "pnl_bounds_killswitch" {
		made := policies.NewPnlBoundsKillSwitch()
		if named {
			made = made.Named(name)
		}
		return pnlBounds(made, barriers)
	}
	return nil, driverFault("no policy type `%s`", text(policy, "type"))
}

// keyOf is the account and asset of a barrier, as far as it has them.
func keyOf(barrier data) (account param.AccountID, asset param.Asset, err error) {
	err = first(
		read(barrier, "account", accountOf, &account),
		read(barrier, "asset", param.NewAsset, &asset),
	)
	return account, asset, err
}

func rateLimit(made policies.RateLimitPolicy, barriers []data) (policies.Builtin, error) {
	for _, barrier := range barriers {
		limit, wrong := ordersOf(barrier)
		account, asset, err := keyOf(barrier)
		if err := first(wrong, err); err != nil {
			return nil, err
		}
		switch text(barrier, "axis") {
		case "broker":
			made = made.BrokerBarrier(policies.RateLimitBrokerBarrier{Limit: limit})
		case "asset":
			made = made.AssetBarriers(
				policies.RateLimitAssetBarrier{Limit: limit, SettlementAsset: asset})
		case "account":
			made = made.AccountBarriers(
				policies.RateLimitAccountBarrier{Limit: limit, AccountID: account})
		default:
			made = made.AccountAssetBarriers(policies.RateLimitAccountAssetBarrier{
				Limit: limit, AccountID: account, SettlementAsset: asset})
		}
	}
	return made, nil
}

func orderSizeLimit(made policies.OrderSizeLimitPolicy, barriers []data) (policies.Builtin, error) {
	for _, barrier := range barriers {
		limit, wrong := sizeOf(barrier)
		account, asset, err := keyOf(barrier)
		if err := first(wrong, err); err != nil {
			return nil, err
		}
		switch text(barrier, "axis") {
		case "broker":
			made = made.BrokerBarrier(policies.OrderSizeBrokerBarrier{Limit: limit})
		case "asset":
			made = made.AssetBarriers(policies.OrderSizeAssetBarrier{Limit: limit, Asset: asset})
		default:
			made = made.AccountAssetBarriers(policies.OrderSizeAccountAssetBarrier{
				Limit: limit, AccountID: account, Asset: asset})
		}
	}
	return made, nil
}
