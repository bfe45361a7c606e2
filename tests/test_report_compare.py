# SPDX-License-Identifier: Apache-2.0
"""`openpit replay --compare`: counts under both limits, and the orders whose outcome flips."""

from __future__ import annotations

import csv

import pytest
from replay_command import LIMITS, SAMPLE, SMALL, cells_of, decided, run

RATE = """
[[policy]]
type = "rate_limit"
name = "slow"
[policy.each_account]
max_orders = {}
window = "1s"
"""
SIZE = """
[[policy]]
type = "order_size_limit"
name = "size"
[policy.broker]
max_quantity = "{}"
"""


@pytest.fixture
def limits(tmp_path):
    """Writes limits under a name; gives the path."""

    def write(name: str, text: str):
        path = tmp_path / f"{name}.toml"
        path.write_text(text)
        return path

    return write


def outcomes(flow, limits_file, folder) -> dict[str, str]:
    """What became of each order, as the decision log has it."""
    run("replay", flow, "--limits", limits_file, "--out", folder)
    return {
        order_id: ", ".join(f"{each['policy']} {each['code']}" for each in rejects) or "accepted"
        for order_id, rejects in decided(folder)
    }


def test_flips_are_those_of_two_decision_logs(limits, tmp_path):
    other = limits("other", LIMITS.read_text().replace("= 12", "= 9").replace('"12"', '"20"'))
    out = tmp_path / "out"
    ran = run("replay", SAMPLE, "--limits", LIMITS, "--compare", other, "--out", out)
    assert (ran.code, ran.errors) == (0, "")
    before = outcomes(SAMPLE, LIMITS, tmp_path / "before")
    after = outcomes(SAMPLE, other, tmp_path / "after")
    flips = [
        (order_id, before[order_id], after[order_id])
        for order_id in before
        if (before[order_id] == "accepted") != (after[order_id] == "accepted")
    ]
    assert len(flips) > 50
    with open(out / "flips.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["order_id"], row["before"], row["after"]) for row in rows] == flips
    assert {row["account"] for row in rows} >= {"Paris", "Camilla"}
    assert all(row["ts"].isdigit() for row in rows)
    to_rejected = sum(old == "accepted" for _, old, _ in flips)
    reasons = sum(
        before[each] != after[each] and "accepted" not in (before[each], after[each])
        for each in before
    )
    assert (
        f"outcome flips of {len(flips)} orders: {to_rejected} to rejected,"
        f" {len(flips) - to_rejected} to accepted; {reasons} are rejected under both,"
        " for other reasons\n"
    ) in ran.output
    accepted = [sum(what == "accepted" for what in each.values()) for each in (before, after)]
    row = ["accepted", *(f"{count:,}" for count in accepted), f"{accepted[1] - accepted[0]:+,}"]
    assert row in cells_of(ran.output)
    assert f"and {len(flips) - 20} more; with `--out` all are in flips.csv" in ran.output
    report = (out / "report.html").read_text()
    assert "What <b>other.toml</b> would change" in report
    assert 'data-table="flips"' in report


def test_the_decisions_are_those_of_the_first_limits(limits, tmp_path):
    other = limits("other", RATE.format(1))
    run("replay", SMALL, "--limits", LIMITS, "--out", tmp_path / "alone")
    run("replay", SMALL, "--limits", LIMITS, "--compare", other, "--out", tmp_path / "two")
    alone, two = ((tmp_path / name / "decisions.jsonl").read_bytes() for name in ("alone", "two"))
    assert alone == two


def test_limits_alike_flip_nothing(tmp_path):
    ran = run("replay", SMALL, "--limits", LIMITS, "--compare", LIMITS, "--out", tmp_path)
    assert "outcome flips of 0 orders" in ran.output
    assert (tmp_path / "flips.csv").read_text() == "ts,account,order_id,before,after\n"
    assert 'data-table="flips"' not in (tmp_path / "report.html").read_text()


def test_another_reason_is_no_flip(limits):
    before = limits("before", RATE.format(0))
    after = limits("after", SIZE.format("0"))
    ran = run("replay", SMALL, "--limits", before, "--compare", after)
    assert (
        "outcome flips of 0 orders: 0 to rejected, 0 to accepted; 6 are rejected under both"
    ) in ran.output


def test_faults_of_the_other_limits_name_its_file(limits):
    other = limits("other", RATE.format('"many"'))
    ran = run("replay", SMALL, "--limits", LIMITS, "--compare", other)
    assert (ran.code, ran.output) == (2, "")
    assert ran.errors.startswith(f"openpit: `{other}` line 6: key `policy[1].each_account.max_")
    ran = run("replay", SMALL, "--limits", LIMITS, "--compare", other.with_name("none"))
    assert ran.code == 2
