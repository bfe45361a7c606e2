# SPDX-License-Identifier: Apache-2.0
"""A notional limit in a replay: verdicts in `explain`, headroom in the report, flips, languages."""

from __future__ import annotations

import json
import re

import pytest
from replay_command import cells_of, decided, run
from replay_languages import LANGUAGES, replay

# One account: an order that is filled in part, cut, cancelled; another that finds no room; one that
# finds it again; and one of another account that all together leave no room for.
FLOW = """\
ts,account,side,instrument,qty,price,event,order_id
1000000000,A,buy,X/USD,10,50,new,a1
1000000000,A,buy,X/USD,4,49,exec,a1
2000000000,A,sell,X/USD,1,100,new,a2
3000000000,A,buy,X/USD,3,50,cancel,a1
3000000000,A,buy,X/USD,3,50,cancel,a1
4000000000,A,sell,X/USD,1,100,new,a3
5000000000,B,buy,X/USD,3,100,new,b1
6000000000,A,buy,Y/EUR,1,1000,new,a4
"""
LIMITS = """\
[[policy]]
type = "notional_limit"
name = "credit"
[[policy.broker]]
asset = "USD"
limit = 590
[[policy.each_account_asset]]
asset = "USD"
limit = "500"
"""
BROKER, OWN = "credit, broker", "credit, account_asset"


@pytest.fixture
def files(tmp_path):
    """The flow and the limits as files, and a folder for output."""
    flow, limits = tmp_path / "flow.csv", tmp_path / "limits.toml"
    flow.write_text(FLOW)
    limits.write_text(LIMITS)
    return flow, limits, tmp_path / "out"


def test_what_fills_used_and_what_is_open_counts_until_it_is_cancelled(files):
    flow, limits, out = files
    assert run("replay", flow, "--limits", limits, "--out", out).code == 0
    rejected = {
        order_id: [(each["policy"], each["code"], each["details"]) for each in rejects]
        for order_id, rejects in decided(out)
        if rejects
    }
    details = "held + open + used + new: observed `{}`, limit `{}`"
    assert rejected == {
        "a2": [("credit", "CreditLimitExceeded", details.format(596, 590))],
        "b1": [("credit", "CreditLimitExceeded", details.format(596, 590))],
    }


@pytest.mark.parametrize(
    ("order_id", "verdict", "measured"),
    [
        ("a1", "accepted", [[BROKER, "500", "590", "90"], [OWN, "500", "500", "0"]]),
        (
            "a2",
            "rejected CreditLimitExceeded",
            [[BROKER, "596", "590", "-6"], [OWN, "596", "500", "-96"]],
        ),
        ("a3", "accepted", [[BROKER, "296", "590", "294"], [OWN, "296", "500", "204"]]),
        (
            "b1",
            "rejected CreditLimitExceeded",
            [[BROKER, "596", "590", "-6"], [OWN, "300", "500", "200"]],
        ),
        ("a4", "accepted", []),
    ],
)
def test_explain_shows_what_is_held_open_and_used_with_the_order(
    files, order_id, verdict, measured
):
    flow, limits, _ = files
    ran = run("explain", order_id, flow, "--limits", limits)
    assert (ran.code, ran.errors) == (0, "")
    cells = cells_of(ran.output)
    first = next(place for place, row in enumerate(cells) if row[:1] == ["main"])
    head, *numbers = [*measured, []]
    assert cells[first] == ["main", "credit", verdict, *head]
    assert cells[first + 1 : first + 1 + len(numbers)] == numbers


def test_the_report_has_a_panel_for_each_barrier_with_its_asset(files):
    flow, limits, out = files
    run("replay", flow, "--limits", limits, "--out", out)
    report = (out / "report.html").read_text()
    heads = re.findall(r"<h3><b>credit</b> (.*?) <small>(.*?)</small>", report)
    assert sorted(heads) == [
        ("credit · USD", "all orders"),
        ("credit · USD", "each account and asset"),
    ]
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', report, re.S)
    _, _, *gauges = json.loads(found.group(1))["readouts"]
    said = {text.partition(" · ")[2] for gauge in gauges for text in gauge if "headroom" in text}
    assert said == {
        "headroom 90 · observed 500 · A", "headroom -6 · observed 596 · A",
        "headroom 294 · observed 296 · A", "headroom -6 · observed 596 · B",
        "headroom 0 · observed 500 · A", "headroom -96 · observed 596 · A",
        "headroom 204 · observed 296 · A", "headroom 200 · observed 300 · B",
    }  # fmt: skip


def test_an_asset_barrier_is_each_accounts_own_in_the_report(files):
    flow, limits, out = files
    limits.write_text(LIMITS.replace("each_account_asset", "asset"))
    run("replay", flow, "--limits", limits, "--out", out)
    assert "<small>each account and asset</small>" in (out / "report.html").read_text()


def test_compare_tells_which_orders_a_larger_limit_lets_pass(files, tmp_path):
    flow, limits, out = files
    other = tmp_path / "other.toml"
    other.write_text(LIMITS.replace("590", "596"))
    ran = run("replay", flow, "--limits", limits, "--compare", other, "--out", out)
    assert ran.code == 0
    assert "outcome flips of 1 orders: 0 to rejected, 1 to accepted; 0 are" in ran.output
    assert (out / "flips.csv").read_text().splitlines()[1:] == [
        "5000000000,B,b1,credit CreditLimitExceeded,accepted"
    ]


def test_an_order_without_a_price_has_no_notional(files):
    flow, limits, out = files
    flow.write_text(FLOW.replace("10,50,new", "10,,new"))
    run("replay", flow, "--limits", limits, "--out", out)
    ((order_id, (reject,)), *_) = [each for each in decided(out) if each[1]]
    assert (order_id, reject["policy"], reject["code"]) == (
        "a1",
        "credit",
        "OrderValueCalculationFailed",
    )


def test_three_languages_give_one_digest(files, tmp_path):
    flow, limits, _ = files
    digests = set()
    for language in LANGUAGES:
        done = replay(language, flow, limits, tmp_path / language)
        assert done.exit_code == 0, done.errors
        digests.add(done.digest)
    assert len(digests) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_without_an_id_is_a_fault_of_the_flow(files, language):
    flow, limits, out = files
    flow.write_text(FLOW.replace("new,a2", "new,"))
    done = replay(language, flow, limits, out)
    assert done.exit_code == 2
    assert "line 4, column `order_id`: `` is not a name: allowed is 1 to 54 bytes" in done.errors
