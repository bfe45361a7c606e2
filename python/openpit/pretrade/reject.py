# SPDX-License-Identifier: Apache-2.0
"""The business answer "no": who said it, why, and how much of the account it concerns (R-1)."""

from __future__ import annotations

from dataclasses import dataclass

from openpit._checks import check_int, check_text, check_type
from openpit.pretrade._codes import RejectCode, RejectScope

__all__ = ["PolicyReject", "Reject"]


def _check(code: RejectCode, reason: str, details: str, scope: RejectScope, user_data: int) -> None:
    check_type("code", code, RejectCode, "`RejectCode`")
    check_text("reason", reason)
    check_text("details", details)
    check_type("scope", scope, RejectScope, "`RejectScope`")
    check_int("user_data", user_data, 0, 2**64 - 1)


@dataclass(frozen=True)
class PolicyReject:
    """A reject as a custom policy makes it; the engine adds the policy's name (R-1).

    `code`: what a program acts on; `reason`: in words; `details`: the observed value and the
    limit, never an account id (R-4); `scope`: whether the order or the account is the problem,
    which by itself blocks nothing (K-2); `user_data`: the caller's own token, 0 to 2^64 - 1, which
    the engine never reads.

    >>> PolicyReject(RejectCode.COMPLIANCE_RESTRICTION, "restricted", "observed `AAPL`").scope
    RejectScope.ORDER
    """

    code: RejectCode
    reason: str
    details: str = ""
    scope: RejectScope = RejectScope.ORDER
    user_data: int = 0

    def __post_init__(self) -> None:
        _check(self.code, self.reason, self.details, self.scope, self.user_data)


@dataclass(frozen=True)
class Reject:
    """A reject as the engine gives it: `policy` is the name of who rejected (R-1).

    `engine` stands for the engine itself. The other fields are those of `PolicyReject`.
    """

    policy: str
    code: RejectCode
    reason: str
    details: str = ""
    scope: RejectScope = RejectScope.ORDER
    user_data: int = 0

    def __post_init__(self) -> None:
        check_text("policy", self.policy)
        _check(self.code, self.reason, self.details, self.scope, self.user_data)
