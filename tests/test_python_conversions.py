# SPDX-License-Identifier: Apache-2.0
"""Conversions between numbers in Python: classes of results, arguments that are refused (V-5).

What they calculate is in the vectors that all languages run.
"""

import inspect

import pytest
import tomllib
from openpit import param
from openpit.errors import ParamError
from value_samples import NUMBERS

from spec.gen.tables import SPEC

TABLE = tomllib.loads((SPEC / "values.toml").read_text(encoding="utf-8"))["conversion"]
OTHERS = [kind(1) for kind in NUMBERS] + [param.Leverage(1), 1, "1", None, param.Asset("USD")]


def argument(row):
    return [getattr(param, row["argument"])(2)] if "argument" in row else []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['receiver']}.{row['name']}")
def test_a_conversion_gives_its_class(row):
    call = getattr(getattr(param, row["receiver"])(3), row["name"])
    result = getattr(param, row["result"])
    assert type(call(*argument(row))) is result
    assert row["meaning"].rstrip(".") in inspect.getdoc(call)
    if row.get("rounds"):
        rounded = getattr(call.__self__, row["name"] + "_rounded")
        assert type(rounded(*argument(row), 2, "up")) is result
        assert rounded(*argument(row), 28, "half_even") == call(*argument(row))
        with pytest.raises(ParamError):
            rounded(*argument(row), 29, "up")


@pytest.mark.parametrize(
    "row", [row for row in TABLE if "argument" in row], ids=lambda row: row["receiver"]
)
def test_a_conversion_takes_only_its_argument(row):
    call = getattr(getattr(param, row["receiver"])(3), row["name"])
    for other in OTHERS:
        if type(other).__name__ != row["argument"]:
            with pytest.raises(TypeError, match=f"allowed is `{row['argument']}`"):
                call(other)
    with pytest.raises(TypeError):
        call()
    with pytest.raises(TypeError):
        call(wrong=argument(row)[0])


def test_conversions_by_hand():
    price, quantity = param.Price("-2.5"), param.Quantity(4)
    assert price.calculate_volume(quantity) == quantity.calculate_volume(price) == param.Volume(10)
    assert price.calculate_position_size(quantity) == param.PositionSize(-10)
    notional = param.Notional.from_price_quantity(price, quantity)
    assert notional == param.Notional.from_volume(param.Volume(10)) == param.Notional(10)
    assert notional.calculate_margin_required(param.Leverage("2.5")) == param.Notional(4)
    assert param.Volume(10).calculate_quantity(price) == quantity
    with pytest.raises(ParamError) as caught:
        param.Volume(10).calculate_quantity(param.Price.ZERO)
    assert caught.value.kind == "division_by_zero"
    assert param.Fee("0.3").to_pnl() + param.Pnl(1) == param.Pnl("0.7")
    volume = param.Volume(5)
    assert volume.to_cash_flow_inflow() == -volume.to_cash_flow_outflow() == param.CashFlow(5)


def test_positions_have_sides():
    buy, sell = param.Side.BUY, param.Side.SELL
    size = param.PositionSize.from_quantity_and_side(param.Quantity(3), "sell")
    assert size == param.PositionSize(-3)
    assert size.to_open_quantity() == (param.Quantity(3), sell)
    assert size.to_close_quantity() == (param.Quantity(3), buy)
    flat = size.checked_add_quantity(param.Quantity(3), buy)
    assert flat == param.PositionSize.ZERO
    assert flat.to_open_quantity() is flat.to_close_quantity() is None
    for wrong in (param.Volume(1), 1, None):
        with pytest.raises(TypeError):
            size.checked_add_quantity(wrong, buy)
        with pytest.raises(TypeError):
            param.PositionSize.from_quantity_and_side(wrong, buy)
    for call in (size.checked_add_quantity, param.PositionSize.from_quantity_and_side):
        with pytest.raises(ParamError):
            call(param.Quantity(1), "long")
        with pytest.raises(TypeError):
            call(param.Quantity(1), param.PositionSide)


def test_an_adjustment_is_applied():
    before = param.PositionSize(250)
    assert param.AdjustmentAmount.delta(-100).apply(before) == param.PositionSize(150)
    assert param.AdjustmentAmount.absolute(100).apply(before) == param.PositionSize(100)
    with pytest.raises(ParamError):
        param.AdjustmentAmount.delta(2**96 - 1).apply(before)
    with pytest.raises(TypeError):
        param.AdjustmentAmount.delta(1).apply(1)
