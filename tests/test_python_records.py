# SPDX-License-Identifier: Apache-2.0
"""Records in Python: keyword only, frozen, equal by value (O-1 to O-4, V-7)."""

import copy
import os
import pickle
import subprocess
import sys

import openpit
import pytest
from openpit import param
from openpit.errors import ParamError, ParamErrorKind
from openpit.pretrade import Policy, PolicyDecision, PostTradeResult, RejectCode

NAMES = {**vars(openpit), **vars(param)}
ACCOUNT = param.AccountId.from_int(7)
OPERATION = openpit.OrderOperation(
    instrument=openpit.Instrument("AAPL", "USD"),
    account_id=ACCOUNT,
    side=param.Side.BUY,
    trade_amount=param.TradeAmount.quantity("100"),
    price=param.Price("185"),
)
REPORT_OPERATION = openpit.ExecutionReportOperation(
    instrument=openpit.Instrument("AAPL", "USD"), account_id=ACCOUNT, side=param.Side.SELL
)
POSITION = openpit.OrderPosition(position_side="short", reduce_only=True, close_position=True)
MARGIN = openpit.OrderMargin(
    leverage=param.Leverage("10.5"), collateral_asset="USDC", auto_borrow=True
)
BALANCE = openpit.AccountAdjustmentBalanceOperation(asset="USD", average_entry_price=param.Price(1))
HEDGED = openpit.AccountAdjustmentPositionOperation(
    instrument="BTC/USD",
    collateral_asset=param.Asset("USDC"),
    average_entry_price=param.Price("-3.25"),
    mode=param.PositionMode.HEDGING,
    leverage=param.Leverage(3),
)
AMOUNT = openpit.AccountAdjustmentAmount(
    balance=param.AdjustmentAmount.delta("1.50"), held=param.AdjustmentAmount.absolute(0)
)
BOUNDS = openpit.AccountAdjustmentBounds(
    balance_upper=param.PositionSize(10),
    balance_lower=param.PositionSize(-10),
    held_upper=param.PositionSize(1),
    held_lower=param.PositionSize(1),
    incoming_upper=param.PositionSize(2),
    incoming_lower=param.PositionSize("0.5"),
)
RECORDS = [
    OPERATION,
    openpit.OrderOperation(),
    openpit.OrderIdentity(client_order_id="quote \" and ' tick"),
    openpit.Order(operation=OPERATION),
    openpit.Order(operation=OPERATION, identity=openpit.OrderIdentity(client_order_id="x")),
    openpit.Order.market("BTC/USD", account=1, side="sell", quantity=0.5, client_order_id="y"),
    REPORT_OPERATION,
    openpit.FinancialImpact(pnl=param.Pnl(-50), fee=param.Fee("3.4")),
    openpit.FinancialImpact(fee=param.Fee("3.4")),
    openpit.ExecutionReportFillDetails(
        last_trade=param.Trade(price=param.Price(1), quantity=param.Quantity(2)),
        leaves_quantity=param.Quantity(0),
        is_final=True,
    ),
    openpit.ExecutionReportIdentity(client_order_id="x", execution_id="x:1"),
    openpit.ExecutionReportIdentity(client_order_id="x"),
    openpit.ExecutionReport(operation=REPORT_OPERATION),
    openpit.ExecutionReport(
        operation=REPORT_OPERATION,
        financial_impact=openpit.FinancialImpact(pnl=param.Pnl(1)),
        fill=openpit.ExecutionReportFillDetails(is_final=True),
        identity=openpit.ExecutionReportIdentity(client_order_id="x"),
    ),
    PostTradeResult(late=True),
    openpit.OrderPosition(),
    openpit.OrderPosition(close_position=True),
    POSITION,
    openpit.OrderMargin(),
    openpit.OrderMargin(collateral_asset="quote \" and '"),
    MARGIN,
    openpit.Order(operation=OPERATION, position=POSITION),
    openpit.Order(operation=OPERATION, position=openpit.OrderPosition(), margin=MARGIN),
    openpit.ExecutionReportPositionImpact(),
    openpit.ExecutionReportPositionImpact(position_effect="close", position_side="long"),
    openpit.ExecutionReport(
        operation=REPORT_OPERATION,
        position_impact=openpit.ExecutionReportPositionImpact(position_effect="open"),
    ),
    BALANCE,
    openpit.AccountAdjustmentBalanceOperation(asset="USD"),
    HEDGED,
    AMOUNT,
    openpit.AccountAdjustmentAmount(),
    BOUNDS,
    openpit.AccountAdjustmentBounds(),
    openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT),
    openpit.AccountAdjustment(operation=HEDGED, amount=AMOUNT),
    openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT, bounds=BOUNDS),
]


