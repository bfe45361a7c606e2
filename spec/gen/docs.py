# SPDX-License-Identifier: Apache-2.0
"""Docs: the tables in `spec/*.md` between `<!-- generated:NAME -->` and its end marker."""

import re
from collections.abc import Sequence

from . import lifecycle
from .requirements import (
    PAGES,
    Requirement,
    Tag,
    is_built,
    mentions,
    not_built,
    relative,
    requirements,
    tags,
)
from .schema import AXES
from .surface import idioms, operations
from .tables import SPEC, Row, Table, TableError, Tables

MARKER = re.compile(r"<!-- generated:([\w-]+) -->\n.*?<!-- /generated:\1 -->", re.DOTALL)


def table(head: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines).replace("| --- ", "|---")


def _enum(title: str, rows: tuple[Row, ...]) -> str:
    body = [(str(row.number), f"`{row.text}`", row.meaning) for row in rows]
    return f"**{title}**\n\n" + table(("number", "name", "meaning"), body)


def _codes(t: Tables) -> str:
    body = [(str(c.number), f"`{c.name}`", f"`{c.upper}`", c.meaning) for c in t.codes]
    codes = table(("number", "name", "Python and C", "meaning"), body)
    return f"**Codes**\n\n{codes}\n\n" + _enum("Scopes", t.scopes)


def _errors(t: Tables) -> str:
    body = []
    for row, entry in zip(t.kinds, t.errors["kind"], strict=True):
        go = f"`{entry['go']}`"
        if "go_struct" in entry:
            go += f", `*{entry['go_struct']}`"
        python = f"`{entry['python']}`"
        if entry["python_bases"]:
            python += f" (also {', '.join(entry['python_bases'])})"
        body.append(
            (str(row.number), f"`{row.text}`", f"`{entry['rust']}`", python, go, row.meaning)
        )
    kinds = table(("number", "kind", "Rust", "Python", "Go", "meaning"), body)
    parts = [
        f"**Kinds**\n\n{kinds}",
        _enum("Kinds of `param`", t.param),
        _enum("Kinds of `lifecycle`", t.lifecycle),
        _enum("Kinds of `threading`", t.threading),
        _enum("Kinds of `time`", t.time),
    ]
    return "\n\n".join(parts)


def _values(t: Tables) -> str:
    numbers = [
        (
            f"`{n['name']}`",
            f"`{n['text']}`",
            ">= 0" if n["sign"] == "unsigned" else "any",
            n["meaning"],
        )
        for n in t.values["number"]
    ]
    types = [(f"`{n['name']}`", f"`{n['text']}`", n["meaning"]) for n in t.values["type"]]
    parts = [
        table(("number", "in error texts", "sign", "meaning"), numbers),
        table(("type", "in error texts", "meaning"), types),
        *(_enum(f"{e['name']}: {e['meaning'][:-1]}", t.enums[e["name"]]) for e in t.values["enum"]),
    ]
    return "\n\n".join(parts)


def _policies(t: Tables) -> str:
    parts = []
    policies = t.policies["policy"]
    body = [
        (
            f"`{p['name']}`",
            p["requirement"],
            p["stage"],
            ", ".join(f"`{b['axis']}`" for b in p.get("barrier", [])) or "-",
            ", ".join(f"`{code}`" for code in p["codes"]),
            p["meaning"],
        )
        for p in policies
    ]
    parts.append(table(("default name", "requirement", "stage", "axes", "codes", "meaning"), body))
    for policy in policies:
        if "barrier" not in policy:
            continue
        settings = [(f"`{s['name']}`", s["meaning"]) for s in policy["setting"]]
        barriers = [
            (
                f"`{b['axis']}`",
                f"`{b['type']}`",
                ", ".join(f"`{key}`" for key in b["key"]) or "-",
                b.get("meaning", AXES[b["axis"]]),
            )
            for b in policy["barrier"]
        ]
        parts.append(f"**{policy['name']}**\n\n" + table(("setting", "meaning"), settings))
        parts.append(table(("axis", "barrier", "key", "meaning"), barriers))
    return "\n\n".join(parts)


