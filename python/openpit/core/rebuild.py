# SPDX-License-Identifier: Apache-2.0
"""Records made past their constructors.

How `pickle` makes an order or a report again, whatever constructor its class has (V-6, V-7), and
how the engine makes what it tells.
"""

from __future__ import annotations

import copyreg
from typing import Any

__all__ = ["attributes", "filled", "rebuild"]


def rebuild(base: Any, cls: Any, fields: dict[str, Any]) -> Any:
    """Make a record of `cls` from the fields of its base class, through the base's checks."""
    record = cls.__new__(cls)
    base.__init__(record, **fields)
    return record


def attributes(record: Any) -> Any:
    """What a subclass keeps beside the record, as `pickle` takes it: `__dict__` and slots."""
    getstate = getattr(record, "__getstate__", None)
    if getstate is not None:
        return getstate()
    # Python 3.10 has no `object.__getstate__` yet.
    names: list[str] = vars(copyreg)["_slotnames"](type(record))
    slots = {name: getattr(record, name) for name in names if hasattr(record, name)}
    own = getattr(record, "__dict__", None)
    return (own, slots) if slots else own


def filled(cls: type[object], fields: dict[str, object]) -> object:
    """Make a dataclass of fields that the core told: nobody needs to check them again.

    A field that is absent is the default that the class itself has.
    """
    made = object.__new__(cls)
    object.__setattr__(made, "__dict__", fields)
    return made
