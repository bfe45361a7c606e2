# SPDX-License-Identifier: Apache-2.0
"""The JSON form of values in Python: written exactly, read by the constructors' checks (V-6.12)."""

import decimal
import json
import re
from decimal import Decimal

import openpit
import pytest
from openpit import param
from openpit.errors import ParamError
from value_samples import AMOUNTS, NUMBERS

VALUES = [
    *(number("1.50") for number in NUMBERS),
    param.Leverage("10.5"),
    param.Asset("USD"),
    param.AccountId.from_int(2**64 - 1),
    param.AccountGroupId.from_int(2**32 - 1),
    *AMOUNTS,
    openpit.Instrument("AAPL", "USD"),
    param.Trade(price=param.Price("185.50"), quantity=param.Quantity(100)),
]
DECIMALS = (*NUMBERS, param.Leverage)
names = pytest.mark.parametrize("kind", DECIMALS, ids=lambda kind: kind.__name__)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_json_there_and_back(value):
    text = json.dumps(value.to_json_value())
    again = type(value).from_json_value(json.loads(text))
    assert again == value
    assert type(again) is type(value)
    assert json.dumps(again.to_json_value()) == text


def test_forms_are_those_of_all_languages():
    forms = [json.dumps(value.to_json_value()) for value in VALUES]
    assert forms[: len(NUMBERS) + 4] == ['"1.5"'] * len(NUMBERS) + [
        '"10.5"',
        '"USD"',
        '"18446744073709551615"',
        '"4294967295"',
    ]
    assert forms[len(NUMBERS) + 4 :] == [
        '{"quantity": "1.5"}',
        '{"volume": "2"}',
        '{"delta": "-1.5"}',
        '{"absolute": "2"}',
        '"AAPL/USD"',
        '{"price": "185.5", "quantity": "100"}',
    ]
    assert json.dumps([*param.PositionSide]) == '["long", "short"]'


INTEGER = "from `-9223372036854775808` to `18446744073709551615`"


def refused(kind, value, error, text):
    """The door for what `json.loads` gives refuses a value with this kind and text."""
    with pytest.raises(ParamError) as caught:
        kind.from_json_value(value)
    assert (caught.value.kind, str(caught.value)) == (error, text)


@names
def test_a_number_in_json_is_exact_or_refused(kind):
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
    assert kind.from_json_value("5") == kind.from_json_value(5) == kind(5)
    for value, what in (
        (5.0, "number"),
        (Decimal(5), "number"),
        (float("nan"), "number"),
        (2**64, "number"),
        (-(2**63) - 1, "number"),
        (10**5000, "number"),
        (None, "null"),
        (True, "boolean"),
        ([5], "array"),
        ({}, "object"),
    ):
        allowed = f"is of the wrong type: allowed is a string, or an integer {INTEGER}"
        refused(kind, value, "wrong_type", f"`{name}` `{what}` {allowed}")
    for text in ("5_0", "", " 5", "NaN", "-1e99", "\ud800"):
        with pytest.raises(ParamError):
            kind.from_json_value(text)
    # What no JSON becomes in Python is a wrong type of Python (E-3).
    for wrong in (b"5", (5,), {5}, object(), kind(5)):
        with pytest.raises(TypeError, match="allowed is `str`, `int`, `float`, `bool`"):
            kind.from_json_value(wrong)


def test_an_own_int_or_str_is_read_for_what_it_is():
    class Five(int):
        def __str__(self):
            return "6"

        __index__ = __int__ = lambda self: 7

    class Text(str):
        __slots__ = ()

        def __str__(self):
            return "6"

    assert param.Price.from_json_value(Five(5)) == param.Price.from_json_value(Text("5"))
    assert param.Price.from_json_value(Five(5)) == param.Price(5)


def test_a_context_of_decimal_changes_nothing():
    with decimal.localcontext() as context:
        context.prec, context.capitals = 1, 0
        context.traps[decimal.Inexact] = context.traps[decimal.Rounded] = True
        value = param.Price.from_json_value("1.2345E+3")
        assert str(value) == "1234.5"
        assert value.decimal == Decimal("1234.5")
        assert f"{value:,.2f}" == "1,234.50"
        assert value * Decimal("1.0001") == param.Price("1234.62345")


def test_ids_in_json_are_digits():
    for kind, name in ((param.AccountId, "account_id"), (param.AccountGroupId, "account_group_id")):
        assert kind.from_json_value("7") == kind.from_json_value(7) == kind.from_int(7)
        faults = {
            "": "empty",
            "7.0": "invalid_format",
            "+7": "invalid_format",
            "\uff17": "invalid_format",
            "-": "invalid_format",
            "-7": "negative",
            "18446744073709551616": "overflow",
        }
        for text, error in faults.items():
            with pytest.raises(
                ParamError, match=f"`{name}` `{text}`".replace("+", r"\+")
            ) as caught:
                kind.from_json_value(text)
            assert caught.value.kind == error
        for wrong in (7.0, True, None, Decimal(7), [7], 2**64):
            with pytest.raises(ParamError) as caught:
                kind.from_json_value(wrong)
            assert caught.value.kind == "wrong_type"


