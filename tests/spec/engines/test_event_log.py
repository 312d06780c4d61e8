"""A warehouse counts an event log as a file's arrays are counted: DuckDB and PostgreSQL give the same reality check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from attending.analytics.event_log import DrawnStep, RealityCheck, Shift, TimeRule, check_reality, disclosed
from attending.sources import LogRefused
from attending.sources.events import (
    EventMapping,
    check_log,
    check_log_within_deadline,
    check_table,
    check_table_within_deadline,
    read_event_log,
)
from attending.sources.source_errors import DeadlinePassed

from .conftest import Place

ACTIVITIES = ("Arrive", "Triage", "Score", "Lactate", "Antibiotics", "Leave")
STEPS = [
    DrawnStep("arrive", "Patient arrives", ("Arrive",)),
    DrawnStep("triage", "Triage", ("Triage",)),
    DrawnStep("score", "Score for sepsis", ("Score", "Early score")),
    DrawnStep("treat", "Treat", ("Lactate", "Antibiotics")),
    DrawnStep("talk", "Talk to the family"),
]
FLOWS = [("arrive", "triage"), ("triage", "score"), ("score", "talk"), ("talk", "treat")]
RULES = [
    TimeRule("abx", "Antibiotics within 1 h", ("Triage",), ("Antibiotics",), 60),
    TimeRule("lactate", "Lactate within 3 h", ("Triage",), ("Lactate", "Blood gas"), 180, counts_before=True),
]
SHIFTS = [Shift("day", time(7), time(15)), Shift("night", time(23), time(7))]
MAPPING = EventMapping(
    "mrn", "what", "at", order="ord", lifecycle="phase", transitions=("complete",), site="site", subgroups=("sex",),
    time_zone="Europe/Amsterdam",
)  # fmt: skip
BY = ("site", "sex", "weekday", "shift")


def table(seed: int = 1, cases: int = 120, zone: str | None = "UTC") -> pa.Table:
    rng = np.random.default_rng(seed)
    rows = []
    for case in range(cases):
        begun = datetime(2026, 3, 25, tzinfo=UTC) + timedelta(minutes=int(rng.integers(0, 10_000)))
        usual = case % 3 == 0
        for step in range(3 if usual else int(rng.integers(1, 7))):
            at = begun + timedelta(minutes=30 * step if usual else int(rng.integers(0, 20)) * 15)
            what = ACTIVITIES[step] if usual else str(rng.choice(ACTIVITIES))
            rows.append((f"c{case}", what, at, "complete" if rng.random() < 0.9 else "start",
                         None if rng.random() < 0.3 else str(rng.choice(["North", " South "])),
                         str(rng.choice(["f", "m"]))))  # fmt: skip
    rows += rows[:3]
    columns = list(zip(*rows, strict=True))
    stamps = columns[2] if zone else [at.replace(tzinfo=None) for at in columns[2]]
    return pa.table({
        "mrn": pa.array(columns[0]), "what": pa.array(columns[1]), "at": pa.array(stamps, pa.timestamp("us", tz=zone)),
        "phase": pa.array(columns[3]), "site": pa.array(columns[4], pa.string()), "sex": pa.array(columns[5]),
        "ord": pa.array(range(len(rows)), pa.int64()),
    })  # fmt: skip


def asked() -> dict[str, object]:
    return {"steps": STEPS, "flows": FLOWS, "rules": RULES, "by": BY, "shifts": SHIFTS}


def same(found: RealityCheck, wanted: RealityCheck) -> None:
    """Equal in every count and word; means and medians to the last bits of a sum."""
    assert found.graph.activities == wanted.graph.activities
    assert [replace(e, mean_seconds=0.0) for e in found.graph.edges] == [
        replace(e, mean_seconds=0.0) for e in wanted.graph.edges
    ]
    assert [e.mean_seconds for e in found.graph.edges] == pytest.approx([e.mean_seconds for e in wanted.graph.edges])
    assert found.throughput.mean_seconds == pytest.approx(wanted.throughput.mean_seconds)
    assert found.throughput.p90_seconds == pytest.approx(wanted.throughput.p90_seconds)
    assert found.throughput.median_seconds == wanted.throughput.median_seconds
    assert replace(found, graph=wanted.graph, throughput=wanted.throughput) == wanted


@pytest.mark.parametrize("zone", ["UTC", None])
def test_a_table_is_counted_as_a_file(database: Place, parquet: Callable[[pa.Table], Path], zone: str | None) -> None:
    log = table(zone=zone)
    found = check_table(database.connection, database.put(log), MAPPING, **asked())
    reading = read_event_log(parquet(log), MAPPING)
    wanted = check_reality(reading.log, **asked())
    frequent = disclosed(wanted).variants
    assert frequent.top
    assert found.check.variants == frequent
    same(found.check, replace(wanted, variants=frequent))
    assert (found.intake.read, found.intake.loaded, found.intake.duplicate, found.intake.quarantined) == (
        reading.intake.read, reading.intake.loaded, reading.intake.duplicate, reading.intake.quarantined,
    )  # fmt: skip
    assert found.intake.duplicate > 0
    assert found.account.passed_over == reading.account.passed_over > 0


def test_times_that_are_text_are_read_as_those_of_a_file(database: Place, parquet: Callable[[pa.Table], Path]) -> None:
    log = table(cases=60)
    written = [at.isoformat() if i % 3 else f"{at:%Y-%m-%d %H:%M}" for i, at in enumerate(log["at"].to_pylist())]
    log = log.set_column(2, "at", pa.array(written))
    found = check_table(database.connection, database.put(log), MAPPING, rules=RULES)
    wanted = check_reality(read_event_log(parquet(log), MAPPING).log, rules=RULES)
    assert found.check.rules == wanted.rules
    with pytest.raises(LogRefused, match="has no offset from UTC, and"):
        check_table(database.connection, database.put(log), replace(MAPPING, time_zone=None))


def test_a_bad_row_is_named_by_its_time_and_the_rest_is_counted(database: Place) -> None:
    log = table(cases=400)
    what = log["what"].to_pylist()
    what[7] = " "
    log = log.set_column(1, "what", pa.array(what))
    found = check_table(database.connection, database.put(log), MAPPING)
    assert (found.intake.quarantined, found.intake.read) == (1, log.num_rows)
    assert found.intake.read == found.intake.loaded + found.intake.duplicate + found.intake.quarantined
    assert "column what" in str(found.intake.rejections[0])
    assert "The activity is empty" in str(found.intake.rejections[0])


def test_times_without_a_zone_are_refused_until_one_is_declared(database: Place) -> None:
    name = database.put(table(zone=None))
    with pytest.raises(LogRefused, match=r"no time zone is declared\. Declare"):
        check_table(database.connection, name, replace(MAPPING, time_zone=None))


def test_a_table_without_the_column_is_refused_with_those_it_has(database: Place) -> None:
    name = database.put(table(cases=3))
    with pytest.raises(LogRefused, match="no column 'patient'"):
        check_table(database.connection, name, replace(MAPPING, case="patient"))


def test_an_order_that_is_text_is_refused(duckdb_place: Place) -> None:
    name = duckdb_place.put(table(cases=3))
    with pytest.raises(LogRefused, match="an order needs whole numbers"):
        check_table(duckdb_place.connection, name, replace(MAPPING, order="phase", lifecycle=None, transitions=()))


@pytest.mark.slow
def test_a_table_is_read_in_a_worker_that_ends_in_time(duckdb_place: Place) -> None:
    name = duckdb_place.put(table(cases=30))
    found = check_table_within_deadline(duckdb_place.connection, name, MAPPING, rules=RULES, by=("site",))
    assert found.check.cases == 30


@pytest.mark.slow
def test_a_file_is_read_in_a_worker_that_ends_in_time(parquet: Callable[[pa.Table], Path]) -> None:
    log = parquet(table(cases=30))
    found = check_log_within_deadline(60, log, MAPPING, rules=RULES, by=("site",))
    assert found == check_log(log, MAPPING, rules=RULES, by=("site",))
    with pytest.raises(LogRefused, match="no column 'patient'"):
        check_log_within_deadline(60, log, replace(MAPPING, case="patient"))
    with pytest.raises(DeadlinePassed):
        check_log_within_deadline(0.01, log, MAPPING)
