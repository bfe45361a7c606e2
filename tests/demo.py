# SPDX-License-Identifier: Apache-2.0
"""`make demo`: replays half an hour of real order flow in three languages, to one digest."""

from __future__ import annotations

import os
import sys
import time

from openpit.replay.entry import main as openpit
from replay_languages import LANGUAGES, command, replay
from replay_sample import CACHE, DATA, ROOT, recording
from rich.console import Console

# As a reader of the output would type them, from the repository's folder.
LIMITS = (DATA / "demo_limits.toml").relative_to(ROOT)
FLOW = (CACHE / "bitstamp.flow.csv.gz").relative_to(ROOT)


def demo() -> int:
    console = Console(highlight=False)
    console.rule("1. get the real sample by pip, convert it to order flow")
    os.chdir(ROOT)
    orders, trades = (str(path.relative_to(ROOT)) for path in recording())
    if code := openpit(["convert", "bitstamp", orders, "--trades", trades, "--out", str(FLOW)]):
        return code
    console.rule("2. replay it through limits, in Python, Go and Rust")
    rows = []
    digests = set()
    for language in LANGUAGES:
        with console.status(f"building the replay in {language}"):
            command(language)
        began = time.perf_counter()
        done = replay(language, FLOW, LIMITS, CACHE / language)
        seconds = time.perf_counter() - began
        if done.exit_code:
            print(done.output, done.errors, file=sys.stderr)
            return done.exit_code
        if language == "python":
            print(done.output)
        digests.add(done.digest)
        # Eighty columns: the whole digest and little else.
        rows.append(f"{language:<6} {seconds:>4.1f} s  {done.digest}")
    console.rule("3. compare the digests of the three decision logs")
    console.print("\n".join(rows), soft_wrap=True)
    if len(digests) > 1:
        print("the digests differ: allowed is one", file=sys.stderr)
        return 1
    console.print("\nthe same decisions, byte for byte, in three languages", style="bold")
    return 0


if __name__ == "__main__":
    sys.exit(demo())
