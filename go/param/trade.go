// SPDX-License-Identifier: Apache-2.0

package param

import (
	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

// Trade is one execution: so many units at this price (V-6.6).
type Trade struct {
	// Price is in the settlement asset for each unit.
	Price Price `json:"price"`
	// Quantity is in units of the underlying.
	Quantity Quantity `json:"quantity"`
}

// String gives `100 @ 185.5`: the quantity, and its price.
func (t Trade) String() string { return t.Quantity.String() + " @ " + t.Price.String() }

// UnmarshalJSON is json.Unmarshaler: an object of both fields and no others.
func (t *Trade) UnmarshalJSON(raw []byte) error {
	var price Option[Price]
	var quantity Option[Quantity]
	refuse := refusal("trade")
	err := door.Object(raw, refuse, func(name string) any {
		switch name {
		case "price":
			return &price
		case "quantity":
			return &quantity
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !price.set:
		return refuse(native.ParamMissingField, "price")
	case !quantity.set:
		return refuse(native.ParamMissingField, "quantity")
	}
	*t = Trade{price.value, quantity.value}
	return nil
}
