// SPDX-License-Identifier: Apache-2.0

// Package record holds the records that the root package and package pretrade share; the root gives
// them their public names.
package record

import (
	"go.openpit.dev/openpit/internal/made"
	"go.openpit.dev/openpit/internal/native"
)

// refused takes over what the core found; nil stays nil. Package param, which this one imports, has
// set it.
var refused = made.Error.(func(*native.Fault) error)
