"""Each bad row is named with line, column, value, rule and fix; good rows load when few are bad."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from attending.sources import ColumnMapping, LogRefused, Reduction, reduce_log

from .logs import HEADER, MAPPING, csv_log, csv_rows, parquet_log, random_table


def counted(reduction: Reduction) -> None:
    intake = reduction.intake
    assert intake.read == intake.loaded + intake.duplicate + intake.quarantined
    everyone = reduction.table.stratum == 0
    assert int(reduction.table.n[everyone].sum()) == intake.loaded


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        ("x,abc,0,2026-01-01,ICU", "score", "abc", "The value is not a number"),
        ("x,nan,0,2026-01-01,ICU", "score", "nan", "The value is not a number"),
        ("x,0.2_5,0,2026-01-01,ICU", "score", "0.2_5", "The value is not a number"),
        ('x,"0,5",0,2026-01-01,ICU', "score", "0,5", "The value is not a number"),
        ("x,1.01,0,2026-01-01,ICU", "score", "1.01", "The value lies outside 0 to 1"),
        ("x,-0.01,0,2026-01-01,ICU", "score", "-0.01", "The value lies outside 0 to 1"),
        ("x,1e400,0,2026-01-01,ICU", "score", "1e400", "The value lies outside 0 to 1"),
        ("x,,0,2026-01-01,ICU", "score", None, "The score is empty"),
        ("x,0.5,2,2026-01-01,ICU", "outcome", "2", "The outcome is neither 0 nor 1"),
        ("x,0.5,NA,2026-01-01,ICU", "outcome", "NA", "The outcome is neither 0 nor 1"),
        ("x,0.5,0,01/02/2026,ICU", "time", "01/02/2026", "The time is not an ISO 8601 date or timestamp"),
        ("x,0.5,0,2026-02-30,ICU", "time", "2026-02-30", "The time is not an ISO 8601 date or timestamp"),
        ("x,0.5,0,epoch,ICU", "time", "epoch", "The time is not an ISO 8601 date or timestamp"),
        ("x,0.5,0,0026-01-01,ICU", "time", "0026-01-01", "The year lies outside 1900 to 2199"),
        ("x,0.5,0,,ICU", "time", None, "The time is empty"),
        (",0.5,0,2026-01-01,ICU", "id", None, "The key is empty"),
        (f"x,0.5,0,2026-01-01,{'u' * 101}", "unit", "u" * 80 + "…", "The text is too long for a level or a key"),
    ],
)
def test_a_bad_row_is_listed_and_the_rest_loads(
    tmp_path: Path, row: str, column: str, value: str | None, rule: str
) -> None:
    rows = csv_rows(200)
    rows.insert(120, row)
    reduction = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING)
    counted(reduction)
    (rejection,) = reduction.intake.rejections
    assert (rejection.file, rejection.line, rejection.column) == ("log.csv", 122, column)
    assert (rejection.value, rejection.rule) == (value, rule)
    assert rejection.fix
    assert reduction.intake.quarantined == 1
    assert reduction.intake.loaded == 200


def test_a_parquet_row_is_named_by_its_number(tmp_path: Path) -> None:
    score = np.full(500, 0.5)
    score[[7, 20]] = [np.nan, 1.5]
    outcome = np.zeros(500)
    outcome[[1, 2]] = [np.nan, 0.5]
    log = parquet_log(tmp_path / "log.parquet", 500, score=pa.array(score), outcome=pa.array(outcome))
    reduction = reduce_log(log, MAPPING)
    counted(reduction)
    assert [(r.line, r.column, r.value) for r in reduction.intake.rejections] == [
        (3, "outcome", "0.5"),
        (8, "score", "nan"),
        (21, "score", "1.5"),
    ]
    assert int(reduction.table.labelled[reduction.table.stratum == 0].sum()) == 496


def test_more_than_one_percent_refuses_the_log_and_names_the_first(tmp_path: Path) -> None:
    rows = [*csv_rows(98), "x,7,0,2026-01-01,ICU", "y,8,0,2026-01-01,ICU"]
    with pytest.raises(LogRefused, match=r"2 of 100 rows are bad \(2 %\), and at most 1 % may be") as refused:
        reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING)
    report = refused.value.report
    assert (report.read, report.loaded, report.faulty) == (100, 0, 2)
    assert report.read == report.loaded + report.duplicate + report.quarantined
    assert [r.line for r in refused.value.rejections] == [100, 101]


def test_all_or_nothing_refuses_for_one_bad_row(tmp_path: Path) -> None:
    rows = [*csv_rows(999), "x,7,0,2026-01-01,ICU"]
    with pytest.raises(LogRefused, match="none may be"):
        reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING, all_or_nothing=True)


def test_a_log_of_bad_rows_lists_the_first_thousand_and_counts_all(tmp_path: Path) -> None:
    rows = [f"{i},7,2,yesterday,ICU" for i in range(1500)]
    with pytest.raises(LogRefused) as refused:
        reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING)
    assert len(refused.value.rejections) == 1000
    assert {c.column: c.count for c in refused.value.report.rule_counts} == {
        "score": 1500,
        "outcome": 1500,
        "time": 1500,
    }


def test_an_empty_outcome_is_unknown_and_never_negative(tmp_path: Path) -> None:
    rows = ["1,0.2,,2026-01-01,A", "2,0.3,true,2026-01-01,A", "3,0.4,FALSE,2026-01-01,A", "4,0.5,1.0,2026-01-01,A"]
    table = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).table
    everyone = table.stratum == 0
    assert (table.n[everyone].sum(), table.labelled[everyone].sum(), table.positive[everyone].sum()) == (4, 3, 2)


def test_the_month_is_the_one_the_timestamp_writes(tmp_path: Path) -> None:
    rows = [
        "1,0.2,0,2026-01-31T23:30:00-05:00,A",
        "2,0.2,0,2026-02-01T01:00:00+02:00,A",
        "3,0.2,0,2026-03-31 23:59:59.999Z,A",
        "4,0.2,0,2026-04-01,A",
    ]
    table = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).table
    assert table.periods == ("2026-01", "2026-02", "2026-03", "2026-04")


def test_a_zoned_parquet_time_counts_in_its_own_zone(tmp_path: Path) -> None:
    instant = np.array(["2026-02-01T03:00:00"], dtype="datetime64[us]")
    for zone, expected in (("UTC", "2026-02"), ("America/New_York", "2026-01")):
        log = parquet_log(tmp_path / "log.parquet", 1, time=pa.array(instant, type=pa.timestamp("us", tz=zone)))
        assert reduce_log(log, MAPPING).table.periods == (expected,)


def test_a_unit_called_may_stays_a_unit_and_a_missing_one_is_shown(tmp_path: Path) -> None:
    rows = [*csv_rows(30), "x,0.5,0,2026-01-01, MAY "]
    table = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).table
    assert [s.level for s in table.strata] == ["all", "ICU", "MAY", "not recorded"]


def test_a_32_bit_score_is_read_as_the_decimal_it_shows(tmp_path: Path) -> None:
    from decimal import Decimal

    log = parquet_log(tmp_path / "log.parquet", 3, score=pa.array([0.28, 0.29, 0.57], type=pa.float32()))
    for exact_rows in (100, 0):
        table = reduce_log(log, MAPPING, thresholds=[Decimal("0.29"), Decimal("0.57")], exact_rows=exact_rows).table
        assert sorted(table.passed[table.stratum == 0].tolist()) == [0, 1, 2]


def test_a_key_is_not_printed(tmp_path: Path) -> None:
    rows = [*csv_rows(200), f"{'MRN-' * 200},0.5,0,2026-01-01,ICU"]
    (rejection,) = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).intake.rejections
    assert "MRN" not in str(rejection)
    assert "hidden" in str(rejection)


def test_quarantined_rows_are_corrected_and_loaded_again(tmp_path: Path) -> None:
    bad = ["x,-7,0,2026-01-01,=cmd()", "y,0.5,0,never,'=it", 'z,0.5,9,2026-01-01,"a,b"']
    log = csv_log(tmp_path / "log.csv", [*csv_rows(400), *bad])
    first = reduce_log(log, MAPPING)
    path = tmp_path / "quarantine.csv"
    assert first.intake.write_quarantine(path) == 3
    with path.open(newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["quarantine_line"] for row in written] == ["402", "403", "404"]
    assert [row["unit"] for row in written] == ["'=cmd()", "''=it", "a,b"]
    assert [row["score"] for row in written] == ["-7", "0.5", "0.5"]
    assert "score: The value lies outside 0 to 1" in written[0]["quarantine_reason"]
    corrected = path.read_text().replace(",-7,", ",0.7,").replace("never", "2026-01-02").replace(",9,", ",1,")
    path.write_text(corrected)
    again = reduce_log(path, MAPPING)
    assert again.intake.loaded == 3
    assert {s.level for s in again.table.strata} == {"all", "=cmd()", "'=it", "a,b"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["log.csv", "quarantine.csv"]


def test_quarantine_is_refused_once_the_log_has_changed(tmp_path: Path) -> None:
    log = csv_log(tmp_path / "log.csv", [*csv_rows(400), "x,7,0,2026-01-01,ICU"])
    intake = reduce_log(log, MAPPING).intake
    csv_log(log, csv_rows(10))
    with pytest.raises(LogRefused, match="changed"):
        intake.write_quarantine(tmp_path / "quarantine.csv")
    assert not (tmp_path / "quarantine.csv").exists()


def test_a_log_without_faults_has_no_quarantine(tmp_path: Path) -> None:
    intake = reduce_log(csv_log(tmp_path / "log.csv", csv_rows(10)), MAPPING).intake
    with pytest.raises(ValueError, match="no faulty rows"):
        intake.write_quarantine(tmp_path / "quarantine.csv")


def test_lines_stay_right_when_fields_span_lines_and_files_are_several(tmp_path: Path) -> None:
    header = HEADER + ",note"
    rows = [f'{row},"two\nlines"' for row in csv_rows(150)]
    rows[100] = rows[100].replace(",2026-", ",20_6-")
    csv_log(tmp_path / "a.csv", rows, header=header)
    csv_log(tmp_path / "b.csv", [f"{row},plain" for row in csv_rows(150, start=500)], header=header)
    (tmp_path / "manifest.toml").write_text(
        '[[files]]\nname = "a.csv"\nrows = 150\n[[files]]\nname = "b.csv"\nrows = 150\n'
    )
    (rejection,) = reduce_log(tmp_path, MAPPING).intake.rejections
    assert (rejection.file, rejection.line) == ("a.csv", 202)


def test_the_mapping_must_make_sense() -> None:
    with pytest.raises(ValueError, match="mapped twice"):
        ColumnMapping("score", "score", "time")
    with pytest.raises(ValueError, match="given twice"):
        ColumnMapping("score", None, "time", by=("unit", "unit"))
    with pytest.raises(ValueError, match="everyone"):
        ColumnMapping("score", None, "time", by=("overall",))
    with pytest.raises(ValueError, match="empty"):
        ColumnMapping("score", " ", "time")


def test_an_identifier_is_no_attribute(tmp_path: Path) -> None:
    table = random_table(2000)
    import pyarrow.parquet as pq

    pq.write_table(table, tmp_path / "log.parquet")
    found = reduce_log(tmp_path / "log.parquet", ColumnMapping("score", "outcome", "time", by=("id",)))
    assert len(found.table.strata) == 1
    assert "an identifier is no attribute" in found.intake.warnings[-1]