def build(*policies):
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock())
    for policy in policies:
        builder = builder.pre_trade(policy)
    return builder.build()


@pytest.mark.parametrize("record", RECORDS, ids=repr)
def test_a_record_is_a_value(record):
    names = {**NAMES, "PostTradeResult": PostTradeResult}
    for same in (
        eval(repr(record), names),
        pickle.loads(pickle.dumps(record)),
        copy.copy(record),
        copy.deepcopy(record),
    ):
        assert same == record
        assert hash(same) == hash(record)
        assert type(same) is type(record)
    assert record != repr(record)
    with pytest.raises(TypeError):
        record < record  # noqa: B015
    for name in [name for name in dir(record) if not name.startswith("_")]:
        with pytest.raises(AttributeError):
            setattr(record, name, None)
    with pytest.raises(TypeError):
        type(record)(OPERATION)


def test_records_differ_when_a_field_does():
    assert len(dict.fromkeys(RECORDS)) == len(RECORDS)


def test_records_go_from_one_process_to_another():
    child = (
        "import pickle, sys; from openpit import *\n"
        "records = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(pickle.dumps((records, [hash(record) for record in records])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", child],
        input=pickle.dumps(RECORDS),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
    )
    assert pickle.loads(done.stdout) == (RECORDS, [hash(record) for record in RECORDS])


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_pickle_protocol_keeps_a_record(protocol):
    assert pickle.loads(pickle.dumps(RECORDS, protocol)) == RECORDS


def test_getters_give_what_they_promise():
    order = openpit.Order(operation=OPERATION, identity=openpit.OrderIdentity(client_order_id="x"))
    assert order.operation == OPERATION
    assert order.operation is order.operation
    assert isinstance(order.operation.instrument.underlying, param.Asset)
    assert order.operation.side is param.Side.BUY
    assert isinstance(order.operation.trade_amount.value, param.Quantity)
    assert order.identity.client_order_id == "x"
    assert order.position is order.margin is None
    report = openpit.ExecutionReport(operation=REPORT_OPERATION)
    assert report.operation.side is param.Side.SELL
    assert report.fill is report.financial_impact is report.identity is None
    assert report.position_impact is None


def test_getters_of_groups_give_what_they_promise():
    order = openpit.Order(operation=OPERATION, position=POSITION, margin=MARGIN)
    assert (order.position, order.margin) == (POSITION, MARGIN)
    assert order.position.position_side is param.PositionSide.SHORT
    assert order.position.reduce_only is order.position.close_position is True
    assert openpit.OrderPosition().reduce_only is openpit.OrderMargin().auto_borrow is False
    assert isinstance(order.margin.leverage, param.Leverage)
    assert isinstance(order.margin.collateral_asset, param.Asset)
    impact = openpit.ExecutionReportPositionImpact(position_effect="open", position_side="long")
    report = openpit.ExecutionReport(operation=REPORT_OPERATION, position_impact=impact)
    assert report.position_impact == impact
    assert report.position_impact.position_effect is param.PositionEffect.OPEN
    assert report.position_impact.position_side is param.PositionSide.LONG


def test_getters_of_adjustments_give_what_they_promise():
    adjustment = openpit.AccountAdjustment(operation=HEDGED, amount=AMOUNT, bounds=BOUNDS)
    assert (adjustment.operation, adjustment.amount, adjustment.bounds) == (HEDGED, AMOUNT, BOUNDS)
    assert isinstance(adjustment.operation.instrument, openpit.Instrument)
    assert isinstance(adjustment.operation.collateral_asset, param.Asset)
    assert isinstance(adjustment.operation.average_entry_price, param.Price)
    assert adjustment.operation.mode is param.PositionMode.HEDGING
    assert isinstance(adjustment.operation.leverage, param.Leverage)
    assert isinstance(adjustment.amount.balance, param.AdjustmentAmount)
    assert adjustment.amount.incoming is None
    assert isinstance(adjustment.bounds.incoming_lower, param.PositionSize)
    unbounded = openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT)
    assert isinstance(unbounded.operation.asset, param.Asset)
    assert unbounded.bounds == openpit.AccountAdjustmentBounds()
    assert unbounded == openpit.AccountAdjustment(
        operation=BALANCE, amount=AMOUNT, bounds=openpit.AccountAdjustmentBounds()
    )


