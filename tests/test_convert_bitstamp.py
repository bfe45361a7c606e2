# SPDX-License-Identifier: Apache-2.0
"""One small recording for each quirk of the Bitstamp data, and the flow that its rule makes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpit.replay import bitstamp, flow
from openpit.replay import bitstamp_rules as rules
from openpit.replay.accounts import NAMES, account_of
from openpit.replay.faults import InputFault

START_MS = 1_000_000


def recorded(folder: Path, orders: list[str], trades: list[str] = ()) -> bitstamp.Conversion:
    """Orders as `id ms price volume action`, trades as `ms price amount buy sell`."""
    with open(folder / "orders.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(bitstamp.ORDER_COLUMNS)
        for line in orders:
            order_id, at, price, volume, action, *heard = line.split()
            ms = START_MS + int(at)
            heard_ms = START_MS + int(heard[0]) if heard else ms
            out.writerow([order_id, heard_ms, ms, price, volume, action, "bid"])
    with open(folder / "trades.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(bitstamp.TRADE_COLUMNS)
        for line in trades:
            at, price, amount, buy, sell = line.split()
            ms = START_MS + int(at)
            out.writerow([1, ms, ms, price, amount, buy, sell, "buy"])
    return bitstamp.Conversion(folder / "orders.csv", folder / "trades.csv")


def flow_of(conversion: bitstamp.Conversion, folder: Path) -> list[str]:
    """The flow as `ms event id qty price`, after the reader has found that it keeps the rules."""
    path = folder / "out.flow.csv"
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(flow.COLUMNS)
        out.writerows(conversion.flow_rows())
    return [
        f"{row.ts // 10**6 - START_MS} {row.event} {row.order_id} {row.quantity} {row.price}"
        for row in flow.read(path)
    ]


CASES = {
    "an order that is placed and deleted": (
        ["1 5 100.0 2.50 created", "1 9 100.0 2.50 deleted"],
        [],
        ["5 new 1 2.5 100", "9 cancel 1 2.5 100"],
        {},
    ),
    "a fall that the next trade explains is a fill at the trade's price": (
        ["1 5 100.0 2 created", "1 6 99.5 1.5 changed", "1 7 99.0 0.0 deleted"],
        ["6 99.5 0.5 1 8", "7 99.0 1.5 1 9"],
        ["5 new 1 2 100", "6 exec 1 0.5 99.5", "7 exec 1 1.5 99"],
        {rules.FILL_PRICE: 2, rules.TRADE_UNKNOWN_ORDER: 2},
    ),
    "a fall that no trade explains is a cut": (
        ["1 5 100.0 2 created", "1 6 100.0 1.5 changed", "1 7 100.0 1.5 deleted"],
        [],
        ["5 new 1 2 100", "6 cancel 1 0.5 100", "7 cancel 1 1.5 100"],
        {rules.CUT: 1},
    ),
    "snapshot orders rested before": (
        [
            "1 5 100.0 2 created 2700",
            "2 5 101.0 1 created 2700",
            "3 5 102.0 1 created 2700",
            "4 6 103.0 1 created 7",
            "2 8 101.0 1 deleted 9",
        ],
        [],
        [
            "-1995 new 1 2 100",
            "-995 new 2 1 101",
            "5 new 3 1 102",
            "6 new 4 1 103",
            "8 cancel 2 1 101",
        ],
        {rules.SNAPSHOT: 3, rules.TIME_BACK: 1},
    ),
    "an exchange time that goes back is raised": (
        ["1 5 100.0 2 created", "2 4 100.0 2 created"],
        [],
        ["5 new 1 2 100", "5 new 2 2 100"],
        {rules.TIME_RAISED: 1, rules.TIME_BACK: 1},
    ),
    "exponents become plain digits": (
        ["1 5 100.0 7.5e-05 created", "1 6 100.0 5E-5 changed"],
        ["6 1e2 2.5e-05 1 1"],
        ["5 new 1 0.000075 100", "6 exec 1 0.000025 100"],
        {rules.VOLUME_EXPONENT: 2, rules.AMOUNT_EXPONENT: 1, rules.TRADE_WITHOUT_FALL: 1},
    ),
    "an order never created is left out": (
        ["1 5 100.0 2 deleted", "2 5 100.0 2 changed", "2 6 100.0 2 deleted"],
        [],
        [],
        {rules.NEVER_CREATED: 2},
    ),
    "an order in money asks for what traded and what was left": (
        [
            "1 5 999999999.0 0.0 created",
            "1 6 99.0 1e-08 changed",
            "1 7 99.0 1e-08 deleted",
        ],
        ["5 99.0 0.5 1 8", "6 99.5 0.25 1 9"],
        [
            "5 new 1 0.75000001 None",
            "6 exec 1 0.5 99",
            "6 exec 1 0.25 99.5",
            "7 cancel 1 0.00000001 None",
        ],
        {
            rules.VOLUME_ZERO: 1,
            rules.FILL_PRICE: 2,
            rules.VOLUME_EXPONENT: 2,
            rules.TRADE_UNKNOWN_ORDER: 2,
        },
    ),
    "an order in money that never traded is left out": (
        ["1 5 999999999.0 0.0 created", "1 6 99.0 0.0 deleted"],
        [],
        [],
        {rules.VOLUME_ZERO: 1, rules.AFTER_END: 1},
    ),
    "price 0 is no price": (
        ["1 5 0.0 1 created", "1 6 98.0 0.0 deleted", "2 6 0.0 2 created", "2 7 0.0 2 deleted"],
        ["6 98.0 1 9 1"],
        ["5 new 1 1 None", "6 exec 1 1 98", "6 new 2 2 None", "7 cancel 2 2 None"],
        {rules.PRICE_ZERO: 3, rules.FILL_PRICE: 1, rules.TRADE_UNKNOWN_ORDER: 1},
    ),
    "a price change mid-life cancels the rest and asks anew": (
        [
            "1 5 100.0 2 created",
            "1 6 101.0 2 changed",
            "1 7 101.0 1.5 changed",
            "1 8 102.0 1.5 changed",
            "1 9 102.0 1.5 deleted",
        ],
        ["7 101.0 0.5 1 1x"],
        [
            "5 new 1 2 100",
            "6 cancel 1 2 100",
            "6 new 1.1 2 101",
            "7 exec 1.1 0.5 101",
            "8 cancel 1.1 1.5 101",
            "8 new 1.2 1.5 102",
            "9 cancel 1.2 1.5 102",
        ],
        {rules.PRICE_CHANGE: 2, rules.TRADE_UNKNOWN_ORDER: 1},
    ),
    "a cut with another price cuts and asks anew": (
        ["1 5 100.0 2 created", "1 6 101.0 1 changed"],
        [],
        ["5 new 1 2 100", "6 cancel 1 1 100", "6 cancel 1 1 100", "6 new 1.1 1 101"],
        {rules.CUT: 1, rules.PRICE_CHANGE: 1},
    ),
    "a volume that rises asks anew": (
        ["1 5 100.0 2 created", "1 6 100.0 3 changed"],
        [],
        ["5 new 1 2 100", "6 cancel 1 2 100", "6 new 1.1 3 100"],
        {rules.VOLUME_RISE: 1},
    ),
    "an order deleted at another price was replaced by the exchange": (
        ["1 5 100.0 2 created", "1 6 101.0 2 deleted", "2 6 101.0 2 created", "3 7 1 1 created"],
        [],
        ["5 new 1 2 100", "6 cancel 1 2 100", "6 new 2 2 101", "7 new 3 1 1"],
        {rules.DELETED_PRICE: 1},
    ),
    "rows after an order's end are left out": (
        ["1 5 100.0 2 created", "1 6 100.0 2 deleted", "1 7 100.0 2 deleted"],
        [],
        ["5 new 1 2 100", "6 cancel 1 2 100"],
        {rules.AFTER_END: 1},
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_each_quirk_has_one_rule_and_a_count(tmp_path, case):
    orders, trades, expected, counts = CASES[case]
    conversion = recorded(tmp_path, orders, trades)
    assert flow_of(conversion, tmp_path) == expected
    # Deletes in the recording's last millisecond are in most of these recordings; they have a test.
    found = {key: n for key, n in conversion.counts.items() if n and key != rules.OPEN_AT_END}
    assert found == counts


def test_orders_still_open_at_the_end_are_counted(tmp_path):
    orders = [
        "1 5 1.0 2 created", "2 6 1.0 2 created", "2 7 1.0 2 deleted", "1 9 1.0 2 deleted"
    ]  # fmt: skip
    conversion = recorded(tmp_path, orders)
    flow_of(conversion, tmp_path)
    assert conversion.counts[rules.OPEN_AT_END] == 1


def test_every_count_has_its_rule_in_words():
    keys = {value for name, value in vars(rules).items() if name.isupper() and name != "RULES"}
    assert [rule.key for rule in rules.RULES] == list(dict.fromkeys(r.key for r in rules.RULES))
    assert {rule.key for rule in rules.RULES} == keys


def test_accounts_follow_zipf_weights_and_never_change():
    assert [account_of(str(n)) for n in (1, 2, 3, 2002347637329922)] == [
        account_of(str(n)) for n in (1, 2, 3, 2002347637329922)
    ]
    assert account_of("2002347637329922") == "ACC001"
    count = 40_000
    found = [account_of(str(n)) for n in range(count)]
    harmonic = sum(1 / k for k in range(1, 17))
    for k, name in enumerate(NAMES, 1):
        expected = count / k / harmonic
        assert abs(found.count(name) - expected) < 5 * expected**0.5


@pytest.mark.parametrize(
    ("place", "text", "column"),
    [
        (0, "", "id"),
        (0, "a.1", "id"),
        (1, "-5", "timestamp"),
        (2, "99999999999999", "exchange_timestamp"),
        (3, "1e400", "price"),
        (3, "nan", "price"),
        (4, "1e-29", "volume"),
        (4, "-1", "volume"),
        (5, "updated", "action"),
        (6, "buy", "direction"),
    ],
)
def test_a_bad_row_of_the_recording_is_named(tmp_path, place, text, column):
    fields = ["1", "5", "5", "100.0", "2", "created", "bid"]
    fields[place] = text
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([",".join(bitstamp.ORDER_COLUMNS), ",".join(fields)]) + "\n")
    with pytest.raises(InputFault) as caught:
        bitstamp.Conversion(path, tmp_path / "none.csv")
    fault = caught.value
    assert (fault.line, fault.column, fault.value) == (2, column, text)
    assert ": allowed is " in str(fault)


def test_an_id_is_created_once(tmp_path):
    with pytest.raises(InputFault, match="is created already"):
        recorded(tmp_path, ["1 5 1.0 2 created", "1 6 1.0 2 created"])


def test_a_trade_of_nothing_is_refused(tmp_path):
    with pytest.raises(InputFault, match=r"line 2, column `amount`: `0\.0` is zero"):
        recorded(tmp_path, ["1 5 1.0 2 created"], ["5 1.0 0.0 1 2"])
