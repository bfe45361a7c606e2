// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade/policies"
)

func dryRun(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(object(asked, "order"))
	if err != nil {
		return nil, err
	}
	call := engine.DryRunStartPreTrade
	if flag(asked, "both") {
		call = engine.DryRunExecutePreTrade
	}
	rejects, err := call(order, at(asked)...)
	if err != nil {
		return nil, err
	}
	if rejects != nil {
		return rejectsData(rejects), nil
	}
	return data{}, nil
}

func armed(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	account, err := accountOf(text(asked, "account"))
	if err != nil {
		return nil, err
	}
	return engine.Armed(account)
}

func resetNotionalLimit(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	var account param.Option[param.AccountID]
	if err := option(asked, "account", accountOf, &account); err != nil {
		return nil, err
	}
	return nil, engine.Configure().ResetNotionalLimit(text(asked, "name"), account)
}

// configure is one change of one policy.
func configure(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	name, axes := text(asked, "name"), object(asked, "axes")
	switch text(asked, "type") {
	case "rate_limit":
		return nil, changeRate(engine.Configure(), name, axes)
	case "order_size_limit":
		return nil, changeSize(engine.Configure(), name, axes)
	case "notional_limit":
		return nil, changeNotional(engine.Configure(), name, axes)
	case "pnl_bounds_killswitch":
		return nil, changePnl(engine.Configure(), name, axes)
	}
	return nil, driverFault("no policy type `%s`", text(asked, "type"))
}

// axis reads the barriers of an axis that changes; nil if it does not.
func axis[T any](axes data, name string, to *[]T, make func(
	barrier data, account param.AccountID, asset param.Asset) (T, error)) error {
	if axes[name] == nil {
		return nil
	}
	*to = []T{}
	for _, barrier := range list(axes, name) {
		account, asset, err := keyOf(barrier)
		if err != nil {
			return err
		}
		made, err := make(barrier, account, asset)
		if err != nil {
			return err
		}
		*to = append(*to, made)
	}
	return nil
}

func ordersOf(barrier data) (policies.RateLimit, error) {
	orders, wrongOrders := strconv.ParseUint(text(barrier, "max_orders"), 10, 64)
	window, wrongWindow := strconv.ParseInt(text(barrier, "window_ns"), 10, 64)
	return policies.RateLimit{MaxOrders: orders, Window: time.Duration(window)},
		first(wrongOrders, wrongWindow)
}

func changeRate(configure openpit.Configure, name string, axes data) error {
	var change policies.RateLimitChange
	if err := first(
		axis(axes, "broker", &change.Broker, func(
			from data, _ param.AccountID, _ param.Asset,
		) (made policies.RateLimitBrokerBarrier, err error) {
			made.Limit, err = ordersOf(from)
			return made, err
		}),
		axis(axes, "asset", &change.Asset, func(
			from data, _ param.AccountID, asset param.Asset,
		) (policies.RateLimitAssetBarrier, error) {
			limit, err := ordersOf(from)
			return policies.RateLimitAssetBarrier{Limit: limit, SettlementAsset: asset}, err
		}),
		axis(axes, "account", &change.Account, func(
			from data, account param.AccountID, _ param.Asset,
		) (policies.RateLimitAccountBarrier, error) {
			limit, err := ordersOf(from)
			return policies.RateLimitAccountBarrier{Limit: limit, AccountID: account}, err
		}),
		axis(axes, "account_asset", &change.AccountAsset, func(
			from data, account param.AccountID, asset param.Asset,
		) (policies.RateLimitAccountAssetBarrier, error) {
			limit, err := ordersOf(from)
			return policies.RateLimitAccountAssetBarrier{
				Limit: limit, AccountID: account, SettlementAsset: asset}, err
		}),
	); err != nil {
		return err
	}
	return configure.RateLimit(name, change)
}

