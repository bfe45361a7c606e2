# SPDX-License-Identifier: Apache-2.0
"""The staged pipeline's vocabulary: policies, rejects, requests and reservations (P)."""

from openpit._native import (
    Context,
    ExecuteResult,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PostTradeResult,
    Request,
    Reservation,
    StartResult,
)
from openpit.pretrade._codes import RejectCode, RejectScope
from openpit.pretrade.account_block import AccountBlock, BlockCause
from openpit.pretrade.context import EmittedMutation
from openpit.pretrade.kill_switch import KillSwitchAction
from openpit.pretrade.policy import Policy
from openpit.pretrade.reject import PolicyReject, Reject
from openpit.pretrade.release import Release

__all__ = [
    "AccountBlock",
    "BlockCause",
    "Context",
    "EmittedMutation",
    "ExecuteResult",
    "KillSwitchAction",
    "Policy",
    "PolicyAccountAdjustmentResult",
    "PolicyDecision",
    "PolicyReject",
    "PostTradeResult",
    "Reject",
    "RejectCode",
    "RejectScope",
    "Release",
    "Request",
    "Reservation",
    "StartResult",
]
