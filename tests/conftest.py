# SPDX-License-Identifier: Apache-2.0
"""The suite's frame: marks from requirement numbers, the steps, and which bindings run.

What a scenario is called for in Rust when it is a compile error there stands at the end.
"""

import functools
import re
from pathlib import Path

from golden import Store

from spec.gen.lifecycle import proved
from spec.gen.requirements import other_tags, requirements

BINDINGS = ("python", "go", "rust")
COMPILE_FAIL = "rust-compile-fail"
COMPILE_FAIL_TESTS = Path(__file__).parent / "drivers" / "rust" / "src" / "compile_fail.rs"

pytest_plugins = (
    "steps.world",
    "steps.engine",
    "steps.orders",
    "steps.records",
    "steps.reports",
    "steps.blocks",
    "steps.holds",
    "steps.callbacks",
    "steps.log",
    "steps.values",
    "steps.conversions",
    "steps.json_doors",
    "steps.batches",
    "steps.groups",
    "steps.state",
    "steps.limits",
    "steps.wild",
    "steps.lifecycle",
    "steps.threads",
)


def pytest_addoption(parser):
    parser.addoption(
        "--binding",
        action="append",
        choices=BINDINGS,
        help="run scenarios for this binding only; all of them unless told",
    )
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="write the golden cases of the scenarios that run, instead of comparing them",
    )


def pytest_configure(config):
    config.golden_cases = Store(write=config.getoption("write_golden"))
    for number in (*requirements(), *other_tags()):
        config.addinivalue_line("markers", f"{number}: a tag of scenarios, from spec/")


def pytest_bdd_before_scenario(request, scenario):
    request.node.scenario = scenario


def pytest_bdd_step_error(request):
    """A scenario that fails has no golden case."""
    request.node.scenario = None


def pytest_sessionfinish(session, exitstatus):
    """Golden cases are written by a run in which every scenario held."""
    store = session.config.golden_cases
    if store.write and exitstatus == 0:
        store.save()


def pytest_collection_modifyitems(config, items):
    """Rows of some languages run in those only; in Rust the pass of a tagged scenario is the
    compile-fail test of the same number."""
    elsewhere = [item for item in items if is_elsewhere(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if not is_elsewhere(item)]
    for item in items:
        binding = binding_of(item)
        if binding == "rust" and item.get_closest_marker(COMPILE_FAIL):
            example = item.callspec.params.get("_pytest_bdd_example") or {}
            numbers = {mark.name for mark in item.iter_markers()} & set(requirements())
            if {"action", "state"} <= example.keys():
                check = functools.partial(check_cell, example["action"], example["state"])
            else:
                check = functools.partial(check_compile_fail, numbers)
            item.obj = check


def binding_of(item):
    """The binding that a scenario runs for; none for other tests."""
    return getattr(item, "callspec", None) and item.callspec.params.get("binding")


def is_elsewhere(item):
    """Whether the scenario is of other languages than that of its binding, by its tags."""
    only = [one for one in BINDINGS if item.get_closest_marker(f"only-{one}")]
    binding = binding_of(item)
    return bool(only and binding and binding not in only)


def check_compile_fail(numbers, **_fixtures):
    """One of the scenario's numbers heads a compile-fail test, which `cargo test` runs."""
    text = COMPILE_FAIL_TESTS.read_text(encoding="utf-8")
    proved = set()
    for heading, body in re.findall(r"^/// # (.+)\n((?:///(?! # ).*\n)+)", text, re.MULTILINE):
        if "```compile_fail,E" in body:
            proved |= set(re.findall(r"[A-Z]-\d+[a-z]?(?:\.\d+)?", heading))
    assert numbers & proved, (
        f"no compile-fail test for {sorted(numbers)} in {COMPILE_FAIL_TESTS.name}; "
        f"there are tests for {sorted(proved)}"
    )


def check_cell(action, state, **_fixtures):
    """A compile-fail test of exactly this cell of the lifecycle table."""
    found = proved(COMPILE_FAIL_TESTS.read_text(encoding="utf-8"))
    assert (action, state) in found, (
        f"no compile-fail test for `{action}`, when `{state}` in {COMPILE_FAIL_TESTS.name}"
    )
