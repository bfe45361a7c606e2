# SPDX-License-Identifier: Apache-2.0
"""Embeddable pre-trade risk engine: deterministic, fail-safe, financially exact.

Before an order may reach a venue, ask the engine; policies reject it or reserve state for it; later
the engine learns from executions.

>>> import openpit
>>> from openpit.pretrade import policies
>>> engine = (
...     openpit.Engine.builder().no_sync().builtin(policies.build_order_validation()).build()
... )
>>> order = openpit.Order.limit(
...     "AAPL/USD", account=99224416, side="BUY", quantity="100", price="185"
... )
>>> result = engine.execute_pre_trade(order=order)
>>> if result:
...     result.reservation.commit()
"""

from openpit.core import (
    AccountAdjustment,
    AccountAdjustmentAmount,
    AccountAdjustmentBalanceOperation,
    AccountAdjustmentBatchResult,
    AccountAdjustmentBounds,
    AccountAdjustmentOutcome,
    AccountAdjustmentPositionOperation,
    AccountBalance,
    Accounts,
    Anomaly,
    Balance,
    Block,
    BlockScope,
    Configure,
    DropCounters,
    DryRunResult,
    Engine,
    EngineBuilder,
    ExecuteResult,
    ExecutionReport,
    ExecutionReportFillDetails,
    ExecutionReportIdentity,
    ExecutionReportOperation,
    ExecutionReportPositionImpact,
    FinancialImpact,
    Hold,
    Holding,
    Instrument,
    ManualClock,
    Measure,
    Mutation,
    Order,
    OrderIdentity,
    OrderMargin,
    OrderOperation,
    OrderPosition,
    PolicyAdjustment,
    PostTradeResult,
    StartResult,
    Verdict,
    limits_policy_types,
)
from openpit.errors import (
    CallbackError,
    ConfigError,
    LifecycleError,
    OpenPitError,
    ParamError,
    ReentrancyError,
    ThreadingError,
    TimeError,
)
from openpit.pretrade import KillSwitchAction

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
    "CallbackError",
    "ConfigError",
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
    "KillSwitchAction",
    "LifecycleError",
    "ManualClock",
    "Measure",
    "Mutation",
    "OpenPitError",
    "Order",
    "OrderIdentity",
    "OrderMargin",
    "OrderOperation",
    "OrderPosition",
    "ParamError",
    "PolicyAdjustment",
    "PostTradeResult",
    "ReentrancyError",
    "StartResult",
    "ThreadingError",
    "TimeError",
    "Verdict",
    "limits_policy_types",
]
