# SPDX-License-Identifier: Apache-2.0
"""The same replay in three languages, each by the program that its users start."""

from __future__ import annotations

import functools
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

LANGUAGES = ("python", "go", "rust")


@functools.cache
def command(language: str) -> list[str]:
    """The command of one language up to its arguments; Go's and Rust's is built first, once."""
    if language == "python":
        return [sys.executable, "-m", "openpit.replay", "replay"]
    if language == "go":
        # Not `go run`, which hides the exit code.
        program = ROOT / "build" / "openpit-replay"
        _build(["go", "build", "-o", str(program), "./cmd/openpit-replay"], ROOT / "go")
        return [str(program)]
    example = ("--package", "openpit", "--features", "limits", "--example", "replay")
    _build(["cargo", "build", "--quiet", "--release", "--locked", *example], ROOT / "rust")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "rust" / "target"))
    return [str(target / "release" / "examples" / "replay")]


def _build(build: list[str], folder: Path) -> None:
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`{' '.join(build)}` failed:\n{done.stderr}")


class Replayed(NamedTuple):
    """``exit_code`` and texts of one replay; ``digest`` is what it wrote beside its decisions."""

    exit_code: int
    output: str
    errors: str
    digest: str | None


def replay(language: str, flow: Path, limits: Path, out: Path, *options: str) -> Replayed:
    """Replays in ``python``, ``go`` or ``rust``; checks the digest against the decision log."""
    # The terminal of whoever runs this must not show in the output.
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [*command(language), str(flow), "--limits", str(limits), "--out", str(out), *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    digest = None
    if done.returncode == 0:
        digest, name = (out / "decisions.sha256").read_text().split()
        written = hashlib.sha256((out / name).read_bytes()).hexdigest()
        if written != digest:
            raise AssertionError(f"{language}: `{out / name}` has digest {written}, not {digest}")
    return Replayed(done.returncode, done.stdout, done.stderr, digest)
