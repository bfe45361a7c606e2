# SPDX-License-Identifier: Apache-2.0
"""The decision log."""

import hashlib
import json
from pathlib import Path

from pytest_bdd import parsers, then

from steps.world import rows

GOLDEN = Path(__file__).parents[2] / "features" / "pipeline" / "golden"
PARTS = {
    "rejects": ("policy", "code"),
    "blocks": ("policy", "code"),
    "unblocks": ("policy", "code"),
    "mutations": ("policy",),
    "failures": ("policy", "hook"),
}


def cell(key, value):
    """A value of a log line as a table shows it."""
    if key == "accounts":
        return ", ".join(value)
    if key in PARTS:
        return ", ".join(" ".join(item[part] for part in PARTS[key]) for item in value)
    return "yes" if value is True else value


@then("the decision log tells:")
def log_tells(world, datatable):
    columns = datatable[0]
    lines = [json.loads(line) for line in world.pull_log()]
    seen = [{k: cell(k, line[k]) for k in columns if k in line} for line in lines]
    assert seen == rows(datatable)


@then("the decision log tells these rollbacks:")
def log_tells_rollbacks(world, datatable):
    lines = [json.loads(line) for line in world.pull_log()]
    seen = [line for line in lines if line["call"] == "rollback"]
    columns = datatable[0]
    assert [{key: line[key] for key in columns} for line in seen] == rows(datatable)


@then("the decision log is empty")
def log_empty(world):
    assert world.pull_log() == []


@then(parsers.parse('the decision log is "{name}"'))
def log_is_golden(world, name):
    golden = (GOLDEN / name).read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in world.pull_log()) == golden


@then("the digest covers the whole decision log")
def digest_covers(world):
    text = "".join(f"{line}\n" for line in world.pull_log())
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert world.driver.digest(world.engine) == expected


@then(parsers.parse('no line of the decision log carries "{text}"'))
def log_without(world, text):
    assert not [line for line in world.pull_log() if text in line]
