# SPDX-License-Identifier: Apache-2.0
"""How `pickle` makes an order or a report again, whatever constructor its class has (V-6, V-7)."""

from __future__ import annotations

from typing import Any

__all__ = ["rebuild"]


def rebuild(base: Any, cls: Any, fields: dict[str, Any]) -> Any:
    """Make a record of `cls` from the fields of its base class, through the base's checks."""
    record = cls.__new__(cls)
    base.__init__(record, **fields)
    return record
