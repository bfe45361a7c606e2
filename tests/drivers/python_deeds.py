# SPDX-License-Identifier: Apache-2.0
"""What the rules of a script can say."""

import openpit
from openpit import param
from openpit.pretrade import AccountBlock, PolicyReject, RejectCode, RejectScope


class ScriptedError(Exception):
    """What a scripted policy raises."""


def call_engine(engine, call):
    """One call of the policy's own engine."""
    order = openpit.Order(operation=openpit.OrderOperation())
    operation = openpit.ExecutionReportOperation(account_id=param.AccountId.from_int(7))
    {
        "start": lambda: engine.start_pre_trade(order=order),
        "place": lambda: engine.execute_pre_trade(order=order),
        "report": lambda: engine.apply_execution_report(
            report=openpit.ExecutionReport(operation=operation)
        ),
        "block": lambda: engine.accounts().block(param.AccountId.from_int(7), "from a callback"),
        "blocked": lambda: engine.accounts().blocked(),
        "decisions": engine.decisions,
        "digest": engine.decisions_digest,
        "close": engine.close,
    }[call]()


def reject(rule):
    """The reject that a rule states."""
    return PolicyReject(
        RejectCode.from_label(rule["code"]),
        rule.get("reason", ""),
        rule.get("details", ""),
        scope=RejectScope(rule.get("scope", "order")),
        user_data=int(rule.get("user_data", 0)),
    )


def block(rule):
    """The block that a rule states."""
    return AccountBlock(RejectCode.from_label(rule["code"]), rule.get("reason", ""))
