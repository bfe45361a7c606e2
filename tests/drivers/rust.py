# SPDX-License-Identifier: Apache-2.0
"""The Rust crate, through the Python module in `rust/`."""

import json

from drivers.base import BaseDriver, Refused

try:
    import openpit_conformance_rust as native
except ImportError as error:
    raise ImportError(
        "the Rust driver is not built: `maturin develop -m tests/drivers/rust/Cargo.toml`"
    ) from error


class Driver(BaseDriver):
    """The driver; everything happens in Rust, on the calling thread."""

    binding = "rust"

    def call(self, op, **data):
        answer = json.loads(native.call(json.dumps({"op": op, **data})))
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["ok"]
