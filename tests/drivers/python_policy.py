# SPDX-License-Identifier: Apache-2.0
"""A policy that does what its script says, through the package's public policy interface."""

import functools
import threading

from openpit import Mutation
from openpit.errors import OpenPitError
from openpit.pretrade import (
    Policy,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PostTradeResult,
)

from drivers.python_adjustments import adjustment, adjustment_data
from drivers.python_answers import balance, error
from drivers.python_deeds import (
    MUTATIONS,
    ScriptedError,
    block,
    call_engine,
    holding,
    reject,
    release,
    require,
)
from drivers.python_garbage import garbage
from drivers.python_records import account, change_order, order_data, report_data
from drivers.python_wild import WILD


def call_elsewhere(engine, noted):
    """One call of the engine on another thread; what it was refused with is noted in full."""
    try:
        call_engine(engine, noted["call"])
    except OpenPitError as refused:
        data = error(refused)
        noted["error"] = f"{data['kind']} {data['detail']}"
        noted["text"] = data["text"]


class Scripted(Policy):
    """The part that all scripted policies share; a hook is there if a rule names it."""

    def __init__(self, session, number, data):
        self.session = session
        self.number = number
        self.own_name = data["name"]
        self.script = data["rules"]
        self.can_dry_run = data.get("supports_dry_run", False)
        self.record = None

    @property
    def name(self):
        return self.described("name", self.own_name, "")

    @property
    def supports_dry_run(self):
        return self.described("supports_dry_run", self.can_dry_run, None)

    def described(self, hook, answer, nonsense):
        """What the policy says of itself, unless its rules say otherwise."""
        for rule in self.rules(hook, None):
            if rule["do"] == "nonsense":
                answer = nonsense
            elif rule["do"] == "garbage":
                answer = garbage(self, hook, rule)
            else:
                self.act(hook, rule)
        return answer

    def rules(self, hook, account_id):
        """The rules of a hook for an account."""
        for rule in self.script:
            wanted = rule.get("account")
            if rule["hook"] == hook and (wanted is None or account(wanted) == account_id):
                yield rule

    def note(self, hook, ctx, record):
        """Note what a hook saw, and the holdings that its rules read."""
        noted = {
            "policy": self.own_name,
            "hook": hook,
            "at": str(ctx.at),
            "account": str(ctx.account_id.value),
            "record": record,
            "mutations": [f"{one.policy}/{one.kind}" for one in ctx.mutations],
        }
        if ctx.dry_run:
            noted["dry_run"] = "true"
        self.session.trace.append(noted)
        for rule in self.rules(hook, ctx.account_id):
            if rule["do"] == "read_holding":
                noted = {"policy": self.own_name, "hook": hook, **holding(ctx, rule["asset"])}
                self.session.trace.append(noted)
            if rule["do"] == "read_balance":
                names = ("asset", "instrument", "collateral_asset")
                read = ctx.balance(**{name: rule[name] for name in names if name in rule})
                noted = {"policy": self.own_name, "hook": hook, **balance(read)}
                self.session.trace.append(noted)

    def act(self, hook, rule):
        """What every hook can do."""
        deed = rule["do"]
        if deed in ("panic", "raise", "nonsense"):
            raise ScriptedError("scripted failure")
        if deed == "drop":
            self.session.reservations.items.pop(rule["reservation"], None)
        if deed == "change_order":
            change_order(self.session.submitted, rule["quantity"])
        if deed == "call_engine":
            self.call_back(hook, rule)
        if deed in WILD:
            WILD[deed](self, hook, rule)

    def call_back(self, hook, rule):
        """Call the own engine; the error, if any, is noted and passes unless it is caught.

        No exception is kept: its frames would keep a reservation alive that the scenario drops.
        """
        engine = self.session.engines[self.number]
        noted = {"policy": self.own_name, "hook": hook, "call": rule["call"], "error": None}
        self.session.trace.append(noted)
        if rule.get("elsewhere"):
            thread = threading.Thread(target=call_elsewhere, args=(engine, noted))
            thread.start()
            thread.join()
            return
        try:
            call_engine(engine, rule["call"])
        except OpenPitError as refused:
            noted["error"] = error(refused)["kind"]
            noted["text"] = str(refused)
            if not rule.get("catch"):
                raise

    def mutation(self, label, account_id):
        """A mutation whose sides note that they ran and do what their rules say."""

        def side(hook):
            def run():
                self.session.trace.append(
                    {
                        "policy": self.own_name,
                        "hook": hook,
                        "label": label,
                        "account": str(account_id.value),
                    }
                )
                for rule in self.rules(hook, account_id):
                    if rule["do"] == "garbage":
                        return garbage(self, hook, rule)
                    if rule.get("label") in (None, label):
                        self.act(hook, rule)
                return None

            return run

        return Mutation(commit=side("commit"), rollback=side("rollback"))


