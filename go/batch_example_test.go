// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"fmt"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// noOverdraft is a policy that lets no balance become negative.
type noOverdraft struct{}

func (noOverdraft) Name() string { return "NoOverdraft" }

// ApplyAccountAdjustment looks at what the adjustment would leave behind.
func (noOverdraft) ApplyAccountAdjustment(
	ctx pretrade.Context, _ param.AccountID, adjustment openpit.AccountAdjustment,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	left, err := ctx.Balance(adjustment.Operation.Key())
	if err != nil || !left.Balance.IsNegative() {
		return pretrade.Accept(), err
	}
	return pretrade.RejectWith(pretrade.NewReject(pretrade.RejectCodeInsufficientFunds,
		"overdraft", "balance: observed `"+left.Balance.String()+"`, limit `0`")), nil
}

// cash adds to an account's balance of USD.
func cash(amount string) openpit.AccountAdjustment {
	return openpit.AccountAdjustment{
		Operation: openpit.BalanceOperation(openpit.AccountAdjustmentBalanceOperation{Asset: usd}),
		Amount: openpit.AccountAdjustmentAmount{
			Balance: param.DeltaAmount(param.Must(param.NewPositionSize(amount)))},
	}
}

func ExampleEngine_ApplyAccountAdjustment() {
	engine, err := openpit.NewEngineBuilder().NoSync().PreTrade(noOverdraft{}).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	result, err := engine.ApplyAccountAdjustment(account,
		[]openpit.AccountAdjustment{cash("1000"), cash("-300")})
	fmt.Println(result.IsRejected(), result.Outcomes[1].Key, result.Outcomes[1].Balance.Balance, err)
	// All or nothing: the deposit of 50 does not stand either.
	result, err = engine.ApplyAccountAdjustment(account,
		[]openpit.AccountAdjustment{cash("50"), cash("-800")})
	failed, _ := result.FailedIndex.Get()
	fmt.Println(failed, result.Rejects[0].Code, result.Rejects[0].Details, err)
	balances, err := engine.Balances()
	fmt.Println(balances[0].AccountID, balances[0].Key, balances[0].Balance.Balance, err)
	// Output:
	// false USD 700 <nil>
	// 1 InsufficientFunds balance: observed `-50`, limit `0` <nil>
	// 99224416 USD 700 <nil>
}

func ExampleAccounts_RegisterGroup() {
	engine, err := openpit.NewEngineBuilder().NoSync().Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	accounts, group := engine.Accounts(), param.AccountGroupIDFromInt(5)
	fmt.Println(accounts.RegisterGroup(group, account), accounts.GroupOf(account))
	if _, err := accounts.BlockGroup(group, "audit"); err != nil {
		fmt.Println(err)
		return
	}
	_, rejects, err := engine.StartPreTrade(limitOrder("1", "185"))
	fmt.Println(rejects[0].Code, rejects[0].Details, err)
	// Output:
	// <nil> 5
	// AccountBlocked AccountBlocked: audit <nil>
}

func ExampleEngine_State() {
	engine, err := openpit.NewEngineBuilder().NoSync().Clock(openpit.NewManualClock()).Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	before, err := engine.StateDigest()
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.ApplyAccountAdjustment(account,
		[]openpit.AccountAdjustment{cash("1")}); err != nil {
		fmt.Println(err)
		return
	}
	after, err := engine.StateDigest()
	fmt.Println(len(before), before == after, err)
	// Output:
	// 64 false <nil>
}
