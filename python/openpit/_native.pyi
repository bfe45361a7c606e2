# SPDX-License-Identifier: Apache-2.0
# pyright: reportPrivateUsage=false
# Types of the extension module; its classes and their docs are public in `openpit`,
# `openpit.param` and `openpit.pretrade`. Those of records stand in `_records.pyi`, those of values
# in `_values.pyi`. Checked with stubtest by tests/test_python_package.py.
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, final, type_check_only

from typing_extensions import Self, disjoint_base

from openpit._records import (
    AccountAdjustment,
    AccountAdjustmentAmount,
    AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds,
    AccountAdjustmentPositionOperation,
    ExecutionReport,
    ExecutionReportFillDetails,
    ExecutionReportIdentity,
    ExecutionReportOperation,
    ExecutionReportPositionImpact,
    FinancialImpact,
    Instrument,
    Order,
    OrderIdentity,
    OrderMargin,
    OrderOperation,
    OrderPosition,
)
from openpit._values import (
    AccountGroupId,
    AccountId,
    AdjustmentAmount,
    Asset,
    CashFlow,
    Fee,
    Leverage,
    Notional,
    Pnl,
    PositionSize,
    Price,
    Quantity,
    Trade,
    TradeAmount,
    Volume,
    _Immutable,
    _Value,
)
from openpit.core.balances import AccountBalance, Balance, PolicyAdjustment
from openpit.core.batch import AccountAdjustmentBatchResult
from openpit.core.block import Block
from openpit.core.clock import ManualClock
from openpit.core.configure import Configure
from openpit.core.drops import DropCounters
from openpit.core.dry_run import DryRunResult
from openpit.core.engine_builder import EngineBuilder
from openpit.core.executions import Anomaly
from openpit.core.holds import Hold, Holding
from openpit.pretrade._codes import RejectCode
from openpit.pretrade.account_block import AccountBlock, BlockCause
from openpit.pretrade.context import EmittedMutation
from openpit.pretrade.kill_switch import KillSwitchAction
from openpit.pretrade.reject import PolicyReject, Reject
from openpit.pretrade.release import Release

__all__ = ["AccountAdjustment", "AccountAdjustmentAmount", "AccountAdjustmentBalanceOperation"]
__all__ += ["AccountAdjustmentBounds", "AccountAdjustmentPositionOperation", "AccountGroupId"]
__all__ += ["AccountId", "Accounts", "AdjustmentAmount", "Asset", "BlockScope", "CashFlow"]
__all__ += ["Context", "Engine", "ExecuteResult", "ExecutionReport", "ExecutionReportFillDetails"]
__all__ += ["ExecutionReportIdentity", "ExecutionReportOperation", "ExecutionReportPositionImpact"]
__all__ += ["Fee", "FinancialImpact", "Instrument", "Leverage", "Measure", "limits_policy_types"]
__all__ += ["Mutation", "Notional", "Order", "OrderIdentity", "OrderMargin", "OrderOperation"]
__all__ += ["OrderPosition", "Pnl", "PolicyDecision", "PositionSize", "PostTradeResult", "Price"]
__all__ += ["Quantity", "Request", "Reservation", "StartResult", "Trade", "TradeAmount", "Verdict"]
__all__ += [
    "PolicyAccountAdjustmentResult",
    "Volume",
    "_Closer",
    "_after_fork",
    "_at_exit",
    "_build_engine",
    "_change_limits",
    "_enum_text",
    "_reset_notional_limit",
]

@final
class BlockScope(_Value):
    @staticmethod
    def engine() -> BlockScope: ...
    @staticmethod
    def group(account_group_id: AccountGroupId | int) -> BlockScope: ...
    @staticmethod
    def account(account_id: AccountId | int) -> BlockScope: ...
    @property
    def account_group_id(self) -> AccountGroupId | None: ...
    @property
    def account_id(self) -> AccountId | None: ...

@final
class Mutation(_Value):
    def __new__(
        cls,
        *,
        commit: Callable[[], object] | None = None,
        rollback: Callable[[], object] | None = None,
    ) -> Self: ...
    @staticmethod
    def reserve_notional(
        account_id: AccountId | int,
        settlement_asset: Asset | str,
        amount: Volume,
        *,
        account_asset_limit: Volume | None = None,
        asset_limit: Volume | None = None,
    ) -> Mutation: ...
    @staticmethod
    def set_kill_switch(
        scope: BlockScope,
        code: RejectCode,
        reason: str,
        *,
        on_commit: KillSwitchAction | str = "block",
        on_rollback: KillSwitchAction | str = "keep",
    ) -> Mutation: ...
    @property
    def kind(self) -> str: ...
    @property
    def commit(self) -> Callable[[], object] | None: ...
    @property
    def rollback(self) -> Callable[[], object] | None: ...

