# SPDX-License-Identifier: Apache-2.0
"""One thin adapter for each binding, over that binding's public API only."""

import importlib
from functools import cache


@cache
def load(binding):
    """The driver of a binding; an error says how to build what is missing."""
    module = importlib.import_module(f"drivers.{binding}")
    return module.Driver()
