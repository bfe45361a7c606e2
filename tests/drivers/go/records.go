// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// object is an object of a request.
func object(asked data, key string) data {
	found, _ := asked[key].(data)
	return found
}

// accountOf reads an account: digits are a number, everything else a name.
func accountOf(name string) (param.AccountID, error) {
	if number, err := strconv.ParseUint(name, 10, 64); err == nil {
		return param.AccountIDFromInt(number), nil
	}
	return param.AccountIDFromString(name)
}

// read fills a field from the text under a key, if the record has it.
func read[T any](from data, key string, read func(string) (T, error), field *T) error {
	found, has := from[key].(string)
	if !has {
		return nil
	}
	made, err := read(found)
	*field = made
	return err
}

// option fills a field that may be absent.
func option[T comparable](
	from data, key string, read func(string) (T, error), field *param.Option[T],
) error {
	found, has := from[key].(string)
	if !has {
		return nil
	}
	made, err := read(found)
	*field = param.Some(made)
	return err
}

// first gives the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func orderOf(from data) (openpit.Order, error) {
	var order openpit.Order
	operation := &order.Operation
	err := first(
		read(from, "instrument", openpit.ParseInstrument, &operation.Instrument),
		option(from, "account", accountOf, &operation.AccountID),
		read(from, "side", param.ParseSide, &operation.Side),
		read(from, "quantity", quantityAmount, &operation.TradeAmount),
		read(from, "volume", volumeAmount, &operation.TradeAmount),
		option(from, "price", param.NewPrice, &operation.Price),
		read(from, "client_order_id", param.NewClientOrderID, &order.Identity.ClientOrderID),
	)
	return order, err
}

func quantityAmount(text string) (param.TradeAmount, error) {
	quantity, err := param.NewQuantity(text)
	return param.QuantityAmount(quantity), err
}

func volumeAmount(text string) (param.TradeAmount, error) {
	volume, err := param.NewVolume(text)
	return param.VolumeAmount(volume), err
}

func reportOf(from data) (openpit.ExecutionReport, error) {
	var made openpit.ExecutionReport
	var trade param.Trade
	_, traded := from["last_price"]
	err := first(
		read(from, "instrument", openpit.ParseInstrument, &made.Operation.Instrument),
		option(from, "account", accountOf, &made.Operation.AccountID),
		read(from, "side", param.ParseSide, &made.Operation.Side),
		option(from, "pnl", param.NewPnl, &made.FinancialImpact.Pnl),
		option(from, "fee", param.NewFee, &made.FinancialImpact.Fee),
		read(from, "last_price", param.NewPrice, &trade.Price),
		read(from, "last_quantity", param.NewQuantity, &trade.Quantity),
		option(from, "leaves_quantity", param.NewQuantity, &made.Fill.LeavesQuantity),
		read(from, "client_order_id", param.NewClientOrderID, &made.Identity.ClientOrderID),
		read(from, "execution_id", param.NewExecutionID, &made.Identity.ExecutionID),
	)
	if traded {
		made.Fill.LastTrade = param.Some(trade)
	}
	made.Fill.IsFinal = flag(from, "is_final")
	return made, err
}

// show adds a field that is present, as text.
func show[T comparable](to data, key string, field param.Option[T]) {
	if value, has := field.Get(); has {
		to[key] = fmt.Sprint(value)
	}
}

// showSet adds a field that is not unset, as text.
func showSet(to data, key string, isSet bool, value fmt.Stringer) {
	if isSet {
		to[key] = value.String()
	}
}

// orderData is what a policy sees of an order.
func orderData(order openpit.Order) data {
	found := data{}
	operation := order.Operation
	showSet(found, "instrument", operation.Instrument.IsSet(), operation.Instrument)
	show(found, "account", operation.AccountID)
	showSet(found, "side", operation.Side.IsValid(), operation.Side)
	if quantity, has := operation.TradeAmount.Quantity(); has {
		found["quantity"] = quantity.String()
	}
	if volume, has := operation.TradeAmount.Volume(); has {
		found["volume"] = volume.String()
	}
	show(found, "price", operation.Price)
	id := order.Identity.ClientOrderID
	showSet(found, "client_order_id", id.IsSet(), id)
	return found
}

// reportData is what a policy sees of a report.
func reportData(made openpit.ExecutionReport) data {
	found := data{}
	operation := made.Operation
	showSet(found, "instrument", operation.Instrument.IsSet(), operation.Instrument)
	show(found, "account", operation.AccountID)
	showSet(found, "side", operation.Side.IsValid(), operation.Side)
	show(found, "pnl", made.FinancialImpact.Pnl)
	show(found, "fee", made.FinancialImpact.Fee)
	if trade, has := made.Fill.LastTrade.Get(); has {
		found["last_price"] = trade.Price.String()
		found["last_quantity"] = trade.Quantity.String()
	}
	show(found, "leaves_quantity", made.Fill.LeavesQuantity)
	if made.Fill.IsFinal {
		found["is_final"] = true
	}
	ids := made.Identity
	showSet(found, "client_order_id", ids.ClientOrderID.IsSet(), ids.ClientOrderID)
	showSet(found, "execution_id", ids.ExecutionID.IsSet(), ids.ExecutionID)
	return found
}
