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
		read(from, "position_side", param.ParsePositionSide, &order.Position.PositionSide),
		read(from, "leverage", param.NewLeverage, &order.Margin.Leverage),
		read(from, "collateral_asset", param.NewAsset, &order.Margin.CollateralAsset),
		read(from, "client_order_id", param.NewClientOrderID, &order.Identity.ClientOrderID),
	)
	order.Position.ReduceOnly = flag(from, "reduce_only")
	order.Position.ClosePosition = flag(from, "close_position")
	order.Margin.AutoBorrow = flag(from, "auto_borrow")
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

// showFlag adds a flag that is true.
func showFlag(to data, key string, value bool) {
	if value {
		to[key] = true
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
	position, margin := order.Position, order.Margin
	showSet(found, "position_side", position.PositionSide.IsValid(), position.PositionSide)
	showFlag(found, "reduce_only", position.ReduceOnly)
	showFlag(found, "close_position", position.ClosePosition)
	showSet(found, "leverage", margin.Leverage.IsSet(), margin.Leverage)
	showSet(found, "collateral_asset", margin.CollateralAsset.IsSet(), margin.CollateralAsset)
	showFlag(found, "auto_borrow", margin.AutoBorrow)
	id := order.Identity.ClientOrderID
	showSet(found, "client_order_id", id.IsSet(), id)
	return found
}
