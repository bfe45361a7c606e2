# SPDX-License-Identifier: Apache-2.0
"""Why an account, or the whole engine, is blocked (K-1, K-2)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_text, check_type
from openpit.pretrade._codes import RejectCode

__all__ = ["AccountBlock", "BlockCause"]


@dataclass(frozen=True)
class AccountBlock:
    """A block of the call's account that a policy asks for: at once, never rolled back (M-3).

    `code` and `reason` are what the account's rejects will carry. In a result `policy` is the name
    of who asked; a policy itself leaves it out.

    >>> AccountBlock(RejectCode.COMPLIANCE_RESTRICTION, "on the watch list").policy is None
    True
    """

    code: RejectCode
    reason: str
    policy: str | None = None

    def __post_init__(self) -> None:
        check_type("code", self.code, RejectCode, "`RejectCode`")
        check_text("reason", self.reason)
        if self.policy is not None:
            check_text("policy", self.policy)


@dataclass(frozen=True)
class BlockCause:
    """One cause of a block: who blocked (`engine` for the admin API), code and reason (K-2).

    Causes form a set: a scope is blocked while any remains.
    """

    source: str
    code: RejectCode
    reason: str

    def __post_init__(self) -> None:
        check_text("source", self.source)
        check_type("code", self.code, RejectCode, "`RejectCode`")
        check_text("reason", self.reason)
