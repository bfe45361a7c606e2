# SPDX-License-Identifier: Apache-2.0
"""Every door of Python's records refuses what is not a record, and says why (V-6, E-3, O-4.4)."""

import pickle

import openpit
import pytest
from openpit import param
from openpit.errors import ParamError, ParamErrorKind

OPERATION = openpit.OrderOperation(account_id=param.AccountId.from_int(7))
REPORT_OPERATION = openpit.ExecutionReportOperation(account_id=param.AccountId.from_int(7))
BALANCE = openpit.AccountAdjustmentBalanceOperation(asset="USD")
AMOUNT = openpit.AccountAdjustmentAmount(balance=param.AdjustmentAmount.delta(1))
POSITION = {
    "instrument": "BTC/USD",
    "collateral_asset": "USDC",
    "average_entry_price": param.Price(1),
    "mode": "netting",
}
RECORDS = [
    OPERATION,
    openpit.OrderPosition(),
    openpit.OrderMargin(),
    openpit.OrderIdentity(client_order_id="x"),
    openpit.Order(operation=OPERATION),
    REPORT_OPERATION,
    openpit.FinancialImpact(),
    openpit.ExecutionReportFillDetails(),
    openpit.ExecutionReportPositionImpact(),
    openpit.ExecutionReportIdentity(client_order_id="x"),
    openpit.ExecutionReport(operation=REPORT_OPERATION),
    BALANCE,
    openpit.AccountAdjustmentPositionOperation(**POSITION),
    AMOUNT,
    openpit.AccountAdjustmentBounds(),
    openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT),
]
OPEN = (openpit.Order, openpit.ExecutionReport, openpit.AccountAdjustment)


def name_of(record):
    return type(record).__name__


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_a_record_is_made_by_its_class_and_by_nothing_else(record):
    class_ = type(record)
    with pytest.raises(TypeError, match="is not safe"):
        object.__new__(class_)
    with pytest.raises(TypeError, match="positional"):
        class_(record)
    with pytest.raises(TypeError, match="unexpected keyword"):
        class_(nothing=1, **record.__reduce__()[1][2])
    if class_ not in OPEN:
        with pytest.raises(TypeError, match="base type"):
            type("Own", (class_,), {})


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_a_record_keeps_what_it_has(record):
    before = repr(record)
    names = [name for name in dir(record) if not name.startswith("_")]
    for name in [*names, "nothing"]:
        for change in (
            lambda name=name: setattr(record, name, None),
            lambda name=name: delattr(record, name),
            lambda name=name: object.__setattr__(record, name, None),
        ):
            with pytest.raises(AttributeError):
                change()
    assert not hasattr(record, "__setstate__")
    assert not hasattr(record, "__dict__")
    for other in {type(other) for other in RECORDS} - {type(record)}:
        with pytest.raises(TypeError, match="layout differs"):
            record.__class__ = other
    if isinstance(record, OPEN):
        with pytest.raises(TypeError, match="already initialised"):
            record.__init__(**record.__reduce__()[1][2])
    assert repr(record) == before


@pytest.mark.parametrize("cls", OPEN)
def test_a_record_of_no_init_is_refused_at_every_door(cls):
    empty = cls.__new__(cls)
    whole = next(record for record in RECORDS if type(record) is cls)
    doors = [lambda name=name: getattr(empty, name) for name in whole.__reduce__()[1][2]]
    for door in (*doors, lambda: repr(empty), lambda: hash(empty), lambda: pickle.dumps(empty)):
        with pytest.raises(TypeError, match=rf"`{cls.__name__}` is not initialised"):
            door()
    assert empty != whole
    empty.__init__(**whole.__reduce__()[1][2])
    assert empty == whole


def test_a_crafted_pickle_gets_through_no_door():
    """What a pickle can name is the class, its base and the fields: each is judged."""
    rebuild = openpit.Order(operation=OPERATION).__reduce__()[0]
    with pytest.raises(TypeError):
        rebuild(openpit.Order, openpit.ExecutionReport, {"operation": OPERATION})
    with pytest.raises(TypeError):
        rebuild(openpit.Order, openpit.Order, {"operation": REPORT_OPERATION})
    with pytest.raises(TypeError):
        rebuild(openpit.Order, openpit.Order, {})
    cls, empty = openpit.AccountAdjustment, openpit.AccountAdjustmentAmount()
    with pytest.raises(ParamError):
        rebuild(cls, cls, {"operation": BALANCE, "amount": empty})
    with pytest.raises(AttributeError):
        openpit.Order(operation=OPERATION).__setstate__({"operation": None})


