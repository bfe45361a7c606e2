# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of limits.toml and the parser of the core say the same, as far as a schema can.

Each row is a text without its `[[policy]]` line, and whether it is good. Where only the parser can
tell (a key twice, bounds the wrong way round, a float that is whole), the row is in `ONLY_PARSER`.
"""

import json
from importlib.resources import files
from typing import Any

import jsonschema
import openpit
import pytest
import tomllib

from spec.gen.tables import ROOT, load

SCHEMA: dict[str, Any] = json.loads(
    (files("openpit.replay") / "limits.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

RATE = "type = 'rate_limit'\n"
SIZE = "type = 'order_size_limit'\n"
PNL = "type = 'pnl_bounds_killswitch'\n"
NOTIONAL = "type = 'notional_limit'\n"
ONE = "max_orders = 1\nwindow = '1s'\n"
OWN = "[[policy.account_asset]]\naccount = 'A'\nasset = 'USD'\n"
EACH = "[[policy.each_account_asset]]\nasset = 'USD'\n"

GOOD = [
    "type = 'order_validation'",
    "type = 'order_validation'\nname = 'mine'",
    f"{RATE}count_rejected = true\n[policy.broker]\n{ONE}",
    f"{RATE}[policy.each_account]\n{ONE}[[policy.account]]\naccount = '7'\n{ONE}",
    f"{RATE}{OWN}{ONE}{EACH}{ONE}[[policy.asset]]\nasset = 'BRK B'\n{ONE}",
    f"{RATE}asset = []\n[policy.broker]\nmax_orders = 18446744073709551615\nwindow = '007us'",
    f"{SIZE}[policy.broker]\nmax_quantity = 0\nmax_notional = '1e3'",
    f"{SIZE}[policy.broker]\nmax_quantity = '+0.50'",
    f"{SIZE}[policy.broker]\nmax_quantity = '-0'",
    f"{SIZE}{OWN}max_notional = 1\n{EACH}max_quantity = '2E-3'",
    f"{PNL}[[policy.broker]]\nasset = 'USD'\nlower_bound = -5",
    f"{PNL}{OWN}upper_bound = '+1.5'\ninitial_pnl = '-1'",
    f"{PNL}{OWN}initial_pnl = 1\n{EACH}lower_bound = '-1e2'",
    f"{NOTIONAL}[[policy.broker]]\nasset = 'USD'\nlimit = 0\n{EACH}limit = '1e3'",
    f"{NOTIONAL}{OWN}limit = '0.50'\n[[policy.asset]]\nasset = 'USD'\nlimit = 1",
]

BAD = [
    "",
    "type = 'rate'",
    "type = 1",
    "type = 'order_validation'\ncount_rejected = true",
    "type = 'order_validation'\nname = ''",
    "type = 'order_validation'\nname = 'engine'",
    "type = 'order_validation'\nname = 1",
    RATE,
    f"{RATE}asset = []",
    f"{RATE}count_rejected = 'no'\n[policy.broker]\n{ONE}",
    f"{RATE}[[policy.broker]]\n{ONE}",
    f"{RATE}[policy.account]\naccount = 'A'\n{ONE}",
    f"{RATE}[policy.broker]\nmax_orders = 1",
    f"{RATE}[policy.broker]\n{ONE}max_quantity = 1",
    f"{RATE}[policy.broker]\nmax_orders = -1\nwindow = '1s'",
    f"{RATE}[policy.broker]\nmax_orders = 1.5\nwindow = '1s'",
    f"{RATE}[policy.broker]\nmax_orders = '1'\nwindow = '1s'",
    *(f"{RATE}[policy.broker]\nmax_orders = 1\nwindow = {w}" for w in ("1", "'0s'", "'1 s'", "''")),
    f"{RATE}[[policy.account]]\naccount = ''\n{ONE}",
    f"{RATE}[[policy.account]]\naccount = 7\n{ONE}",
    f"{RATE}[[policy.asset]]\nasset = ' X'\n{ONE}",
    f'{RATE}[[policy.asset]]\nasset = "a\\tb"\n{ONE}',
    f"{RATE}[[policy.asset]]\nasset = '{'x' * 65}'\n{ONE}",
    f"{RATE}[[policy.asset]]\n{ONE}",
    f"{SIZE}[policy.broker]",
    f"{SIZE}[policy.each_account]\nmax_quantity = 1",
    *(f"{SIZE}[policy.broker]\nmax_quantity = {n}" for n in ("-1", "'-1'", "0.5", "'1_0'", "true")),
    f"{PNL}[policy.broker]\nasset = 'USD'\nlower_bound = 1",
    f"{PNL}[[policy.broker]]\nlower_bound = 1",
    f"{PNL}[[policy.broker]]\nasset = 'USD'",
    f"{PNL}[[policy.broker]]\nasset = 'USD'\nlower_bound = 1\ninitial_pnl = 1",
    f"{PNL}{OWN}",
    f"{PNL}{EACH}initial_pnl = 1",
    NOTIONAL,
    f"{NOTIONAL}{OWN}",
    f"{NOTIONAL}[policy.broker]\nasset = 'USD'\nlimit = 1",
    f"{NOTIONAL}[[policy.broker]]\nlimit = 1",
    f"{NOTIONAL}[policy.each_account]\nlimit = 1",
    f"{NOTIONAL}{OWN}limit = 1\nmax_notional = 1",
    *(f"{NOTIONAL}{OWN}limit = {n}" for n in ("-1", "'-1'", "0.5", "'1_0'", "true", "[]")),
    *(f"{PNL}{OWN}lower_bound = {n}" for n in ("0.5", "'1.'", "'.5'", "' 1'", "'nan'", "[]")),
]

ONLY_PARSER = [
    f"{PNL}{OWN}initial_pnl = 1",
    f"{PNL}{OWN}lower_bound = 1\nupper_bound = 0",
    f"{PNL}{OWN}lower_bound = 1\n{OWN}lower_bound = 1",
    f"{PNL}{OWN}lower_bound = '1e99'",
    f"{NOTIONAL}{OWN}limit = 1\n{OWN}limit = 1",
    f"{NOTIONAL}{OWN}limit = '1e99'",
    f"{RATE}[policy.broker]\nmax_orders = 1.0\nwindow = '1s'",
    f"{RATE}[policy.broker]\nmax_orders = 1\nwindow = '9999999999999h'",
    "type = 'order_validation'\n[[policy]]\ntype = 'order_validation'",
]


def by_schema(text: str) -> list[str]:
    """What the schema finds wrong."""
    document = tomllib.loads(text)
    return [error.message for error in VALIDATOR.iter_errors(document)]


def by_parser(text: str) -> list[str]:
    """What the core finds wrong."""
    builder = openpit.Engine.builder().no_sync().limits(text, accounts=["A"])
    try:
        builder.build().close()
    except openpit.ConfigError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [f"[[policy]]\n{rest}" for rest in GOOD])
def test_both_take_what_is_good(text: str) -> None:
    assert (by_schema(text), by_parser(text)) == ([], [])


@pytest.mark.parametrize("text", [*(f"[[policy]]\n{rest}" for rest in BAD), "", "a = 1"])
def test_both_refuse_what_is_bad(text: str) -> None:
    assert by_schema(text), f"the schema takes it; the parser says {by_parser(text)}"
    assert by_parser(text), f"the parser takes it; the schema says {by_schema(text)}"


@pytest.mark.parametrize("text", [f"[[policy]]\n{rest}" for rest in ONLY_PARSER])
def test_some_faults_only_the_parser_can_find(text: str) -> None:
    assert by_schema(text) == []
    assert by_parser(text)


@pytest.mark.parametrize("name", ["limits.toml", "demo_limits.toml"])
def test_the_limits_of_the_repository_are_good(name: str) -> None:
    text = (ROOT / "tests/data" / name).read_text(encoding="utf-8")
    assert (by_schema(text), by_parser(text)) == ([], [])


def test_every_type_of_the_table_is_known_to_the_core() -> None:
    types = [policy["type"] for policy in load().policies["policy"]]
    text = "\n".join(f"[[policy]]\ntype = '{one}'" for one in types)
    assert openpit.limits_policy_types(text) == types
    assert SCHEMA["properties"]["policy"]["items"]["properties"]["type"]["enum"] == types


def test_every_key_says_what_it_means() -> None:
    def keys(node: object) -> list[tuple[str, Any]]:
        if isinstance(node, list):
            return [pair for item in node for pair in keys(item)]
        if not isinstance(node, dict):
            return []
        properties = node.get("properties", {}) if "anyOf" not in node.get("items", {}) else {}
        below = [pair for value in node.values() for pair in keys(value)]
        return [*properties.items(), *below]

    silent = [
        name
        for name, value in keys(SCHEMA["$defs"])
        if "description" not in value and value != {"minItems": 1}
    ]
    assert silent == []
