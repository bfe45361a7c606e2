# SPDX-License-Identifier: Apache-2.0
"""Real order flow through every built-in and a policy of each language's own: one digest (D-1).

The limits of the replay know no custom policy, so the flow goes through the suite's drivers: the
custom policy is a Python, a Go or a Rust policy, written against that language's public interface.
"""

import hashlib
from pathlib import Path

import pytest
from conftest import BINDINGS
from drivers import load
from openpit.replay import flow

SAMPLE = Path(__file__).parent / "data" / "prosperity3.flow.csv.gz"
ASSET = "SEASHELLS"
SECOND_NS = "1000000000"
POLICIES = (
    {"type": "order_validation"},
    {
        "type": "rate_limit",
        "name": "burst",
        "barriers": [
            {"axis": "broker", "max_orders": "20", "window_ns": SECOND_NS},
            {"axis": "account", "account": "Caesar", "max_orders": "4", "window_ns": SECOND_NS},
        ],
    },
    {
        "type": "order_size_limit",
        "barriers": [
            {"axis": "broker", "max_notional": "200000"},
            {"axis": "asset", "asset": "KELP", "max_quantity": "5"},
        ],
    },
    {
        "type": "pnl_bounds_killswitch",
        "barriers": [
            {"axis": "broker", "asset": ASSET, "lower_bound": "-60000", "upper_bound": "90000"}
        ],
    },
    {
        "type": "custom",
        "name": "desk",
        "rules": [
            {
                "hook": "start",
                "account": "Penelope",
                "do": "reject",
                "code": "ComplianceRestriction",
                "reason": "watch list",
                "details": "allowed: another desk",
            },
            {"hook": "main", "do": "reserve", "amount": "10", "asset": ASSET},
            {"hook": "report", "do": "release", "amount": "10", "asset": ASSET},
            {"hook": "main", "do": "emit", "label": "ticket"},
        ],
    },
)


@pytest.fixture(scope="module")
def rows():
    return list(flow.read(SAMPLE))


def impact(row):
    """A pnl and a fee for a fill, made up by a hash: the sample has none."""
    digest = hashlib.sha256(f"{row.order_id}:{row.line}".encode()).digest()
    pnl = int.from_bytes(digest[:2], "big") - 2**15
    return {"pnl": f"{pnl}", "fee": f"{digest[2]}e-2"}


def play(driver, rows):
    """The replay's way of an order, through a driver; the log's lines and its digest."""
    driver.reset()
    engine = driver.build(clock={"start": "0"}, policies=POLICIES)
    sent, executions, lines = set(), {}, []
    for row in rows:
        order = {"account": row.account, "instrument": row.instrument, "side": row.side}
        order["client_order_id"] = row.order_id
        if row.event == "new":
            order |= {"quantity": row.quantity, "price": row.price}
            answer = driver.place(engine, order, at=str(row.ts))
            if "reservation" in answer:
                sent.add(row.order_id)
                driver.finalize(answer["reservation"], "commit")
        elif row.order_id in sent:
            report = order | {"leaves_quantity": str(row.leaves), "is_final": row.leaves == 0}
            if row.event == "exec":
                number = executions[row.order_id] = executions.get(row.order_id, 0) + 1
                report |= {"last_price": row.price, "last_quantity": row.quantity}
                report |= {"execution_id": f"{row.order_id}:{number}", **impact(row)}
            driver.report(engine, report, at=str(row.ts))
        lines += driver.decisions(engine)
    digest = driver.digest(engine)
    assert driver.holds(engine) == []
    driver.reset()
    return lines, digest


def test_real_flow_gives_one_digest_with_own_policies(rows, request):
    bindings = request.config.getoption("binding") or BINDINGS
    played = {binding: play(load(binding), rows) for binding in bindings}
    lines, digest = played[bindings[0]]
    text = "".join(f"{line}\n" for line in lines)
    assert digest == hashlib.sha256(text.encode()).hexdigest()
    assert {digest for _, digest in played.values()} == {digest}
    # Every policy had its say, or equal digests would prove little.
    for said in (
        '"policy":"burst","code":"RateLimitExceeded"',
        '"policy":"OrderSizeLimit","code":"OrderQtyExceedsLimit"',
        '"policy":"OrderSizeLimit","code":"OrderNotionalExceedsLimit"',
        '"policy":"PnlBoundsKillSwitch","code":"PnlKillSwitchTriggered"',
        '"policy":"PnlBoundsKillSwitch","code":"AccountBlocked"',
        '"policy":"desk","code":"ComplianceRestriction"',
        '"releases":[{"policy":"desk"',
    ):
        assert said in text, said
