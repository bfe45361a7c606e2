// SPDX-License-Identifier: Apache-2.0
module go.openpit.dev/openpit/conformance

go 1.24.0

require (
	github.com/shopspring/decimal v1.4.0
	go.openpit.dev/openpit v0.0.0
)

replace go.openpit.dev/openpit => ../../../go
