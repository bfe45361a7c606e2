// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// callMore is one call of an engine's admin handles, of its limits, or of the scenario's first
// request or reservation.
func callMore(engine *openpit.Engine, name string) error {
	change := engine.Configure()
	switch name {
	case "configure":
		return change.RateLimit("burst", policies.RateLimitChange{})
	case "configure_order_size":
		return change.OrderSizeLimit("burst", policies.OrderSizeLimitChange{})
	case "configure_pnl_bounds":
		return change.PnlBoundsKillSwitch("burst", policies.PnlBoundsChange{})
	case "configure_notional":
		return change.NotionalLimit("burst", policies.NotionalLimitChange{})
	case "reset_notional":
		return change.ResetNotionalLimit("burst", param.Option[param.AccountID]{})
	case "execute":
		found, err := current.requests.get(1)
		if err != nil {
			return err
		}
		_, _, err = found.it.Execute()
		return err
	case "commit", "rollback", "close_reservation":
		return finalizeOne(1, name)
	}
	return callAdmin(engine, name)
}

// finalizeOne finalizes a reservation of the scenario.
func finalizeOne(number uint64, side string) error {
	found, err := current.reservations.get(number)
	if err != nil {
		return err
	}
	switch side {
	case "commit":
		return found.it.Commit()
	case "rollback":
		return found.it.Rollback()
	}
	return found.it.Close()
}

func callAdmin(engine *openpit.Engine, name string) error {
	accounts, account := engine.Accounts(), param.AccountIDFromInt(7)
	group := param.AccountGroupIDFromInt(3)
	cause := pretrade.BlockCause{
		Source: "engine", Code: pretrade.RejectCodeOther, Reason: "nobody gave it"}
	var err error
	switch name {
	case "block":
		_, err = accounts.Block(account, "from a callback")
	case "unblock":
		_, err = accounts.Unblock(account, cause)
	case "unblock_all":
		_, err = accounts.UnblockAll(account)
	case "blocked":
		_, err = accounts.Blocked()
	case "register_group":
		err = accounts.RegisterGroup(group, account)
	case "unregister_group":
		err = accounts.UnregisterGroup(group, account)
	case "group_of":
		accounts.GroupOf(account)
	case "block_group":
		_, err = accounts.BlockGroup(group, "from a callback")
	case "unblock_group":
		_, err = accounts.UnblockGroup(group, cause)
	case "unblock_group_all":
		_, err = accounts.UnblockGroupAll(group)
	case "block_engine":
		_, err = engine.Block("from a callback")
	case "unblock_engine":
		_, err = engine.Unblock(cause)
	case "unblock_engine_all":
		_, err = engine.UnblockAll()
	default:
		err = driverFault("no call `%s`", name)
	}
	return err
}