@pytest.mark.parametrize(
    ("cls", "fields"),
    [
        (openpit.OrderPosition, {"position_side": 1}),
        (openpit.OrderPosition, {"reduce_only": 1}),
        (openpit.OrderPosition, {"reduce_only": None}),
        (openpit.OrderPosition, {"close_position": "true"}),
        (openpit.OrderMargin, {"leverage": "10"}),
        (openpit.OrderMargin, {"leverage": 10}),
        (openpit.OrderMargin, {"leverage": param.Price(10)}),
        (openpit.OrderMargin, {"collateral_asset": 5}),
        (openpit.OrderMargin, {"collateral_asset": b"USD"}),
        (openpit.OrderMargin, {"auto_borrow": 0}),
        (openpit.ExecutionReportFillDetails, {"is_final": 1}),
        (openpit.ExecutionReportPositionImpact, {"position_effect": True}),
        (openpit.ExecutionReportPositionImpact, {"position_side": 2}),
        (openpit.AccountAdjustmentAmount, {"balance": param.PositionSize(1)}),
        (openpit.AccountAdjustmentAmount, {"held": 1}),
        (openpit.AccountAdjustmentAmount, {"incoming": "1"}),
        (openpit.AccountAdjustmentBounds, {"balance_upper": 1}),
        (openpit.AccountAdjustmentBounds, {"incoming_lower": param.Quantity(1)}),
        (openpit.AccountAdjustmentBalanceOperation, {"asset": None}),
    ],
    ids=repr,
)
def test_wrong_types_of_fields_are_type_errors(cls, fields):
    with pytest.raises(TypeError) as caught:
        cls(**fields)
    ((name, value),) = fields.items()
    assert f"`{name}` is of type `{type(value).__name__}`: allowed is `" in str(caught.value)


@pytest.mark.parametrize(
    ("call", "keyword", "enum"),
    [
        (lambda side: openpit.OrderOperation(side=side), "side", "Side"),
        (lambda side: openpit.ExecutionReportOperation(side=side), "side", "Side"),
        (
            lambda side: openpit.Order.limit("A/B", account=1, side=side, quantity=1, price=1),
            "side",
            "Side",
        ),
        (
            lambda side: openpit.OrderPosition(position_side=side),
            "position_side",
            "PositionSide",
        ),
        (
            lambda effect: openpit.ExecutionReportPositionImpact(position_effect=effect),
            "position_effect",
            "PositionEffect",
        ),
        (
            lambda mode: openpit.AccountAdjustmentPositionOperation(
                instrument=openpit.Instrument("A", "B"),
                collateral_asset="B",
                average_entry_price=param.Price(1),
                mode=mode,
            ),
            "mode",
            "PositionMode",
        ),
        (
            lambda strategy: param.Price.from_string_rounded("1", 0, strategy),
            "strategy",
            "RoundingStrategy",
        ),
        (
            lambda side: param.PositionSize.from_quantity_and_side(param.Quantity(1), side),
            "side",
            "Side",
        ),
    ],
)
def test_a_wrong_enum_is_told_by_its_keyword_and_its_class(call, keyword, enum):
    for wrong in (5, b"buy", 10**5000):
        with pytest.raises(TypeError) as caught:
            call(wrong)
        told = f"`{keyword}` is of type `{type(wrong).__name__}`: allowed is `{enum}` or `str`"
        assert str(caught.value) == told


