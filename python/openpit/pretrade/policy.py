# SPDX-License-Identifier: Apache-2.0
"""Custom policies: a name and up to four hooks."""

from __future__ import annotations

import abc
from collections.abc import Iterable

from openpit._native import (
    AccountAdjustment,
    AccountId,
    Context,
    ExecutionReport,
    Order,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PostTradeResult,
)
from openpit.pretrade.reject import PolicyReject

__all__ = ["Policy"]


class Policy(abc.ABC):
    """A risk control of your own (P-1).

    Override the hooks that it needs: the others are never called. A hook that raises, or answers
    nonsense, fails closed: the order is rejected with `SystemUnavailable` in the policy's name, and
    the call raises `CallbackError` from the exception (P-8); `KeyboardInterrupt` and `SystemExit`
    are raised as they are. What a rollback raises when its reservation is dropped or collected has
    nobody to be raised to: it blocks the account and goes to `sys.unraisablehook`, whatever it is
    (P-8.12). A `name`, hook attribute or `supports_dry_run` that raises is a fault in the
    `ConfigError` of `build` (P-8.15). A hook that calls its own engine gets a `ReentrancyError`
    (P-9): the context is the way to read.

    >>> class NoShorts(Policy):
    ...     @property
    ...     def name(self) -> str:
    ...         return "NoShorts"
    ...
    ...     def perform_pre_trade_check(self, ctx: Context, order: Order) -> PolicyDecision:
    ...         return PolicyDecision.accept()
    """

    __slots__ = ()

    supports_dry_run: bool = False
    """Whether the start hook counts nothing while `ctx.dry_run` is true (P-11.2).

    Without it an engine that has the policy refuses dry runs with a `ConfigError`. A policy without
    a start hook needs it not. Asked when the engine is built.
    """

    @property
    @abc.abstractmethod
    def name(self) -> str:
        """The policy's name: non-empty and unique in one engine; asked when the engine is built."""

    def check_pre_trade_start(self, ctx: Context, order: Order) -> Iterable[PolicyReject]:
        """Start stage (P-2): an empty iterable accepts.

        The stage stops at the first policy that rejects. `order` is the very object that was
        submitted.
        """
        return ()

    def perform_pre_trade_check(self, ctx: Context, order: Order) -> PolicyDecision:
        """Main stage (P-4): asked also after another policy's reject.

        Changes nothing itself: it emits mutations and the engine applies one side of each later
        (M-1).
        """
        return PolicyDecision.accept()

    def apply_execution_report(
        self, ctx: Context, report: ExecutionReport
    ) -> PostTradeResult | None:
        """Post-trade feedback (P-10): learn from an execution.

        May ask for account blocks and adjustments, and release what the policy reserved (M-2). An
        execution that was reported before is not told again.

        A failure blocks the report's account with that cause; other policies are not affected.
        """
        return None

    def apply_account_adjustment(
        self, ctx: Context, account_id: AccountId, adjustment: AccountAdjustment
    ) -> PolicyAccountAdjustmentResult:
        """Judge one adjustment of a batch (B-1); a reject takes the whole batch back (B-2).

        `ctx.balance` has what the item and earlier ones of the batch did. `adjustment` is the very
        object that was submitted.
        """
        return PolicyAccountAdjustmentResult.accept()
