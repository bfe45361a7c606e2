# SPDX-License-Identifier: Apache-2.0
"""A client's own order, report and adjustment: subclasses with an attribute of their own."""

import openpit
from openpit import param
from openpit.pretrade import (
    Policy,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PolicyReject,
    RejectCode,
)

from drivers.python_adjustments import adjustment, adjustment_data
from drivers.python_records import order_data, order_parts, report_data, report_parts

ACCOUNT = param.AccountId.from_int(7)


class Ticket(openpit.Order):
    """An order with a note."""

    def __init__(self, note, **parts):
        super().__init__(**parts)
        self.note = note


class Fill(openpit.ExecutionReport):
    """A report with a note."""

    def __init__(self, note, **parts):
        super().__init__(**parts)
        self.note = note


class Deposit(openpit.AccountAdjustment):
    """An adjustment with a note."""

    def __init__(self, note, **parts):
        super().__init__(**parts)
        self.note = note


def deposit(data, note):
    """The adjustment of plain data, with a note."""
    made = adjustment(data)
    return Deposit(note, operation=made.operation, amount=made.amount, bounds=made.bounds)


class Reader(Policy):
    """Notes what the records carry, and that they are the very objects that were submitted."""

    name = "reader"

    def __init__(self, ticket, fill, deposit):
        self.ticket = ticket
        self.fill = fill
        self.deposit = deposit
        self.seen = []

    def check_pre_trade_start(self, ctx, order):
        assert order is self.ticket
        self.seen.append({"hook": "start", "note": order.note, "record": order_data(order)})
        return ()

    def perform_pre_trade_check(self, ctx, order):
        assert order is self.ticket
        self.seen.append({"hook": "main", "note": order.note, "record": order_data(order)})
        return PolicyDecision.accept()

    def apply_execution_report(self, ctx, report):
        assert report is self.fill
        self.seen.append({"hook": "report", "note": report.note, "record": report_data(report)})

    def apply_account_adjustment(self, ctx, account_id, adjustment):
        assert adjustment is self.deposit
        self.seen.append(
            {"hook": "adjustment", "note": adjustment.note, "record": adjustment_data(adjustment)}
        )
        return PolicyAccountAdjustmentResult.accept()


class Signatures(Policy):
    """Rejects what is not signed."""

    name = "signatures"

    def __init__(self):
        self.seen = []

    def apply_account_adjustment(self, ctx, account_id, adjustment):
        self.seen.append(adjustment.note)
        if adjustment.note == "-":
            reject = PolicyReject(RejectCode.COMPLIANCE_RESTRICTION, "not signed", "")
            return PolicyAccountAdjustmentResult.reject([reject])
        return PolicyAccountAdjustmentResult.accept()


def engine_of(policy):
    """An engine with one policy and a manual clock."""
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock())
    return builder.pre_trade(policy).build()


def submit(order, report, adjustment, note):
    """Submit records that carry a note; the answer is what the policy saw."""
    ticket, fill = Ticket(note, **order_parts(order)), Fill(note, **report_parts(report))
    policy = Reader(ticket, fill, deposit(adjustment, note))
    with engine_of(policy) as engine:
        engine.execute_pre_trade(order=ticket).reservation.commit()
        engine.apply_execution_report(report=fill)
        batch = [policy.deposit]
        assert engine.apply_account_adjustment(account_id=ACCOUNT, adjustments=batch).ok
    return policy.seen


def apply_batch(adjustment, notes):
    """Apply a batch of adjustments that carry these notes: what came of it."""
    policy = Signatures()
    with engine_of(policy) as engine:
        batch = [deposit(adjustment, note) for note in notes]
        result = engine.apply_account_adjustment(account_id=ACCOUNT, adjustments=batch)
        answer = {"seen": policy.seen}
        if not result.ok:
            answer["failed_index"] = str(result.failed_index)
        for left in engine.balances():
            answer["balance"] = str(left.balance)
    return answer
