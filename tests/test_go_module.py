# SPDX-License-Identifier: Apache-2.0
"""What `make dist` writes for Go is enough: a consumer gets, runs and vendors it without Rust."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from test_docs import block
from tools import module_zip

GO = Path(shutil.which("go") or "go").resolve().parent


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def consumer(tmp_path: Path):
    """A folder with the README's Go program, and a `go` that sees the zip but no Rust."""
    # Go's build cache trusts a version for ever, so each run has a version of its own.
    stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())
    version = f"v0.0.0-{stamp}-000000000000"
    module_zip.write(tmp_path / "proxy", version)
    folder = tmp_path / "consumer"
    folder.mkdir()
    (folder / "main.go").write_text(block("go"), encoding="utf-8")
    downloads = Path(_output("go", "env", "GOMODCACHE")) / "cache/download"
    proxies = (f"file://{tmp_path}/proxy", f"file://{downloads}", _output("go", "env", "GOPROXY"))
    env = {
        **os.environ,
        "GOPROXY": ",".join(proxies),
        "GOSUMDB": "off",
        "GOFLAGS": "-modcacherw",
        "GOMODCACHE": str(tmp_path / "modcache"),
        "PATH": f"{GO}:/usr/bin:/bin",
    }
    assert shutil.which("cargo", path=env["PATH"]) is None, "the consumer must have no Rust"

    def go(*arguments: str) -> str:
        command = ["go", *arguments]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
        return done.stdout

    go("mod", "init", "consumer")
    go("get", f"{module_zip.MODULE}@{version}")
    return go


def test_a_consumer_runs_and_vendors_the_module_without_rust(consumer):
    assert consumer("run", ".") == block("text")
    consumer("vet", ".")
    consumer("mod", "vendor")
    assert consumer("run", "-mod=vendor", ".") == block("text")


def test_equal_inputs_give_an_equal_zip(tmp_path: Path):
    first, second = (module_zip.write(tmp_path / name, "v0.1.0") for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_the_zip_has_the_library_and_the_licence_and_no_stray_file():
    names = set(module_zip.contents())
    assert {"LICENSE", "go.mod", "internal/native/lib/linux_amd64/libopenpit.a"} <= names
    kinds = re.compile(r"\.(go|h|a|mod|sum|golden|txt|json|md)$|^LICENSE$|/testdata/")
    stray = sorted(name for name in names if not kinds.search(name))
    assert not stray, f"not a part of a Go module: {stray}"
