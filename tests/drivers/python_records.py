# SPDX-License-Identifier: Apache-2.0
"""Orders and reports from and to plain data. Every field is optional."""

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
}
FIELDS = {"account": "account_id", "quantity": "trade_amount", "volume": "trade_amount"}


def fields(data, *names):
    """Keyword arguments of the fields that the data has."""
    return {FIELDS.get(name, name): READERS[name](data[name]) for name in names if name in data}


def order(data):
    """An order."""
    names = ("instrument", "account", "side", "quantity", "volume", "price")
    operation = openpit.OrderOperation(**fields(data, *names))
    if "client_order_id" not in data:
        return openpit.Order(operation=operation)
    identity = openpit.OrderIdentity(client_order_id=data["client_order_id"])
    return openpit.Order(operation=operation, identity=identity)


def report(data):
    """A report."""
    parts = {}
    if impact := fields(data, "pnl", "fee"):
        parts["financial_impact"] = openpit.FinancialImpact(**impact)
    fill = {}
    if "last_price" in data and "last_quantity" in data:
        price, quantity = param.Price(data["last_price"]), param.Quantity(data["last_quantity"])
        fill["last_trade"] = param.Trade(price=price, quantity=quantity)
    if "leaves_quantity" in data:
        fill["leaves_quantity"] = param.Quantity(data["leaves_quantity"])
    if "is_final" in data:
        fill["is_final"] = data["is_final"]
    if fill:
        parts["fill"] = openpit.ExecutionReportFillDetails(**fill)
    if "client_order_id" in data:
        ids = {key: data[key] for key in ("client_order_id", "execution_id") if key in data}
        parts["identity"] = openpit.ExecutionReportIdentity(**ids)
    operation = fields(data, "instrument", "account", "side")
    return openpit.ExecutionReport(operation=openpit.ExecutionReportOperation(**operation), **parts)


def present(**found):
    """The fields that are there, as text."""
    return {key: str(value) for key, value in found.items() if value is not None}


def order_data(made):
    """What a policy sees of an order."""
    operation = made.operation
    amount = operation.trade_amount
    size = {}
    if amount is not None:
        kind = "quantity" if isinstance(amount.value, param.Quantity) else "volume"
        size = {kind: amount.value}
    return present(
        instrument=operation.instrument,
        account=operation.account_id and operation.account_id.value,
        side=operation.side and operation.side.value,
        price=operation.price,
        client_order_id=made.identity and made.identity.client_order_id,
        **size,
    )


def report_data(made):
    """What a policy sees of a report."""
    operation, impact, fill, ids = made.operation, made.financial_impact, made.fill, made.identity
    trade = fill and fill.last_trade
    data = present(
        instrument=operation.instrument,
        account=operation.account_id and operation.account_id.value,
        side=operation.side and operation.side.value,
        pnl=impact.pnl if impact else None,
        fee=impact.fee if impact else None,
        last_price=trade.price if trade else None,
        last_quantity=trade.quantity if trade else None,
        leaves_quantity=fill.leaves_quantity if fill else None,
        client_order_id=ids and ids.client_order_id,
        execution_id=ids and ids.execution_id,
    )
    if fill and fill.is_final:
        data["is_final"] = True
    return data
