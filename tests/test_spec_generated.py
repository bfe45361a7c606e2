# SPDX-License-Identifier: Apache-2.0
"""Generated files are what the tables under `spec/` say; no number ever changes its meaning."""

import re

import pytest

from spec.gen.__main__ import outputs, stale
from spec.gen.tables import ROOT, TableError, conversions, load, rows


def test_no_generated_file_is_stale() -> None:
    old = stale(outputs())
    diffs = "\n".join(diff for diff in old.values())
    assert not old, f"run `python3 -m spec.gen --write`; stale: {', '.join(old)}\n{diffs}"


def test_every_generated_source_says_so_in_line_one() -> None:
    silent = [
        path
        for path, text in outputs().items()
        if not path.endswith((".md", ".json")) and "GENERATED" not in text.splitlines()[0]
    ]
    assert not silent, f"the first line does not say GENERATED: {silent}"


def test_reject_codes_are_the_44_of_r_2() -> None:
    numbers = [code.number for code in load().codes]
    assert numbers == [*range(1, 43), 254, 255]


def test_param_kinds_have_no_holes() -> None:
    numbers = [kind.number for kind in load().param]
    assert numbers == list(range(1, len(numbers) + 1))


def test_policies_reject_only_with_codes_of_the_table() -> None:
    tables = load()
    names = {code.name for code in tables.codes}
    unknown = [
        f"{policy['name']}: {code}"
        for policy in tables.policies["policy"]
        for code in policy["codes"]
        if code not in names
    ]
    assert not unknown, f"codes that spec/rejects.toml lacks: {unknown}"


@pytest.mark.parametrize(
    ("table", "file", "enum"),
    [
        ("Side", "side.rs", "Side"),
        ("RoundingStrategy", "rounding.rs", "RoundingStrategy"),
        ("NumberType", "raw.rs", "NumberType"),
        ("ValueOp", "raw.rs", "Op"),
    ],
)
def test_enums_of_the_core_have_their_numbers(table: str, file: str, enum: str) -> None:
    tables = load()
    wanted = tables.numbers if table == "NumberType" else tables.enums[table]
    source = (ROOT / "rust/openpit/src/param" / file).read_text(encoding="utf-8")
    body = source.split(f"pub enum {enum} {{", 1)[1].split("\n}", 1)[0]
    found = [(name, int(number)) for name, number in re.findall(r"(\w+) = (\d+),", body)]
    assert found == [(row.name, row.number) for row in wanted]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": 1}, "numbers rise"),
        ({"number": 0}, "0 is unset"),
        ({"name": "First"}, "twice"),
        ({"meaning": "no full stop"}, "full stop"),
        ({"meaning": None}, "lacks"),
    ],
)
def test_a_wrong_table_is_refused(change: dict[str, object], fault: str) -> None:
    first: dict[str, object] = {"number": 1, "name": "First", "meaning": "One."}
    second: dict[str, object] = {"number": 2, "name": "Second", "meaning": "Two."}
    second |= change
    entry = {key: value for key, value in second.items() if value is not None}
    with pytest.raises(TableError, match=fault):
        rows("rejects.toml", [first, entry])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"receiver": "Asset"}, "number types"),
        ({"argument": "Side"}, "no number type"),
        ({"op": "MulUp"}, "ValueOp lacks"),
        ({"op": "MulAbs", "rounds": True}, "rounded form"),
        ({"op": "NegPlain", "argument": None}, "does not take every sign"),
        ({"argument": None}, "do not fit"),
    ],
)
def test_a_wrong_conversion_is_refused(change: dict[str, object], fault: str) -> None:
    row: dict[str, object] = {
        "receiver": "Price",
        "name": "calculate_volume",
        "argument": "Quantity",
        "result": "Volume",
        "op": "MulAbs",
        "meaning": "Absolute price times quantity.",
    }
    values = load().values | {"conversion": [row | change]}
    with pytest.raises(TableError, match=fault):
        conversions(values)
