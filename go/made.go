// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// reader is where a context reads holdings and balances, in the hook with a number.
type reader = interface {
	Holding(hook uint64, settlementAsset param.Asset, total bool) (pretrade.Holding, error)
	Balance(hook uint64, key BalanceKey) (Balance, error)
}

// What only the engine may make of what the core gave.
var (
	volumeOf        = made.Volume.(func(native.Number) param.Volume)
	decimalFrom     = made.Decimal.(func(native.Number) decimal.Decimal)
	assetOf         = made.Asset.(func(string) param.Asset)
	clientOrderIDOf = made.ClientOrderID.(func(string) param.ClientOrderID)
	refused         = made.Error.(func(*native.Fault) error)
	readingFrom     = made.ReadingFrom.(func(int64, param.AccountID,
		[]pretrade.EmittedMutation, reader, uint64, bool) pretrade.Context)
	emitted = made.Emitted.(func(pretrade.PolicyDecision) (Mutation, []Mutation, int))
)
