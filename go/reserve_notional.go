// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"errors"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ReserveNotional is notional that a main-stage policy reserves for the order (M-2): held as soon
// as the policy returns, so that two orders in flight cannot both pass; commit turns held into
// open, rollback releases it. Its Mutation is emitted with pretrade.Accept.
//
// A limit is tested and taken in one step with the amount: equal passes, a breach rejects with
// CreditLimitExceeded and takes nothing. Where both are breached, the one over all accounts is
// reported.
type ReserveNotional struct {
	// AccountID is the call's own account; another one is the policy's failure (P-8).
	AccountID param.AccountID
	// SettlementAsset is what is reserved.
	SettlementAsset param.Asset
	// Amount is how much, in units of the settlement asset.
	Amount param.Volume
	// AccountAssetLimit is the most that this policy may have held and open for the account, with
	// the new amount.
	AccountAssetLimit param.Option[param.Volume]
	// AssetLimit is the most that this policy may have held and open for all accounts together,
	// with the new amount.
	AssetLimit param.Option[param.Volume]
}

// Mutation is the reservation as a mutation. One without an asset makes the hook that emits it
// fail (P-8).
func (r ReserveNotional) Mutation() Mutation {
	typed := &record.Typed{Kind: pretrade.MutationKindReserveNotional}
	if !r.SettlementAsset.IsSet() {
		typed.Fault = errors.New("settlement asset of a reservation is unset: allowed is an asset")
		return record.NewTyped(typed)
	}
	flat := &typed.Reserve
	flat.AccountID = r.AccountID.Uint64()
	flat.Amount = record.Flat(r.Amount)
	flat.SettlementAsset.Set(r.SettlementAsset.String())
	if limit, ok := r.AccountAssetLimit.Get(); ok {
		flat.Flags |= native.ReserveAccountAssetLimit
		flat.AccountAssetLimit = record.Flat(limit)
	}
	if limit, ok := r.AssetLimit.Get(); ok {
		flat.Flags |= native.ReserveAssetLimit
		flat.AssetLimit = record.Flat(limit)
	}
	return record.NewTyped(typed)
}

// Holding is what is reserved of one settlement asset, in its units (M-2).
type Holding = pretrade.Holding

// Hold is what one policy has reserved of one settlement asset for one account (M-2).
type Hold struct {
	// AccountID is the account.
	AccountID param.AccountID
	// SettlementAsset is what is reserved.
	SettlementAsset param.Asset
	// Policy is the policy that reserved.
	Policy string
	// Holding is how much is held, open and used.
	Holding Holding
}

// Holds lists what every policy has reserved (M-2): by account, settlement asset and registration
// order. What is neither held nor open is not listed.
func (e *ClientEngine[O, R, A]) Holds() ([]Hold, error) {
	found, err := read(e.inner(), (native.Engine).Holds, (*native.Reader).Holds)
	if err != nil {
		return nil, err
	}
	holds := make([]Hold, len(found))
	for index, hold := range found {
		holds[index] = Hold{
			AccountID:       param.AccountIDFromInt(hold.AccountID),
			SettlementAsset: assetOf(hold.SettlementAsset),
			Policy:          hold.Policy,
			Holding:         holdingOf(hold.Holding),
		}
	}
	return holds, nil
}

func holdingOf(holding native.Holding) Holding {
	return Holding{
		Held: volumeOf(holding.Held), Open: volumeOf(holding.Open),
		Used: volumeOf(holding.Used)}
}
