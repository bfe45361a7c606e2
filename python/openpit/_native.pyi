# SPDX-License-Identifier: Apache-2.0
# Types of the extension module; its classes and their docs are public in `openpit`,
# `openpit.param` (their types stand in `_values.pyi`) and `openpit.pretrade`. Checked with
# stubtest by tests/test_python_package.py.
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, final, type_check_only

from typing_extensions import Self, disjoint_base

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
    _Number,
    _Ordered,
    _Value,
)
from openpit.core.block import Block
from openpit.core.clock import ManualClock
from openpit.core.drops import DropCounters
from openpit.core.engine_builder import EngineBuilder
from openpit.core.executions import Anomaly
from openpit.core.holds import Hold, Holding
from openpit.param.side import Side
from openpit.pretrade._codes import RejectCode
from openpit.pretrade.account_block import AccountBlock, BlockCause
from openpit.pretrade.context import EmittedMutation
from openpit.pretrade.kill_switch import KillSwitchAction
from openpit.pretrade.reject import PolicyReject, Reject
from openpit.pretrade.release import Release

__all__ = ["AccountGroupId", "AccountId", "Accounts", "AdjustmentAmount", "Asset", "BlockScope"]
__all__ += ["CashFlow", "Context", "Engine", "ExecuteResult", "ExecutionReport"]
__all__ += ["ExecutionReportFillDetails", "ExecutionReportIdentity", "ExecutionReportOperation"]
__all__ += ["Fee", "FinancialImpact", "Instrument", "Leverage", "Measure", "Mutation", "Notional"]
__all__ += ["Order", "OrderIdentity", "OrderOperation", "Pnl", "PolicyDecision", "PositionSize"]
__all__ += ["PostTradeResult", "Price", "Quantity", "Request", "Reservation", "StartResult"]
__all__ += ["Trade", "TradeAmount", "Verdict", "Volume", "limits_policy_types"]
__all__ += ["_Closer", "_at_exit", "_build_engine", "_enum_text"]

@final
class Instrument(_Ordered):
    def __new__(cls, underlying: Asset | str, settlement: Asset | str) -> Self: ...
    @staticmethod
    def from_string(value: str) -> Instrument: ...
    @property
    def underlying(self) -> Asset: ...
    @property
    def settlement(self) -> Asset: ...

@final
class OrderOperation(_Value):
    def __new__(
        cls,
        *,
        instrument: Instrument | None = None,
        account_id: AccountId | int | None = None,
        side: Side | str | None = None,
        trade_amount: TradeAmount | Quantity | Volume | None = None,
        price: Price | None = None,
    ) -> Self: ...
    instrument: Final[Instrument | None]
    account_id: Final[AccountId | None]
    side: Final[Side | None]
    trade_amount: Final[TradeAmount | None]
    price: Final[Price | None]

@final
class OrderIdentity(_Value):
    def __new__(cls, *, client_order_id: str) -> Self: ...
    @property
    def client_order_id(self) -> str: ...

@disjoint_base
class Order:
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self, *, operation: OrderOperation, identity: OrderIdentity | None = None
    ) -> None: ...
    @classmethod
    def limit(
        cls,
        instrument: Instrument | str,
        *,
        account: AccountId | int,
        side: Side | str,
        quantity: Quantity | _Number,
        price: Price | _Number,
        client_order_id: str | None = None,
    ) -> Self: ...
    @classmethod
    def market(
        cls,
        instrument: Instrument | str,
        *,
        account: AccountId | int,
        side: Side | str,
        quantity: Quantity | _Number,
        client_order_id: str | None = None,
    ) -> Self: ...
    @property
    def operation(self) -> OrderOperation: ...
    @property
    def identity(self) -> OrderIdentity | None: ...

@final
class ExecutionReportOperation(_Value):
    def __new__(
        cls,
        *,
        instrument: Instrument | None = None,
        account_id: AccountId | int | None = None,
        side: Side | str | None = None,
    ) -> Self: ...
    instrument: Final[Instrument | None]
    account_id: Final[AccountId | None]
    side: Final[Side | None]

@final
class FinancialImpact(_Value):
    def __new__(cls, *, pnl: Pnl | None = None, fee: Fee | None = None) -> Self: ...
    pnl: Final[Pnl | None]
    fee: Final[Fee | None]

@final
class ExecutionReportFillDetails(_Value):
    def __new__(
        cls,
        *,
        last_trade: Trade | None = None,
        leaves_quantity: Quantity | None = None,
        is_final: bool = False,
    ) -> Self: ...
    last_trade: Final[Trade | None]
    leaves_quantity: Final[Quantity | None]
    is_final: Final[bool]

@final
class ExecutionReportIdentity(_Value):
    def __new__(cls, *, client_order_id: str, execution_id: str | None = None) -> Self: ...
    @property
    def client_order_id(self) -> str: ...
    @property
    def execution_id(self) -> str | None: ...

@disjoint_base
class ExecutionReport:
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self,
        *,
        operation: ExecutionReportOperation,
        financial_impact: FinancialImpact | None = None,
        fill: ExecutionReportFillDetails | None = None,
        identity: ExecutionReportIdentity | None = None,
    ) -> None: ...
    @property
    def operation(self) -> ExecutionReportOperation: ...
    @property
    def financial_impact(self) -> FinancialImpact | None: ...
    @property
    def fill(self) -> ExecutionReportFillDetails | None: ...
    @property
    def identity(self) -> ExecutionReportIdentity | None: ...

@final
class BlockScope(_Value):
    @staticmethod
    def engine() -> BlockScope: ...
    @staticmethod
    def account(account_id: AccountId | int) -> BlockScope: ...
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
class Context:
    @property
    def at(self) -> int: ...
    @property
    def account_id(self) -> AccountId | None: ...
    @property
    def mutations(self) -> tuple[EmittedMutation, ...]: ...
    def own_holding(self, settlement_asset: Asset | str) -> Holding: ...
    def total_holding(self, settlement_asset: Asset | str) -> Holding: ...

@final
class PostTradeResult(_Value):
    def __new__(
        cls,
        *,
        account_blocks: Iterable[AccountBlock] | None = None,
        releases: Iterable[Release] | None = None,
        late: bool = False,
        duplicate: bool = False,
        anomalies: Iterable[Anomaly] | None = None,
    ) -> Self: ...
    @property
    def account_blocks(self) -> tuple[AccountBlock, ...]: ...
    @property
    def releases(self) -> tuple[Release, ...]: ...
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
    def ok(self) -> Literal[True]: ...
    @property
    def reservation(self) -> Reservation: ...
    def __bool__(self) -> Literal[True]: ...
    def commit(self, *, at: int | None = None) -> None: ...
    def rollback(self, *, at: int | None = None) -> None: ...
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
    def blocked(self) -> list[Block]: ...

@final
class Engine:
    @staticmethod
    def builder() -> EngineBuilder: ...
    def start_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Request | _StartRejected: ...
    def execute_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Reservation | _ExecuteRejected: ...
    def apply_execution_report(
        self, report: ExecutionReport, *, at: int | None = None
    ) -> PostTradeResult: ...
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
    metric: Final[Literal["orders", "quantity", "volume", "notional", "pnl"]]
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
    steps: Sequence[tuple[str, object]],
    clock: ManualClock | None,
    record_decisions: bool,
    record_verdicts: bool,
    faults: Sequence[str],
) -> Engine: ...
def _at_exit() -> None: ...
def _enum_text(class_name: str, value: object) -> str: ...
def limits_policy_types(text: str, /) -> list[str]: ...
