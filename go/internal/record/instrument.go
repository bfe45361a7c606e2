// SPDX-License-Identifier: Apache-2.0

package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// Instrument is an underlying asset and the asset that it settles in, such as AAPL/USD. The zero
// value is unset: an order without an instrument.
type Instrument struct {
	// Underlying is what is bought or sold; quantities count its units.
	Underlying param.Asset
	// Settlement is what the trade is paid in; prices, volumes, pnl and fees are in its units.
	Settlement param.Asset
}

// NewInstrument makes an instrument from the names of its assets, or gives an *param.Error.
func NewInstrument(underlying, settlement string) (Instrument, error) {
	first, err := param.NewAsset(underlying)
	if err != nil {
		return Instrument{}, err
	}
	second, err := param.NewAsset(settlement)
	if err != nil {
		return Instrument{}, err
	}
	return Instrument{first, second}, nil
}

// ParseInstrument reads `UNDERLYING/SETTLEMENT`: one slash, a valid asset on both sides; else it
// gives an *param.Error.
func ParseInstrument(text string) (Instrument, error) {
	slash, found := native.TextValue(native.TextInstrument, text)
	if found != nil {
		return Instrument{}, refused(found)
	}
	return NewInstrument(text[:slash], text[slash+1:])
}

// IsSet tells whether there is an instrument.
func (i Instrument) IsSet() bool { return i != Instrument{} }

// String gives `UNDERLYING/SETTLEMENT`, or `unset`.
func (i Instrument) String() string {
	if !i.IsSet() {
		return "unset"
	}
	return i.Underlying.String() + "/" + i.Settlement.String()
}

// Validate gives the *param.Error of an instrument that is unset or lacks an asset (V-6.1).
func (i Instrument) Validate() error {
	if !i.IsSet() {
		return instrumentDoor.Needed(false)
	}
	if err := i.Underlying.Validate(); err != nil {
		return err
	}
	return i.Settlement.Validate()
}
