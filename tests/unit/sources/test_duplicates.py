"""The same key again: a duplicate when it says the same, a conflict when it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from attending.analytics.stratum import OVERALL
from attending.sources import Limits, LogRefused, reduce_log

from .logs import MAPPING, csv_log, csv_rows, parquet_log

LENIENT = Limits(bad_share=0.5)


def test_the_same_rows_again_change_nothing(tmp_path: Path) -> None:
    rows = csv_rows(300)
    once = reduce_log(csv_log(tmp_path / "once.csv", rows), MAPPING)
    again = reduce_log(csv_log(tmp_path / "twice.csv", [*rows, *rows[100:], rows[0]]), MAPPING)
    assert (again.intake.read, again.intake.loaded, again.intake.duplicate) == (501, 300, 201)
    assert again.table == once.table


def test_the_same_file_twice_is_all_duplicates(tmp_path: Path) -> None:
    first = parquet_log(tmp_path / "a.parquet", 200)
    (tmp_path / "b.parquet").write_bytes(first.read_bytes())
    intake = reduce_log(tmp_path, MAPPING).intake
    assert (intake.read, intake.loaded, intake.duplicate, intake.quarantined) == (400, 200, 200, 0)


def test_a_conflict_is_quarantined_on_both_sides_and_both_are_shown(tmp_path: Path) -> None:
    rows = csv_rows(300)
    other = rows[4].replace(",0.47,", ",0.99,")
    assert other != rows[4]
    reduction = reduce_log(csv_log(tmp_path / "log.csv", [*rows, other, rows[9]]), MAPPING)
    intake = reduction.intake
    assert (intake.read, intake.loaded, intake.duplicate) == (302, 299, 1)
    assert (intake.quarantined, intake.conflicts) == (2, 2)
    assert [(r.line, r.column) for r in intake.rejections] == [(6, "id"), (302, "id")]
    assert "score=0.47" in str(intake.rejections[0])
    assert "score=0.99" in str(intake.rejections[1])
    assert intake.write_quarantine(tmp_path / "bad.csv") == 2


def test_conflicts_count_towards_the_one_percent(tmp_path: Path) -> None:
    rows = csv_rows(100)
    with pytest.raises(LogRefused, match="2 of 101 rows"):
        reduce_log(csv_log(tmp_path / "log.csv", [*rows, rows[4].replace(",0.47,", ",0.99,")]), MAPPING)


def test_an_outcome_that_is_now_known_is_another_content(tmp_path: Path) -> None:
    rows = ["1,0.2,,2026-01-01,A", "1,0.2,1,2026-01-01,A", "2,0.2,,2026-01-01,A", "2,0.2,,2026-01-01,A"]
    intake = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING, limits=LENIENT).intake
    assert (intake.loaded, intake.duplicate, intake.conflicts) == (1, 1, 2)


def test_a_bad_row_does_not_make_a_conflict_of_a_good_one(tmp_path: Path) -> None:
    rows = [*csv_rows(200), "3,7,0,2026-01-01,ICU"]
    intake = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).intake
    assert (intake.loaded, intake.quarantined, intake.conflicts) == (200, 1, 0)


def test_a_key_of_two_columns(tmp_path: Path) -> None:
    mapping = replace(MAPPING, key=("id", "unit"))
    rows = ["1,0.2,0,2026-01-01,A", "1,0.3,0,2026-01-01,B", "1,0.2,0,2026-01-01,A"]
    intake = reduce_log(csv_log(tmp_path / "log.csv", rows), mapping).intake
    assert (intake.loaded, intake.duplicate, intake.conflicts) == (2, 1, 0)


def test_without_a_key_duplicates_are_not_checked_and_the_report_says_so(tmp_path: Path) -> None:
    rows = csv_rows(10)
    reduction = reduce_log(csv_log(tmp_path / "log.csv", [*rows, *rows]), replace(MAPPING, key=()))
    assert (reduction.intake.loaded, reduction.intake.duplicate) == (20, 0)
    assert "No key was given: duplicates were not checked." in reduction.intake.warnings
    assert int(reduction.table.slice(OVERALL).n.sum()) == 20
