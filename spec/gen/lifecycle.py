# SPDX-License-Identifier: Apache-2.0
"""The lifecycle table (P-7.5), read from its feature: one row for each action and state."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .tables import ROOT, TableError

FEATURE = "features/pipeline/lifecycle.feature"
COMPILE_FAIL = "@rust-compile-fail"
HEAD = ("action", "state", "answer")


@dataclass(frozen=True)
class Cell:
    """What an action does in a state, and whether Rust refuses to compile it."""

    action: str
    state: str
    answer: str
    compile_fail: bool


def cells() -> list[Cell]:
    """Every row of the feature's examples, in its order."""
    return parse((ROOT / FEATURE).read_text(encoding="utf-8"))


def parse(feature: str) -> list[Cell]:
    """The rows of a feature's examples; the tables of its steps come before them."""
    found = []
    tag = ""
    compile_fail = reading = False
    for line in feature.splitlines():
        text = line.strip()
        if text.startswith("Examples:"):
            compile_fail, reading = tag == COMPILE_FAIL, True
        elif reading and text.startswith("|"):
            action, state, answer = (part.strip() for part in text.strip("|").split("|"))
            if (action, state, answer) != HEAD:
                found.append(Cell(action, state, answer, compile_fail))
        tag = text
    return checked(found)


def checked(found: list[Cell]) -> list[Cell]:
    """Refuse a table with a cell that is empty, missing or there twice."""
    seen = {(cell.action, cell.state) for cell in found}
    if len(seen) != len(found):
        raise TableError(f"{FEATURE} has an action and state twice")
    for action in ordered(cell.action for cell in found):
        for state in ordered(cell.state for cell in found):
            if (action, state) not in seen:
                raise TableError(f"{FEATURE} has no row for `{action}`, when `{state}`")
    if not all(cell.answer for cell in found):
        raise TableError(f"{FEATURE} has a row without an answer")
    return found


def ordered(names: Iterable[str]) -> list[str]:
    """Names once each, in the order in which they come."""
    return list(dict.fromkeys(names))


def matrix(found: list[Cell]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and body of the table: actions down, states across; what is alike is told once."""
    by_place = {(cell.action, cell.state): cell for cell in found}
    actions = ordered(cell.action for cell in found)
    states = ordered(cell.state for cell in found)
    columns = alike(states, lambda state: [by_place[action, state].answer for action in actions])
    rows = alike(actions, lambda action: [by_place[action, state].answer for state in states])
    head = ("action", *(", ".join(column) for column in columns))
    body = []
    for row in rows:
        names = ", ".join(f"`{name}`" for name in row)
        shown = [by_place[row[0], column[0]].answer for column in columns]
        body.append((names, *(f"`{word}`" if "_" in word else word for word in shown)))
    return head, body


def alike(names: list[str], answers: Callable[[str], list[str]]) -> list[list[str]]:
    """Groups of names that have the same answers everywhere."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        groups.setdefault(tuple(answers(name)), []).append(name)
    return list(groups.values())


def proved(source: str) -> dict[tuple[str, str], str]:
    """(action, state) -> the compile-fail test of it, from the headings of Rust's doc tests:
    `/// # P-7.5 commit: committed, commit failed`."""
    found = {}
    for heading, body in re.findall(
        r"^/// # (P-7\.5 .+)\n((?:///(?! # ).*\n)+)", source, re.MULTILINE
    ):
        action, _, states = heading.removeprefix("P-7.5 ").partition(": ")
        for state in states.split(", "):
            if "```compile_fail,E" in body:
                found[action, state] = heading
    return found
