// SPDX-License-Identifier: Apache-2.0

// Package fault holds the sentinels that more than one package's errors are.
package fault

import "errors"

// Param is what every refused value is.
var Param = errors.New("value is refused")