@final
class PolicyDecision:
    @staticmethod
    def accept(
        mutations: Iterable[Mutation] | None = None,
        account_blocks: Iterable[AccountBlock] | None = None,
    ) -> PolicyDecision: ...
    @staticmethod
    def reject(
        rejects: Iterable[PolicyReject],
        mutations: Iterable[Mutation] | None = None,
        account_blocks: Iterable[AccountBlock] | None = None,
    ) -> PolicyDecision: ...
    @property
    def is_reject(self) -> bool: ...
    @property
    def rejects(self) -> tuple[PolicyReject, ...]: ...
    @property
    def mutations(self) -> tuple[Mutation, ...]: ...
    @property
    def account_blocks(self) -> tuple[AccountBlock, ...]: ...

@final
class PolicyAccountAdjustmentResult:
    @staticmethod
    def accept(
        mutations: Iterable[Mutation] | None = None,
        account_blocks: Iterable[AccountBlock] | None = None,
    ) -> PolicyAccountAdjustmentResult: ...
    @staticmethod
    def reject(
        rejects: Iterable[PolicyReject],
        mutations: Iterable[Mutation] | None = None,
        account_blocks: Iterable[AccountBlock] | None = None,
    ) -> PolicyAccountAdjustmentResult: ...
    @property
    def is_reject(self) -> bool: ...
    @property
    def rejects(self) -> tuple[PolicyReject, ...]: ...
    @property
    def mutations(self) -> tuple[Mutation, ...]: ...
    @property
    def account_blocks(self) -> tuple[AccountBlock, ...]: ...

@final
class Context:
    @property
    def at(self) -> int: ...
    @property
    def dry_run(self) -> bool: ...
    @property
    def account_id(self) -> AccountId | None: ...
    @property
    def mutations(self) -> tuple[EmittedMutation, ...]: ...
    def own_holding(self, settlement_asset: Asset | str) -> Holding: ...
    def total_holding(self, settlement_asset: Asset | str) -> Holding: ...
    def balance(
        self,
        *,
        asset: Asset | str | None = None,
        instrument: Instrument | str | None = None,
        collateral_asset: Asset | str | None = None,
    ) -> Balance: ...

@final
class PostTradeResult(_Value):
    def __new__(
        cls,
        *,
        account_blocks: Iterable[AccountBlock] | None = None,
        releases: Iterable[Release] | None = None,
        account_adjustments: Iterable[AccountAdjustment | PolicyAdjustment] | None = None,
        late: bool = False,
        duplicate: bool = False,
        anomalies: Iterable[Anomaly] | None = None,
    ) -> Self: ...
    @property
    def account_blocks(self) -> tuple[AccountBlock, ...]: ...
    @property
    def releases(self) -> tuple[Release, ...]: ...
    @property
    def account_adjustments(self) -> tuple[AccountAdjustment | PolicyAdjustment, ...]: ...
    @property
    def late(self) -> bool: ...
    @property
    def duplicate(self) -> bool: ...
    @property
    def anomalies(self) -> tuple[Anomaly, ...]: ...

@disjoint_base
class StartResult:
    @property
    def ok(self) -> bool: ...
    @property
    def request(self) -> Request | None: ...
    @property
    def rejects(self) -> tuple[Reject, ...]: ...
    def __bool__(self) -> bool: ...

@final
class Request(StartResult):
    @property
    def _account(self) -> AccountId | None: ...
    @property
    def ok(self) -> Literal[True]: ...
    @property
    def request(self) -> Request: ...
    def __bool__(self) -> Literal[True]: ...
    def execute(self, *, at: int | None = None) -> Reservation | _ExecuteRejected: ...

# How a type checker sees a rejected start: `if result:` tells the two apart.
@type_check_only
class _StartRejected(StartResult):
    @property
    def ok(self) -> Literal[False]: ...
    @property
    def request(self) -> None: ...
    def __bool__(self) -> Literal[False]: ...

@disjoint_base
class ExecuteResult:
    @property
    def ok(self) -> bool: ...
    @property
    def reservation(self) -> Reservation | None: ...
    @property
    def rejects(self) -> tuple[Reject, ...]: ...
    def __bool__(self) -> bool: ...

