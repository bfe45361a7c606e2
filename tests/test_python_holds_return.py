# SPDX-License-Identifier: Apache-2.0
"""However a reservation ends without a commit, held notional returns to zero (P-6.2, M-2.2): the
public listing of holds tells it."""

import gc
import subprocess
import sys
import threading

import openpit
import pytest
from openpit import param
from openpit.pretrade import Policy, PolicyDecision, PolicyReject, RejectCode, policies


def order(client_order_id="1"):
    return openpit.Order.limit(
        "AAPL/USD",
        account=7,
        side="buy",
        quantity=10,
        price=10,
        client_order_id=client_order_id,
    )


class Credit(Policy):
    """Reserves a hundred for every order, through a typed mutation."""

    name = "credit"

    def perform_pre_trade_check(self, ctx, order):
        amount = param.Volume(100)
        return PolicyDecision.accept(
            [openpit.Mutation.reserve_notional(ctx.account_id, "USD", amount)]
        )


def credit(builder):
    return builder.pre_trade(Credit())


def notional_limit(builder):
    barrier = policies.NotionalAssetBarrier(limit=param.Volume(100), settlement_asset="USD")
    return builder.builtin(policies.build_notional_limit().asset_barriers(barrier))


@pytest.fixture(params=[credit, notional_limit])
def engine(request):
    """An engine that holds a hundred for each order; the built-in's limit takes one at a time."""
    builder = openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).record_decisions()
    return request.param(builder).build()


def held(engine):
    """What the public listing says is held, open and used, over all entries."""
    return [
        (str(hold.holding.held), str(hold.holding.open), str(hold.holding.used))
        for hold in engine.holds()
    ]


def reserve(engine, **fields):
    result = engine.execute_pre_trade(order=order(**fields))
    assert result.ok
    assert held(engine) == [("100", "0", "0")]
    return result


def by_rollback(engine):
    reserve(engine).reservation.rollback()


def by_close(engine):
    reserve(engine).reservation.close()


def by_leaving_a_with_block(engine):
    kept = reserve(engine).reservation
    with kept as inside:
        assert inside is kept
    assert kept.finalized
    assert held(engine) == []


def by_leaving_a_with_block_on_an_exception(engine):
    with pytest.raises(KeyError), reserve(engine).reservation:
        raise KeyError("mine")


def by_forgetting_it(engine):
    reserve(engine)


def by_unwinding(engine):
    def trade():
        kept = reserve(engine)
        raise KeyError(kept.ok)

    try:
        trade()
    except KeyError as error:
        error.__traceback__ = None


def in_a_cycle(engine):
    cycle = [reserve(engine)]
    cycle.append(cycle)


def by_the_collector(engine):
    in_a_cycle(engine)
    gc.collect()


def by_the_collector_on_another_thread(engine):
    gc.disable()
    try:
        in_a_cycle(engine)
        assert held(engine) == [("100", "0", "0")]
        on_another_thread(gc.collect)
    finally:
        gc.enable()


def on_another_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def by_forgetting_it_on_another_thread(engine):
    box = [reserve(engine)]
    on_another_thread(box.clear)


def by_closing_the_engine(engine):
    kept = reserve(engine)
    engine.close()
    assert kept.reservation.finalized


def by_closing_the_engine_and_then_everything_else(engine):
    kept = reserve(engine)
    engine.close()
    with pytest.raises(openpit.LifecycleError):
        kept.reservation.commit()
    with pytest.raises(openpit.LifecycleError):
        kept.reservation.rollback()
    kept.reservation.close()
    on_another_thread(kept.reservation.close)
    box = [kept]
    del kept
    on_another_thread(box.clear)


def by_leaving_the_engines_with_block(engine):
    with engine:
        kept = reserve(engine)
    assert kept.reservation.finalized


def by_forgetting_it_elsewhere_and_closing_the_engine(engine):
    by_forgetting_it_on_another_thread(engine)
    engine.close()


