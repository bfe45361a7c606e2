# SPDX-License-Identifier: Apache-2.0
"""Every public name of `spec/surface.toml` exists in Rust, Python and Go.

Python names are imported; Go names are looked up in what `go doc` says of the packages; Rust names
are used by the generated `rust/openpit/tests/surface.rs`, which is compiled here.
"""

import importlib
import re
import subprocess
from functools import cache

from spec.gen.surface import PATH, idioms, operations
from spec.gen.tables import ROOT, load

GO_MODULE = "go.openpit.dev/openpit"
CARGO_CHECK = ["cargo", "check", "--quiet", "--locked", "--all-features"]
GO_PACKAGES = {
    "openpit": "",
    "param": "/param",
    "pretrade": "/pretrade",
    "policies": "/pretrade/policies",
}


def python_fault(path: str) -> str | None:
    """What is wrong with a Python path, or None."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        name = ".".join(parts[:cut])
        try:
            found: object = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name and (name == error.name or name.startswith(error.name + ".")):
                continue
            raise
        for attribute in parts[cut:]:
            if not hasattr(found, attribute):
                return f"`{path}`: `{name}` has no `{attribute}`"
            found, name = getattr(found, attribute), f"{name}.{attribute}"
        return None
    return f"`{path}`: no such module"


def go_names(text: str) -> set[str]:
    """Names that `go doc -all` tells of: `Price`, `Price.Add`, `Order.Operation`."""
    names: set[str] = set()
    owner, block = None, False
    for line in text.splitlines():
        if match := re.match(r"func \(\w* ?\*?(\w+)(?:\[[^\]]*\])?\) (\w+)[\[(]", line):
            names.add(f"{match[1]}.{match[2]}")
        elif match := re.match(r"(?:func|type|const|var) (\w+)", line):
            names.add(match[1])
            owner = match[1] if re.search(r"(struct|interface) \{$", line) else None
        elif re.match(r"(const|var) \($", line):
            block = True
        elif line.startswith(("}", ")")):
            owner, block = None, False
        elif (owner or block) and (match := re.match(r"\t(\w+(?:, \w+)*)", line)):
            found = match[1].split(", ")
            names |= {f"{owner}.{name}" if owner else name for name in found}
    return names


def go_aliases(text: str) -> dict[str, tuple[str, str]]:
    """Alias -> (package, type) of lines like `type Order = records.Order`; within one package, as
    of `type Engine = ClientEngine[Order]`, the package is empty."""
    found = re.findall(r"^type (\w+)(?:\[[^\]]*\])? = (?:(\w+)\.)?(\w+)", text, re.MULTILINE)
    return {alias: (package, name) for alias, package, name in found}


def go_doc(package: str) -> str:
    """All documentation of one package."""
    done = subprocess.run(
        ["go", "doc", "-all", package],
        cwd=ROOT / "go",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"`go doc -all {package}` failed:\n{done.stderr}"
    return done.stdout


@cache
def go_surface() -> set[str]:
    """Every public Go name, with the package in front; aliases show what they stand for."""
    internal = {path.name: path for path in (ROOT / "go/internal").rglob("*") if path.is_dir()}
    names: set[str] = set()
    for short, folder in GO_PACKAGES.items():
        text = go_doc(f"{GO_MODULE}{folder}")
        names |= {f"{short}.{name}" for name in go_names(text)}
        for alias, (package, name) in go_aliases(text).items():
            if not package:
                inner = go_names(text)
            elif package in internal:
                where = internal[package].relative_to(ROOT / "go").as_posix()
                inner = go_names(go_doc(f"{GO_MODULE}/{where}"))
            else:
                inner = go_names(go_doc(f"{GO_MODULE}{GO_PACKAGES[package]}"))
            parts = [one.split(".")[1] for one in inner if one.startswith(f"{name}.")]
            names |= {f"{short}.{alias}.{part}" for part in parts}
    return names


def paths(language: str) -> list[str]:
    """Every path of the surface in one language."""
    tables = load()
    found: list[str] = [getattr(one, language) for one in operations(tables)]
    return found + [path for path, _ in idioms(tables, language)]


def test_the_surface_has_rows() -> None:
    assert len(operations(load())) > 100


def test_every_python_name_can_be_imported() -> None:
    faults = [fault for fault in map(python_fault, paths("python")) if fault]
    assert not faults, "Python lacks:\n" + "\n".join(faults)


def test_every_go_name_is_documented() -> None:
    missing = [path for path in paths("go") if path not in go_surface()]
    assert not missing, "Go lacks:\n" + "\n".join(missing)


def test_every_rust_name_compiles() -> None:
    done = subprocess.run(
        [*CARGO_CHECK, "-p", "openpit", "--test", "surface"],
        cwd=ROOT / "rust",
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{PATH} does not compile; Rust lacks a name:\n{done.stderr}"


def test_the_checks_can_fail() -> None:
    assert python_fault("json.dumps") is None
    assert python_fault("json.JSONDecoder.decode") is None
    assert python_fault("json.nothing") == "`json.nothing`: `json` has no `nothing`"
    assert python_fault("no_such_place.Thing") == "`no_such_place.Thing`: no such module"
    text = "type Price struct {\n\tScale, Low int\n}\n\nfunc (p Price) Add(q Price) Price\n"
    assert go_names(text) == {"Price", "Price.Scale", "Price.Low", "Price.Add"}
    text = "type Engine[O any] struct {\n\t// Has unexported fields.\n}\n\n"
    text += "func (e *Engine[O]) Close() error\n\nconst (\n\t// A.\n\tOne Kind = 1\n)\n"
    assert go_names(text) == {"Engine", "Engine.Close", "One"}
    assert go_aliases("type Order = records.Order\n") == {"Order": ("records", "Order")}
    assert go_aliases("type Engine = Generic[Order]\n") == {"Engine": ("", "Generic")}
