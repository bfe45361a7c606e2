# SPDX-License-Identifier: Apache-2.0
"""A client's own order and report: subclasses with an attribute of their own."""

import openpit
from openpit.pretrade import Policy, PolicyDecision

from drivers.python_records import order_data, order_parts, report_data, report_parts


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


class Reader(Policy):
    """Notes what the records carry, and that they are the very objects that were submitted."""

    name = "reader"

    def __init__(self, ticket, fill):
        self.ticket = ticket
        self.fill = fill
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


def submit(order, report, note):
    """Submit an order and a report that carry a note; the answer is what the policy saw."""
    ticket, fill = Ticket(note, **order_parts(order)), Fill(note, **report_parts(report))
    policy = Reader(ticket, fill)
    clock = openpit.ManualClock()
    with openpit.Engine.builder().no_sync().clock(clock).pre_trade(policy).build() as engine:
        engine.execute_pre_trade(order=ticket).reservation.commit()
        engine.apply_execution_report(report=fill)
    return policy.seen
