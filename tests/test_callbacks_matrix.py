# SPDX-License-Identifier: Apache-2.0
"""The matrix of hooks and deeds (P-8, P-9) has no empty cell, and every public call is tried."""

from collections import Counter

import tomllib
from conftest import BINDINGS
from gherkin.parser import Parser

from spec.gen.surface import operations
from spec.gen.tables import ROOT, SPEC, load

FEATURE = ROOT / "features" / "pipeline" / "callbacks.feature"
Cell = tuple[str, str, str]  # hook, deed, language

# The calls of `tests/drivers/base.py` by their operation in `spec/surface.toml`.
CALLS = {
    "start pre-trade": "start",
    "execute pre-trade": "place",
    "dry run of start": "dry_run_start",
    "dry run of both stages": "dry_run",
    "execute": "execute",
    "commit": "commit",
    "rollback": "rollback",
    "close reservation": "close_reservation",
    "apply execution report": "report",
    "adjust an account": "adjust",
    "list of balances": "balances",
    "list of holds": "holds",
    "state": "state",
    "state digest": "state_digest",
    "armed policies": "armed",
    "verdicts": "verdicts",
    "decisions": "decisions",
    "decisions digest": "digest",
    "change a rate limit": "configure",
    "change an order size limit": "configure_order_size",
    "change a pnl kill switch": "configure_pnl_bounds",
    "change a notional limit": "configure_notional",
    "reset a notional limit": "reset_notional",
    "close": "close",
    "drops": "drops",
    "list of blocks": "blocked",
    "block an account": "block",
    "unblock an account": "unblock",
    "unblock all of an account": "unblock_all",
    "block the engine": "block_engine",
    "unblock the engine": "unblock_engine",
    "unblock all of the engine": "unblock_engine_all",
    "put accounts into a group": "register_group",
    "take accounts out of a group": "unregister_group",
    "group of an account": "group_of",
    "block a group": "block_group",
    "unblock a group": "unblock_group",
    "unblock all of a group": "unblock_group_all",
}
# What makes a handle and calls nothing.
HANDLES = {"engine builder", "accounts", "change limits"}
OWNERS = ("Engine.", "Accounts.", "Configure.", "Request.", "Reservation.")


def outlines() -> list[dict]:
    """The scenario outlines of the feature."""
    feature = Parser().parse(FEATURE.read_text(encoding="utf-8"))["feature"]
    rules = [child["rule"]["children"] for child in feature["children"] if "rule" in child]
    return [child["scenario"] for children in rules for child in children if "scenario" in child]


def cells(found: list[dict]) -> list[Cell]:
    """Every row of outlines by hook and deed, for each language that it runs in."""
    listed = []
    for outline in found:
        for examples in outline["examples"]:
            tags = {tag["name"] for tag in outline["tags"] + examples["tags"]}
            only = [one for one in BINDINGS if f"@only-{one}" in tags]
            columns = [cell["value"] for cell in examples["tableHeader"]["cells"]]
            for row in examples["tableBody"]:
                values = [cell["value"] for cell in row["cells"]]
                named = dict(zip(columns, values, strict=True))
                listed += [(named["hook"], named["deed"], one) for one in only or BINDINGS]
    return listed


def wanted() -> set[Cell]:
    """Every pair of the table, but for those that it says do not exist."""
    table = tomllib.loads((SPEC / "callbacks.toml").read_text(encoding="utf-8"))
    found = set()
    for deed in table["deed"]:
        without = deed.get("without", {})
        assert bool(without) == ("why" in deed), deed["name"]
        for hook in table["hook"]:
            for language in BINDINGS:
                exists = all(language in one.get("languages", BINDINGS) for one in (deed, hook))
                missing = without.get("all", []) + without.get(language, [])
                if exists and hook["name"] not in missing:
                    found.add((hook["name"], deed["name"], language))
    return found


def test_the_matrix_has_no_empty_cell() -> None:
    listed = Counter(cells(outlines()))
    assert listed.keys() == wanted(), sorted(listed.keys() ^ wanted())
    twice = [cell for cell, count in listed.items() if count > 1]
    assert not twice, twice


def test_every_public_call_is_tried() -> None:
    public = {
        one.name
        for one in operations(load())
        if one.python.removeprefix("openpit.").removeprefix("pretrade.").startswith(OWNERS)
    }
    assert public - HANDLES == CALLS.keys(), sorted((public - HANDLES) ^ CALLS.keys())
    (outline,) = [one for one in outlines() if "every call" in one["name"]]
    (table,) = [step["dataTable"] for step in outline["steps"] if "dataTable" in step]
    tried = [row["cells"][0]["value"] for row in table["rows"][1:]]
    assert sorted(tried) == sorted(CALLS.values())


def test_the_checks_can_fail() -> None:
    found = outlines()
    assert set(cells(found[1:])) < wanted()
