# SPDX-License-Identifier: Apache-2.0
"""A client's own records in Python: subclasses, which policies get as they are (O-6)."""

import copy
import dataclasses
import gc
import pickle
import weakref
from typing import Generic, TypeVar

import openpit
import pytest
from openpit import param
from openpit.pretrade import Policy, PolicyDecision, RejectCode

T = TypeVar("T")
ACCOUNT = param.AccountId.from_int(7)
OPERATION = openpit.OrderOperation(account_id=ACCOUNT, price=param.Price("185"))
REPORT_OPERATION = openpit.ExecutionReportOperation(account_id=ACCOUNT)
DEPOSIT = {
    "operation": openpit.AccountAdjustmentBalanceOperation(asset="USD"),
    "amount": openpit.AccountAdjustmentAmount(balance=param.AdjustmentAmount.delta(1)),
}


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


class Correction(openpit.AccountAdjustment):
    """A client's own adjustment."""

    def __init__(self, ticket):
        super().__init__(**DEPOSIT)
        self.ticket = ticket


class Slotted(openpit.Order):
    """A client's own order that keeps its attribute in a slot."""

    __slots__ = ("tag",)


class Forgot(openpit.Order):
    def __init__(self, **fields):
        self.fields = fields


class ForgotReport(openpit.ExecutionReport):
    def __init__(self, **fields):
        self.fields = fields


class ForgotAdjustment(openpit.AccountAdjustment):
    def __init__(self, **fields):
        self.fields = fields


@dataclasses.dataclass
class Noted(openpit.Order):
    """A dataclass: its fields, and `__post_init__` for the record."""

    operation: dataclasses.InitVar[openpit.OrderOperation]
    note: str = ""
    history: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self, operation):
        super().__init__(operation=operation)


@dataclasses.dataclass
class ForgotPostInit(openpit.Order):
    """A dataclass whose generated `__init__` knows nothing of the record."""

    note: str = ""


class Lying(openpit.Order):
    """What it says of itself differs from its record."""

    @property
    def operation(self):
        return openpit.OrderOperation(account_id=param.AccountId.from_int(8))

    @property
    def margin(self):
        raise RuntimeError("no margin")


class Generated(openpit.Order, Generic[T]):
    """A generic one, as type checkers like it."""


class Stateful(openpit.Order):
    """One that pickles its own attributes its own way."""

    def __getstate__(self):
        return {"tag": self.tag.upper()}

    def __setstate__(self, state):
        self.tag = state["tag"] + "!"


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


def test_a_subclass_reaches_policies_as_the_very_same_object():
    policy = Keeps()
    engine = build(policy)
    order, report = Tagged("urgent"), Venue("XNAS")
    assert engine.execute_pre_trade(order=order)
    engine.apply_execution_report(report=report)
    assert [id(seen) for seen in policy.seen] == [id(order), id(order), id(report)]
    assert policy.seen[0].tag == "urgent"
    assert policy.seen[2].venue == "XNAS"


def test_a_deferred_request_keeps_the_very_same_object():
    policy = Keeps()
    engine = build(policy)
    order = Tagged("urgent")
    known = id(order)
    request = engine.start_pre_trade(order=order).request
    del order
    policy.seen[0].tag = "changed by a control"
    assert request.execute()
    assert [id(seen) for seen in policy.seen] == [known, known]
    assert policy.seen[1].tag == "changed by a control"


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
    adjustment = pickle.loads(pickle.dumps(Correction("T-1")))
    assert (adjustment.ticket, adjustment) == ("T-1", Correction("T-1"))


def test_the_shorthand_makes_a_subclass():
    class Plain(openpit.Order):
        pass

    order = Plain.limit("A/B", account=1, side="buy", quantity=1, price=1, client_order_id="x")
    assert type(order) is Plain
    assert order.identity.client_order_id == "x"
    with pytest.raises(TypeError):
        Tagged.limit("A/B", account=1, side="buy", quantity=1, price=1)


