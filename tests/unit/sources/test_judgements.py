"""A panel's file: read whole and exactly, or refused with file, line, column, value, rule and fix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from attending.sources import LogRefused
from attending.sources.judgements import read_judgements

HEADER = "panelist,item,criterion,score,conflict"
SOUND = (
    "Okafor,Sepsis alert,benefit,8,",
    "Okafor,Sepsis alert,equity,6,",
    "Okafor,Letters,benefit,5,no",
    "Okafor,Letters,equity,,",
    "Huang,Sepsis alert,benefit,3,",
    "Huang,Sepsis alert,equity,4.0,",
    "Huang,Letters,,,yes",
)
WEIGHTS = ("panelist,criterion,points", "Okafor,benefit,100", "Okafor,equity,50")

TOML = """
top = 1

[scores.Okafor."Sepsis alert"]
benefit = 8
equity = 6

[scores.Okafor.Letters]
benefit = 5

[scores.Huang."Sepsis alert"]
benefit = 3
equity = 4

[conflicts]
Huang = ["Letters"]

[weights.Okafor]
benefit = 100
equity = 50

[scales]
equity = [[1, 0], [5, 0.7], [9, 1]]
"""


def csv(folder: Path, *rows: str, header: str = HEADER, name: str = "panel.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def refused(path: Path, weights: Path | None = None) -> LogRefused:
    with pytest.raises(LogRefused) as told:
        read_judgements(path, weights)
    report = told.value.report
    assert report.read == report.loaded + report.duplicate + report.quarantined
    assert report.loaded == 0
    return told.value


def test_a_sound_file_is_read_exactly(tmp_path):
    weights = csv(tmp_path, *WEIGHTS[1:], header=WEIGHTS[0], name="weights.csv")
    found = read_judgements(csv(tmp_path, *SOUND), weights)
    kept = found.judgements
    assert (kept.panelists, kept.items, kept.criteria) == (
        ("Okafor", "Huang"),
        ("Sepsis alert", "Letters"),
        ("benefit", "equity"),
    )
    assert np.array_equal(kept.scores[0], [[8, 6], [5, np.nan]], equal_nan=True)
    assert np.array_equal(kept.scores[1], [[3, 4], [np.nan, np.nan]], equal_nan=True)
    assert kept.recused.tolist() == [[False, False], [False, True]]
    assert kept.weights[0] == pytest.approx([2 / 3, 1 / 3])
    assert np.isnan(kept.weights[1]).all()
    assert (found.rows, found.duplicate, found.warnings) == (9, 0, ())
    assert [each.rows for each in found.files] == [7, 2]


@pytest.mark.parametrize("form", ["semicolons", "byte order mark", "capitals", "line ends", "quotes"])
def test_the_forms_that_spreadsheets_write_are_read_alike(form, tmp_path):
    text = "\n".join([HEADER, *SOUND]) + "\n"
    content = {
        "semicolons": text.replace(",", ";").encode(),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "capitals": text.replace("panelist,item", "Panelist,ITEM").encode(),
        "line ends": text.replace("\n", "\r\n").encode(),
        "quotes": text.replace("Sepsis alert", '"Sepsis alert"').encode(),
    }[form]
    path = tmp_path / "panel.csv"
    path.write_bytes(content)
    found = read_judgements(path).judgements
    assert found.items == ("Sepsis alert", "Letters")
    assert np.nansum(found.scores) == 26


def test_a_row_that_is_there_twice_counts_once_and_is_said(tmp_path):
    found = read_judgements(csv(tmp_path, *SOUND, SOUND[0], SOUND[6]))
    assert (found.rows, found.duplicate) == (9, 2)
    assert found.warnings == ("2 rows say again what an earlier row says; they count once.",)


def test_a_column_that_is_not_read_is_said(tmp_path):
    found = read_judgements(csv(tmp_path, "A,B,c,5,n", header="panelist,item,criterion,score,remark"))
    assert found.warnings == ("panel.csv: the column 'remark' was not read.",)


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        ("Huang,Letters,equity,10,", "score", "10", "whole number from 1 to 9"),
        ("Huang,Letters,equity,0,", "score", "0", "whole number from 1 to 9"),
        ("Huang,Letters,equity,7.5,", "score", "7.5", "whole number from 1 to 9"),
        ("Huang,Letters,equity,=6+1,", "score", "=6+1", "whole number from 1 to 9"),
        ("Huang,Letters,equity,high,", "score", "high", "whole number from 1 to 9"),
        (",Letters,equity,5,", "panelist", "", "The name is missing"),
        ("Huang,,equity,5,", "item", "", "The name is missing"),
        ("Huang,Letters,,5,", "criterion", "", "The name is missing"),
        ("Huang,Letters,,,", "criterion", "", "The name is missing"),
        ("=HYPERLINK(1),Letters,equity,5,", "panelist", "=HYPERLINK(1)", "begins like a formula"),
        ("Huang,@sum,equity,5,", "item", "@sum", "begins like a formula"),
        ("huang,Letters,equity,5,", "panelist", "huang", "differs only in case or blanks from 'Huang'"),
        ("Huang,Sepsis  alert,equity,4,", "item", "Sepsis  alert", "differs only in case or blanks"),
        ("Huang,Letters,equity,5,perhaps", "conflict", "perhaps", "is yes or no"),
        ("Okafor,Letters,benefit,6,", "score", "6", "in an earlier row with the score 5"),
        ("Okafor,Letters,equity,6,", "score", "6", "in an earlier row with no score"),
        ("Huang,Let\x07ters,equity,5,", "item", "Let\ufffdters", "cannot be printed"),
        (f"Huang,{'L' * 201},equity,5,", "item", "L" * 80 + "\u2026", "201 characters"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_kept(row, column, value, rule, tmp_path):
    told = refused(csv(tmp_path, *SOUND, row))
    (only,) = told.rejections
    assert (only.file, only.line, only.column, only.value) == ("panel.csv", 9, column, value)
    assert rule in only.rule
    assert only.fix
    assert told.report.faulty == 1


def test_every_fault_is_listed_with_its_line(tmp_path):
    told = refused(csv(tmp_path, "Huang,Letters,equity,12,maybe", *SOUND, ",,equity,5,"))
    assert [(each.line, each.column) for each in told.rejections] == [
        (2, "conflict"),
        (2, "score"),
        (10, "panelist"),
        (10, "item"),
    ]
    assert str(told).startswith(
        "4 faults were found, and nothing was loaded. First: panel.csv, line 2, column conflict"
    )
    assert told.report.faulty == 2


@pytest.mark.parametrize(
    ("row", "column", "rule", "fix"),
    [
        ("Okafur,benefit,100", "panelist", "no scores of this panelist", "Did you mean 'Okafor'"),
        ("Novak,benefit,100", "panelist", "no scores of this panelist", "Okafor, Huang"),
        ("Huang,benefits,100", "criterion", "no scores of this criterion", "Did you mean 'benefit'"),
        ("Huang,benefit,101", "points", "number from 0 to 100", "100"),
        ("Huang,benefit,-5", "points", "number from 0 to 100", "100"),
        ("Huang,benefit,", "points", "number from 0 to 100", "100"),
        ("Okafor,equity,60", "points", "in an earlier row with 50 points", "Keep the row that holds"),
        ("Huang,benefit,100", "panelist", "has no points for equity", "Give points for every criterion"),
    ],
)
def test_a_bad_weight_is_named(row, column, rule, fix, tmp_path):
    weights = csv(tmp_path, *WEIGHTS[1:], row, header=WEIGHTS[0], name="weights.csv")
    (only,) = refused(csv(tmp_path, *SOUND), weights).rejections
    assert (only.file, only.line, only.column) == ("weights.csv", 4, column)
    assert rule in only.rule
    assert fix in only.fix


@pytest.mark.parametrize(("points", "rule"), [("0", "every criterion 0 points"), ("80", "at most 80 points")])
def test_swings_without_a_first_are_refused(points, rule, tmp_path):
    weights = csv(tmp_path, f"Okafor,benefit,{points}", "Okafor,equity,0", header=WEIGHTS[0], name="weights.csv")
    (only,) = refused(csv(tmp_path, *SOUND), weights).rejections
    assert rule in only.rule
    assert (only.line, only.value) == (2, "Okafor")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "The file is empty"),
        (b"panelist,item,criterion,score\n", "a header and no rows"),
        (b"panelist,item,criterion\nA,B,c\n", "The column score is missing"),
        (b"panelist,item,criterion,score\nA,B,c,5", "no line end, so it may be cut short"),
        (b"panelist,item,criterion,score\nA,B,c\n", "The row has 3 fields and the header 4"),
        (b'panelist,item,criterion,score\nA,"B,c,5\n', "A quote is opened here and not closed"),
        (b"panelist,item,criterion,score\nA,B\xff,c,5\n", "UTF-8"),
        (b"PK\x03\x04xlsx", "a ZIP archive or a spreadsheet"),
    ],
)
def test_a_file_of_the_wrong_structure_is_refused_whole(content, rule, tmp_path):
    path = tmp_path / "panel.csv"
    path.write_bytes(content)
    assert rule in str(refused(path))


@pytest.mark.parametrize(
    ("name", "rule"), [("panel.xlsx", "Only CSV"), ("none.csv", "no such file"), ("none.toml", "no such file")]
)
def test_a_file_that_is_not_there_or_of_another_kind_is_refused(name, rule, tmp_path):
    if name == "panel.xlsx":
        (tmp_path / name).write_bytes(b"PK")
    assert rule in str(refused(tmp_path / name))


def test_an_item_that_nobody_may_judge_is_refused_by_name(tmp_path):
    found = read_judgements(csv(tmp_path, "Okafor,Letters,benefit,5,yes"))
    assert found.judgements.recused.all()


def toml(folder: Path, text: str) -> Path:
    path = folder / "panel.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_toml_file_says_the_same(tmp_path):
    found = read_judgements(toml(tmp_path, TOML))
    rows = read_judgements(
        csv(tmp_path, *SOUND), csv(tmp_path, *WEIGHTS[1:], header=WEIGHTS[0], name="weights.csv")
    ).judgements
    kept = found.judgements
    assert (kept.items, kept.criteria, kept.panelists) == (rows.items, rows.criteria, rows.panelists)
    for name in ("scores", "recused", "weights"):
        assert np.array_equal(getattr(kept, name), getattr(rows, name), equal_nan=True)
    assert found.top == 1
    assert found.scales["equity"].points == ((1, 0), (5, 0.7), (9, 1))


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        ("benefit = 8", "benefit = 12", "scores.Okafor.Sepsis alert.benefit", "whole number from 1 to 9"),
        ("benefit = 8", "benefit = true", "scores.Okafor.Sepsis alert.benefit", "whole number from 1 to 9"),
        ("benefit = 8", 'benefit = "8"', "scores.Okafor.Sepsis alert.benefit", "whole number from 1 to 9"),
        (
            "[scores.Okafor.Letters]\nbenefit = 5",
            "[scores.Okafor]\nLetters = 5",
            "scores.Okafor.Letters",
            "should be a table",
        ),
        ("[scores.Okafor.Letters]", '[scores."=1".Letters]', "scores.=1.Letters.benefit", "begins like a formula"),
        ('Huang = ["Letters"]', 'Huang = ["Leters"]', "conflicts.Huang", "no scores of this use case"),
        ('Huang = ["Letters"]', 'Huang = "Letters"', "conflicts.Huang", "should be a list of use cases"),
        ("equity = 50", "equity = 150", "weights.Okafor.equity", "number from 0 to 100"),
        ("equity = 50", "speed = 50", "weights.Okafor.speed", "no scores of this criterion"),
        ("equity = 50\n", "", "weights.Okafor", "has no points for equity"),
        ("[weights.Okafor]", "[weights.Okafur]", "weights.Okafur", "no scores of this panelist"),
        ("top = 1", "top = 0", "top", "whole number from 1"),
        ("top = 1", "tops = 1", "tops", "has a part of this name"),
        ("[9, 1]]", "[8, 1]]", "scales.equity", "value scale goes from score 1"),
        ("[[1, 0], [5, 0.7], [9, 1]]", "7", "scales.equity", "list of points"),
        ("[scales]\nequity", "[scales]\nspeed", "scales.speed", "no scores of this criterion"),
    ],
)
def test_a_fault_in_toml_is_named_by_its_place(old, new, place, rule, tmp_path):
    assert old in TOML
    first = refused(toml(tmp_path, TOML.replace(old, new))).rejections[0]
    assert (first.file, first.line, first.column) == ("panel.toml", None, place)
    assert rule in first.rule


@pytest.mark.parametrize(("text", "rule"), [("top = ", "The file is not TOML"), ("top = 1", "holds no scores")])
def test_toml_that_says_nothing_is_refused(text, rule, tmp_path):
    assert rule in str(refused(toml(tmp_path, text)))


def test_weights_beside_toml_are_refused(tmp_path):
    weights = csv(tmp_path, *WEIGHTS[1:], header=WEIGHTS[0], name="weights.csv")
    assert "holds the weights itself" in str(refused(toml(tmp_path, TOML), weights))
