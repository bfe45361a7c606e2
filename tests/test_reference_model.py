# SPDX-License-Identifier: Apache-2.0
"""The model of `reference_model.py` and every driver walk the same random days: each decision, the
order of rejects, the failed index, holds and balances agree after each step, and so do the state
digests of the languages (D-4)."""

import copy
import itertools
import json

import pytest
from conftest import BINDINGS
from drivers import load
from drivers.base import Refused
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from reference_model import ZERO, Model, NotionalLimit

ACCOUNTS = ("7", "8", "9")
ASSETS = ("USD", "EUR")
INSTRUMENTS = ("AAPL/USD", "BTC/USD", "BTC/EUR")
IDS = ("a", "b", "c", "d")
SECOND_NS = 10**9

accounts = st.sampled_from(ACCOUNTS)
quantities = st.integers(0, 60).map(lambda tenths: f"{tenths / 10:g}")
prices = st.integers(-200, 4000).map(lambda cents: f"{cents / 100:.2f}")
# Round ones often meet a limit exactly.
tens = st.integers(0, 30).map(lambda tens: str(10 * tens))
amounts = st.integers(-100, 100).map(str)


def optional(**fields):
    """A dictionary that has any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def barriers(axes, **limits):
    """One or two barriers of different axes, with the keys that their axes have."""
    keys = {"asset": st.sampled_from(ASSETS), "account": accounts}

    def barrier(axis):
        own = {key: made for key, made in keys.items() if key in axis.split("_")}
        return st.fixed_dictionaries({"axis": st.just(axis), **own, **limits})

    some = st.lists(st.sampled_from(axes), min_size=1, max_size=2, unique=True)
    return some.flatmap(lambda chosen: st.tuples(*map(barrier, chosen)).map(list))


def policy(kind, axes, **limits):
    """A policy of a kind, limited on some axes."""
    made = {"type": st.just(kind), "barriers": barriers(axes, **limits)}
    return st.fixed_dictionaries(made)


RATES = ("broker", "asset", "account", "account_asset")
rate_limits = policy(
    "rate_limit",
    RATES,
    max_orders=st.integers(0, 3).map(str),
    window_ns=st.sampled_from((SECOND_NS, 3 * SECOND_NS)).map(str),
)
size_limits = policy(
    "order_size_limit",
    ("broker", "asset", "account_asset"),
    max_quantity=st.integers(1, 5).map(str),
    max_notional=st.integers(20, 120).map(str),
)
asset_key = {"asset": st.sampled_from(ASSETS)}
notional_limits = st.fixed_dictionaries(
    {
        "type": st.just("notional_limit"),
        "name": st.sampled_from(("first", "second")),
        "barriers": st.sampled_from(("broker", "asset", "account_asset")).flatmap(
            lambda axis: st.fixed_dictionaries(
                {
                    "axis": st.just(axis),
                    "limit": st.one_of(tens, st.integers(20, 300).map(str)),
                    **asset_key,
                    **({"account": accounts} if axis == "account_asset" else {}),
                }
            ).map(lambda barrier: [barrier])
        ),
    }
)
configurations = st.tuples(
    st.lists(st.just({"type": "order_validation"}), max_size=1),
    st.lists(rate_limits, max_size=1),
    st.lists(size_limits, max_size=1),
    st.lists(notional_limits, min_size=1, max_size=2, unique_by=lambda made: made["name"]),
).map(lambda parts: list(itertools.chain(*parts)))
orders = st.one_of(
    st.fixed_dictionaries(
        {
            "account": accounts,
            "instrument": st.sampled_from(INSTRUMENTS),
            "side": st.sampled_from(("buy", "sell")),
            "quantity": quantities,
        },
        optional={"price": prices, "client_order_id": st.sampled_from(IDS)},
    ),
    st.fixed_dictionaries(
        {
            "account": accounts,
            "instrument": st.sampled_from(INSTRUMENTS),
            "side": st.just("buy"),
            "volume": st.one_of(tens, st.integers(0, 90).map(str)),
            "client_order_id": st.sampled_from(IDS),
        }
    ),
)
reports = st.fixed_dictionaries(
    {
        "account": accounts,
        "instrument": st.sampled_from(INSTRUMENTS),
        "side": st.sampled_from(("buy", "buy", "sell")),
        "client_order_id": st.sampled_from(IDS),
    },
    optional={
        "execution_id": st.sampled_from(("1", "2", "3")),
        "leaves_quantity": quantities,
        "is_final": st.just(True),
        "fill": st.tuples(quantities.filter(lambda text: text != "0"), prices),
    },
)
changes = st.one_of(
    amounts.map(lambda amount: {"delta": amount}), amounts.map(lambda amount: {"absolute": amount})
)
adjustments = st.fixed_dictionaries(
    {
        "operation": st.sampled_from(ASSETS).map(lambda asset: {"balance": {"asset": asset}}),
        "amount": st.fixed_dictionaries(
            {"balance": changes}, optional={"held": changes, "incoming": changes}
        ),
    },
    optional={"bounds": optional(balance_lower=st.just("-50"), held_upper=st.just("60"))},
)


class Days(RuleBasedStateMachine):
    """Days at a desk, each call made to the model and to every driver."""

    drivers: tuple = ()

    @initialize(policies=configurations)
    def begin(self, policies):
        self.model = Model(policies)
        self.engines = []
        for driver in self.drivers:
            driver.reset()
            self.engines.append(driver.build(clock={"start": "0"}, policies=policies))
        self.open = []

    def each(self, call):
        """One answer of all drivers."""
        pairs = zip(self.drivers, self.engines, strict=True)
        first, *others = [call(driver, engine) for driver, engine in pairs]
        for other in others:
            assert told(other) == told(first)
        return first

    def now(self):
        return str(self.model.time)

    @rule(order=orders, wait=st.sampled_from((0, 0, SECOND_NS, SECOND_NS // 2)))
    def place(self, order, wait):
        self.model.time += wait
        rejects, held = self.model.place(order)
        answer = self.each(lambda driver, engine: driver.place(engine, order, self.now()))
        assert seen(answer.get("rejects", [])) == rejects
        if not rejects:
            self.open.append((answer["reservation"], held))

    @rule(place=st.integers(0, 5), commit=st.booleans())
    def finalize(self, place, commit):
        if not self.open:
            return
        reservation, held = self.open[place % len(self.open)]
        refused = not commit and held and self.model.is_reported(held)
        side = "commit" if commit else "rollback"
        for driver in self.drivers:
            if refused:
                with pytest.raises(Refused) as refusal:
                    driver.finalize(reservation, side)
                assert refusal.value.error["detail"] == "order_reported"
            else:
                driver.finalize(reservation, side)
        if not refused:
            self.open.remove((reservation, held))
            self.model.finalize(held, side)

    @rule(place=st.integers(0, 5))
    def drop(self, place):
        if not self.open:
            return
        reservation, held = self.open.pop(place % len(self.open))
        for driver in self.drivers:
            driver.drop("reservation", reservation)
        self.model.finalize(held, "rollback")

    @rule(order=orders)
    def dry_run(self, order):
        rejects, _ = copy.deepcopy(self.model).place(order)
        answer = self.each(lambda driver, engine: driver.dry_run(engine, order, True, self.now()))
        assert seen(answer.get("rejects", [])) == rejects

    @rule(which=st.integers(0, 1), account=st.one_of(st.none(), accounts))
    def reset_limit(self, which, account):
        limits = limits_of(self.model)
        limit = limits[which % len(limits)]
        limit.reset(account)
        for driver, engine in zip(self.drivers, self.engines, strict=True):
            driver.reset_notional_limit(engine, limit.name, account)

    @rule(report=reports)
    def report(self, report):
        self.tell(report)

    @rule(place=st.integers(0, 9), report=reports)
    def report_what_is_known(self, place, report):
        orders = {key: o for limit in limits_of(self.model) for key, o in limit.orders.items()}
        if orders:
            known = list(orders.values())[place % len(orders)].record
            keys = ("account", "instrument", "side", "client_order_id")
            self.tell(report | {key: known[key] for key in keys})

    def tell(self, report):
        """Make a report to all."""
        record = {key: value for key, value in report.items() if key != "fill"}
        if fill := report.get("fill"):
            record |= {"last_quantity": fill[0], "last_price": fill[1]}
        anomalies, duplicate = self.model.report(record)
        answer = self.each(lambda driver, engine: driver.report(engine, record, self.now()))
        assert (answer["anomalies"], answer["duplicate"]) == (anomalies, duplicate)

    @rule(account=accounts, batch=st.lists(adjustments, max_size=3))
    def adjust(self, account, batch):
        failed = self.model.adjust(account, batch)
        answer = self.each(lambda driver, engine: driver.adjust(engine, account, batch, self.now()))
        if failed is None:
            assert len(answer["outcomes"]) == len(batch)
        else:
            assert (int(answer["failed_index"]), seen(answer["rejects"])) == failed

    @rule(account=st.one_of(st.none(), accounts), on=st.booleans())
    def block(self, account, on):
        scope = ("engine", None) if account is None else ("account", account)
        if on:
            self.model.blocks[scope] = True
            self.each(lambda driver, engine: bool(driver.block(engine, "stop", account)))
        else:
            self.model.blocks.pop(scope, None)
            self.each(lambda driver, engine: driver.unblock_all(engine, account))

    @invariant()
    def agree(self):
        if not hasattr(self, "model"):
            return
        self.each(lambda driver, engine: driver.state_digest(engine))
        holds = self.each(lambda driver, engine: driver.holds(engine))
        state = json.loads(self.each(lambda driver, engine: driver.state(engine)))
        for limit in limits_of(self.model):
            check_holds(limit, holds, state)
        balances = self.each(lambda driver, engine: driver.balances(engine))
        kept = {
            (b["account"], b["asset"]): (b["balance"], b["held"], b["incoming"]) for b in balances
        }
        balances = self.model.balances.items()
        assert kept == {key: tuple(map(plain, amounts)) for key, amounts in balances}


def told(answer):
    """An answer without its empty parts, which some languages leave out."""
    if not isinstance(answer, dict):
        return answer
    return {key: value for key, value in answer.items() if value or value is False}


def limits_of(model):
    """The notional limits of a model."""
    return [policy for policy in model.policies if isinstance(policy, NotionalLimit)]


def check_holds(limit, holds, state):
    """H is the sum of n over held orders and O the sum of N over open ones, none is negative, and
    without such orders both are zero: in the list of holds, in the state and in the model."""
    told = next(policy for policy in state["policies"] if policy["name"] == limit.name)
    sums = {key: {"used": used} for key, used in limit.used.items()}
    for order in told.get("orders", []):
        known = limit.orders[order["account"], order["client_order_id"]]
        assert (order["stage"], order.get("left", "0")) == (known.stage, plain(known.left))
        assert known.left >= 0
        own = sums.setdefault((order["account"], known.asset), {})
        own[known.stage] = own.get(known.stage, ZERO) + known.left
    assert len(told.get("orders", [])) == len(limit.orders)
    expected = {
        key: tuple(plain(own.get(what, ZERO)) for what in ("held", "open", "used"))
        for key, own in sums.items()
        if any(own.values())
    }
    own = [hold for hold in holds if hold["policy"] == limit.name]
    listed = {
        (hold["account"], hold["asset"]): (hold["held"], hold["open"], hold["used"]) for hold in own
    }
    assert listed == expected
    assert [hold for hold in state["holds"] if hold["policy"] == limit.name] == own


def plain(value):
    """Canonical text (V-1.2)."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def seen(rejects):
    """Rejects as the model has them."""
    return [(r["policy"], r["code"], r["scope"], r["reason"]) for r in rejects]


def test_the_drivers_walk_the_model_s_days(request):
    bindings = request.config.getoption("binding") or BINDINGS
    Days.drivers = tuple(load(binding) for binding in bindings)
    Days.TestCase.settings = settings(
        max_examples=300, stateful_step_count=30, derandomize=True, database=None, deadline=None
    )
    Days.TestCase().runTest()