func sizeOf(barrier data) (limit policies.OrderSizeLimit, err error) {
	err = first(
		option(barrier, "max_quantity", param.NewQuantity, &limit.MaxQuantity),
		option(barrier, "max_notional", param.NewVolume, &limit.MaxNotional))
	return limit, err
}

func changeSize(configure openpit.Configure, name string, axes data) error {
	var change policies.OrderSizeLimitChange
	if err := first(
		axis(axes, "broker", &change.Broker, func(
			from data, _ param.AccountID, _ param.Asset,
		) (made policies.OrderSizeBrokerBarrier, err error) {
			made.Limit, err = sizeOf(from)
			return made, err
		}),
		axis(axes, "asset", &change.Asset, func(
			from data, _ param.AccountID, asset param.Asset,
		) (policies.OrderSizeAssetBarrier, error) {
			limit, err := sizeOf(from)
			return policies.OrderSizeAssetBarrier{Limit: limit, Asset: asset}, err
		}),
		axis(axes, "account_asset", &change.AccountAsset, func(
			from data, account param.AccountID, asset param.Asset,
		) (policies.OrderSizeAccountAssetBarrier, error) {
			limit, err := sizeOf(from)
			return policies.OrderSizeAccountAssetBarrier{
				Limit: limit, AccountID: account, Asset: asset}, err
		}),
	); err != nil {
		return err
	}
	return configure.OrderSizeLimit(name, change)
}

func changeNotional(configure openpit.Configure, name string, axes data) error {
	var change policies.NotionalLimitChange
	if err := first(
		axis(axes, "broker", &change.BrokerAsset, func(
			from data, _ param.AccountID, asset param.Asset,
		) (policies.NotionalBrokerAssetBarrier, error) {
			limit, err := param.NewVolume(text(from, "limit"))
			return policies.NotionalBrokerAssetBarrier{Limit: limit, SettlementAsset: asset}, err
		}),
		axis(axes, "asset", &change.Asset, func(
			from data, _ param.AccountID, asset param.Asset,
		) (policies.NotionalAssetBarrier, error) {
			limit, err := param.NewVolume(text(from, "limit"))
			return policies.NotionalAssetBarrier{Limit: limit, SettlementAsset: asset}, err
		}),
		axis(axes, "account_asset", &change.AccountAsset, func(
			from data, account param.AccountID, asset param.Asset,
		) (policies.NotionalAccountAssetBarrier, error) {
			limit, err := param.NewVolume(text(from, "limit"))
			return policies.NotionalAccountAssetBarrier{
				Limit: limit, AccountID: account, SettlementAsset: asset}, err
		}),
	); err != nil {
		return err
	}
	return configure.NotionalLimit(name, change)
}

func boundsOf(barrier data, asset param.Asset) (bounds policies.PnlBoundsBrokerBarrier, err error) {
	bounds.SettlementAsset = asset
	err = first(
		option(barrier, "lower_bound", param.NewPnl, &bounds.LowerBound),
		option(barrier, "upper_bound", param.NewPnl, &bounds.UpperBound))
	return bounds, err
}

func changePnl(configure openpit.Configure, name string, axes data) error {
	var change policies.PnlBoundsChange
	if err := first(
		axis(axes, "broker", &change.Broker, func(
			from data, _ param.AccountID, asset param.Asset,
		) (policies.PnlBoundsBrokerBarrier, error) {
			return boundsOf(from, asset)
		}),
		axis(axes, "account_asset", &change.AccountAsset, func(
			from data, account param.AccountID, asset param.Asset,
		) (policies.PnlBoundsAccountAssetBarrier, error) {
			made := policies.PnlBoundsAccountAssetBarrier{AccountID: account}
			var err error
			made.Barrier, err = boundsOf(from, asset)
			return made, first(err, read(from, "initial_pnl", param.NewPnl, &made.InitialPnl))
		}),
	); err != nil {
		return err
	}
	return configure.PnlBoundsKillSwitch(name, change)
}
