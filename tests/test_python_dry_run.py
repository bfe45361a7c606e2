# SPDX-License-Identifier: Apache-2.0
"""Dry runs, run-time limits and armed policies in wrong hands (P-11, L-5, L-7)."""

import openpit
import pytest
from openpit.pretrade import Policy, PolicyDecision, policies

ORDER = openpit.Order.limit("AAPL/USD", account=7, side="BUY", quantity="1", price="1")


def barrier(orders):
    limit = policies.RateLimit(max_orders=orders, window_ns=1_000_000_000)
    return policies.RateLimitBrokerBarrier(limit=limit)


@pytest.fixture
def engine():
    burst = policies.build_rate_limit().named("burst").broker_barrier(barrier(1))
    with openpit.Engine.builder().no_sync().builtin(burst).build() as made:
        yield made


WRONG = {
    "an order of another type": lambda e: e.dry_run_start_pre_trade(order=1),
    "no order": lambda e: e.dry_run_execute_pre_trade(),
    "a time that is no int": lambda e: e.dry_run_execute_pre_trade(order=ORDER, at="1"),
    "a name that is no text": lambda e: e.configure().rate_limit(5, broker=barrier(2)),
    "a barrier of another type": lambda e: e.configure().rate_limit("burst", broker=5),
    "a list with another type": lambda e: e.configure().rate_limit("burst", broker=[5]),
    "a text as a list": lambda e: e.configure().rate_limit("burst", broker="broker"),
    "another policy's axis": lambda e: e.configure().order_size_limit("burst", account=[]),
    "an account that is text": lambda e: e.armed("7"),
    "an account to reset that is text": lambda e: e.configure().reset_notional_limit("burst", "7"),
    "no engine": lambda e: openpit.Configure(1),
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_wrong_types_are_type_errors_and_change_nothing(engine, call):
    before = engine.state_digest()
    with pytest.raises(TypeError):
        call(engine)
    assert engine.state_digest() == before


def test_an_axis_may_be_one_barrier_or_an_iterable(engine):
    for broker in (barrier(0), [barrier(0)], iter([barrier(0)])):
        engine.configure().rate_limit("burst", broker=broker)
        assert not engine.dry_run_start_pre_trade(ORDER)
        engine.configure().rate_limit("burst", broker=barrier(9))
        assert engine.dry_run_start_pre_trade(ORDER).rejects == ()


def test_a_configuration_that_is_refused_tells_its_faults(engine):
    with pytest.raises(openpit.ConfigError) as caught:
        engine.configure().rate_limit("nobody")
    assert caught.value.faults == (str(caught.value),)


@pytest.mark.parametrize("supports", [1, "yes", None])
def test_supports_dry_run_is_a_bool(supports):
    class Own(Policy):
        name = "own"
        supports_dry_run = supports

    with pytest.raises(TypeError, match="`supports_dry_run`"):
        openpit.Engine.builder().no_sync().pre_trade(Own()).build()


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_in_a_dry_run_is_raised_as_it_is(error):
    class Own(Policy):
        name = "own"

        def perform_pre_trade_check(self, ctx, order):
            assert ctx.dry_run
            raise error

    engine = openpit.Engine.builder().no_sync().pre_trade(Own()).build()
    before = engine.state_digest()
    with pytest.raises(error):
        engine.dry_run_execute_pre_trade(ORDER)
    assert engine.state_digest() == before


def test_a_mutation_of_a_dry_run_is_not_kept():
    seen = []

    class Own(Policy):
        name = "own"

        def perform_pre_trade_check(self, ctx, order):
            mutation = openpit.Mutation(rollback=lambda: seen.append(ctx.dry_run))
            return PolicyDecision.accept(mutations=[mutation])

    engine = openpit.Engine.builder().no_sync().pre_trade(Own()).build()
    assert engine.dry_run_execute_pre_trade(ORDER)
    assert seen == [True]
    engine.close()
    assert seen == [True]
