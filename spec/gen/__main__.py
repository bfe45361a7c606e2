# SPDX-License-Identifier: Apache-2.0
"""`python3 -m spec.gen --check | --write`: compare or write every generated file."""

import argparse
import difflib
import sys

from . import (
    c,
    capabilities,
    conversions,
    docs,
    go,
    go_doors,
    go_enums,
    go_numbers,
    python,
    rust,
    schema,
    surface,
    vectors,
)
from .tables import ROOT, TableError, load

EMITTERS = (
    rust,
    capabilities,
    c,
    conversions,
    python,
    go,
    go_doors,
    go_enums,
    go_numbers,
    schema,
    surface,
    docs,
    vectors,
)


def outputs() -> dict[str, str]:
    """Path -> text of every generated file, in the order of the emitters."""
    tables = load()
    made: dict[str, str] = {}
    for emitter in EMITTERS:
        made |= emitter.files(tables)
    return made


def stale(made: dict[str, str]) -> dict[str, str]:
    """Path -> diff of the files on disk that differ from what the tables say."""
    found = {}
    for path, text in made.items():
        file = ROOT / path
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        if old != text:
            diff = difflib.unified_diff(
                old.splitlines(), text.splitlines(), path, "from the tables", lineterm="", n=1
            )
            found[path] = "\n".join(diff)
    return found


def main() -> int:
    """Run the command line; 0 when clean or written, 1 when stale, 2 when a table is wrong."""
    parser = argparse.ArgumentParser(prog="python3 -m spec.gen", description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="fail if a generated file is stale")
    mode.add_argument("--write", action="store_true", help="write the stale generated files")
    args = parser.parse_args()
    try:
        made = outputs()
    except TableError as error:
        print(f"spec.gen: {error}", file=sys.stderr)
        return 2
    old = stale(made)
    for path, diff in old.items():
        if args.write:
            file = ROOT / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made[path], encoding="utf-8")
            print(f"written {path}")
        else:
            print(f"stale {path}\n{diff}", file=sys.stderr)
    if old and not args.write:
        print("spec.gen: run `python3 -m spec.gen --write`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
