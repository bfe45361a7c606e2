# SPDX-License-Identifier: Apache-2.0
"""The Python package as mypy and pyright see it: stubs, client code, the examples of the docs."""

import doctest
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typed_client
from test_python_package import PACKAGES, PUBLIC

ROOT = Path(__file__).parents[1]
MISTAKE = re.compile(r"  # (?P<mypy>[\w-]+), (?P<pyright>\w+)$")
# What the examples of doc strings may name.
PREAMBLE = """# pyright: reportWildcardImportFromLibrary=false, reportUnusedExpression=false
import datetime
import openpit
from openpit import *
from openpit.errors import *
from openpit.param import *
from openpit.pretrade import *
from openpit.pretrade.policies import *

order = openpit.Order.limit("A/B", account=1, side="buy", quantity=1, price=1)
engine = openpit.Engine.builder().no_sync().build()
"""


def run(*command, cwd):
    """The output of a checker that sees the package as its users do: beside their own code."""
    environment = {
        **os.environ,
        "MYPYPATH": str(ROOT / "python"),
        "PYTHONPATH": str(ROOT / "python"),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=environment,
    )
    return done.stdout + done.stderr


def mypy(*paths, cwd):
    return run("mypy", "--strict", "--no-pretty", "--cache-dir", cwd / "cache", *paths, cwd=cwd)


def pyright(*paths, cwd):
    return run("pyright", "--pythonpath", sys.executable, *paths, cwd=cwd)


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory):
    """What both checkers say of a client's mistakes, and where which were made."""
    path = Path(__file__).with_name("ill_typed_client.py")
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    made = {number: found for number, line in lines if (found := MISTAKE.search(line))}
    cwd = tmp_path_factory.mktemp("mistakes")
    return made, mypy(path, cwd=cwd), pyright(path, cwd=cwd)


def test_client_code_is_typed(tmp_path):
    path = Path(typed_client.__file__)
    assert "Success" in mypy(path, cwd=tmp_path)
    assert pyright(path, cwd=tmp_path).startswith("0 errors, 0 warnings")


def test_mypy_finds_every_mistake(mistakes):
    made, seen, _ = mistakes
    found = re.findall(r":(\d+): error: .*  \[([\w-]+)\]$", seen, re.MULTILINE)
    assert dict(found) == {str(line): one["mypy"] for line, one in made.items()}, seen
    assert len(found) == len(made) > 10


def test_pyright_finds_every_mistake(mistakes):
    made, _, seen = mistakes
    found = re.findall(r":(\d+):\d+ - error:", seen)
    rules = re.findall(r"\((report\w+)\)$", re.sub(r".*warning.*", "", seen), re.MULTILINE)
    assert [*map(int, found)] == [*made], seen
    assert rules == [one["pyright"] for one in made.values()], seen


def test_the_types_of_the_package_are_those_at_run_time(tmp_path):
    allowed = Path(__file__).with_name("stubtest_allowlist.txt")
    seen = run("mypy.stubtest", "openpit", "--allowlist", allowed, cwd=tmp_path)
    assert seen.startswith("Success"), seen


def test_every_public_symbol_has_a_type(tmp_path):
    # Pyright asks this of installed packages only: here one is by a link.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "openpit").symlink_to(ROOT / "python" / "openpit")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    command = ["pyright", "--pythonpath", sys.executable, "--verifytypes", "openpit"]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--ignoreexternal"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**environment, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
    )
    assert "Type completeness score: 100%" in done.stdout, done.stdout
    assert int(re.search(r"exported by \"openpit\": (\d+)", done.stdout)[1]) > 500


def examples():
    """Name -> code of every example of the docs."""
    parser, found = doctest.DocTestParser(), {}
    documented = {**PACKAGES, **PUBLIC}
    for name, value in documented.items():
        code = parser.get_examples(inspect.getdoc(value) or "")
        if code:
            found[name.replace(".", "_")] = PREAMBLE + "".join(one.source for one in code)
    for path in (ROOT / "README.md", ROOT / "python" / "README.md"):
        blocks = re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.M | re.S)
        assert blocks, path
        name = "_".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= {f"{name}_{number}": block for number, block in enumerate(blocks)}
    return found


def test_the_examples_of_the_docs_are_typed(tmp_path):
    paths = []
    for name, code in examples().items():
        paths.append(tmp_path / f"example_{name}.py")
        paths[-1].write_text(code, encoding="utf-8")
    assert len(paths) > 40
    seen = mypy(*paths, cwd=tmp_path)
    assert "Success" in seen, seen
    seen = pyright(*paths, cwd=tmp_path)
    assert seen.startswith("0 errors, 0 warnings"), seen


def test_the_types_of_the_client_are_those_at_run_time():
    assert str(typed_client.paid) == "0.5"
    assert typed_client.also == typed_client.paid
    assert typed_client.describe(typed_client.param.TradeAmount.quantity(1)) == "1.00 units"
    assert typed_client.describe(typed_client.param.AdjustmentAmount.delta(1)) == "by 1"
    assert typed_client.opened == (typed_client.param.Quantity(3), typed_client.param.Side.SELL)
    assert typed_client.again == typed_client.loss
    assert typed_client.larger
