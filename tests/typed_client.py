# SPDX-License-Identifier: Apache-2.0
"""A client's own code, for type checkers: `test_python_typing.py` checks it, and runs it."""

from decimal import Decimal

import openpit
from openpit import param
from openpit.pretrade import (
    Context,
    Policy,
    PolicyDecision,
    PolicyReject,
    PostTradeResult,
    RejectCode,
    Release,
    policies,
)


class Mine(Policy):
    @property
    def name(self) -> str:
        return "mine"

    def check_pre_trade_start(self, ctx: Context, order: openpit.Order) -> list[PolicyReject]:
        return []

    def perform_pre_trade_check(self, ctx: Context, order: openpit.Order) -> PolicyDecision:
        usd = ctx.own_holding("USD").held + param.Volume(1)
        scope = openpit.BlockScope.account(7)
        mutations = [
            openpit.Mutation(commit=lambda: None),
            openpit.Mutation.reserve_notional(7, "USD", usd, asset_limit=param.Volume(2)),
            openpit.Mutation.set_kill_switch(
                scope, RejectCode.CUSTOM, "why", on_commit=openpit.KillSwitchAction.KEEP
            ),
        ]
        return PolicyDecision.accept(mutations=mutations)

    def apply_execution_report(
        self, ctx: Context, report: openpit.ExecutionReport
    ) -> PostTradeResult:
        return PostTradeResult(releases=[Release("USD", param.Volume(1))])


class Tagged(openpit.Order):
    def __init__(self, tag: str, operation: openpit.OrderOperation) -> None:
        super().__init__(operation=operation)
        self.tag = tag


engine: openpit.Engine = openpit.Engine.builder().no_sync().pre_trade(Mine()).build()
order = openpit.Order.limit("A/B", account=7, side=param.Side.BUY, quantity=1, price="2")
start = engine.start_pre_trade(order=order)
if start:
    result = start.request.execute()
    if result:
        result.reservation.commit()
    else:
        print(result.rejects[0].code.label)
total: param.Price = param.Price(1) + param.Price(2) * 3
open_notional: list[param.Volume] = [hold.holding.open for hold in engine.holds()]
bounds = policies.PnlBoundsBrokerBarrier("USD", lower_bound=param.Pnl(-1000))
with_bounds = (
    openpit.Engine.builder()
    .no_sync()
    .builtin(policies.build_pnl_bounds_killswitch().broker_barriers(bounds))
)


def describe(amount: param.TradeAmount | param.AdjustmentAmount) -> str:
    match amount:
        case param.TradeAmount("quantity", param.Quantity() as quantity):
            return f"{quantity:.2f} units"
        case param.AdjustmentAmount(kind="delta", value=size):
            return f"by {size}"
    return repr(amount)


fees: list[param.Fee] = [param.Fee("0.1"), 2 * param.Fee(Decimal("0.2"))]
paid: param.Fee = sum(fees, param.Fee.ZERO)
also: param.Fee | int = sum(fees)
loss: param.Pnl = paid.to_pnl() + param.Pnl(1) / 3
margin: param.Notional = param.Notional.from_price_quantity(
    param.Price(10), param.Quantity(2)
).calculate_margin_required(param.Leverage("2.5"))
opened: tuple[param.Quantity, param.Side] | None = param.PositionSize(-3).to_open_quantity()
ordered: list[param.AccountGroupId] = sorted(
    [param.AccountGroupId.from_int(7), param.AccountGroupId.DEFAULT]
)
mode: param.PositionMode = param.PositionMode("hedging")
texts: dict[param.Asset, str] = {param.Asset("USD"): loss.to_json_value()}
again: param.Pnl = param.Pnl.from_json_value(texts[param.Asset("USD")])
larger: bool = margin > param.Notional.ZERO
