# SPDX-License-Identifier: Apache-2.0
"""Records and engine; `openpit` re-exports all of it."""

import atexit
import os

from openpit._native import (
    AccountAdjustment,
    AccountAdjustmentAmount,
    AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds,
    AccountAdjustmentPositionOperation,
    Accounts,
    BlockScope,
    Engine,
    ExecuteResult,
    ExecutionReport,
    ExecutionReportFillDetails,
    ExecutionReportIdentity,
    ExecutionReportOperation,
    ExecutionReportPositionImpact,
    FinancialImpact,
    Instrument,
    Measure,
    Mutation,
    Order,
    OrderIdentity,
    OrderMargin,
    OrderOperation,
    OrderPosition,
    PostTradeResult,
    StartResult,
    Verdict,
    _after_fork,
    _at_exit,
    limits_policy_types,
)
from openpit.core.balances import (
    AccountAdjustmentOutcome,
    AccountBalance,
    Balance,
    PolicyAdjustment,
)
from openpit.core.batch import AccountAdjustmentBatchResult
from openpit.core.block import Block
from openpit.core.clock import ManualClock
from openpit.core.configure import Configure
from openpit.core.drops import DropCounters
from openpit.core.dry_run import DryRunResult
from openpit.core.engine_builder import EngineBuilder
from openpit.core.executions import Anomaly
from openpit.core.holds import Hold, Holding

__all__ = [
    "AccountAdjustment",
    "AccountAdjustmentAmount",
    "AccountAdjustmentBalanceOperation",
    "AccountAdjustmentBatchResult",
    "AccountAdjustmentBounds",
    "AccountAdjustmentOutcome",
    "AccountAdjustmentPositionOperation",
    "AccountBalance",
    "Accounts",
    "Anomaly",
    "Balance",
    "Block",
    "BlockScope",
    "Configure",
    "DropCounters",
    "DryRunResult",
    "Engine",
    "EngineBuilder",
    "ExecuteResult",
    "ExecutionReport",
    "ExecutionReportFillDetails",
    "ExecutionReportIdentity",
    "ExecutionReportOperation",
    "ExecutionReportPositionImpact",
    "FinancialImpact",
    "Hold",
    "Holding",
    "Instrument",
    "ManualClock",
    "Measure",
    "Mutation",
    "Order",
    "OrderIdentity",
    "OrderMargin",
    "OrderOperation",
    "OrderPosition",
    "PolicyAdjustment",
    "PostTradeResult",
    "StartResult",
    "Verdict",
    "limits_policy_types",
]

atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
