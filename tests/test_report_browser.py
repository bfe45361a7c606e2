# SPDX-License-Identifier: Apache-2.0
"""The report in headless Chromium: its script runs, the search finds, nothing leaves the page.

CI installs Chromium; elsewhere these tests are skipped.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import struct
import subprocess

import pytest
from replay_command import LIMITS, SAMPLE, run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="`chromium` is not installed: CI installs it, here `apt-get install chromium` does",
)

# What a reader does, done by a script that is put at the end of a copy of the report.
SEARCHES = """
<script>
const seen = {};
const finder = document.querySelector('[data-table="rejects"]');
const search = finder.querySelector("input");
const look = (text) => {
  search.value = text;
  search.dispatchEvent(new Event("input"));
  return [finder.querySelector(".found").textContent, finder.querySelectorAll("tbody tr").length];
};
seen.all = look("");
finder.querySelector(".more").click();
seen.more = finder.querySelectorAll("tbody tr").length;
seen.words = look("CAESAR  qtyexceeds");
seen.row = finder.querySelector("tbody tr").innerText;
seen.none = look("no such thing");
document.querySelector("[data-find]").click();
seen.clicked = [search.value, finder.querySelector(".found").textContent];
const plot = document.querySelector("[data-readout]");
const box = plot.getBoundingClientRect();
const x = box.left + box.width / 2;
plot.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: box.top + 5 }));
seen.readout = plot.nextElementSibling.textContent;
seen.wide = document.documentElement.scrollWidth > window.innerWidth;
seen.charts = [...document.querySelectorAll("svg")].every((svg) => svg.clientHeight > 50);
const result = document.createElement("pre");
result.id = "seen";
result.textContent = JSON.stringify(seen);
document.body.append(result);
</script>
</body>"""


def chromium(page, *options: str) -> str:
    """What Chromium prints of the page, without any network."""
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-extensions", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000",
            f"--user-data-dir={page.parent / 'profile'}", *options, page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "HOME": str(page.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    assert run("replay", SAMPLE, "--limits", LIMITS, "--out", folder).code == 0
    return folder / "report.html"


@pytest.mark.parametrize("width", [500, 1280])
def test_the_table_is_searched_and_charts_answer(report, width):
    page = report.with_name("searched.html")
    page.write_text(report.read_text().replace("</body>", SEARCHES))
    dom = chromium(page, f"--window-size={width},900", "--dump-dom")
    found = re.search(r'<pre id="seen">(.*?)</pre>', dom, re.S)
    assert found, "the script of the report failed"
    seen = json.loads(html.unescape(found.group(1)))
    assert seen["all"] == ["671 rows", 12]
    assert seen["more"] == 112
    count, rows = seen["words"]
    matched = re.fullmatch(r"([0-9]+) of 671 rows", count)
    assert matched
    assert 0 < int(matched.group(1)) < 12
    assert rows == int(matched.group(1))
    assert "Caesar" in seen["row"]
    assert "OrderQtyExceedsLimit" in seen["row"]
    assert seen["none"] == ["0 of 671 rows", 0]
    assert seen["clicked"] == [
        "burst RateLimitExceeded rate limit exceeded on account_asset axis",
        "331 of 671 rows",
    ]
    assert re.fullmatch(r"00:01:1[0-9] · [0-9]+ accepted · [0-9]+ rejected", seen["readout"])
    assert not seen["wide"], "the page is wider than the screen"
    assert seen["charts"]


@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_is_painted(report, width):
    picture = report.with_name(f"report-{width}.png")
    chromium(report, f"--window-size={width},2400", f"--screenshot={picture}")
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (width, 2400)
    # An empty page of this size shrinks to a tenth of this.
    assert len(content) > 100_000
