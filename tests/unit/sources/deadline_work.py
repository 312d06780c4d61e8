"""What the tests of the deadline have a worker do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from attending.sources import ColumnMapping, Connection, Limits, Progress, Reduction, reduce_log, reduce_table


class Unpicklable(Exception):
    """An exception that keeps what no other process can have."""

    def __init__(self) -> None:
        super().__init__("unpicklable")
        self.kept = lambda: None


def square(number: int, *, progress: Callable[[Progress], None]) -> int:
    for i in range(3):
        progress(Progress("squaring", i, 3))
    print("what is printed is not the answer")
    return number * number


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin(path: str) -> None:
    """Be busy, with a busy child that would outlive this process."""
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    Path(path).write_text(f"{os.getpid()} {child.pid}")
    while True:
        pass


def keep_a_file(note: str) -> None:
    """Write what must not outlive this process, say where, and hang."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        kept.write_text("a patient's row")
        Path(note).write_text(str(kept))
        time.sleep(3600)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise Unpicklable


def refuse() -> None:
    raise ValueError("a plain error")


def read_table(host: str, port: int) -> Reduction:
    connection = Connection("away", "postgres", settings={"host": host, "port": port, "connect_timeout": 60})
    return reduce_table(connection, "log", ColumnMapping("score", "outcome", "time"))


def read_files(path: Path, *, share: float) -> Reduction:
    return reduce_log(path, ColumnMapping("score", "outcome", "time"), limits=Limits(bad_share=share))


def read_lenient(path: Path) -> Reduction:
    return read_files(path, share=0.9)


def read_strict(path: Path) -> Reduction:
    return read_files(path, share=0.0)
