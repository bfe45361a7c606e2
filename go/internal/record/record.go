// SPDX-License-Identifier: Apache-2.0

// Package record holds the records that the root package and package pretrade share; the root gives
// them their public names.
package record

import (
	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/param"
)

// refused takes over what the core found; nil stays nil.
func refused(found *native.Fault) error {
	if found == nil {
		return nil
	}
	return param.NewError(found)
}
