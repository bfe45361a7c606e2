// SPDX-License-Identifier: Apache-2.0

package openpit

import "go.openpit.dev/openpit/internal/native"

// LimitsPolicyTypes lists the types of the policies that a limits.toml describes, in its order:
// what the policies will ask of orders and reports. It finds no faults, which are the business of
// Build: a policy whose type is not known or cannot be read is left out. Text that is not UTF-8 is
// an ErrParam.
func LimitsPolicyTypes(text string) ([]string, error) {
	out := new(native.Outcome)
	native.LimitsPolicyTypes(text, out)
	if out.Status != native.StatusOK {
		return nil, errorOf(out)
	}
	r := out.Reader()
	return r.Texts(), nil
}
