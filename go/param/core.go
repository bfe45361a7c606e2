// SPDX-License-Identifier: Apache-2.0

package param

import (
	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/internal/native"
)

// For the engine: values that the core made, so that they need no judging.

// VolumeFromCore is a volume as it crosses.
func VolumeFromCore(n native.Number) Volume { return Volume{n: fromNative(n)} }

// DecimalFromCore is a number of any type as it crosses.
func DecimalFromCore(n native.Number) decimal.Decimal { return fromNative(n).decimal() }

// AssetFromCore is an asset by its name.
func AssetFromCore(name string) Asset { return Asset{name} }

// ClientOrderIDFromCore is a client's id; an empty text is unset.
func ClientOrderIDFromCore(text string) ClientOrderID { return ClientOrderID{text} }
