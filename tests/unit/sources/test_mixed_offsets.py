"""Times with an offset from UTC beside times without one."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pyarrow as pa
import pytest

from attending.sources import LogRefused, reduce_log
from attending.sources.clinical import Declaration

from .logs import MAPPING, csv_log, csv_rows, parquet_log
from .test_clinical import EVENTS, PLAIN, PREDICTIONS, reduced


def test_a_column_that_mixes_them_is_refused_with_its_row(tmp_path: Path) -> None:
    rows = csv_rows(30)
    rows[7] = rows[7].replace("10:00:00Z", "10:00:00")
    with pytest.raises(LogRefused) as refused:
        reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING)
    (told,) = refused.value.rejections
    assert (told.file, told.line, told.column, told.value) == ("log.csv", 9, "time", "2026-02-15T10:00:00")
    assert "29 others in this column have one" in told.rule
    assert "+02:00" in told.fix
    # One kind alone is right, whichever it is; a bad row is none of either.
    for zone in ("", "+02:00", " Z", "-0430"):
        plain = [row.replace("10:00:00Z", f"10:00:00{zone}") for row in csv_rows(300)]
        plain[3] = plain[3].replace("2026", "soon")
        assert reduce_log(csv_log(tmp_path / "log.csv", plain), MAPPING).intake.loaded == 299
    text = pa.array(["2026-01-01T00:00:00", "2026-01-01"] * 10 + ["2026-01-01T00:00:00Z"])
    with pytest.raises(LogRefused, match=r"line 21, column time.* has an offset from UTC, and 10 others .* have none"):
        reduce_log(parquet_log(tmp_path / "log.parquet", 21, time=text), MAPPING)
    # Nor may files of one log differ.
    (tmp_path / "both").mkdir()
    csv_log(tmp_path / "both" / "a.csv", csv_rows(20))
    csv_log(tmp_path / "both" / "b.csv", [row.replace("Z,", ",") for row in csv_rows(10, start=20)])
    with pytest.raises(LogRefused, match=r"b\.csv, line 2, column time"):
        reduce_log(tmp_path / "both", MAPPING)


def test_in_predictions_and_events_a_declared_zone_reads_them_and_says_so(tmp_path: Path) -> None:
    mixed = EVENTS.replace("2026-01-02T12:00:00.001Z", "2026-01-02T12:30:00")
    with pytest.raises(LogRefused, match=r"events\.csv, line 4, column time, value '2026-01-02T12:30:00'"):
        reduced(tmp_path, events=mixed)
    berlin = dataclasses.replace(PLAIN, time_zone="Europe/Berlin")
    found = reduced(tmp_path, events=mixed, declaration=berlin)
    # 12:30 in Berlin is 11:30 UTC, within twelve hours of the prediction at midnight UTC.
    assert found.maturity.total.event == 3
    assert "Times without an offset in time are read as Europe/Berlin, as declared." in found.events.warnings
    assert not any("offset" in said for said in found.predictions.warnings)
    naive = reduced(tmp_path, PREDICTIONS.replace("+02:00", "").replace(" Z,", ",").replace("Z,", ","))
    assert "Times without an offset in time are read as UTC." in naive.predictions.warnings
    assert Declaration.from_document(berlin.to_document()) == berlin
    older = {name: value for name, value in PLAIN.to_document().items() if name != "time_zone"}
    assert Declaration.from_document(older) == PLAIN
    with pytest.raises(ValueError, match="time zone"):
        dataclasses.replace(PLAIN, time_zone="Berlin")