def test_records_are_matched_by_their_attributes():
    order = openpit.Order(operation=OPERATION, position=POSITION, margin=MARGIN)
    match order:
        case openpit.Order(margin=openpit.OrderMargin(auto_borrow=False)):
            raise AssertionError("another order")
        case openpit.Order(
            operation=openpit.OrderOperation(trade_amount=param.TradeAmount("quantity", size)),
            position=openpit.OrderPosition(position_side=param.PositionSide.SHORT),
        ):
            assert size == param.Quantity(100)
        case _:
            raise AssertionError("no match")
    match openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT):
        case openpit.AccountAdjustment(operation=openpit.AccountAdjustmentPositionOperation()):
            raise AssertionError("another operation")
        case openpit.AccountAdjustment(
            operation=openpit.AccountAdjustmentBalanceOperation(asset=asset),
            amount=openpit.AccountAdjustmentAmount(
                balance=param.AdjustmentAmount(kind="delta", value=value)
            ),
        ):
            assert (asset, value) == (param.Asset("USD"), param.PositionSize("1.5"))
        case _:
            raise AssertionError("no match")


def test_the_shorthand_is_the_long_form():
    long = openpit.Order(operation=OPERATION)
    short = openpit.Order.limit("AAPL/USD", account=7, side="BUY", quantity="100", price="185")
    assert short == long
    assert hash(short) == hash(long)
    values = openpit.Order.limit(
        OPERATION.instrument,
        account=ACCOUNT,
        side=param.Side.BUY,
        quantity=param.Quantity(100),
        price=param.Price(185),
    )
    assert values == long
    market = openpit.Order.market("AAPL/USD", account=7, side="buy", quantity=100)
    assert market.operation.price is None


@pytest.mark.parametrize(
    "fields",
    [
        {"instrument": "AAPL/USD"},
        {"account_id": "7"},
        {"account_id": True},
        {"side": 1},
        {"trade_amount": 100},
        {"trade_amount": param.Price(1)},
        {"price": param.Quantity(1)},
        {"price": "185"},
        {"prise": param.Price(1)},
    ],
    ids=repr,
)
def test_wrong_types_of_fields_are_type_errors(fields):
    with pytest.raises(TypeError) as caught:
        openpit.OrderOperation(**fields)
    (name,) = fields
    assert name == "prise" or f"`{name}` is of type" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"instrument": "AAPL"}, ParamErrorKind.INVALID_FORMAT),
        ({"instrument": "A/B/C"}, ParamErrorKind.INVALID_FORMAT),
        ({"account": -1}, ParamErrorKind.NEGATIVE),
        ({"side": "long"}, ParamErrorKind.UNKNOWN_NAME),
        ({"quantity": "-1"}, ParamErrorKind.NEGATIVE),
        ({"price": "1_000"}, ParamErrorKind.INVALID_FORMAT),
        ({"client_order_id": ""}, ParamErrorKind.EMPTY),
        ({"client_order_id": "x" * 65}, ParamErrorKind.TOO_LONG),
        ({"account": "ACC001"}, TypeError),
        ({"price": param.Quantity(1)}, TypeError),
        ({"price": None}, TypeError),
    ],
    ids=repr,
)
def test_bad_values_of_the_shorthand(change, error):
    good = {"instrument": "A/B", "account": 1, "side": "buy", "quantity": 1, "price": 1}
    fields = {**good, **change}
    expected = TypeError if error is TypeError else ParamError
    with pytest.raises(expected) as caught:
        openpit.Order.limit(fields.pop("instrument"), **fields)
    assert getattr(caught.value, "kind", TypeError) == error


class Accepting(Policy):
    name = "accepting"

    def perform_pre_trade_check(self, ctx, order):
        return PolicyDecision.accept()


def test_an_order_without_an_account_is_rejected_by_the_engine():
    result = build(Accepting()).start_pre_trade(
        order=openpit.Order(operation=openpit.OrderOperation())
    )
    (reject,) = result.rejects
    assert (reject.policy, reject.code) == ("engine", RejectCode.MISSING_REQUIRED_FIELD)
    assert reject.details == "order.operation.account_id"


def test_a_report_without_an_account_is_an_error():
    report = openpit.ExecutionReport(operation=openpit.ExecutionReportOperation())
    with pytest.raises(ParamError) as caught:
        build(Accepting()).apply_execution_report(report=report)
    assert caught.value.kind is ParamErrorKind.MISSING_FIELD
