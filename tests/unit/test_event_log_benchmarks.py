"""The benchmarks of event logs still start, and their log is what its description says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks import event_log_sides, sepsis_cases
from benchmarks.event_log_synthetic import ACTIVITIES, write_events

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("log") / "events.parquet"
    assert write_events(path, 9_000) == pq.read_metadata(path).num_rows
    return path


def test_the_log_is_by_time_has_about_as_many_events_and_is_the_same_each_time(log, tmp_path):
    table = pq.read_table(log)
    assert 8_500 < len(table) < 9_500
    assert set(table["activity"].to_pylist()) == set(ACTIVITIES)
    at = table["timestamp"].to_numpy()
    assert (np.diff(at) >= np.timedelta64(0)).all()
    write_events(tmp_path / "again.parquet", 9_000)
    assert pq.read_table(tmp_path / "again.parquet").equals(table)


def test_our_side_counts_the_log(log):
    said = event_log_sides.attending(str(log))
    assert said["events"] == pq.read_metadata(log).num_rows
    assert said["transitions"] == said["events"] - said["cases"]
    assert said["antibiotics in time"] > 0
    assert set(said["seconds"]) >= {"read and order", "directly-follows", "variants", "two time rules"}


def test_the_benchmark_tells_how_it_is_run():
    words = [sys.executable, "event_log.py", "--help"]
    assert "--pm4py" in subprocess.run(words, cwd=FOLDER, check=True, capture_output=True, text=True).stdout


def test_a_log_that_is_not_the_sepsis_cases_is_found_out(log, tmp_path, monkeypatch, capsys):
    table = pq.read_table(log)
    names = {"Sepsis triage": "ER Sepsis Triage", "IV antibiotics": "IV Antibiotics", "Lactate": "LacticAcid",
             "Registration": "ER Registration", "Triage": "ER Triage"}  # fmt: skip
    activity = [names.get(each, each) for each in table["activity"].to_pylist()]
    table = table.set_column(1, "activity", [activity]).append_column(
        "activity_instance_id", [[*map(str, range(len(table)))]]
    )
    other = tmp_path / "other.parquet"
    pq.write_table(table, other)
    monkeypatch.setattr(sys, "argv", ["sepsis_cases.py", str(other)])
    with pytest.raises(SystemExit, match="1"):
        sepsis_cases.main()
    assert f"DIFFERS events: {len(table)}, expected 15214" in capsys.readouterr().out
