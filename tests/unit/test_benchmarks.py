"""The benchmarks still start, and their synthetic log is what its description says."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.peer_packages import PEERS
from benchmarks.synthetic_log import LEVELS, write_log

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def benchmark(*words: str) -> str:
    return subprocess.run([sys.executable, *words], cwd=FOLDER, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("log") / "log.parquet"
    write_log(path, 3_000, unknown=0.1)
    return path


def test_the_log_has_the_columns_levels_and_months_that_are_reviewed(log):
    table = pq.read_table(log)
    assert table.column_names == ["score", "outcome", "time", *LEVELS]
    assert len(table) == 3_000
    assert set(table["unit"].to_pylist()) == set(LEVELS["unit"])
    assert len(set(table["time"].to_numpy().astype("datetime64[M]"))) == 12
    assert 0.07 < table["outcome"].null_count / 3_000 < 0.13
    score = table["score"].to_numpy()
    assert 0 <= score.min() < score.max() < 1


def test_the_log_is_the_same_each_time(log, tmp_path):
    write_log(tmp_path / "again.parquet", 3_000, unknown=0.1)
    assert pq.read_table(tmp_path / "again.parquet").equals(pq.read_table(log))


def test_outcomes_follow_the_score_and_run_ahead_of_it_from_september(log, tmp_path):
    path = tmp_path / "known.parquet"
    write_log(path, 60_000, unknown=0.0)
    table = pq.read_table(path)
    assert table["outcome"].null_count == 0
    late = table["time"].to_numpy() >= np.datetime64("2025-09-01")
    score, outcome = table["score"].to_numpy(), table["outcome"].to_numpy()
    assert outcome[~late].sum() / score[~late].sum() == pytest.approx(1.0, abs=0.05)
    assert outcome[late].sum() / score[late].sum() == pytest.approx(1.25, abs=0.06)


def test_every_package_has_its_script():
    assert {peer.script for peer in PEERS} == {path.name for path in (FOLDER / "peers").glob("*.py")}
    assert len({peer.name for peer in PEERS}) == len(PEERS)


@pytest.mark.parametrize("script", ["peers.py", "score_table.py"])
def test_a_benchmark_tells_how_it_is_run(script):
    assert "--rows" in benchmark(script, "--help")


@pytest.mark.parametrize("side", ["bare", "one review"])
def test_a_side_of_the_benchmark_runs_on_a_log(side, log):
    figures = json.loads(benchmark("sides.py", side, str(log)).splitlines()[-1])
    assert figures["cells"] > 0
    if side == "one review":
        assert figures["strata"] == 1 + sum(map(len, LEVELS.values())) + 12
        assert 0.6 < figures["auroc"] < 0.9


def test_the_benchmark_of_a_panel_runs_and_its_sides_agree():
    assert "--items" in benchmark("smaa.py", "--help")
    first = {
        side: json.loads(benchmark("smaa_sides.py", side, "6", "800"))["first"]
        for side in ("naive", "resample", "rank")
    }
    assert first["resample"] == first["rank"]
    assert first["naive"] == pytest.approx(first["resample"], abs=0.1)


@pytest.mark.parametrize("order", ["first-come", pytest.param("highest-risk", marks=pytest.mark.slow)])
def test_the_benchmark_of_the_alert_queue_runs_and_start_times_are_simpy_s(order):
    found = {side: json.loads(benchmark("alert_queue_sides.py", side, order, "5000")) for side in ("queue", "simpy")}
    assert found["queue"]["digest"] == found["simpy"]["digest"]
    assert found["queue"]["alerts"] == found["simpy"]["alerts"] > 500


@pytest.mark.slow
def test_the_alert_queue_s_benchmark_compares_and_sweeps():
    said = benchmark("alert_queue.py", "--patients", "20000", "--rounds", "1")
    assert said.count("start times identical") == 2
    assert "sweep of 155 points" in said


def test_a_process_past_its_time_is_stopped_and_said_to_be():
    script = (
        "from processes import run; import sys; print(run([sys.executable, '-c', 'while True: pass'], 0.3).failure)"
    )
    assert benchmark("-c", script).strip() == "stopped after 0.3 s"


def test_a_process_past_its_memory_is_stopped_and_said_to_be():
    if not Path("/proc/self/statm").exists():
        pytest.skip("resident memory is read from /proc")
    hungry = "a = [bytes(1_000_000) + bytes([1]) * 1_000_000 for _ in range(200)]\nwhile True: pass"
    script = f"from processes import run; import sys; print(run([sys.executable, '-c', {hungry!r}], 20, memory_gb=0.1))"
    assert "stopped past 0.1 GB" in benchmark("-c", script)


def test_a_process_that_fails_is_told_by_its_last_words():
    script = "from processes import run; import sys; print(run([sys.executable, '-c', 'raise OSError(7)'], 20).failure)"
    assert benchmark("-c", script).strip() == "OSError: 7"


def test_the_planning_benchmark_plans_and_tells_how_good_it_is():
    said = benchmark("sequencing.py", "--sizes", "20x4", "--seeds", "0", "--seconds", "5")
    assert "20x4    seed 0: value" in said
    assert "median: gap 0.00%" in said
    assert "--sizes" in benchmark("sequencing.py", "--help")
