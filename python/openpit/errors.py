# SPDX-License-Identifier: Apache-2.0
"""Typed errors (E-1): what a call refuses with. A reject is an answer, never an error.

The text of every error comes from the core and is the same in all languages (E-2).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from openpit._error_kinds import LifecycleKind, ParamErrorKind, ThreadingKind, TimeKind
from openpit.pretrade.reject import Reject

__all__ = [
    "CallbackError",
    "CallbackFailure",
    "ConfigError",
    "LifecycleError",
    "LifecycleKind",
    "OpenPitError",
    "ParamError",
    "ParamErrorKind",
    "ReentrancyError",
    "ThreadingError",
    "ThreadingKind",
    "TimeError",
    "TimeKind",
]


class OpenPitError(Exception):
    """The base of all typed errors (E-1)."""


class ParamError(OpenPitError, ValueError):
    """A value is bad or missing (V-2, V-6).

    `kind`: why; `input`: what was given, cut to 64 characters.

    >>> from openpit.param import Quantity
    >>> try:
    ...     Quantity("-1")
    ... except ParamError as error:
    ...     print(error.kind, error.input)
    negative -1
    """

    kind: ParamErrorKind
    input: str

    def __init__(self, message: str, kind: ParamErrorKind | str, input: str) -> None:
        super().__init__(message)
        self.kind = ParamErrorKind(kind)
        self.input = input

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.kind, self.input)


class ConfigError(OpenPitError, ValueError):
    """The configuration of an engine is wrong; `faults` has every fault at once (P-1)."""

    faults: tuple[str, ...]

    def __init__(self, message: str, faults: tuple[str, ...]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.faults)


class LifecycleError(OpenPitError, RuntimeError):
    """A request, reservation or engine was used after its end (P-7); `kind` says which."""

    kind: LifecycleKind

    def __init__(self, message: str, kind: LifecycleKind | str) -> None:
        super().__init__(message)
        self.kind = LifecycleKind(kind)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.kind)


class ThreadingError(OpenPitError):
    """The call broke the sync policy and changed nothing (T-1); `kind` says how."""

    kind: ThreadingKind

    def __init__(self, message: str, kind: ThreadingKind | str) -> None:
        super().__init__(message)
        self.kind = ThreadingKind(kind)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.kind)


class ReentrancyError(OpenPitError):
    """A callback called its own engine; nothing happened (P-9). The context is the way to read."""


class TimeError(OpenPitError):
    """The `at` of a call is not allowed and changed nothing (D-2); `kind` says why."""

    kind: TimeKind

    def __init__(self, message: str, kind: TimeKind | str) -> None:
        super().__init__(message)
        self.kind = TimeKind(kind)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.kind)


class CallbackFailure(NamedTuple):
    """One callback that failed: which policy's, which hook, and its exception (P-8)."""

    policy: str
    """The name of the policy."""
    hook: str
    """`check_pre_trade_start`, `perform_pre_trade_check`, `apply_execution_report`, `commit` or
    `rollback`."""
    error: BaseException
    """What it raised."""


class CallbackError(OpenPitError):
    """Policies or mutations raised, or answered nonsense, and the engine failed closed (P-8).

    Raised after the call is over, from the first exception. `rejects`: the rejects that the call
    gave; `result`: its result, such as the `PostTradeResult` of a report, or None for commit,
    rollback and close; `failures`: every callback that failed, in order.
    """

    rejects: tuple[Reject, ...]
    result: Any
    failures: tuple[CallbackFailure, ...]

    def __init__(
        self,
        message: str,
        rejects: tuple[Reject, ...] = (),
        result: Any = None,
        failures: tuple[CallbackFailure, ...] = (),
    ) -> None:
        super().__init__(message)
        self.rejects = tuple(rejects)
        self.result = result
        self.failures = tuple(failures)
