// SPDX-License-Identifier: Apache-2.0

package param

import "go.openpit.dev/openpit/internal/native"

// Conversions that take a side, or that are named after what they give (V-5); those of the table
// are methods of their receivers.

// NotionalFromPriceQuantity gives absolute price times quantity, exactly or with an *Error (V-5.1).
func NotionalFromPriceQuantity(price Price, quantity Quantity) (Notional, error) {
	return price.CalculateNotional(quantity)
}

// NotionalFromVolume gives the same amount as a notional (V-5).
func NotionalFromVolume(volume Volume) Notional { return volume.ToNotional() }

// PositionSizeFromQuantityAndSide gives what an execution of so many units does to a position: a
// buy adds, a sell takes (V-5.6). An unset side is an *Error.
func PositionSizeFromQuantityAndSide(quantity Quantity, side Side) (PositionSize, error) {
	if err := side.Validate(); err != nil {
		return PositionSize{}, err
	}
	if side == SideSell {
		return PositionSize{n: quantity.n.negated()}, nil
	}
	return PositionSize{n: quantity.n}, nil
}

// ToOpenQuantity gives the order that opens this position from flat: how much, and on which side
// (V-5.6). A flat position gives zero and an unset side, which no order takes.
func (v PositionSize) ToOpenQuantity() (Quantity, Side) {
	switch {
	case v.IsZero():
		return Quantity{}, 0
	case v.IsNegative():
		return Quantity{n: v.n.negated()}, SideSell
	}
	return Quantity{n: v.n}, SideBuy
}

// ToCloseQuantity gives the order that closes this position: how much, and on which side (V-5.6). A
// flat position gives zero and an unset side, which no order takes.
func (v PositionSize) ToCloseQuantity() (Quantity, Side) {
	if v.IsZero() {
		return Quantity{}, 0
	}
	quantity, side := v.ToOpenQuantity()
	return quantity, side.Opposite()
}

// AddQuantity gives the position after an execution of so many units: a buy adds, a sell takes,
// exactly or with an *Error (V-5.6). An unset side is an *Error.
func (v PositionSize) AddQuantity(quantity Quantity, side Side) (PositionSize, error) {
	if err := side.Validate(); err != nil {
		return PositionSize{}, err
	}
	op := uint32(native.OpAdd)
	if side == SideSell {
		op = native.OpSub
	}
	n, err := v.n.with(native.NumberPositionSize, op, quantity.n)
	return PositionSize{n: n}, err
}

// Opposite gives the other side; an unset side has none and stays unset.
func (value Side) Opposite() Side {
	switch value {
	case SideBuy:
		return SideSell
	case SideSell:
		return SideBuy
	}
	return 0
}
