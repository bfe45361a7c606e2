# SPDX-License-Identifier: Apache-2.0
"""Orders and reports from and to plain data. Every field is optional."""

import contextlib
import enum

import openpit
from openpit import param


def account(text):
    """Digits are a number, everything else a name."""
    if text.isdecimal() and text.isascii():
        return param.AccountId.from_int(int(text))
    return param.AccountId.from_string(text)


READERS = {
    "instrument": openpit.Instrument.from_string,
    "account": account,
    "side": param.Side,
    "quantity": param.TradeAmount.quantity,
    "volume": param.TradeAmount.volume,
    "price": param.Price,
    "pnl": param.Pnl,
    "fee": param.Fee,
    "position_side": lambda text: param.PositionSide(text),
    "position_effect": lambda text: param.PositionEffect(text),
    "leverage": lambda text: param.Leverage(text),
    "collateral_asset": param.Asset,
    "leaves_quantity": param.Quantity,
    "reduce_only": bool,
    "close_position": bool,
    "auto_borrow": bool,
    "is_final": bool,
    "client_order_id": str,
    "execution_id": str,
}
FIELDS = {"account": "account_id", "quantity": "trade_amount", "volume": "trade_amount"}


def fields(data, *names):
    """Keyword arguments of the fields that the data has."""
    return {FIELDS.get(name, name): READERS[name](data[name]) for name in names if name in data}


def group(made, data, name, record, *names):
    """Add a group of a record if one of its fields is there."""
    if found := fields(data, *names):
        made[name] = record(**found)


def order_parts(data):
    """The parts of an order."""
    names = ("instrument", "account", "side", "quantity", "volume", "price")
    made = {"operation": openpit.OrderOperation(**fields(data, *names))}
    names = ("position_side", "reduce_only", "close_position")
    group(made, data, "position", openpit.OrderPosition, *names)
    names = ("leverage", "collateral_asset", "auto_borrow")
    group(made, data, "margin", openpit.OrderMargin, *names)
    group(made, data, "identity", openpit.OrderIdentity, "client_order_id")
    return made


def report_parts(data):
    """The parts of a report."""
    operation = fields(data, "instrument", "account", "side")
    made = {"operation": openpit.ExecutionReportOperation(**operation)}
    group(made, data, "financial_impact", openpit.FinancialImpact, "pnl", "fee")
    fill = fields(data, "leaves_quantity", "is_final")
    if "last_price" in data and "last_quantity" in data:
        price, quantity = param.Price(data["last_price"]), param.Quantity(data["last_quantity"])
        fill["last_trade"] = param.Trade(price=price, quantity=quantity)
    if fill:
        made["fill"] = openpit.ExecutionReportFillDetails(**fill)
    names = ("position_effect", "position_side")
    group(made, data, "position_impact", openpit.ExecutionReportPositionImpact, *names)
    names = ("client_order_id", "execution_id")
    group(made, data, "identity", openpit.ExecutionReportIdentity, *names)
    return made


def order(data):
    """An order."""
    return openpit.Order(**order_parts(data))


def report(data):
    """A report."""
    return openpit.ExecutionReport(**report_parts(data))


def shown(value):
    """A field as plain data: an enum is its value, a flag stays one."""
    if value is True:
        return value
    return value.value if isinstance(value, enum.Enum) else str(value)


def present(record, *names, **others):
    """The fields of a record that are there, and others; a flag that is not true is left out."""
    found = {name: getattr(record, name) for name in names} if record is not None else {}
    found |= others
    return {key: shown(it) for key, it in found.items() if it is not None and it is not False}


def order_data(made):
    """What a policy sees of an order."""
    operation = made.operation
    account_id, amount = operation.account_id, operation.trade_amount
    size = {}
    if amount is not None:
        kind = "quantity" if isinstance(amount.value, param.Quantity) else "volume"
        size = {kind: amount.value}
    own = present(operation, "instrument", "side", "price", **size)
    return {
        **own,
        **present(None, account=account_id and account_id.value),
        **present(made.position, "position_side", "reduce_only", "close_position"),
        **present(made.margin, "leverage", "collateral_asset", "auto_borrow"),
        **present(made.identity, "client_order_id"),
    }


def report_data(made):
    """What a policy sees of a report."""
    operation, fill = made.operation, made.fill
    account_id, trade = operation.account_id, fill and fill.last_trade
    price, quantity = (trade.price, trade.quantity) if trade else (None, None)
    return {
        **present(operation, "instrument", "side"),
        **present(None, account=account_id and account_id.value),
        **present(made.financial_impact, "pnl", "fee"),
        **present(None, last_price=price, last_quantity=quantity),
        **present(fill, "leaves_quantity", "is_final"),
        **present(made.position_impact, "position_effect", "position_side"),
        **present(made.identity, "client_order_id", "execution_id"),
    }


def change_order(order, quantity):
    """Try every way into an order that was submitted; none of them should work."""
    amount = param.TradeAmount.quantity(quantity)
    other = openpit.Order(operation=openpit.OrderOperation(trade_amount=amount))
    for way in (
        lambda: setattr(order, "operation", other.operation),
        lambda: setattr(order.operation, "trade_amount", amount),
        lambda: object.__setattr__(order, "operation", other.operation),
        lambda: object.__setattr__(order.operation, "trade_amount", amount),
        lambda: order.__init__(operation=other.operation),
        lambda: order.operation.__init__(trade_amount=amount),
        lambda: order.__dict__.update(operation=other.operation),
        lambda: order.__setstate__(other.__reduce__()),
    ):
        with contextlib.suppress(AttributeError, TypeError, RuntimeError):
            way()
