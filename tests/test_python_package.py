# SPDX-License-Identifier: Apache-2.0
"""The Python package as users meet it: names, docs, examples, limits."""

import datetime
import doctest
import importlib
import inspect
import pickle
import re
from pathlib import Path

import openpit
import pytest
from openpit import errors, param, pretrade
from openpit.pretrade import policies

ROOT = Path(__file__).parents[1]
PACKAGES = {
    name: importlib.import_module(name)
    for name in (
        "openpit",
        "openpit.core",
        "openpit.param",
        "openpit.pretrade",
        "openpit.pretrade.policies",
        "openpit.errors",
        "openpit.aio",
    )
}
PUBLIC = {
    f"{name}.{public}": getattr(package, public)
    for name, package in PACKAGES.items()
    for public in package.__all__
}
# What `object`, enums, dataclasses and exceptions bring along needs no text of ours.
INHERITED = {"from_bytes", "add_note", "with_traceback"}


def _own_members(value):
    for name, member in vars(value).items():
        if not name.startswith("_") and name not in INHERITED:
            yield name, member


def test_everything_public_is_documented():
    missing = []
    for path, value in PUBLIC.items():
        if not inspect.getdoc(value):
            missing.append(path)
        if inspect.isclass(value):
            for name, member in _own_members(value):
                is_code = callable(member) or isinstance(member, (property, classmethod))
                described = inspect.isgetsetdescriptor(member) or isinstance(member, staticmethod)
                if (is_code or described) and not inspect.getdoc(getattr(value, name)):
                    missing.append(f"{path}.{name}")
    assert missing == []
    assert len(PUBLIC) > 60


def test_names_say_where_they_are_found():
    wrong = [
        path
        for path, value in PUBLIC.items()
        if inspect.isclass(value)
        and getattr(importlib.import_module(value.__module__), value.__name__, None) is not value
    ]
    assert wrong == []


def _examples():
    order = openpit.Order.limit("A/B", account=1, side="buy", quantity=1, price=1)
    engine = openpit.Engine.builder().no_sync().build()
    packages = (openpit, param, pretrade, policies, errors)
    names = {name: value for package in packages for name, value in vars(package).items()}
    names = {name: value for name, value in names.items() if not name.startswith("_")}
    return {**names, "openpit": openpit, "datetime": datetime, "order": order, "engine": engine}


@pytest.mark.parametrize("path", sorted(PUBLIC))
def test_examples_of_the_docs_work(path):
    value = PUBLIC[path]
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    finder = doctest.DocTestParser()
    text = inspect.getdoc(value) or ""
    runner.run(finder.get_doctest(text, _examples(), path, None, None))
    assert runner.failures == 0


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())
def test_examples_of_the_packages_work(package):
    text = doctest.DocTestParser().get_doctest(
        package.__doc__, {**vars(package)}, "doc", None, None
    )
    runner = doctest.DocTestRunner()
    runner.run(text)
    assert runner.failures == 0


def test_the_example_of_the_readme_works():
    text = (ROOT / "python" / "README.md").read_text(encoding="utf-8")
    block, _ = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    names = {}
    exec(block, names)
    assert names["result"].reservation.finalized


def test_the_package_is_marked_as_typed():
    assert (Path(openpit.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize(
    "error",
    [
        errors.ParamError("text", "empty", ""),
        errors.ConfigError("text", ("one", "two")),
        errors.LifecycleError("text", "request_used"),
        errors.ThreadingError("text", "wrong_thread"),
        errors.ReentrancyError("text"),
        errors.TimeError("text", "earlier"),
    ],
    ids=repr,
)
def test_errors_cross_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == "text"
    assert vars(again) == vars(error)
    assert isinstance(again, errors.OpenPitError)


LIMITS = """
[[policy]]
type = "rate_limit"
name = "burst"
[policy.each_account]
max_orders = 1
window = "1s"

[[policy]]
type = "order_size_limit"
[policy.broker]
max_quantity = "5"
"""


def order(account, quantity):
    return openpit.Order.limit(
        "A/B", account=param.AccountId.from_string(account), side="buy", quantity=quantity, price=1
    )


def test_limits_from_text():
    engine = openpit.Engine.builder().no_sync().limits(LIMITS, accounts=iter(["x", "y"])).build()
    assert engine.execute_pre_trade(order=order("x", 1))
    assert engine.execute_pre_trade(order=order("y", 1))
    assert engine.execute_pre_trade(order=order("x", 1)).rejects[0].policy == "burst"
    assert engine.execute_pre_trade(order=order("z", 6)).rejects[0].policy == "OrderSizeLimit"


def test_faults_of_limits_come_at_once():
    text = LIMITS.replace("max_orders = 1", "max_orders = -1").replace('"1s"', '"1x"')
    with pytest.raises(openpit.ConfigError) as caught:
        openpit.Engine.builder().no_sync().limits(text, accounts=["x"]).build()
    assert [fault.split(":")[0] for fault in caught.value.faults] == ["line 6", "line 7"]


def test_a_builder_can_build_again():
    builder = openpit.Engine.builder().no_sync().limits(LIMITS, accounts=["x"])
    for engine in (builder.build(), builder.build()):
        assert engine.execute_pre_trade(order=order("x", 1))
        assert not engine.execute_pre_trade(order=order("x", 1))


def test_built_ins_on_every_axis():
    one = policies.RateLimit(max_orders=1, window_ns=1)
    size = policies.OrderSizeLimit(max_quantity=param.Quantity(5))
    x = param.AccountId.from_string("x")
    rate = (
        policies.build_rate_limit()
        .named("rate")
        .count_rejected()
        .broker_barrier(policies.RateLimitBrokerBarrier(limit=one))
        .asset_barriers(policies.RateLimitAssetBarrier(limit=one, settlement_asset="B"))
        .account_barriers(policies.RateLimitAccountBarrier(limit=one, account_id=x))
        .account_asset_barriers(
            policies.RateLimitAccountAssetBarrier(limit=one, account_id=x, settlement_asset="B")
        )
    )
    sizes = (
        policies.build_order_size_limit()
        .asset_barriers(policies.OrderSizeAssetBarrier(limit=size, asset=param.Asset("A")))
        .account_asset_barriers(
            policies.OrderSizeAccountAssetBarrier(limit=size, account_id=x, asset="A")
        )
    )
    assert pickle.loads(pickle.dumps(rate)) == rate
    assert eval(repr(sizes), {**vars(policies), **vars(param)}) == sizes
    clock = openpit.ManualClock()
    engine = openpit.Engine.builder().no_sync().clock(clock).builtin(rate).builtin(sizes).build()
    assert engine.execute_pre_trade(order=order("x", 5), at=1)
    (reject,) = engine.execute_pre_trade(order=order("x", 5), at=1).rejects
    assert reject.reason == "rate limit exceeded on `broker` axis"
    (reject,) = engine.execute_pre_trade(order=order("x", 6), at=9).rejects
    assert reject.reason == "order quantity exceeds limit on `account_asset` axis"
