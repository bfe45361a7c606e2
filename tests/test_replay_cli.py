# SPDX-License-Identifier: Apache-2.0
"""The console command as a person meets it: tables, files written, exit codes, missing extra."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpit.replay import entry, flow

DATA = Path(__file__).parent / "data"
SMALL = DATA / "small.flow.csv"
LIMITS = DATA / "limits.toml"


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs the command; gives exit code, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments) -> tuple[int, str, str]:
        code = entry.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def numbers_of(output: str) -> dict[str, str]:
    """The first number of each line of a table, by the words before it."""
    found = {}
    for line in output.splitlines():
        words = line.split("  ")
        texts = [word.strip() for word in words if word.strip()]
        if len(texts) > 1:
            found[texts[0]] = texts[1]
    return found


ONE_A_SECOND = """
[[policy]]
type = "rate_limit"
name = "slow"
[policy.each_account]
max_orders = 1
window = "1s"
"""


def test_replay_prints_the_table_and_writes_decisions_with_their_digest(run, tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(ONE_A_SECOND)
    out = tmp_path / "new" / "out"
    code, output, errors = run("replay", SMALL, "--limits", limits, "--out", out)
    assert (code, errors) == (0, "")
    numbers = numbers_of(output)
    # BOB's second order comes 0.4 s after the first, the third 1.5 s after it.
    assert numbers["orders"] == "6"
    assert numbers["accepted"] == "5"
    assert numbers["rejected"] == "1"
    assert numbers["execution reports"] == "9"
    assert numbers["rows of rejected orders, not sent"] == "0"
    assert numbers["slow"] == "RateLimitExceeded"
    assert numbers["BOB"] == "3"
    digest = hashlib.sha256((out / "decisions.jsonl").read_bytes()).hexdigest()
    assert (out / "decisions.sha256").read_text() == f"{digest}  decisions.jsonl\n"
    assert f"digest {digest}" in output
    assert sorted(path.name for path in out.iterdir()) == [
        "decisions.jsonl",
        "decisions.sha256",
        "report.html",
    ]


def test_each_row_becomes_its_call_at_the_recorded_time(run, tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text('[[policy]]\ntype = "order_validation"\n')
    run("replay", SMALL, "--limits", limits, "--out", tmp_path)
    lines = [json.loads(text) for text in (tmp_path / "decisions.jsonl").read_text().splitlines()]
    rows = list(flow.read(SMALL))
    calls = [line["call"] for line in lines]
    expected = []
    for row in rows:
        expected += ["start", "execute", "commit"] if row.event == "new" else ["report"]
    assert calls == expected
    starts = [line for line in lines if line["call"] == "start"]
    assert [line["order"]["client_order_id"] for line in starts] == [
        row.order_id for row in rows if row.event == "new"
    ]
    assert "price" not in starts[2]["order"]
    reports = [line for line in lines if line["call"] == "report"]
    assert [line["at"] for line in reports] == [str(row.ts) for row in rows if row.event != "new"]
    identities = [
        (line["report"]["client_order_id"], line["report"].get("execution_id"))
        for line in reports
        if line["report"]["client_order_id"] == "a1"
    ]
    assert identities == [("a1", "a1:1"), ("a1", None), ("a1", "a1:2"), ("a1", "a1:3")]
    finals = [line["report"].get("is_final", False) for line in reports]
    assert finals == [not row.leaves for row in rows if row.event != "new"]
    cancel = reports[2]["report"]
    assert cancel["leaves_quantity"] == "1.25"
    assert not {"last_price", "last_quantity"} & set(cancel)


def test_later_rows_of_a_rejected_order_are_counted_not_sent(run, tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(
        '[[policy]]\ntype = "rate_limit"\n[policy.broker]\nmax_orders = 0\nwindow = "1s"\n'
    )
    code, output, _ = run("replay", SMALL, "--limits", limits)
    numbers = numbers_of(output)
    assert code == 0
    assert (numbers["accepted"], numbers["rejected"]) == ("0", "6")
    assert numbers["execution reports"] == "0"
    assert numbers["rows of rejected orders, not sent"] == "9"


def test_the_same_replay_twice_gives_the_same_bytes(run, tmp_path):
    for name in ("one", "two"):
        run(
            "replay", DATA / "prosperity3.flow.csv.gz", "--limits", LIMITS, "--out", tmp_path / name
        )
    one, two = ((tmp_path / name / "decisions.jsonl").read_bytes() for name in ("one", "two"))
    assert one == two
    assert one.count(b"\n") > 10_000


def test_a_broken_flow_ends_with_code_2_and_leaves_nothing_behind(run, tmp_path):
    broken = tmp_path / "flow.csv"
    broken.write_text(SMALL.read_text().replace("9.5", "1e400"))
    out = tmp_path / "out"
    code, output, errors = run("replay", broken, "--limits", LIMITS, "--out", out)
    assert (code, output) == (2, "")
    assert errors.startswith(f"openpit: `{broken}` line 8, column `price`: `1e400` is not a price")
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: no such file or directory"),
        (b"\xff", "byte 1 is `0xff`: allowed is UTF-8 text"),
    ],
)
def test_limits_that_cannot_be_read_end_with_code_2(run, tmp_path, content, message):
    limits = tmp_path / "limits.toml"
    if content is not None:
        limits.write_bytes(content)
    code, _, errors = run("replay", SMALL, "--limits", limits)
    assert code == 2
    assert errors == f"openpit: `{limits}`: {message}\n"


def test_a_folder_that_cannot_be_made_ends_with_code_2(run, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("")
    code, _, errors = run("replay", SMALL, "--limits", LIMITS, "--out", taken)
    assert code == 2
    assert f"`{taken}`: cannot be made" in errors


@pytest.mark.parametrize(
    "arguments", [("replay",), ("replay", SMALL), ("repla",), ("convert", "x")]
)
def test_wrong_usage_ends_with_code_2(run, arguments):
    code, _, errors = run(*arguments)
    assert code == 2
    assert "Usage: openpit" in errors


def test_help_and_version(run):
    code, output, _ = run("--help")
    assert code == 0
    assert "replay" in output
    assert "convert" in output
    code, output, _ = run("--version")
    assert code == 0
    assert output.startswith("openpit, version ")


ORDERS = """\
id,timestamp,exchange_timestamp,price,volume,action,direction
1,5,5,100.0,2.0,created,bid
1,6,6,100.0,7.5e-05,changed,bid
1,7,7,100.0,7.5e-05,deleted,bid
"""
TRADES = """\
trade_id,timestamp,exchange_timestamp,price,amount,buy_order_id,sell_order_id,side
1,6,6,100.0,1.999925,1,9,sell
"""


def test_convert_writes_the_flow_and_prints_every_quirk_with_count_and_rule(run, tmp_path):
    orders, trades = tmp_path / "orders.csv", tmp_path / "trades.csv"
    orders.write_text(ORDERS)
    trades.write_text(TRADES)
    out = tmp_path / "sample.flow.csv.gz"
    code, output, errors = run("convert", "bitstamp", orders, "--trades", trades, "--out", out)
    assert (code, errors) == (0, "")
    assert gzip.decompress(out.read_bytes()).decode().splitlines()[1:] == [
        "5000000,ACC001,buy,BTC/USD,2,100,new,1",
        "6000000,ACC001,buy,BTC/USD,1.999925,100,exec,1",
        "7000000,ACC001,buy,BTC/USD,0.000075,100,cancel,1",
    ]
    lines = {line.split()[0] for line in output.splitlines() if "exponent" in line}
    assert lines == {"0", "2"}
    assert "1 orders, 1 fills, 1 cancels" in output
    first = out.read_bytes()
    run("convert", "bitstamp", orders, "--trades", trades, "--out", out)
    assert out.read_bytes() == first


def test_convert_that_fails_leaves_the_old_file_as_it_was(run, tmp_path):
    orders, trades, out = tmp_path / "o.csv", tmp_path / "t.csv", tmp_path / "out.flow.csv"
    orders.write_text(ORDERS.replace("100.0,2.0", "1e400,2.0"))
    trades.write_text(TRADES)
    out.write_text("old")
    code, _, errors = run("convert", "bitstamp", orders, "--trades", trades, "--out", out)
    assert code == 2
    assert f"`{orders}` line 2, column `price`: `1e400` is not a number" in errors
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.csv", "out.flow.csv", "t.csv"]


def test_without_the_extra_the_command_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(entry.importlib.util, "find_spec", lambda name: None)
    assert run("--help") == (
        2,
        "",
        "openpit: `click`, `jinja2`, `rich` not installed: the command needs"
        " `pip install 'openpit[replay]'`\n",
    )


def test_the_door_of_the_command_needs_no_library():
    program = (
        "import sys, openpit.replay.entry; print({'click', 'jinja2', 'rich'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
