# SPDX-License-Identifier: Apache-2.0
"""The Go module, through the C library made of the package in `go/`."""

import ctypes
import json
from pathlib import Path

from drivers.base import BaseDriver, Refused

LIBRARY = Path(__file__).parents[2] / "build" / "libopenpit_conformance_go.so"


def library():
    """Load the library; its answers are released by itself."""
    if not LIBRARY.exists():
        raise ImportError("the Go driver is not built: `make build/libopenpit_conformance_go.so`")
    loaded = ctypes.CDLL(str(LIBRARY))
    loaded.OpenpitConformanceCall.argtypes = [ctypes.c_char_p]
    loaded.OpenpitConformanceCall.restype = ctypes.c_void_p
    loaded.OpenpitConformanceRelease.argtypes = [ctypes.c_void_p]
    loaded.OpenpitConformanceRelease.restype = None
    return loaded


class Driver(BaseDriver):
    """The driver; everything happens in Go, goroutines too."""

    binding = "go"

    def __init__(self):
        self.native = library()

    def call(self, op, **data):
        request = json.dumps({"op": op, **data}).encode()
        pointer = self.native.OpenpitConformanceCall(request)
        try:
            answer = json.loads(ctypes.string_at(pointer).decode())
        finally:
            self.native.OpenpitConformanceRelease(pointer)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["ok"]
