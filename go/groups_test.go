// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

var fives = param.AccountGroupIDFromInt(5)

func TestGroupsTakeAllOrNone(t *testing.T) {
	engine := build(t)
	accounts, other := engine.Accounts(), param.AccountIDFromInt(8)
	if err := accounts.RegisterGroup(fives, account, other); err != nil {
		t.Fatal(err)
	}
	if accounts.GroupOf(account) != fives || !accounts.GroupOf(param.AccountIDFromInt(9)).IsDefault() {
		t.Fatal(accounts.GroupOf(account))
	}
	nobody := param.AccountIDFromInt(9)
	for _, wrong := range []struct {
		err  error
		kind param.ErrorKind
	}{
		{accounts.RegisterGroup(param.AccountGroupID{}, nobody), param.ErrorKindReserved},
		{accounts.UnregisterGroup(param.AccountGroupID{}, account), param.ErrorKindReserved},
		{accounts.RegisterGroup(param.AccountGroupIDFromInt(6), nobody, account),
			param.ErrorKindInAnotherGroup},
		{accounts.UnregisterGroup(fives, account, nobody), param.ErrorKindNotInGroup},
	} {
		wantFault(t, wrong.err, fault{kind: wrong.kind})
	}
	if accounts.GroupOf(account) != fives || !accounts.GroupOf(nobody).IsDefault() {
		t.Fatal("a refused change changed something")
	}
	if err := accounts.UnregisterGroup(fives, account); err != nil {
		t.Fatal(err)
	}
	if !accounts.GroupOf(account).IsDefault() || accounts.GroupOf(other) != fives {
		t.Fatal(accounts.GroupOf(account))
	}
}

func TestBlockedGroupRejects(t *testing.T) {
	engine := build(t)
	accounts := engine.Accounts()
	if err := accounts.RegisterGroup(fives, account); err != nil {
		t.Fatal(err)
	}
	cause, err := accounts.BlockGroup(fives, "lunch")
	if err != nil || cause.Source != "engine" {
		t.Fatal(cause, err)
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 || rejects[0].Code != pretrade.RejectCodeAccountBlocked {
		t.Fatal(rejects, err)
	}
	blocks, err := accounts.Blocked()
	if err != nil || len(blocks) != 1 || blocks[0].GroupID != param.Some(fives) ||
		blocks[0].AccountID.IsSet() || blocks[0].Cause != cause {
		t.Fatal(blocks, err)
	}
	if was, err := accounts.UnblockGroup(fives, cause); err != nil || !was {
		t.Fatal(was, err)
	}
	start(t, engine)
	if _, err := accounts.BlockGroup(fives, "again"); err != nil {
		t.Fatal(err)
	}
	if was, err := accounts.UnblockGroupAll(fives); err != nil || !was {
		t.Fatal(was, err)
	}
	if was, err := accounts.UnblockGroupAll(fives); err != nil || was {
		t.Fatal(was, err)
	}
}

func TestKillSwitchOfAGroup(t *testing.T) {
	engine := build(t, &scripted{name: "halt", main: func(
		pretrade.Context, openpit.Order,
	) (pretrade.PolicyDecision, error) {
		return pretrade.Accept(openpit.SetKillSwitch{
			Scope: openpit.GroupScope(fives), Code: pretrade.RejectCodeCustom, Reason: "loss",
			OnCommit: openpit.KillSwitchActionBlock}.Mutation()), nil
	}})
	if err := reserve(t, engine).Commit(); err != nil {
		t.Fatal(err)
	}
	// The account is in the default group.
	start(t, engine)
	if err := engine.Accounts().RegisterGroup(fives, account); err != nil {
		t.Fatal(err)
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "1"))
	if err != nil || len(rejects) != 1 || rejects[0].Policy != "halt" {
		t.Fatal(rejects, err)
	}
}

func TestGroupScope(t *testing.T) {
	scope := openpit.GroupScope(fives)
	if scope.String() != "account_group" || scope.GroupID() != param.Some(fives) ||
		scope.AccountID().IsSet() || !scope.IsSet() {
		t.Fatal(scope)
	}
}

func TestGroupsOfNoEngine(t *testing.T) {
	accounts := (*openpit.Engine)(nil).Accounts()
	if err := accounts.RegisterGroup(fives, account); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	if !accounts.GroupOf(account).IsDefault() {
		t.Fatal(accounts.GroupOf(account))
	}
	if _, err := accounts.BlockGroup(fives, ""); !errors.Is(err, openpit.ErrLifecycle) {
		t.Fatal(err)
	}
	engine := build(t)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	err := engine.Accounts().RegisterGroup(fives, account)
	wantLifecycle(t, err, openpit.LifecycleKindEngineClosed)
}
