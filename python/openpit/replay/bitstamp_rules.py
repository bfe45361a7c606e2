# SPDX-License-Identifier: Apache-2.0
"""The quirks of a Bitstamp recording and the one rule for each; the command prints the counts.

A `deleted` row with another price than its order's is no price change: in the sample of
`ob-analytics` 0.1.0 each of these 2,043 rows stands beside a `created` row of the same side, at
that price, in the same millisecond or the next. The exchange replaced the order and gave the new
one an id of its own, which is in the recording already; a second new id would count it twice.
"""

from __future__ import annotations

from typing import NamedTuple

SNAPSHOT = "snapshot"
TIME_BACK = "time_back"
TIME_RAISED = "time_raised"
VOLUME_EXPONENT = "volume_exponent"
AMOUNT_EXPONENT = "amount_exponent"
NEVER_CREATED = "never_created"
VOLUME_ZERO = "volume_zero"
PRICE_ZERO = "price_zero"
FILL_PRICE = "fill_price"
DELETED_PRICE = "deleted_price"
PRICE_CHANGE = "price_change"
VOLUME_RISE = "volume_rise"
CUT = "cut"
AFTER_END = "after_end"
OPEN_AT_END = "open_at_end"
TRADE_UNKNOWN_ORDER = "trade_unknown_order"
TRADE_WITHOUT_FALL = "trade_without_fall"


class Rule(NamedTuple):
    """``quirk`` is what is counted, ``rule`` what the converter makes of it."""

    key: str
    quirk: str
    rule: str


RULES = (
    Rule(
        SNAPSHOT,
        "snapshot orders, in the first millisecond",
        "they rested before: `new` one second apart, the last at the snapshot's time",
    ),
    Rule(
        TIME_BACK,
        "rows whose `timestamp` goes back",
        "`exchange_timestamp` is the time: `timestamp` is when the recorder heard of it",
    ),
    Rule(
        TIME_RAISED,
        "rows whose `exchange_timestamp` goes back",
        "raised to the time of the row before",
    ),
    Rule(VOLUME_EXPONENT, "volumes with an exponent", "same value in plain digits"),
    Rule(AMOUNT_EXPONENT, "trade amounts with an exponent", "same value in plain digits"),
    Rule(NEVER_CREATED, "orders never created", "left out: nobody asked for them here"),
    Rule(
        VOLUME_ZERO,
        "orders created with volume 0",
        "asked for an amount of money: qty is what traded plus what was left, no price",
    ),
    Rule(PRICE_ZERO, "rows with price 0", "a `created` row makes a `new` without price"),
    Rule(
        FILL_PRICE,
        "fills whose row has another price than the order",
        "the price of the trade: an `exec` at it, the order keeps its own",
    ),
    Rule(
        DELETED_PRICE,
        "orders deleted at another price",
        "replaced by the exchange under an id of its own: `cancel`, no second new id",
    ),
    Rule(
        PRICE_CHANGE,
        "price changes mid-life, without a fill",
        "`cancel` of the rest, `new` as `ID.1`, then `ID.2`, ...",
    ),
    Rule(VOLUME_RISE, "volumes that rise mid-life", "as a price change: `cancel`, `new` as `ID.1`"),
    Rule(CUT, "volumes that fall without a trade", "a `cancel` of the difference"),
    Rule(AFTER_END, "rows after their order's end", "left out: nothing is left to change"),
    Rule(
        OPEN_AT_END,
        "orders still open at the end, deleted in the last millisecond",
        "`cancel` of what is left then",
    ),
    Rule(
        TRADE_UNKNOWN_ORDER,
        "trade sides whose order is unknown",
        "left out; the other side stands",
    ),
    Rule(
        TRADE_WITHOUT_FALL,
        "trade sides that match no fall of their order's volume",
        "left out: the order's own rows decide",
    ),
)
