# SPDX-License-Identifier: Apache-2.0
"""The real sample: half an hour of Bitstamp BTC/USD, got by pip, cached in `build/demo`.

Its package is GPL: the files, and what is made of them, stay in the cache that git ignores.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from openpit.replay import bitstamp, flow
from openpit.replay.outfile import written

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "build" / "demo"
DATA = ROOT / "tests" / "data"
PACKAGE = "ob-analytics==0.1.0"
WHEEL = "ob_analytics-0.1.0-py3-none-any.whl"
WHEEL_SHA256 = "0326a93aaee4ea08356d8dea59868d68592623a2434bbe4d9be379fa855c9c62"
_FOLDER_IN_WHEEL = "ob_analytics/_sample_data/"


def recording() -> tuple[Path, Path]:
    """The sample's orders and trades, downloaded when the cache has no whole copy."""
    wheel = CACHE / WHEEL
    if not _is_whole(wheel):
        _download()
    if not _is_whole(wheel):
        raise RuntimeError(f"`{wheel}` is not the file that was pinned: allowed is {WHEEL_SHA256}")
    orders, trades = CACHE / "orders.csv.gz", CACHE / "trades.csv"
    with zipfile.ZipFile(wheel) as archive:
        for path in (orders, trades):
            content = archive.read(_FOLDER_IN_WHEEL + path.name)
            if not path.exists() or path.read_bytes() != content:
                partial = path.with_name(f"{path.name}.{os.getpid()}")
                partial.write_bytes(content)
                partial.replace(path)
    return orders, trades


@functools.cache
def converted() -> tuple[Path, bitstamp.Conversion]:
    """The sample as order flow, converted anew in each process, and the conversion's counts."""
    conversion = bitstamp.Conversion(*recording())
    path = CACHE / f"tests-{os.getpid()}.flow.csv"
    with written(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(flow.COLUMNS)
        writer.writerows(conversion.flow_rows())
    return path, conversion


@functools.cache
def rows() -> list[flow.Row]:
    """The rows of the converted sample, read by the format's rules; about 314,000."""
    path, _ = converted()
    try:
        return list(flow.read(path))
    finally:
        path.unlink()


def _is_whole(wheel: Path) -> bool:
    return wheel.exists() and hashlib.sha256(wheel.read_bytes()).hexdigest() == WHEEL_SHA256


def _download() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
    subprocess.run([*pip, "--no-deps", "--dest", str(CACHE), PACKAGE], check=True)
