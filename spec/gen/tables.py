# SPDX-License-Identifier: Apache-2.0
"""Read and check the hand-written tables. Emitters trust what comes from here."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomllib

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "spec"

Table = dict[str, Any]  # what TOML holds; `rows` and the emitters check it


class TableError(Exception):
    """A table under `spec/` breaks a rule; the text names the table and the row."""


@dataclass(frozen=True)
class Row:
    """One member of an enumeration."""

    number: int
    name: str  # PascalCase: the Rust variant
    text: str  # what is printed, logged and serialised
    meaning: str

    @property
    def snake(self) -> str:
        return snake(self.name)

    @property
    def upper(self) -> str:
        return self.snake.upper()


@dataclass(frozen=True)
class Conversion:
    """A named call from one number type to another (V-5)."""

    receiver: str
    name: str
    argument: str | None
    result: str
    op: str
    rounds: bool  # a division: beside it stands a form that takes scale and strategy
    meaning: str


@dataclass(frozen=True)
class Tables:
    """All tables, checked."""

    codes: tuple[Row, ...]
    scopes: tuple[Row, ...]
    kinds: tuple[Row, ...]
    param: tuple[Row, ...]
    lifecycle: tuple[Row, ...]
    threading: tuple[Row, ...]
    time: tuple[Row, ...]
    numbers: tuple[Row, ...]
    enums: dict[str, tuple[Row, ...]]
    conversions: tuple[Conversion, ...]
    errors: Table
    values: Table
    policies: Table
    surface: Table
    capabilities: list[Table]
    callbacks: Table


def snake(name: str) -> str:
    """`OrderQtyExceedsLimit` -> `order_qty_exceeds_limit`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def pascal(name: str) -> str:
    """`wrong_thread` -> `WrongThread`."""
    return "".join(word.capitalize() for word in name.split("_"))


def _read(name: str) -> Table:
    try:
        return tomllib.loads((SPEC / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"spec/{name}: {error}") from None


def rows(table: str, entries: list[Table]) -> tuple[Row, ...]:
    """Turn TOML entries into rows: numbers and names unique, numbers rising, a meaning each."""
    made: list[Row] = []
    for entry in entries:
        where = f"spec/{table}: `{entry.get('name')}`"
        missing = {"number", "name", "meaning"} - entry.keys()
        if missing:
            raise TableError(f"{where} lacks {sorted(missing)}")
        name = entry["name"] if entry["name"][0].isupper() else pascal(entry["name"])
        text = str(entry.get("text", entry["name"]))
        row = Row(entry["number"], name, text, entry["meaning"])
        if row.number < 1:
            raise TableError(f"{where} has number {row.number}: 0 is unset, allowed is 1 or more")
        if made and row.number <= made[-1].number:
            raise TableError(f"{where} has number {row.number}: numbers rise and are used once")
        if row.name in {other.name for other in made}:
            raise TableError(f"{where} is there twice")
        if "\n" in row.meaning or not row.meaning.endswith("."):
            raise TableError(f"{where}: a meaning is one line that ends with a full stop")
        made.append(row)
    return tuple(made)


# Operations that only sign and name tell from what they read: they cannot fail.
RETYPING = ("FromParts", "NegPlain")


def conversions(values: Table) -> tuple[Conversion, ...]:
    """Read the conversions: known types and operations; what cannot fail takes any sign."""
    signs = {entry["name"]: entry["sign"] for entry in values["number"]}
    ops = {row["name"] for e in values["enum"] if e["name"] == "ValueOp" for row in e["member"]}
    made = []
    for entry in values.get("conversion", []):
        rounds = entry.get("rounds", False)
        c = Conversion(
            entry["receiver"],
            entry["name"],
            entry.get("argument"),
            entry["result"],
            entry["op"],
            rounds,
            entry["meaning"],
        )
        where = f"spec/values.toml: conversion `{c.receiver}.{c.name}`"
        if not {c.receiver, c.result} <= signs.keys():
            raise TableError(f"{where}: receiver and result are number types")
        if c.argument not in (None, "Leverage", *signs):
            raise TableError(f"{where}: `{c.argument}` is no number type and no leverage")
        if not {c.op, c.op + "Rounded" * rounds} <= ops:
            raise TableError(f"{where}: ValueOp lacks `{c.op}` or its rounded form")
        unsigned = signs[c.result] == "unsigned"
        if c.op in RETYPING and unsigned and (c.op, signs[c.receiver]) != ("FromParts", "unsigned"):
            raise TableError(f"{where}: `{c.result}` does not take every sign that `{c.op}` gives")
        if (c.op in RETYPING) == (c.argument is not None):
            raise TableError(f"{where}: `{c.op}` and the argument do not fit")
        made.append(c)
    return tuple(made)


def load() -> Tables:
    """Read every table under `spec/`."""
    rejects, errors, values = _read("rejects.toml"), _read("errors.toml"), _read("values.toml")
    return Tables(
        codes=rows("rejects.toml", rejects["code"]),
        scopes=rows("rejects.toml", rejects["scope"]),
        kinds=rows("errors.toml", errors["kind"]),
        param=rows("errors.toml", errors["param"]),
        lifecycle=rows("errors.toml", errors["lifecycle"]),
        threading=rows("errors.toml", errors["threading"]),
        time=rows("errors.toml", errors["time"]),
        numbers=rows("values.toml", values["number"]),
        enums={e["name"]: rows("values.toml", e["member"]) for e in values.get("enum", [])},
        conversions=conversions(values),
        errors=errors,
        values=values,
        policies=_read("policies.toml"),
        surface=_read("surface.toml"),
        capabilities=_read("capabilities.toml")["capability"],
        callbacks=_read("callbacks.toml"),
    )
