// SPDX-License-Identifier: Apache-2.0

package native

// The package beside the library tells the linker where it is, and `go mod vendor` keeps it.
import _ "go.openpit.dev/openpit/internal/native/lib/linux_amd64"
