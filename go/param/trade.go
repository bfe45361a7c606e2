// SPDX-License-Identifier: Apache-2.0

package param

import "go.openpit.dev/openpit/internal/door"

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
	var made Trade
	err := door.Object(raw, refusal("trade"), []door.Field{
		{Name: "price", To: &made.Price, Needed: true},
		{Name: "quantity", To: &made.Quantity, Needed: true},
	})
	if err == nil {
		*t = made
	}
	return err
}