@pytest.mark.parametrize(
    ("cls", "good", "bad"),
    [
        (openpit.Order, {"operation": OPERATION}, {"operation": REPORT_OPERATION}),
        (openpit.Order, {"operation": OPERATION}, {"position": openpit.OrderMargin()}),
        (openpit.Order, {"operation": OPERATION}, {"margin": {}}),
        (openpit.Order, {"operation": OPERATION}, {"identity": "A-17"}),
        (
            openpit.ExecutionReport,
            {"operation": REPORT_OPERATION},
            {"position_impact": openpit.OrderPosition()},
        ),
        (openpit.AccountAdjustment, {"operation": BALANCE, "amount": AMOUNT}, {"operation": "USD"}),
        (openpit.AccountAdjustment, {"operation": BALANCE, "amount": AMOUNT}, {"operation": None}),
        (
            openpit.AccountAdjustment,
            {"operation": BALANCE, "amount": AMOUNT},
            {"amount": param.AdjustmentAmount.delta(1)},
        ),
        (openpit.AccountAdjustment, {"operation": BALANCE, "amount": AMOUNT}, {"bounds": ()}),
        (
            openpit.AccountAdjustmentPositionOperation,
            POSITION,
            {"average_entry_price": param.Pnl(1)},
        ),
        (openpit.AccountAdjustmentPositionOperation, POSITION, {"mode": None}),
        (openpit.AccountAdjustmentPositionOperation, POSITION, {"instrument": ("BTC", "USD")}),
        (openpit.AccountAdjustmentPositionOperation, POSITION, {"leverage": 3}),
    ],
    ids=repr,
)
def test_wrong_types_of_parts_are_type_errors(cls, good, bad):
    assert cls(**good) == cls(**good)
    with pytest.raises(TypeError, match="is of type"):
        cls(**{**good, **bad})


@pytest.mark.parametrize(
    ("cls", "fields", "name"),
    [
        (openpit.Order, {}, "operation"),
        (openpit.ExecutionReportIdentity, {"execution_id": "A-17:1"}, "client_order_id"),
        (openpit.AccountAdjustment, {"amount": AMOUNT}, "operation"),
        (openpit.AccountAdjustment, {"operation": BALANCE}, "amount"),
        (openpit.AccountAdjustmentBalanceOperation, {}, "asset"),
        (openpit.AccountAdjustmentPositionOperation, {"mode": "netting"}, "instrument"),
    ],
    ids=repr,
)
def test_a_part_that_a_record_cannot_be_without_is_named(cls, fields, name):
    with pytest.raises(TypeError, match=f"missing .*'{name}'"):
        cls(**fields)


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (
            lambda: openpit.AccountAdjustment(
                operation=BALANCE, amount=openpit.AccountAdjustmentAmount()
            ),
            ParamErrorKind.EMPTY,
            "`adjustment_amount` `` is empty: "
            "allowed is at least one of `balance`, `held`, `incoming`",
        ),
        (
            lambda: openpit.AccountAdjustment(
                operation=BALANCE,
                amount=AMOUNT,
                bounds=openpit.AccountAdjustmentBounds(
                    held_lower=param.PositionSize(1), held_upper=param.PositionSize("0.5")
                ),
            ),
            ParamErrorKind.INVERTED_BOUNDS,
            "`held_bounds` `1 to 0.5` is inverted: allowed is a lower bound up to the upper bound",
        ),
        (
            lambda: openpit.OrderMargin(collateral_asset=""),
            ParamErrorKind.EMPTY,
            "`asset` `` is empty: allowed is text of at least one character",
        ),
        (
            lambda: openpit.OrderMargin(collateral_asset="x" * 65),
            ParamErrorKind.TOO_LONG,
            f"`asset` `{'x' * 61}...` is too long: allowed are `64` bytes",
        ),
        (
            lambda: openpit.OrderPosition(position_side="buy"),
            ParamErrorKind.UNKNOWN_NAME,
            "`position_side` `buy` is unknown: allowed are `long`, `short`",
        ),
        (
            lambda: openpit.OrderPosition(position_side=param.Side.BUY),
            ParamErrorKind.UNKNOWN_NAME,
            "`position_side` `buy` is unknown: allowed are `long`, `short`",
        ),
        (
            lambda: openpit.AccountAdjustmentPositionOperation(**{**POSITION, "mode": "both"}),
            ParamErrorKind.UNKNOWN_NAME,
            "`position_mode` `both` is unknown: allowed are `netting`, `hedging`",
        ),
    ],
)
def test_faults_of_values_and_across_fields_are_param_errors(make, kind, text):
    with pytest.raises(ParamError) as caught:
        make()
    assert caught.value.kind is kind
    assert str(caught.value) == text


def test_bounds_that_leave_one_value_are_bounds():
    one = param.PositionSize("0.0")
    bounds = openpit.AccountAdjustmentBounds(balance_lower=one, balance_upper=param.PositionSize(0))
    made = openpit.AccountAdjustment(operation=BALANCE, amount=AMOUNT, bounds=bounds)
    assert made.bounds.balance_lower == made.bounds.balance_upper
