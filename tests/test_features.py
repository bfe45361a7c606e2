# SPDX-License-Identifier: Apache-2.0
"""Every scenario under `features/`, once for each binding."""

import pytest
from conftest import BINDINGS
from drivers import load
from pytest_bdd import scenarios


def pytest_generate_tests(metafunc):
    if "binding" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("binding") or BINDINGS
        metafunc.parametrize("binding", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def binding(request):
    """The binding under test. Autouse, since steps ask for it too late to be parametrised."""
    return load(request.param)


scenarios(".")
