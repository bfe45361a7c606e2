# SPDX-License-Identifier: Apache-2.0
"""What came of a batch of account adjustments (B)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit.core.balances import AccountAdjustmentOutcome
from openpit.pretrade.account_block import AccountBlock
from openpit.pretrade.reject import Reject

__all__ = ["AccountAdjustmentBatchResult"]


@dataclass(frozen=True)
class AccountAdjustmentBatchResult:
    """What came of a batch: all of it or nothing (B-3). Truthy when accepted.

    Accepted: `outcomes`, one for each adjustment in the order of the batch, and `account_blocks`,
    those that came into force, each with the policy that asked. Rejected: `failed_index`, the place
    of the adjustment that was rejected, from 0, and the `rejects` of the policy that rejected it.

    >>> AccountAdjustmentBatchResult().ok
    True
    """

    failed_index: int | None = None
    rejects: tuple[Reject, ...] = ()
    outcomes: tuple[AccountAdjustmentOutcome, ...] = ()
    account_blocks: tuple[AccountBlock, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the batch was accepted."""
        return self.failed_index is None

    def __bool__(self) -> bool:
        """Whether the batch was accepted."""
        return self.ok
