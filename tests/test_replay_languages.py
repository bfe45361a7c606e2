# SPDX-License-Identifier: Apache-2.0
"""Three replays, one digest; and in all three the same answer to a broken flow or limits file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from replay_languages import LANGUAGES, replay

DATA = Path(__file__).parent / "data"
LIMITS = DATA / "limits.toml"


@pytest.mark.parametrize("flow", ["prosperity3.flow.csv.gz", "small.flow.csv"])
def test_three_languages_give_one_digest(tmp_path, flow):
    digests = {}
    for language in LANGUAGES:
        done = replay(language, DATA / flow, LIMITS, tmp_path / language)
        assert done.exit_code == 0, done.errors
        assert done.digest in done.output
        digests[language] = done.digest
    assert len(set(digests.values())) == 1, digests


@pytest.mark.parametrize("sync", ["account", "full"])
def test_every_sync_policy_gives_the_same_digest(tmp_path, sync):
    flow = DATA / "prosperity3.flow.csv.gz"
    wanted = replay("python", flow, LIMITS, tmp_path / "local").digest
    for language in LANGUAGES:
        done = replay(language, flow, LIMITS, tmp_path / language, "--sync", sync)
        assert (done.exit_code, done.digest) == (0, wanted), (language, done.errors)


def test_the_committed_sample_runs_into_every_axis_of_its_limits(tmp_path):
    replay("python", DATA / "prosperity3.flow.csv.gz", LIMITS, tmp_path)
    lines = (tmp_path / "decisions.jsonl").read_text().splitlines()
    reasons = Counter(
        (reject["policy"], reject["code"], reject["reason"])
        for line in lines
        for reject in json.loads(line).get("rejects", ())
    )
    axes = {(policy, reason.rpartition(" on ")[2]) for policy, _, reason in reasons}
    assert axes == {
        ("burst", "`broker` axis"),
        ("burst", "`asset` axis"),
        ("burst", "`account` axis"),
        ("burst", "`account_asset` axis"),
        ("steady", "`broker` axis"),
        ("OrderSizeLimit", "`broker` axis"),
        ("OrderSizeLimit", "`asset` axis"),
        ("OrderSizeLimit", "`account_asset` axis"),
        ("credit", "`broker` axis"),
        ("credit", "`asset` axis"),
        ("credit", "`account_asset` axis"),
    }


HEADER = "ts,account,side,instrument,qty,price,event,order_id\n"
NEW = "5,A,buy,BTC/USD,2,100,new,x\n"

BROKEN = {
    "empty": ("", "the file is empty: allowed is the header `"),
    "no rows": (HEADER, "has no rows: allowed is at least one row below the header"),
    "header": ("ts,account\n", "line 1: `ts,account` is not the header: allowed is `ts,account,"),
    "byte order mark": ("\ufeff" + HEADER + NEW, "is not the header: allowed is "),
    "width": (HEADER + "5,A\n", "line 2: `5,A` has 2 fields: allowed is 8 fields"),
    "blank line": (HEADER + "\n" + NEW, "line 2: the line is empty: allowed is 8 fields"),
    "carriage return": (HEADER + NEW[:-1] + "\r\n", "line 2: the line has a carriage return"),
    "price": (
        HEADER + "5,A,buy,BTC/USD,2,1e400,new,x\n",
        "line 2, column `price`: `1e400` is not a price: allowed is plain decimal text",
    ),
    "quantity": (HEADER + "5,A,buy,BTC/USD,0,1,new,x\n", "column `qty`: `0` is not a quantity"),
    "side": (
        HEADER + "5,A,long,BTC/USD,2,1,new,x\n",
        "line 2, column `side`: `long` is not a side: allowed is `buy`, `sell`",
    ),
    "time": (
        HEADER + NEW + "4,A,buy,BTC/USD,2,1,new,y\n",
        "line 3, column `ts`: `4` goes back in time: allowed is `5` or later",
    ),
    "event": (HEADER + "5,A,buy,BTC/USD,2,1,fill,x\n", "column `event`: `fill` is not an event"),
    "instrument": (HEADER + "5,A,buy,BTC,2,1,new,x\n", "column `instrument`: `BTC` is not an"),
    "account": (HEADER + "5,,buy,BTC/USD,2,1,new,x\n", "column `account`: `` is not a name"),
    "twice": (HEADER + NEW + NEW, "line 3, column `order_id`: `x` has a `new` already"),
    "exec first": (
        HEADER + "5,A,buy,BTC/USD,2,1,exec,x\n",
        "line 2, column `order_id`: `x` has no `new` before it",
    ),
    "too much": (
        HEADER + NEW + "5,A,buy,BTC/USD,1,1,exec,x\n5,A,buy,BTC/USD,1.1,1,cancel,x\n",
        "line 4, column `qty`: `1.1` is more than the order has left: allowed is at most `1`",
    ),
    "done": (
        HEADER + NEW + "5,A,buy,BTC/USD,2,1,exec,x\n5,A,buy,BTC/USD,1,1,cancel,x\n",
        "line 4, column `qty`: `1` is more than the order has left: allowed is nothing",
    ),
    "other account": (
        HEADER + NEW + "5,B,buy,BTC/USD,2,1,exec,x\n",
        "line 3, column `account`: `B` is not that of the order's `new`: allowed is `A`",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_flow_is_named_alike_in_all_languages(tmp_path, language):
    flow = tmp_path / "flow.csv"
    for case, (content, message) in BROKEN.items():
        flow.write_text(content)
        done = replay(language, flow, LIMITS, tmp_path / "out")
        assert done.exit_code == 2, (case, done.errors)
        assert f"`{flow}`" in done.errors, case
        assert message in done.errors, case
        assert "Traceback" not in done.errors, case
        assert "panic" not in done.errors, case


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_are_no_text_or_missing_are_named(tmp_path, language):
    flow = tmp_path / "flow.csv"
    flow.write_bytes(HEADER.encode() + b"5,\xff,buy,BTC/USD,2,1,new,x\n")
    zipped = tmp_path / "flow.csv.gz"
    zipped.write_bytes(b"no gzip")
    for path, message in (
        (flow, "UTF-8"),
        (zipped, "is not a whole gzip file"),
        (tmp_path / "none.csv", "no such file"),
    ):
        done = replay(language, path, LIMITS, tmp_path / "out")
        assert done.exit_code == 2
        assert message in done.errors
        assert f"`{path}`" in done.errors


THREE_FAULTS = """\
[[policy]]
type = "rate_limit"
[policy.broker]
max_orders = 1.5
window = "1s"

[[policy]]
type = "order_size_limit"
[policy.broker]
max_quantity = "a lot"
[[policy.each_account]]
max_quantity = "1"
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_with_three_faults_get_three_messages_at_once(tmp_path, language):
    limits = tmp_path / "limits.toml"
    limits.write_text(THREE_FAULTS)
    done = replay(language, DATA / "small.flow.csv", limits, tmp_path / "out")
    assert done.exit_code == 2
    messages = done.errors.strip().splitlines()
    assert len(messages) == 3
    for message, line, key in zip(
        messages,
        (4, 10, 11),
        ("policy[1].broker.max_orders", "policy[2].broker.max_quantity", "policy[2].each_account"),
        strict=True,
    ):
        assert f"`{limits}` line {line}: key `{key}" in message
        assert "allowed is " in message