def check_pre_trade_start(self, ctx, order):
    self.record, record = order, order_data(order)
    self.note("start", ctx, record)
    rejects = []
    for rule in self.rules("start", ctx.account_id):
        if rule["do"] == "reject":
            rejects.append(reject(rule))
        elif rule["do"] == "require":
            rejects += require(rule, record)
        elif rule["do"] == "nonsense":
            return None
        elif rule["do"] == "garbage":
            return garbage(self, "start", rule)
        else:
            self.act("start", rule)
    return rejects


def decide(self, hook, ctx, record, answer):
    """What the rules of a hook that decides say of a record; `answer` is the class that says it."""
    self.note(hook, ctx, record)
    rejects, mutations, blocks, nonsense = [], [], [], False
    for rule in self.rules(hook, ctx.account_id):
        if rule["do"] == "reject":
            rejects.append(reject(rule))
        elif rule["do"] == "require":
            rejects += require(rule, record)
        elif rule["do"] == "emit":
            mutations.append(self.mutation(rule["label"], ctx.account_id))
        elif rule["do"] in MUTATIONS:
            mutations.append(MUTATIONS[rule["do"]](rule, ctx.account_id))
        elif rule["do"] == "block":
            blocks.append(block(rule))
        elif rule["do"] == "nonsense":
            nonsense = True
        elif rule["do"] == "garbage":
            return garbage(self, hook, rule)
        else:
            self.act(hook, rule)
    if rejects or nonsense:
        return answer.reject(rejects, mutations=mutations, account_blocks=blocks)
    return answer.accept(mutations=mutations, account_blocks=blocks)


def perform_pre_trade_check(self, ctx, order):
    self.record = order
    return decide(self, "main", ctx, order_data(order), PolicyDecision)


def apply_account_adjustment(self, ctx, account_id, adjustment):
    assert account_id == ctx.account_id
    self.record = adjustment
    record = adjustment_data(adjustment)
    return decide(self, "adjustment", ctx, record, PolicyAccountAdjustmentResult)


def apply_execution_report(self, ctx, report):
    self.record = report
    self.note("report", ctx, report_data(report))
    blocks, releases, adjustments = [], [], []
    for rule in self.rules("report", ctx.account_id):
        if rule["do"] == "block":
            blocks.append(block(rule))
        elif rule["do"] == "release":
            releases.append(release(rule))
        elif rule["do"] == "adjust":
            adjustments.append(adjustment(rule["adjustment"]))
        elif rule["do"] == "nonsense":
            return "nonsense"
        elif rule["do"] == "garbage":
            return garbage(self, "report", rule)
        else:
            self.act("report", rule)
    if not blocks and not releases and not adjustments:
        return None
    return PostTradeResult(
        account_blocks=blocks, releases=releases, account_adjustments=adjustments
    )


HOOKS = {
    "start": check_pre_trade_start,
    "main": perform_pre_trade_check,
    "report": apply_execution_report,
    "adjustment": apply_account_adjustment,
}


def scripted(session, number, data):
    """The policy of a script, with the hooks that its rules name and no others."""
    named = {rule["hook"] for rule in data["rules"]}
    hooks = {HOOKS[hook].__name__: HOOKS[hook] for hook in HOOKS if hook in named}
    if "hooks" in named:
        main = perform_pre_trade_check
        hooks[main.__name__] = property(
            lambda self: self.described("hooks", functools.partial(main, self), None)
        )
    return type("ScriptedPolicy", (Scripted,), hooks)(session, number, data)
