# SPDX-License-Identifier: Apache-2.0
"""Pnl and fee of fills: read alike, fed alike, and demanded by pnl bounds, in all languages."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import Counter

import pytest
from openpit.replay import flow
from replay_command import LIMITS, SAMPLE, SMALL, run
from replay_languages import LANGUAGES, replay

PNL_BOUNDS = """
[[policy]]
type = "pnl_bounds_killswitch"
name = "stop loss"
[[policy.broker]]
asset = "SEASHELLS"
lower_bound = "-900.5"
upper_bound = 5000
[[policy.account_asset]]
account = "Olivia"
asset = "SEASHELLS"
lower_bound = "-0.01"
"""


@pytest.fixture(scope="module")
def sample_with_impact(tmp_path_factory):
    """The sample with a pnl and a fee for each fill, made up by a hash of order and line."""
    path = tmp_path_factory.mktemp("flow") / "impact.flow.csv.gz"
    with gzip.open(SAMPLE, "rt", newline="") as source, gzip.open(path, "wt", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        reader = csv.reader(source)
        writer.writerow([*next(reader), "pnl", "fee"])
        for line, fields in enumerate(reader):
            impact = ["", ""]
            if fields[6] == "exec":
                digest = hashlib.sha256(f"{fields[7]}:{line}".encode()).digest()
                pnl = int.from_bytes(digest[:2], "big") - 2**15
                fee = int.from_bytes(digest[2:4], "big") - 2**12
                impact = [f"{pnl // 100}.{pnl % 100:02d}", f"{fee / 2**16:.5f}"]
            writer.writerow([*fields, *impact])
    return path


def test_three_languages_give_one_digest_with_pnl_bounds(sample_with_impact, tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(LIMITS.read_text() + PNL_BOUNDS)
    digests = {}
    for language in LANGUAGES:
        done = replay(language, sample_with_impact, limits, tmp_path / language)
        assert done.exit_code == 0, done.errors
        digests[language] = done.digest
    assert len(set(digests.values())) == 1, digests
    lines = [json.loads(x) for x in (tmp_path / "python/decisions.jsonl").read_text().splitlines()]
    blocks = [block for line in lines for block in line.get("blocks", ())]
    assert {(b["policy"], b["code"]) for b in blocks} == {("stop loss", "PnlKillSwitchTriggered")}
    codes = Counter(each["code"] for line in lines for each in line.get("rejects", ()))
    assert codes["AccountBlocked"] > 100
    reports = [line["report"] for line in lines if line["call"] == "report"]
    assert all("pnl" in each and "fee" in each for each in reports if "last_price" in each)
    report = (tmp_path / "python" / "report.html").read_text()
    assert "Accounts blocked" in report
    assert "stop loss" in report


IMPACT_HEADER = ",".join((*flow.COLUMNS, *flow.IMPACT_COLUMNS)) + "\n"
NEW = "5,A,buy,BTC/USD,2,100,new,x,,\n"

BROKEN = {
    "header": (
        IMPACT_HEADER.replace(",fee", ""),
        "line 1: `ts,account,side,instrument,qty,price,event,order_id,pnl` is not the header:"
        " allowed is `ts,account,side,instrument,qty,price,event,order_id` or that and `,pnl,fee`",
    ),
    "width": (IMPACT_HEADER + "5,A,buy,BTC/USD,2,100,new,x\n", "has 8 fields: allowed is 10 field"),
    "pnl": (
        IMPACT_HEADER + NEW + "5,A,buy,BTC/USD,2,100,exec,x,1e2,\n",
        "line 3, column `pnl`: `1e2` is not a number: allowed is plain decimal text",
    ),
    "fee": (
        IMPACT_HEADER + NEW + "5,A,buy,BTC/USD,2,100,exec,x,1,+1\n",
        "line 3, column `fee`: `+1` is not a number: allowed is plain decimal text",
    ),
    "huge": (
        IMPACT_HEADER + NEW + "5,A,buy,BTC/USD,2,100,exec,x,79228162514264337593543950336,1\n",
        "line 3, column `pnl`: `79228162514264337593543950336` is not a number",
    ),
    "of a new": (
        IMPACT_HEADER + NEW.replace(",,\n", ",0,\n"),
        "line 2, column `pnl`: `0` is not of a `new`: allowed is empty, but for an `exec`",
    ),
    "of a cancel": (
        IMPACT_HEADER + NEW + "5,A,buy,BTC/USD,2,100,cancel,x,,0.5\n",
        "line 3, column `fee`: `0.5` is not of a `cancel`: allowed is empty, but for an `exec`",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_broken_columns_are_named_alike(tmp_path, language):
    path = tmp_path / "flow.csv"
    for case, (content, message) in BROKEN.items():
        path.write_text(content)
        done = replay(language, path, LIMITS, tmp_path / "out")
        assert done.exit_code == 2, (case, done.errors)
        assert message in done.errors, (case, done.errors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pnl_bounds_need_the_columns(tmp_path, language):
    limits = tmp_path / "limits.toml"
    limits.write_text(PNL_BOUNDS.replace("SEASHELLS", "USD"))
    done = replay(language, SMALL, limits, tmp_path / "out")
    assert done.exit_code == 2
    assert (
        f"`{limits}`: `pnl_bounds_killswitch` needs the pnl and fee of fills,"
        f" and flow `{SMALL}` has none: allowed is a flow with the columns `pnl`, `fee`\n"
    ) in done.errors
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_pnl_of_a_fill_stays_unknown(tmp_path, language):
    limits = tmp_path / "limits.toml"
    limits.write_text(PNL_BOUNDS.replace("SEASHELLS", "USD"))
    path = tmp_path / "flow.csv"
    fill = "6,A,buy,BTC/USD,1,100,exec,x,{},{}\n"
    path.write_text(IMPACT_HEADER + NEW + fill.format("-0.50", "-0.125") + fill.format("1", ""))
    done = replay(language, path, limits, tmp_path / "out")
    assert done.exit_code == 0, done.errors
    lines = [json.loads(x) for x in (tmp_path / "out" / "decisions.jsonl").read_text().splitlines()]
    known, unknown = [line for line in lines if line["call"] == "report"]
    assert (known["report"]["pnl"], known["report"]["fee"]) == ("-0.5", "-0.125")
    assert unknown["report"]["pnl"] == "1"
    assert "fee" not in unknown["report"]
    assert [block["code"] for block in unknown["blocks"]] == ["MissingRequiredField"]


def test_compare_and_explain_need_the_columns_too(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(PNL_BOUNDS)
    for ran in (
        run("replay", SMALL, "--limits", LIMITS, "--compare", limits),
        run("explain", "a1", SMALL, "--limits", limits),
    ):
        assert (ran.code, ran.output) == (2, "")
        assert "`pnl_bounds_killswitch` needs the pnl and fee of fills" in ran.errors


def test_explain_shows_the_total_against_its_bounds(sample_with_impact, tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(PNL_BOUNDS)
    first = next(row for row in flow.read(sample_with_impact) if row.event == "new")
    ran = run("explain", first.order_id, sample_with_impact, "--limits", limits)
    assert ran.code == 0
    assert "pnl, broker" in ran.output
    assert "-900.5" in ran.output
    assert "5000" in ran.output
