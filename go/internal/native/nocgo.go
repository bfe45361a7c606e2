// SPDX-License-Identifier: Apache-2.0

//go:build !cgo

package native

// The core is a static library, which only cgo links; the missing name says what to do.
var _ = openpit_requires_CGO_ENABLED_1
