# SPDX-License-Identifier: Apache-2.0
"""Golden cases: none is left of a scenario that is gone, and a stale one is found.

That each scenario's case is up to date is checked where the scenario runs (`test_features.py`).
"""

import json

import golden
import pytest
from drivers.base import BaseDriver, Refused

FILES = sorted(golden.GOLDEN.glob("*.jsonl"))
CASE = [({"op": "build", "clock": {"start": "0"}}, {"ok": 1})]
FEATURE = golden.FEATURES / "pipeline" / "stages.feature"


def test_every_feature_of_the_engine_has_a_file():
    folders = (golden.FEATURES / folder for folder in golden.FOLDERS)
    features = [path for folder in folders for path in folder.glob("*.feature")]
    assert sorted(map(golden.path_of, features)) == FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_case_is_left_of_a_scenario_that_is_gone(path):
    text = (golden.FEATURES / golden.feature_of(path)).read_text(encoding="utf-8")
    for name in map(json.loads, golden.read(path)):
        assert name["scenario"] in text
        assert all(cell in text for cell in name.get("row", {}).values()), name


def test_a_case_that_is_not_what_lies_there_is_stale(monkeypatch, tmp_path):
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    writer = golden.Store(write=True)
    assert writer.take(FEATURE, "a", None, CASE)
    writer.save()
    assert golden.Store(write=False).take(FEATURE, "a", None, CASE)
    assert not golden.Store(write=False).take(FEATURE, "a", {"n": "1"}, CASE)
    assert not golden.Store(write=False).take(FEATURE, "a", None, [*CASE, *CASE])


def test_files_are_written_for_features_that_exist_only(monkeypatch, tmp_path):
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    (tmp_path / "pipeline.gone.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "pipeline.stages.jsonl").write_text("", encoding="utf-8")
    golden.Store(write=True).save()
    assert [path.name for path in tmp_path.iterdir()] == ["pipeline.stages.jsonl"]


@pytest.mark.parametrize(
    ("folder", "case"),
    [
        ("values", CASE),
        ("pipeline", []),
        ("pipeline", [({"op": "build"}, {"ok": 1})]),
    ],
    ids=["not of the engine", "no call", "the system clock"],
)
def test_some_scenarios_have_no_case(folder, case):
    store = golden.Store(write=False)
    assert store.take(golden.FEATURES / folder / "x.feature", "a", None, case)
    assert store.found == {}


class Echo(BaseDriver):
    """A driver that answers with what it is asked, and refuses to say what it decided."""

    binding = "echo"

    def call(self, op, **data):
        if op == "decisions":
            raise Refused({"kind": "lifecycle"})
        return 1 if op == "build" else op


def test_a_case_is_every_call_and_how_each_engine_ended():
    recorder = golden.Recorder(Echo())
    recorder.build(clock={"start": "0"})
    with pytest.raises(Refused):
        recorder.decisions(1)
    recorder.reset()
    refused = {"error": {"kind": "lifecycle"}}
    assert [(request["op"], answer) for request, answer in recorder.case] == [
        ("build", {"ok": 1}),
        ("decisions", refused),
        ("decisions", refused),
        ("digest", {"ok": "digest"}),
        ("state_digest", {"ok": "state_digest"}),
        ("trace", {"ok": "trace"}),
    ]
    assert recorder.case[0][0] == {
        "op": "build",
        "clock": {"start": "0"},
        "record": True,
        "policies": [],
    }
    recorder.reset()
    assert recorder.case == []
