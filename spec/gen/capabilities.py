# SPDX-License-Identifier: Apache-2.0
"""Rust: the capability traits, and the table by which `RequestFields` forwards them."""

from .rust import HEAD
from .tables import Table, TableError, Tables, pascal

TRAITS = "rust/openpit/src/core/capability.rs"
DERIVE = "rust/derive/src/capabilities.rs"
FORMS = {"option": "Option<{}>", "borrowed": "Option<&{}>", "plain": "{}"}

TRAITS_HEAD = """\
//! Capability traits (O-5): one readable fact each. A policy bounds its order and report types by
//! the traits that it uses, and only by those.
//!
//! The method is the trait's name in snake case without `has_`, and no two traits share one.
//! `None` means that the record does not carry the fact; the policy that needs it then rejects
//! with `MissingRequiredField` (R-3).
//!
//! ```
//! use openpit::core::{HasSide, HasTradeAmount};
//! use openpit::param::{Quantity, Side, TradeAmount};
//!
//! struct Ticket {
//!     lots: Quantity,
//! }
//!
//! impl HasTradeAmount for Ticket {
//!     fn trade_amount(&self) -> Option<TradeAmount> {
//!         Some(TradeAmount::Quantity(self.lots))
//!     }
//! }
//!
//! impl HasSide for Ticket {
//!     fn side(&self) -> Option<Side> {
//!         Some(Side::Buy)
//!     }
//! }
//! ```
"""

DERIVE_HEAD = """\
//! What the derive knows of each capability, from `spec/capabilities.toml`.

use crate::capability::{Capability, Form};

pub(crate) const CAPABILITIES: &[Capability] = &[
"""


def trait(row: Table) -> str:
    """`account_id` -> `HasAccountId`."""
    return "Has" + pascal(row["name"])


def _checked(t: Tables) -> list[Table]:
    rows = t.capabilities
    names = [row["name"] for row in rows]
    if names != sorted(set(names)):
        raise TableError("spec/capabilities.toml: rows must stand in order of name, each name once")
    for row in rows:
        if row["form"] not in FORMS:
            raise TableError(
                f"spec/capabilities.toml: `{row['name']}` has form `{row['form']}`: allowed is one "
                "of " + ", ".join(f"`{form}`" for form in FORMS)
            )
    return rows


def _imports(rows: list[Table]) -> list[str]:
    """`use` lines, wrapped as rustfmt does."""
    lines = []
    for module, prefix in (("core", "super"), ("param", "crate::param")):
        start = f"{module}::"
        names = {row["value"] for row in rows if row["value"].startswith(start)}
        line = f"use {prefix}::{{"
        inner, current = [], "   "
        for name in sorted(name.removeprefix(start) for name in names):
            if len(current) + len(name) + 2 > 100:
                inner.append(current)
                current = "   "
            current += f" {name},"
        lines += [line, *inner, current, "};"]
    return lines


def _trait(row: Table) -> list[str]:
    name, method = trait(row), row["name"]
    returns = FORMS[row["form"]].format(row["value"].rpartition("::")[2])
    notes = [f"derive `RequestFields`, or implement `openpit::core::{name}`"]
    if method == "account_id":
        notes.append("an engine that is built `.without_accounts()` does not need it")
    return [
        f"/// {row['meaning']}",
        "#[diagnostic::on_unimplemented(",
        f'    message = "`{{Self}}` has no `{method}`",',
        f'    label = "lacks `{name}`",',
        *(f'    note = "{note}",' for note in notes[:-1]),
        f'    note = "{notes[-1]}"',
        ")]",
        f"pub trait {name} {{",
        f"    /// {row['meaning']}",
        f"    fn {method}(&self) -> {returns};",
        "}",
    ]


def _row(row: Table) -> list[str]:
    def shown(key: str) -> str:
        return f'Some("{row[key]}")' if key in row else "None"

    return [
        "    Capability {",
        f'        name: "{trait(row)}",',
        f'        method: "{row["name"]}",',
        f'        value: "{row["value"]}",',
        f"        form: Form::{pascal(row['form'])},",
        f"        order: {shown('order')},",
        f"        report: {shown('report')},",
        "    },",
    ]


def files(t: Tables) -> dict[str, str]:
    """Path -> text."""
    rows = _checked(t)
    traits = "\n\n".join("\n".join(_trait(row)) for row in rows)
    imports = "\n".join(_imports(rows))
    table = "\n".join(line for row in rows for line in _row(row))
    return {
        TRAITS: f"{HEAD}{TRAITS_HEAD}\n{imports}\n\n{traits}\n",
        DERIVE: f"{HEAD}{DERIVE_HEAD}{table}\n];\n",
    }
