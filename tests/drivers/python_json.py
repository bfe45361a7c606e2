# SPDX-License-Identifier: Apache-2.0
"""JSON of values and records: read from text, written as the canonical text (V-6.12, O-7)."""

import json
from decimal import Decimal

import openpit
from openpit import param
from openpit.errors import OpenPitError

from drivers.python_answers import error
from drivers.python_values import class_of, made

RECORDS = {
    "order": openpit.Order,
    "execution_report": openpit.ExecutionReport,
    "account_adjustment": openpit.AccountAdjustment,
}
OTHERS = {
    "instrument": openpit.Instrument,
    "trade": param.Trade,
    "trade_amount": param.TradeAmount,
    "adjustment_amount": param.AdjustmentAmount,
}


def written(value):
    """The JSON text of a value; an enum is its text."""
    form = value.to_json_value() if hasattr(value, "to_json_value") else value.value
    return json.dumps(form, separators=(",", ":"), ensure_ascii=False)


def to_json(kind, a):
    """The JSON text of the value that a text makes."""
    return written(made(kind, a))


def read(kind, text):
    """A record by its own door; a value by the door for what `json.loads` gives."""
    if kind in RECORDS:
        return RECORDS[kind].from_json(text).to_json()
    of = OTHERS.get(kind) or class_of(kind)
    door = getattr(of, "from_json_value", of)
    exactly = json.loads(text, parse_float=Decimal)
    answers = [attempt(door, value) for value in (json.loads(text), exactly)]
    assert answers[0] == answers[1], f"`parse_float` makes a difference: {answers}"
    return answers[0]


def attempt(door, value):
    """The JSON text of what a door reads, or the error as data."""
    try:
        return written(door(value))
    except OpenPitError as refused:
        return error(refused)


def many(cases):
    """Many texts: the canonical text of each, or the error as data."""
    answers = []
    for kind, text in cases:
        try:
            answers.append(read(kind, text))
        except OpenPitError as refused:
            answers.append(error(refused))
        except (json.JSONDecodeError, RecursionError) as wrong:
            answers.append({"kind": "json", "text": str(wrong)})
    return answers