def test_an_amount_in_json_has_one_known_entry():
    for kind, name, known in (
        (param.TradeAmount, "trade_amount", "quantity"),
        (param.AdjustmentAmount, "adjustment_amount", "delta"),
    ):
        for value, error in (
            ({}, ("invalid_format", f"`{name}` `{{}}` is not an amount")),
            ({known: "1", "more": "1"}, ("invalid_format", f"`{name}` `{{{known}, more}}` is")),
            ({"money": "1"}, ("unknown_name", f"`{name}_kind` `money` is unknown: allowed are")),
            ({known: "x"}, ("invalid_format", "is not a number")),
            ({"\ud800": "1"}, ("invalid_format", "UTF-8")),
        ):
            with pytest.raises(ParamError, match=error[1]) as caught:
                kind.from_json_value(value)
            assert caught.value.kind == error[0]
        for wrong in (None, "1", [], [known, "1"], {known: 1.5}, {known: None}):
            with pytest.raises(ParamError) as caught:
                kind.from_json_value(wrong)
            assert caught.value.kind == "wrong_type"
        for wrong in ({1: "1"}, {known: b"1"}):
            with pytest.raises(TypeError, match="allowed is"):
                kind.from_json_value(wrong)
        assert kind.from_json_value({known: 1}) == kind.from_json_value({known: "1.0"})


def test_an_object_that_holds_itself_is_refused():
    endless = {}
    endless["quantity"] = endless
    for kind in (param.TradeAmount, param.Trade, param.Price, param.Asset):
        with pytest.raises(ParamError):
            kind.from_json_value(endless)


def test_a_trade_in_json_has_both_fields_and_no_other():
    whole = {"price": "185.5", "quantity": 100}
    assert str(param.Trade.from_json_value(whole).quantity) == "100"
    for change, error in (
        ({"quantity": "-1"}, "negative"),
        ({"price": "1_0"}, "invalid_format"),
        ({"fee": "1"}, "unknown_name"),
    ):
        with pytest.raises(ParamError) as caught:
            param.Trade.from_json_value({**whole, **change})
        assert caught.value.kind == error
    for name in whole:
        with pytest.raises(ParamError, match=f"`trade` `{name}` is missing"):
            param.Trade.from_json_value({k: v for k, v in whole.items() if k != name})
    for wrong in (None, [], "185 x 100", {**whole, "price": 185.5}):
        with pytest.raises(ParamError) as caught:
            param.Trade.from_json_value(wrong)
        assert caught.value.kind == "wrong_type"


def test_names_in_json_are_checked():
    for kind, faults in (
        (param.Asset, ("", "A/B", " USD", "x" * 65, "A\n", "\ud800")),
        (openpit.Instrument, ("", "AAPL", "A/B/C", "/USD", "A /B", "\ud800/B")),
    ):
        for text in faults:
            with pytest.raises(ParamError):
                kind.from_json_value(text)
        for wrong in (None, 1, ["USD"]):
            with pytest.raises(ParamError) as caught:
                kind.from_json_value(wrong)
            assert caught.value.kind == "wrong_type"
        for wrong in (b"USD", kind):
            with pytest.raises(TypeError, match="allowed is `str`"):
                kind.from_json_value(wrong)


class Ticket(openpit.Order):
    """An order with a note that has a default."""

    def __init__(self, note="none", **parts):
        super().__init__(**parts)
        self.note = note


def test_a_record_in_json_there_and_back():
    order = openpit.Order.limit("AAPL/USD", account=7, side="BUY", quantity="100", price="185.50")
    text = order.to_json()
    assert text == (
        '{"operation":{"instrument":"AAPL/USD","account_id":"7","side":"buy",'
        '"trade_amount":{"quantity":"100"},"price":"185.5"}}'
    )
    assert openpit.Order.from_json(text) == order
    assert type(openpit.Order.from_json(text)) is openpit.Order
    ticket = Ticket.from_json(text)
    assert (type(ticket), ticket.note, ticket.to_json()) == (Ticket, "none", text)
    whole = Ticket("x", operation=order.operation, margin=openpit.OrderMargin(auto_borrow=True))
    assert Ticket.from_json(whole.to_json()).margin == whole.margin


def test_a_record_in_json_is_text_and_nothing_else():
    for kind in (openpit.Order, openpit.ExecutionReport, openpit.AccountAdjustment):
        for wrong in (None, 1, b"{}", {}, [], kind):
            with pytest.raises(TypeError, match="allowed is `str`"):
                kind.from_json(wrong)
        for text in ("", "{", "{}{}", "nan", "'", "{'operation':{}}", "\ud800", '{"\\ud800":1}'):
            with pytest.raises(ParamError) as caught:
                kind.from_json(text)
            assert caught.value.kind == "invalid_format"


def test_a_record_that_was_not_initialised_has_no_json():
    class Forgetful(openpit.Order):
        def __init__(self):
            pass

    with pytest.raises(TypeError, match="not initialised"):
        Forgetful().to_json()
    with pytest.raises(TypeError):
        Forgetful.from_json("{}")
