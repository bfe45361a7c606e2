# SPDX-License-Identifier: Apache-2.0
"""The same replay in three languages, each as its user would start it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

# Argument lists up to the flow, and the folder in which they run.
COMMANDS: dict[str, tuple[list[str], Path]] = {
    "python": ([sys.executable, "-m", "openpit.replay", "replay"], ROOT),
    "go": (["go", "run", "./cmd/openpit-replay"], ROOT / "go"),
    "rust": (
        [
            *("cargo", "run", "--quiet", "--release", "--locked", "--package", "openpit"),
            *("--features", "limits", "--example", "replay", "--"),
        ],
        ROOT / "rust",
    ),
}


class Replayed(NamedTuple):
    """``exit_code`` and texts of one replay; ``digest`` is what it wrote beside its decisions."""

    exit_code: int
    output: str
    errors: str
    digest: str | None


def replay(language: str, flow: Path, limits: Path, out: Path) -> Replayed:
    """Replays in ``python``, ``go`` or ``rust``; checks the digest against the decision log."""
    command, folder = COMMANDS[language]
    # The terminal of whoever runs this must not show in the output.
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [*command, str(flow.resolve()), "--limits", str(limits.resolve()), "--out", str(out)],
        cwd=folder,
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
