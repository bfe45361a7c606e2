// SPDX-License-Identifier: Apache-2.0

package param

import (
	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/native"
)

func init() {
	made.Volume = func(n native.Number) Volume { return Volume{n: fromNative(n)} }
	made.Decimal = func(n native.Number) decimal.Decimal { return fromNative(n).decimal() }
	made.Asset = func(name string) Asset { return Asset{name} }
	made.ClientOrderID = func(text string) ClientOrderID { return ClientOrderID{text} }
	made.Price = func(n native.Number) Price { return Price{n: fromNative(n)} }
	made.PositionSize = func(n native.Number) PositionSize {
		return PositionSize{n: fromNative(n)}
	}
	made.Leverage = func(tenths uint16) Leverage { return Leverage{tenths} }
	made.Error = newError
}
