// SPDX-License-Identifier: Apache-2.0

package param

import (
	"encoding/json"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

// refusal makes the errors of one type.
func refusal(typeName string) door.Refusal {
	return func(kind uint16, input string) error {
		return newError(native.Refuse(typeName, kind, input))
	}
}

// MarshalJSON is json.Marshaler: an object of one field, or null for an unset amount.
func (a TradeAmount) MarshalJSON() ([]byte, error) { return amountJSON(a.kind, a.n) }

// UnmarshalJSON is json.Unmarshaler: an object of one field, `quantity` or `volume`; null is
// unset.
func (a *TradeAmount) UnmarshalJSON(raw []byte) error {
	if door.IsNull(raw) {
		*a = TradeAmount{}
		return nil
	}
	name, value, err := door.Choice(raw, refusal("trade_amount"))
	if err != nil {
		return err
	}
	kind, err := ParseTradeAmountKind(name)
	if err != nil {
		return err
	}
	if kind == TradeAmountKindVolume {
		var volume Volume
		if err = volume.UnmarshalJSON(value); err == nil {
			*a = VolumeAmount(volume)
		}
		return err
	}
	var quantity Quantity
	if err = quantity.UnmarshalJSON(value); err == nil {
		*a = QuantityAmount(quantity)
	}
	return err
}

// MarshalJSON is json.Marshaler: an object of one field, or null for an unset amount.
func (a AdjustmentAmount) MarshalJSON() ([]byte, error) { return amountJSON(a.kind, a.n) }

// UnmarshalJSON is json.Unmarshaler: an object of one field, `delta` or `absolute`; null is
// unset.
func (a *AdjustmentAmount) UnmarshalJSON(raw []byte) error {
	if door.IsNull(raw) {
		*a = AdjustmentAmount{}
		return nil
	}
	name, value, err := door.Choice(raw, refusal("adjustment_amount"))
	if err != nil {
		return err
	}
	kind, err := ParseAdjustmentAmountKind(name)
	if err != nil {
		return err
	}
	var size PositionSize
	if err = size.UnmarshalJSON(value); err == nil {
		*a = AdjustmentAmount{kind, size.n}
	}
	return err
}

func amountJSON(kind amountKind, n number) ([]byte, error) {
	if !kind.IsSet() {
		return []byte("null"), nil
	}
	return json.Marshal(map[string]string{kind.String(): n.String()})
}
