# SPDX-License-Identifier: Apache-2.0
"""Operations on values: those of `spec/vectors/README.md`, and sameness."""

from decimal import Decimal

import openpit
from openpit import param
from openpit.pretrade import RejectCode, RejectScope

NUMBERS = {
    "price": param.Price,
    "quantity": param.Quantity,
    "volume": param.Volume,
    "pnl": param.Pnl,
    "fee": param.Fee,
}


def rounding(args):
    """The last two arguments of the rounded forms."""
    return int(args[-2]), param.RoundingStrategy(args[-1])


OPS = {
    "from_string": lambda t, a: t.from_string(a[0]),
    "from_int": lambda t, a: t.from_int(int(a[0])),
    "from_float": lambda t, a: t.from_float(float(a[0])),
    "from_string_rounded": lambda t, a: t.from_string_rounded(a[0], *rounding(a)),
    "from_float_rounded": lambda t, a: t.from_float_rounded(float(a[0]), *rounding(a)),
    "from_decimal_rounded": lambda t, a: t.from_decimal_rounded(Decimal(a[0]), *rounding(a)),
    "add": lambda t, a: t(a[0]) + t(a[1]),
    "sub": lambda t, a: t(a[0]) - t(a[1]),
    "neg": lambda t, a: -t(a[0]),
    "mul": lambda t, a: t(a[0]) * Decimal(a[1]),
    "mul_int": lambda t, a: t(a[0]) * int(a[1]),
    "div": lambda t, a: t(a[0]) / Decimal(a[1]),
    "div_rounded": lambda t, a: t(a[0]).div_rounded(Decimal(a[1]), *rounding(a)),
    "rem": lambda t, a: t(a[0]).remainder(Decimal(a[1])),
    "to_fixed": lambda t, a: format(t(a[0]), f".{a[1]}f"),
    "compare": lambda t, a: (t(a[0]) > t(a[1])) - (t(a[0]) < t(a[1])),
}


def execution_id(text):
    """An execution id has no type of its own in Python: the identity checks it."""
    return openpit.ExecutionReportIdentity(client_order_id="x", execution_id=text).execution_id


NAMES = {
    "asset": param.Asset,
    "client_order_id": lambda text: openpit.OrderIdentity(client_order_id=text).client_order_id,
    "execution_id": execution_id,
    "instrument": openpit.Instrument.from_string,
    "side": lambda text: param.Side(text).value,
    "rounding_strategy": lambda text: param.RoundingStrategy(text).value,
}


def apply(kind, op, args):
    """One operation; the answer is the canonical text of the result."""
    if kind in NUMBERS:
        return str(OPS[op](NUMBERS[kind], args))
    if kind == "account_id":
        made = (
            param.AccountId.from_int(int(args[0]))
            if op == "from_int"
            else (param.AccountId.from_string(args[0]))
        )
        return str(made.value)
    return str(NAMES[kind](args[0]))


def same(kind, a, b):
    """Whether two texts make one value: equal, and one key of a map."""
    a, b = NUMBERS[kind](a), NUMBERS[kind](b)
    return {"equal": a == b, "keys": str(len({a, b}))}


def tables():
    """Reject codes and scopes as the language names them."""
    codes = [[str(code.value), code.label] for code in RejectCode]
    return {"codes": codes, "scopes": [scope.value for scope in RejectScope]}
