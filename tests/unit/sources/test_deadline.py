"""Work in a process of its own ends at its deadline, and its answer, its refusal and its fault come back."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attending.sources import (
    ColumnMapping,
    Connection,
    LogRefused,
    Progress,
    reduce_table_within_deadline,
    within_deadline,
)
from attending.sources.source_errors import DeadlinePassed, ReadingCancelled, SourceUnreachable

from . import deadline_work as work
from .logs import csv_log


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def soon(true: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that accepts whoever comes and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        met: list[socket.socket] = []

        def accept() -> None:
            try:
                while True:
                    met.append(server.accept()[0])
            except OSError:
                pass

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        for connection in met:
            connection.close()


def test_the_answer_and_the_progress_come_back() -> None:
    told: list[Progress] = []
    assert within_deadline(30, work.square, 7, progress=told.append) == 49
    assert [(p.stage, p.done) for p in told] == [("squaring", 0), ("squaring", 1), ("squaring", 2)]


def test_a_warehouse_that_accepts_and_never_answers_is_given_up(silent_server: int) -> None:
    began = time.monotonic()
    settings = {"host": "127.0.0.1", "port": silent_server, "connect_timeout": 60}
    connection = Connection("away", "postgres", settings=settings, deadline_seconds=4)
    with pytest.raises(DeadlinePassed, match=r"within 4 seconds.*nothing was loaded.*deadline_seconds"):
        reduce_table_within_deadline(connection, "log", ColumnMapping("score", "outcome", "time"))
    assert time.monotonic() - began < 6


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(SourceUnreachable, match=r"away.*could not be opened") as caught:
        within_deadline(30, work.read_table, "127.0.0.1", port)
    assert not isinstance(caught.value, DeadlinePassed)


def test_a_busy_worker_is_ended_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    with pytest.raises(DeadlinePassed):
        within_deadline(4, work.spin, str(note))
    pids = [int(text) for text in note.read_text().split()]
    assert soon(lambda: not any(alive(pid) for pid in pids))


def test_what_a_worker_kept_in_temporary_files_is_gone_when_it_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with pytest.raises(ReadingCancelled):
        within_deadline(30, work.keep_a_file, str(note), cancelled=lambda: note.exists() and bool(note.read_text()))
    kept = Path(note.read_text())
    assert kept.name == "rows"
    assert not kept.parent.exists()


def test_a_worker_that_dies_is_told_from_one_that_is_late() -> None:
    with pytest.raises(SourceUnreachable, match="ended by itself"):
        within_deadline(30, work.die)


def test_a_reading_that_is_not_wanted_any_more_ends(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    with pytest.raises(ReadingCancelled):
        within_deadline(30, work.spin, str(note), cancelled=lambda: note.exists() and bool(note.read_text()))
    assert soon(lambda: not any(alive(int(pid)) for pid in note.read_text().split()))


def test_the_worker_ends_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    program = (
        "from attending.sources import within_deadline\n"
        "from tests.unit.sources.deadline_work import spin\n"
        f"within_deadline(60, spin, {str(note)!r})\n"
    )
    path = os.pathsep.join([str(Path.cwd()), *sys.path])
    with subprocess.Popen([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": path}) as parent:
        assert soon(lambda: note.exists() and bool(note.read_text()), 20)
        parent.kill()
    assert soon(lambda: not any(alive(int(pid)) for pid in note.read_text().split()))


def test_errors_come_back_as_they_are() -> None:
    with pytest.raises(ValueError, match="a plain error"):
        within_deadline(30, work.refuse)
    with pytest.raises(RuntimeError, match="Unpicklable"):
        within_deadline(30, work.fail)
    with pytest.raises(ValueError, match="above zero"):
        within_deadline(0, work.die)


def test_a_refusal_keeps_its_report_and_bad_rows_can_still_be_written(tmp_path: Path) -> None:
    rows = ["0.1,0,2026-01-01", "many,1,2026-01-02", "0.5,1,2026-01-03"]
    log = csv_log(tmp_path / "log.csv", rows, header="score,outcome,time")
    with pytest.raises(LogRefused, match="1 of 3 rows are bad") as caught:
        within_deadline(60, work.read_strict, log)
    assert [(r.line, r.column) for r in caught.value.rejections] == [(3, "score")]
    assert caught.value.report.write_quarantine(tmp_path / "refused.csv") == 1
    reduction = within_deadline(60, work.read_lenient, log)
    assert (reduction.intake.loaded, int(reduction.table.n.sum())) == (2, 2)
    assert reduction.intake.write_quarantine(tmp_path / "bad.csv") == 1
    assert "many" in (tmp_path / "bad.csv").read_text()


def test_waiting_for_a_worker_loads_no_engine() -> None:
    program = (
        "import sys, os.path\n"
        "from attending.sources import within_deadline\n"
        "assert within_deadline(60, os.path.join, 'a', 'b') == 'a/b'\n"
        "heavy = {'duckdb', 'ibis', 'pandas', 'pyarrow', 'scipy', 'django'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
