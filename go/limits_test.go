// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"testing"

	"go.openpit.dev/openpit"
)

func ExampleLimitsPolicyTypes() {
	types, err := openpit.LimitsPolicyTypes(`
[[policy]]
type = "order_validation"
[[policy]]
type = "pnl_bounds_killswitch"
`)
	fmt.Println(types, err)
	// Output: [order_validation pnl_bounds_killswitch] <nil>
}

func TestLimitsPolicyTypesRefusesBytesThatAreNoText(t *testing.T) {
	if _, err := openpit.LimitsPolicyTypes("\xff"); !errors.Is(err, openpit.ErrParam) {
		t.Fatalf("bytes that are no text: %v", err)
	}
}
