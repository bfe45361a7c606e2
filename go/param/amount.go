// SPDX-License-Identifier: Apache-2.0

package param

import "strings"

// TradeAmount is how much an order asks for: units of the underlying, or money (V-6.5). The zero
// value is unset (V-6). In JSON it is an object of one field, `{"quantity":"100"}`, as text
// `quantity 100`.
type TradeAmount struct {
	kind TradeAmountKind
	n    number
}

// QuantityAmount asks for units of the underlying.
func QuantityAmount(quantity Quantity) TradeAmount {
	return TradeAmount{TradeAmountKindQuantity, quantity.n}
}

// VolumeAmount asks for money in the settlement asset.
func VolumeAmount(volume Volume) TradeAmount {
	return TradeAmount{TradeAmountKindVolume, volume.n}
}

// ParseTradeAmount reads `quantity 100` or `volume 18550.5`, or refuses with an *Error. It is the
// way back of String.
func ParseTradeAmount(text string) (TradeAmount, error) {
	name, digits, _ := strings.Cut(text, " ")
	return tradeAmount(name, digits)
}

func tradeAmount(name, digits string) (TradeAmount, error) {
	kind, err := ParseTradeAmountKind(name)
	if err != nil {
		return TradeAmount{}, err
	}
	if kind == TradeAmountKindVolume {
		volume, err := NewVolume(digits)
		if err != nil {
			return TradeAmount{}, err
		}
		return VolumeAmount(volume), nil
	}
	quantity, err := NewQuantity(digits)
	if err != nil {
		return TradeAmount{}, err
	}
	return QuantityAmount(quantity), nil
}

// Kind tells which amount it is; unset if there is none.
func (a TradeAmount) Kind() TradeAmountKind { return a.kind }

// Quantity gives the quantity; false if the amount is none.
func (a TradeAmount) Quantity() (Quantity, bool) {
	if a.kind != TradeAmountKindQuantity {
		return Quantity{}, false
	}
	return Quantity{n: a.n}, true
}

// Volume gives the volume; false if the amount is none.
func (a TradeAmount) Volume() (Volume, bool) {
	if a.kind != TradeAmountKindVolume {
		return Volume{}, false
	}
	return Volume{n: a.n}, true
}

// IsSet tells whether there is an amount. A method IsZero, which `omitzero` of encoding/json would
// take for this, there is none: an amount of zero units is an amount.
func (a TradeAmount) IsSet() bool { return a.kind != 0 }

// String gives the number with its kind, or `unset`.
func (a TradeAmount) String() string { return amountText(a.kind, a.n) }

// AdjustmentAmount is what an adjustment does to an amount of an account: add a delta, or set it to
// an absolute (V-6.9). The zero value is unset (V-6). In JSON it is an object of one field,
// `{"delta":"-5"}`, as text `delta -5`.
type AdjustmentAmount struct {
	kind AdjustmentAmountKind
	n    number
}

// DeltaAmount adds to what is there.
func DeltaAmount(delta PositionSize) AdjustmentAmount {
	return AdjustmentAmount{AdjustmentAmountKindDelta, delta.n}
}

// AbsoluteAmount replaces what is there.
func AbsoluteAmount(absolute PositionSize) AdjustmentAmount {
	return AdjustmentAmount{AdjustmentAmountKindAbsolute, absolute.n}
}

// ParseAdjustmentAmount reads `delta -5` or `absolute 100`, or refuses with an *Error. It is the
// way back of String.
func ParseAdjustmentAmount(text string) (AdjustmentAmount, error) {
	name, digits, _ := strings.Cut(text, " ")
	return adjustmentAmount(name, digits)
}

func adjustmentAmount(name, digits string) (AdjustmentAmount, error) {
	kind, err := ParseAdjustmentAmountKind(name)
	if err != nil {
		return AdjustmentAmount{}, err
	}
	size, err := NewPositionSize(digits)
	if err != nil {
		return AdjustmentAmount{}, err
	}
	return AdjustmentAmount{kind, size.n}, nil
}

// Kind tells what the adjustment does; unset if there is none.
func (a AdjustmentAmount) Kind() AdjustmentAmountKind { return a.kind }

// Delta gives what is added; false if the amount is no delta.
func (a AdjustmentAmount) Delta() (PositionSize, bool) {
	if a.kind != AdjustmentAmountKindDelta {
		return PositionSize{}, false
	}
	return PositionSize{n: a.n}, true
}

// Absolute gives what replaces; false if the amount is no absolute.
func (a AdjustmentAmount) Absolute() (PositionSize, bool) {
	if a.kind != AdjustmentAmountKindAbsolute {
		return PositionSize{}, false
	}
	return PositionSize{n: a.n}, true
}

// Size gives the number, whichever of the two it is; zero if the amount is unset.
func (a AdjustmentAmount) Size() PositionSize { return PositionSize{n: a.n} }

// Apply gives what is there afterwards, exactly or with an *Error. An unset amount is an *Error.
func (a AdjustmentAmount) Apply(before PositionSize) (PositionSize, error) {
	if err := a.Validate(); err != nil {
		return PositionSize{}, err
	}
	if delta, ok := a.Delta(); ok {
		return before.Add(delta)
	}
	return a.Size(), nil
}

// IsSet tells whether there is an amount.
func (a AdjustmentAmount) IsSet() bool { return a.kind != 0 }

// String gives the number with its kind, or `unset`.
func (a AdjustmentAmount) String() string { return amountText(a.kind, a.n) }

type amountKind interface {
	IsSet() bool
	String() string
}

func amountText(kind amountKind, n number) string {
	if !kind.IsSet() {
		return unset
	}
	return kind.String() + " " + n.String()
}

// Must gives a value that cannot be wrong, such as one written in a program's text; it panics if it
// is.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
