# SPDX-License-Identifier: Apache-2.0
# pyright: reportPrivateUsage=false
# Types of the records among the classes of the extension module: `_native.pyi` gives them out.
from typing import Any, Final, final

from typing_extensions import Self, disjoint_base

from openpit._values import (
    AccountId,
    AdjustmentAmount,
    Asset,
    Fee,
    Leverage,
    Pnl,
    PositionSize,
    Price,
    Quantity,
    Trade,
    TradeAmount,
    Volume,
    _Number,
    _Ordered,
    _Value,
)
from openpit.param.position_effect import PositionEffect
from openpit.param.position_mode import PositionMode
from openpit.param.position_side import PositionSide
from openpit.param.side import Side

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

@final
class OrderPosition(_Value):
    def __new__(
        cls,
        *,
        position_side: PositionSide | str | None = None,
        reduce_only: bool = False,
        close_position: bool = False,
    ) -> Self: ...
    position_side: Final[PositionSide | None]
    reduce_only: Final[bool]
    close_position: Final[bool]

@final
class OrderMargin(_Value):
    def __new__(
        cls,
        *,
        leverage: Leverage | None = None,
        collateral_asset: Asset | str | None = None,
        auto_borrow: bool = False,
    ) -> Self: ...
    leverage: Final[Leverage | None]
    collateral_asset: Final[Asset | None]
    auto_borrow: Final[bool]

@disjoint_base
class Order:
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self,
        *,
        operation: OrderOperation,
        position: OrderPosition | None = None,
        margin: OrderMargin | None = None,
        identity: OrderIdentity | None = None,
    ) -> None: ...
    @classmethod
    def from_json(cls, text: str) -> Self: ...
    def to_json(self) -> str: ...
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
    def position(self) -> OrderPosition | None: ...
    @property
    def margin(self) -> OrderMargin | None: ...
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

@final
class ExecutionReportPositionImpact(_Value):
    def __new__(
        cls,
        *,
        position_effect: PositionEffect | str | None = None,
        position_side: PositionSide | str | None = None,
    ) -> Self: ...
    position_effect: Final[PositionEffect | None]
    position_side: Final[PositionSide | None]

@disjoint_base
class ExecutionReport:
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self,
        *,
        operation: ExecutionReportOperation,
        financial_impact: FinancialImpact | None = None,
        fill: ExecutionReportFillDetails | None = None,
        position_impact: ExecutionReportPositionImpact | None = None,
        identity: ExecutionReportIdentity | None = None,
    ) -> None: ...
    @classmethod
    def from_json(cls, text: str) -> Self: ...
    def to_json(self) -> str: ...
    @property
    def operation(self) -> ExecutionReportOperation: ...
    @property
    def financial_impact(self) -> FinancialImpact | None: ...
    @property
    def fill(self) -> ExecutionReportFillDetails | None: ...
    @property
    def position_impact(self) -> ExecutionReportPositionImpact | None: ...
    @property
    def identity(self) -> ExecutionReportIdentity | None: ...

@final
class AccountAdjustmentBalanceOperation(_Value):
    def __new__(cls, *, asset: Asset | str, average_entry_price: Price | None = None) -> Self: ...
    asset: Final[Asset]
    average_entry_price: Final[Price | None]

@final
class AccountAdjustmentPositionOperation(_Value):
    def __new__(
        cls,
        *,
        instrument: Instrument | str,
        collateral_asset: Asset | str,
        average_entry_price: Price,
        mode: PositionMode | str,
        leverage: Leverage | None = None,
    ) -> Self: ...
    instrument: Final[Instrument]
    collateral_asset: Final[Asset]
    average_entry_price: Final[Price]
    mode: Final[PositionMode]
    leverage: Final[Leverage | None]

@final
class AccountAdjustmentAmount(_Value):
    def __new__(
        cls,
        *,
        balance: AdjustmentAmount | None = None,
        held: AdjustmentAmount | None = None,
        incoming: AdjustmentAmount | None = None,
    ) -> Self: ...
    balance: Final[AdjustmentAmount | None]
    held: Final[AdjustmentAmount | None]
    incoming: Final[AdjustmentAmount | None]

@final
class AccountAdjustmentBounds(_Value):
    def __new__(
        cls,
        *,
        balance_upper: PositionSize | None = None,
        balance_lower: PositionSize | None = None,
        held_upper: PositionSize | None = None,
        held_lower: PositionSize | None = None,
        incoming_upper: PositionSize | None = None,
        incoming_lower: PositionSize | None = None,
    ) -> Self: ...
    balance_upper: Final[PositionSize | None]
    balance_lower: Final[PositionSize | None]
    held_upper: Final[PositionSize | None]
    held_lower: Final[PositionSize | None]
    incoming_upper: Final[PositionSize | None]
    incoming_lower: Final[PositionSize | None]

@disjoint_base
class AccountAdjustment:
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self,
        *,
        operation: AccountAdjustmentBalanceOperation | AccountAdjustmentPositionOperation,
        amount: AccountAdjustmentAmount,
        bounds: AccountAdjustmentBounds | None = None,
    ) -> None: ...
    @classmethod
    def from_json(cls, text: str) -> Self: ...
    def to_json(self) -> str: ...
    @property
    def operation(
        self,
    ) -> AccountAdjustmentBalanceOperation | AccountAdjustmentPositionOperation: ...
    @property
    def amount(self) -> AccountAdjustmentAmount: ...
    @property
    def bounds(self) -> AccountAdjustmentBounds: ...
