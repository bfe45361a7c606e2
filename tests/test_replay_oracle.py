# SPDX-License-Identifier: Apache-2.0
"""The replay of the real sample against plain Python counts, reject by reject, policy by policy."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import replay_oracle
import replay_sample
from openpit.replay import runner

SECOND_NS = 1_000_000_000

SIZE = """
[[policy]]
type = "order_size_limit"
[policy.broker]
max_quantity = "1"
max_notional = "50000"
"""

NOTIONAL = """
[[policy]]
type = "notional_limit"
[[policy.asset]]
asset = "USD"
limit = {}
"""

RATE = """
[[policy]]
type = "rate_limit"
[policy.each_account]
max_orders = {}
window = "1s"
"""


def replayed(limits: str) -> list[tuple[str, str]]:
    """(order id, code) of every reject, out of the decision log of a replay of the sample."""
    rows = replay_sample.rows()
    accounts = list(dict.fromkeys(row.account for row in rows))
    engine = runner.build_engine(limits, accounts)
    rejected = []
    ids: dict[str, str] = {}

    def read(lines: list[str]) -> None:
        for line in lines:
            if '"start"' in line or '"rejects"' in line:
                decision = json.loads(line)
                if decision["call"] == "start" and "request" in decision:
                    ids[decision["request"]] = decision["order"]["client_order_id"]
                for reject in decision.get("rejects", ()):
                    known = ids.get(decision.get("request", ""))
                    order_id = known or decision["order"]["client_order_id"]
                    rejected.append((order_id, reject["code"]))

    tally = runner.replay(rows, engine, read, lambda count: None)
    assert tally.rows == len(rows)
    assert tally.rejected == len(rejected) == tally.rejects.total()
    engine.close()
    return rejected


def test_size_limit_of_one_bitcoin_or_50000_dollars():
    expected = replay_oracle.over_size(replay_sample.rows(), Decimal(1), Decimal(50_000))
    assert len(expected) > 2_000
    assert replayed(SIZE) == expected


@pytest.mark.parametrize(("max_orders", "least"), [(200, 0), (50, 1_000), (20, 10_000)])
def test_orders_per_second_of_each_account(max_orders, least):
    expected = replay_oracle.over_rate(replay_sample.rows(), max_orders, SECOND_NS)
    assert len(expected) >= least
    assert replayed(RATE.format(max_orders)) == expected


@pytest.mark.parametrize(("limit", "least"), [(20_000_000, 2_000), (2_000_000, 5_000)])
def test_notional_of_each_account(limit, least):
    expected = replay_oracle.over_notional(replay_sample.rows(), Decimal(limit))
    assert len(expected) >= least
    assert replayed(NOTIONAL.format(limit)) == expected
