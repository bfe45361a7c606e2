# SPDX-License-Identifier: Apache-2.0
"""Every requirement in scope has a scenario, and every tag stands in the contract.

A scenario of `P-4.1` also counts for `P-4`, but not the other way round: each part needs its own,
or a test of one language that the table "Proved by tests" of `spec/README.md` names.
"""

import re

from spec.gen.requirements import (
    NUMBER,
    Requirement,
    Tag,
    is_built,
    not_built,
    other_tags,
    proved,
    requirements,
    tags,
)
from spec.gen.tables import ROOT

Every = dict[str, Requirement]
Left = dict[str, tuple[str, str]]


def uncovered(every: Every, left: Left, used: set[str]) -> list[str]:
    """Numbers in scope that nothing carries: no scenario, and of a rule none of its parts."""
    covered = used | {name.split(".")[0] for name in used}
    return [
        one.number
        for one in every.values()
        if is_built(one, left) and one.number not in covered and "out of scope" not in one.text
    ]


def unproved(number: str, file: str, test: str) -> str | None:
    """What is wrong with a row of the table: the test is not there, or does not name the number."""
    path = ROOT / file
    if not path.is_file():
        return f"{number}: there is no {file}"
    lines = path.read_text(encoding="utf-8").splitlines()
    for index, line in enumerate(lines):
        if re.search(rf"\b(def|fn|func) {test}\b", line):
            # The doc comment above it, or the docstring below it.
            near = lines[max(0, index - 6) : index + 6]
            found = re.search(rf"(?<![\w-]){re.escape(number)}(?![\w.]*\d)", "\n".join(near))
            return None if found else f"{number}: {test} of {file} does not name it"
    return f"{number}: there is no {test} in {file}"


def unknown(every: Every, others: set[str], all_tags: list[Tag]) -> list[str]:
    """Tags that are neither a number of the contract nor one of the table of other tags."""
    return [
        f"{tag.file}:{tag.line} @{tag.name}"
        for tag in all_tags
        if tag.name not in every and tag.name not in others
    ]


def too_early(every: Every, left: Left, all_tags: list[Tag]) -> list[str]:
    """Tags of requirements that the table still calls not built."""
    return [
        f"{tag.file}:{tag.line} @{tag.name}"
        for tag in all_tags
        if tag.name in every and not is_built(every[tag.name], left)
    ]


def test_every_requirement_in_scope_has_a_scenario() -> None:
    carried = {tag.name for tag in tags()} | {number for number, _, _ in proved()}
    missing = uncovered(requirements(), not_built(), carried)
    assert not missing, f"no scenario under features/ carries: {', '.join(missing)}"


def test_what_tests_prove_they_name() -> None:
    every, tagged = requirements(), {tag.name for tag in tags()}
    for number, file, test in proved():
        assert number in every, f"spec/README.md, proved by tests: no requirement {number}"
        assert number not in tagged, f"{number} has a scenario: its row is not needed"
        wrong = unproved(number, file, test)
        assert not wrong, f"spec/README.md, proved by tests: {wrong}"


def test_every_tag_is_known() -> None:
    wrong = unknown(requirements(), other_tags(), tags())
    assert not wrong, "tags that spec/ does not know:\n" + "\n".join(wrong)


def test_not_built_yet_names_requirements_and_shrinks() -> None:
    every, left = requirements(), not_built()
    wrong = [number for number in left if number not in every]
    assert not wrong, f"spec/README.md, not built yet: no such requirement: {', '.join(wrong)}"
    early = too_early(every, left, tags())
    assert not early, (
        "scenarios of requirements that spec/README.md calls not built yet; take their rows "
        "out of that table:\n" + "\n".join(early)
    )


def test_numbers_of_parts_have_no_holes() -> None:
    parts: dict[str, list[int]] = {}
    for one in requirements().values():
        if one.number != one.parent:
            parts.setdefault(one.parent, []).append(int(one.number.split(".")[1]))
    holes = [n for n, found in parts.items() if found != list(range(1, len(found) + 1))]
    assert not holes, f"the parts are not numbered from 1 without holes: {', '.join(holes)}"


def test_the_checks_can_fail() -> None:
    every = requirements()
    left: Left = {"P-11": ("6", "dry run")}
    assert "P-4" in uncovered(every, left, {"P-2", "P-3"})
    assert "P-4" not in uncovered(every, left, {"P-4.1"})
    assert "P-4.2" in uncovered(every, left, {"P-4", "P-4.1"})
    assert "P-11" not in uncovered(every, left, set())
    assert re.fullmatch(NUMBER, "T-1a.4")
    here = "tests/test_spec_coverage.py"
    assert unproved("P-4", "tests/nowhere.py", "test") is not None
    assert unproved("P-4", here, "test_that_is_not_there") is not None
    assert unproved("P-4", here, "test_every_tag_is_known") is not None