WAYS = [
    by_rollback,
    by_close,
    by_leaving_a_with_block,
    by_leaving_a_with_block_on_an_exception,
    by_forgetting_it,
    by_unwinding,
    by_the_collector,
    by_the_collector_on_another_thread,
    by_forgetting_it_on_another_thread,
    by_closing_the_engine,
    by_closing_the_engine_and_then_everything_else,
    by_leaving_the_engines_with_block,
    by_forgetting_it_elsewhere_and_closing_the_engine,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_held_notional_returns_to_zero(engine, way):
    way(engine)
    assert held(engine) == []
    assert engine.state()["holds"] == []
    assert engine.state()["open"] == []
    if not engine.closed:
        # What returned can be taken again.
        reserve(engine, client_order_id="2").reservation.close()
        assert held(engine) == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_returns_once(engine, way):
    """An order that was held at the same time keeps what is its own."""
    if engine.armed(7)[0]["name"] == "NotionalLimit":
        engine.configure().notional_limit(
            "NotionalLimit",
            asset=policies.NotionalAssetBarrier(limit=param.Volume(200), settlement_asset="USD"),
        )
    way(engine)
    if engine.closed:
        assert held(engine) == []
        return
    other = engine.execute_pre_trade(order=order("other"))
    way_of_the_second = engine.execute_pre_trade(order=order("third"))
    assert held(engine) == [("200", "0", "0")]
    way_of_the_second.reservation.close()
    way_of_the_second.reservation.close()
    assert held(engine) == [("100", "0", "0")]
    other.reservation.commit()
    other.reservation.close()
    assert held(engine) == [("0", "100", "0")]


def test_a_reject_of_a_later_policy_leaves_nothing_held():
    class Desk(Policy):
        name = "desk"

        def perform_pre_trade_check(self, ctx, order):
            return PolicyDecision.reject([PolicyReject(RejectCode.OTHER, "no")])

    engine = openpit.Engine.builder().no_sync().pre_trade(Credit()).pre_trade(Desk()).build()
    assert not engine.execute_pre_trade(order=order())
    assert held(engine) == []


def test_a_drop_in_a_callback_is_given_back_at_the_end_of_the_call():
    box = []

    class Dropping(Policy):
        name = "dropping"

        def check_pre_trade_start(self, ctx, order):
            box.clear()
            return ()

    engine = openpit.Engine.builder().no_sync().pre_trade(Dropping()).pre_trade(Credit()).build()
    box.append(reserve(engine))
    request = engine.start_pre_trade(order=order("2")).request
    assert held(engine) == []
    assert engine.drops() == openpit.DropCounters(queued=1, drained=1)
    assert request.execute()


def test_many_threads_forget_what_the_owner_made():
    engine = openpit.Engine.builder().no_sync().pre_trade(Credit()).build()
    boxes = [[engine.execute_pre_trade(order=order()) for _ in range(50)] for _ in range(4)]
    assert held(engine) == [("20000", "0", "0")]
    threads = [threading.Thread(target=box.clear) for box in boxes]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        engine.holds()
    assert held(engine) == []
    assert engine.drops() == openpit.DropCounters(queued=200, drained=200)


EXIT = """
import atexit, sys
# Registered before the package's own, so that it runs after that one: callbacks are over by then.
atexit.register(lambda: last_look())
import openpit
from openpit import param
from openpit.pretrade import Policy, PolicyDecision

class Credit(Policy):
    name = "credit"
    def perform_pre_trade_check(self, ctx, order):
        return PolicyDecision.accept([
            openpit.Mutation(rollback=lambda: print("callback")),
            openpit.Mutation.reserve_notional(ctx.account_id, "USD", param.Volume(100)),
        ])

def last_look():
    print("held", [str(hold.holding.held) for hold in engine.holds()])
    {way}
    print("left", [str(hold.holding.held) for hold in engine.holds()])
    print([line for line in engine.decisions() if '"rollback"' in line])

order = openpit.Order.limit("A/USD", account=1, side="buy", quantity=1, price=1)
engine = openpit.Engine.builder().no_sync().clock(openpit.ManualClock())
engine = engine.record_decisions().pre_trade(Credit()).build()
kept = engine.execute_pre_trade(order=order)
"""


@pytest.mark.parametrize("end", ["", "sys.exit(3)", "raise KeyError('x')"])
def test_what_is_forgotten_while_the_interpreter_exits_is_given_back_without_callbacks(end):
    """P-7.4, P-6.2"""
    code = EXIT.format(way="del globals()['kept']") + end
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    rollback = '{"call":"rollback","at":"0","account":"1","reservation":"1","cause":"dropped"}'
    assert done.stdout == f"held ['100']\nleft []\n['{rollback}']\n", done.stderr
    assert "panic" not in done.stderr


def test_an_engine_that_is_closed_while_the_interpreter_exits_gives_back_everything():
    code = EXIT.format(way="engine.close()")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    # An exit handler of the program's own is the program: what it closes runs its callbacks.
    lines = done.stdout.splitlines()
    assert lines[:3] == ["held ['100']", "callback", "left []"], done.stdout + done.stderr
    assert '"cause":"closed"' in lines[3]
