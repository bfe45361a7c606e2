# SPDX-License-Identifier: Apache-2.0
"""The engine's verdicts in Python: who said what of an order, with the numbers of the core."""

from __future__ import annotations

import copy
import datetime
from decimal import Decimal

import openpit
import pytest
from openpit import param, pretrade
from openpit.pretrade import RejectCode, policies

ONE_A_SECOND = policies.RateLimit(max_orders=1, window=datetime.timedelta(seconds=1))
SIZE = policies.OrderSizeLimit(
    max_quantity=param.Quantity("10"), max_notional=param.Volume("1000.5")
)


class Refuses(pretrade.Policy):
    """Rejects everything in the main stage."""

    @property
    def name(self) -> str:
        return "refuses"

    def perform_pre_trade_check(self, ctx, order):
        reject = pretrade.PolicyReject(RejectCode.COMPLIANCE_RESTRICTION, "no", "nothing")
        return pretrade.PolicyDecision.reject([reject])


def builder() -> openpit.EngineBuilder:
    return (
        openpit.Engine.builder()
        .no_sync()
        .clock(openpit.ManualClock())
        .builtin(
            policies.build_order_size_limit().broker_barrier(
                policies.OrderSizeBrokerBarrier(limit=SIZE)
            )
        )
        .builtin(
            policies.build_rate_limit()
            .named("burst")
            .broker_barrier(policies.RateLimitBrokerBarrier(limit=ONE_A_SECOND))
        )
    )


def order(quantity: str = "4", order_id: str | None = "a") -> openpit.Order:
    identity = None if order_id is None else openpit.OrderIdentity(client_order_id=order_id)
    return openpit.Order(
        operation=openpit.OrderOperation(
            instrument=openpit.Instrument("AAPL", "USD"),
            account_id=param.AccountId.from_int(7),
            side=param.Side.BUY,
            trade_amount=param.TradeAmount.quantity(quantity),
            price=param.Price("100.25"),
        ),
        identity=identity,
    )


def test_each_policy_gives_its_numbers_in_order():
    engine = builder().record_verdicts().build()
    assert engine.start_pre_trade(order=order(), at=5)
    size, burst = engine.verdicts()
    assert (size.at, size.stage, size.policy, size.codes) == (5, "start", "OrderSizeLimit", ())
    assert size.account_id == param.AccountId.from_int(7)
    assert size.client_order_id == "a"
    assert [
        (each.metric, each.axis, each.observed, each.limit, each.headroom)
        for each in (*size.measures, *burst.measures)
    ] == [
        ("quantity", "broker", Decimal(4), Decimal(10), Decimal(6)),
        ("notional", "broker", Decimal("401"), Decimal("1000.5"), Decimal("599.5")),
        ("orders", "broker", Decimal(1), Decimal(1), Decimal(0)),
    ]
    assert engine.verdicts() == []


def test_a_reject_has_its_code_and_negative_headroom_and_ends_the_start_stage():
    engine = builder().record_verdicts().build()
    assert not engine.start_pre_trade(order=order("11", None), at=5)
    (size,) = engine.verdicts()
    assert size.codes == (RejectCode.ORDER_EXCEEDS_LIMIT,)
    assert size.client_order_id is None
    assert [each.headroom for each in size.measures] == [Decimal(-1), Decimal("-102.25")]


def test_the_main_stage_and_blocks_have_verdicts_too():
    engine = builder().pre_trade(Refuses()).record_verdicts().build()
    assert not engine.execute_pre_trade(order=order(), at=5)
    *_, main = engine.verdicts()
    assert (main.stage, main.policy, main.measures) == ("main", "refuses", ())
    assert main.codes == (RejectCode.COMPLIANCE_RESTRICTION,)
    engine.accounts().block(7, "enough")
    assert not engine.start_pre_trade(order=order(), at=6)
    (gate,) = engine.verdicts()
    assert (gate.policy, gate.codes) == ("engine", (RejectCode.ACCOUNT_BLOCKED,))


def test_a_notional_limit_measures_what_is_held_open_and_used():
    limit = policies.build_notional_limit()
    limit = limit.broker_asset_barriers(
        policies.NotionalBrokerAssetBarrier(limit=param.Volume("1000"), settlement_asset="USD")
    ).asset_barriers(
        policies.NotionalAssetBarrier(limit=param.Volume("500"), settlement_asset="USD"),
        policies.NotionalAssetBarrier(limit=param.Volume("1"), settlement_asset="EUR"),
    )
    engine = openpit.Engine.builder().no_sync().builtin(limit).record_verdicts().build()
    kept = engine.execute_pre_trade(order=order("4", "a"))
    kept.reservation.commit()
    engine.execute_pre_trade(order=order("1", "b"))
    # Of an order that the policy refuses for another reason, what it would be is told all the same.
    engine.execute_pre_trade(order=order("1", None))
    engine.execute_pre_trade(order=order("79228162514264337593543950335", "c"))
    said = [
        [(each.metric, each.axis, each.observed, each.headroom) for each in verdict.measures]
        for verdict in engine.verdicts()
    ]
    assert said == [
        [
            ("credit", "broker", Decimal("401"), Decimal("599")),
            ("credit", "asset", Decimal("401"), Decimal("99")),
        ],
        *[
            [
                ("credit", "broker", Decimal("501.25"), Decimal("498.75")),
                ("credit", "asset", Decimal("501.25"), Decimal("-1.25")),
            ]
        ]
        * 2,
        [("credit", "broker", None, None), ("credit", "asset", None, None)],
    ]


def test_without_asking_there_are_none_and_after_close_they_can_be_taken():
    engine = builder().build()
    engine.start_pre_trade(order=order(), at=5)
    assert engine.verdicts() == []
    engine = builder().record_verdicts().build()
    engine.start_pre_trade(order=order(), at=5)
    engine.close()
    assert len(engine.verdicts()) == 2


def test_verdicts_are_values():
    one, other = builder().record_verdicts().build(), builder().record_verdicts().build()
    for engine in (one, other):
        engine.start_pre_trade(order=order(), at=5)
    mine, theirs = one.verdicts(), other.verdicts()
    assert mine == theirs
    assert {*mine, *theirs} == set(mine)
    assert mine[0] != mine[1]
    assert mine[0] != "a"
    assert mine[0].measures[0] == theirs[0].measures[0]
    assert mine[0].measures[0] != theirs[0].measures[1]
    assert copy.deepcopy(mine[0]) is mine[0]
    assert repr(mine[1]) == (
        "Verdict(at=5, account_id=AccountId.from_int(7), client_order_id='a', stage='start',"
        " policy='burst', codes=(), measures=(Measure(metric='orders', axis='broker',"
        " observed=Decimal('1'), limit=Decimal('1'), headroom=Decimal('0')),))"
    )
    with pytest.raises(AttributeError):
        mine[0].at = 6
    with pytest.raises(TypeError):
        openpit.Verdict()
