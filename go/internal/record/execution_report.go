// SPDX-License-Identifier: Apache-2.0

package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// ExecutionReportOperation is which order a report speaks of. Fields may be absent, but a report
// without an account is an error to the caller (P-10).
type ExecutionReportOperation struct {
	// Instrument is what was traded.
	Instrument Instrument `json:"instrument,omitzero"`
	// AccountID is the account that traded.
	AccountID param.Option[param.AccountID] `json:"account_id,omitzero"`
	// Side is buy or sell.
	Side param.Side `json:"side,omitzero"`
}

// FinancialImpact is what an execution did to the account's money, in the settlement asset.
type FinancialImpact struct {
	// Pnl is the realized profit: profit is positive.
	Pnl param.Option[param.Pnl] `json:"pnl,omitzero"`
	// Fee is the fee: a cost is positive, a rebate negative.
	Fee param.Option[param.Fee] `json:"fee,omitzero"`
}

// ExecutionReportFillDetails is what an execution did to the order.
type ExecutionReportFillDetails struct {
	// LastTrade is the trade that the report tells of; none for a cancel or a venue's reject.
	LastTrade param.Option[param.Trade] `json:"last_trade,omitzero"`
	// LeavesQuantity is what is left open of the order, in units of the underlying.
	LeavesQuantity param.Option[param.Quantity] `json:"leaves_quantity,omitzero"`
	// IsFinal tells whether this is the last report of the order.
	IsFinal bool `json:"is_final,omitempty"`
}

// ExecutionReportPositionImpact is what an execution did to the position (O-2.2). The zero value is
// a report that does not say.
type ExecutionReportPositionImpact struct {
	// PositionEffect is whether it opened or closed; it may be unset.
	PositionEffect param.PositionEffect `json:"position_effect,omitzero"`
	// PositionSide is which position it changed, where an account keeps long and short apart; it
	// may be unset.
	PositionSide param.PositionSide `json:"position_side,omitzero"`
}

// ExecutionReportIdentity is which order, and which execution of it.
type ExecutionReportIdentity struct {
	// ClientOrderID is the client's own id of the order; it may be unset.
	ClientOrderID param.ClientOrderID `json:"client_order_id,omitzero"`
	// ExecutionID is the venue's id of the execution; unset where nothing was executed, such as a
	// cancel. It needs a client order id beside it.
	ExecutionID param.ExecutionID `json:"execution_id,omitzero"`
}

// ExecutionReport is what a venue reported of an order (O-2). Reports are facts: the engine never
// refuses one for time, block or state (P-10). It compares with `==`; a group that is zero is
// absent.
type ExecutionReport struct {
	// Operation is which order the report speaks of.
	Operation ExecutionReportOperation `json:"operation"`
	// FinancialImpact is what it did to the account's money.
	FinancialImpact FinancialImpact `json:"financial_impact,omitzero"`
	// Fill is what it did to the order.
	Fill ExecutionReportFillDetails `json:"fill,omitzero"`
	// PositionImpact is what it did to the position.
	PositionImpact ExecutionReportPositionImpact `json:"position_impact,omitzero"`
	// Identity is which execution it is.
	Identity ExecutionReportIdentity `json:"identity,omitzero"`
}

// Validate judges the report as every call that takes one does, and gives its *param.Error (V-6),
// also for an execution id without a client order id (O-4.4). Whether there is an account, the
// engine judges (P-10).
func (r ExecutionReport) Validate() error {
	var flat native.Report
	r.Flatten(&flat)
	return refused(native.CheckReport(&flat))
}

// ReportRecord gives the report itself, so that a type that embeds it is a client's report type
// (O-6.3).
func (r ExecutionReport) ReportRecord() ExecutionReport { return r }
