# SPDX-License-Identifier: Apache-2.0
"""The reader of the order-flow format: what it gives, and what it says about a broken file."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpit.replay import flow
from openpit.replay.faults import InputFault

DATA = Path(__file__).parent / "data"
HEADER = "ts,account,side,instrument,qty,price,event,order_id"
NEW = "5,A,buy,BTC/USD,2,100,new,x"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "flow.csv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def fault_of(path: Path) -> InputFault:
    with pytest.raises(InputFault) as caught:
        flow.survey(path)
    return caught.value


def test_rows_are_given_with_what_their_order_leaves():
    rows = list(flow.read(DATA / "small.flow.csv"))
    assert len(rows) == 15
    leaves = [row.leaves for row in rows if row.order_id == "a1"]
    assert leaves == [Decimal(text) for text in ("2", "1.5", "1.25", "1", "0")]
    market = rows[5]
    assert (market.line, market.price, market.account, market.ts) == (7, None, "CAROL", 1300000000)
    assert rows[12].account == "DAVE, Ltd"
    assert rows[12].leaves == Decimal("79228162514264337593543950334")


def test_survey_counts_and_lists_the_accounts_in_order_of_appearance():
    survey = flow.survey(DATA / "prosperity3.flow.csv.gz")
    assert (survey.rows, survey.orders) == (10_000, 5_000)
    assert survey.accounts[:3] == ["Caesar", "Paris", "Charlie"]
    assert len(survey.accounts) == 10


def test_gzip_and_plain_give_the_same_rows(tmp_path):
    plain = DATA / "small.flow.csv"
    zipped = tmp_path / "small.flow.csv.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(flow.read(zipped)) == list(flow.read(plain))


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("x,A,buy,BTC/USD,2,100,new,y", "ts", "x"),
        ("-1,A,buy,BTC/USD,2,100,new,y", "ts", "-1"),
        ("1_0,A,buy,BTC/USD,2,100,new,y", "ts", "1_0"),
        ("٥,A,buy,BTC/USD,2,100,new,y", "ts", "٥"),
        ("9223372036854775808,A,buy,BTC/USD,2,100,new,y", "ts", "9223372036854775808"),
        ("4,A,buy,BTC/USD,2,100,new,y", "ts", "4"),
        ("5,,buy,BTC/USD,2,100,new,y", "account", ""),
        ("5, A,buy,BTC/USD,2,100,new,y", "account", " A"),
        (f"5,{'A' * 65},buy,BTC/USD,2,100,new,y", "account", "A" * 65),
        ("5,A,BUY,BTC/USD,2,100,new,y", "side", "BUY"),
        ("5,A,long,BTC/USD,2,100,new,y", "side", "long"),
        ("5,A,buy,BTCUSD,2,100,new,y", "instrument", "BTCUSD"),
        ("5,A,buy,/USD,2,100,new,y", "instrument", "/USD"),
        ("5,A,buy,BTC/USD/X,2,100,new,y", "instrument", "BTC/USD/X"),
        ("5,A,buy,BTC/USD,0,100,new,y", "qty", "0"),
        ("5,A,buy,BTC/USD,0.000,100,new,y", "qty", "0.000"),
        ("5,A,buy,BTC/USD,-1,100,new,y", "qty", "-1"),
        ("5,A,buy,BTC/USD,,100,new,y", "qty", ""),
        ("5,A,buy,BTC/USD,1e2,100,new,y", "qty", "1e2"),
        ("5,A,buy,BTC/USD,NaN,100,new,y", "qty", "NaN"),
        ("5,A,buy,BTC/USD,79228162514264337593543950336,1,new,y", "qty", None),
        ("5,A,buy,BTC/USD,0.00000000000000000000000000001,1,new,y", "qty", None),
        ("5,A,buy,BTC/USD,2,1e400,new,y", "price", "1e400"),
        ("5,A,buy,BTC/USD,2,1_000,new,y", "price", "1_000"),
        ("5,A,buy,BTC/USD,2, 100,new,y", "price", " 100"),
        ("5,A,buy,BTC/USD,2,١,new,y", "price", "١"),
        ("5,A,buy,BTC/USD,1,,exec,x", "price", ""),
        ("5,A,buy,BTC/USD,2,100,fill,x", "event", "fill"),
        ("5,A,buy,BTC/USD,2,100,,x", "event", ""),
        ("5,A,buy,BTC/USD,2,100,new,x", "order_id", "x"),
        ("5,A,buy,BTC/USD,2,100,new,", "order_id", ""),
        (f"5,A,buy,BTC/USD,2,100,new,{'y' * 55}", "order_id", "y" * 55),
        ("5,A,buy,BTC/USD,1,100,exec,y", "order_id", "y"),
        ("5,A,buy,BTC/USD,1,100,cancel,y", "order_id", "y"),
        ("5,A,buy,BTC/USD,2.1,100,exec,x", "qty", "2.1"),
        ("5,A,buy,BTC/USD,2.1,100,cancel,x", "qty", "2.1"),
        ("5,B,buy,BTC/USD,1,100,exec,x", "account", "B"),
        ("5,A,sell,BTC/USD,1,100,exec,x", "side", "sell"),
        ("5,A,buy,ETH/USD,1,100,cancel,x", "instrument", "ETH/USD"),
    ],
)
def test_a_bad_row_names_file_line_column_value_and_what_is_allowed(tmp_path, row, column, value):
    path = written(tmp_path, HEADER, NEW, row)
    fault = fault_of(path)
    assert (fault.path, fault.line, fault.column) == (str(path), 3, column)
    if value is not None:
        assert fault.value == value
        assert f"`{value}`"[:60] in str(fault)
    assert f"`{path}` line 3, column `{column}`: " in str(fault)
    assert ": allowed is " in str(fault)


def test_exec_and_cancel_together_never_take_off_more_than_was_asked(tmp_path):
    rows = ["5,A,buy,BTC/USD,1.5,100,exec,x", "5,A,buy,BTC/USD,0.50000001,100,cancel,x"]
    fault = fault_of(written(tmp_path, HEADER, NEW, *rows))
    assert (fault.line, fault.column, fault.value) == (4, "qty", "0.50000001")
    assert fault.allowed == "at most `0.5`"


def test_what_an_order_leaves_must_be_a_quantity_too(tmp_path):
    big = "5,A,buy,BTC/USD,79228162514264337593543950335,1,new,x"
    fault = fault_of(written(tmp_path, HEADER, big, "5,A,buy,BTC/USD,0.1,1,cancel,x"))
    assert (fault.line, fault.column, fault.value) == (3, "qty", "0.1")


def test_a_done_order_takes_no_more_rows_and_its_id_does_not_come_again(tmp_path):
    done = "6,A,buy,BTC/USD,2,100,cancel,x"
    fault = fault_of(written(tmp_path, HEADER, NEW, done, "7,A,buy,BTC/USD,1,100,exec,x"))
    assert (fault.line, fault.column) == (4, "qty")
    fault = fault_of(written(tmp_path, HEADER, NEW, done, "7,A,buy,BTC/USD,1,100,new,x"))
    assert (fault.line, fault.column) == (4, "order_id")


@pytest.mark.parametrize(
    ("content", "line", "text"),
    [
        (b"", None, "the file is empty"),
        (b"\n", 1, "is not the header"),
        (b"a,b\n", 1, "`a,b` is not the header: allowed is `" + HEADER + "`"),
        (b"\xef\xbb\xbf" + HEADER.encode() + b"\n", 1, "is not the header"),
        (HEADER.encode() + b"\n", None, "has no rows"),
        (HEADER.encode() + b"\n\n", 2, "the line is empty: allowed is 8 fields"),
        (HEADER.encode() + b"\n5,A,buy\n", 2, "`5,A,buy` has 3 fields: allowed is 8 fields"),
        (HEADER.encode() + b"\n" + NEW.encode() + b",more\n", 2, "has 9 fields"),
        (HEADER.encode() + b"\n" + NEW.encode() + b"\r\n", 2, "carriage return"),
        (HEADER.encode() + b'\n5,"A,buy\n', 2, "is no CSV"),
        (HEADER.encode() + b"\n5,\xff,buy,BTC/USD,2,1,new,x\n", 2, "byte 3 of the line is `0xff`"),
        (HEADER.encode() + b"\n" + b"5" * 70_000, 2, "the line is too long"),
        (HEADER.encode() + b"\n5,A\0,buy,BTC/USD,2,1,new,x\n", 2, "allowed is"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path, content, line, text):
    path = tmp_path / "flow.csv"
    path.write_bytes(content)
    fault = fault_of(path)
    assert fault.line == line
    assert text in str(fault)


def test_a_file_that_is_no_gzip_or_not_whole_is_named(tmp_path):
    path = tmp_path / "flow.csv.gz"
    path.write_bytes(b"ts,account")
    assert "is not a whole gzip file" in str(fault_of(path))
    whole = gzip.compress((DATA / "small.flow.csv").read_bytes())
    path.write_bytes(whole[:-12])
    assert "is not a whole gzip file" in str(fault_of(path))
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 0xFF]) + whole[41:])
    assert "is not a whole gzip file" in str(fault_of(path))


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    fault = fault_of(tmp_path / "none.csv")
    assert str(fault) == f"`{tmp_path}/none.csv`: cannot be read: no such file or directory"
    assert "is a directory" in str(fault_of(tmp_path))


@st.composite
def damaged_flows(draw) -> bytes:
    """The small sample with some of its bytes or fields replaced."""
    content = (DATA / "small.flow.csv").read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content)))
        end = min(place + draw(st.integers(0, 12)), len(content))
        other = draw(st.binary(max_size=4) | st.sampled_from([b",", b"\n", b'"', b"1e9", b"-0"]))
        content = content[:place] + other + content[end:]
    return content


@settings(max_examples=300, deadline=None)
@given(content=damaged_flows())
def test_a_damaged_flow_is_read_whole_or_refused_by_name(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "damaged.flow.csv"
    path.write_bytes(content)
    survey, said = None, f"`{path}`"
    try:
        survey = flow.survey(path)
    except InputFault as fault:
        said = str(fault)
    assert said.startswith(f"`{path}`")
    # Quotes may join lines; nothing else makes fewer rows than lines below the header.
    lines = content.count(b"\n") + (not content.endswith(b"\n")) - 1
    assert survey is None or survey.rows == lines or b'"' in content
