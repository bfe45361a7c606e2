# SPDX-License-Identifier: Apache-2.0
"""Records in Python: keyword only, frozen, equal by value, open to subclasses (O-1 to O-6, V-7)."""

import copy
import gc
import pickle
import weakref

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
]


class Tagged(openpit.Order):
    """A client's own order, with a constructor of its own."""

    def __init__(self, tag, **fields):
        super().__init__(operation=OPERATION, **fields)
        self.tag = tag


class Venue(openpit.ExecutionReport):
    """A client's own report."""

    def __init__(self, venue):
        super().__init__(operation=REPORT_OPERATION)
        self.venue = venue


class Slotted(openpit.Order):
    """A client's own order that keeps its attribute in a slot."""

    __slots__ = ("tag",)


class Forgot(openpit.Order):
    def __init__(self, **fields):
        self.fields = fields


class ForgotReport(openpit.ExecutionReport):
    def __init__(self, **fields):
        self.fields = fields


class Keeps(Policy):
    """Keeps what it is asked about."""

    name = "keeps"

    def __init__(self):
        self.seen = []

    def check_pre_trade_start(self, ctx, order):
        self.seen.append(order)
        return ()

    def perform_pre_trade_check(self, ctx, order):
        self.seen.append(order)
        return PolicyDecision.accept()

    def apply_execution_report(self, ctx, report):
        self.seen.append(report)


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


def test_getters_give_what_they_promise():
    order = openpit.Order(operation=OPERATION, identity=openpit.OrderIdentity(client_order_id="x"))
    assert order.operation == OPERATION
    assert order.operation is order.operation
    assert isinstance(order.operation.instrument.underlying, param.Asset)
    assert order.operation.side is param.Side.BUY
    assert isinstance(order.operation.trade_amount.value, param.Quantity)
    assert order.identity.client_order_id == "x"
    report = openpit.ExecutionReport(operation=REPORT_OPERATION)
    assert report.operation.side is param.Side.SELL
    assert report.fill is report.financial_impact is report.identity is None


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


def test_a_subclass_reaches_policies_as_the_very_same_object():
    policy = Keeps()
    engine = build(policy)
    order, report = Tagged("urgent"), Venue("XNAS")
    assert engine.execute_pre_trade(order=order)
    engine.apply_execution_report(report=report)
    assert [id(seen) for seen in policy.seen] == [id(order), id(order), id(report)]
    assert policy.seen[0].tag == "urgent"
    assert policy.seen[2].venue == "XNAS"


def test_a_subclass_is_copied_with_its_attributes():
    order = Tagged("urgent", identity=openpit.OrderIdentity(client_order_id="x"))
    again = pickle.loads(pickle.dumps(order))
    assert type(again) is Tagged
    assert again == order
    assert again.tag == "urgent"
    assert order != openpit.Order(operation=OPERATION, identity=order.identity)
    assert repr(order).startswith("Tagged(operation=")
    for copier in (copy.copy, copy.deepcopy):
        again = copier(order)
        again.tag = "later"
        assert (order.tag, type(again), again) == ("urgent", Tagged, order)
    slotted = Slotted(operation=OPERATION)
    slotted.tag = "slot"
    for same in (copy.copy(slotted), copy.deepcopy(slotted), pickle.loads(pickle.dumps(slotted))):
        assert (same, same.tag) == (slotted, "slot")
    report = pickle.loads(pickle.dumps(Venue("XNAS")))
    assert (report.venue, report) == ("XNAS", Venue("XNAS"))


def test_the_shorthand_makes_a_subclass():
    class Plain(openpit.Order):
        pass

    order = Plain.limit("A/B", account=1, side="buy", quantity=1, price=1, client_order_id="x")
    assert type(order) is Plain
    assert order.identity.client_order_id == "x"
    with pytest.raises(TypeError):
        Tagged.limit("A/B", account=1, side="buy", quantity=1, price=1)


def test_a_subclass_that_forgets_its_base_is_a_clear_error():
    order, report = Forgot(operation=OPERATION), ForgotReport(operation=REPORT_OPERATION)
    engine = build(Keeps())
    doors = [
        lambda: engine.start_pre_trade(order=order),
        lambda: engine.execute_pre_trade(order=order),
        lambda: engine.apply_execution_report(report=report),
        lambda: order.operation,
        lambda: report.operation,
        lambda: repr(order),
        lambda: hash(order),
        lambda: pickle.dumps(order),
    ]
    for door in doors:
        with pytest.raises(TypeError, match=r"not initialised.*super\(\).__init__"):
            door()
    assert order != openpit.Order(operation=OPERATION)


def test_a_record_is_initialised_once():
    order = openpit.Order(operation=OPERATION)
    with pytest.raises(TypeError, match="already initialised"):
        order.__init__(operation=openpit.OrderOperation())
    assert order.operation == OPERATION


def test_records_are_not_kept_by_the_engine():
    class Watched(openpit.Order):
        pass

    engine = build(Keeps.__new__(Accepting))
    order = Watched(operation=OPERATION)
    watch = weakref.ref(order)
    engine.execute_pre_trade(order=order).reservation.commit()
    del order
    gc.collect()
    assert watch() is None


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
