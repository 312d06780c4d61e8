"""A cluster of the tests ends with the process that started it, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import spark

ROOT = Path(__file__).parents[3]
HOLD = """
import time
from tools import spark
with spark.running() as master:
    from pyspark.sql import SparkSession
    session = SparkSession.builder.master(master).config("spark.executor.memory", "512m").getOrCreate()
    assert session.range(4).count() == 4
    print(master, flush=True)
    time.sleep(600)
"""
LEASH = """
import os, subprocess, sys, time
subprocess.Popen(
    [sys.executable, sys.argv[1], str(os.getpid()), sys.argv[2], "sh", "-c", "sleep 600 & echo $! >&2; sleep 601"],
    start_new_session=True, stderr=subprocess.PIPE,
)
time.sleep(600)
"""


def marked(word: str) -> set[int]:
    """Processes whose command line holds a word."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if word.encode() in command:
            found.add(int(folder.name))
    return found - {os.getpid()}


def until(wanted: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if wanted():
            return True
        time.sleep(0.1)
    return wanted()


pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")


def test_a_leash_ends_a_command_and_its_children_when_the_parent_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "left-by-the-killed"
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", LEASH, str(spark.LEASH), str(folder)]) as parent:
        # The leash, the shell and its two sleeps are one group, led by the leash.
        assert until(lambda: len(group_of(str(folder), parent.pid)) == 4, 10)
        group = group_of(str(folder), parent.pid)
        parent.kill()
        parent.wait()
    assert until(lambda: all(_defunct(pid) for pid in group), 10)
    assert not folder.exists()


def group_of(word: str, parent: int) -> set[int]:
    """The processes in the group of the one whose command line holds the word."""
    leaders = marked(word) - {parent}
    return {pid for pid in _all() if _group(pid) in leaders}


def _all() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1


def _defunct(pid: int) -> bool:
    """Whether it has ended; a zombie waits only to be asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.spark
@pytest.mark.slow
def test_a_cluster_and_its_executors_end_when_the_test_process_is_killed() -> None:
    try:
        spark.java()
    except spark.SparkUnavailable as problem:
        pytest.skip(f"NOT TESTED ON SPARK: {problem}")
    command = [sys.executable, "-c", HOLD]
    environment = os.environ | spark.LOCAL_ONLY
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as holder:
        assert holder.stdout is not None
        master = holder.stdout.readline().strip()
        try:
            assert master.startswith("spark://")
            # Each worker and its leash name the master; the master itself, and executors, are in a group of theirs.
            started = marked(master) | marked(f"--port\0{master.rpartition(':')[2]}\0")
            groups = {_group(pid) for pid in started} - {os.getpgid(0)}
            started |= {pid for pid in _all() if _group(pid) in groups}
            assert len(started) >= 2 * (spark.WORKERS + 1) + 1
        finally:
            holder.send_signal(signal.SIGKILL)
            holder.wait()
    assert until(lambda: all(_defunct(pid) for pid in started), 20)
