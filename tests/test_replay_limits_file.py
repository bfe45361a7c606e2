# SPDX-License-Identifier: Apache-2.0
"""`openpit limits check` and `openpit limits schema`."""

from __future__ import annotations

import json

from replay_command import DATA, LIMITS, run

FAULTY = """\
[[policy]]
type = "rate_limit"
[policy.broker]
max_orders = 1.5
window = "1s"

[[policy]]
type = "order_size_limit"
[policy.broker]
max_quantity = "a lot"

[[policy]]
type = "notional_limit"
[[policy.broker]]
asset = "USD"
limit = 0.5
[[policy.each_account_asset]]
asset = "USD"
"""

TWO_NAMES = """\
[[policy]]
type = "rate_limit"
[policy.each_account]
max_orders = 1
window = "1s"
"""


def test_limits_without_a_fault_pass():
    for path in (LIMITS, DATA / "demo_limits.toml"):
        assert run("limits", "check", path) == (0, f"`{path}` has no fault\n", "")


def test_every_fault_is_printed_at_once(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(FAULTY)
    ran = run("limits", "check", limits)
    assert (ran.code, ran.output) == (2, "")
    lines = ran.errors.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(f"openpit: `{limits}` line 4: key `policy[1].broker.max_orders`")
    assert lines[1].startswith(f"openpit: `{limits}` line 10: key `policy[2].broker.max_quantity`")
    assert lines[2].startswith(f"openpit: `{limits}` line 16: key `policy[3].broker[1].limit`")
    assert lines[3].startswith(
        f"openpit: `{limits}` line 17: key `policy[3].each_account_asset[1].limit`: missing"
    )


def test_accounts_are_those_that_are_given(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(TWO_NAMES)
    assert run("limits", "check", limits).code == 0
    assert run("limits", "check", limits, "--accounts", "A,B", "--accounts", "C").code == 0
    ran = run("limits", "check", limits, "--accounts", "A,,B")
    assert ran.code == 2
    assert "account 2 of the list" in ran.errors


def test_a_file_that_is_not_there_is_named(tmp_path):
    ran = run("limits", "check", tmp_path / "none.toml")
    assert (ran.code, ran.output) == (2, "")
    assert ran.errors.endswith("none.toml`: cannot be read: no such file or directory\n")


def test_the_schema_is_printed_whole():
    ran = run("limits", "schema")
    assert (ran.code, ran.errors) == (0, "")
    schema = json.loads(ran.output)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["$defs"]) == [
        "order_validation",
        "rate_limit",
        "order_size_limit",
        "pnl_bounds_killswitch",
        "notional_limit",
    ]
