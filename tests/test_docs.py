# SPDX-License-Identifier: Apache-2.0
"""The quickstarts of README.md run as they stand, and print what the page says they print."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
SCREEN_LINES = 200

CARGO = """[package]
name = "quickstart"
version = "0.0.0"
edition = "2024"
[dependencies]
openpit = {{ path = "{root}/rust/openpit" }}
[workspace]
"""
GO_MOD = """module quickstart
go {version}
require go.openpit.dev/openpit v0.0.0
replace go.openpit.dev/openpit => {root}/go
"""


def block(language: str) -> str:
    """The one block of that language."""
    found = [text for name, text in BLOCK.findall(PAGE) if name == language]
    assert len(found) == 1, f"README.md must have one block of `{language}`, has {len(found)}"
    return found[0]


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} in README.md fails:\n{done.stdout}{done.stderr}"
    return done.stdout


def python_program(folder: Path) -> list[str]:
    (folder / "quickstart.py").write_text(block("python"), encoding="utf-8")
    return [sys.executable, "quickstart.py"]


def rust_program(folder: Path) -> list[str]:
    (folder / "src").mkdir()
    (folder / "src/main.rs").write_text(block("rust"), encoding="utf-8")
    (folder / "Cargo.toml").write_text(CARGO.format(root=ROOT), encoding="utf-8")
    # The same versions as the workspace, so that nothing is fetched and little is compiled.
    shutil.copy(ROOT / "rust/Cargo.lock", folder)
    return ["cargo", "run", "--quiet", "--offline"]


def go_program(folder: Path) -> list[str]:
    (folder / "main.go").write_text(block("go"), encoding="utf-8")
    version = re.search(r"^go (\S+)$", (ROOT / "go/go.mod").read_text(encoding="utf-8"), re.M)
    assert version
    mod = GO_MOD.format(root=ROOT, version=version[1])
    (folder / "go.mod").write_text(mod, encoding="utf-8")
    shutil.copy(ROOT / "go/go.sum", folder) if (ROOT / "go/go.sum").exists() else None
    return ["go", "run", "-mod=mod", "."]


@pytest.mark.parametrize("program", [python_program, rust_program, go_program])
def test_a_quickstart_prints_what_the_page_says(program, tmp_path: Path, monkeypatch):
    monkeypatch.setenv(
        "CARGO_TARGET_DIR", os.environ.get("CARGO_TARGET_DIR") or str(ROOT / "rust/target")
    )
    assert run(program(tmp_path), tmp_path) == block("text")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_link_and_every_named_path_exists(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = {target for target in LINK.findall(text) if not target.startswith("http")}
    inline = re.sub(BLOCK, "", text)
    paths = {
        path.rstrip("/")
        for path in re.findall(r"`([\w./-]+)`", inline)
        if path.split("/")[0] in {"spec", "rust", "python", "go", "features", "tests", ".ci"}
        and "/" in path
    }
    missing = sorted(path for path in links | paths if not (ROOT / path).exists())
    assert not missing, f"{page} names what is not there: {missing}"


def test_every_make_target_that_a_page_names_exists():
    pages = PAGE + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", pages))
    assert {"demo", "test"} <= named <= known


@pytest.mark.parametrize("package", ["rust/openpit", "rust/derive", "python"])
def test_each_package_has_the_license_and_a_page(package: str):
    terms = (ROOT / package / "LICENSE").read_text(encoding="utf-8")
    assert terms == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert (ROOT / package / "README.md").is_file()


def test_the_page_stays_short():
    lines = PAGE.count("\n")
    assert lines <= SCREEN_LINES, f"README.md has {lines} lines, allowed are {SCREEN_LINES}"
