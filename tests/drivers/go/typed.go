// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// accountFor is the account of a deed: the call's own unless it names one.
func accountFor(rule data, own param.AccountID) (param.AccountID, error) {
	if rule["for_account"] == nil {
		return own, nil
	}
	return accountOf(text(rule, "for_account"))
}

// reserveOf is the reservation that a rule states.
func reserveOf(rule data, own param.AccountID) (openpit.Mutation, error) {
	var made openpit.ReserveNotional
	account, err := accountFor(rule, own)
	made.AccountID = account
	err = first(
		err,
		read(rule, "amount", param.NewVolume, &made.Amount),
		read(rule, "asset", param.NewAsset, &made.SettlementAsset),
		option(rule, "account_asset_limit", param.NewVolume, &made.AccountAssetLimit),
		option(rule, "asset_limit", param.NewVolume, &made.AssetLimit),
	)
	return made.Mutation(), err
}

var actions = map[string]openpit.KillSwitchAction{
	"keep":    openpit.KillSwitchActionKeep,
	"block":   openpit.KillSwitchActionBlock,
	"unblock": openpit.KillSwitchActionUnblock,
}

// killSwitchOf is the kill-switch state that a rule states.
func killSwitchOf(rule data, own param.AccountID) (openpit.Mutation, error) {
	account, err := accountFor(rule, own)
	if err != nil {
		return openpit.Mutation{}, err
	}
	code, _ := pretrade.ParseRejectCode(text(rule, "code"))
	made := openpit.SetKillSwitch{
		Scope: openpit.AccountScope(account), Code: code, Reason: text(rule, "reason"),
		OnCommit: openpit.KillSwitchActionBlock, OnRollback: openpit.KillSwitchActionKeep,
	}
	switch text(rule, "scope") {
	case "engine":
		made.Scope = openpit.EngineScope()
	case "group":
		group, err := param.ParseAccountGroupID(text(rule, "group"))
		if err != nil {
			return openpit.Mutation{}, err
		}
		made.Scope = openpit.GroupScope(group)
	}
	if action, told := actions[text(rule, "on_commit")]; told {
		made.OnCommit = action
	}
	if action, told := actions[text(rule, "on_rollback")]; told {
		made.OnRollback = action
	}
	return made.Mutation(), nil
}

// releaseOf is the release that a rule states.
func releaseOf(rule data) (pretrade.Release, error) {
	var made pretrade.Release
	err := first(
		read(rule, "amount", param.NewVolume, &made.Amount),
		read(rule, "asset", param.NewAsset, &made.SettlementAsset),
	)
	return made, err
}

// readHolding notes what the context has of an asset.
func (s *scripted) readHolding(hook string, ctx pretrade.Context, rule data) error {
	asset, err := param.NewAsset(text(rule, "asset"))
	if err != nil {
		return err
	}
	own, err := ctx.OwnHolding(asset)
	if err != nil {
		return err
	}
	total, err := ctx.TotalHolding(asset)
	if err != nil {
		return err
	}
	note(data{
		"policy": s.name, "hook": hook, "holding": asset.String(),
		"own_held": own.Held.String(), "own_open": own.Open.String(),
		"own_used": own.Used.String(), "total_used": total.Used.String(),
		"total_held": total.Held.String(), "total_open": total.Open.String(),
	})
	return nil
}

func holds(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	listed, err := engine.Holds()
	if err != nil {
		return nil, err
	}
	found := []data{}
	for _, hold := range listed {
		found = append(found, data{
			"account": hold.AccountID.String(), "asset": hold.SettlementAsset.String(),
			"policy": hold.Policy, "held": hold.Holding.Held.String(),
			"open": hold.Holding.Open.String(), "used": hold.Holding.Used.String(),
		})
	}
	return found, nil
}

func pnlBounds(
	made policies.PnlBoundsKillSwitchPolicy, barriers []data,
) (policies.Builtin, error) {
	for _, barrier := range barriers {
		var initial param.Pnl
		account, asset, err := keyOf(barrier)
		bounds, wrong := boundsOf(barrier, asset)
		if err := first(
			err,
			wrong,
			read(barrier, "initial_pnl", param.NewPnl, &initial),
		); err != nil {
			return nil, err
		}
		if text(barrier, "axis") == "broker" {
			made = made.BrokerBarriers(bounds)
			continue
		}
		made = made.AccountAssetBarriers(policies.PnlBoundsAccountAssetBarrier{
			Barrier: bounds, AccountID: account, InitialPnl: initial})
	}
	return made, nil
}

func notionalLimit(
	made policies.NotionalLimitPolicy, barriers []data,
) (policies.Builtin, error) {
	for _, barrier := range barriers {
		var limit param.Volume
		account, asset, err := keyOf(barrier)
		if err := first(err, read(barrier, "limit", param.NewVolume, &limit)); err != nil {
			return nil, err
		}
		switch text(barrier, "axis") {
		case "broker":
			made = made.BrokerAssetBarriers(policies.NotionalBrokerAssetBarrier{
				Limit: limit, SettlementAsset: asset})
		case "asset":
			made = made.AssetBarriers(policies.NotionalAssetBarrier{
				Limit: limit, SettlementAsset: asset})
		default:
			made = made.AccountAssetBarriers(policies.NotionalAccountAssetBarrier{
				Limit: limit, AccountID: account, SettlementAsset: asset})
		}
	}
	return made, nil
}
