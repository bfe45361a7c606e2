# SPDX-License-Identifier: Apache-2.0
"""Realized pnl within bounds, and executions once, in Python (L-4, P-10)."""

import pickle

import openpit
import pytest
from openpit import errors
from openpit.param import AccountId, Asset, Fee, Pnl, Price, Quantity, Trade
from openpit.pretrade import Policy, PostTradeResult, RejectCode, policies
from openpit.pretrade.policies import PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier

SEVEN = AccountId.from_int(7)
TRADE = openpit.ExecutionReportFillDetails(
    last_trade=Trade(price=Price(1), quantity=Quantity(1)), is_final=True
)


def order(account=7, instrument="AAPL/USD"):
    return openpit.Order.limit(instrument, account=account, side="buy", quantity=1, price=1)


def report(pnl=None, fee=None, *, account=7, instrument="AAPL/USD", execution=None, fill=None):
    impact = openpit.FinancialImpact(
        pnl=None if pnl is None else Pnl(pnl), fee=None if fee is None else Fee(fee)
    )
    identity = execution and openpit.ExecutionReportIdentity(
        client_order_id="c1", execution_id=execution
    )
    return openpit.ExecutionReport(
        operation=openpit.ExecutionReportOperation(
            account_id=account, instrument=openpit.Instrument.from_string(instrument)
        ),
        financial_impact=impact,
        fill=fill,
        identity=identity,
    )


def barrier(lower=None, upper=None, asset="USD"):
    bounds = {"lower_bound": lower, "upper_bound": upper}
    bounds = {name: Pnl(bound) for name, bound in bounds.items() if bound is not None}
    return PnlBoundsBrokerBarrier(asset, **bounds)


def broker(*barriers):
    return policies.build_pnl_bounds_killswitch().broker_barriers(*barriers)


def build(*chosen):
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
    for policy in chosen:
        add = builder.pre_trade if isinstance(policy, Policy) else builder.builtin
        builder = add(policy)
    return builder.build()


def codes(result):
    return [(reject.policy, reject.code) for reject in result.rejects]


def test_a_breach_blocks_and_unblocking_alone_does_not_re_arm():
    engine = build(broker(barrier(lower=-100)))
    assert engine.apply_execution_report(report(-90, 10)) == PostTradeResult()
    assert engine.start_pre_trade(order())
    (block,) = engine.apply_execution_report(report(0, "0.01")).account_blocks
    assert (block.policy, block.code) == (
        "PnlBoundsKillSwitch",
        RejectCode.PNL_KILL_SWITCH_TRIGGERED,
    )
    assert block.reason == (
        "realized pnl: observed `-100.01`, lower bound `-100`, upper bound none"
    )
    assert codes(engine.start_pre_trade(order())) == [
        ("PnlBoundsKillSwitch", RejectCode.ACCOUNT_BLOCKED)
    ]
    assert engine.accounts().unblock_all(7)
    rejected = engine.start_pre_trade(order())
    assert codes(rejected) == [("PnlBoundsKillSwitch", RejectCode.PNL_KILL_SWITCH_TRIGGERED)]
    assert rejected.rejects[0].details == block.reason
    assert rejected.rejects[0].reason == "realized pnl out of bounds on `broker` axis"
    engine.apply_execution_report(report(0, "-0.01"))
    assert engine.start_pre_trade(order())


def test_an_upper_bound_stops_as_well():
    engine = build(broker(barrier(upper="1.5")).named("profit"))
    assert engine.apply_execution_report(report("1.5", 0)).account_blocks == ()
    (block,) = engine.apply_execution_report(report("0.1", 0)).account_blocks
    assert block.policy == "profit"


def test_bounds_hold_for_each_account_and_each_asset():
    engine = build(broker(barrier(lower=-100), barrier(lower=-1, asset="EUR")))
    for account in (7, 8):
        engine.apply_execution_report(report(-90, 0, account=account))
    assert engine.start_pre_trade(order(7))
    assert engine.start_pre_trade(order(8))
    engine.apply_execution_report(report(-90, 0, instrument="AAPL/JPY"))
    assert engine.start_pre_trade(order(7, "AAPL/JPY"))
    assert engine.apply_execution_report(report(-2, 0, instrument="X/EUR")).account_blocks
    assert not engine.start_pre_trade(order(7))
    assert engine.start_pre_trade(order(8))


def test_an_account_has_own_bounds_and_an_initial_pnl():
    own = PnlBoundsAccountAssetBarrier(barrier(lower=-10), SEVEN, initial_pnl=Pnl(-5))
    engine = build(broker(barrier(lower=-100)).account_asset_barriers(own))
    assert engine.start_pre_trade(order())
    assert engine.apply_execution_report(report(-6, 0)).account_blocks
    engine.apply_execution_report(report(-6, 0, account=8))
    assert engine.start_pre_trade(order(8))
    engine.accounts().unblock_all(7)
    rejected = engine.start_pre_trade(order())
    assert rejected.rejects[0].reason == "realized pnl out of bounds on `account_asset` axis"


def test_an_account_out_of_bounds_starts_blocked():
    own = PnlBoundsAccountAssetBarrier(barrier(lower=-10), SEVEN, initial_pnl=Pnl(-11))
    engine = build(policies.build_pnl_bounds_killswitch().account_asset_barriers(own))
    (block,) = engine.accounts().blocked()
    assert (block.account_id, block.cause.code) == (SEVEN, RejectCode.PNL_KILL_SWITCH_TRIGGERED)


