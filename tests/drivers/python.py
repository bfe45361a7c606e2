# SPDX-License-Identifier: Apache-2.0
"""The Python package, through its public API; one module beside this for each topic."""

import contextlib
import sys
import threading

from openpit.errors import CallbackError, OpenPitError, ReentrancyError

from drivers import (
    python_adjustments,
    python_config,
    python_json,
    python_own,
    python_records,
    python_values,
)
from drivers.base import BaseDriver, Refused
from drivers.python_admin import Admin
from drivers.python_answers import balance, blocks, error, raised, rejects
from drivers.python_batches import Batches
from drivers.python_deeds import ScriptedError
from drivers.python_limits import Limits
from drivers.python_session import Session
from drivers.python_threads import Threads
from drivers.python_wild import ScriptedExit, ScriptedInterrupt


@contextlib.contextmanager
def scripted_drops(session):
    """A rollback that fails when a reservation is dropped has no caller: Python tells the hook.

    A script's own failures are expected there; all others stay what they are.
    """
    usual = sys.unraisablehook

    def hook(unraisable):
        found = unraisable.exc_value
        seen = {"policy": "", "hook": "", "unraisable": type(found).__name__}
        session.trace.append(seen)
        if isinstance(found, (ScriptedError, ReentrancyError, RecursionError)):
            return
        # What is no `Exception` has nobody to be raised to here either (P-8.5).
        if not any(found is stop for stop in session.stops):
            usual(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = usual


def keywords(at):
    """The time of a call, if it gives one."""
    return {} if at is None else {"at": int(at)}


class Driver(Admin, Batches, Limits, Threads, BaseDriver):
    """The driver; each request is a method `do_OP`."""

    binding = "python"

    def __init__(self):
        self.session = Session()

    def call(self, op, **data):
        try:
            with scripted_drops(self.session):
                return getattr(self, f"do_{op}")(**data)
        except OpenPitError as refused:
            raise Refused(error(refused)) from refused
        except (ScriptedExit, ScriptedInterrupt) as stop:
            known = any(stop is one for one in self.session.stops)
            assert known, "another object was raised"
            kind = "exit" if isinstance(stop, ScriptedExit) else "interrupt"
            raise Refused({"kind": kind, "text": "scripted stop"}) from stop

    def do_reset(self):
        for engine in self.session.engines.items.values():
            with contextlib.suppress(CallbackError, ScriptedExit, ScriptedInterrupt):
                engine.close()
        self.session = Session()

    def do_value(self, type, value_op, args):
        return python_values.apply(type, value_op, args)

    def do_values(self, cases):
        return python_values.many(cases)

    def do_to_json(self, type, a):
        return python_json.to_json(type, a)

    def do_from_json(self, cases):
        return python_json.many(cases)

    def do_takes(self, type, other):
        return python_values.takes(type, other)

    def do_unset(self, enum):
        return python_values.unset(enum)

    def do_broken(self, type, a):
        return python_values.broken(type, a)

    def do_same(self, type, a, b):
        return python_values.same(type, a, b)

    def do_record(self, kind, data):
        return python_adjustments.show(kind, data)

    def do_same_records(self, kind, a, b):
        return python_adjustments.same(kind, a, b)

    def do_own_records(self, order, report, adjustment, note):
        return python_own.submit(order, report, adjustment, note)

    def do_own_batch(self, adjustment, notes):
        return python_own.apply_batch(adjustment, notes)

    def do_tables(self):
        return python_values.tables()

    def do_build(self, clock, record, policies, **options):
        number = self.session.engines.last + 1
        try:
            engine = python_config.build(self.session, number, clock, record, policies, **options)
        except TypeError as wrong:
            raise Refused({"kind": "type", "text": str(wrong)}) from wrong
        return self.session.engines.add(engine)

    def answer(self, result):
        """A stage's answer; a failed callback hands it over in the error."""
        if isinstance(result, CallbackError):
            assert [r.policy for r in result.rejects] == [r.policy for r in result.result.rejects]
            return {"rejects": rejects(result.rejects), **raised(result)}
        if result:
            assert result.ok
            assert result.rejects == ()
            return None
        return {"rejects": rejects(result.rejects)}

    def stage(self, call, table, name, *args, **data):
        """Run a stage and keep the request or reservation that it gives."""
        try:
            result = call(*args, **data)
        except CallbackError as failed:
            return self.answer(failed)
        return self.answer(result) or {name: table.add(getattr(result, name))}

    def do_start(self, engine, order, at):
        made = self.session.submitted = python_records.order(order)
        call = self.session.engines[engine].start_pre_trade
        found = self.stage(call, self.session.requests, "request", order=made, **keywords(at))
        if "request" in found:
            self.session.orders[found["request"]] = made
        return found

    def do_execute(self, request, at):
        call = self.session.requests[request].execute
        return self.stage(call, self.session.reservations, "reservation", **keywords(at))

    def do_place(self, engine, order, at):
        call = self.session.engines[engine].execute_pre_trade
        made = self.session.submitted = python_records.order(order)
        table = self.session.reservations
        return self.stage(call, table, "reservation", order=made, **keywords(at))

    def do_dry_run(self, engine, order, both, at):
        name = "dry_run_execute_pre_trade" if both else "dry_run_start_pre_trade"
        call = getattr(self.session.engines[engine], name)
        try:
            result = call(order=python_records.order(order), **keywords(at))
        except CallbackError as failed:
            if not failed.rejects:
                raise
            result = failed
        return self.answer(result) or {}

    def do_finalize(self, reservation, side, at):
        getattr(self.session.reservations[reservation], side)(**keywords(at))

    def do_close_reservation(self, reservation):
        self.session.reservations[reservation].close()

    def do_leave(self, reservation):
        """The block's end does it: the object lives on in the session."""
        owned = self.session.reservations.items.get(reservation)
        if owned is not None:
            with owned:
                pass

    def do_drop(self, elsewhere, request=None, reservation=None):
        session = self.session
        if request is not None:
            table, number = session.requests, request
        else:
            table, number = session.reservations, reservation
        if elsewhere:
            thread = threading.Thread(target=table.items.pop, args=(number, None))
            thread.start()
            thread.join()
        else:
            table.items.pop(number, None)

    def do_change_order(self, request, quantity):
        """Try to change the order that was submitted: records are frozen."""
        order = self.session.orders[request]
        for owner, name in ((order, "operation"), (order.operation, "trade_amount")):
            try:
                setattr(owner, name, python_records.order({"quantity": quantity}).operation)
            except AttributeError:
                continue
            raise AssertionError(f"`{name}` can be changed")

    def do_report(self, engine, report, at):
        call = self.session.engines[engine].apply_execution_report
        found = {}
        try:
            result = call(report=python_records.report(report), **keywords(at))
        except CallbackError as failed:
            result = failed.result
            found = raised(failed)
        return {
            "blocks": blocks(result.account_blocks),
            "late": result.late,
            "duplicate": result.duplicate,
            "anomalies": [anomaly.value for anomaly in result.anomalies],
            "adjustments": [
                {
                    "policy": made.policy,
                    "adjustment": python_adjustments.adjustment_data(made.adjustment),
                    "outcome": balance(made.outcome),
                }
                for made in result.account_adjustments
            ],
            **found,
        }

    def do_trace(self):
        found, self.session.trace = self.session.trace, []
        return found
