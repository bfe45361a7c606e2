# SPDX-License-Identifier: Apache-2.0
"""What only a Python hook can answer: objects that are not what they should be."""

import openpit
from openpit.pretrade import (
    AccountBlock,
    PolicyAccountAdjustmentResult,
    PolicyDecision,
    PolicyReject,
    PostTradeResult,
    RejectCode,
)

from drivers.python_deeds import ScriptedError

NO = PolicyReject(RejectCode.OTHER, "no")
BLOCK = AccountBlock(RejectCode.OTHER, "enough")
HUGE = 100_000


class Liar:
    """Says that it is of a class and has nothing of it."""

    def __init__(self, class_):
        self.claimed = class_

    __class__ = property(lambda self: self.claimed)


class LyingReject(PolicyReject):
    """A reject that has another code each time it is asked."""

    @property
    def code(self):
        return "none"

    def __init__(self):
        pass


class NosyText(str):
    """A text that calls the engine when it is compared or hashed."""

    engine = None

    def __eq__(self, other):
        return self.engine.decisions() and super().__eq__(other)

    __hash__ = None


class Nosy:
    """Calls the engine from wherever Python calls it, and does not catch what it gets."""

    def __init__(self, engine, items=()):
        self.engine = engine
        self.items = items

    def __iter__(self):
        self.engine.decisions()
        return iter(self.items)

    def __eq__(self, other):
        return bool(self.engine.decisions())

    __hash__ = None


class LastWord:
    """Calls the engine when it is let go; what that raises has nobody to go to."""

    def __init__(self, engine):
        self.engine = engine

    def __iter__(self):
        return iter(())

    def __del__(self):
        self.engine.decisions()


class Both(tuple):
    """A tuple that says of itself to be something else."""

    __slots__ = ()

    def __iter__(self):
        raise ScriptedError("never asked: a tuple's items are taken as they are")

    def __len__(self):
        raise ScriptedError("never asked")


def midway(*items):
    """Some good items, then an exception."""
    yield from items
    raise ScriptedError("midway")


GARBAGE = {
    "None": lambda engine: None,
    "a number": lambda engine: 5,
    "true": lambda engine: True,
    "a text": lambda engine: "no",
    "an empty text": lambda engine: "",
    "half a text": lambda engine: "\ud800",
    "bytes": lambda engine: b"",
    "an object": lambda engine: object(),
    "a class": lambda engine: PolicyDecision,
    "a list of texts": lambda engine: ["no"],
    "a list of nothing": lambda engine: [None],
    "a reject": lambda engine: NO,
    "a reject and a text": lambda engine: [NO, "no"],
    "a block": lambda engine: BLOCK,
    "rejects that fail midway": lambda engine: midway(NO, NO),
    "a reject that lies": lambda engine: [LyingReject()],
    "an object that claims to be a reject": lambda engine: [Liar(PolicyReject)],
    "an object that claims to be a decision": lambda engine: Liar(PolicyDecision),
    "an object that claims to be a result": lambda engine: Liar(PostTradeResult),
    "an object that calls the engine": lambda engine: Nosy(engine, [NO]),
    "an object that calls the engine at its end": LastWord,
    "a tuple that denies it": lambda engine: Both(),
    "a huge list of rejects": lambda engine: [NO] * HUGE,
    "a decision": lambda engine: PolicyDecision.accept(),
    "a decision of a batch": lambda engine: PolicyAccountAdjustmentResult.accept(),
    "a reject without reasons": lambda engine: PolicyDecision.reject([]),
    "a decision with rejects as mutations": lambda engine: PolicyDecision.accept([NO]),
    "a decision with mutations that fail midway": lambda engine: PolicyDecision.accept(midway()),
    "a decision with mutations that call the engine": lambda engine: PolicyDecision.accept(
        mutations=Nosy(engine)
    ),
    "a decision with a huge list of mutations": lambda engine: PolicyDecision.accept(
        [openpit.Mutation()] * HUGE
    ),
    "a result": lambda engine: PostTradeResult(),
    "a result with texts as blocks": lambda engine: PostTradeResult(account_blocks=["no"]),
    "a text that calls the engine": lambda engine: NosyText("wild"),
}


def garbage(policy, hook, rule):
    """The answer that a rule names, made anew: some can be used once."""
    engine = policy.session.engines.items.get(policy.number)
    return GARBAGE[rule["what"]](engine)
