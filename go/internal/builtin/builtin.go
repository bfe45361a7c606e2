// SPDX-License-Identifier: Apache-2.0

// Package builtin is how built-in policies reach the builder, and nobody else's.
package builtin

import "go.openpit.dev/openpit/internal/native"

// Policy is a built-in policy's configuration.
type Policy interface {
	// Configure adds the policy to a configuration.
	Configure(builder native.Builder, out *native.Outcome)
}
