// SPDX-License-Identifier: Apache-2.0

package openpit

import "go.openpit.dev/openpit/internal/native"

// State is the engine's whole state as JSON, the same text in every language after equal calls
// (D-4): time, counts, open reservations, blocks, groups, balances, holds, executions, and each
// policy's limits in force and what it has counted. It has no blanks, its keys are sorted, and
// every number is a string; json.Unmarshal reads it.
func (e *ClientEngine[O, R, A]) State() (string, error) {
	return read(e.inner(), (native.Engine).State, (*native.Reader).Text)
}

// StateDigest is the SHA-256 of the text that State gives, in lower-case hexadecimal (D-4.2).
func (e *ClientEngine[O, R, A]) StateDigest() (string, error) {
	return read(e.inner(), (native.Engine).StateDigest, (*native.Reader).Text)
}
