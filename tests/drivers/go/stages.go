// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"errors"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

func start(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(object(asked, "order"))
	if err != nil {
		return nil, err
	}
	current.submitted = &order
	request, rejects, err := engine.StartPreTrade(order, at(asked)...)
	if err != nil {
		return nil, err
	}
	if rejects != nil {
		return rejectsData(rejects), nil
	}
	number := current.requests.add(held[openpit.Request]{it: request, engine: engine})
	current.orders[number] = &order
	return data{"request": number}, nil
}

func execute(asked data) (any, error) {
	found, err := current.requests.get(handle(asked, "request"))
	if err != nil {
		return nil, err
	}
	reservation, rejects, err := found.it.Execute(at(asked)...)
	if err != nil {
		return nil, err
	}
	found.spent = true
	return reserved(found.engine, reservation, rejects)
}

func place(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(object(asked, "order"))
	if err != nil {
		return nil, err
	}
	current.submitted = &order
	reservation, rejects, err := engine.ExecutePreTrade(order, at(asked)...)
	if err != nil {
		return nil, err
	}
	return reserved(engine, reservation, rejects)
}

func reserved(
	engine *openpit.Engine, reservation openpit.Reservation, rejects []pretrade.Reject,
) (any, error) {
	if rejects != nil {
		return rejectsData(rejects), nil
	}
	number := current.reservations.add(
		held[openpit.Reservation]{it: reservation, engine: engine})
	return data{"reservation": number}, nil
}

func finalize(asked data) (any, error) {
	found, err := current.reservations.get(handle(asked, "reservation"))
	if err != nil {
		return nil, err
	}
	side := found.it.Rollback
	if text(asked, "side") == "commit" {
		side = found.it.Commit
	}
	err = side(at(asked)...)
	found.spent = found.spent || err == nil || errors.Is(err, openpit.ErrCallback)
	return nil, err
}

func closeReservation(asked data) (any, error) {
	found, err := current.reservations.get(handle(asked, "reservation"))
	if err != nil {
		return nil, err
	}
	err = found.it.Close()
	found.spent = found.spent || err == nil || errors.Is(err, openpit.ErrCallback)
	return nil, err
}

// leave ends a function that deferred the close of a reservation; gone already is fine.
func leave(asked data) (_ any, err error) {
	number := handle(asked, "reservation")
	found, none := current.reservations.get(number)
	if none != nil {
		return nil, nil
	}
	defer func() {
		err = found.it.Close()
		found.spent = found.spent || err == nil || errors.Is(err, openpit.ErrCallback)
	}()
	return nil, nil
}

// changeOrder changes the caller's own order after it was submitted.
func changeOrder(asked data) (any, error) {
	return nil, changeQuantity(current.orders[handle(asked, "request")], asked)
}

func changeQuantity(order *openpit.Order, asked data) error {
	quantity, err := param.NewQuantity(text(asked, "quantity"))
	if err == nil {
		order.Operation.TradeAmount = param.QuantityAmount(quantity)
	}
	return err
}

func report(asked data) (any, error) {
	engine, err := engineOf(asked)
	if err != nil {
		return nil, err
	}
	made, err := reportOf(object(asked, "report"))
	if err != nil {
		return nil, err
	}
	result, err := engine.ApplyExecutionReport(made, at(asked)...)
	if err != nil {
		return nil, err
	}
	adjustments := []data{}
	for _, made := range result.AccountAdjustments {
		adjustments = append(adjustments, data{
			"policy": made.Policy, "adjustment": adjustmentData(made.Adjustment),
			"outcome": balanceData(made.Adjustment.Operation.Key(), made.Balance)})
	}
	anomalies := []string{}
	for _, anomaly := range result.Anomalies {
		anomalies = append(anomalies, anomaly.String())
	}
	return data{
		"blocks": blocksData(result.AccountBlocks), "adjustments": adjustments,
		"late": result.Late, "duplicate": result.Duplicate,
		"anomalies": anomalies, "failures": failuresData(result.Failures)}, nil
}
