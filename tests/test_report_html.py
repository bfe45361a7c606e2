# SPDX-License-Identifier: Apache-2.0
"""The report of a replay: whole in itself, the same bytes each time, with the engine's numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from openpit.replay import charts, journal, moments
from replay_command import LIMITS, SAMPLE, SMALL, decided, run

HEADER = "ts,account,side,instrument,qty,price,event,order_id\n"


def report_of(flow, limits, folder) -> str:
    ran = run("replay", flow, "--limits", limits, "--out", folder)
    assert (ran.code, ran.errors) == (0, "")
    return (folder / "report.html").read_text()


def data_of(report: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', report, re.S)
    return json.loads(found.group(1))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The folder of a replay of the sample."""
    folder = tmp_path_factory.mktemp("sample")
    report_of(SAMPLE, LIMITS, folder)
    return folder


def test_the_report_needs_nothing_else(sample):
    report = (sample / "report.html").read_text()
    assert not re.findall(r"""(?i)https?:|\bsrc=|\bhref=|url\(|@import|fetch\(|XMLHttp""", report)
    assert "default-src 'none'" in report
    assert 'name="viewport" content="width=device-width' in report
    assert len(report) < 5_000_000


def test_equal_input_gives_equal_bytes(sample, tmp_path):
    again = tmp_path / "elsewhere"
    report_of(SAMPLE, LIMITS, again)
    assert (again / "report.html").read_bytes() == (sample / "report.html").read_bytes()


def test_counts_are_those_of_the_decision_log(sample):
    report = (sample / "report.html").read_text()
    orders = decided(sample)
    rejects = [(order_id, each) for order_id, found in orders for each in found]
    accepted = sum(not found for _, found in orders)
    assert f"<b>{len(orders):,}</b><span>orders" in report
    assert f"<b>{accepted:,}</b><span>accepted" in report
    for (policy, reason), count in Counter((e["policy"], e["reason"]) for _, e in rejects).items():
        reason = reason.replace("`", "")
        cell = rf"<b>{policy}</b> {reason}</span>\s*<span class=\"much\">{count:,}<small>"
        assert re.search(cell, report), (policy, reason, count)
    table = data_of(report)["rejects"]
    assert [
        (row[1], *table["causes"][row[4]], row[5]) for row in table["rows"]
    ] == [
        (order_id, e["policy"], e["code"], e["reason"], e["details"])
        for order_id, e in rejects
    ]  # fmt: skip
    texts = data_of(report)["readouts"][0]
    numbers = [re.findall(r"· ([0-9,]+) (?:accepted|rejected)", text) for text in texts]
    assert sum(int(pair[0].replace(",", "")) for pair in numbers) == accepted
    assert sum(int(pair[1].replace(",", "")) for pair in numbers) == len(orders) - accepted


