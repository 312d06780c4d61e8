"""Event logs as CSV and Parquet: what is read, in which order, what is set aside and how it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.sources import Limits
from attending.sources.events import EventMapping, read_event_log

from .logs import HEADER, MAPPING, csv, good, refused


def paths(log) -> list[tuple[str, ...]]:
    return sorted(
        tuple(log.activities[a] for a in log.activity[log.starts[c] : log.starts[c + 1]]) for c in range(log.cases)
    )


def test_events_are_ordered_by_time_and_at_one_time_by_their_rows(tmp_path):
    rows = ["1,Late,2026-01-01T12:00Z", "2,Only,2026-01-01T09:00Z", "1,B,2026-01-01T10:00Z", "1,A,2026-01-01T10:00Z"]
    reading = read_event_log(csv(tmp_path, rows))
    assert paths(reading.log) == [("B", "A", "Late"), ("Only",)]
    assert reading.account.moved == 1
    assert any("1 events stood after a later one" in each for each in reading.intake.warnings)


def test_offsets_are_honoured(tmp_path):
    rows = ["1,Second,2026-01-01T10:00:00+01:00", "1,First,2026-01-01T08:59:59.999Z", "1,Third,2026-01-01T04:30-05:00"]
    reading = read_event_log(csv(tmp_path, rows))
    assert paths(reading.log) == [("First", "Second", "Third")]
    assert np.diff(reading.log.at).tolist() == [1, 30 * 60_000]


def test_times_without_an_offset_are_refused_until_a_zone_is_declared(tmp_path):
    log = csv(tmp_path, ["1,A,2026-03-29T01:30:00", "1,B,2026-03-29T03:30:00"])
    problem = refused(log)
    assert "events.csv, line 2, column timestamp" in str(problem)
    assert "no time zone is declared. Declare" in str(problem)
    reading = read_event_log(log, replace(MAPPING, time_zone="Europe/Amsterdam"))
    # The clocks went from 02:00 to 03:00 between the two.
    assert np.diff(reading.log.at).tolist() == [3_600_000]
    assert "read as Europe/Amsterdam, as declared" in reading.intake.warnings[-1]


def test_mixed_times_name_the_rarer_kind_and_are_read_once_a_zone_is_declared(tmp_path):
    log = csv(tmp_path, ["1,A,2026-01-01T10:00Z", "1,B,2026-01-01T11:30", "1,C,2026-01-01T11:00Z"])
    problem = refused(log)
    assert "line 3" in str(problem)
    assert "The time has no offset from UTC; 2 have one and 1 have none" in str(problem)
    reading = read_event_log(log, replace(MAPPING, time_zone="Europe/Amsterdam"))
    assert paths(reading.log) == [("A", "B", "C")]
    assert "1 times have no offset from UTC and are read as Europe/Amsterdam" in reading.intake.warnings[-1]


def test_a_stored_time_without_zone_is_refused_too(tmp_path):
    log = tmp_path / "events.parquet"
    stamps = pa.array([0], pa.timestamp("us"))
    pq.write_table(pa.table({"case_id": ["1"], "activity": ["A"], "timestamp": stamps}), log)
    assert "no time zone is declared" in str(refused(log))


def test_dates_alone_keep_the_order_of_the_rows(tmp_path):
    reading = read_event_log(csv(tmp_path, ["1,B,2026-01-02", "1,A,2026-01-02", "1,C,2026-01-01"]))
    assert paths(reading.log) == [("C", "B", "A")]
    assert "3 times are dates alone" in reading.intake.warnings[-2]


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (",A,2026-01-01T10:00Z", "case_id", None, "The case is empty"),
        ("  ,A,2026-01-01T10:00Z", "case_id", None, "The case is empty"),
        (f"{'9' * 501},A,2026-01-01T10:00Z", "case_id", "(hidden: it may identify a patient)", "too long"),
        ("7,,2026-01-01T10:00Z", "activity", None, "The activity is empty"),
        (f"7,{'x' * 101},2026-01-01T10:00Z", "activity", "x" * 80 + "…", "too long"),
        ("7,A,", "timestamp", None, "The time is empty"),
        ("7,A,01/02/2026 10:00", "timestamp", "01/02/2026 10:00", "not an ISO 8601 date"),
        ("7,A,2026-02-30T10:00Z", "timestamp", "2026-02-30T10:00Z", "not an ISO 8601 date"),
        ("7,A,1700000000", "timestamp", "1700000000", "not an ISO 8601 date"),
        ("7,A,0026-01-01T10:00Z", "timestamp", "0026-01-01T10:00:00.000+00:00", "outside 1900 to 2199"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_load(tmp_path, row, column, value, rule):
    reading = read_event_log(csv(tmp_path, [*good(150), row, *good(50, start=100)]))
    intake = reading.intake
    assert (intake.read, intake.loaded, intake.duplicate, intake.quarantined) == (201, 200, 0, 1)
    (told,) = intake.rejections
    assert (told.file, told.line, told.column, told.value) == ("events.csv", 152, column, value)
    assert rule in told.rule
    assert told.fix
    assert [(count.column, count.count) for count in intake.rule_counts] == [(column, 1)]


def test_more_than_one_percent_of_bad_rows_refuses_the_log(tmp_path):
    problem = refused(csv(tmp_path, [*good(98), "1,,2026-01-01T10:00Z", ",A,never"]))
    assert "2 of 100 rows are bad (2 %), and at most 1 % may be; nothing was loaded." in str(problem)
    assert "First: events.csv, line 100, column activity" in str(problem)
    assert [(each.line, each.column) for each in problem.rejections] == [
        (100, "activity"), (101, "case_id"), (101, "timestamp"),
    ]  # fmt: skip
    assert problem.report.loaded == 0
    assert "none may be" in str(refused(csv(tmp_path, [*good(200), "1,,2026-01-01"]), all_or_nothing=True))


def test_bad_rows_are_written_out_and_load_once_they_are_corrected(tmp_path):
    reading = read_event_log(csv(tmp_path, [*good(200), "=1+1,A,yesterday"]))
    bad = tmp_path / "bad.csv"
    assert reading.intake.write_quarantine(bad) == 1
    text = bad.read_text()
    assert "events.csv,202,timestamp: The time is not an ISO 8601" in text
    assert "'=1+1" in text
    bad.write_text(text.replace("yesterday", "2026-01-01T10:00Z"))
    again = read_event_log(bad)
    assert (again.log.cases, again.log.events) == (1, 1)


def test_rows_that_say_the_same_count_once_and_are_counted(tmp_path):
    header = f"{HEADER},resource,event_id"
    rows = ["1,A,2026-01-01T10:00Z,n1,e1", "1,A,2026-01-01T10:00:00Z, n1 ,e2", "1,A,2026-01-01T10:00Z,n2,e3"]
    log = csv(tmp_path, rows, header)
    assert read_event_log(log).log.events == 1
    reading = read_event_log(log, replace(MAPPING, resource="resource"))
    assert (reading.intake.read, reading.intake.loaded, reading.intake.duplicate) == (3, 2, 1)
    assert any("1 rows say the same as another" in each for each in reading.intake.warnings)
    each = read_event_log(log, replace(MAPPING, repeated="each"))
    assert (each.log.events, each.intake.duplicate, each.account.repeated) == (3, 0, 2)
    assert read_event_log(log, replace(MAPPING, tell_apart=("event_id",))).log.events == 3


def test_only_the_transitions_that_are_asked_for_count(tmp_path):
    rows = ["1,A,2026-01-01T10:00Z,start", "1,A,2026-01-01T10:20Z,complete", "2,A,2026-01-01T10:20Z,"]
    log = csv(tmp_path, rows, f"{HEADER},phase")
    mapping = replace(MAPPING, lifecycle="phase", transitions=("complete",))
    reading = read_event_log(log, mapping)
    assert (reading.log.events, reading.account.passed_over, reading.intake.loaded) == (1, 2, 3)
    assert any("2 rows are of other transitions than complete" in each for each in reading.intake.warnings)
    assert "No event is left" in str(refused(log, replace(mapping, transitions=("done",))))


def test_a_column_may_state_the_order(tmp_path):
    rows = [
        "1,A,2026-01-01T10:00Z,10",
        "1,B,2026-01-01T10:00Z,9",
        *(f"2,A,2026-01-01T10:00Z,{i}" for i in range(11, 111)),
    ]
    log = csv(tmp_path, [*rows, "1,C,2026-01-01T10:00Z,x"], f"{HEADER},nr")
    reading = read_event_log(log, replace(MAPPING, order="nr", repeated="each"))
    assert paths(reading.log)[-1] == ("B", "A")
    (told,) = reading.intake.rejections
    assert (told.column, told.value, told.rule) == ("nr", "x", "The order is not a whole number")


def test_sites_and_subgroups_are_read_and_tidied(tmp_path):
    rows = ["1,A,2026-01-01T10:00Z, North ,f", "1,B,2026-01-01T11:00Z,,f"]
    mapping = replace(MAPPING, site="ward", subgroups=("sex",))
    log = read_event_log(csv(tmp_path, rows, f"{HEADER},ward,sex"), mapping).log
    assert (log.attributes["site"].names, log.attributes["site"].codes.tolist()) == (("North",), [0, -1])
    assert list(log.attributes) == ["site", "sex"]


def test_files_of_a_folder_are_one_log_in_the_order_of_their_names(tmp_path):
    for name, header, row in (
        ("1", HEADER, "1,A,2026-01-01T10:00Z"),
        ("2", "activity,case_id,timestamp", "B,1,2026-01-01T10:00Z"),
        ("3", HEADER, "1,C,2026-01-01T10:00Z"),
        ("4", HEADER, "1,,2026-01-01T10:00Z"),
    ):
        (tmp_path / f"{name}.csv").write_text(f"{header}\n{row}\n")
    problem = refused(tmp_path)
    assert (problem.rejections[0].file, problem.rejections[0].line) == ("4.csv", 2)
    (tmp_path / "4.csv").unlink()
    assert paths(read_event_log(tmp_path).log) == [("A", "B", "C")]


def test_a_log_is_the_same_whatever_the_threads_and_the_row_groups(tmp_path):
    rng = np.random.default_rng(3)
    size = 30_000
    at = rng.integers(0, 50, size) * 60_000_000
    table = pa.table({
        "case_id": pa.array([f"c{i}" for i in rng.integers(0, 900, size)]),
        "activity": pa.array([f"a{i}" for i in rng.integers(0, 9, size)]),
        "timestamp": pa.array(at, pa.timestamp("us", tz="UTC")),
    })  # fmt: skip
    found = []
    for threads, groups in ((1, size), (4, 1_000), (3, 2_048)):
        log = tmp_path / f"{threads}.parquet"
        pq.write_table(table, log, row_group_size=groups)
        read = read_event_log(log, replace(MAPPING, repeated="each"), limits=Limits(threads=threads)).log
        found.append((read.activities, read.starts.tolist(), read.activity.tolist(), read.at.tolist()))
    assert found[0] == found[1] == found[2]


def test_too_many_activities_are_no_activities(tmp_path):
    rows = [f"1,a{i},2026-01-01T10:00Z" for i in range(2_001)]
    problem = refused(csv(tmp_path, rows))
    assert "column activity: The column has 2,001 different activities; at most 2,000 are compared. Map" in str(problem)


def test_a_missing_column_is_refused_with_those_that_are_there(tmp_path):
    problem = refused(csv(tmp_path, good(2)), EventMapping(case="patient"))
    assert "line 1, column patient: The log has no column 'patient'" in str(problem)
    assert "case_id, activity, timestamp" in str(problem)


def test_a_time_stored_as_a_number_is_refused(tmp_path):
    log = tmp_path / "events.parquet"
    pq.write_table(pa.table({"case_id": ["1"], "activity": ["A"], "timestamp": [1_700_000_000]}), log)
    assert "column timestamp: The column is stored as int64, and needs dates or timestamps" in str(refused(log))


def test_a_cut_last_row_is_set_aside(tmp_path):
    log = csv(tmp_path, good(200))
    log.write_text(log.read_text() + "9,A,2026-01-01T10:0")
    intake = read_event_log(log).intake
    assert (intake.read, intake.quarantined) == (201, 1)
    assert "does not end" in str(intake.rejections[-1])


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    log = csv(tmp_path, good(4))
    read_event_log(log)
    refused(csv(tmp_path, ["1,,x"]))
    assert [each.name for each in Path(tmp_path).iterdir()] == [log.name]
