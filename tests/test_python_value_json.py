# SPDX-License-Identifier: Apache-2.0
"""The JSON form of values in Python: written exactly, read by the constructors' checks (V-6.12)."""

import decimal
import json
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


@names
def test_a_number_in_json_is_exact_or_refused(kind):
    def read(text):
        return kind.from_json_value(json.loads(text, parse_float=Decimal))

    assert read("5") == read('"5"') == read("5.0") == read("0.5e1") == kind(5)
    with pytest.raises(TypeError, match=r"allowed is `str`, `int` or `decimal\.Decimal`"):
        kind.from_json_value(json.loads("5.0"))
    for text in ('"5_0"', '""', '" 5"', "1" * 40, '"NaN"', '"-1e99"', "NaN", "Infinity"):
        with pytest.raises((ParamError, TypeError)):
            read(text)
    for text in ("null", "true", "[]", "{}", "[5]"):
        with pytest.raises(TypeError, match="allowed is"):
            read(text)


def test_a_context_of_decimal_changes_nothing():
    with decimal.localcontext() as context:
        context.prec, context.capitals = 1, 0
        context.traps[decimal.Inexact] = context.traps[decimal.Rounded] = True
        value = param.Price.from_json_value(Decimal("1.2345E+3"))
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
        for wrong in (7.0, True, None, Decimal(7), [7]):
            with pytest.raises(TypeError, match="allowed is `str` or `int`"):
                kind.from_json_value(wrong)


def test_an_amount_in_json_has_one_known_entry():
    for kind, name, known in (
        (param.TradeAmount, "trade_amount", "quantity"),
        (param.AdjustmentAmount, "adjustment_amount", "delta"),
    ):
        for value, error in (
            ({}, ("invalid_format", f"`{name}` `{{}}` is not an amount")),
            ({known: "1", "more": "1"}, ("unknown_name", f"`{name}` `more` is unknown")),
            ({"money": "1"}, ("unknown_name", f"`{name}_kind` `money` is unknown: allowed are")),
            ({known: "x"}, ("invalid_format", "is not a number")),
            ({"\ud800": "1"}, ("invalid_format", "UTF-8")),
        ):
            with pytest.raises(ParamError, match=error[1]) as caught:
                kind.from_json_value(value)
            assert caught.value.kind == error[0]
        for wrong in (None, "1", [], [known, "1"], {known: 1.5}, {known: None}, {1: "1"}):
            with pytest.raises(TypeError, match="allowed is"):
                kind.from_json_value(wrong)
        assert kind.from_json_value({known: 1}) == kind.from_json_value({known: Decimal("1.0")})


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
    for wrong in (None, [], "185 x 100", {**whole, "price": 185.5}, {**whole, "price": None}):
        with pytest.raises(TypeError, match="allowed is"):
            param.Trade.from_json_value(wrong)


def test_names_in_json_are_checked():
    for kind, faults in (
        (param.Asset, ("", " USD", "x" * 65, "A\n", "\ud800")),
        (openpit.Instrument, ("", "AAPL", "A/B/C", "/USD", "A /B", "\ud800/B")),
    ):
        for text in faults:
            with pytest.raises(ParamError):
                kind.from_json_value(text)
        for wrong in (None, 1, b"USD", ["USD"], kind):
            with pytest.raises(TypeError, match="allowed is `str`"):
                kind.from_json_value(wrong)