def test_headroom_is_what_the_engine_says(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(
        '[[policy]]\ntype = "rate_limit"\n[policy.broker]\nmax_orders = 3\nwindow = "10s"\n'
        '[[policy]]\ntype = "order_size_limit"\n[policy.broker]\nmax_quantity = "7.5"\n'
    )
    flow = tmp_path / "flow.csv"
    second = 1_000_000_000
    amounts = ["1", "7.5", "2", "9", "8", "1"]
    times = [0, 1, 2, 3, 30, 60]
    flow.write_text(
        HEADER
        + "".join(
            f"{at * second},A,buy,X/USD,{amount},5,new,{at}\n"
            for at, amount in zip(times, amounts, strict=True)
        )
    )
    report = report_of(flow, limits, tmp_path / "out")
    _, _, *gauges = data_of(report)["readouts"]
    assert len(gauges) == 2
    said = {
        (text[:8], re.sub(r".*headroom (\S+) · observed (\S+) .*", r"\1 \2", text))
        for gauge in gauges
        for text in gauge
        if "headroom" in text
    }
    assert said == {
        ("00:00:00", "2 1"), ("00:00:01", "1 2"), ("00:00:02", "0 3"), ("00:00:03", "-1 4"),
        ("00:00:30", "2 1"), ("00:01:00", "2 1"),
        ("00:00:00", "6.5 1"), ("00:00:01", "0 7.5"), ("00:00:02", "5.5 2"),
        ("00:00:30", "-0.5 8"), ("00:01:00", "6.5 1"),
    }  # fmt: skip
    assert "least headroom <b>-0.5</b>" in report
    assert "least headroom <b>-1</b>" in report


def test_without_rejects_the_report_says_so(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text('[[policy]]\ntype = "order_validation"\n')
    report = report_of(SMALL, limits, tmp_path)
    assert "None of 6 orders was rejected." in report
    assert "No order was rejected." in report
    assert "No policy of these limits measures anything." in report
    assert data_of(report)["rejects"] == {"causes": [], "rows": []}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1


def test_names_from_outside_stay_text(tmp_path):
    evil = "</script><script>alert(1)</script>"
    limits = tmp_path / "<b>limits.toml"
    limits.write_text(
        '[[policy]]\ntype = "rate_limit"\nname = "<img onerror=alert(2)>"\n'
        '[policy.broker]\nmax_orders = 0\nwindow = "1s"\n'
    )
    flow = tmp_path / "flow.csv"
    flow.write_text(f'{HEADER}5,"{evil}",buy,<i>/<u>,2,1,new,"<svg onload=alert(3)>"\n')
    report = report_of(flow, limits, tmp_path / "out")
    tags = _Tags()
    tags.feed(report)
    assert tags.seen["script"] == 2
    assert not {"img", "u"} & set(tags.seen)
    assert "onload=alert(3)>" in json.dumps(data_of(report))
    assert "<svg onload" not in report


def test_more_rejects_than_fit_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MAX_REJECTS", 2)
    monkeypatch.setattr("openpit.replay.report.MAX_REJECTS", 2)
    limits = tmp_path / "limits.toml"
    limits.write_text(
        '[[policy]]\ntype = "rate_limit"\n[policy.broker]\nmax_orders = 0\nwindow = "1s"\n'
    )
    report = report_of(SMALL, limits, tmp_path)
    assert "The first 2 of 6; all are in decisions.jsonl." in report
    assert len(data_of(report)["rejects"]["rows"]) == 2


@pytest.mark.parametrize(
    ("begin", "end", "step"),
    [
        (0, 0, 1),
        (0, 179, 1),
        (0, 180, 2),
        (7, 1_800_000_000_000, 15_000_000_000),
        (0, 2**63 - 1, (2**63 - 1) // 179 + 1),
    ],
)
def test_intervals_are_round_and_few(begin, end, step):
    assert journal.step_of(begin, end) == step
    assert end // step - begin // step < journal.MAX_INTERVALS


@pytest.mark.parametrize(
    ("ts", "text"),
    [
        (0, "1970-01-01 00:00:00"),
        (1_500_000_000, "1970-01-01 00:00:01.500"),
        (1_000_000_007, "1970-01-01 00:00:01.000000007"),
        (2**63 - 1, "2262-04-11 23:47:16.854775807"),
    ],
)
def test_times_are_exact(ts, text):
    assert moments.moment(ts) == text


def test_lengths_read_well():
    lengths = [1, 5_000, 2_000_000, 10**9, 9 * 10**10, 864 * 10**11]
    assert [moments.length(ns) for ns in lengths] == [
        "1 ns", "5 us", "2 ms", "1 s", "90 s", "1 d",
    ]  # fmt: skip


def test_stacked_bars_stand_on_one_another():
    stack = charts.stacked([[3, 0], [2, 5]])
    assert stack.top == 5
    assert stack.paths == ["M0 40h1v60h-1z", "M0 0h1v40h-1zM1 0h1v100h-1z"]
    assert charts.stacked([[0, 0]]).paths == [""]


def test_headroom_hangs_below_zero_when_it_is_used_up():
    chart = charts.headroom([Decimal(10), None, Decimal(-1), Decimal(-400)], Decimal(10))
    assert (chart.top, chart.bottom) == (Decimal(10), Decimal("-3.0"))
    zero = float(chart.zero)
    assert zero == pytest.approx(1000 / 13, abs=0.01)
    assert chart.above == "M0 0h1v76.92h-1z"
    assert chart.below == f"M2 {chart.zero}h1v7.69h-1zM3 {chart.zero}h1v23.08h-1z"
    assert charts.headroom([], Decimal(0)).above == ""
