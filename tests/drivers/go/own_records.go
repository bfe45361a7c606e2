// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

// valid is a record with its check.
type valid interface {
	comparable
	Validate() error
}

// checked makes a record and judges it as a submit would.
func checked[T valid](from data, make func(data) (T, error)) (T, error) {
	made, err := make(from)
	if err == nil {
		err = made.Validate()
	}
	return made, err
}

// record makes a record of a kind; the answer is what it shows.
func record(asked data) (any, error) {
	from := object(asked, "data")
	switch kind := text(asked, "kind"); kind {
	case "order":
		return madeOf(from, orderOf, orderData)
	case "report":
		return madeOf(from, reportOf, reportData)
	case "adjustment":
		return madeOf(from, adjustmentOf, adjustmentData)
	default:
		return nil, driverFault("no record `%s`", kind)
	}
}

func madeOf[T valid](from data, make func(data) (T, error), show func(T) data) (any, error) {
	made, err := checked(from, make)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

// sameRecords compares two records of a kind.
func sameRecords(asked data) (any, error) {
	a, b := object(asked, "a"), object(asked, "b")
	switch kind := text(asked, "kind"); kind {
	case "order":
		return equality(a, b, orderOf)
	case "report":
		return equality(a, b, reportOf)
	case "adjustment":
		return equality(a, b, adjustmentOf)
	default:
		return nil, driverFault("no record `%s`", kind)
	}
}

func equality[T valid](a, b data, make func(data) (T, error)) (any, error) {
	one, err := checked(a, make)
	if err != nil {
		return nil, err
	}
	other, err := checked(b, make)
	if err != nil {
		return nil, err
	}
	keys := map[T]bool{one: true, other: true}
	return data{"equal": one == other, "keys": strconv.Itoa(len(keys))}, nil
}

// ticket and fill are the desk's own types: a pointer and a value.
type ticket struct {
	openpit.Order
	note string
}

type fill struct {
	openpit.ExecutionReport
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

// ownRecords submits an order and a report of the desk's own types.
func ownRecords(asked data) (any, error) {
	order, err := orderOf(object(asked, "order"))
	if err != nil {
		return nil, err
	}
	report, err := reportOf(object(asked, "report"))
	if err != nil {
		return nil, err
	}
	policy := new(desk)
	engine, err := openpit.NewClientEngineBuilder[*ticket, fill]().NoSync().PreTrade(policy).Build()
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
	_, err = engine.ApplyExecutionReport(fill{report, note})
	return policy.seen, err
}
