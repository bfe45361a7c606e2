// SPDX-License-Identifier: Apache-2.0

// Package linux_amd64 holds the prelinked static library of the core for Linux on x86-64.
package linux_amd64
