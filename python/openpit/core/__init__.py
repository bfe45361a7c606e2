# SPDX-License-Identifier: Apache-2.0
"""Records and engine; `openpit` re-exports all of it."""

import atexit

from openpit._native import (
    Accounts,
    Engine,
    ExecuteResult,
    ExecutionReport,
    ExecutionReportFillDetails,
    ExecutionReportIdentity,
    ExecutionReportOperation,
    FinancialImpact,
    Instrument,
    Measure,
    Mutation,
    Order,
    OrderIdentity,
    OrderOperation,
    PostTradeResult,
    StartResult,
    Verdict,
    _at_exit,
    limits_policy_types,
)
from openpit.core.block import Block
from openpit.core.clock import ManualClock
from openpit.core.drops import DropCounters
from openpit.core.engine_builder import EngineBuilder

__all__ = [
    "Accounts",
    "Block",
    "DropCounters",
    "Engine",
    "EngineBuilder",
    "ExecuteResult",
    "ExecutionReport",
    "ExecutionReportFillDetails",
    "ExecutionReportIdentity",
    "ExecutionReportOperation",
    "FinancialImpact",
    "Instrument",
    "ManualClock",
    "Measure",
    "Mutation",
    "Order",
    "OrderIdentity",
    "OrderOperation",
    "PostTradeResult",
    "StartResult",
    "Verdict",
    "limits_policy_types",
]

atexit.register(_at_exit)
