// SPDX-License-Identifier: Apache-2.0

package record

import (
	"encoding/json"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

func (o *AccountAdjustmentBalanceOperation) fields() fields {
	return fields{needed("asset", &o.Asset), optional("average_entry_price", &o.AverageEntryPrice)}
}

func (o *AccountAdjustmentPositionOperation) fields() fields {
	return fields{
		needed("instrument", &o.Instrument),
		needed("collateral_asset", &o.CollateralAsset),
		needed("average_entry_price", &o.AverageEntryPrice),
		needed("mode", &o.Mode),
		optional("leverage", &o.Leverage),
	}
}

// MarshalJSON is json.Marshaler: an object of one field, `balance` or `position`; unset is null.
func (o AccountAdjustmentOperation) MarshalJSON() ([]byte, error) {
	switch o.kind {
	case native.AdjustmentBalance:
		return json.Marshal(map[string]any{"balance": o.balance})
	case native.AdjustmentPosition:
		return json.Marshal(map[string]any{"position": o.position})
	}
	return []byte("null"), nil
}

// UnmarshalJSON is json.Unmarshaler: an object of one field, `balance` or `position`; null is
// unset.
func (o *AccountAdjustmentOperation) UnmarshalJSON(raw []byte) error {
	if door.IsNull(raw) {
		*o = AccountAdjustmentOperation{}
		return nil
	}
	refuse := refusal(operation)
	name, value, err := door.Choice(raw, refuse)
	if err != nil {
		return err
	}
	made := AccountAdjustmentOperation{kind: native.AdjustmentBalance}
	switch name {
	case "balance":
		err = made.balance.fields().read(adjustment, value)
	case "position":
		made.kind = native.AdjustmentPosition
		err = made.position.fields().read(adjustment, value)
	default:
		err = refuse(native.ParamUnknownName, name)
	}
	if err == nil {
		*o = made
	}
	return err
}

// MarshalBinary is encoding.BinaryMarshaler, for gob: the JSON; unset is empty.
func (o AccountAdjustmentOperation) MarshalBinary() ([]byte, error) {
	if !o.IsSet() {
		return []byte{}, nil
	}
	return o.MarshalJSON()
}

// UnmarshalBinary is encoding.BinaryUnmarshaler, for gob: the JSON; empty is unset.
func (o *AccountAdjustmentOperation) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		*o = AccountAdjustmentOperation{}
		return nil
	}
	return o.UnmarshalJSON(data)
}

func (a *AccountAdjustmentAmount) fields() fields {
	return fields{
		optional("balance", &a.Balance),
		optional("held", &a.Held),
		optional("incoming", &a.Incoming),
	}
}

func (b *AccountAdjustmentBounds) fields() fields {
	return fields{
		optional("balance_upper", &b.BalanceUpper),
		optional("balance_lower", &b.BalanceLower),
		optional("held_upper", &b.HeldUpper),
		optional("held_lower", &b.HeldLower),
		optional("incoming_upper", &b.IncomingUpper),
		optional("incoming_lower", &b.IncomingLower),
	}
}

func (a *AccountAdjustment) fields() fields {
	return fields{
		needed("operation", &a.Operation),
		needed("amount", groupOf(adjustment, &a.Amount, (*AccountAdjustmentAmount).fields)),
		optional("bounds", groupOf(adjustment, &a.Bounds, (*AccountAdjustmentBounds).fields)),
	}
}

// UnmarshalJSON is json.Unmarshaler, as that of Order; what is read is valid, as by Validate.
func (a *AccountAdjustment) UnmarshalJSON(raw []byte) error {
	var made AccountAdjustment
	err := made.fields().read(adjustment, raw)
	if err == nil {
		err = made.Validate()
	}
	if err == nil {
		*a = made
	}
	return err
}