def _callbacks(t: Tables) -> str:
    """Which deed is tried in which hook; a row of a feature for each pair and language."""

    def languages(row: Table) -> str:
        return ", ".join(row.get("languages", ["all"]))

    def nowhere(deed: Table) -> str:
        parts = [
            ("" if language == "all" else f"{language}: ") + ", ".join(hooks)
            for language, hooks in deed.get("without", {}).items()
        ]
        return f"{'; '.join(parts)} ({deed['why']})" if parts else "-"

    hooks = [(h["name"], languages(h), h["meaning"]) for h in t.callbacks["hook"]]
    deeds = [(d["name"], languages(d), d["meaning"], nowhere(d)) for d in t.callbacks["deed"]]
    return (
        table(("hook", "languages", "meaning"), hooks)
        + "\n\n"
        + table(("deed", "languages", "meaning", "not in"), deeds)
    )


def _surface(t: Tables) -> str:
    body = [(one.name, f"`{one.rust}`", f"`{one.python}`", f"`{one.go}`") for one in operations(t)]
    names = {"rust": "Rust", "python": "Python", "go": "Go"}
    only = [
        (title, f"`{path}`", why)
        for language, title in names.items()
        for path, why in idioms(t, language)
    ]
    return (
        table(("operation", "Rust", "Python", "Go"), body)
        + "\n\nWhat only one language has:\n\n"
        + table(("language", "name", "why"), only)
    )


def _scenarios(one: Requirement, all_tags: list[Tag]) -> str:
    files: dict[str, list[int]] = {}
    for tag in all_tags:
        if tag.name == one.number:
            files.setdefault(tag.file, []).append(tag.line)
    links = [
        f"[{file.removeprefix('features/')}]({relative(file)}):"
        + ",".join(str(line) for line in sorted(set(lines)))
        for file, lines in sorted(files.items())
    ]
    return "<br>".join(links) or "-"


def _index(_: Tables) -> str:
    every, left, used, sources = requirements(), not_built(), tags(), mentions()
    body = []
    for one in every.values():
        files = [
            f"[{file.rsplit('/', 1)[-1]}]({relative(file)})" for file in sources.get(one.number, [])
        ]
        scenarios = _scenarios(one, used)
        if one.number != one.parent and scenarios == "-" and not files:
            continue
        if not is_built(one, left):
            row = one.number if one.number in left else one.parent
            scenarios = f"not built yet: {left[row][0]}"
        where = f"[{one.number}]({one.page})"
        body.append((where, scenarios, ", ".join(files) or "-"))
    return table(("requirement", "scenarios", "code and tests that name it"), body)


def _lifecycle(_: Tables) -> str:
    return table(*lifecycle.matrix(lifecycle.cells()))


BLOCKS = {
    "codes": _codes,
    "errors": _errors,
    "values": _values,
    "policies": _policies,
    "callbacks": _callbacks,
    "surface": _surface,
    "lifecycle": _lifecycle,
    "index": _index,
}


def _fill(text: str, page: str, t: Tables) -> str:
    def block(match: re.Match[str]) -> str:
        name = match[1]
        if name not in BLOCKS:
            raise TableError(
                f"spec/{page}: generated block `{name}` is unknown: allowed is {', '.join(BLOCKS)}"
            )
        return f"<!-- generated:{name} -->\n{BLOCKS[name](t)}\n<!-- /generated:{name} -->"

    return MARKER.sub(block, text)


def files(t: Tables) -> dict[str, str]:
    """Path -> text of every page, with its generated blocks made anew."""
    pages = [*PAGES.values(), "README.md"]
    made = {page: (SPEC / page).read_text(encoding="utf-8") for page in pages}
    return {f"spec/{page}": _fill(text, page, t) for page, text in made.items()}
