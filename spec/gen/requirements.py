# SPDX-License-Identifier: Apache-2.0
"""Read requirements, scenario tags and mentions: who states a number, who proves it, who keeps it.

A requirement is a line `- **P-4.1** ... MUST ...` of a page under `spec/`, with its indented
continuation lines. A scenario carries its number as a tag: `@P-4` or `@P-4.1`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from .tables import ROOT, SPEC, TableError

NUMBER = r"[A-Z]-\d+[a-z]?(?:\.\d+)?"
PAGES = {
    "V": "values.md",
    "O": "records.md",
    "P": "pipeline.md",
    "R": "rejects.md",
    "M": "mutations.md",
    "K": "blocks.md",
    "B": "batch.md",
    "T": "threading.md",
    "D": "determinism.md",
    "L": "policies.md",
    "E": "errors.md",
}
KEYWORDS = re.compile(r"\b(MUST NOT|MUST|SHOULD|MAY)\b")
SOURCES = (
    ("rust", "*.rs"),
    ("go", "*.go"),
    ("python", "*.py"),
    ("tests", "*.py"),
    ("tests", "*.rs"),
    ("tests", "*.go"),
)
NOT_SOURCES = {"target", "build", ".venv", "__pycache__", "node_modules"}
HOLDER = re.compile(r"(Feature|Rule|Scenario|Scenario Outline|Examples)( \w+)?:")


@dataclass(frozen=True)
class Requirement:
    """One numbered line of the contract."""

    number: str
    text: str
    page: str
    line: int

    @property
    def parent(self) -> str:
        """The contract's own number: `P-4` of `P-4.1`."""
        return self.number.split(".")[0]


@dataclass(frozen=True)
class Tag:
    """One tag and the line of the scenario, examples, rule or feature that carries it."""

    name: str
    file: str
    line: int


def requirements() -> dict[str, Requirement]:
    """Every requirement by number, in the order of the pages."""
    found: dict[str, Requirement] = {}
    for letter, page in PAGES.items():
        lines = (SPEC / page).read_text(encoding="utf-8").splitlines()
        for index, line in enumerate(lines):
            match = re.match(rf"- \*\*({NUMBER})\*\* (.+)", line)
            if line.startswith("- ") and not match:
                raise TableError(f"spec/{page}:{index + 1} is not of the form `- **P-4** ...`")
            if match:
                text = [match[2]]
                for more in lines[index + 1 :]:
                    if not more.startswith("  "):
                        break
                    text.append(more.strip())
                one = Requirement(match[1], " ".join(text), page, index + 1)
                _check(one, letter, found)
                found[one.number] = one
    return found


def _check(one: Requirement, letter: str, before: dict[str, Requirement]) -> None:
    where = f"spec/{one.page}:{one.line} `{one.number}`"
    if not one.number.startswith(f"{letter}-"):
        raise TableError(f"{where} is on the wrong page: allowed is `{letter}-`")
    if one.number in before:
        raise TableError(f"{where} is there twice")
    if one.parent != one.number and one.parent not in before:
        raise TableError(f"{where} stands before its `{one.parent}`")
    if not KEYWORDS.search(one.text):
        raise TableError(f"{where} says none of MUST, MUST NOT, SHOULD, MAY")


def not_built() -> dict[str, tuple[str, str]]:
    """Number -> (issue, what is left) of the table "Not built yet" in `spec/README.md`."""
    text = (SPEC / "README.md").read_text(encoding="utf-8")
    section = text.split("## Not built yet", 1)[-1].split("\n## ", 1)[0]
    rows = re.findall(rf"^\| ({NUMBER}) \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    numbers = [number for number, _, _ in rows]
    twice = {number for number in numbers if numbers.count(number) > 1}
    if twice:
        raise TableError(f"spec/README.md: not built yet has {sorted(twice)} twice")
    return {number: (issue, left) for number, issue, left in rows}


def proved() -> list[tuple[str, str, str]]:
    """(number, file, test) of the table "Proved by tests" in `spec/README.md`."""
    text = (SPEC / "README.md").read_text(encoding="utf-8")
    section = text.split("## Proved by tests", 1)[-1].split("\n## ", 1)[0]
    return re.findall(rf"^\| ({NUMBER}) \| `(\S+)` `(\w+)` \|$", section, re.MULTILINE)


def is_built(one: Requirement, left: dict[str, tuple[str, str]]) -> bool:
    """Tell whether the requirement is in scope: neither it nor its parent is still to come."""
    return one.number not in left and one.parent not in left


def tags() -> list[Tag]:
    """Every tag under `features/`, with the line that it belongs to."""
    found = []
    for path in sorted((ROOT / "features").rglob("*.feature")):
        waiting: list[str] = []
        for index, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            words = line.strip()
            if words.startswith("@"):
                waiting += re.findall(r"@(\S+)", words.split(" #")[0])
            elif HOLDER.match(words) or words.startswith("Example:"):
                name = path.relative_to(ROOT).as_posix()
                found += [Tag(tag, name, index + 1) for tag in waiting]
                waiting = []
    return found


def other_tags() -> set[str]:
    """The tags that are no numbers: the table "Other tags" in `spec/README.md`."""
    text = (SPEC / "README.md").read_text(encoding="utf-8")
    section = text.split("## Other tags", 1)[-1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `@([\w-]+)` \|", section, re.MULTILINE))


def mentions() -> dict[str, list[str]]:
    """Number -> files of code and tests that mention it; generated files do not count."""
    found: dict[str, set[str]] = {}
    for folder, pattern in SOURCES:
        for path in (ROOT / folder).rglob(pattern):
            if NOT_SOURCES & set(path.parts) or path.name.startswith("test_spec_"):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            if "GENERATED by spec/gen" in text[:100]:
                continue
            name = path.relative_to(ROOT).as_posix()
            for number in re.findall(rf"(?<![\w-]){NUMBER}\b", text):
                found.setdefault(number, set()).add(name)
    return {number: sorted(files) for number, files in found.items()}


def relative(path: str) -> str:
    """A link from a page under `spec/` to a file of the repository."""
    return Path("..", path).as_posix()
