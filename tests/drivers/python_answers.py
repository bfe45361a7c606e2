# SPDX-License-Identifier: Apache-2.0
"""Plain data from the package's answers and errors."""

from openpit import errors

KINDS = {
    errors.ParamError: "param",
    errors.ConfigError: "config",
    errors.LifecycleError: "lifecycle",
    errors.ThreadingError: "threading",
    errors.ReentrancyError: "reentrancy",
    errors.TimeError: "time",
    errors.CallbackError: "callback",
}
BASES = {
    errors.ParamError: ValueError,
    errors.ConfigError: ValueError,
    errors.LifecycleError: RuntimeError,
}


def error(refused):
    """A typed error as data; its class also has the built-in base that it should (E-1.1)."""
    assert isinstance(refused, BASES.get(type(refused), errors.OpenPitError))
    found = {"kind": KINDS[type(refused)], "text": str(refused)}
    if hasattr(refused, "kind"):
        found["detail"] = refused.kind.value
    if isinstance(refused, errors.ParamError):
        found["input"] = refused.input
    if isinstance(refused, errors.ConfigError):
        found["faults"] = list(refused.faults)
    if isinstance(refused, errors.CallbackError):
        found["failures"] = failures(refused.failures)
    return found


def failures(found):
    """Callbacks that failed, without their own texts, which differ by language."""
    return [{"policy": failure.policy, "hook": str(failure.hook)} for failure in found]


def raised(failed):
    """How Python tells of failed callbacks: raised from the first of their exceptions (P-8.4)."""
    assert failed.__cause__ is failed.failures[0].error
    return {"raised": "callback", "failures": failures(failed.failures)}


def rejects(found):
    """Rejects."""
    return [
        {
            "policy": reject.policy,
            "code": reject.code.label,
            "number": str(reject.code.value),
            "scope": reject.scope.value,
            "reason": reject.reason,
            "details": reject.details,
            "user_data": str(reject.user_data),
        }
        for reject in found
    ]


def holds(found):
    """Reserved notional."""
    return [
        {
            "account": str(hold.account_id.value),
            "asset": str(hold.settlement_asset),
            "policy": hold.policy,
            "held": str(hold.holding.held),
            "open": str(hold.holding.open),
            "used": str(hold.holding.used),
        }
        for hold in found
    ]


def balance(found):
    """What there is of an asset or a position."""
    names = (
        "asset",
        "instrument",
        "collateral_asset",
        "balance",
        "held",
        "incoming",
        "average_entry_price",
        "mode",
        "leverage",
    )
    shown = ((name, getattr(found, name)) for name in names)
    return {name: str(value) for name, value in shown if value is not None}


def blocks(found):
    """Account blocks of a report."""
    return [
        {"policy": block.policy, "code": block.code.label, "reason": block.reason}
        for block in found
    ]
