# SPDX-License-Identifier: Apache-2.0
"""A client's mistakes; each says what mypy and pyright call it. Never run."""

import openpit
from openpit import param
from openpit.pretrade import policies

engine = openpit.Engine.builder().no_sync().build()
order = openpit.Order.limit("A/B", account=1, side="buy", quantity=1, price="2")
bounds = policies.PnlBoundsBrokerBarrier("USD", lower_bound=param.Pnl(-1000))
pnl_bounds = policies.build_pnl_bounds_killswitch()
price, quantity = param.Price(1), param.Quantity(1)

price + quantity  # operator, reportOperatorIssue
bool(price < quantity)  # operator, reportOperatorIssue
price * quantity  # operator, reportOperatorIssue
price + 1  # operator, reportOperatorIssue
price.calculate_volume(price)  # arg-type, reportArgumentType
param.Price(None)  # arg-type, reportArgumentType
param.Leverage(b"1")  # arg-type, reportArgumentType
param.Notional(1).calculate_margin_required(2)  # arg-type, reportArgumentType
param.AccountGroupId.from_int("7")  # arg-type, reportArgumentType
param.TradeAmount.quantity(param.Volume(1))  # arg-type, reportArgumentType
param.PositionSize(1).to_open_quantity()[0]  # index, reportOptionalSubscript
openpit.Mutation.reserve_notional(7, "USD", 1)  # arg-type, reportArgumentType
pnl_bounds.account_asset_barriers(bounds)  # arg-type, reportArgumentType
openpit.Order(operation=1)  # arg-type, reportArgumentType
engine.start_pre_trade(order=order).request.execute()  # union-attr, reportOptionalMemberAccess
order.operation = order.operation  # misc, reportAttributeAccessIssue


class Cheaper(param.Price):  # misc, reportGeneralTypeIssues
    pass
