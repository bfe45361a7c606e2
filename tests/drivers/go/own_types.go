// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// ticket, fill and deposit are the desk's own types: two pointers and a value.
type ticket struct {
	openpit.Order
	note string
}

type fill struct {
	openpit.ExecutionReport
	note string
}

type deposit struct {
	openpit.AccountAdjustment
	note string
}

// desk is a policy for the desk's own types; it notes what they carry.
type desk struct {
	seen []data
}

func (*desk) Name() string { return "desk" }

func (d *desk) saw(hook, note string, record data) {
	d.seen = append(d.seen, data{"hook": hook, "note": note, "record": record})
}

func (d *desk) CheckPreTradeStart(
	_ pretrade.Context, order *ticket,
) ([]pretrade.PolicyReject, error) {
	d.saw("start", order.note, orderData(order.Order))
	return nil, nil
}

func (d *desk) PerformPreTradeCheck(
	_ pretrade.Context, order *ticket,
) (pretrade.PolicyDecision, error) {
	d.saw("main", order.note, orderData(order.Order))
	return pretrade.Accept(), nil
}

func (d *desk) ApplyExecutionReport(
	_ pretrade.Context, report fill,
) (pretrade.PolicyReport, error) {
	d.saw("report", report.note, reportData(report.ExecutionReport))
	return pretrade.PolicyReport{}, nil
}

func (d *desk) ApplyAccountAdjustment(
	_ pretrade.Context, _ param.AccountID, adjustment *deposit,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	d.saw("adjustment", adjustment.note, adjustmentData(adjustment.AccountAdjustment))
	return pretrade.Accept(), nil
}

// ownRecords submits an order, a report and an adjustment of the desk's own types.
func ownRecords(asked data) (any, error) {
	order, wrongOrder := orderOf(object(asked, "order"))
	report, wrongReport := reportOf(object(asked, "report"))
	adjustment, wrongAdjustment := adjustmentOf(object(asked, "adjustment"))
	if err := first(wrongOrder, wrongReport, wrongAdjustment); err != nil {
		return nil, err
	}
	policy := new(desk)
	engine, err := openpit.NewClientEngineBuilder[*ticket, fill, *deposit]().NoSync().
		PreTrade(policy).Build()
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	note := text(asked, "note")
	reservation, _, err := engine.ExecutePreTrade(&ticket{order, note})
	if err != nil {
		return nil, err
	}
	if err := reservation.Commit(); err != nil {
		return nil, err
	}
	if _, err = engine.ApplyExecutionReport(fill{report, note}); err != nil {
		return nil, err
	}
	_, err = engine.ApplyAccountAdjustment(desks, []*deposit{{adjustment, note}})
	return policy.seen, err
}

// desks is the account that batches adjust.
var desks = param.AccountIDFromInt(7)

// signatures is a policy that rejects adjustments that nobody signed.
type signatures struct {
	seen []string
}

func (*signatures) Name() string { return "signatures" }

func (s *signatures) ApplyAccountAdjustment(
	_ pretrade.Context, _ param.AccountID, adjustment deposit,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	s.seen = append(s.seen, adjustment.note)
	if adjustment.note == "-" {
		return pretrade.RejectWith(pretrade.NewReject(
			pretrade.RejectCodeComplianceRestriction, "not signed", "")), nil
	}
	return pretrade.Accept(), nil
}

// ownBatch applies a batch of adjustments that carry notes.
func ownBatch(asked data) (any, error) {
	adjustment, err := adjustmentOf(object(asked, "adjustment"))
	if err != nil {
		return nil, err
	}
	policy := new(signatures)
	engine, err := openpit.NewClientEngineBuilder[
		openpit.Order, openpit.ExecutionReport, deposit]().NoSync().PreTrade(policy).Build()
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	notes, _ := asked["notes"].([]any)
	var batch []deposit
	for _, note := range texts(notes) {
		batch = append(batch, deposit{adjustment, note})
	}
	result, err := engine.ApplyAccountAdjustment(desks, batch)
	if err != nil {
		return nil, err
	}
	answer := data{"seen": policy.seen}
	if index, failed := result.FailedIndex.Get(); failed {
		answer["failed_index"] = strconv.Itoa(index)
	}
	balances, err := engine.Balances()
	for _, left := range balances {
		answer["balance"] = left.Balance.Balance.String()
	}
	return answer, err
}
