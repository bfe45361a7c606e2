// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// Stage is where a policy was asked.
type Stage uint8

// Every stage.
const (
	// StageStart is the start stage (P-2).
	StageStart Stage = native.StageStart
	// StageMain is the main stage (P-4).
	StageMain Stage = native.StageMain
)

// String gives the stage's name, the same in every language.
func (s Stage) String() string {
	switch s {
	case StageStart:
		return "start"
	case StageMain:
		return "main"
	}
	return "unset"
}

// Measure is one number that a built-in policy judged.
type Measure struct {
	// Metric is what was measured: `orders`, `quantity`, `volume`, `notional`, `pnl`, or `credit`:
	// what is held, open and used of a notional limit.
	Metric string
	// Axis is the axis of the barrier: `broker`, `asset`, `account`, `account_asset`.
	Axis string
	// Observed is what the policy saw, the new order counted in; nil if it did not fit.
	Observed *decimal.Decimal
	// Limit is the limit in force.
	Limit decimal.Decimal
	// Headroom is what is left up to the limit: negative if the order is over it, nil if it did not
	// fit.
	Headroom *decimal.Decimal
}

// Verdict is what one policy said of one order.
type Verdict struct {
	// At is the time of the decision in nanoseconds since the epoch.
	At int64
	// AccountID is the account, if the order names one.
	AccountID param.Option[param.AccountID]
	// ClientOrderID is the client's id of the order; it may be unset.
	ClientOrderID param.ClientOrderID
	// Stage is where the policy was asked.
	Stage Stage
	// Policy is the policy; `engine` for a block by the admin side.
	Policy string
	// Codes is the codes with which it rejected; none if it accepted.
	Codes []pretrade.RejectCode
	// Measures is what it measured: built-in policies only.
	Measures []Measure
}

// Verdicts takes the verdicts that were not taken yet, in the order of the decisions: why each
// order was decided as it was. Empty unless the engine records verdicts. Works after Close too.
func (e *ClientEngine[O, R, A]) Verdicts() ([]Verdict, error) {
	found, err := read(e.inner(), (native.Engine).Verdicts, (*native.Reader).Verdicts)
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(found))
	for index := range found {
		verdicts[index] = verdictOf(&found[index])
	}
	return verdicts, nil
}

func verdictOf(found *native.Verdict) Verdict {
	verdict := Verdict{
		At:            found.At,
		ClientOrderID: clientOrderIDOf(found.ClientOrderID),
		Stage:         Stage(found.Stage),
		Policy:        found.Policy,
	}
	if found.HasAccount {
		verdict.AccountID = param.Some(param.AccountIDFromInt(found.AccountID))
	}
	for _, code := range found.Codes {
		verdict.Codes = append(verdict.Codes, pretrade.RejectCode(code))
	}
	for _, measure := range found.Measures {
		verdict.Measures = append(verdict.Measures, Measure{
			Metric:   measure.Metric,
			Axis:     measure.Axis,
			Observed: decimalOf(measure.Observed),
			Limit:    decimalFrom(measure.Limit.Number),
			Headroom: decimalOf(measure.Headroom),
		})
	}
	return verdict
}

func decimalOf(found native.OptionalNumber) *decimal.Decimal {
	if !found.Has {
		return nil
	}
	made := decimalFrom(found.Number)
	return &made
}