@pytest.mark.parametrize(
    ("pnl", "fee", "field"),
    [(None, 0, "pnl"), (0, None, "fee"), (None, None, "pnl")],
)
def test_a_trade_without_pnl_or_fee_blocks(pnl, fee, field):
    engine = build(broker(barrier(lower=-100)))
    assert engine.apply_execution_report(report(pnl, fee)).account_blocks == ()
    (block,) = engine.apply_execution_report(report(pnl, fee, fill=TRADE)).account_blocks
    assert block.code == RejectCode.MISSING_REQUIRED_FIELD
    assert block.reason == f"report of a trade lacks `report.financial_impact.{field}`"


def test_an_overflow_blocks():
    engine = build(broker(barrier(lower=-100)))
    most = "79228162514264337593543950335"
    assert engine.apply_execution_report(report(most, 0)).account_blocks == ()
    (block,) = engine.apply_execution_report(report(most, 0)).account_blocks
    assert block.code == RejectCode.ARITHMETIC_OVERFLOW


def test_blocked_accounts_still_report():
    engine = build(broker(barrier(lower=-100)))
    engine.accounts().block(7, "margin call")
    assert engine.apply_execution_report(report(-200, 0)).account_blocks
    assert len(engine.accounts().blocked()) == 2


def test_an_execution_counts_once():
    heard = []

    class Listener(Policy):
        name = "listener"

        def apply_execution_report(self, ctx, report):
            heard.append(report.financial_impact.pnl)

    engine = build(broker(barrier(lower=-150)), Listener())
    first = report(-100, 0, execution="e1", fill=TRADE)
    assert engine.apply_execution_report(first) == PostTradeResult()
    assert engine.apply_execution_report(first) == PostTradeResult(duplicate=True)
    conflict = engine.apply_execution_report(report(-90, 0, execution="e1", fill=TRADE))
    assert conflict == PostTradeResult(anomalies=[openpit.Anomaly.EXECUTION_ID_CONFLICT])
    assert (conflict.duplicate, conflict.anomalies[0].value) == (False, "ExecutionIdConflict")
    assert heard == [Pnl(-100)]
    assert engine.start_pre_trade(order())
    assert engine.apply_execution_report(report(-51, 0, execution="e2")).account_blocks
    lines = engine.decisions()
    assert '"duplicate":true' in lines[1]
    assert '"anomalies":["ExecutionIdConflict"]' in lines[2]


def test_executions_are_told_apart_by_account_order_and_id():
    engine = build(broker(barrier(lower=-150)))
    for account in (7, 8):
        result = engine.apply_execution_report(report(-1, 0, account=account, execution="e1"))
        assert not result.duplicate
    for _ in range(2):
        assert not engine.apply_execution_report(report(-1, 0)).duplicate


def test_a_repeated_report_may_come_late():
    engine = build(broker(barrier(lower=-150)))
    engine.apply_execution_report(report(-1, 0, execution="e1"), at=10)
    result = engine.apply_execution_report(report(-1, 0, execution="e1"), at=5)
    assert result == PostTradeResult(late=True, duplicate=True)


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (broker(), "no barrier: allowed is at least one of `broker`, `account_asset`"),
        (
            broker(barrier()),
            "barrier without a bound: allowed is at least one of `lower_bound`, `upper_bound`",
        ),
        (
            broker(barrier(lower=1, upper="0.5")),
            "lower bound `1` is above upper bound `0.5`: allowed is at most the upper",
        ),
        (
            broker(barrier(lower=1), barrier(upper=2)),
            "`broker` barrier 2 has the key of an earlier one",
        ),
        (
            policies.build_pnl_bounds_killswitch().account_asset_barriers(
                *[PnlBoundsAccountAssetBarrier(barrier(lower=1), SEVEN)] * 2
            ),
            "`account_asset` barrier 2 has the key of an earlier one",
        ),
    ],
)
def test_faults_of_a_configuration(policy, fault):
    with pytest.raises(errors.ConfigError) as caught:
        build(policy)
    (text,) = caught.value.faults
    assert fault in text
    assert "PnlBoundsKillSwitch" in text


def test_builders_are_values():
    assert broker(barrier(lower=1)) == broker(barrier(lower="1.0"))
    assert hash(broker(barrier(lower=1))) == hash(broker(barrier(lower="1.0")))
    chosen = broker(barrier(lower=1)).named("a")
    assert pickle.loads(pickle.dumps(chosen)) == chosen
    assert eval(repr(chosen), {**vars(openpit.param), **vars(policies)}) == chosen
    own = PnlBoundsAccountAssetBarrier(barrier(lower=1), SEVEN)
    assert (own.initial_pnl, own.barrier.settlement_asset) == (Pnl.ZERO, Asset("USD"))
    with pytest.raises(AttributeError):
        own.initial_pnl = Pnl(1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: PnlBoundsBrokerBarrier(7, Pnl(1)),
        lambda: PnlBoundsBrokerBarrier("USD", 1),
        lambda: PnlBoundsBrokerBarrier("USD", upper_bound=Fee(1)),
        lambda: PnlBoundsAccountAssetBarrier(barrier(lower=1), 7),
        lambda: PnlBoundsAccountAssetBarrier(Pnl(1), SEVEN),
        lambda: PnlBoundsAccountAssetBarrier(barrier(lower=1), SEVEN, 0),
        lambda: broker(PnlBoundsAccountAssetBarrier(barrier(lower=1), SEVEN)),
        lambda: broker([barrier(lower=1)]),
        lambda: broker().account_asset_barriers(barrier(lower=1)),
        lambda: broker().named(7),
    ],
)
def test_wrong_types(make):
    with pytest.raises(TypeError):
        make()
