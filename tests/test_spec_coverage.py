# SPDX-License-Identifier: Apache-2.0
"""Every requirement in scope has a scenario, and every tag stands in the contract.

A scenario of `P-4.1` also counts for `P-4`; the other way round it does not need to.
"""

import re

from spec.gen.requirements import (
    NUMBER,
    Requirement,
    Tag,
    is_built,
    not_built,
    other_tags,
    requirements,
    tags,
)

Every = dict[str, Requirement]
Left = dict[str, tuple[str, str]]


def uncovered(every: Every, left: Left, used: set[str]) -> list[str]:
    """Numbers of the contract in scope that no scenario carries, nor any of their parts."""
    covered = {name.split(".")[0] for name in used}
    return [
        one.number
        for one in every.values()
        if one.number == one.parent and is_built(one, left) and one.number not in covered
    ]


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
    missing = uncovered(requirements(), not_built(), {tag.name for tag in tags()})
    assert not missing, f"no scenario under features/ carries: {', '.join(missing)}"


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
    assert "P-11" not in uncovered(every, left, set())
    assert re.fullmatch(NUMBER, "T-1a.4")
