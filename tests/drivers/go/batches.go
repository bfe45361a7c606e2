// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ApplyAccountAdjustment is the adjustment hook.
func (h adjustHook) ApplyAccountAdjustment(
	ctx pretrade.Context, _ param.AccountID, adjustment openpit.AccountAdjustment,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	record := adjustmentData(adjustment)
	if h.own.changes("adjustment", ctx) {
		adjustment = openpit.AccountAdjustment{}
	}
	return h.own.decide("adjustment", ctx, record)
}

func adjust(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	account, err := accountOf(text(asked, "account"))
	if err != nil {
		return nil, err
	}
	var batch []openpit.AccountAdjustment
	for _, one := range list(asked, "adjustments") {
		made, err := adjustmentOf(one)
		if err == nil {
			err = made.Validate()
		}
		if err != nil {
			return nil, err
		}
		batch = append(batch, made)
	}
	result, err := engine.ApplyAccountAdjustment(account, batch, at(asked)...)
	if err != nil {
		return nil, err
	}
	if failed, rejected := result.FailedIndex.Get(); rejected {
		found := rejectsData(result.Rejects)
		found["failed_index"] = strconv.Itoa(failed)
		found["failures"] = failuresData(result.Failures)
		return found, nil
	}
	outcomes := []data{}
	for _, outcome := range result.Outcomes {
		outcomes = append(outcomes, balanceData(outcome.Key, outcome.Balance))
	}
	return data{"outcomes": outcomes, "blocks": blocksData(result.AccountBlocks),
		"failures": failuresData(result.Failures)}, nil
}

func balances(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	listed, err := engine.Balances()
	if err != nil {
		return nil, err
	}
	found := []data{}
	for _, entry := range listed {
		one := balanceData(entry.Key, entry.Balance)
		one["account"] = entry.AccountID.String()
		found = append(found, one)
	}
	return found, nil
}

// balanceData is what there is of an asset or a position.
func balanceData(key openpit.BalanceKey, balance openpit.Balance) data {
	found := data{"balance": balance.Balance.String(), "held": balance.Held.String(),
		"incoming": balance.Incoming.String()}
	if asset, is := key.Asset(); is {
		found["asset"] = asset.String()
	}
	if instrument, collateral, is := key.Position(); is {
		found["instrument"] = instrument.String()
		found["collateral_asset"] = collateral.String()
	}
	show(found, "average_entry_price", balance.AverageEntryPrice)
	showSet(found, "mode", balance.Mode.IsValid(), balance.Mode)
	showSet(found, "leverage", balance.Leverage.IsSet(), balance.Leverage)
	return found
}

func keyOfBalance(rule data) (openpit.BalanceKey, error) {
	if _, has := rule["instrument"]; !has {
		asset, err := param.NewAsset(text(rule, "asset"))
		return openpit.AssetKey(asset), err
	}
	var instrument openpit.Instrument
	var collateral param.Asset
	err := first(
		read(rule, "instrument", openpit.ParseInstrument, &instrument),
		read(rule, "collateral_asset", param.NewAsset, &collateral),
	)
	return openpit.PositionKey(instrument, collateral), err
}

// readBalance notes what the context tells of a balance.
func (s *scripted) readBalance(hook string, ctx pretrade.Context, rule data) error {
	key, err := keyOfBalance(rule)
	if err != nil {
		return err
	}
	balance, err := ctx.Balance(key)
	if err != nil {
		return err
	}
	found := balanceData(key, balance)
	found["policy"], found["hook"] = s.name, hook
	note(found)
	return nil
}
