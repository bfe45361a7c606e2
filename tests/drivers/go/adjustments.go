// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

func adjustmentOf(from data) (openpit.AccountAdjustment, error) {
	var made openpit.AccountAdjustment
	amount, bounds := object(from, "amount"), object(from, "bounds")
	err := first(
		operationOf(object(from, "operation"), &made.Operation),
		amountOf(amount, "balance", &made.Amount.Balance),
		amountOf(amount, "held", &made.Amount.Held),
		amountOf(amount, "incoming", &made.Amount.Incoming),
		option(bounds, "balance_upper", param.NewPositionSize, &made.Bounds.BalanceUpper),
		option(bounds, "balance_lower", param.NewPositionSize, &made.Bounds.BalanceLower),
		option(bounds, "held_upper", param.NewPositionSize, &made.Bounds.HeldUpper),
		option(bounds, "held_lower", param.NewPositionSize, &made.Bounds.HeldLower),
		option(bounds, "incoming_upper", param.NewPositionSize, &made.Bounds.IncomingUpper),
		option(bounds, "incoming_lower", param.NewPositionSize, &made.Bounds.IncomingLower),
	)
	return made, err
}

func operationOf(from data, to *openpit.AccountAdjustmentOperation) error {
	if parts, has := from["balance"].(data); has {
		var made openpit.AccountAdjustmentBalanceOperation
		err := first(
			read(parts, "asset", param.NewAsset, &made.Asset),
			option(parts, "average_entry_price", param.NewPrice, &made.AverageEntryPrice),
		)
		*to = openpit.BalanceOperation(made)
		return err
	}
	if parts, has := from["position"].(data); has {
		var made openpit.AccountAdjustmentPositionOperation
		err := first(
			read(parts, "instrument", openpit.ParseInstrument, &made.Instrument),
			read(parts, "collateral_asset", param.NewAsset, &made.CollateralAsset),
			read(parts, "average_entry_price", param.NewPrice, &made.AverageEntryPrice),
			read(parts, "mode", param.ParsePositionMode, &made.Mode),
			read(parts, "leverage", param.NewLeverage, &made.Leverage),
		)
		*to = openpit.PositionOperation(made)
		return err
	}
	return nil
}

func amountOf(from data, key string, to *param.AdjustmentAmount) error {
	parts := object(from, key)
	for kind, make := range map[string]func(param.PositionSize) param.AdjustmentAmount{
		"delta": param.DeltaAmount, "absolute": param.AbsoluteAmount,
	} {
		if _, has := parts[kind]; has {
			size, err := param.NewPositionSize(text(parts, kind))
			*to = make(size)
			return err
		}
	}
	return nil
}

func adjustmentData(made openpit.AccountAdjustment) data {
	found := data{"operation": operationData(made.Operation)}
	amounts := data{}
	for key, amount := range map[string]param.AdjustmentAmount{
		"balance": made.Amount.Balance, "held": made.Amount.Held, "incoming": made.Amount.Incoming,
	} {
		if amount.IsSet() {
			amounts[key] = data{amount.Kind().String(): amount.Size().String()}
		}
	}
	found["amount"] = amounts
	bounds := data{}
	show(bounds, "balance_upper", made.Bounds.BalanceUpper)
	show(bounds, "balance_lower", made.Bounds.BalanceLower)
	show(bounds, "held_upper", made.Bounds.HeldUpper)
	show(bounds, "held_lower", made.Bounds.HeldLower)
	show(bounds, "incoming_upper", made.Bounds.IncomingUpper)
	show(bounds, "incoming_lower", made.Bounds.IncomingLower)
	if len(bounds) > 0 {
		found["bounds"] = bounds
	}
	return found
}

func operationData(operation openpit.AccountAdjustmentOperation) data {
	parts := data{}
	if balance, is := operation.Balance(); is {
		showSet(parts, "asset", balance.Asset.IsSet(), balance.Asset)
		show(parts, "average_entry_price", balance.AverageEntryPrice)
		return data{"balance": parts}
	}
	position, is := operation.Position()
	if !is {
		return parts
	}
	showSet(parts, "instrument", position.Instrument.IsSet(), position.Instrument)
	showSet(parts, "collateral_asset", position.CollateralAsset.IsSet(), position.CollateralAsset)
	parts["average_entry_price"] = position.AverageEntryPrice.String()
	showSet(parts, "mode", position.Mode.IsValid(), position.Mode)
	showSet(parts, "leverage", position.Leverage.IsSet(), position.Leverage)
	return data{"position": parts}
}
