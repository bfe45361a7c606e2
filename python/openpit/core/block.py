# SPDX-License-Identifier: Apache-2.0
"""Blocks as the listing shows them (K-2)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._native import AccountGroupId, AccountId
from openpit.pretrade.account_block import BlockCause

__all__ = ["Block"]


@dataclass(frozen=True)
class Block:
    """One cause of one block of an account, a group or, if both are None, the engine (K-2)."""

    account_id: AccountId | None
    cause: BlockCause
    account_group_id: AccountGroupId | None = None
