# SPDX-License-Identifier: Apache-2.0
"""Every scenario under `features/`, once for each binding."""

import pytest
from conftest import BINDINGS
from drivers import load
from golden import STALE, Recorder
from pytest_bdd import scenarios


def pytest_generate_tests(metafunc):
    if "binding" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("binding") or BINDINGS
        metafunc.parametrize("binding", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def binding(request):
    """The binding under test. Autouse, since steps ask for it too late to be parametrised."""
    driver = load(request.param)
    return Recorder(driver) if request.param == "rust" else driver


@pytest.fixture(autouse=True)
def golden_case(request, binding):
    """What a scenario asked of the Rust driver is its golden case, which must not be stale."""
    yield
    scenario = getattr(request.node, "scenario", None)
    if scenario is None or binding.binding != "rust":
        return
    row = request.node.callspec.params.get("_pytest_bdd_example")
    store = request.config.golden_cases
    if not store.take(scenario.feature.filename, scenario.name, row, binding.case):
        pytest.fail(STALE, pytrace=False)


scenarios(".")