@final
class Reservation(ExecuteResult):
    @property
    def _account(self) -> AccountId | None: ...
    @property
    def ok(self) -> Literal[True]: ...
    @property
    def reservation(self) -> Reservation: ...
    def __bool__(self) -> Literal[True]: ...
    def commit(self, *, at: int | None = None) -> None: ...
    def rollback(self, *, at: int | None = None) -> None: ...
    def close(self) -> None: ...
    @property
    def finalized(self) -> bool: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@type_check_only
class _ExecuteRejected(ExecuteResult):
    @property
    def ok(self) -> Literal[False]: ...
    @property
    def reservation(self) -> None: ...
    def __bool__(self) -> Literal[False]: ...

@final
class Accounts:
    def block(self, account_id: AccountId | int, reason: str) -> BlockCause: ...
    def unblock(self, account_id: AccountId | int, cause: BlockCause) -> bool: ...
    def unblock_all(self, account_id: AccountId | int) -> bool: ...
    def block_group(self, account_group_id: AccountGroupId | int, reason: str) -> BlockCause: ...
    def unblock_group(self, account_group_id: AccountGroupId | int, cause: BlockCause) -> bool: ...
    def unblock_group_all(self, account_group_id: AccountGroupId | int) -> bool: ...
    def register_group(
        self, account_group_id: AccountGroupId | int, accounts: Iterable[AccountId | int]
    ) -> None: ...
    def unregister_group(
        self, account_group_id: AccountGroupId | int, accounts: Iterable[AccountId | int]
    ) -> None: ...
    def group_of(self, account_id: AccountId | int) -> AccountGroupId: ...
    def blocked(self) -> list[Block]: ...

@final
class Engine:
    @staticmethod
    def builder() -> EngineBuilder: ...
    @property
    def _is_local(self) -> bool: ...
    def start_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Request | _StartRejected: ...
    def execute_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Reservation | _ExecuteRejected: ...
    def dry_run_start_pre_trade(self, order: Order, *, at: int | None = None) -> DryRunResult: ...
    def dry_run_execute_pre_trade(self, order: Order, *, at: int | None = None) -> DryRunResult: ...
    def configure(self) -> Configure: ...
    def armed(self, account_id: AccountId | int) -> list[dict[str, Any]]: ...
    def apply_execution_report(
        self, report: ExecutionReport, *, at: int | None = None
    ) -> PostTradeResult: ...
    def apply_account_adjustment(
        self,
        account_id: AccountId | int,
        adjustments: Iterable[AccountAdjustment],
        *,
        at: int | None = None,
    ) -> AccountAdjustmentBatchResult: ...
    def balances(self) -> list[AccountBalance]: ...
    def state(self) -> dict[str, Any]: ...
    def state_digest(self) -> str: ...
    def accounts(self) -> Accounts: ...
    def block(self, reason: str) -> BlockCause: ...
    def unblock(self, cause: BlockCause) -> bool: ...
    def unblock_all(self) -> bool: ...
    def holds(self) -> list[Hold]: ...
    def decisions(self) -> list[str]: ...
    def decisions_digest(self) -> str: ...
    def verdicts(self) -> list[Verdict]: ...
    def drops(self) -> DropCounters: ...
    @property
    def closed(self) -> bool: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class Measure(_Immutable):
    metric: Final[Literal["orders", "quantity", "volume", "notional", "pnl", "credit"]]
    axis: Final[Literal["broker", "asset", "account", "account_asset"]]
    observed: Final[Decimal | None]
    limit: Final[Decimal]
    headroom: Final[Decimal | None]

@final
class Verdict(_Immutable):
    at: Final[int]
    account_id: Final[AccountId | None]
    client_order_id: Final[str | None]
    stage: Final[Literal["start", "main"]]
    policy: Final[str]
    codes: Final[tuple[RejectCode, ...]]
    measures: Final[tuple[Measure, ...]]

@final
class _Closer:
    def close(self) -> None: ...

def _build_engine(
    *,
    sync: str,
    steps: Sequence[tuple[str, object]],
    clock: ManualClock | None,
    records: tuple[bool, bool],
    require_limits: bool,
    faults: Sequence[str],
) -> Engine: ...
def _change_limits(
    engine: Engine, kind: str, name: str, axes: dict[str, list[Any] | None]
) -> None: ...
def _reset_notional_limit(engine: Engine, name: str, account: AccountId | int | None) -> None: ...
def _after_fork() -> None: ...
def _at_exit() -> None: ...
def _enum_text(class_name: str, value: object) -> str: ...
def limits_policy_types(text: str, /) -> list[str]: ...