def test_a_subclass_that_forgets_its_base_is_a_clear_error():
    """O-6.2: a subclass that forgot `super().__init__` is an error at every door."""
    order, report = Forgot(operation=OPERATION), ForgotReport(operation=REPORT_OPERATION)
    adjustment, noted = ForgotAdjustment(**DEPOSIT), ForgotPostInit(note="x")
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
        lambda: copy.copy(order),
        lambda: noted.operation,
        lambda: engine.start_pre_trade(order=noted),
        lambda: adjustment.operation,
        lambda: adjustment.amount,
        lambda: adjustment.bounds,
        lambda: repr(adjustment),
        lambda: hash(adjustment),
        lambda: pickle.dumps(adjustment),
        lambda: openpit.Order.__new__(openpit.Order).operation,
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


def test_a_subclass_equals_its_own_class_by_the_record_alone():
    assert Tagged("a") == Tagged("b")
    assert hash(Tagged("a")) == hash(Tagged("b")) == hash(openpit.Order(operation=OPERATION))
    base = openpit.Order(operation=OPERATION)
    assert Tagged("a") != base
    assert base != Tagged("a")
    assert Tagged("a") != Slotted(operation=OPERATION)
    assert len({Tagged("a"), Tagged("b"), base}) == 2


def test_a_dataclass_reaches_policies_and_is_copied():
    order = Noted(OPERATION, note="x")
    order.history.append("made")
    policy = Keeps()
    assert build(policy).execute_pre_trade(order=order)
    assert policy.seen[0] is policy.seen[1] is order
    deep, shallow = copy.deepcopy(order), copy.copy(order)
    assert shallow.history is order.history
    assert deep.history == order.history
    assert deep.history is not order.history
    for same in (deep, shallow, pickle.loads(pickle.dumps(order))):
        assert (same.note, same.operation, same) == ("x", OPERATION, order)
    other = dataclasses.replace(order, operation=OPERATION, note="y")
    assert (other.note, other.operation) == ("y", OPERATION)


def test_a_subclass_that_holds_itself_is_copied():
    order = Tagged(None)
    order.tag = [order]
    for same in (copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert same.tag[0] is same
        assert same == order


def test_a_subclass_with_a_state_of_its_own_is_copied_by_it():
    order = Stateful(operation=OPERATION)
    order.tag = "x"
    for same in (copy.copy(order), pickle.loads(pickle.dumps(order))):
        assert (same.tag, same) == ("X!", order)


def test_a_generic_subclass_is_a_record():
    order = Generated[int](operation=OPERATION)
    policy = Keeps()
    assert build(policy).execute_pre_trade(order=order)
    assert policy.seen[0] is order


def test_the_engine_reads_the_record_and_not_what_a_subclass_says():
    order = Lying(operation=OPERATION)

    class Watches(Policy):
        name = "watches"
        seen = ()

        def check_pre_trade_start(self, ctx, order):
            self.seen = (ctx.account_id, order.operation.account_id)
            return ()

    policy = Watches()
    assert build(policy).start_pre_trade(order=order)
    assert policy.seen == (ACCOUNT, param.AccountId.from_int(8))
    assert repr(order) == f"Lying(operation={OPERATION!r})"
    assert pickle.loads(pickle.dumps(order)) == order == copy.copy(order)


def test_a_policy_that_trips_over_a_subclass_fails_closed():
    class Reads(Policy):
        name = "reads"

        def check_pre_trade_start(self, ctx, order):
            return [order.margin]

    with pytest.raises(openpit.CallbackError) as caught:
        build(Reads()).start_pre_trade(order=Lying(operation=OPERATION))
    assert caught.value.rejects[0].code is RejectCode.SYSTEM_UNAVAILABLE
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_records_are_not_kept_by_the_engine():
    class Watched(openpit.Order):
        pass

    engine = build(Accepting())
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
