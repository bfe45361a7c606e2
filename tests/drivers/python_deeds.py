# SPDX-License-Identifier: Apache-2.0
"""What the rules of a script can say."""

import openpit
from openpit import param
from openpit.pretrade import (
    AccountBlock,
    BlockCause,
    KillSwitchAction,
    PolicyReject,
    RejectCode,
    RejectScope,
    Release,
)

from drivers.python_records import account


class ScriptedError(Exception):
    """What a scripted policy raises."""


def configured(engine):
    """The calls of an engine that change its limits."""
    change = engine.configure()
    return {
        "configure": lambda: change.rate_limit("burst"),
        "configure_order_size": lambda: change.order_size_limit("burst"),
        "configure_pnl_bounds": lambda: change.pnl_bounds_killswitch("burst"),
        "configure_notional": lambda: change.notional_limit("burst"),
        "reset_notional": lambda: change.reset_notional_limit("burst"),
    }


def administered(engine):
    """The calls of an engine's admin handles."""
    accounts, seven = engine.accounts(), param.AccountId.from_int(7)
    cause = BlockCause("engine", RejectCode.OTHER, "nobody gave it")
    return {
        "block": lambda: accounts.block(seven, "from a callback"),
        "unblock": lambda: accounts.unblock(seven, cause),
        "unblock_all": lambda: accounts.unblock_all(seven),
        "blocked": accounts.blocked,
        "register_group": lambda: accounts.register_group(3, [seven]),
        "unregister_group": lambda: accounts.unregister_group(3, [seven]),
        "group_of": lambda: accounts.group_of(seven),
        "block_group": lambda: accounts.block_group(3, "from a callback"),
        "unblock_group": lambda: accounts.unblock_group(3, cause),
        "unblock_group_all": lambda: accounts.unblock_group_all(3),
        "block_engine": lambda: engine.block("from a callback"),
        "unblock_engine": lambda: engine.unblock(cause),
        "unblock_engine_all": engine.unblock_all,
    }


def call_engine(engine, call, session=None):
    """One call of the policy's own engine; a session has a request and a reservation of it."""
    order = openpit.Order(operation=openpit.OrderOperation())
    operation = openpit.ExecutionReportOperation(account_id=param.AccountId.from_int(7))
    calls = {
        "start": lambda: engine.start_pre_trade(order=order),
        "place": lambda: engine.execute_pre_trade(order=order),
        "dry_run_start": lambda: engine.dry_run_start_pre_trade(order=order),
        "dry_run": lambda: engine.dry_run_execute_pre_trade(order=order),
        "armed": lambda: engine.armed(7),
        "report": lambda: engine.apply_execution_report(
            report=openpit.ExecutionReport(operation=operation)
        ),
        "adjust": lambda: engine.apply_account_adjustment(7, []),
        "balances": engine.balances,
        "state": engine.state,
        "state_digest": engine.state_digest,
        "holds": engine.holds,
        "verdicts": engine.verdicts,
        "decisions": engine.decisions,
        "digest": engine.decisions_digest,
        "drops": engine.drops,
        "close": engine.close,
        "execute": lambda: session.requests[1].execute(),
        "commit": lambda: session.reservations[1].commit(),
        "rollback": lambda: session.reservations[1].rollback(),
        "close_reservation": lambda: session.reservations[1].close(),
        **configured(engine),
        **administered(engine),
    }
    calls[call]()


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
