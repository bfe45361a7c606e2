# SPDX-License-Identifier: Apache-2.0
"""The same calls give the same outcomes, byte for byte, in every language (D-1)."""

import hashlib

import pytest
from call_logs import Player, call_logs
from conftest import BINDINGS
from drivers import load
from hypothesis import HealthCheck, example, given, settings

EXAMPLES = 300
ORDER = {"account": "7", "instrument": "AAPL/USD", "side": "buy", "quantity": "100"}
BROKEN_ROLLBACK = (
    {
        "clock": {"start": "0", "accept_late": False},
        "record": True,
        "policies": [
            {
                "type": "custom",
                "name": "policy 0",
                "rules": [
                    {"hook": "main", "do": "emit", "label": "cash"},
                    {"hook": "main", "do": "emit", "label": "lots"},
                    {"hook": "rollback", "do": "panic", "label": "cash"},
                ],
            }
        ],
    },
    [(None, ("place", ORDER)), (None, ("drop_reservation", 0)), (None, ("place", ORDER))],
)


@pytest.fixture(scope="module")
def drivers(request):
    """The drivers to compare; the first also plays twice."""
    return [load(binding) for binding in request.config.getoption("binding") or BINDINGS]


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(log=call_logs())
@example(log=BROKEN_ROLLBACK)
def test_random_call_logs_give_equal_outcomes(drivers, log):
    first, *others = [Player(driver).play(log) for driver in (*drivers, drivers[0])]
    text = "".join(f"{line}\n" for line in first["decisions"])
    assert first["digest"] == hashlib.sha256(text.encode()).hexdigest()
    for driver, other in zip((*drivers[1:], drivers[0]), others, strict=True):
        for what, expected in first.items():
            assert other[what] == expected, f"{what}: {driver.binding}, {drivers[0].binding}"
