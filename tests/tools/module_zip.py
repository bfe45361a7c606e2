# SPDX-License-Identifier: Apache-2.0
"""`module_zip.py FOLDER [VERSION]`: the Go module as a proxy serves it, static library inside.

The version is that of the Rust workspace unless given. Equal inputs give equal bytes.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[2]
MODULE = "go.openpit.dev/openpit"
EPOCH = (1980, 1, 1, 0, 0, 0)


def workspace_version() -> str:
    """The version of the Rust workspace, in Go's form."""
    manifest = tomllib.loads((ROOT / "rust/Cargo.toml").read_text(encoding="utf-8"))
    return f"v{manifest['workspace']['package']['version']}"


def contents() -> dict[str, Path]:
    """Path inside the module -> file: what git tracks, the built archives and the licence."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "go"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = {path.removeprefix("go/"): ROOT / path for path in listed.split("\0") if path}
    archives = sorted((ROOT / "go/internal/native/lib").glob("*/libopenpit.a"))
    if not archives:
        raise SystemExit("module_zip: no libopenpit.a: run `make build` first")
    files |= {str(archive.relative_to(ROOT / "go")): archive for archive in archives}
    files["LICENSE"] = ROOT / "LICENSE"
    return {path: file for path, file in sorted(files.items()) if file.is_file()}


def write(folder: Path, version: str) -> Path:
    """Write list, info, mod and zip of one version below `folder`; the answer is the zip."""
    home = folder / MODULE / "@v"
    home.mkdir(parents=True, exist_ok=True)
    (home / "list").write_text(f"{version}\n", encoding="utf-8")
    info = {"Version": version, "Time": "1980-01-01T00:00:00Z"}
    (home / f"{version}.info").write_text(json.dumps(info) + "\n", encoding="utf-8")
    (home / f"{version}.mod").write_bytes((ROOT / "go/go.mod").read_bytes())
    target = home / f"{version}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, file in contents().items():
            entry = zipfile.ZipInfo(f"{MODULE}@{version}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return target


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    print(write(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else workspace_version()))
