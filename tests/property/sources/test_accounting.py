"""Whatever happens to a log on its way: every row is accounted for, or nothing is loaded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attending.sources import ColumnMapping, IntakeReport, Limits, LogRefused, reduce_log

MAPPING = ColumnMapping("score", "outcome", "time", by=("unit",), key=("id",))
SETTINGS = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

ids = st.integers(0, 12).map(str) | st.just("")
scores = st.sampled_from(["0", "1", "0.25", "0.5", "1e-3", "nan", "inf", "-1", "2", "", "x", "0,5", "=1+1"])
outcomes = st.sampled_from(["0", "1", "", "true", "False", "2", "NA"])
times = st.sampled_from(["2026-01-01", "2026-02-03T10:00:00Z", "2026-02-30", "", "now", "03/01/2026"])
units = st.sampled_from(["ICU", "MAY", "", " ICU ", "=cmd", "'", "-1", "@x", "u" * 120])
rows = st.lists(st.tuples(ids, scores, outcomes, times, units), min_size=1, max_size=30)


def quoted(value: str) -> str:
    return f'"{value}"' if "," in value else value


def text(given_rows: list[tuple[str, ...]]) -> str:
    lines = (",".join(map(quoted, row)) for row in given_rows)
    return "id,score,outcome,time,unit\n" + "".join(line + "\n" for line in lines)


def outcome_of(path: Path, limits: Limits) -> tuple[IntakeReport, int]:
    """The report of a log, and how many rows its score table counts (none when it is refused)."""
    try:
        reduction = reduce_log(path, MAPPING, limits=limits)
    except LogRefused as refused:
        return refused.report, 0
    return reduction.intake, int(reduction.table.n[reduction.table.stratum == 0].sum())


@SETTINGS
@given(rows, st.booleans())
def test_read_is_loaded_duplicate_and_quarantined(given_rows: list[tuple[str, ...]], lenient: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text(text(given_rows))
        limits = Limits(bad_share=1.0) if lenient else Limits()
        report, loaded = outcome_of(path, limits)
        assert loaded == report.loaded
        assert report.read == len(given_rows) == report.loaded + report.duplicate + report.quarantined
        assert report.conflicts <= report.faulty <= report.quarantined
        if report.faulty:
            written = Path(folder) / "quarantine.csv"
            assert report.write_quarantine(written) == report.faulty
            again, _ = outcome_of(written, Limits(bad_share=1.0))
            assert (again.read, again.faulty) == (report.faulty, report.faulty)


@SETTINGS
@given(st.binary(min_size=1, max_size=6), st.integers(0, 10_000), st.sampled_from(["replace", "insert", "cut"]))
def test_random_damage_to_a_csv_is_refused_or_accounted_for(noise: bytes, at: int, how: str) -> None:
    whole = text([(str(i), f"0.{i % 90 + 10}", str(i % 2), "2026-01-01", "ICU") for i in range(200)]).encode()
    at %= len(whole)
    end = {"replace": at + len(noise), "insert": at, "cut": len(whole)}[how]
    damaged = whole[:at] + (b"" if how == "cut" else noise) + whole[end:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_bytes(damaged)
        report, loaded = outcome_of(path, Limits())
        assert loaded == report.loaded
        assert report.read == report.loaded + report.duplicate + report.quarantined
        if report.read:
            # Lines are records: no row was swallowed by another.
            assert report.read == len([line for line in damaged.split(b"\n")[1:] if line.strip(b"\r")])
