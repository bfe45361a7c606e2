# SPDX-License-Identifier: Apache-2.0
"""The real recording: every quirk counted, the flow keeps the format's rules, nothing is lost."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import replay_sample
from openpit.replay import bitstamp_rules as rules


def test_every_quirk_of_the_sample_is_counted():
    replay_sample.rows()
    _, conversion = replay_sample.converted()
    assert {rule.key: conversion.counts[rule.key] for rule in rules.RULES} == {
        rules.SNAPSHOT: 6_512,
        rules.TIME_BACK: 1,
        rules.TIME_RAISED: 0,
        rules.VOLUME_EXPONENT: 381,
        rules.AMOUNT_EXPONENT: 13,
        rules.NEVER_CREATED: 13,
        rules.VOLUME_ZERO: 2,
        rules.PRICE_ZERO: 49,
        rules.FILL_PRICE: 204,
        rules.DELETED_PRICE: 2_043,
        rules.PRICE_CHANGE: 0,
        rules.VOLUME_RISE: 0,
        rules.CUT: 0,
        rules.AFTER_END: 0,
        rules.OPEN_AT_END: 6_518,
        rules.TRADE_UNKNOWN_ORDER: 0,
        rules.TRADE_WITHOUT_FALL: 0,
    }


def test_the_sample_becomes_a_flow_that_keeps_the_rules():
    events = Counter(row.event for row in replay_sample.rows())
    assert events == {"new": 156_889, "exec": 568, "cancel": 156_586}
    # Both parties of all 284 trades: buyers and sellers fill the same amount.
    filled = {"buy": Decimal(0), "sell": Decimal(0)}
    for row in replay_sample.rows():
        if row.event == "exec":
            filled[row.side] += Decimal(row.quantity)
    assert filled["buy"] == filled["sell"] > 0


def test_every_order_of_the_sample_ends():
    left: dict[str, Decimal] = {}
    for row in replay_sample.rows():
        left[row.order_id] = row.leaves
    assert set(left.values()) == {Decimal(0)}


def test_snapshot_orders_never_meet_in_a_window_of_one_second():
    times = [row.ts for row in replay_sample.rows()[:6_512]]
    assert {later - earlier for earlier, later in pairwise(times)} == {1_000_000_000}
