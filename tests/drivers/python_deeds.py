# SPDX-License-Identifier: Apache-2.0
"""What the rules of a script can say."""

import openpit
from openpit import param
from openpit.pretrade import (
    AccountBlock,
    KillSwitchAction,
    PolicyReject,
    RejectCode,
    RejectScope,
    Release,
)

from drivers.python_records import account


class ScriptedError(Exception):
    """What a scripted policy raises."""


def call_engine(engine, call):
    """One call of the policy's own engine."""
    order = openpit.Order(operation=openpit.OrderOperation())
    operation = openpit.ExecutionReportOperation(account_id=param.AccountId.from_int(7))
    {
        "start": lambda: engine.start_pre_trade(order=order),
        "place": lambda: engine.execute_pre_trade(order=order),
        "dry_run_start": lambda: engine.dry_run_start_pre_trade(order=order),
        "dry_run": lambda: engine.dry_run_execute_pre_trade(order=order),
        "configure": lambda: engine.configure().rate_limit("burst"),
        "armed": lambda: engine.armed(7),
        "report": lambda: engine.apply_execution_report(
            report=openpit.ExecutionReport(operation=operation)
        ),
        "block": lambda: engine.accounts().block(param.AccountId.from_int(7), "from a callback"),
        "blocked": lambda: engine.accounts().blocked(),
        "adjust": lambda: engine.apply_account_adjustment(7, []),
        "balances": engine.balances,
        "state": engine.state,
        "state_digest": engine.state_digest,
        "holds": engine.holds,
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


def require(rule, record):
    """The reject of an order that lacks the field that a rule needs (R-3), or none."""
    if rule["field"].split(".")[-1] in record:
        return []
    code = RejectCode.MISSING_REQUIRED_FIELD
    return [PolicyReject(code, "required field missing", rule["field"])]


def block(rule):
    """The block that a rule states."""
    return AccountBlock(RejectCode.from_label(rule["code"]), rule.get("reason", ""))


def account_of(rule, account_id):
    """The account that a mutation is for: the call's own unless the rule names another."""
    return account(rule["for_account"]) if "for_account" in rule else account_id


def reserve(rule, account_id):
    """The reservation that a rule states (M-2)."""
    limits = {
        name: param.Volume(rule[name])
        for name in ("account_asset_limit", "asset_limit")
        if name in rule
    }
    amount = param.Volume(rule["amount"])
    owner = account_of(rule, account_id)
    return openpit.Mutation.reserve_notional(owner, rule["asset"], amount, **limits)


def set_kill_switch(rule, account_id):
    """The kill-switch state that a rule states (M-3)."""
    scope = openpit.BlockScope.engine()
    if rule["scope"] == "group":
        scope = openpit.BlockScope.group(param.AccountGroupId.from_int(int(rule["group"])))
    if rule["scope"] == "account":
        scope = openpit.BlockScope.account(account_of(rule, account_id))
    sides = {
        name: KillSwitchAction(rule[name]) for name in ("on_commit", "on_rollback") if name in rule
    }
    code, reason = RejectCode.from_label(rule["code"]), rule.get("reason", "")
    return openpit.Mutation.set_kill_switch(scope, code, reason, **sides)


MUTATIONS = {"reserve": reserve, "set_kill_switch": set_kill_switch}


def release(rule):
    """The release that a rule states (M-2)."""
    return Release(rule["asset"], param.Volume(rule["amount"]))


def holding(ctx, asset):
    """What the context says of reserved notional."""
    own, total = ctx.own_holding(asset), ctx.total_holding(asset)
    return {
        "holding": asset,
        "own_held": str(own.held),
        "own_open": str(own.open),
        "own_used": str(own.used),
        "total_used": str(total.used),
        "total_held": str(total.held),
        "total_open": str(total.open),
    }
