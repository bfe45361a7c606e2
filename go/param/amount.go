// SPDX-License-Identifier: Apache-2.0

package param

import "fmt"

// TradeAmount is how much an order asks for: units of the underlying, or money. The zero value is
// unset (V-6).
type TradeAmount struct {
	kind amountKind
	n    number
}

type amountKind uint8

const (
	amountQuantity amountKind = 1
	amountVolume   amountKind = 2
)

// QuantityAmount asks for units of the underlying.
func QuantityAmount(quantity Quantity) TradeAmount {
	return TradeAmount{amountQuantity, quantity.n}
}

// VolumeAmount asks for money in the settlement asset.
func VolumeAmount(volume Volume) TradeAmount { return TradeAmount{amountVolume, volume.n} }

// Quantity gives the quantity; false if the amount is none.
func (a TradeAmount) Quantity() (Quantity, bool) {
	if a.kind != amountQuantity {
		return Quantity{}, false
	}
	return Quantity{a.n}, true
}

// Volume gives the volume; false if the amount is none.
func (a TradeAmount) Volume() (Volume, bool) {
	if a.kind != amountVolume {
		return Volume{}, false
	}
	return Volume{a.n}, true
}

// IsSet tells whether there is an amount.
func (a TradeAmount) IsSet() bool { return a.kind != 0 }

// IsZero tells whether there is an amount and it is zero.
func (a TradeAmount) IsZero() bool { return a.IsSet() && a.n.isZero() }

// String gives the number with its kind, or `unset`.
func (a TradeAmount) String() string {
	switch a.kind {
	case amountQuantity:
		return "quantity " + a.n.String()
	case amountVolume:
		return "volume " + a.n.String()
	}
	return unset
}

// Trade is one execution: so many units at this price.
type Trade struct {
	// Price is in the settlement asset for each unit.
	Price Price
	// Quantity is in units of the underlying.
	Quantity Quantity
}

// Option is a value that may be absent; the zero value is absent. It compares with `==`.
type Option[T comparable] struct {
	value T
	set   bool
}

// Some is a value that is present.
func Some[T comparable](value T) Option[T] { return Option[T]{value, true} }

// Get gives the value; false if it is absent.
func (o Option[T]) Get() (T, bool) { return o.value, o.set }

// IsSet tells whether the value is present.
func (o Option[T]) IsSet() bool { return o.set }

// String gives the value, or `unset`.
func (o Option[T]) String() string {
	if !o.set {
		return unset
	}
	return fmt.Sprint(o.value)
}

// Must gives a value that cannot be wrong, such as one written in a program's text; it panics if it
// is.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
