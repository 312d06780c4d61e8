"""``attending map``: what it prints and writes, its exit codes, and that refused input leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from attending.cli.map import app
from attending.maps.reading import read
from attending.maps.schema import schema

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "how-to" / "examples" / "sepsis-map.yaml"
FOREIGN = ROOT / "tests" / "unit" / "maps" / "foreign.bpmn"


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def unchecked(tmp_path) -> Path:
    """The example without the physician's check of the AI."""
    path = tmp_path / "unchecked.yaml"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "oversight:" not in line), encoding="utf-8")
    return path


def test_check_says_that_nothing_is_open():
    text = run("check", EXAMPLE).stdout
    assert text == "Sepsis alert in the emergency department: 10 steps in 4 lanes, 0 to settle, 0 to think about\n"


def test_check_tells_what_must_be_settled_and_ends_with_one(unchecked):
    text = run("check", unchecked, code=1).stdout
    assert "Must be settled\n  No person checks what the AI does at “Score for sepsis”.\n" in text
    assert "that it checks this one. (no-oversight, step score)\n" in text
    document = json.loads(run("check", unchecked, "--json", code=1).stdout)
    assert [each["rule"] for each in document["findings"]] == ["no-oversight"]
    assert document["disciplines"] == ["nursing", "medicine"]


def test_draw_writes_a_picture_or_a_bow_tie(tmp_path):
    run("draw", EXAMPLE, "-o", tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "Bow-tie: “Score for sepsis” fails" in run("draw", EXAMPLE, "--bow-tie", "score").stdout
    assert "has no step with the key 'gone'" in run("draw", EXAMPLE, "--bow-tie", "gone", code=2).stderr


def test_draw_cuts_a_wide_map_into_sheets(tmp_path):
    run("draw", EXAMPLE, "--sheets", "-o", tmp_path / "map.svg")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["map-1.svg", "map-2.svg", "map-3.svg"]
    assert "sheet 2 of 3</title>" in (tmp_path / "map-2.svg").read_text(encoding="utf-8")
    assert "--sheets needs --output" in run("draw", EXAMPLE, "--sheets", code=2).stderr


def test_compare_tells_what_changed(unchecked):
    assert run("compare", EXAMPLE, EXAMPLE).stdout == "Nothing changed.\n"
    assert (
        "Check of the AI of the step “Review the alert at the bedside”: no longer"
        in run("compare", EXAMPLE, unchecked).stdout
    )
    (change,) = json.loads(run("compare", EXAMPLE, unchecked, "--json").stdout)["changes"]
    assert (change["kind"], change["what"], change["key"]) == ("changed", "step", "review")


def test_a_map_goes_to_bpmn_and_back(tmp_path):
    run("to-bpmn", EXAMPLE, "-o", tmp_path / "map.bpmn")
    result = run("from-bpmn", tmp_path / "map.bpmn")
    assert read(result.stdout) == read(EXAMPLE.read_text(encoding="utf-8"))
    assert result.stderr == ""


def test_what_is_not_imported_is_named_on_the_terminal():
    result = run("from-bpmn", FOREIGN)
    assert "Not imported: Data object reference “Lab form”.\n" in result.stderr
    assert read(result.stdout).lanes


def test_the_schema_is_printed():
    assert json.loads(run("schema").stdout) == schema()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"format: attending-map/1\ncolour: red\n", "bad.yaml: line 2, colour: there is no field 'colour' here"),
        (b"\xff\xfe\x00", "is not UTF-8 text (byte 0)"),
        (b"a: &x [*x]", "anchors and aliases are not read"),
    ],
)
def test_refused_input_ends_with_two_and_leaves_nothing_behind(tmp_path, content, words):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    for command in ("check", "draw", "to-bpmn"):
        target = [] if command == "check" else ["-o", tmp_path / "out"]
        assert words in run(command, path, *target, code=2).stderr
    assert [each.name for each in tmp_path.iterdir()] == ["bad.yaml"]


def test_files_that_cannot_be_read_or_written_are_named(tmp_path):
    assert "cannot be read: No such file" in run("check", tmp_path / "none.yaml", code=2).stderr
    assert "is a folder; name the file in it" in run("check", tmp_path, code=2).stderr
    assert "there is no folder" in run("draw", EXAMPLE, "-o", tmp_path / "none" / "x.svg", code=2).stderr
    assert "bad.bpmn: line 1: This file is not read: it is not XML" in _bpmn(tmp_path).stderr


def _bpmn(folder: Path) -> Result:
    path = folder / "bad.bpmn"
    path.write_bytes(b"no xml")
    return run("from-bpmn", path, code=2)
