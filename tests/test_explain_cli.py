# SPDX-License-Identifier: Apache-2.0
"""`openpit explain`: one order, each policy in order, with the engine's own numbers."""

from __future__ import annotations

import pytest
from openpit.replay import flow
from replay_command import LIMITS, SAMPLE, SMALL, cells_of, run


def test_a_rejected_order_shows_what_each_policy_observed():
    ran = run("explain", "B168", SAMPLE, "--limits", LIMITS)
    assert (ran.code, ran.errors) == (0, "")
    assert "order B168 in line 674: buy 1 SQUID_INK/SEASHELLS at 1804\n" in ran.output
    assert "account Paris, 2025-04-19 00:00:12.100 UTC\n" in ran.output
    cells = cells_of(ran.output)
    assert ["start", "OrderValidation", "accepted"] in cells
    size = ["start", "OrderSizeLimit", "accepted", "quantity, broker", "1", "1000", "999"]
    assert size in cells
    assert ["notional, asset", "1804", "300000", "298196"] in cells
    burst = cells.index(
        ["start", "burst", "rejected RateLimitExceeded", "orders, broker", "17", "60", "43"]
    )
    assert cells[burst + 3] == ["orders, account_asset", "5", "4", "-1"]
    assert not any("steady" in row for row in cells)
    assert (
        "rejected by burst: rate limit exceeded on `account_asset` axis:"
        " observed `5` orders in `100000000` ns, limit `4`\n"
    ) in ran.output
    assert "policies after it were not asked: the start stage ends at a reject" in ran.output


def test_an_accepted_order_was_asked_of_every_policy():
    ran = run("explain", "a1", SMALL, "--limits", LIMITS)
    assert ran.code == 0
    policies = [row[:2] for row in cells_of(ran.output) if row[:1] in (["start"], ["main"])]
    start = ["OrderValidation", "OrderSizeLimit", "burst", "steady"]
    assert policies == [*(["start", name] for name in start), ["main", "credit"]]
    assert ran.output.rstrip().endswith("accepted by every policy")


def test_what_came_before_the_order_counts(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(
        '[[policy]]\ntype = "rate_limit"\n[policy.broker]\nmax_orders = 9\nwindow = "9h"\n'
    )
    new = [row.order_id for row in flow.read(SMALL) if row.event == "new"]
    for place, order_id in enumerate(new, start=1):
        ran = run("explain", order_id, SMALL, "--limits", limits)
        row = ["start", "RateLimit", "accepted", "orders, broker"]
        assert [*row, str(place), "9", str(9 - place)] in cells_of(ran.output)


@pytest.mark.parametrize("order_id", ["nobody", "", "a1:1"])
def test_an_unknown_order_is_a_clear_fault(order_id):
    ran = run("explain", order_id, SMALL, "--limits", LIMITS)
    assert (ran.code, ran.output) == (2, "")
    assert ran.errors == (
        f"openpit: `{SMALL}`: has no order `{order_id}`: allowed is the `order_id` of a `new` row\n"
    )


def test_faults_of_the_inputs_come_first(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text("")
    assert run("explain", "a1", SMALL, "--limits", limits).code == 2
    broken = tmp_path / "flow.csv"
    broken.write_text("ts\n")
    assert "is not the header" in run("explain", "a1", broken, "--limits", LIMITS).errors
