// SPDX-License-Identifier: Apache-2.0

// Command cshared is the C door of package conformance, for Python's ctypes.
package main

// #include <stdlib.h>
// static inline void release(char *text) { free(text); }
import "C"

import "go.openpit.dev/openpit/conformance"

// OpenpitConformanceCall answers one request; the caller releases the answer.
//
//export OpenpitConformanceCall
func OpenpitConformanceCall(request *C.char) *C.char {
	return C.CString(conformance.Call(C.GoString(request)))
}

// OpenpitConformanceRelease frees an answer.
//
//export OpenpitConformanceRelease
func OpenpitConformanceRelease(answer *C.char) { C.release(answer) }

func main() {}
