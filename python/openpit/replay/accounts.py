# SPDX-License-Identifier: Apache-2.0
"""Made-up account names for order flow that has none: a hash of the order id, Zipf weights."""

from __future__ import annotations

import bisect
import hashlib
import itertools

COUNT = 16
NAMES = tuple(f"ACC{k:03d}" for k in range(1, COUNT + 1))

# 720720 is the least common multiple of 1 to 16, so the weights 1, 1/2, ... 1/16 are whole here.
_WEIGHTS = [720_720 // k for k in range(1, COUNT + 1)]
_UPPER_BOUNDS = list(itertools.accumulate(_WEIGHTS))


def account_of(order_id: str) -> str:
    """``ACC001`` to ``ACC016``: account k gets orders with a weight of 1/k, always the same ones.

    The first eight bytes (big-endian) of SHA-256 over the id, modulo the sum of the weights, fall
    into one account's share.

    >>> account_of("2002347637329922")
    'ACC001'
    """
    digest = hashlib.sha256(order_id.encode()).digest()
    point = int.from_bytes(digest[:8], "big") % _UPPER_BOUNDS[-1]
    return NAMES[bisect.bisect_right(_UPPER_BOUNDS, point)]
