// SPDX-License-Identifier: Apache-2.0

package linux_amd64

// #cgo LDFLAGS: ${SRCDIR}/libopenpit.a -lm -lpthread -ldl
import "C"
