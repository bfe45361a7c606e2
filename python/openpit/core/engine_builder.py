# SPDX-License-Identifier: Apache-2.0
"""Configuration of an engine: the sync policy first, then policies in the order they will run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpit._checks import check_text, check_type
from openpit._native import Engine, _build_engine
from openpit.core.clock import ManualClock
from openpit.pretrade.policies import BuiltinBuilder, builtin_builders
from openpit.pretrade.policy import Policy

__all__ = ["EngineBuilder"]

_ALLOWED = "allowed is `no_sync`, `account_sync` or `full_sync`, before the first policy"
_NO_SYNC_POLICY = f"sync policy is not chosen: {_ALLOWED}"
_LATE_SYNC_POLICY = f"sync policy is chosen after a policy: {_ALLOWED}"


class EngineBuilder:
    """A configuration of an engine (P-1), from `Engine.builder()`.

    Each call changes the builder and gives it back. Policies run in the order in which they are
    added. `build` may be called again: each call gives a new engine with its own state; custom
    policies are then shared by those engines.
    """

    __slots__ = (
        "_clock",
        "_faults",
        "_record_decisions",
        "_record_verdicts",
        "_require_limits",
        "_steps",
        "_sync",
    )

    def __init__(self) -> None:
        self._steps: list[tuple[str, Any]] = []
        self._faults: list[str] = []
        self._clock: ManualClock | None = None
        self._record_decisions = False
        self._record_verdicts = False
        self._require_limits = False
        self._sync: str | None = None

    def no_sync(self) -> EngineBuilder:
        """Choose the Local mode: the engine belongs to the thread that builds it (T-1)."""
        return self._choose("local")

    def account_sync(self) -> EngineBuilder:
        """Choose the Account mode: any thread, but calls for one account never overlap (T-1a).

        A call for an account that another call is using is a `ThreadingError` of kind
        `account_busy`, which changes nothing. Calls for different accounts run in parallel.
        """
        return self._choose("account")

    def full_sync(self) -> EngineBuilder:
        """Choose the Full mode: any thread, at any time (T-1a).

        A call for an account that another call is using waits, without the interpreter's lock. A
        callback that waits for another thread's call on its own account waits for ever; under
        `record_decisions` or `record_verdicts` so does one that waits for any other call.
        """
        return self._choose("full")

    def _choose(self, sync: str) -> EngineBuilder:
        if self._steps and self._sync is None:
            self._faults.append(_LATE_SYNC_POLICY)
        self._sync = sync
        return self

    def clock(self, clock: ManualClock) -> EngineBuilder:
        """Take the time from the calls' `at` instead of the system clock (D-2)."""
        check_type("clock", clock, ManualClock, "`ManualClock`")
        self._clock = clock
        return self

    def builtin(self, policy: BuiltinBuilder) -> EngineBuilder:
        """Add a built-in policy, from a `build_` function of `openpit.pretrade.policies` (L)."""
        allowed = "what a `build_` function of `openpit.pretrade.policies` gives"
        check_type("policy", policy, builtin_builders, allowed)
        self._steps.append(("builtin", policy))
        return self

    def pre_trade(self, policy: Policy) -> EngineBuilder:
        """Add a custom policy; its overridden hooks are bound when the engine is built."""
        check_type("policy", policy, Policy, "`openpit.pretrade.Policy`")
        self._steps.append(("pre_trade", policy))
        return self

    def limits(self, text: str, accounts: Iterable[str] = ()) -> EngineBuilder:
        """Add the built-in policies that the text of a `limits.toml` describes, in its order.

        `accounts` are the names over which tables for each account expand. What is wrong with the
        text is in the `ConfigError` of `build`: every fault with its line and key.
        """
        check_text("text", text)
        if isinstance(accounts, str):
            check_type("accounts", accounts, (list, tuple), "an iterable of `str`")
        names = list(accounts)
        for name in names:
            check_text("accounts", name)
        self._steps.append(("limits", (text, names)))
        return self

    def record_decisions(self) -> EngineBuilder:
        """Write the decision log (D-1); without it the log costs nothing."""
        self._record_decisions = True
        return self

    def record_verdicts(self) -> EngineBuilder:
        """Keep what every policy said of each order and why, for `Engine.verdicts`.

        Without it verdicts cost nothing.
        """
        self._record_verdicts = True
        return self

    def require_limits(self) -> EngineBuilder:
        """Let limit policies reject an order that none of their barriers matches (L-7.1).

        The code is `RiskConfigurationMissing`. Without it such an order passes that policy.
        """
        self._require_limits = True
        return self

    def build(self) -> Engine:
        """Build the engine; a Local one belongs to the calling thread.

        Raises `ConfigError` with every fault of the configuration at once (P-1).
        """
        faults = list(self._faults)
        if self._sync is None:
            faults.append(_NO_SYNC_POLICY)
        return _build_engine(
            sync=self._sync or "local",
            steps=self._steps,
            clock=self._clock,
            records=(self._record_decisions, self._record_verdicts),
            require_limits=self._require_limits,
            faults=faults,
        )
